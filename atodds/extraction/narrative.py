"""What earlier sentences leave behind for later ones: the place, event, source and measure last spoken of, and the running date.

One `Narrative` follows a document from its first sentence to its last; rules read it and never write it, `Extractor` moves it on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from atodds.claims import Claim
from atodds.extraction.measures import MeasureChoice
from atodds.extraction.topics import Topic

__all__ = ["Narrative"]


@dataclass(slots=True)
class Narrative:
    """The state between sentences. `*_at` are sentence numbers, so that a rule can ask how long ago something was said."""

    topic: Topic
    sentence: int = 0
    segment: int = -1
    place: str | None = None  # the place the last sentence was about
    place_at: int = -99
    event: str | None = None
    event_at: int = -99
    organisation: str | None = None
    organisation_at: int = -99
    things: dict[str, str] = field(default_factory=dict)  # last word of a name, in lower case, to the name: "dam" to "Aswan High Dam"
    source: str | None = None
    source_at: int = -99
    people_measure: MeasureChoice | None = None
    people_measure_at: int = -99
    people_claim: str | None = None  # id of the count that the sentence breaks down, if it does
    wholes: tuple[tuple[MeasureChoice, Claim, int], ...] = ()  # the last counts of people, with the sentence that held them
    share_measure: MeasureChoice | None = None
    share_measure_at: int = -99
    facet: str | None = None
    facet_at: int = -99
    heading: str | None = None
    heading_places: tuple[str, ...] = ()
    wars: dict[str, str] = field(default_factory=dict)  # place to the war there that was last named with its years
    measures_at: dict[str, int] = field(default_factory=dict)  # measure to the sentence that last had it
    event_days: set[date] = field(default_factory=set)  # first days of the dates that hang on the topic's event
    printed_about: tuple[date, date] | None = None  # when the document was printed, as far as its address tells
