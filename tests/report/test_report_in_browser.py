"""The report in Chromium: opened from disk, as a reader does."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from atodds.report import render_html
from atodds.report.findings import find_findings
from atodds.report.html import findings_as_html
from tests.report.browsing import axe_violations, overflow, ready, until, window
from tests.report.sample_run import SampleRun, claim, discrepancy, document, ferry_run, many_findings, two_findings_on_one_fact

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def file_of(run: SampleRun, folder: Path) -> str:
    path = folder / "report.html"
    path.write_text(render_html(run, legends={"value_mismatch": "Two values for one fact."}), encoding="utf-8")
    return path.as_uri()


def mixed_run() -> SampleRun:
    """Figures on a line, a toll over time, dates, words and sums of money: one finding of each drawing."""
    run = ferry_run()
    tolls, dates, words, sums = [], [], [], []
    for number, (day, value) in enumerate([(4, 12.0), (8, 31.0), (20, 46.0), (28, 38.0)]):
        source = document(f"toll{number}.txt", f"By then {value:.0f} people had drowned in the flood.", title=f"Bulletin {number}")
        run.document_rows.append(source)
        on = date(2019, 5, day)
        tolls.append(claim(source, f"{value:.0f}", value, as_of_low=on, as_of_high=on, as_of_source="stated", subject="the flood"))
    for number, (text, on) in enumerate([("4 May 1992", date(1992, 5, 4)), ("6 June 1992", date(1992, 6, 6))]):
        source = document(f"date{number}.txt", f"The town was taken on {text} after a siege.", title=f"Chronicle {number}")
        run.document_rows.append(source)
        dates.append(claim(source, text, None, date_low=on, date_high=on, measure="captured_on", claim_type="event_date", subject="Hale"))
        source = document(f"set{number}.txt", f"The pact has members {number}, namely A and B.", title=f"Pact {number}")
        run.document_rows.append(source)
        words.append(claim(source, "A and B", None, members=["A", "B", "C"][: 2 + number], measure="members", claim_type="membership"))
        source = document(f"sum{number}.txt", f"The budget was {1200 * 60**number:,} crowns.", title=f"Ledger {number}")
        run.document_rows.append(source)
        sums.append(
            claim(source, f"{1200 * 60**number:,}", 1200.0 * 60**number, currency="NOK", unit="NOK", measure="budget", claim_type="money")
        )
    run.claim_rows += tolls + dates + words + sums
    run.discrepancy_rows += [
        discrepancy(tolls, tolls[2:], discrepancy_id="toll0001", check_id="falling_toll", title="Deaths in the flood", fact_key="1"),
        discrepancy(dates, discrepancy_id="date0001", check_id="date_mismatch", verdict="tension", title="Fall of Hale", fact_key="2"),
        discrepancy(words, discrepancy_id="word0001", check_id="set_mismatch", title="Members of the pact", fact_key="3", severity=0.3),
        discrepancy(sums, discrepancy_id="sums0001", title="Budget", fact_key="4", severity=0.2, state="persisting"),
    ]
    return run


def test_a_card_opens_with_its_quotes_and_a_drawn_plot(browser: Any, tmp_path: Path) -> None:
    with window(browser) as page:
        ready(page, file_of(mixed_run(), tmp_path))
        assert page.locator("#cards > .card").count() == 5
        for number in range(5):
            card = page.locator("#cards > .card").nth(number)
            card.locator("summary").first.click()
            card.locator("blockquote").first.wait_for()
        until(page, "document.querySelectorAll('.card .plot svg').length === 4")
        assert page.locator(".card .drawing > svg.apparatus:visible").count() == 0, "the plot takes the plain drawing's place"
        assert page.locator("#d-word0001 .plot").count() == 0, "words have no plot"
        assert page.locator(".quote.odd mark").first.text_content() != ""
        page.locator(".overview > summary").click()
        page.locator("#overview .plot svg").wait_for()


def test_filters_search_and_sorting_choose_and_make_a_permalink(browser: Any, tmp_path: Path) -> None:
    address = file_of(mixed_run(), tmp_path)
    shown = "Array.from(document.querySelectorAll('#cards > .card')).filter(c => !c.hidden).map(c => c.id)"
    with window(browser) as page:
        ready(page, address)
        page.select_option("select[name=verdict]", "tension")
        until(page, "document.querySelector('.counted').textContent.startsWith('1 of 5')")
        assert page.evaluate(shown) == ["d-date0001"]
        link = page.evaluate("location.href")
        assert link.endswith("#verdict=tension")
        page.click("button[type=reset]")
        page.fill("input[name=q]", "drowned bulletin")
        until(page, "document.querySelector('.counted').textContent.startsWith('1 of 5')")
        assert page.evaluate(shown) == ["d-toll0001"], "words in quotes are found in cards that were never opened"
        page.fill("input[name=q]", "no such words")
        page.locator("#nothing").wait_for()
        page.click("button[type=reset]")
        page.select_option("select[name=sort]", "gap")
        until(page, "document.querySelector('#cards > .card').id === 'd-sums0001'")
    with window(browser) as page:
        ready(page, link)
        until(page, "document.querySelector('.counted').textContent.startsWith('1 of 5')")
    with window(browser) as page:
        ready(page, address + "#d-date0001")
        page.locator("#d-date0001 blockquote").first.wait_for()
        until(page, "document.activeElement.closest('.card')?.id === 'd-date0001'")


def test_a_reader_walks_and_marks_by_keyboard_and_the_marks_survive_a_reload(browser: Any, tmp_path: Path) -> None:
    address = file_of(mixed_run(), tmp_path)
    with window(browser) as page:
        ready(page, address)
        page.keyboard.press("j")
        page.keyboard.press("j")
        page.keyboard.press("k")
        first = page.evaluate("document.querySelector('.card.current').id.slice(2)")
        assert page.evaluate("document.querySelector('#cards > .card').id.slice(2)") == first
        page.keyboard.press("Enter")
        page.locator(f"#d-{first} blockquote").first.wait_for()
        page.keyboard.press("d")
        page.keyboard.press("j")
        page.keyboard.press("c")
        page.keyboard.press("j")
        page.keyboard.press("e")
        page.keyboard.press("u")
        commands = page.locator("#tray pre").inner_text().splitlines()
        assert len(commands) == 2
        assert commands[0] == f'atodds decide {first} --dismiss --reason ""'
        page.keyboard.press("/")
        assert page.evaluate("document.activeElement.name") == "q"
        page.keyboard.type("d")
        assert page.locator("#tray pre").inner_text().splitlines() == commands, "typing a word is no decision"
        page.keyboard.press("Escape")
        page.keyboard.press("?")
        assert page.locator("#help").is_visible()
        page.keyboard.press("Escape")
        page.reload()
        until(page, "document.documentElement.dataset.ready === 'yes'")
        assert page.locator("#tray pre").inner_text().splitlines() == commands
        page.click("#tray .forget")
        assert page.locator("#tray").is_hidden()


def test_of_several_findings_on_a_card_each_key_marks_the_next(browser: Any, tmp_path: Path) -> None:
    run = two_findings_on_one_fact()
    ferry = run.discrepancy_rows[0]["discrepancy_id"]
    with window(browser) as page:
        ready(page, file_of(run, tmp_path))
        assert page.locator(".counted").inner_text() == "2 facts at odds, 3 findings"
        page.keyboard.press("j")
        page.keyboard.press("d")
        page.keyboard.press("c")
        commands = page.locator("#tray pre").inner_text().splitlines()
        assert commands == [f'atodds decide {ferry} --dismiss --reason ""', 'atodds decide toll0001 --confirm --reason ""']
        page.keyboard.press("u")
        page.keyboard.press("Shift+E")
        assert [line.split()[3] for line in page.locator("#tray pre").inner_text().splitlines()] == ["--explain", "--explain"]
        page.select_option("select[name=verdict]", "tension")
        until(page, "document.querySelector('.counted').textContent.startsWith('2 facts')")
        page.evaluate("location.hash = 'd-toll0001'")
        page.locator("[data-finding=toll0001] button", has_text="Dismiss").click()
        assert "atodds decide toll0001 --dismiss" in page.locator("#tray pre").inner_text()


def test_with_scripts_off_everything_grave_can_still_be_read(browser: Any, tmp_path: Path) -> None:
    with window(browser, java_script_enabled=False) as page:
        page.goto(file_of(mixed_run(), tmp_path))
        assert page.locator("#filters").is_hidden()
        card = page.locator("#cards > .card").first
        card.locator("summary").first.click()
        assert card.locator("blockquote").first.is_visible()
        assert card.locator("svg.apparatus").is_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1100, 400])
def test_axe_finds_nothing_at_level_a_or_aa_and_nothing_overflows(browser: Any, tmp_path: Path, scheme: str, width: int) -> None:
    with window(browser, width=width, color_scheme=scheme) as page:
        ready(page, file_of(mixed_run(), tmp_path))
        for number in range(5):
            page.locator("#cards > .card > details > summary").nth(number).click()
        for inner in page.locator("details.others > summary").all():
            inner.click()
        until(page, "document.querySelectorAll('.card .plot svg').length === 4")
        page.keyboard.press("c")
        assert axe_violations(page) == []
        assert overflow(page) <= 0
        page.keyboard.press("?")
        assert axe_violations(page) == []


def test_a_hostile_document_runs_nothing_in_the_report(browser: Any, tmp_path: Path) -> None:
    hostile = '</noscript></script><script>window.pwned=1</script><img src=x onerror="window.pwned=2"><svg onload="window.pwned=3">\u202e'
    source = document("javascript:alert(1).txt", f"In the fire 31 died{hostile}. End.", title=f"T{hostile}", url="javascript:alert(3)")
    other = document("b.txt", f"{'w' * 1_000_000} 46 died {hostile} there.", title='B" onmouseover="window.pwned=4')
    readings = [claim(source, "31", 31.0, subject=hostile, attribution=hostile), claim(other, "46", 46.0)]
    finding = discrepancy(readings, title=None, reason=hostile)
    many = many_findings(140)
    for rows, more in ((many.document_rows, [source, other]), (many.claim_rows, readings)):
        rows.extend(more)
    many.discrepancy_rows += [
        {**finding, "severity": 0.0, "verdict": "tension"},
        {**finding, "discrepancy_id": "grave001", "severity": 1.0, "fact_key": "another"},
    ]
    many.run["corpus"] = hostile
    with window(browser, width=400) as page:
        path = tmp_path / "report.html"  # little room, so that the one hostile card is packed, and the other is not
        path.write_text(findings_as_html(find_findings(many), max_bytes=1_700_000), encoding="utf-8")
        ready(page, path.as_uri())
        assert page.locator("#d-grave001[data-chunk]").count() == 0
        assert page.locator(f"#d-{finding['discrepancy_id']}[data-chunk]").count() == 1
        for identity in ("grave001", finding["discrepancy_id"]):
            page.evaluate("id => { location.hash = 'd-' + id; }", identity)
            page.locator(f"#d-{identity} blockquote").first.wait_for()
        page.locator("#d-grave001 .plot svg").wait_for()
        page.fill("input[name=q]", "wwwwww")
        until(page, "document.querySelector('.counted').textContent.startsWith('2 of')")
        assert page.evaluate("window.pwned") is None
        assert page.evaluate("Array.from(document.links).filter(a => a.protocol === 'javascript:').length") == 0
        assert overflow(page) <= 0
    assert len(render_html(many, plots=False)) < 3_000_000


def test_five_thousand_findings_open_in_under_two_seconds_and_filter_at_once(browser: Any, tmp_path: Path) -> None:
    address = file_of(many_findings(5000), tmp_path)
    with window(browser) as page:
        ready(page, address)
        milliseconds = page.evaluate("performance.now()")
        assert page.locator("#cards > .card").count() == 5000
        # The figure held to is 2 s on an idle machine (make bench-report); here other tests may run beside.
        assert milliseconds < 6000
        page.select_option("select[name=verdict]", "tension")
        until(page, "document.querySelector('.counted').textContent.includes(' of 5,000')")
        page.locator("#cards > .card:not([hidden])").last.locator("summary").click()
        page.locator("#cards > .card:not([hidden])").last.locator("blockquote").first.wait_for()


def test_printing_opens_the_cards_and_leaves_out_the_controls(browser: Any, tmp_path: Path) -> None:
    with window(browser) as page:
        ready(page, file_of(mixed_run(), tmp_path))
        page.emulate_media(media="print")
        page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
        page.locator("#cards > .card blockquote").nth(8).wait_for()
        assert page.locator("#filters").is_hidden()
        assert page.locator("button:visible").count() == 0
