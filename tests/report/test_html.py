import base64
import gzip
import hashlib
import json
import re
from html.parser import HTMLParser

from atodds.report import render_html
from atodds.report.findings import find_findings
from atodds.report.html import findings_as_html
from tests.report.sample_run import SampleRun, claim, discrepancy, document, ferry_run, many_findings


class Page(HTMLParser):
    """Elements and attributes of a page, with the text of scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self._open: dict[str, str | None] | None = None
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        self._open = dict(attrs) if tag == "script" else None
        if tag == "script":
            self.scripts.append((dict(attrs), ""))

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            attrs, text = self.scripts[-1]
            self.scripts[-1] = (attrs, text + data)

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._open = None


def test_the_page_stands_alone_and_its_policy_names_its_own_script_and_style_only() -> None:
    page = render_html(ferry_run())
    parsed = Page(page)
    for tag, attributes in parsed.elements:
        assert tag not in ("link", "img", "iframe", "object", "embed", "base"), tag
        assert "src" not in attributes
        assert not [name for name in attributes if name.startswith("on")]
        assert "style" not in attributes
    policy = next(attributes["content"] for tag, attributes in parsed.elements if tag == "meta" and attributes.get("http-equiv"))
    assert policy is not None
    assert "default-src 'none'" in policy
    running = [text for attributes, text in parsed.scripts if attributes.get("type") in (None, "text/plain")]
    assert len(running) == 2
    for text in running:
        assert f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'" in policy
    style = re.search(r"<style>(.*?)</style>", page, re.S)
    assert style is not None
    assert base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode() in policy
    assert "'unsafe-inline'" not in policy.split("style-src-attr")[0]


def test_the_head_tells_whether_to_worry() -> None:
    page = render_html(ferry_run(), plots=False)
    head = page.split("<main", 1)[0]
    assert "One fact is at odds, with one contradiction, among 4 claims in four documents." in head
    assert "1 document not read" in re.sub(r"<[^>]+>", "", head).replace("  ", " ") or "document not read" in head
    assert "no text layer" in head
    assert "new since the last run" in head
    assert "ZeroDivisionError" in head


def test_a_card_shows_the_readings_side_by_side_with_the_figures_marked_and_the_place() -> None:
    page = render_html(ferry_run(), plots=False, link_root="../..")
    assert "killed <mark>31</mark> people" in page
    assert "counted <mark>46</mark> deaths" in page
    assert 'href="../../reports/inquiry.pdf#page=3"' in page
    assert "https://example.org/digest#:~:text=The%20ferry%20fire" in page
    assert "at least 30" in page
    assert 'class="apparatus"' in page
    assert "same words as " in page, "the digest copies the gazette"


def test_nothing_in_a_document_becomes_markup() -> None:
    hostile = "</noscript></script><script>alert(1)</script><img src=x onerror=alert(2)>"
    source = document(
        "javascript:alert(1).txt", f"In the fire 31 died{hostile}. End.", title=f"T{hostile}", url="javascript:alert(3)", publisher=hostile
    )
    other = document("b.txt", f"In the fire 46 died {hostile} there.", title='B" onmouseover="alert(4)')
    first, second = claim(source, "31", 31.0, subject=hostile, attribution=hostile), claim(other, "46", 46.0)
    run = SampleRun(
        [source, other],
        [first, second],
        [discrepancy([first, second], title=None, reason=hostile)],
        run={"run_id": hostile, "corpus": hostile},
    )
    parsed = Page(render_html(run, plots=False))
    assert [attributes.get("type") for attributes, _ in parsed.scripts] == ["application/json", None]
    for tag, attributes in parsed.elements:
        assert tag != "img"
        assert not [name for name in attributes if name.startswith("on")], attributes
        assert not (attributes.get("href") or "").lower().startswith("javascript")


def test_bodies_there_is_no_room_for_in_the_page_are_packed_and_unpack_to_the_same_markup() -> None:
    found = find_findings(many_findings(200))
    page = findings_as_html(found, plots=False, max_bytes=900_000)
    assert len(page.encode()) < 900_000
    parsed = Page(page)
    packed = [text for attributes, text in parsed.scripts if (attributes.get("id") or "").startswith("chunk-")]
    bodies = {key: body for text in packed for key, body in json.loads(gzip.decompress(base64.b64decode(text))).items()}
    with_chunk = [attributes["id"] for tag, attributes in parsed.elements if tag == "article" and "data-chunk" in attributes]
    assert {name[2:] for name in with_chunk if name} == set(bodies)
    assert 50 <= len(bodies) <= 150, "what room there is has the gravest bodies in the page"
    assert all("<mark>" in body for body in bodies.values())
    assert page.count("<article") == 200
    assert f"the {200 - len(bodies)} gravest of these 200 cards open in full" in page
    whole = findings_as_html(found, plots=False)
    assert "data-chunk" not in whole.split("<script>")[0], "with room enough every card can be read with scripts off"
    assert whole.count("<noscript><div") == 200
    assert all(body in whole for body in bodies.values())


def test_more_findings_than_fit_are_counted_in_the_page() -> None:
    page = render_html(many_findings(50), plots=False, max_findings=20)
    assert page.count("<article") == 20
    assert "The 20 gravest of 50 facts are shown" in page


def test_the_file_stays_under_ten_megabytes_and_uses_them_for_readers_without_scripts() -> None:
    page = render_html(many_findings(1800, readings_each=3), max_findings=5000)
    assert page.count("<article") == 1800
    assert 8e6 < len(page.encode()) < 10e6
    assert "data-chunk" in page


def test_the_same_run_is_rendered_the_same_twice() -> None:
    assert render_html(ferry_run()) == render_html(ferry_run())


def test_a_run_without_claims_or_findings_still_makes_a_page() -> None:
    page = render_html(SampleRun([document("a.txt", "Nothing here.")], [], []))
    assert "No claim was found" in page
    assert "vega" not in page.split("</style>")[1].split("<script>")[0]
