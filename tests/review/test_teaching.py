import json
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from atodds.claims import Claim
from atodds.teaching import Correction, NameLesson, apply_corrections, read_teaching, write_correction, write_name
from atodds.vocabulary import Bound

BASE = Claim(
    claim_id="c1", document_id="d1", document_path="a.txt", quote="Some 525.000 people fled.", mention_text="525.000",
    claim_type="displacement", measure="displaced", value_low=525.0, value_high=525.0, char_start=10, mention_start=15, mention_end=22,
)  # fmt: skip


def correction(**fields: object) -> Correction:
    return Correction(**{"document_path": "a.txt", "quote": BASE.quote, "mention_text": "525.000", "measure": "displaced", **fields})  # type: ignore[arg-type]


def moved(claim: Claim, **fields: object) -> Claim:
    from dataclasses import replace

    return replace(claim, **fields)  # type: ignore[arg-type]


def test_a_correction_mends_the_reading_wherever_the_sentence_stands_now() -> None:
    later = moved(BASE, claim_id="c9", char_start=900, document_id="d2", quote="Some 525.000  people\nfled.")
    outcome = apply_corrections([later], [correction(value_low=525000, value_high=525000)])
    assert (outcome.claims[0].value_low, outcome.claims[0].bound, outcome.applied, outcome.stale) == (525000.0, Bound.EXACT, 1, ())


@pytest.mark.parametrize(
    ("description", "other"),
    [
        ("another document", {"document_path": "b.txt"}),
        ("another sentence", {"quote": "Some 525.000 people returned."}),
        ("another figure", {"mention_text": "525,000"}),
        ("another measure", {"measure": "refugees"}),
    ],
)
def test_a_correction_leaves_other_claims_alone_and_says_it_is_stale(description: str, other: dict[str, object]) -> None:
    lesson = correction(value_low=525000, value_high=525000)
    outcome = apply_corrections([moved(BASE, **other)], [lesson])
    assert outcome.claims[0].value_low == 525.0, description
    assert outcome.stale == (lesson,)


def test_of_two_corrections_the_last_holds_and_a_dropped_claim_is_gone() -> None:
    first, second = correction(value_low=1, value_high=1), correction(drop=True)
    assert apply_corrections([BASE], [first, second]).claims == ()
    assert apply_corrections([BASE], [second, first]).claims[0].value_low == 1.0


@pytest.mark.parametrize(
    ("fields", "bound"),
    [({"value_low": 5}, Bound.AT_LEAST), ({"value_high": 5}, Bound.AT_MOST), ({"value_low": 4, "value_high": 5}, Bound.RANGE)],
)
def test_the_ends_given_decide_the_bound(fields: dict[str, object], bound: Bound) -> None:
    assert apply_corrections([BASE], [correction(**fields)]).claims[0].bound is bound


def test_dates_and_subjects_can_be_corrected_too() -> None:
    claim = moved(BASE, date_low=date(1992, 5, 4), date_high=date(1992, 5, 4), subject_id="place:x")
    lesson = correction(date_low=date(1993, 5, 4), subject="the upper town")
    mended = apply_corrections([claim], [lesson]).claims[0]
    assert (mended.date_low, mended.date_high, mended.subject, mended.subject_id) == (
        date(1993, 5, 4),
        date(1993, 5, 4),
        "the upper town",
        None,
    )


@pytest.mark.parametrize("fields", [{"value_low": 5, "value_high": 4}, {"value_low": float("nan")}, {"value_high": float("inf")}])
def test_ends_out_of_order_or_without_end_are_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        correction(**fields)


def test_what_is_written_is_read_back_and_undone_lines_do_not_count(tmp_path: Path) -> None:
    kept, undone = correction(value_low=1, value_high=1), correction(value_low=2, value_high=2)
    for line in (kept, undone, correction(undoes=undone.id)):
        write_correction(tmp_path, line)
    write_name(tmp_path, NameLesson("MK, the", "place:nk", "ana", 'said "so"\nthere', "2026-11-02"))
    write_name(tmp_path, NameLesson("mk, THE", "mk, THE"))
    teaching = read_teaching(tmp_path)
    assert [item.id for item in teaching.corrections] == [kept.id]
    assert teaching.aliases() == {"mk, THE": "mk, THE"}
    assert teaching.problems == ()


def test_rows_that_are_none_are_named_and_the_others_hold(tmp_path: Path) -> None:
    (tmp_path / "aliases.csv").write_text("# ours\nname,same_as\nA,B\n,C\n")
    (tmp_path / "corrections.jsonl").write_text('{"quote": "x"}\nnot json\n')
    teaching = read_teaching(tmp_path)
    assert teaching.aliases() == {"A": "B"}
    assert [problem.split(":")[0] for problem in teaching.problems] == [
        "aliases.csv, line 4",
        "corrections.jsonl, line 1",
        "corrections.jsonl, line 2",
    ]


def test_a_workspace_without_lessons_changes_nothing(tmp_path: Path) -> None:
    assert read_teaching(tmp_path).aliases() == {}
    assert apply_corrections([BASE], ()).claims == (BASE,)


def test_times_with_and_without_a_zone_are_put_in_one_order(tmp_path: Path) -> None:
    line = {"document_path": "a.txt", "quote": "40 died", "mention_text": "40", "drop": True}
    times = {"late": "2026-11-02T09:30:00", "early": "2026-11-02T10:00:00+05:00", "never": "9999-12-31T23:59:59-23:00"}
    content = "".join(json.dumps({**line, "id": name, "at": at}) + "\n" for name, at in times.items())
    (tmp_path / "corrections.jsonl").write_text(content, encoding="utf-8")
    read = read_teaching(tmp_path)
    assert [correction.id for correction in read.corrections] == ["early", "late"]
    assert read.problems == (
        "corrections.jsonl, line 3: not a correction (at its time zone takes it out of the years 1 to 9999); left out",
    )
