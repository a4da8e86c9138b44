"""What the extractor makes of sentences written for these tests."""

from datetime import date

import pytest

from atodds.claims import Claim
from atodds.extraction import Extractor
from atodds.reading.document import Document, DocumentMetadata, Segment
from atodds.vocabulary import Bound, SegmentKind


@pytest.fixture(scope="module")
def extractor() -> Extractor:
    return Extractor()


def document(*paragraphs: str, title: str | None = None, published_on: date | None = None) -> Document:
    parts = ([title] if title else []) + list(paragraphs)
    text = "\n\n".join(parts)
    segments, offset = [], 0
    for index, part in enumerate(parts):
        kind = SegmentKind.TITLE if title and index == 0 else SegmentKind.BODY
        segments.append(Segment(kind, offset, offset + len(part)))
        offset += len(part) + 2
    return Document(
        document_id="d" * 16, path="a.txt", format="text", content_sha256="0" * 64, text=text, segments=tuple(segments),
        metadata=DocumentMetadata(title=title, published_on=published_on),
    )  # fmt: skip


def numbers(claims: list[Claim]) -> list[tuple[str, float | None, float | None]]:
    numeric = [claim for claim in claims if claim.value_low is not None or claim.value_high is not None]
    return [(claim.measure, claim.value_low, claim.value_high) for claim in numeric]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The ferry disaster killed 31 people and injured 112.", [("deaths", 31, 31), ("wounded", 112, 112)]),
        ("At least 12 villagers died and more than 40 were hurt.", [("deaths", 12, None), ("wounded", 40, None)]),
        ("Some 9,000 refugees crossed the river.", [("refugees", 9000, 9000)]),
        ("The town has a population of 48,000.", [("population", 48000, 48000)]),
        ("The defence budget of Ruritania rose to 2.4 billion dollars.", [("defence_budget", 2.4e9, 2.4e9)]),
        ("The storm destroyed 230 houses.", [("houses_destroyed", 230, 230)]),
    ],
)
def test_each_figure_gets_the_measure_of_its_own_cue(extractor: Extractor, sentence: str, expected: list[tuple[str, float, float]]) -> None:
    assert numbers(extractor.extract(document(sentence))) == expected


def test_a_document_on_one_event_gives_it_as_subject(extractor: Extractor) -> None:
    claims = extractor.extract(
        document("The blast killed 14 people in Larnis, officials said.", title="Blast in Larnis kills 14", published_on=date(2019, 5, 3))
    )
    assert {claim.subject for claim in claims} == {"Larnis explosion 2019"}
    assert claims[-1].attribution == "officials"
    assert claims[-1].as_of_low == date(2019, 5, 3)


def test_the_quote_and_mention_slice_out_of_the_text(extractor: Extractor) -> None:
    source = document("In 2011 the island of Venn had 3,200 inhabitants.", "About 15 % of them left in 2014.")
    for claim in extractor.extract(source):
        assert claim.mention_start is not None
        assert source.text[claim.mention_start : claim.mention_end] == claim.mention_text
        assert source.text[claim.char_start : claim.char_end] == claim.quote


def test_the_same_claims_come_whatever_the_batch_size(extractor: Extractor) -> None:
    source = document(*[f"In {1990 + year} the army of Norland had {12 + year},000 soldiers and {year + 3} tanks." for year in range(12)])
    small = list(extractor.extract_iter(source, batch_size=1))
    assert small == list(extractor.extract_iter(source, batch_size=200))
    assert len(small) >= 24


def test_a_claim_says_how_it_is_bounded(extractor: Extractor) -> None:
    claims = extractor.extract(document("Up to 300 houses were flooded."))
    assert [(claim.bound, claim.value_low, claim.value_high) for claim in claims] == [(Bound.AT_MOST, None, 300.0)]


def test_trace_says_why_a_number_became_no_claim(extractor: Extractor) -> None:
    traces = extractor.trace(document("These two regions have drifted apart."))
    reasons = [frame.reason for trace in traces for frame in trace.frames if frame.claim is None]
    assert any(reason and "points back" in reason for reason in reasons), traces
