"""Rows of tables: each figure is of what its header, its row's label, the caption and the heading say, the nearest first.

Under `| Town | Deaths | Injured |` the header says what is counted and the label `Roman` where; in `| Deaths | 71 |` the label says what is
counted; in `| Coal output | 2.4 | 1.1 |` under years the label does and the header says when. So whichever names a class names the measure,
and what is left of header and label narrows it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from atodds.claims import Axis, AxisValue
from atodds.extraction.components import Rules
from atodds.extraction.confidence import Doubts, confidence_of
from atodds.extraction.event_dates import OCCURRED
from atodds.extraction.figures import counts_people, facet_words, may_run, name_of
from atodds.extraction.measured import Measured, measured_by_words
from atodds.extraction.naming import clean_name, place_of
from atodds.extraction.narrowing import folded, values_in_words
from atodds.extraction.tracing import FrameTrace
from atodds.extraction.word_forms import stem
from atodds.extraction.work import Sentence, Work
from atodds.normalising.cells import read_cell
from atodds.normalising.columns import stated_unit
from atodds.normalising.dates import find_dates
from atodds.normalising.mentions import DateMention, QuantityMention
from atodds.normalising.quantities import find_quantities
from atodds.reading.document import Document, Segment, TableCell
from atodds.vocabulary import AsOfSource, Bound, FrameSource, MeasureKind

__all__ = ["frame_row"]

_YEAR = re.compile(r"(?:1[6-9]\d\d|20\d\d)(?:[/–-]\d\d(?:\d\d)?)?")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]")
_AS_OF = re.compile(r"(?:\(|\b(?:as of|by|until|on)\s)([^()]{4,40})", re.IGNORECASE)  # "7,165 (as of 1 March 2020)"
_TIME_LABEL = re.compile(r"(?:date|day|when|year|dates)", re.IGNORECASE)
LONGEST_CELL = 160  # characters; a longer cell is prose, and no row of figures
MOST_FIGURES = 4  # of one cell: "318 (2021: 290)"


def frame_row(sentence: Sentence, work: Work, rules: Rules) -> list[FrameTrace]:
    """The claims of one row of a table."""
    frames: list[FrameTrace] = []
    row_time = _first_time(cell.text for cell in sentence.segment.cells if cell.holds_times)
    for cell in sentence.segment.cells:
        frames += _frame_cell(cell, row_time, sentence, work, rules)
    return frames


def _frame_cell(cell: TableCell, row_time: tuple[date, date] | None, sentence: Sentence, work: Work, rules: Rules) -> list[FrameTrace]:
    segment = sentence.segment
    if cell.is_label or cell.holds_times or len(cell.text) > LONGEST_CELL:
        return []
    reading = read_cell(
        cell.text,
        header=cell.header,
        row_label=cell.row_label,
        caption=segment.caption,
        decimal_mark=cell.decimal_mark,
        last_digit=cell.last_digit,
        holds_times=cell.holds_times,
        reference=work.document.metadata.published_on,
    )
    header, label = " ".join(cell.header), (cell.row_label or "").strip()
    if not reading.quantities:
        return [_dated(cell, found, header, label, sentence, work, rules) for found in reading.dates[:1] if found.low or found.high]
    measured, by_label, by_header = _measure(header, label, segment, work.document, rules)
    measured = _told_of(measured, segment, work.document, rules)
    held = _time_of(cell, row_time, segment)
    return [
        _counted(cell, mention, measured, by_label, by_header, held, sentence, work, rules) for mention in reading.quantities[:MOST_FIGURES]
    ]


def _counted(
    cell: TableCell,
    mention: QuantityMention,
    measured: Measured,
    by_label: bool,
    by_header: bool,
    held: tuple[date, date] | None,
    sentence: Sentence,
    work: Work,
    rules: Rules,
) -> FrameTrace:
    segment = sentence.segment
    header, label = " ".join(cell.header), (cell.row_label or "").strip()
    if mention.unit is None and mention.currency is None and (sentence.segment_index, cell.column) in work.table_shares:
        mention = replace(mention, unit="percent")
    if mention.unit is None and mention.currency is None and mention.counted_noun:
        counted = measured_by_words([(mention.counted_noun, 0.0)], rules)
        measured = replace(measured, counted=counted.counted) if counted.counted else measured
    axes = list(values_in_words(header, rules, FrameSource.TABLE) + values_in_words(label, rules, FrameSource.TABLE))
    axes += values_in_words(cell.text[: mention.start] + " " + cell.text[mention.end :], rules, FrameSource.PHRASE)
    bare_label = _BRACKETS.sub("", label).strip(" ,;:")
    subject: str | None = None
    if bare_label and not by_label and not cell.in_total_row and not _only_a_time(bare_label):
        subject = _narrowed_by(bare_label, axes, work, rules)
    if by_label and header and not by_header and not _only_a_time(header) and not _value_header(header) and stated_unit(header) is None:
        _narrowed_by(header, axes, work, rules)
    if cell.in_total_row or cell.in_total_column:
        axes.append(AxisValue(Axis.EXTENT, "total", label if cell.in_total_row else header, FrameSource.TABLE))
    axes += _stretches(header, label, segment)
    axes += _headed(segment, work, rules)
    values = tuple({(value.axis, value.value): value for value in axes}.values())
    naming = name_of(measured, mention, rules.classes)
    below = work.table_sources.get(sentence.segment_index)
    low, high = held or work.discourse.heading_dates or (None, None)
    printed = work.document.metadata.published_on
    source = AsOfSource.STATED if low else None
    if low is None and below is not None and below.low is not None:
        low, high, source = below.low, below.high, AsOfSource.CONTEXT
    elif low is None and printed is not None and may_run(naming.kind, measured.counted, rules.classes):
        low, high, source = printed, printed, AsOfSource.PUBLISHED_ON
    people = counts_people(measured.counted, rules.classes)
    doubts = Doubts(measure=measured.price, subject=0.5, subject_source=FrameSource.TABLE, table=True, derived=measured.predicate is None)
    start = cell.start - sentence.start + mention.start
    claim = work.claim(
        sentence,
        start,
        start + mention.end - mention.start,
        mention.text,
        claim_type=naming.claim_type,
        measure=naming.measure,
        measure_kind=naming.kind,
        subject=subject,
        subject_source=FrameSource.TABLE if subject else None,
        facet=facet_words(values),
        predicate=measured.predicate,
        counted=measured.counted,
        also=measured.also,
        words=measured.words,
        axes=values,
        value_low=mention.low,
        value_high=mention.high,
        unit=mention.currency or mention.unit or ("people" if people else "items"),
        currency=mention.currency,
        per_unit=mention.per_unit,
        bound=mention.bound,
        last_digit=mention.last_digit,
        as_of_low=low,
        as_of_high=high,
        as_of_source=source,
        attribution=below.text if below else None,
        confidence=confidence_of(doubts),
    )
    steps = (
        f"measure: {measured.predicate or 'no predicate'} by {measured.said!r}, counted {measured.counted or 'nothing named'}",
        f"header {header!r}, row {label!r}, caption {segment.caption!r}",
        "axes: " + (", ".join(f"{value.axis.value} {value.value}" for value in values) or "none stated"),
    )
    return FrameTrace(mention.text, replace(claim, cell=cell.place.cell), None, steps)


def _headed(segment: Segment, work: Work, rules: Rules) -> list[AxisValue]:
    """What the caption, the line that heads the list, and the heading hand down."""
    handed = [value for text in (segment.list_head, segment.caption) if text for value in values_in_words(text, rules, FrameSource.HEADING)]
    return [*handed, *work.discourse.heading_axes]


def _stretches(*told: str | Segment) -> list[AxisValue]:
    """The stretch of time that header, label or caption say a figure is over: "48 hours"."""
    for text in told:
        for mention in find_quantities((text.caption or "") if isinstance(text, Segment) else text).mentions:
            if mention.dimension == "duration" and mention.low is not None:
                seconds = mention.low * mention.base_factor
                return [AxisValue(Axis.PERIOD, f"{seconds:.6g} second", mention.text, FrameSource.TABLE)]
    return []


def _only_a_time(text: str) -> bool:
    """Whether a label or header is nothing but a date or period."""
    found = find_dates(text) if re.search(r"\d", text) else ()
    return any(len(one.text) >= len(text.strip(" .,:()")) - 4 for one in found) or _YEAR.fullmatch(text.strip()) is not None


def _time_of(cell: TableCell, row_time: tuple[date, date] | None, segment: Segment) -> tuple[date, date] | None:
    """First and last day a figure holds for: as cell, header, labels, a column of times in its row, or caption say."""
    own = re.search(r"\((1[6-9]\d\d|20\d\d)\)", cell.text)
    if own:
        return date(int(own.group(1)), 1, 1), date(int(own.group(1)), 12, 31)
    told = _AS_OF.search(cell.text)
    if told and (days := [one for one in find_dates(told.group(1)) if one.low and one.high and not one.needs]):
        return (days[0].low, days[0].high) if days[0].low and days[0].high else None
    labels = cell.row_labels or ((cell.row_label,) if cell.row_label else ())
    return _first_time((" ".join(cell.header), *labels)) or row_time or _first_time((segment.caption or "",))


def _first_time(texts: Iterable[str]) -> tuple[date, date] | None:
    """The last date of the first text that holds one."""
    for text in texts:
        found = [one for one in find_dates(text) if one.low and one.high and not one.needs] if re.search(r"\d", text) else []
        if found and found[-1].low and found[-1].high:
            return found[-1].low, found[-1].high
    return None


def _value_header(header: str) -> bool:
    """Whether a header only says that values stand below: "Figure", "Value", "Number"."""
    return re.fullmatch(r"(?i)(?:figures?|values?|numbers?|amounts?|totals?|data|quantity|count|result)s?", header.strip()) is not None


def _measure(header: str, label: str, segment: Segment, document: Document, rules: Rules) -> tuple[Measured, bool, bool]:
    """What the figure is of; whether the row's label says it, and whether the header does."""
    above = measured_by_words([(header, 0.0)], rules) if header else Measured()
    beside = measured_by_words([(_BRACKETS.sub("", label), 0.3)], rules) if label and not _is_name(label, rules) else Measured()
    if above.predicate is not None or (above.noun and not beside.predicate):
        predicate, counted, by_label = above.predicate or beside.predicate, above, False
        if above.predicate is not None and not above.noun and beside.noun:
            counted = replace(beside, price=above.price)  # "Destroyed" over the row "Bridges"
        by_label = counted is not above or (above.predicate is None and beside.predicate is not None)
        found = replace(counted, predicate=predicate, also=above.also, said=above.said or beside.said, price=above.price)
        words = tuple(dict.fromkeys((*above.words, *beside.words)))
        return _completed(replace(found, words=words), segment, document, rules), by_label, True
    if beside.is_named or (beside.words and not above.words):
        words = tuple(dict.fromkeys((*beside.words, *above.words)))
        return _completed(replace(beside, words=words), segment, document, rules), True, False
    words = tuple(dict.fromkeys((*above.words, *beside.words)))
    return _completed(replace(above, words=words), segment, document, rules), not above.words and bool(beside.words), bool(above.words)


def _is_name(label: str, rules: Rules) -> bool:
    """Whether a row's label is the name of a place, people or body, and so what the row is of and not what it counts."""
    bare = _BRACKETS.sub("", label).strip(" .,:;*")
    words = bare.split()
    if not words or place_of(bare, rules) or not all(word[:1].isupper() or len(word) < 4 for word in words) or len(words) > 5:
        return bool(words) and place_of(bare, rules) is not None
    told = measured_by_words([(bare, 0.0)], rules)
    return told.predicate is None and not told.noun and len(bare) > 2 and not bare.isupper()


def _told_of(found: Measured, segment: Segment, document: Document, rules: Rules) -> Measured:
    """A row that names nothing but its measure is told of what its heading, else the title, is about: "Length: 7.4 km"."""
    if found.words:
        return found
    for text in (segment.list_head, segment.caption, segment.heading, document.metadata.title):
        words = measured_by_words([(text, 0.0)], rules).words if text else ()
        if words:
            return replace(found, words=words[:4])
    return found


def _completed(found: Measured, segment: Segment, document: Document, rules: Rules) -> Measured:
    """What header and label leave open, the caption, the heading and the title say."""
    if found.predicate is not None:
        return found
    named = found.is_named
    parts = [
        (segment.list_head or "", 0.8),
        (segment.caption or "", 1.0),
        (segment.heading or "", 2.0),
        (document.metadata.title or "", 3.0),
    ]
    for text, cost in parts:
        if named and cost >= 2.0:
            break  # what a whole section is about is not said of a thing that its row names
        told = measured_by_words([(text, cost)], rules) if text else Measured()
        if told.predicate is not None:
            return replace(
                found,
                predicate=told.predicate,
                also=told.also,
                said=told.said,
                price=cost,
                counted=found.counted if found.noun else told.counted or found.counted,
                words=tuple(dict.fromkeys((*found.words, *told.words))),
            )
    return found


def _narrowed_by(label: str, axes: list[AxisValue], work: Work, rules: Rules) -> str | None:
    """The axis that a label states: a place, a group, else a part; its name where it is one."""
    place = place_of(label, rules)
    if place and label.lower() not in rules.lexicon.places:
        axes.append(AxisValue(Axis.GROUP, stem(folded(label)), label, FrameSource.TABLE))  # "Georgians"
        return None
    if place:
        axes.append(AxisValue(Axis.PLACE, folded(place), label, FrameSource.TABLE))
        return place
    covered = {value.said.casefold() for value in axes if value.source is FrameSource.TABLE}
    if label.casefold() in covered:
        return None
    named = label[:1].isupper() and all(word[:1].isupper() or len(word) < 4 or word[:1].isdigit() for word in label.split())
    words = [word.lower() for word in re.findall(r"[^\W\d_]+", label)]
    if words and all(len(word) < 3 or not rules.lexicon.light_words.isdisjoint(rules.forms.of(word)) for word in words):
        return None  # "Out of" narrows nothing
    named = named and not any(word in rules.lexicon.light_words for word in words)
    if len(words) == 1 and (words[0] in work.common_words or words[0] in rules.lexicon.done_to):
        named = False  # a capital that only opens the label
    if named and len(label.split()) <= 4 and re.search(r"[^\W\d_]{2}", label):
        axes.append(AxisValue(Axis.PLACE, folded(label), label, FrameSource.TABLE))
        return clean_name(label)[:80]
    axes.append(AxisValue(Axis.PART, folded(label)[:80], label[:80], FrameSource.TABLE))
    return None


def _dated(cell: TableCell, mention: DateMention, header: str, label: str, sentence: Sentence, work: Work, rules: Rules) -> FrameTrace:
    """A date in a cell is of what its label or header says happened: `| Trial opened | October 2021 |`."""
    named = [text for text in (header if not _value_header(header) else "", label) if text]
    by_header = bool(named) and named[0] == header and measured_by_words([(header, 0.0)], rules).predicate is not None
    words = header if by_header else label
    told = measured_by_words([(words, 0.3), (header, 0.6), (sentence.segment.list_head or "", 1.0)], rules)
    if told.predicate is None and not told.words:
        if not _TIME_LABEL.fullmatch(label):
            return FrameTrace(mention.text, None, "nothing says what happened then")
        told = replace(told, predicate=OCCURRED, said=label)  # "Date: 13 March 2019" of what the document is about
    start = cell.start - sentence.start + mention.start
    axes = _headed(sentence.segment, work, rules)
    subject = _narrowed_by(label, axes, work, rules) if by_header and label else None
    claim = work.claim(
        sentence,
        start,
        start + mention.end - mention.start,
        mention.text,
        claim_type="date",
        measure="event_date" if mention.bound is Bound.EXACT else "event_period",
        measure_kind=MeasureKind.LEVEL,
        subject=subject,
        subject_source=FrameSource.TABLE if subject else None,
        facet=facet_words(tuple(axes)),
        predicate=told.predicate,
        also=told.also,
        words=told.words,
        axes=tuple(axes),
        date_low=mention.low,
        date_high=mention.high,
        unit="date",
        bound=mention.bound,
        confidence=confidence_of(Doubts(measure=told.price, subject=0.5, subject_source=FrameSource.TABLE, table=True)),
    )
    steps = (f"happening {told.predicate or 'not known'} by {told.said!r}, words {', '.join(told.words)}",)
    return FrameTrace(mention.text, replace(claim, cell=cell.place.cell), None, steps)
