from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from atodds.claims import Axis, AxisValue, Claim, ClaimLink
from atodds.store.frames import claims_from_frame, claims_to_frame, rows_to_frame
from atodds.store.validating import validate
from atodds.vocabulary import AsOfSource, Bound, FrameSource, MeasureKind, Modality, Relation, SegmentKind

PLAIN = Claim(
    claim_id="c1",
    document_id="d1",
    document_path="a.txt",
    quote="The mill employs 40 people.",
    mention_text="40",
    claim_type="count",
    measure="employees",
    value_low=40.0,
    value_high=40.0,
)
FULL = replace(
    PLAIN,
    claim_id="c2",
    source_line_start=1,
    source_line_end=2,
    page=3,
    cell="Sheet1!B7",
    char_start=0,
    char_end=27,
    mention_start=17,
    mention_end=19,
    segment_kind=SegmentKind.TABLE,
    heading="Staff",
    measure_kind=MeasureKind.FLOW,
    subject="the mill",
    subject_id="mill",
    subject_source=FrameSource.TABLE,
    topic_id="topic",
    facet="women",
    predicate="employed",
    counted="people",
    also=("worked",),
    words=("mill", "staff"),
    axes=(AxisValue(Axis.GROUP, "women", "women", FrameSource.PHRASE),),
    unit="currency",
    currency="EUR",
    per_unit="year",
    date_low=date(2001, 1, 1),
    date_high=date(2001, 12, 31),
    members=("a", "b"),
    polarity=False,
    bound=Bound.AT_LEAST,
    last_digit=1.0,
    as_of_low=date(2001, 1, 1),
    as_of_high=date(2001, 1, 2),
    as_of_source=AsOfSource.STATED,
    attribution="the owner",
    modality=Modality.REPORTED,
    links=(ClaimLink(Relation.PART_OF, "c1"),),
    confidence=0.75,
)


def test_claims_come_back_from_a_frame_as_they_went_in() -> None:
    assert claims_from_frame(claims_to_frame([PLAIN, FULL])) == [PLAIN, FULL]
    assert claims_from_frame(claims_to_frame([])) == []


def test_claims_of_the_engine_pass_their_schema() -> None:
    validated = validate("claims", claims_to_frame([PLAIN, FULL]))
    assert validated.passed.height == 2
    assert validated.quarantine.is_empty()


@pytest.mark.parametrize(
    ("change", "failed_check"),
    [
        ({"value_low": 41.0}, "value_low_at_most_value_high"),
        ({"value_low": float("nan")}, "ends_are_finite"),
        ({"value_low": None, "value_high": None}, "says_something"),
        ({"date_low": date(2001, 1, 2), "date_high": date(2001, 1, 1)}, "date_low_at_most_date_high"),
        ({"char_start": 9, "char_end": 4}, "quote_offsets_run_forward"),
        ({"confidence": 1.5}, "in_range"),
        ({"currency": "euro"}, "str_matches"),
        ({"measure": ""}, "str_length"),
        ({"axes": (AxisValue("colour", "red"),)}, "axes_are_known"),  # type: ignore[arg-type]
    ],
)
def test_a_row_that_fails_goes_to_the_quarantine_with_the_check_that_failed(change: dict[str, object], failed_check: str) -> None:
    wrong = replace(PLAIN, claim_id="wrong", **change)  # type: ignore[arg-type]
    validated = validate("claims", claims_to_frame([PLAIN, wrong]))
    assert validated.passed["claim_id"].to_list() == ["c1"]
    assert set(validated.quarantine["row_id"]) == {"wrong"}
    assert any(failed_check in check for check in validated.quarantine["failed_check"])


def test_two_claims_of_one_id_are_both_kept_out() -> None:
    validated = validate("claims", claims_to_frame([PLAIN, PLAIN]))
    assert validated.passed.is_empty()
    assert validated.quarantine["failed_check"].to_list() == ["field_uniqueness"] * 2


def test_a_key_that_is_no_column_is_refused() -> None:
    with pytest.raises(KeyError, match="colour"):
        rows_to_frame("problems", [{"stage": "read", "colour": "red"}])


def test_a_frame_with_another_column_is_a_mistake_of_the_program() -> None:
    with pytest.raises(ValueError, match="extra"):
        validate("claims", claims_to_frame([PLAIN]).with_columns(pl.lit(1).alias("extra")))
