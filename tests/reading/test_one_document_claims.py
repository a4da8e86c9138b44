"""One document in every format states the same: the normalised claims are the same set."""

import functools

import pytest

from atodds.claims import Claim
from atodds.extraction import Extractor
from atodds.reading import ReadingHint, read
from atodds.vocabulary import SegmentKind
from tests.reading.one_document import all_renderings

RENDERINGS = {written.name: written for written in all_renderings()}
WHOLE = [name for name, written in RENDERINGS.items() if not written.table_only]
TABLES = [name for name, written in RENDERINGS.items() if written.table_only]


@functools.cache
def extractor() -> Extractor:
    return Extractor()


@functools.cache
def claims(name: str) -> tuple[Claim, ...]:
    return tuple(extractor().extract(read(RENDERINGS[name].content, ReadingHint(path=name))))


def value(claim: Claim) -> tuple[object, ...]:
    stated = (claim.claim_type, claim.measure, claim.value_low, claim.value_high, claim.unit, claim.currency, claim.bound)
    return (*stated, claim.date_low, claim.date_high, claim.mention_text, claim.segment_kind)


def framed(claim: Claim) -> tuple[object, ...]:
    time = (claim.as_of_low, claim.as_of_high, claim.as_of_source)
    return (*value(claim), claim.subject, claim.facet, *time, claim.heading)


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in WHOLE if name != "salt.html"])
def test_every_format_states_the_same_claims(name: str) -> None:
    expected = {framed(claim) for claim in claims("salt.html")}
    assert len(expected) > 40
    assert {framed(claim) for claim in claims(name)} == expected


@pytest.mark.slow
@pytest.mark.parametrize("name", TABLES)
def test_a_table_alone_states_the_same_figures(name: str) -> None:
    expected = {value(claim) for claim in claims("salt.html") if claim.segment_kind is SegmentKind.TABLE}
    assert len(expected) == 9
    assert {value(claim) for claim in claims(name)} == expected


@pytest.mark.slow
@pytest.mark.parametrize("name", list(RENDERINGS))
def test_no_mention_holds_a_mark_and_every_span_is_its_quote(name: str) -> None:
    text = read(RENDERINGS[name].content, ReadingHint(path=name)).text
    for claim in claims(name):
        assert text[claim.char_start : claim.char_end] == claim.quote
        assert claim.mention_text in claim.quote
        assert not any(mark in claim.mention_text for mark in ("2501", "tonnes2", "died4"))
