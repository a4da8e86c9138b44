"""The apparatus of one fact as plain inline SVG: every reading on one line with its bounds, labelled by document.

Three drawings, chosen by what the readings hold:

- figures: one row a reading on a common number line (logarithmic where the ends lie far apart);
- figures that hold at different times: value against as-of, so that a toll that grows looks like one;
- dates: one row a reading on a line of time.

Colours and fonts come from the style sheet of the page (classes only), so a drawing follows light and dark. Nothing is told by
colour alone: readings in conflict are filled, the others hollow. Each document has a siglum (A, B, C ...), as in a scholarly edition.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from markupsafe import Markup, escape

from atodds.normalising.units import convert_unit, to_base
from atodds.report.findings import Reading, SourceDocument
from atodds.report.wording import clip_text, number_words
from atodds.vocabulary import Bound

__all__ = [
    "ApparatusKind",
    "Drawn",
    "apparatus_kind",
    "common_unit",
    "draw_apparatus",
    "ends_of",
    "joined_letters",
    "reading_words",
    "sigla",
    "spans_decades",
]

MAX_ROWS = 24
_ROW = 24
_TOP = 12
_AXIS = 34
_LOG_FROM = 30  # ends further apart than this factor are drawn on a logarithmic line

_COUNTED = {"people", "person", "count", "item"}  # a bare number and a number of people stand on one line


@dataclass(frozen=True, slots=True)
class _Frame:
    """The room a drawing has, in pixels, and in characters for names and values."""

    width: int
    label_width: int
    value_width: int
    name_characters: int
    value_characters: int
    css: str
    every_tick: int = 1


_WIDE = _Frame(720, 210, 114, 30, 30, "apparatus")
_NARROW = _Frame(350, 44, 132, 0, 20, "apparatus narrow", every_tick=2)  # for a telephone: letters instead of names

ApparatusKind = str  # "figures", "figures_over_time", "dates", "words"


class Drawn(Protocol):
    """What is drawn: a fact or a finding."""

    @property
    def topic(self) -> str:
        """What the readings are of."""

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The readings."""

    @property
    def documents(self) -> tuple[SourceDocument, ...]:
        """Their documents, each once."""


def sigla(finding: Drawn) -> dict[str, str]:
    """A letter for each document of a finding, in the order of its readings: A to Z, then A2 ..."""
    letters = {}
    for index, document in enumerate(finding.documents):
        turn, letter = divmod(index, 26)
        letters[document.document_id] = chr(ord("A") + letter) + (str(turn + 1) if turn else "")
    return letters


def ends_of(reading: Reading, unit: str | None = None) -> tuple[float, float] | None:
    """The ends to draw, an open end at the other; in `unit` where that is another of the same dimension."""
    low, high = reading.claim.value_low, reading.claim.value_high
    if low is None and high is None:
        return None
    first = low if low is not None else high
    last = high if high is not None else low
    assert first is not None
    assert last is not None
    if unit and reading.claim.unit and reading.claim.unit != unit:
        converted = convert_unit(first, reading.claim.unit, unit), convert_unit(last, reading.claim.unit, unit)
        return (first if converted[0] is None else converted[0]), (last if converted[1] is None else converted[1])
    return first, last


def common_unit(readings: Sequence[Reading]) -> tuple[bool, str | None]:
    """Whether the figures can stand on one line, and the unit of the line: that of the first reading that has one."""
    claims = [reading.claim for reading in readings]
    if len({claim.currency for claim in claims}) > 1 or len({claim.per_unit for claim in claims}) > 1:
        return False, None
    units = list(dict.fromkeys("" if claim.unit in _COUNTED else claim.unit or "" for claim in claims))
    if len(units) < 2 or claims[0].currency:
        return True, (units[0] if units else None) or None
    dimensions = {to_base(1.0, unit)[1] if unit else None for unit in units}
    return len(dimensions) == 1 and None not in dimensions, units[0]


def reading_words(reading: Reading) -> str:
    """A reading's value, with what it is of where that differs: "1,011 (Aleppo)"."""
    return f"{reading.value} ({reading.about})" if reading.about else reading.value


def _days(reading: Reading) -> tuple[int, int] | None:
    low, high = reading.claim.date_low, reading.claim.date_high
    days = [day.toordinal() for day in (low, high) if day is not None]
    return (min(days), max(days)) if days else None


def _as_of_days(reading: Reading) -> tuple[int, int] | None:
    low, high = reading.claim.as_of_low, reading.claim.as_of_high
    days = [day.toordinal() for day in (low, high) if day is not None]
    return (min(days), max(days)) if days else None


def apparatus_kind(readings: Sequence[Reading]) -> ApparatusKind:
    """Which drawing suits the readings; "words" where there is nothing to draw."""
    if not readings:
        return "words"
    if all(_days(reading) is not None for reading in readings):
        return "dates"
    figures = [reading for reading in readings if ends_of(reading) is not None]
    if len(figures) < 1 or len(figures) * 2 < len(readings):
        return "words"
    if not common_unit(figures)[0]:
        return "words"
    times = [_as_of_days(reading) for reading in figures]
    known = {time for time in times if time is not None}
    if len(known) > 1 and sum(time is not None for time in times) * 4 >= len(figures) * 3:
        return "figures_over_time"
    return "figures"


@dataclass(frozen=True, slots=True)
class _Axis:
    low: float
    high: float
    log: bool
    start: float
    end: float

    def at(self, value: float) -> float:
        if self.log:
            share = (math.log10(value) - math.log10(self.low)) / (math.log10(self.high) - math.log10(self.low))
        else:
            share = (value - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)


def _nice_step(span: float, ticks: int) -> float:
    raw = span / max(ticks, 1)
    size = math.pow(10, math.floor(math.log10(raw)))
    return next(size * factor for factor in (1, 2, 2.5, 5, 10) if size * factor >= raw * 0.999)


def spans_decades(values: Sequence[float]) -> bool:
    """Whether figures lie so far apart that only a logarithmic line shows them all."""
    return bool(values) and min(values) > 0 and max(values) / min(values) > _LOG_FROM


def _number_axis(values: Sequence[float], start: float, end: float) -> tuple[_Axis, list[float]]:
    low, high = min(values), max(values)
    if spans_decades(values):
        first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
        axis = _Axis(math.pow(10, first), math.pow(10, last), True, start, end)
        step = max(1, math.ceil((last - first) / 6))
        return axis, [math.pow(10, power) for power in range(first, last + 1, step)]
    span = high - low or abs(high) or 1.0
    low, high = low - span * 0.12, high + span * 0.12
    if min(values) >= 0 and low < 0:
        low = 0.0
    spacing = _nice_step(high - low, 5)
    first_tick = math.ceil(low / spacing)
    ticks = [round(float(tick * spacing), 10) for tick in range(first_tick, math.floor(high / spacing) + 1)]
    return _Axis(low, high, False, start, end), ticks


def _day_axis(days: Sequence[int], start: float, end: float) -> tuple[_Axis, list[tuple[float, str]]]:
    low, high = min(days), max(days)
    span = max(high - low, 4)
    low, high = max(int(low - span * 0.08) - 1, 1), min(int(high + span * 0.08) + 1, date.max.toordinal())
    axis = _Axis(low, high, False, start, end)
    first, last = date.fromordinal(low), date.fromordinal(high)
    if high - low > 800:
        step = max(1, int(_nice_step(last.year - first.year, 5)))
        years = [year for year in range(first.year + 1, last.year + 1) if year % step == 0] or [first.year + 1]
        return axis, [(date(year, 1, 1).toordinal(), str(year)) for year in years if year <= 9999]
    if high - low > 75:
        months = [(year, month) for year in range(first.year, last.year + 1) for month in range(1, 13)]
        inside = [date(year, month, 1) for year, month in months if low <= date(year, month, 1).toordinal() <= high]
        step = max(1, math.ceil(len(inside) / 6))
        return axis, [(day.toordinal(), f"{day:%b} {day.year}") for day in inside[::step]]
    step = max(1, math.ceil((high - low) / 6))
    days_shown = [date.fromordinal(day) for day in range(low + step // 2, high + 1, step)]
    return axis, [(day.toordinal(), f"{day.day} {day:%b}" + ("" if index else f" {day.year}")) for index, day in enumerate(days_shown)]


def _fit(readings: Sequence[Reading]) -> tuple[list[Reading], int]:
    shown = list(readings[:MAX_ROWS])
    return shown, len(readings) - len(shown)


def draw_apparatus(finding: Drawn, *, narrow: bool = False) -> Markup:
    """The drawing for a fact as an `<svg>` element, for a wide or a narrow window; empty where its readings are words."""
    frame = _NARROW if narrow else _WIDE
    kind = apparatus_kind(finding.readings)
    letters = sigla(finding)
    if kind == "figures":
        return _draw_rows(finding, [reading for reading in finding.readings if ends_of(reading) is not None], letters, frame, dates=False)
    if kind == "dates":
        return _draw_rows(finding, list(finding.readings), letters, frame, dates=True)
    if kind == "figures_over_time":
        return _draw_over_time(finding, [reading for reading in finding.readings if ends_of(reading) is not None], letters, frame)
    return Markup("")


def _svg(frame: _Frame, height: float, label: str, parts: Sequence[str]) -> Markup:
    head = f'<svg class="{frame.css}" role="img" viewBox="0 0 {frame.width} {height:g}" aria-label="{escape(label)}" focusable="false">'
    return Markup(head + "".join(parts) + "</svg>")


def _text(x: float, y: float, text: str, css: str, anchor: str = "start") -> str:
    at = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{x:g}" y="{y:g}" class="{css}"{at}>{escape(text)}</text>'


def _draw_rows(finding: Drawn, readings: list[Reading], letters: dict[str, str], frame: _Frame, *, dates: bool) -> Markup:
    shown, left_out = _fit(readings)
    height = _TOP + _ROW * len(shown) + _AXIS
    bottom = _TOP + _ROW * len(shown) + 4
    start, end = frame.label_width, frame.width - frame.value_width
    unit = None if dates else common_unit(shown)[1]
    spans: list[tuple[float, float]] = []
    for reading in shown:
        span = _days(reading) if dates else ends_of(reading, unit)
        assert span is not None
        spans.append((float(span[0]), float(span[1])))
    ends = [value for span in spans for value in span]
    if dates:
        axis, day_ticks = _day_axis([int(value) for value in ends], start, end)
        ticks = [(float(day), words) for day, words in day_ticks]
    else:
        axis, number_ticks = _number_axis(ends, start, end)
        ticks = [(tick, number_words(tick)) for tick in number_ticks]
    parts = []
    for value, words in ticks[:: frame.every_tick]:
        x = axis.at(value)
        parts.append(f'<path class="grid" d="M{x:g} {_TOP - 4}V{bottom}"/>')
        parts.append(_text(x, bottom + 15, words, "tick", "middle"))
    parts.append(f'<path class="axis" d="M{start - 6} {bottom}H{end + 6}"/>')
    row_of = {}
    for index, (reading, span) in enumerate(zip(shown, spans, strict=True)):
        y = _TOP + _ROW * index + _ROW / 2
        row_of[reading.claim.claim_id] = y
        parts.append(_row_mark(reading, span, axis, y, letters[reading.document.document_id], frame, dates=dates))
    for reading in shown:
        origin = row_of.get(reading.copy_of or "")
        if origin is not None:
            y = row_of[reading.claim.claim_id]
            parts.append(f'<path class="copy" d="M14 {origin:g}C2 {origin:g} 2 {y:g} 14 {y:g}"><title>copies</title></path>')
    if left_out:
        parts.append(_text(0, height - 2, f"and {left_out:,} more in the table below", "tick"))
    return _svg(frame, height, _drawing_label(finding, shown), parts)


def _row_mark(reading: Reading, span: tuple[float, float], axis: _Axis, y: float, letter: str, frame: _Frame, *, dates: bool) -> str:
    css = "reading odd" if reading.conflicting else "reading"
    low, high = axis.at(span[0]), axis.at(span[1])
    bound = reading.claim.bound
    open_above = not dates and (reading.claim.value_high is None or bound is Bound.AT_LEAST)
    open_below = not dates and (reading.claim.value_low is None or bound is Bound.AT_MOST)
    end = frame.width - frame.value_width
    label = clip_text(f"{letter}  {reading.document.label}", frame.name_characters) if frame.name_characters else letter
    parts = [f'<g class="{css}">', _text(18, y + 4, label, "name")]
    if high - low >= 3:
        parts.append(f'<path class="span" d="M{low:g} {y:g}H{high:g}M{low:g} {y - 5:g}v10M{high:g} {y - 5:g}v10"/>')
    else:
        parts.append(f'<circle cx="{low:g}" cy="{y:g}" r="5"/>')
    words_at, anchor = high + 11, "start"
    if open_above:
        parts.append(f'<path class="open" d="M{low + 5:g} {y:g}H{end:g}m-6 -4l6 4l-6 4"/>')
        words_at = end + 8
    elif open_below:
        parts.append(f'<path class="open" d="M{high - 5:g} {y:g}H{axis.start:g}m6 -4l-6 4l6 4"/>')
    elif bound is Bound.APPROX and high - low < 3:
        parts.append(f'<path class="about" d="M{low - 13:g} {y:g}h26"/>')
        words_at = high + 18
    if words_at > end + 8:
        words_at = end + 8
    parts.append(_text(words_at, y + 4, clip_text(reading_words(reading), frame.value_characters), "value", anchor))
    parts.append("</g>")
    return "".join(parts)


_LABEL_WIDE, _LABEL_HIGH = 28.0, 14.0  # pixels a label of a letter or two takes
_LABEL_LETTERS = 4


def joined_letters(spots: Sequence[tuple[float, float]], letters: Sequence[str]) -> list[str]:
    """A label for each spot (in pixels); spots so near that labels would lie on each other share one, "A, B", at the first of them."""
    named: list[tuple[int, list[str]]] = []
    for number, ((x, y), letter) in enumerate(zip(spots, letters, strict=True)):
        near = next((item for item in named if abs(spots[item[0]][0] - x) < _LABEL_WIDE and abs(spots[item[0]][1] - y) < _LABEL_HIGH), None)
        if near is None:
            named.append((number, [letter]))
        elif letter not in near[1]:
            near[1].append(letter)
    labels = [""] * len(spots)
    for number, mine in named:
        more = len(mine) - _LABEL_LETTERS
        labels[number] = ", ".join(mine[:_LABEL_LETTERS]) + (f" +{more}" if more > 0 else "")
    return labels


def _draw_over_time(finding: Drawn, readings: list[Reading], letters: dict[str, str], frame: _Frame) -> Markup:
    timed = [reading for reading in readings if _as_of_days(reading) is not None]
    untimed = len(readings) - len(timed)
    shown, left_out = _fit(timed)
    shown.reverse()  # readings in conflict come first and are drawn last, on top of the others
    unit = common_unit(shown)[1]
    height, left, right, top, bottom = 260, 84, frame.width - 40, 16, 222
    spans = [(ends_of(reading, unit), _as_of_days(reading)) for reading in shown]
    values = [value for ends, _ in spans if ends for value in ends]
    days = [day for _, as_of in spans if as_of for day in as_of]
    across, day_ticks = _day_axis(days, left, right)
    upward, value_ticks = _number_axis(values, bottom, top)
    parts = []
    for value in value_ticks:
        y = upward.at(value)
        parts.append(f'<path class="grid" d="M{left} {y:g}H{right}"/>')
        parts.append(_text(left - 8, y + 4, number_words(value), "tick", "end"))
    for day, words in day_ticks[:: frame.every_tick]:
        parts.append(_text(across.at(day), bottom + 18, words, "tick", "middle"))
    parts.append(f'<path class="axis" d="M{left} {top}V{bottom}H{right}"/>')
    points: dict[str, tuple[float, float]] = {}
    middles = [
        ((across.at(as_of[0]) + across.at(as_of[1])) / 2, (upward.at(ends[0]) + upward.at(ends[1])) / 2)
        for ends, as_of in spans
        if ends is not None and as_of is not None
    ]
    # From the last drawn, which lies on top, to the first: its label is the one that stands.
    labels = joined_letters(middles[::-1], [letters[reading.document.document_id] for reading in shown[::-1]])[::-1]
    for reading, (ends, as_of), label in zip(shown, spans, labels, strict=True):
        assert ends is not None
        assert as_of is not None
        x = (across.at(as_of[0]) + across.at(as_of[1])) / 2
        y_low, y_high = upward.at(ends[0]), upward.at(ends[1])
        y = (y_low + y_high) / 2
        points[reading.claim.claim_id] = (x, y)
        css = "reading odd" if reading.conflicting else "reading"
        marks = [f'<g class="{css}"><title>{escape(f"{reading.document.label}: {reading_words(reading)}, {reading.as_of}")}</title>']
        if across.at(as_of[1]) - across.at(as_of[0]) > 8:
            marks.append(f'<path class="about" d="M{across.at(as_of[0]):g} {y:g}H{across.at(as_of[1]):g}"/>')
        if y_low - y_high >= 3:
            marks.append(f'<path class="span" d="M{x:g} {y_low:g}V{y_high:g}M{x - 5:g} {y_low:g}h10M{x - 5:g} {y_high:g}h10"/>')
        else:
            marks.append(f'<circle cx="{x:g}" cy="{y:g}" r="5"/>')
            if reading.claim.value_high is None or reading.claim.bound is Bound.AT_LEAST:
                marks.append(f'<path class="open" d="M{x:g} {y - 5:g}v-16m-4 6l4 -6l4 6"/>')
            elif reading.claim.value_low is None or reading.claim.bound is Bound.AT_MOST:
                marks.append(f'<path class="open" d="M{x:g} {y + 5:g}v16m-4 -6l4 6l4 -6"/>')
        if label:
            marks.append(_text(x + 8, y - 6, label, "siglum"))
        marks.append("</g>")
        parts.append("".join(marks))
    for reading in shown:
        origin, own = points.get(reading.copy_of or ""), points[reading.claim.claim_id]
        if origin is not None:
            parts.append(f'<path class="copy" d="M{origin[0]:g} {origin[1]:g}L{own[0]:g} {own[1]:g}"/>')
    note = [f"{untimed} without a date" if untimed else "", f"{left_out} more" if left_out else ""]
    if any(note):
        parts.append(_text(left, height - 4, "Not drawn: " + ", ".join(item for item in note if item), "tick"))
    return _svg(frame, height, _drawing_label(finding, shown), parts)


def _drawing_label(finding: Drawn, shown: Sequence[Reading]) -> str:
    readings = "; ".join(f"{reading.document.label}: {reading.value}" for reading in shown[:6])
    return clip_text(f"{finding.topic}. {readings}", 400)
