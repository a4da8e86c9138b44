"""Rows of tables: each figure is of what its header, its row's label, the caption and the heading say, the nearest first.

Under `| Town | Deaths | Injured |` the header says what is counted and the label `Roman` where; in `| Deaths | 71 |` the label says what is
counted; in `| Coal output | 2.4 | 1.1 |` under years the label does and the header says when. So whichever names a class names the measure,
and what is left of header and label narrows it.
"""

from __future__ import annotations

import re
from dataclasses import replace

from atodds.claims import Axis, AxisValue
from atodds.extraction.components import Rules
from atodds.extraction.confidence import Doubts, confidence_of
from atodds.extraction.figures import facet_words, name_of
from atodds.extraction.measured import Measured, measured_by_words
from atodds.extraction.naming import clean_name, place_of
from atodds.extraction.narrowing import folded, values_in_words
from atodds.extraction.tables import cell_mention, cell_time, dates_only, is_sum, names_a_unit, without_units
from atodds.extraction.tracing import FrameTrace
from atodds.extraction.work import Sentence, TableSource, Work
from atodds.normalising.dates import find_dates
from atodds.reading.document import Document, Segment, TableCell
from atodds.vocabulary import AsOfSource, Bound, FrameSource, MeasureKind, SegmentKind

__all__ = ["frame_row", "sources_of_tables"]

_YEAR = re.compile(r"(?:1[6-9]\d\d|20\d\d)(?:[/–-]\d\d(?:\d\d)?)?")
_TIME_COLUMN = re.compile(r"\b(?:year|date|as of)\b", re.IGNORECASE)


def frame_row(sentence: Sentence, work: Work, rules: Rules) -> list[FrameTrace]:
    """The claims of one row of a table."""
    frames: list[FrameTrace] = []
    for cell in sentence.segment.cells:
        frame = _frame_cell(cell, sentence, work, rules)
        if frame is not None:
            frames.append(frame)
    return frames


def _frame_cell(cell: TableCell, sentence: Sentence, work: Work, rules: Rules) -> FrameTrace | None:
    segment = sentence.segment
    text = cell.text.strip()
    label = (cell.row_label or "").strip()
    header = " ".join(cell.header)
    if (not re.search(r"\d", text) and not _spelled(text)) or len(text) > 90 or text == label:
        return None
    if _YEAR.fullmatch(text) and (not header or _TIME_COLUMN.search(header)):
        return None
    dated = _frame_date(cell, header, label, sentence, work, rules)
    if dated is not None:
        return dated
    measured, by_label, by_header = _measure(header, label, segment, work.document, rules)
    scope = " ".join(
        (header, label if by_label or names_a_unit(label, rules) else "", "" if names_a_unit(header, rules) else segment.caption or "")
    )
    mention = cell_mention(cell, scope, rules)
    if mention is None:
        return None
    own = text[mention.end - (len(cell.text) - len(cell.text.lstrip())) :]
    if mention.unit is None and mention.currency is None and mention.counted_noun:
        counted = measured_by_words([(mention.counted_noun, 0.0)], rules)
        measured = replace(measured, counted=counted.counted or measured.counted) if counted.counted else measured
    axes = list(values_in_words(header, rules, FrameSource.TABLE) + values_in_words(label, rules, FrameSource.TABLE))
    if own.strip():
        axes += values_in_words(own, rules, FrameSource.PHRASE)
    bare_label = without_units(label, rules)
    subject: str | None = None
    if bare_label and not by_label and not is_sum(bare_label, rules) and not dates_only(bare_label):
        subject = _narrowed_by(bare_label, axes, rules)
    if by_label and header and not by_header and not _YEAR.search(header) and not names_a_unit(header, rules) and not _value_header(header):
        _narrowed_by(header, axes, rules)
    if is_sum(bare_label, rules):
        axes.append(AxisValue(Axis.EXTENT, "total", bare_label, FrameSource.TABLE))
    axes += work.discourse.heading_axes
    values = tuple({(value.axis, value.value): value for value in axes}.values())
    naming = name_of(measured, mention, rules.classes)
    below = work.table_sources.get(sentence.segment_index)
    time = cell_time(cell, segment) or work.discourse.heading_dates
    low, high = time or (None, None)
    printed = work.document.metadata.published_on
    source = AsOfSource.STATED if low else None
    if low is None and below is not None and below.low is not None:
        low, high, source = below.low, below.high, AsOfSource.CONTEXT
    elif low is None and printed is not None and naming.kind is MeasureKind.CUMULATIVE:
        low, high, source = printed, printed, AsOfSource.PUBLISHED_ON
    people = measured.counted is not None and (measured.counted == "people" or "people" in rules.classes.wider(measured.counted))
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


def _spelled(text: str) -> bool:
    return len(text) < 40 and bool(
        re.search(r"(?i)\b(?:two|three|four|five|six|seven|eight|nine|ten|hundred|thousand|million|billion|half|quarter)\b", text)
    )


def _value_header(header: str) -> bool:
    """Whether a header only says that values stand below: "Figure", "Value", "Number"."""
    return re.fullmatch(r"(?i)(?:figures?|values?|numbers?|amounts?|totals?|data|quantity|count|result)s?", header.strip()) is not None


def _measure(header: str, label: str, segment: Segment, document: Document, rules: Rules) -> tuple[Measured, bool, bool]:
    """What the figure is of; whether the row's label says it, and whether the header does."""
    above = measured_by_words([(header, 0.0)], rules) if header else Measured()
    beside = measured_by_words([(without_units(label, rules), 0.3)], rules) if label else Measured()
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


def _completed(found: Measured, segment: Segment, document: Document, rules: Rules) -> Measured:
    """What header and label leave open, the caption, the heading and the title say."""
    if found.predicate is not None:
        return found
    parts = [(segment.caption or "", 1.0), (segment.heading or "", 2.0), (document.metadata.title or "", 3.0)]
    for text, cost in parts:
        told = measured_by_words([(text, cost)], rules) if text else Measured()
        if told.predicate is not None:
            return replace(
                found, predicate=told.predicate, also=told.also, said=told.said, price=cost,
                counted=found.counted if found.noun else told.counted or found.counted, words=tuple(dict.fromkeys((*found.words, *told.words))),
            )  # fmt: skip
    return found


def _narrowed_by(label: str, axes: list[AxisValue], rules: Rules) -> str | None:
    """The axis that a label states: a place, a group, else a part; its name where it is one."""
    place = place_of(label, rules)
    if place:
        axes.append(AxisValue(Axis.PLACE, folded(place), label, FrameSource.TABLE))
        return place
    covered = {value.said.casefold() for value in axes if value.source is FrameSource.TABLE}
    if label.casefold() in covered:
        return None
    named = label[:1].isupper() and all(word[:1].isupper() or len(word) < 4 or word[:1].isdigit() for word in label.split())
    if named and len(label.split()) <= 4 and re.search(r"[^\W\d_]{2}", label):
        axes.append(AxisValue(Axis.PLACE, folded(label), label, FrameSource.TABLE))
        return clean_name(label)[:80]
    axes.append(AxisValue(Axis.PART, folded(label)[:80], label[:80], FrameSource.TABLE))
    return None


def _frame_date(cell: TableCell, header: str, label: str, sentence: Sentence, work: Work, rules: Rules) -> FrameTrace | None:
    """A date in a cell is of what its label or header says happened: `| Trial opened | October 2021 |`."""
    text = cell.text.strip()
    found = [one for one in find_dates(text, reference=work.document.metadata.published_on) if one.low or one.high]
    if not found or len(found[0].text) < 0.5 * len(text) or _TIME_COLUMN.fullmatch(header.strip() or "-"):
        return None
    if _YEAR.fullmatch(text) and measured_by_words([(f"{header} {label}", 0.0)], rules).predicate is None:
        return None
    words = label if not header or _value_header(header) or measured_by_words([(header, 0.0)], rules).predicate is None else header
    told = measured_by_words([(words, 0.3), (header, 0.6)], rules)
    if told.predicate is None and not told.words:
        return None
    mention = found[0]
    lead = len(cell.text) - len(cell.text.lstrip())
    start = cell.start - sentence.start + lead + mention.start
    axes = list(work.discourse.heading_axes)
    subject = _narrowed_by(without_units(label, rules), axes, rules) if words == header and label else None
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
    return FrameTrace(
        mention.text, replace(claim, cell=cell.place.cell), None, (f"happening {told.predicate} by {told.said!r}, words {told.words}",)
    )


def sources_of_tables(document: Document) -> dict[int, TableSource]:
    """For each table row, by segment number, the "Source ..." line below its table or the run of tables it stands in."""
    found: dict[int, TableSource] = {}
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
                source = TableSource(text[:120], dates[-1].low if dates else None, dates[-1].high if dates else None)
                found |= dict.fromkeys(rows, source)
            elif segment.kind in {SegmentKind.CAPTION, SegmentKind.FOOTNOTE, SegmentKind.BOILERPLATE}:
                continue
            rows = []
    return found
