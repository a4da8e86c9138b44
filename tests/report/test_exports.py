import csv
import io
import json
from datetime import UTC, date, datetime

import polars as pl
import pytest
from pydantic_sarif.model import StaticAnalysisResultsFormatSarifVersion210JsonSchema as SarifLog

from atodds.adjudications import Adjudication
from atodds.errors import ConfigurationError
from atodds.report import EXPORT_FORMATS, export_findings
from atodds.report.findings import find_findings
from atodds.vocabulary import AdjudicationStatus
from tests.report.sample_run import SampleRun, claim, discrepancy, document, ferry_run, many_findings


def judged(run: SampleRun, decision: AdjudicationStatus, reason: str) -> list[Adjudication]:
    key = find_findings(run).findings[0].key
    return [
        Adjudication(
            discrepancy_id=key.discrepancy_id, check_id=key.check_id, fact_key=key.fact_key, decision=decision, reason=reason,
            reviewer="ana",
            at=datetime(2026, 11, 2, tzinfo=UTC), guard=key.readings,
        )
    ]  # fmt: skip


def sarif(run: SampleRun, lines: list[Adjudication] | None = None) -> dict:
    content = json.loads(export_findings(run, "sarif", lines or [], legends={"value_mismatch": "Two values for one fact."}))
    SarifLog.model_validate(content)  # the models are generated from the published schema and forbid what it does not know
    return content


def test_the_sarif_log_is_valid_and_names_rule_places_fingerprint_and_baseline() -> None:
    run = sarif(ferry_run())["runs"][0]
    (result,) = run["results"]
    assert run["tool"]["driver"]["rules"][result["ruleIndex"]] == {
        "id": "value_mismatch",
        "name": "ValueMismatch",
        "shortDescription": {"text": "Two values for one fact."},
    }
    assert result["level"] == "error"
    assert result["baselineState"] == "new"
    assert result["partialFingerprints"] == {"atodds/discrepancy/v1": ferry_run().discrepancy_rows[0]["discrepancy_id"]}
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "digest.html"
    assert len(result["relatedLocations"]) == 3
    assert "suppressions" not in result
    (unread, problem) = run["invocations"][0]["toolExecutionNotifications"]
    assert "no text layer" in unread["message"]["text"]
    assert "ZeroDivisionError" in problem["message"]["text"]


def test_the_sarif_log_is_refused_by_the_schema_when_a_word_of_it_is_wrong() -> None:
    content = sarif(ferry_run())
    content["runs"][0]["results"][0]["level"] = "grave"
    with pytest.raises(ValueError, match="level"):
        SarifLog.model_validate(content)


@pytest.mark.parametrize(
    ("decision", "suppressed"),
    [(AdjudicationStatus.DISMISSED, True), (AdjudicationStatus.EXPLAINED, True), (AdjudicationStatus.CONFIRMED, False)],
)
def test_a_dismissal_or_explanation_is_a_suppression_and_a_confirmation_is_none(decision: AdjudicationStatus, suppressed: bool) -> None:
    run = ferry_run()
    (result,) = sarif(run, judged(run, decision, "crew counted apart"))["runs"][0]["results"]
    assert bool(result["suppressions"]) is suppressed
    if suppressed:
        assert result["suppressions"][0]["justification"] == "crew counted apart"


@pytest.mark.parametrize("state", ["new", "persisting", "resolved", "reopened"])
def test_every_state_of_a_finding_has_a_baseline_state_in_sarif(state: str) -> None:
    run = ferry_run()
    run.discrepancy_rows[0]["state"] = state
    (result,) = sarif(run)["runs"][0]["results"]
    assert result["baselineState"] == {"new": "new", "persisting": "unchanged", "resolved": "absent", "reopened": "updated"}[state]


def test_the_json_selects_the_quoted_words_by_quote_and_by_position() -> None:
    run = ferry_run()
    page = json.loads(export_findings(run, "json"))
    assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
    (annotation,) = page["items"]
    assert annotation["type"] == "Annotation"
    texts = {row["path"]: row["text"] for row in run.document_rows}
    urls = {row["url"]: row["path"] for row in run.document_rows if row["url"]}
    for target in annotation["target"]:
        text = texts[urls.get(target["source"], target["source"])]
        by_quote, by_position = target["selector"][:2]
        assert text[by_position["start"] : by_position["end"]] == by_quote["exact"]
        assert by_quote["prefix"] + by_quote["exact"] + by_quote["suffix"] in text
    assert {"type": "FragmentSelector", "conformsTo": "http://tools.ietf.org/rfc/rfc3778", "value": "page=3"} in annotation["target"][2][
        "selector"
    ]
    assert page["unread"][0]["path"] == "scan.pdf"
    assert len(annotation["readings"]) == 4


def test_csv_and_parquet_hold_one_row_a_reading_with_the_same_columns() -> None:
    run = ferry_run()
    rows = list(csv.DictReader(io.StringIO(export_findings(run, "csv").decode())))
    frame = pl.read_parquet(io.BytesIO(export_findings(run, "parquet")))
    assert len(rows) == frame.height == 4
    assert list(rows[0]) == frame.columns
    assert [row["in_conflict"] for row in rows] == ["True", "True", "True", "False"]
    assert frame["value_low"].to_list() == [31.0, 31.0, 46.0, 30.0]


def test_a_spreadsheet_cannot_take_a_quote_for_a_formula() -> None:
    source, other = document("a.txt", "=HYPERLINK(1) 31 died"), document("b.txt", "-2+3 46 died")
    readings = [claim(source, "31", 31.0), claim(other, "46", 46.0)]
    text = export_findings(SampleRun([source, other], readings, [discrepancy(readings)]), "csv").decode()
    for row in csv.DictReader(io.StringIO(text)):
        assert row["quote"].startswith("'")


@pytest.mark.parametrize("format_name", EXPORT_FORMATS)
def test_every_format_is_the_same_twice_and_takes_a_run_without_findings(format_name: str) -> None:
    assert export_findings(many_findings(3), format_name, today=date(2026, 1, 1)) == export_findings(many_findings(3), format_name)
    assert export_findings(SampleRun([], [], []), format_name)


def test_an_unknown_format_is_refused_by_name() -> None:
    with pytest.raises(ConfigurationError, match='unknown format "xls"; choose one of html, md, json'):
        export_findings(ferry_run(), "xls")
