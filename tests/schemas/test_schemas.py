from dataclasses import fields
from enum import StrEnum

import pytest

from atodds import vocabulary
from atodds.adjudications import AdjudicationKind
from atodds.claims import Claim, ClaimLink
from schemas import TABLES, adjudications, claims, discrepancies, documents, segments


def test_claims_have_exactly_the_fields_of_a_claim() -> None:
    assert [field.name for field in fields(Claim)] == list(claims.Claims.to_schema().columns)


def test_links_have_exactly_the_fields_of_a_claim_link() -> None:
    assert [field.name for field in fields(ClaimLink)] == [field.name for field in claims.LINK.fields]


@pytest.mark.parametrize(
    ("words", "enumeration"),
    [
        (documents.STATUSES, vocabulary.DocumentStatus),
        (segments.KINDS, vocabulary.SegmentKind),
        (claims.BOUNDS, vocabulary.Bound),
        (claims.MEASURE_KINDS, vocabulary.MeasureKind),
        (claims.MODALITIES, vocabulary.Modality),
        (claims.AS_OF_SOURCES, vocabulary.AsOfSource),
        (claims.FRAME_SOURCES, vocabulary.FrameSource),
        (claims.RELATIONS, vocabulary.Relation),
        (discrepancies.VERDICTS, vocabulary.Verdict),
        (discrepancies.STATES, vocabulary.DiscrepancyState),
        (discrepancies.STATUSES, vocabulary.AdjudicationStatus),
        (adjudications.STATUSES, vocabulary.AdjudicationStatus),
        (adjudications.KINDS, AdjudicationKind),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_the_words_of_a_column_are_the_vocabulary(words: tuple[str, ...], enumeration: type[StrEnum]) -> None:
    assert list(words) == [member.value for member in enumeration]


@pytest.mark.parametrize("table", TABLES)
def test_every_table_and_column_says_what_it_is(table: str) -> None:
    assert TABLES[table].__doc__
    for name, column in TABLES[table].to_schema().columns.items():
        assert column.description, f"{table}.{name} has no description"


RESERVED = {"asof", "at", "end", "check", "by", "desc", "offset", "window", "show", "describe", "pivot", "table"}


@pytest.mark.parametrize("table", TABLES)
def test_no_column_bears_a_reserved_word(table: str) -> None:
    assert not RESERVED & set(TABLES[table].to_schema().columns)
