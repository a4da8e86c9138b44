import re
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from atodds.adjudications import AdjudicationLog
from atodds.errors import ConfigurationError
from atodds.rehearsal import WouldChange
from atodds.report.findings import find_findings
from atodds.review.app import create_app
from atodds.review.security import LOGIN_TRIES, MOST_WAITING, Access
from atodds.review.serving import open_access
from atodds.teaching import Correction, NameLesson, read_teaching
from atodds.vocabulary import Verdict
from tests.report.sample_run import SampleRun, claim, discrepancy, document, ferry_run, many_findings, two_findings_on_one_fact

HERE = "127.0.0.1:8123"
OURS = {"Origin": f"http://{HERE}"}


def access(**settings: object) -> Access:
    return Access(frozenset({HERE}), **settings)  # type: ignore[arg-type]


def visitor(run: SampleRun, folder: Path, way_in: Access | None = None, *, root: Path | None = None, enter: bool = True) -> TestClient:
    way_in = way_in or access()
    app = create_app(run, AdjudicationLog.beside(folder), way_in, root=root, reviewer="ana")
    client = TestClient(app, base_url=f"http://{HERE}")
    if enter:
        client.get(f"/start?token={way_in.token}")
    return client


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    with visitor(ferry_run(), tmp_path, root=tmp_path) as client:
        yield client


def only_id(run: SampleRun) -> str:
    return run.discrepancy_rows[0]["discrepancy_id"]


FERRY = only_id(ferry_run())


def decide(client: TestClient, finding: str = FERRY, decision: str = "dismissed", **fields: str) -> dict:
    answer = client.post("/decide", data={"id": finding, "decision": decision, **fields}, headers={**OURS, "Accept": "application/json"})
    assert answer.status_code == 200, answer.text
    return answer.json()


# --- who comes in


@pytest.mark.parametrize("path", ["/", f"/finding/{FERRY}", "/documents", "/changes", "/static/review.js", "/names?name=a"])
def test_nothing_is_shown_without_the_start_address(tmp_path: Path, path: str) -> None:
    answer = visitor(ferry_run(), tmp_path, enter=False).get(path)
    assert answer.status_code == 401
    assert "Port Amber" not in answer.text


def test_the_start_address_lets_in_and_a_wrong_token_does_not(tmp_path: Path) -> None:
    way_in = access()
    client = visitor(ferry_run(), tmp_path, way_in, enter=False)
    assert client.get("/start?token=guess").status_code == 403
    assert client.get("/").status_code == 401
    answer = client.get(f"/start?token={way_in.token}", follow_redirects=False)
    assert answer.status_code == 303
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert way_in.token not in cookie
    assert client.get("/").status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:9999", "127.0.0.1", "localhost.evil.example:8123", ""])
def test_a_foreign_host_name_is_not_served(client: TestClient, host: str) -> None:
    assert client.get("/", headers={"Host": host}).status_code == 421


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:9999"},
        {"Origin": f"http://{HERE}.evil.example"},
        {"Sec-Fetch-Site": "cross-site"},
    ],
)
@pytest.mark.parametrize("path", ["/decide", "/undo", "/bulk", "/assign", "/comment", "/names", "/reviewer"])
def test_a_request_from_another_page_changes_nothing(client: TestClient, tmp_path: Path, path: str, headers: dict[str, str]) -> None:
    fields = {"id": FERRY, "decision": "dismissed", "expected": "1", "reason": "x", "text": "x", "name": "a", "target": "b"}
    assert client.post(path, data=fields, headers=headers).status_code == 403
    assert list(tmp_path.iterdir()) == []


def test_whoever_does_not_own_the_workspace_reads_and_decides_nothing(tmp_path: Path) -> None:
    client = visitor(ferry_run(), tmp_path, access(writable=False))
    page = client.get(f"/finding/{FERRY}").text
    assert "Read only" in page
    assert 'action="/decide"' not in page
    assert client.post("/decide", data={"id": FERRY, "decision": "dismissed"}, headers=OURS).status_code == 403
    assert not (tmp_path / "adjudications.jsonl").exists()


def test_another_address_needs_consent_and_a_password() -> None:
    with pytest.raises(ConfigurationError, match="--allow-remote"):
        open_access("0.0.0.0", 80, allow_remote=False, password="long enough for this", writable=True)
    with pytest.raises(ConfigurationError, match="12 characters"):
        open_access("0.0.0.0", 80, allow_remote=True, password="short", writable=True)
    assert open_access("0.0.0.0", 80, allow_remote=True, password="long enough for this", writable=True).token is None
    assert open_access("::1", 80, allow_remote=False, password=None, writable=True).hosts >= {"[::1]:80"}


def remote(folder: Path, turn_s: float = 0.05) -> tuple[Access, Callable[[str], TestClient]]:
    """An app that others may reach, and visitors to it by the address they come from."""
    way_in = open_access("192.0.2.1", 80, allow_remote=True, password="correct horse battery", writable=True)
    way_in.turn_s = turn_s
    app = create_app(ferry_run(), AdjudicationLog.beside(folder), way_in, reviewer="ana")
    return way_in, lambda address: TestClient(app, base_url=f"http://{HERE}", client=(address, 50_000))


def log_in(client: TestClient, password: str) -> int:
    return client.post("/login", data={"password": password}, headers=OURS, follow_redirects=False).status_code


def test_a_remote_app_opens_by_password(tmp_path: Path) -> None:
    _, visit = remote(tmp_path)
    client = visit("198.51.100.7")
    assert "Password" in client.get("/").text
    assert client.get("/start?token=").status_code == 403
    assert log_in(client, "wrong") == 403
    assert log_in(client, "correct horse battery") == 303
    assert "Port Amber" in client.get("/").text


def test_guessing_is_slowed_down_at_its_own_address_and_the_right_password_comes_in_from_everywhere(tmp_path: Path) -> None:
    _, visit = remote(tmp_path, turn_s=0.3)
    guesser = visit("198.51.100.7")
    assert {log_in(guesser, f"guess {number}") for number in range(LOGIN_TRIES)} == {403}
    began = time.monotonic()
    assert log_in(visit("203.0.113.9"), "correct horse battery") == 303, "from elsewhere, at once"
    assert time.monotonic() - began < 0.3
    began = time.monotonic()
    assert [log_in(guesser, "another guess") for _ in range(3)] == [403] * 3
    assert time.monotonic() - began >= 0.9, "guessing is slow"
    assert log_in(guesser, "correct horse battery") == 303, "and the right one is heard from there too"
    began = time.monotonic()
    assert log_in(guesser, "wrong") == 403
    assert time.monotonic() - began < 0.3, "after which it begins anew"


def test_the_addresses_of_one_network_are_slowed_down_together(tmp_path: Path) -> None:
    _, visit = remote(tmp_path, turn_s=0.3)
    for number in range(LOGIN_TRIES):
        log_in(visit(f"2001:db8::{number + 1:x}"), "guess")
    began = time.monotonic()
    log_in(visit("2001:db8::ffff"), "guess")
    assert time.monotonic() - began >= 0.3
    began = time.monotonic()
    log_in(visit("2001:db8:0:1::1"), "guess")
    assert time.monotonic() - began < 0.3


def test_more_tries_than_can_wait_are_turned_away(tmp_path: Path) -> None:
    way_in, visit = remote(tmp_path, turn_s=60.0)
    for _ in range(LOGIN_TRIES):
        log_in(visit("198.51.100.7"), "guess")
    way_in._queue_of("198.51.100.7").next_turn = time.monotonic() + 60.0 * MOST_WAITING
    assert log_in(visit("198.51.100.7"), "guess") == 429


def test_every_answer_forbids_inline_script_and_framing(client: TestClient) -> None:
    for path in ("/", f"/finding/{FERRY}", "/static/review.js", "/nowhere", "/changes"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
        assert headers["x-content-type-options"] == "nosniff"
    for path in ("/", f"/finding/{FERRY}", f"/compare/{FERRY}", "/documents"):
        page = client.get(path).text
        assert not re.search(r"<script(?![^>]*\bsrc=)", page)
        assert not re.search(r"<[^>]+\son\w+=", page)
        assert not re.search(r"<[^>]+\sstyle=", page)


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/app.py", "/static/report.html.j2", "/document/..%2f..%2fetc%2fpasswd",
        "/document/gazette.txt", "/finding/%00", "/card/../../etc/passwd", "/compare/x", "/correct/x", "/docs", "/openapi.json",
    ],
)  # fmt: skip
def test_no_part_of_an_address_reaches_a_file(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert "root:" not in answer.text


def test_a_form_of_a_megabyte_is_refused(client: TestClient) -> None:
    answer = client.post("/comment", data={"id": FERRY, "text": "x" * 2_000_000}, headers=OURS)
    assert answer.status_code == 413


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "/ok\r\nX: y"])
def test_a_form_leads_nowhere_but_back_into_the_app(client: TestClient, next_page: str) -> None:
    answer = client.post("/decide", data={"id": FERRY, "decision": "dismissed", "next": next_page}, headers=OURS, follow_redirects=False)
    assert answer.headers["location"] == "/"


# --- judging


def test_a_decision_is_on_disk_when_the_page_says_saved(client: TestClient, tmp_path: Path) -> None:
    result = decide(client, reason="crew counted apart", category="scope", wrong="Fire on the night ferry", expires_on="2031-01-31")
    assert result["saved"] is True
    assert "dismissed" in result["heads"][FERRY]
    (line,) = AdjudicationLog.beside(tmp_path).read().lines
    assert (line.decision, line.reason, line.category, line.reviewer) == ("dismissed", "crew counted apart", "scope", "ana")
    assert line.wrong == ("Fire on the night ferry",)
    assert str(line.expires_on) == "2031-01-31"
    assert [reading.mention for reading in line.guard] == ["31", "31", "46"]
    assert line.run_id == "0001-abc"
    page = client.get(f"/finding/{FERRY}").text
    assert "crew counted apart" in page
    assert "Take back" in page


def test_without_scripts_a_form_saves_and_leads_back(client: TestClient) -> None:
    answer = client.post(
        "/decide", data={"id": FERRY, "decision": "confirmed", "next": f"/finding/{FERRY}"}, headers=OURS, follow_redirects=False
    )
    assert (answer.status_code, answer.headers["location"]) == (303, f"/finding/{FERRY}")
    assert "confirmed" in client.get("/").text


def test_undo_brings_back_what_held_before(client: TestClient) -> None:
    decide(client, decision="confirmed")
    decide(client, decision="dismissed")
    taken_back = client.post("/undo", data={"id": FERRY}, headers={**OURS, "Accept": "application/json"}).json()
    assert "confirmed" in taken_back["heads"][FERRY]
    client.post("/undo", data={"id": FERRY}, headers=OURS)
    again = client.post("/undo", data={"id": FERRY}, headers={**OURS, "Accept": "application/json"})
    assert again.status_code == 409
    assert "no decision" in again.json()["error"]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"decision": "explained"}, "an explanation needs a reason"),
        ({"decision": "maybe"}, "decision"),
        ({"decision": "dismissed", "category": "mood"}, 'no category "mood"'),
        ({"decision": "dismissed", "expires_on": "soon"}, "is not a day"),
        ({"decision": "dismissed", "id": "nope"}, "No finding of this run"),
    ],
)
def test_a_form_that_makes_no_sense_saves_nothing_and_says_why(
    client: TestClient, tmp_path: Path, fields: dict[str, str], words: str
) -> None:
    answer = client.post("/decide", data={"id": FERRY, **fields}, headers={**OURS, "Accept": "application/json"})
    assert answer.status_code in (400, 404)
    assert words in answer.json()["error"]
    assert not (tmp_path / "adjudications.jsonl").exists()


def test_a_card_of_several_findings_is_judged_one_by_one_or_all_at_once(tmp_path: Path) -> None:
    run = two_findings_on_one_fact()
    client = visitor(run, tmp_path)
    page = client.get("/").text
    assert page.count("<article") == 2
    assert "Two facts at odds with three findings" in page
    body = client.get(f"/card/{FERRY}").text
    assert body.count('action="/decide"') == 2
    assert client.get("/card/toll0001").text.count('action="/decide"') == 2, "a card opens by any of its findings"
    first = decide(client, pick="next", reason="one")
    assert first["left"] == {FERRY: 1}
    assert "1 of 2 dismissed" in first["heads"][FERRY]
    second = decide(client, decision="confirmed", pick="next")
    assert second["left"] == {FERRY: 0}
    lines = AdjudicationLog.beside(tmp_path).read().lines
    assert [(line.discrepancy_id, line.decision) for line in lines] == [(FERRY, "dismissed"), ("toll0001", "confirmed")]
    undone = client.post("/undo", data={"id": FERRY, "pick": "last"}, headers={**OURS, "Accept": "application/json"}).json()
    assert undone["words"] == "Taken back: confirmed."
    assert decide(client, decision="confirmed", pick="all")["left"] == {FERRY: 0}
    assert client.get("/?status=confirmed").text.count("<article") == 1
    assert client.get("/?status=new").text.count("<article") == 1


def test_a_bulk_decision_leaves_findings_alone_that_the_filter_holds_back(tmp_path: Path) -> None:
    client = visitor(two_findings_on_one_fact(), tmp_path)
    form = {"query": "verdict=tension", "decision": "explained", "category": "scope", "expected": "2", "only_undecided": "yes"}
    assert client.post("/bulk", data=form, headers={**OURS, "Accept": "application/json"}).json()["saved"] is True
    lines = AdjudicationLog.beside(tmp_path).read().lines
    assert sorted(line.discrepancy_id for line in lines) == ["budget01", "toll0001"]


def test_two_reviewers_see_each_others_decisions(tmp_path: Path) -> None:
    ana = visitor(ferry_run(), tmp_path)
    ben = visitor(ferry_run(), tmp_path)
    ben.post("/reviewer", data={"name": "ben"}, headers=OURS)
    assert ana.get("/changes?since=0").json()["heads"] == {}
    decide(ben, reason="seen twice")
    news = ana.get("/changes?since=0").json()
    assert news["lines"] == 1
    assert news["who"] == ["ben"]
    assert "dismissed" in news["heads"][FERRY]
    decide(ana, decision="confirmed")
    assert len(AdjudicationLog.beside(tmp_path).read().lines) == 2


def test_a_filter_chooses_and_a_bulk_decision_covers_just_what_was_shown(tmp_path: Path) -> None:
    client = visitor(many_findings(30), tmp_path)
    page = client.get("/?verdict=tension").text
    assert page.count("<article") == 10
    form = {"query": "verdict=tension", "decision": "explained", "category": "definition", "expected": "10", "only_undecided": "yes"}
    stale = client.post("/bulk", data={**form, "expected": "9"}, headers={**OURS, "Accept": "application/json"})
    assert stale.status_code == 409
    assert "Nothing was saved" in stale.json()["error"]
    bare = client.post("/bulk", data={**form, "category": ""}, headers={**OURS, "Accept": "application/json"})
    assert bare.status_code == 400
    saved = client.post("/bulk", data=form, headers={**OURS, "Accept": "application/json"}).json()
    assert saved["words"] == "Saved: ten findings explained."
    assert saved["progress"]["done"] == 10
    assert client.get("/?status=explained").text.count("<article") == 10
    assert client.get("/?status=new").text.count("<article") == 20
    page = client.get("/").text
    assert "Your last decision on many: ten findings explained." in page
    batch = re.search(r'name="batch" value="(\w+)"', page)
    assert batch is not None
    assert client.post("/undo-bulk", data={"batch": "other"}, headers=OURS).status_code == 409
    decide(client, many_findings(30).discrepancy_rows[0]["discrepancy_id"], "confirmed")
    client.post("/undo-bulk", data={"batch": batch[1]}, headers=OURS)
    assert client.get("/?status=explained").text.count("<article") == 0
    assert client.get("/?status=confirmed").text.count("<article") == 1
    assert "last decision on many" not in client.get("/").text


def test_a_list_is_paged_and_keeps_its_filter(tmp_path: Path) -> None:
    client = visitor(many_findings(120), tmp_path)
    first = client.get("/?sort=gap&verdict=contradiction").text
    assert first.count("<article") == 50
    assert "verdict=contradiction&amp;sort=gap&amp;page=2" in first
    assert client.get("/?verdict=contradiction&page=2").text.count("<article") == 30
    assert client.get("/?page=999").status_code == 200


@pytest.mark.parametrize(("query", "count"), [("q=1,021+valley", 1), ("q=nothing-of-the-kind", 0), ("severity=0.9", 2), ("severity=x", 20)])
def test_search_and_severity_narrow_the_list(tmp_path: Path, query: str, count: int) -> None:
    page = visitor(many_findings(20), tmp_path).get(f"/?{query}").text
    assert page.count("<article") == count


def test_comments_and_assignments_stand_in_the_history(client: TestClient) -> None:
    client.post("/assign", data={"id": FERRY, "assignee": "ben"}, headers=OURS)
    client.post("/comment", data={"id": FERRY, "text": "see annex B"}, headers=OURS)
    page = client.get(f"/finding/{FERRY}").text
    assert "assigned it to ben" in page
    assert "see annex B" in page
    assert client.get("/?assignee=ben").text.count("<article") == 1
    assert client.get("/?assignee=eve").text.count("<article") == 0


# --- documents


def test_the_document_pane_marks_every_claim_and_leads_to_the_next(client: TestClient) -> None:
    run = ferry_run()
    gazette, chosen = run.document_rows[0], run.claim_rows[0]
    page = client.get(f"/document/{gazette['document_id']}?claim={chosen['claim_id']}").text
    assert re.search(r'<a class="claim odd chosen" id="here"[^>]*>31</a>', page)
    assert "Berths stayed shut." in page
    assert "claim 1 of 1" in page
    assert f"/finding/{FERRY}" in page


def test_the_two_places_of_a_finding_stand_side_by_side(client: TestClient) -> None:
    page = client.get(f"/compare/{FERRY}").text
    assert page.count('class="pane"') == 2
    chosen = re.findall(r'<mark class="claim odd chosen"[^>]*>([^<]+)</mark>', page)
    assert sorted(chosen) == ["31", "46"]
    run = ferry_run()
    other = client.get(f"/compare/{FERRY}?right={run.claim_rows[3]['claim_id']}").text
    assert re.search(r'chosen"[^>]*>At least 30</mark>', other)


def test_a_hostile_document_is_only_text_everywhere(tmp_path: Path) -> None:
    hostile = '</a></div><script>alert(1)</script><img src=x onerror="alert(2)">\u202e'
    source = document("<b>a.txt", f"In the fire 31 died{hostile}. End.", title=f"T{hostile}", url="javascript:alert(3)", publisher=hostile)
    other = document("b.txt", f"{'w' * 300_000} 46 died {hostile} there.", title='B" onmouseover="alert(4)')
    first = claim(source, "31", 31.0, subject=f'x" autofocus onfocus="alert(5){hostile}', attribution=hostile)
    second = claim(other, "46", 46.0)
    run = SampleRun(
        [source, other], [first, second], [discrepancy([first, second], title=None, reason=hostile)], run={"run_id": "r", "corpus": hostile}
    )
    client = visitor(run, tmp_path, root=tmp_path)
    identity = only_id(run)
    pages = [
        "/", f"/finding/{identity}", f"/card/{identity}", f"/compare/{identity}", "/documents", f"/document/{source['document_id']}",
        f"/document/{other['document_id']}?claim={second['claim_id']}", f"/correct/{first['claim_id']}?low=1",
        f"/names?name={hostile}&same_as={hostile}", f"/?q={hostile}",
    ]  # fmt: skip
    client.post("/comment", data={"id": identity, "text": hostile}, headers=OURS)
    for path in pages:
        page = client.get(path).text
        assert "<script>" not in page, path
        assert "<img" not in page, path
        assert not re.search(r"<[a-z][^>]*\son\w+\s*=", re.sub(r'"[^"]*"', '""', page)), path
        assert 'href="javascript' not in page, path
        assert "\u202e" not in page, path
        assert len(page) < 400_000, path


# --- teaching


def test_a_lesson_on_names_is_previewed_and_written_to_the_workspace(client: TestClient, tmp_path: Path) -> None:
    page = client.get("/names", params={"name": "the ferry fire at Port Amber", "same_as": "harbour blaze"}).text
    assert "4 claims are about" in page
    assert "Deaths in the ferry fire at Port Amber" in page
    assert not (tmp_path / "aliases.csv").exists()
    client.post("/names", data={"name": "Harbour blaze, the", "target": "event:ferry", "reason": "same night"}, headers=OURS)
    assert read_teaching(tmp_path).aliases() == {"Harbour blaze, the": "event:ferry"}


def test_a_misread_figure_is_previewed_and_written_to_the_workspace(client: TestClient, tmp_path: Path) -> None:
    misread = ferry_run().claim_rows[1]
    address = f"/correct/{misread['claim_id']}"
    page = client.get(f"{address}?low=1,046&high=1046").text
    assert "The claim becomes <b>1,046</b>" in page
    assert "the lower end is above the upper end" in client.get(f"{address}?low=5&high=4").text.lower()
    assert "in digits" in client.get(f"{address}?low=many").text
    assert not (tmp_path / "corrections.jsonl").exists()
    answer = client.post(address, data={"low": "1046", "high": "1046", "reason": "footnote"}, headers=OURS)
    assert answer.status_code == 200
    (correction,) = read_teaching(tmp_path).corrections
    assert (correction.value_low, correction.document_path, correction.reviewer) == (1046.0, "reports/inquiry.pdf", "ana")


def test_a_preview_says_which_findings_would_go_come_and_change(tmp_path: Path) -> None:
    run = two_findings_on_one_fact()
    ferry, toll, budget = find_findings(run).findings

    class Rehearsed:
        is_possible = True

        def claims_named(self, name: str) -> set[str]:
            return {run.claim_rows[0]["claim_id"]}

        def with_name(self, lesson: NameLesson) -> WouldChange:
            assert (lesson.name, lesson.same_as) == ("the ferry fire at Port Amber", "harbour blaze")
            return WouldChange(gone=(toll,), new=(budget,), changed=((ferry, replace(ferry, verdict=Verdict.TENSION)),))

        def with_correction(self, correction: Correction) -> WouldChange:
            assert correction.value_low == 31
            return WouldChange()

    app = create_app(run, AdjudicationLog.beside(tmp_path), way_in := access(), root=tmp_path, reviewer="ana", rehearsal=Rehearsed())  # type: ignore[arg-type]
    client = TestClient(app, base_url=f"http://{HERE}")
    client.get(f"/start?token={way_in.token}")
    page = client.get("/names", params={"name": "the ferry fire at Port Amber", "same_as": "harbour blaze"}).text
    assert "1 claim is about" in page, "only one document writes the name"
    assert "1 would go" in page
    assert "1 would come" in page
    assert "contradiction becomes tension" in page
    page = client.get(f"/correct/{run.claim_rows[1]['claim_id']}?low=31&high=31").text
    assert "no finding would come, go or change" in page


def test_without_a_workspace_nothing_can_be_taught(tmp_path: Path) -> None:
    client = visitor(ferry_run(), tmp_path)
    assert "Teach At Odds" not in client.get(f"/finding/{FERRY}").text
    assert client.post("/names", data={"name": "a", "target": "b"}, headers=OURS).status_code == 409
