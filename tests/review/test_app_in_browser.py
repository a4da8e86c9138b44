"""The review app in Chromium: judging, two reviewers at once, hostile documents, scripts off, narrow windows."""

from pathlib import Path
from typing import Any

import pytest

from atodds.adjudications import AdjudicationLog
from tests.report.browsing import axe_violations, overflow, ready, serving, until, window
from tests.report.sample_run import SampleRun, claim, discrepancy, document, ferry_run, many_findings, two_findings_on_one_fact

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def decisions(folder: Path) -> list[tuple[str, str]]:
    return [(line.discrepancy_id, str(line.decision or line.kind)) for line in AdjudicationLog.beside(folder).read().lines]


def test_findings_are_judged_by_keyboard_and_are_on_disk_when_the_page_says_saved(browser: Any, tmp_path: Path) -> None:
    with serving(many_findings(12), tmp_path) as (address, start), window(browser) as page:
        ready(page, start)
        page.keyboard.press("j")
        first = page.evaluate("document.querySelector('.card.current').dataset.id")
        page.keyboard.press("d")
        until(page, "document.querySelector('#news').textContent.startsWith('Saved: dismissed')")
        assert decisions(tmp_path) == [(first, "dismissed")]
        second = page.evaluate("document.querySelector('.card.current').dataset.id")
        assert second != first, "the next finding is chosen"
        page.keyboard.press("Enter")
        page.locator(f"#d-{second} form.decide input[name=reason]").fill("the annex corrects it")
        page.locator(f"#d-{second} form.decide button[value=confirmed]").click()
        until(page, "document.querySelector('#news').textContent.startsWith('Saved: confirmed')")
        page.locator(f"#d-{second} .history li").first.wait_for()
        page.keyboard.press("Escape")
        page.keyboard.press("u")
        until(page, "document.querySelector('#news').textContent.startsWith('Taken back: confirmed')")
        page.keyboard.press("e")
        until(page, "document.activeElement.name === 'category'")
        page.locator(f"#d-{second} select[name=category]").select_option("rounding")
        page.locator(f"#d-{second} form.decide button[value=explained]").click()
        until(page, "document.querySelector('#news').textContent.startsWith('Saved: explained')")
        assert [what for _, what in decisions(tmp_path)] == ["dismissed", "confirmed", "undo", "explained"]
        page.reload()
        until(page, "document.documentElement.dataset.ready === 'yes'")
        assert page.locator(f"#d-{first} .badge.dismissed").count() == 1
        assert page.locator(f"#d-{second} .badge.explained").count() == 1
        assert "2 of 12 findings judged" in page.locator("#progress-words").inner_text()
        page.goto(f"{address}/?status=explained")
        assert page.locator("#cards > .card").count() == 1


def test_keys_walk_facts_and_judge_their_findings_in_turn(browser: Any, tmp_path: Path) -> None:
    run = two_findings_on_one_fact()
    ferry = run.discrepancy_rows[0]["discrepancy_id"]
    with serving(run, tmp_path) as (_, start), window(browser) as page:
        ready(page, start)
        page.keyboard.press("j")
        page.keyboard.press("d")
        until(page, "document.querySelector('#news').textContent.startsWith('Saved: dismissed')")
        assert page.evaluate("document.querySelector('.card.current').dataset.id") == ferry, "one of its findings is left"
        page.keyboard.press("Enter")
        page.locator(f"#d-{ferry} .finding.undecided[data-finding=toll0001] form.decide").wait_for()
        page.keyboard.press("c")
        until(page, "document.querySelector('.card.current').dataset.id === 'budget01'")
        page.keyboard.press("Shift+F")
        until(page, "document.querySelector('#news').textContent.startsWith('Saved: fixed')")
        page.keyboard.press("k")
        page.keyboard.press("u")
        until(page, "document.querySelector('#news').textContent.startsWith('Taken back: confirmed')")
    assert decisions(tmp_path) == [(ferry, "dismissed"), ("toll0001", "confirmed"), ("budget01", "fixed"), ("toll0001", "undo")]


def test_two_reviewers_at_once_lose_nothing_and_see_each_other(browser: Any, tmp_path: Path) -> None:
    with serving(many_findings(6), tmp_path) as (_, start), window(browser) as ana, window(browser) as ben:
        ready(ana, start)
        ready(ben, start)
        ben.locator("nav.top input[name=name]").fill("ben")
        with ben.expect_navigation():
            ben.locator("nav.top .who button").click()
        until(ben, "document.documentElement.dataset.ready === 'yes'")
        for page in (ana, ben):
            page.keyboard.press("j")
        ana.keyboard.press("d")
        ben.keyboard.press("c")
        for page in (ana, ben):
            until(page, "document.querySelector('#news').textContent !== ''")
        assert sorted(what for _, what in decisions(tmp_path)) == ["confirmed", "dismissed"]
        ben.keyboard.press("d")
        until(ben, "document.querySelector('#news').textContent.startsWith('Saved: dismissed')")
        until(ana, "document.querySelector('#news').textContent.includes('ben')")
        until(ana, "document.querySelectorAll('.card .badge.status').length === 2")


def test_the_two_places_and_the_document_pane_lead_from_claim_to_claim(browser: Any, tmp_path: Path) -> None:
    run = ferry_run()
    with serving(run, tmp_path) as (address, start), window(browser) as page:
        ready(page, start)
        page.keyboard.press("j")
        page.keyboard.press("o")
        page.locator(".panes .chosen").nth(1).wait_for()
        assert sorted(page.locator(".panes .chosen").all_inner_texts()) == ["31", "46"]
        page.locator(".pane a", has_text="whole document").first.click()
        page.locator(".claim.chosen").wait_for()
        assert page.locator(".claim-panel dd").first.inner_text() != ""
        page.goto(f"{address}/document/{run.document_rows[3]['document_id']}")
        until(page, "document.documentElement.dataset.ready === 'yes'")
        page.keyboard.press("n")
        page.locator(".claim.chosen").wait_for()
        assert page.locator(".claim.chosen").inner_text() == "At least 30"


def test_without_scripts_a_finding_is_read_and_judged(browser: Any, tmp_path: Path) -> None:
    with serving(ferry_run(), tmp_path) as (_, start), window(browser, java_script_enabled=False) as page:
        page.goto(start)
        page.locator("#cards summary").first.click()
        page.locator(".open-page a").click()
        page.locator("form.decide input[name=reason]").fill("copied from the digest")
        page.locator("form.decide button[value=dismissed]").click()
        page.locator(".badge.dismissed").wait_for()
        assert "copied from the digest" in page.locator(".history").inner_text()
        page.locator("form.undo button").click()
        page.locator(".badge.dismissed").wait_for(state="detached")
    assert [what for _, what in decisions(tmp_path)] == ["dismissed", "undo"]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1100, 400])
def test_axe_finds_nothing_on_any_page_and_nothing_overflows(browser: Any, tmp_path: Path, scheme: str, width: int) -> None:
    run = two_findings_on_one_fact()
    identity, document_id = run.discrepancy_rows[0]["discrepancy_id"], run.document_rows[0]["document_id"]
    claim_id = run.claim_rows[0]["claim_id"]
    with serving(run, tmp_path) as (address, start), window(browser, width=width, color_scheme=scheme) as page:
        ready(page, start)
        page.locator("#cards summary").first.click()
        page.locator("form.decide").first.wait_for()
        page.evaluate("document.querySelectorAll('#cards .loaded details').forEach(details => { details.open = true; })")
        assert axe_violations(page) == []
        assert overflow(page) <= 0
        page.keyboard.press("d")
        until(page, "document.querySelector('#news').textContent.startsWith('Saved')")
        for path in (
            f"/finding/{identity}", f"/compare/{identity}", f"/document/{document_id}?claim={claim_id}", "/documents",
            "/names?name=the+ferry+fire+at+Port+Amber&same_as=blaze", f"/correct/{claim_id}?low=5&high=6", "/?q=nothing",
        ):  # fmt: skip
            ready(page, address + path)
            assert axe_violations(page) == [], path
            assert overflow(page) <= 0, path


def test_a_hostile_document_runs_nothing_in_the_app(browser: Any, tmp_path: Path) -> None:
    hostile = '</a></pre><script>window.pwned=1</script><img src=x onerror="window.pwned=2">\u202e'
    source = document("<b>.txt", f"In the fire 31 died{hostile}. End.", title=f"T{hostile}", url="javascript:alert(3)", publisher=hostile)
    other = document("b.txt", f"{'w' * 1_000_000} 46 died {hostile} there.", title='B" onmouseover="window.pwned=4')
    readings = [claim(source, "31", 31.0, subject=hostile, attribution=hostile), claim(other, "46", 46.0)]
    found = discrepancy(readings, title=None, reason=hostile)
    run = SampleRun([source, other], readings, [found], run={"run_id": "r", "corpus": hostile})
    identity = run.discrepancy_rows[0]["discrepancy_id"]
    with serving(run, tmp_path) as (address, start), window(browser, width=400) as page:
        ready(page, start)
        page.locator("#cards summary").first.click()
        page.locator("blockquote").first.wait_for()
        page.locator(".talked > summary").click()
        page.locator("form.comment input[name=text]").fill(hostile)
        page.locator("form.comment button").click()
        page.locator(".history li").first.wait_for()
        for path in (
            f"/finding/{identity}", f"/compare/{identity}", f"/document/{other['document_id']}?claim={readings[1]['claim_id']}",
            f"/document/{source['document_id']}", f"/correct/{readings[0]['claim_id']}?low=1",
        ):  # fmt: skip
            ready(page, address + path)
            assert page.evaluate("window.pwned") is None, path
            assert page.evaluate("Array.from(document.links).filter(a => a.protocol === 'javascript:').length") == 0, path
            assert overflow(page) <= 0, path


def test_another_page_in_the_same_browser_can_neither_read_nor_decide(browser: Any, tmp_path: Path) -> None:
    run = ferry_run()
    identity = run.discrepancy_rows[0]["discrepancy_id"]
    evil = tmp_path / "evil.html"
    with serving(run, tmp_path / "w") as (address, start):
        (tmp_path / "w").mkdir()
        evil.write_text(
            f'<form id=f method=post action="{address}/decide"><input name=id value="{identity}">'
            "<input name=decision value=dismissed></form>"
        )
        context = browser.new_context()
        page = context.new_page()
        page.goto(start)
        page.goto(evil.as_uri())
        page.evaluate("document.querySelector('#f').submit()")
        until(page, "document.body.innerText.includes('RefusedError') || document.body.innerText.includes('Not open')")
        page.goto(evil.as_uri())
        seen = page.evaluate(
            "address => fetch(address + '/changes', {credentials: 'include'}).then(a => a.text(), () => 'blocked')", address
        )
        assert seen == "blocked"
        context.close()
        assert decisions(tmp_path / "w") == []
