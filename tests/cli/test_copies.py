"""Copies from real files to the report: the figure a copy changed, and what two pages share without copying one another."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from atodds.reading.copies import find_copies
from atodds.store.snapshot import Snapshot

Command = Callable[..., Any]

STORM = (
    "The storm of Sunday night drowned 40 people on the quay of Lowmouth, the harbour master said on Monday. Most of them had been asleep "
    "in the boats. He put the damage at 5.2 million euros and asked the council for help before the winter, since no insurer in the town "
    "would cover a boat without a wall in front of it.",
    "In 2011 Lowmouth had 4,100 inhabitants. The council meets on Thursday to hear the harbour master and the "
    "owners of the yard, who have offered to begin work without a contract.",
)
NOTICE = (
    "We use cookies and similar technologies to give you the best experience on our website and to count how often you came back to it. "
    "By continuing to browse this website you agree to our use of cookies and of the data they hold for as long as you stay with us."
)
RELATED = (
    "Related articles",
    "Ferry between Arda and Bela stops for 3 weeks",
    "Lighthouse of Bela sold for 1.2 million euros to its keeper",
)
SCHOOL = (
    "The school of Bela opened its doors again on Tuesday after the roof had been mended by the parents of the pupils themselves. They had "
    "waited for three years for the province to send builders and then bought the timber from the mill at the upper end of the valley.",
    "Its 212 pupils had been taught in the church hall and in the waiting room of the railway station, whose master asked no rent for it.",
)


def page(title: str, paragraphs: tuple[str, ...], day: str, publisher: str) -> str:
    body = "\n".join(f"<p>{text}</p>" for text in paragraphs)
    items = "\n".join(f'<li><a href="/x">{text}</a></li>' for text in RELATED[1:])
    return f"""<!DOCTYPE html><html lang="en"><head><title>{title}</title><meta property="og:site_name" content="{publisher}">
<meta property="article:published_time" content="{day}T08:00:00Z"></head><body><div class="banner"><p>{NOTICE}</p></div>
<article><h1>{title}</h1>{body}</article><div><h3>{RELATED[0]}</h3><ul>{items}</ul></div></body></html>"""


def write_storm(folder: Path) -> None:
    """A page, and a text that took it over two days later and changed the inhabitants on the way."""
    folder.mkdir(exist_ok=True)
    (folder / "echo.html").write_text(page("Storm over Lowmouth", STORM, "2021-03-02", "The Lowmouth Echo"), encoding="utf-8")
    copied = "\n\n".join(STORM).replace("4,100", "4,700")
    (folder / "reprint.txt").write_text(f"Storm over Lowmouth\n\nPublished: 4 March 2021\n\n{copied}\n", encoding="utf-8")


def test_a_copy_that_changed_a_figure_stands_in_every_report_once(atodds: Command, tmp_path: Path) -> None:
    write_storm(tmp_path / "documents")
    assert atodds("check", "documents").code == 1
    rows = [json.loads(line) for line in atodds("export", "discrepancies").out.splitlines()]
    assert [row["check_id"] for row in rows] == ["altered_copy"]
    assert rows[0]["verdict"] == "contradiction"
    assert "4,700 in reprint.txt" in rows[0]["reason"]
    assert "4,100 in echo.html" in rows[0]["reason"]
    for form in ("html", "md", "sarif"):
        written = tmp_path / f"report.{form}"
        assert atodds("report", "--format", form, "--out", str(written)).code == 0
        assert "altered_copy" in written.read_text(encoding="utf-8"), form
    sarif = json.loads((tmp_path / "report.sarif").read_text(encoding="utf-8"))["runs"][0]
    assert [result["ruleId"] for result in sarif["results"]] == ["altered_copy"]
    assert {"altered_copy", "revised_figure"} <= {rule["id"] for rule in sarif["tool"]["driver"]["rules"]}


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        pytest.param("enabled = false", ["value_mismatch"], id="switched off: the pair is left to the others"),
        pytest.param("tolerance = 0.3", ["value_mismatch"], id="tolerated by this check alone"),
        pytest.param("severity = 1.0", ["altered_copy"], id="weighed"),
    ],
)
def test_it_is_set_in_the_workspace_like_any_other_check(atodds: Command, tmp_path: Path, settings: str, found: list[str]) -> None:
    write_storm(tmp_path / "documents")
    (tmp_path / "atodds.toml").write_text(f"[check.rules.altered_copy]\n{settings}\n", encoding="utf-8")
    assert atodds("check", "documents").code == 1
    rows = [json.loads(line) for line in atodds("export", "discrepancies").out.splitlines()]
    assert [row["check_id"] for row in rows] == found


def test_revised_figures_are_switched_off_in_the_workspace(atodds: Command, tmp_path: Path) -> None:
    (tmp_path / "atodds.toml").write_text("[check.rules.revised_figure]\nenabled = false\n", encoding="utf-8")
    write_storm(tmp_path / "documents")
    (tmp_path / "documents" / "reprint.txt").unlink()
    assert atodds("check", "documents").code == 0
    changed = (tmp_path / "documents" / "echo.html").read_text(encoding="utf-8").replace("4,100", "4,300")
    (tmp_path / "documents" / "echo.html").write_text(changed, encoding="utf-8")
    assert atodds("check", "documents").code == 0
    assert atodds("export", "discrepancies").out == ""
    (tmp_path / "atodds.toml").unlink()
    atodds("check", "documents")
    rows = [json.loads(line) for line in atodds("export", "discrepancies").out.splitlines()]
    assert [row["check_id"] for row in rows] == ["revised_figure"]


def test_a_shared_cookie_notice_and_list_of_other_articles_make_no_copy(atodds: Command, tmp_path: Path) -> None:
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "a.html").write_text(page("Storm over Lowmouth", STORM, "2021-03-02", "The Lowmouth Echo"), encoding="utf-8")
    (folder / "b.html").write_text(page("School of Bela open", SCHOOL, "2021-03-09", "The Lowmouth Echo"), encoding="utf-8")
    # The same as text, where no mark-up tells what is furniture.
    for name, title, paragraphs in (("c.txt", "Fire in Lowmouth", SCHOOL), ("d.txt", "Mill of Arda", STORM)):
        text = "\n\n".join((title, NOTICE, *(paragraph.upper()[::-1] for paragraph in paragraphs), *RELATED))
        (folder / name).write_text(text, encoding="utf-8")
    atodds("check", "documents")
    snapshot = Snapshot.open(next((tmp_path / ".atodds").rglob("copies.parquet")).parent)
    assert snapshot.table("copies").is_empty()
    texts = [
        SimpleNamespace(document_id=row["document_id"], path=row["path"], text=row["text"], published_on=None)
        for row in snapshot.documents.iter_rows(named=True)
    ]
    assert find_copies(texts) != []  # the notice stands in the texts, and would make a copy of them
