import re

import pytest

from atodds.adjudications import AdjudicationLog
from atodds.report import render_html, render_markdown
from atodds.report.facts import facts_of
from atodds.report.findings import find_findings, spread_of
from atodds.vocabulary import AdjudicationStatus
from tests.report.sample_run import SampleRun, claim, discrepancy, document, many_findings, two_findings_on_one_fact


def test_findings_about_one_fact_make_one_card_with_every_reading_once() -> None:
    found = find_findings(two_findings_on_one_fact())
    ferry, budget = found.facts
    assert [finding.check_id for finding in ferry.findings] == ["value_mismatch", "falling_toll"]
    assert [finding.discrepancy_id for finding in budget.findings] == ["budget01"]
    assert sorted(reading.mention for reading in ferry.readings) == ["31", "31", "46", "At least 30"]
    assert all(reading.conflicting for reading in ferry.readings), "the almanac is in conflict in the second finding"
    assert found.fact_with("toll0001") is ferry
    assert ferry.headline == ("Deaths in the ferry fire at Port Amber: at least 30 to 46 in four documents; three readings cannot all hold")


def test_the_head_counts_facts_and_findings_apart() -> None:
    text = render_markdown(two_findings_on_one_fact())
    assert "Two facts are at odds, with one contradiction and two tensions, among 6 claims in five documents." in text
    assert "| At odds | two facts, three findings |" in text
    assert text.count("### ") == 2
    assert "**tension** · severity 0.40" in text
    page = render_html(two_findings_on_one_fact(), plots=False)
    assert page.count("<article") == 2
    assert page.count('class="finding ') == 3
    assert re.search(r">one contradiction</span>\s*<span[^>]*>one tension</span>", page)
    for identity in ("toll0001", "budget01"):
        assert f'data-finding="{identity}"' in page


def test_a_card_says_how_many_of_its_findings_are_judged(tmp_path) -> None:
    run = two_findings_on_one_fact()
    log = AdjudicationLog.beside(tmp_path)
    found = find_findings(run)
    log.decide(found.finding("toll0001").key, AdjudicationStatus.DISMISSED, reviewer="ana")
    fact = find_findings(run, log.read().lines).facts[0]
    assert ("status dismissed", "1 of 2 dismissed") in fact.badges
    assert fact.to_judge == 1
    log.decide(found.facts[0].findings[0].key, AdjudicationStatus.DISMISSED, reviewer="ana")
    fact = find_findings(run, log.read().lines).facts[0]
    assert ("status dismissed", "dismissed") in fact.badges
    assert fact.to_judge == 0


def test_readings_of_another_scope_or_measure_say_so_and_stay_out_of_the_spread() -> None:
    source, other = document("a.txt", "Of 40 dead 7 were crew. 9 hurt."), document("b.txt", "It killed 55.")
    whole, part = claim(source, "40", 40.0), claim(source, "7", 7.0, facet="crew", facet_id="role=crew")
    hurt, more = claim(source, "9", 9.0, measure="wounded"), claim(other, "55", 55.0)
    findings = [
        discrepancy([whole, more], discrepancy_id="one", fact="f"),
        discrepancy([part, hurt, whole], discrepancy_id="two", check_id="parts_do_not_sum", severity=0.1, fact="f"),
    ]
    (fact,) = find_findings(SampleRun([source, other], [whole, part, hurt, more], findings)).facts
    assert {reading.mention: reading.about for reading in fact.readings} == {"40": "", "55": "", "7": "crew", "9": "wounded"}
    assert fact.spread == "40 against 55"


def test_without_a_fact_of_the_run_findings_keep_together_by_their_key() -> None:
    run = two_findings_on_one_fact()
    for row in run.discrepancy_rows:
        row["fact"] = None
    assert [len(fact.findings) for fact in find_findings(run).facts] == [2, 1]
    assert len(facts_of(find_findings(many_findings(40)).findings)) == 40


SPREADS = [
    ([{"value": 31.0}, {"value": 46.0}], "31 against 46"),
    ([{"value": 31.0}, {"value": 46.0}, {"value": 40.0}], "31 to 46"),
    ([{"value": 300.0}, {"value": 250_000.0, "value_high": None, "bound": "at_least"}, {"value": 9000.0}], "300 to at least 250,000"),
    ([{"value": 1.0, "unit": "mile"}, {"value": 2.0, "unit": "metre"}, {"value": 3.0, "unit": "foot"}], "1 mile, 2 metres or 3 feet"),
]  # fmt: skip


@pytest.mark.parametrize(("figures", "words"), SPREADS, ids=[case[1] for case in SPREADS])
def test_a_spread_names_its_ends_as_the_documents_give_them(figures: list[dict[str, object]], words: str) -> None:
    documents = [document(f"{number}.txt", f"It killed {number} people.") for number in range(len(figures))]
    claims = [claim(source, str(number), **figure) for number, (source, figure) in enumerate(zip(documents, figures, strict=True))]  # type: ignore[arg-type]
    finding = find_findings(SampleRun(documents, claims, [discrepancy(claims)])).findings[0]
    assert spread_of(finding.readings) == words
