import json
import multiprocessing
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from atodds.adjudications import (
    AdjudicationKind,
    AdjudicationLog,
    AppliedDecision,
    FindingKey,
    GuardedReading,
    ReasonCategory,
    apply_decisions,
    value_key,
)
from atodds.errors import ConfigurationError
from atodds.vocabulary import AdjudicationStatus

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


def reading(document: str, value: str, *, path: str | None = None, quote: str = "", lineage: str = "") -> GuardedReading:
    return GuardedReading(
        document_id=document, lineage=lineage, path=path or f"{document}.txt", title=document, value=value, mention=value, quote=quote
    )


def finding(identity: str, *readings: GuardedReading, fact: str = "deaths|ferry", check: str = "value_mismatch") -> FindingKey:
    return FindingKey(identity, check, fact, readings, title="Deaths")


def standing(log: AdjudicationLog, *findings: FindingKey, today: date = date(2026, 11, 3), run_id: str = "") -> dict[str, AppliedDecision]:
    applied, _ = apply_decisions(findings, log.read().lines, today=today, run_id=run_id)
    return applied


@pytest.fixture
def log(tmp_path: Path) -> AdjudicationLog:
    return AdjudicationLog.beside(tmp_path)


BASE = finding("f1", reading("a", "31"), reading("b", "46"))

# description, the finding of a later run, status, words of why it reopened
LATER_RUNS = [
    ("the same finding", BASE, "dismissed", None),
    ("other offsets, same words", finding("f1", reading("a", "31", quote="x"), reading("b", "46", quote="y")), "dismissed", None),
    ("a renamed file", finding("f1", reading("a", "31", path="new/name.txt"), reading("b", "46")), "dismissed", None),
    (
        "an edit elsewhere in a document gives it another id",
        finding("f2", reading("a2", "31", path="a.txt"), reading("b", "46")),
        "dismissed",
        None,
    ),
    ("one reading is gone, the rest as before", finding("f2", reading("a", "31")), "dismissed", None),
    ("a new document repeats a judged value", finding("f2", reading("a", "31"), reading("b", "46"), reading("c", "46")), "dismissed", None),
    (
        "a quoted value changed",
        finding("f2", reading("a2", "33", path="a.txt"), reading("b", "46")),
        "new",
        "a2 read “31” when this was decided and now reads “33”",
    ),
    ("a quoted value took the other's", finding("f2", reading("a2", "46", path="a.txt"), reading("b", "31")), "new", "now reads “46”"),
    ("a new document brings a new value", finding("f2", reading("a", "31"), reading("b", "46"), reading("c", "90")), "new", "c has joined"),
    ("the fact got another name", finding("f2", reading("a", "31"), reading("b", "46"), fact="deaths|port-amber"), "dismissed", None),
    ("another fact in the same documents", finding("f2", reading("a", "5"), reading("b", "6"), fact="wounded|ferry"), "new", None),
    ("another check on the same readings", finding("f2", reading("a", "31"), reading("b", "46"), check="falling_toll"), "new", None),
    ("known by its sentence alone", finding("f2", reading("x", "31", quote="31 Died  there"), reading("b", "46")), "dismissed", None),
]  # fmt: skip


@pytest.mark.parametrize(("description", "later", "status", "why"), LATER_RUNS, ids=[case[0] for case in LATER_RUNS])
def test_a_decision_follows_its_finding_and_reopens_when_a_quoted_value_changed(
    log: AdjudicationLog, description: str, later: FindingKey, status: str, why: str | None
) -> None:
    judged = replace(BASE, readings=(reading("a", "31", quote="31 died there"), BASE.readings[1]))
    log.decide(judged, AdjudicationStatus.DISMISSED, reviewer="ana", reason="counted apart", at=NOON)
    applied = standing(log, later)[later.discrepancy_id]
    assert applied.status == status
    if why is None:
        assert applied.reopened_because is None
    else:
        assert why in (applied.reopened_because or "")
        assert applied.decision is not None, "what was decided stays visible"


def test_lineage_tells_a_renamed_and_edited_document(log: AdjudicationLog) -> None:
    log.decide(finding("f1", reading("a", "31", lineage="L"), reading("b", "46")), AdjudicationStatus.DISMISSED, reviewer="ana", at=NOON)
    later = finding("f9", reading("z", "32", path="other.txt", lineage="L"), reading("b", "46"))
    assert "now reads “32”" in (standing(log, later)["f9"].reopened_because or "")


def test_after_one_figure_changes_exactly_its_findings_reopen(log: AdjudicationLog) -> None:
    def corpus(document: str, changed: str) -> list[FindingKey]:
        """Twenty findings; document `d0` has a reading in each, `changed` is its figure in the seventh."""
        return [
            finding(
                f"{document}-{number}",
                reading(document, changed if number == 7 else f"{100 + number}", path="d0.txt"),
                reading(f"d{number}", f"{200 + number}"),
                fact=f"fact {number}",
            )
            for number in range(20)
        ]

    log.decide_all(corpus("d0", "107"), AdjudicationStatus.DISMISSED, reviewer="ana", at=NOON)
    applied = standing(log, *corpus("d0-edited", "170"))
    assert [identity for identity, decision in applied.items() if decision.status is AdjudicationStatus.NEW] == ["d0-edited-7"]
    assert all(decision.carried_over for identity, decision in applied.items())


def test_undo_brings_back_what_held_before_and_keeps_every_line(log: AdjudicationLog) -> None:
    first = log.decide(BASE, AdjudicationStatus.CONFIRMED, reviewer="ana", at=NOON)
    second = log.decide(BASE, AdjudicationStatus.DISMISSED, reviewer="ben", at=NOON + timedelta(minutes=1))
    log.undo([second], reviewer="ben", at=NOON + timedelta(minutes=2))
    assert standing(log, BASE)["f1"].status is AdjudicationStatus.CONFIRMED
    log.undo([first], reviewer="ana", at=NOON + timedelta(minutes=3))
    applied = standing(log, BASE)["f1"]
    assert applied.status is AdjudicationStatus.NEW
    assert applied.decision is None
    assert len(applied.history) == 4
    assert len(log.path.read_text().splitlines()) == 4


def test_an_expired_decision_reopens_its_finding_the_day_after(log: AdjudicationLog) -> None:
    log.decide(BASE, AdjudicationStatus.DISMISSED, reviewer="ana", expires_on=date(2026, 12, 1), at=NOON)
    assert standing(log, BASE, today=date(2026, 12, 1))["f1"].status is AdjudicationStatus.DISMISSED
    late = standing(log, BASE, today=date(2026, 12, 2))["f1"]
    assert late.status is AdjudicationStatus.NEW
    assert late.reopened_because == "the decision held until 2026-12-01"


def test_what_was_said_to_be_fixed_reopens_when_a_later_run_still_finds_it(log: AdjudicationLog) -> None:
    log.decide(BASE, AdjudicationStatus.FIXED, reviewer="ana", run_id="0001", at=NOON)
    assert standing(log, BASE, run_id="0001")["f1"].status is AdjudicationStatus.FIXED
    assert "still disagree" in (standing(log, BASE, run_id="0002")["f1"].reopened_because or "")


def test_comments_and_assignments_decide_nothing(log: AdjudicationLog) -> None:
    log.assign(BASE, "ben", reviewer="ana", at=NOON)
    log.comment(BASE, "the annex has a table", reviewer="ben", at=NOON)
    applied = standing(log, BASE)["f1"]
    assert applied.status is AdjudicationStatus.NEW
    assert applied.assignee == "ben"
    assert [comment.reason for comment in applied.comments] == ["the annex has a table"]
    log.assign(BASE, "", reviewer="ana", at=NOON + timedelta(minutes=1))
    assert standing(log, BASE)["f1"].assignee is None
    with pytest.raises(ConfigurationError, match="a comment needs words"):
        log.comment(BASE, "  ", reviewer="ana")


def test_an_explanation_says_which_kind_or_why(log: AdjudicationLog) -> None:
    with pytest.raises(ConfigurationError, match="scope, revision, definition, rounding, translation, copied"):
        log.decide(BASE, AdjudicationStatus.EXPLAINED, reviewer="ana")
    log.decide(BASE, AdjudicationStatus.EXPLAINED, reviewer="ana", category=ReasonCategory.SCOPE, at=NOON)
    assert standing(log, BASE)["f1"].status is AdjudicationStatus.EXPLAINED


def test_a_decision_on_a_finding_that_is_gone_is_kept_and_counted(log: AdjudicationLog) -> None:
    line = log.decide(BASE, AdjudicationStatus.DISMISSED, reviewer="ana", at=NOON)
    _, orphans = apply_decisions([finding("other", reading("q", "1"), reading("r", "2"), fact="else")], log.read().lines)
    assert [orphan.decision.id for orphan in orphans] == [line.id]


def test_lines_merged_from_two_checkouts_count_by_their_time_and_once(log: AdjudicationLog) -> None:
    log.decide(BASE, AdjudicationStatus.CONFIRMED, reviewer="ana", at=NOON)
    log.decide(BASE, AdjudicationStatus.DISMISSED, reviewer="ben", at=NOON + timedelta(hours=1))
    lines = log.path.read_text().splitlines()
    log.path.write_text("\n".join([lines[1], lines[0], lines[1]]) + "\n")
    assert len(log.read().lines) == 2
    assert standing(log, BASE)["f1"].status is AdjudicationStatus.DISMISSED


@pytest.mark.parametrize(
    ("damage", "words"),
    [
        ("{not json", "line 2: not a decision"),
        ("<<<<<<< ours", "line 2: not a decision (a merge conflict was left in)"),
        ('{"discrepancy_id": "x"}', "line 2: not a decision (at Field required)"),
        ('{"discrepancy_id": "x", "at": "2026-01-01", "decision": "maybe"}', "line 2: not a decision (decision"),
    ],
)
def test_a_line_that_is_no_decision_is_named_and_the_others_hold(log: AdjudicationLog, damage: str, words: str) -> None:
    log.decide(BASE, AdjudicationStatus.DISMISSED, reviewer="ana", at=NOON)
    with log.path.open("a") as file:
        file.write(damage + "\n")
    found = log.read()
    assert len(found.lines) == 1
    assert words in found.problems[0]


def test_a_line_cut_off_by_a_crash_does_not_swallow_the_next(log: AdjudicationLog) -> None:
    log.decide(BASE, AdjudicationStatus.CONFIRMED, reviewer="ana", at=NOON)
    with log.path.open("a") as file:
        file.write('{"id": "half", "discrepancy')
    log.decide(BASE, AdjudicationStatus.DISMISSED, reviewer="ben", at=NOON + timedelta(minutes=1))
    found = log.read()
    assert [line.reviewer for line in found.lines] == ["ana", "ben"]
    assert len(found.problems) == 1


def _write_many(path: str, name: str) -> None:
    log = AdjudicationLog(Path(path))
    for number in range(50):
        log.comment(finding(f"{name}-{number}"), f"{name} " + "x" * 3000, reviewer=name)


def test_two_writers_at_once_lose_no_line_and_tear_none(tmp_path: Path) -> None:
    path = tmp_path / "adjudications.jsonl"
    context = multiprocessing.get_context("fork")
    writers = [context.Process(target=_write_many, args=(str(path), name)) for name in ("ana", "ben")]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    lines = [json.loads(line) for line in path.read_text().splitlines()]
    assert sorted(line["discrepancy_id"] for line in lines) == sorted(f"{name}-{number}" for name in ("ana", "ben") for number in range(50))
    assert all(line["kind"] == AdjudicationKind.COMMENT for line in lines)


def test_hostile_text_in_a_decision_stays_one_line(log: AdjudicationLog) -> None:
    log.decide(BASE, AdjudicationStatus.DISMISSED, reviewer="a\nb", reason='line one\n{"kind": "undo"}\u2028\ud800', at=NOON)
    assert len(log.path.read_bytes().splitlines()) == 1
    assert log.read().problems == ()


def test_the_value_key_is_the_same_for_the_same_statement_however_it_is_written() -> None:
    row = {"measure": "deaths", "value_low": 31.0, "value_high": 31.0, "bound": "exact", "mention_text": "31", "char_start": 5}
    assert value_key(row) == value_key({**row, "mention_text": "thirty-one", "char_start": 900, "value_low": 31})
    for other in ({"value_low": 32.0}, {"bound": "at_least"}, {"measure": "wounded"}, {"currency": "USD"}, {"date_low": date(2020, 1, 1)}):
        assert value_key({**row, **other}) != value_key(row)
    assert value_key({"members": ["b", "A"], "measure": "m"}) == value_key({"members": ["a", "B"], "measure": "m"})


def test_a_decision_leaves_a_resolved_finding_for_the_one_that_took_its_place(log: AdjudicationLog) -> None:
    log.decide(BASE, AdjudicationStatus.DISMISSED, reviewer="ana", at=NOON)
    gone = replace(BASE, is_current=False)
    renamed = finding("f2", reading("a", "31", path="elsewhere.txt"), reading("b", "46"))
    applied = standing(log, gone, renamed)
    assert applied["f2"].status is AdjudicationStatus.DISMISSED
    assert applied["f2"].carried_over
    assert applied["f1"].status is AdjudicationStatus.DISMISSED, "what was decided stays told of the one that is gone"
    _, orphans = apply_decisions([gone], log.read().lines)
    assert orphans == ()


@pytest.mark.parametrize(
    ("at", "says"),
    [
        ("9999-12-31T23:59:59-23:00", "line 1: not a decision (at its time zone takes it out of the years 1 to 9999); left out"),
        ("0001-01-01T00:00:00+10:00", "line 1: not a decision (at its time zone takes it out of the years 1 to 9999); left out"),
        ("20000-01-01T00:00:00Z", "line 1: not a decision (at Input should be a valid datetime"),
        ("9999-12-31T23:59:59Z", None),
        ("0001-01-01T00:00:00", None),
    ],
)
def test_a_time_that_no_calendar_holds_is_named_and_costs_its_line_alone(log: AdjudicationLog, at: str, says: str | None) -> None:
    line = {"id": "x", "discrepancy_id": "f1", "decision": "dismissed", "at": at}
    good = {**line, "id": "y", "at": "2026-11-02T09:30:00Z"}
    log.path.write_text(f"{json.dumps(line)}\n{json.dumps(good)}\n", encoding="utf-8")
    read = log.read()
    assert [item.id for item in read.lines if item.id == "y"] == ["y"]
    assert len(read.problems) == (says is not None)
    assert says is None or says in read.problems[0]
    assert standing(log, BASE)["f1"].status == "dismissed"


def test_a_byte_order_mark_before_the_first_line_and_between_joined_files_is_no_part_of_a_line(log: AdjudicationLog) -> None:
    lines = [{"id": name, "discrepancy_id": "f1", "decision": "dismissed", "at": "2026-11-02T09:30:00Z"} for name in ("a", "b")]
    log.path.write_bytes(b"".join(b"\xef\xbb\xbf" + json.dumps(line).encode() + b"\n" for line in lines))
    assert ([line.id for line in log.read().lines], log.read().problems) == (["a", "b"], ())
