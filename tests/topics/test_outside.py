"""Claims that no text holds go to where the folder tells of their subject."""

from __future__ import annotations

from atodds.claims import Axis, Claim
from atodds.seeds import REFERENCE_EXTRACTOR
from atodds.topics import find_topics, link_claims
from atodds.topics.linked import Linked
from atodds.vocabulary import FrameSource, MeasureKind
from tests.topics.folders import BRIDGE, FLOOD, LORRIES

FOLDER = [*FLOOD, *BRIDGE, *LORRIES]
TOPICS = find_topics(FOLDER)
FLOODED = TOPICS.at(FLOOD[0].document_id).topic_id


def claim(subject: str, document: str, measure: str = "population", **fields: object) -> Claim:
    given: dict[str, object] = {
        "claim_id": f"{document}-{subject}-{measure}", "document_id": document, "document_path": document,
        "quote": "900 people live there.", "mention_text": "900", "claim_type": measure, "measure": measure,
        "measure_kind": MeasureKind.LEVEL, "subject": subject, "subject_source": FrameSource.PHRASE,
        "topic_id": f"subject:{subject}", "subject_id": f"subject:{subject}",
    }  # fmt: skip
    return Claim(**(given | fields))  # type: ignore[arg-type]


def linked(outside: Claim, *inside: Claim, aliases: dict[str, str] | None = None) -> Linked:
    return link_claims(inside, TOPICS, FOLDER, aliases=aliases, outside=[outside])


def homes(found: Linked) -> list[tuple[str | None, str | None]]:
    return [(one.topic_id, one.subject_id) for one in (*found.outside, *found.repeated)]


def test_it_is_of_the_topic_and_the_subject_of_the_figures_that_are_told_of_it() -> None:
    told = claim("Tresk", FLOOD[0].document_id, "deaths", measure_kind=MeasureKind.CUMULATIVE)
    found = linked(claim("tresk", "sheet", "deaths"), told)
    (inside,) = found.claims
    assert homes(found) == [(FLOODED, inside.subject_id)]
    assert [value.value for value in found.outside[0].axes if value.axis is Axis.PLACE] == ["place:no/tresk"]


def test_another_name_of_it_leads_there_too() -> None:
    found = linked(claim("the harbour town", "sheet"), claim("Tresk", FLOOD[0].document_id), aliases={"the harbour town": "Tresk"})
    assert homes(found)[0][0] == FLOODED


def test_what_the_folder_does_not_tell_of_keeps_its_own_subject() -> None:
    found = linked(claim("Ruritania", "sheet"), claim("Tresk", FLOOD[0].document_id))
    assert homes(found) == [("subject:Ruritania", "subject:Ruritania")]


def test_a_trusted_figure_stands_in_every_topic_that_gives_its_measure_and_a_coded_one_in_the_first() -> None:
    told = [
        claim("Tresk", FLOOD[0].document_id),
        claim("Tresk", FLOOD[1].document_id, claim_id="2"),
        claim("Tresk", BRIDGE[0].document_id, claim_id="3"),
        claim("Tresk", LORRIES[0].document_id, measure="turnout", claim_id="4"),
    ]
    topics = [FLOODED, TOPICS.at(BRIDGE[0].document_id).topic_id]
    trusted = linked(claim("Tresk", "facts", extractor=REFERENCE_EXTRACTOR), *told)
    assert [topic for topic, _ in homes(trusted)] == topics
    assert len({one.claim_id for one in (*trusted.outside, *trusted.repeated)}) == 2
    assert [topic for topic, _ in homes(linked(claim("Tresk", "sheet"), *told))] == topics[:1]
