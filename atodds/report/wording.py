"""Values, dates and places put into words, the same way in every format of the report."""

from __future__ import annotations

import re
from datetime import date

from atodds.claims import Axis, Claim
from atodds.vocabulary import Bound, MeasureKind

__all__ = [
    "clip_around",
    "clip_text",
    "date_words",
    "measure_words",
    "number_words",
    "plain_text",
    "plural",
    "topic_words",
    "value_words",
    "visible_text",
]

_SCALES = ((1e12, "trillion"), (1e9, "billion"), (1e6, "million"))
_BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]|[\ud800-\udfff]")
_BLANK = re.compile(r"\s+")
_SMALL_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_UNIT_MARKS = {"percent": " %", "%": " %", "percentage_point": " percentage points"}
_PLURALS = {
    "foot": "feet", "inch": "inches", "century": "centuries", "hertz": "hertz", "celsius": "celsius", "fahrenheit": "fahrenheit",
    "kelvin": "kelvin",
}  # fmt: skip
_SILENT_UNITS = {"count", "person", "people", "item", "1"}


def visible_text(text: str) -> str:
    """The text with nothing in it that could reorder or hide its neighbours.

    Direction overrides, embeddings and isolates (Unicode UAX #9) are shown by their code point, other controls as the replacement
    character; right-to-left letters and marks are left alone.
    """
    return _CONTROL.sub("\ufffd", _BIDI.sub(lambda found: f"\u2039U+{ord(found[0]):04X}\u203a", text))


def plain_text(text: str) -> str:
    """`visible_text` with every run of blank characters, line breaks among them, made one space."""
    return _BLANK.sub(" ", visible_text(text))


def clip_text(text: str, limit: int) -> str:
    """At most `limit` characters, the last an ellipsis where something was left out; cuts at a space when one is near."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    space = cut.rfind(" ")
    return (cut[:space] if space > limit * 0.7 else cut).rstrip() + "…"


def clip_around(text: str, start: int, end: int, limit: int) -> tuple[str, str, str]:
    """`text` in three parts (before, `start..end`, after) of together about `limit` characters, clipped at the outer ends.

    A mention longer than the limit is itself clipped: a word of a megabyte must not make a page of a megabyte.
    """
    before, mention, after = text[:start], clip_text(text[start:end], limit), text[end:]
    room = max(limit - len(mention), 0)
    if len(before) + len(after) > room:
        before_room = max(room // 2, room - len(after))
        after_room = room - min(len(before), before_room)
        if len(before) > before_room:
            tail = before[len(before) - before_room :] if before_room else ""
            space = tail.find(" ")
            before = "…" + (tail[space + 1 :] if 0 <= space < 40 else tail)
        after = clip_text(after, max(after_room, 1))
    return before, mention, after


def plural(count: int, noun: str) -> str:
    """`count` in words up to twelve, with the noun: "one reading", "three readings", "40 readings"."""
    number = _SMALL_NUMBERS[count] if 0 <= count < len(_SMALL_NUMBERS) else f"{count:,}"
    many = noun[:-1] + "ies" if noun.endswith("y") and noun[-2] not in "aeiou" else noun + "s"
    return f"{number} {noun if count == 1 else many}"


def number_words(value: float) -> str:
    """A number as a reader writes it: "2,750", "1.7 billion", "0.35"; never with digits that were not there."""
    size = abs(value)
    for scale, word in _SCALES:
        if size >= scale:
            scaled = value / scale
            if round(round(scaled, 4) * scale, 6) == round(value, 6):
                return f"{round(scaled, 4):,.4f}".rstrip("0").rstrip(".") + f" {word}"
    if size >= 1 and value == int(value):
        return f"{int(value):,}"
    if size >= 1e-4:
        return f"{float(f'{value:.12g}'):,.10f}".rstrip("0").rstrip(".")
    return f"{value:.3g}" if value else "0"


def date_words(low: date | None, high: date | None) -> str:
    """A span of days in its shortest exact form: "1992", "May 1992", "4 May 1992", "4 May 1992 to 6 June 1993"."""
    if low is None and high is None:
        return "no date"
    if low is None:
        return f"up to {_day(high)}" if high else "no date"
    if high is None:
        return f"from {_day(low)}"
    if low == high:
        return _day(low)
    if (low.month, low.day) == (1, 1) and (high.month, high.day) == (12, 31):
        return str(low.year) if low.year == high.year else f"{low.year} to {high.year}"
    next_day_is_first = high.toordinal() < date.max.toordinal() and date.fromordinal(high.toordinal() + 1).day == 1
    if low.day == 1 and next_day_is_first:
        first = f"{low:%B} {low.year}"
        return first if (low.year, low.month) == (high.year, high.month) else f"{first} to {high:%B} {high.year}"
    return f"{_day(low)} to {_day(high)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _unit_words(unit: str, number: str) -> str:
    """The name of a unit as it stands after a number: "mile" after 280 is "miles", "barrel per day" is "barrels per day"."""
    words = unit.replace("_", " ")
    if number == "1":
        return words
    head, joint, tail = words.partition(" of " if " of " in words else " per ")
    if head.startswith("degree "):
        return words.replace("degree ", "degrees ", 1)
    first, last = head.rpartition(" ")[::2]
    if last in _PLURALS.values() or last in {"hertz", "horsepower", "mille"} or last.endswith("hertz"):
        return words
    if last in _PLURALS:
        last = _PLURALS[last]
    elif not last.endswith("s") and len(last) > 2:
        last = last[:-1] + "ies" if last.endswith("y") and last[-2] not in "aeiou" else last + "s"
    return f"{first} {last}{joint}{tail}".strip()


def _in_unit(number: str, claim: Claim) -> str:
    per = f" per {claim.per_unit.replace('_', ' ')}" if claim.per_unit else ""
    if claim.currency:
        return f"{claim.currency} {number}{per}"
    unit = claim.unit or ""
    if unit == "magnitude" or unit.endswith(" intensity"):
        return f"{unit.rpartition(' ')[2]} {number}"
    if unit in _UNIT_MARKS:
        return f"{number}{_UNIT_MARKS[unit]}{per}"
    return f"{number}{per}" if unit in _SILENT_UNITS or not unit else f"{number} {_unit_words(unit, number)}{per}"


def value_words(claim: Claim) -> str:
    """What a claim says, normalised: "at least 220", "USD 10 billion to 15 billion", "4 August 2020", "has not"."""
    if claim.date_low is not None or claim.date_high is not None:
        return date_words(claim.date_low, claim.date_high)
    if claim.members is not None:
        return ", ".join(claim.members)
    low, high = claim.value_low, claim.value_high
    if low is None and high is None:
        if claim.polarity is not None:
            return "yes" if claim.polarity else "no"
        return claim.mention_text
    if low is not None and high is not None and low != high:
        upper = number_words(high)
        if abs(low) < 1000 and upper.endswith("illion"):
            upper = f"{high:,.15g}"  # "2 to 3 million" would be read as two million to three million
        return _in_unit(f"{number_words(low)} to {upper}", claim)
    stated = low if low is not None else high
    assert stated is not None
    words = _in_unit(number_words(stated), claim)
    if high is None or claim.bound is Bound.AT_LEAST:
        return f"at least {words}"
    if low is None or claim.bound is Bound.AT_MOST:
        return f"at most {words}"
    return f"about {words}" if claim.bound is Bound.APPROX else words


def measure_words(measure: str) -> str:
    """A measure's name for a heading: "vote_share" is "Vote share"."""
    words = measure.replace("_", " ").strip()
    return words[:1].upper() + words[1:] if words else "Value"


_YEAR_LAST = re.compile(r"(?P<name>.*\D)\s+(?P<year>(?:1\d|20)\d\d)")
_WITH_ARTICLE = re.compile(
    r".* of .*|.*\b(?:Union|Nations|States|Organi[sz]ation|Council|Commission|Ministry|Emirates|Kingdom|Netherlands)\b.*"
)
_PLACES = frozenset({"place", "region"})
_BODIES = frozenset({"org", "organisation", "company", "institution"})
_OF_THE_EVENT = frozenset({"event_date", "magnitude", "depth", "intensity", "distance", "duration"})


def topic_words(claim: Claim, subject: str, facet: str, kind: str = "") -> str:
    """What a claim is about, as one says it: "Deaths in the 2020 Beirut explosion", "Population share (Georgians) of Abkhazia".

    `kind` is what sort of thing the subject is, as the run's entities have it; without, its id says so or nothing does.
    """
    kind = kind or (claim.subject_id or "").partition(":")[0]
    measure = "Date" if claim.measure == "event_date" else measure_words(claim.measure)
    parts = [part for part in facet.split(", ") if part and not any(_holds(said, part) for said in (subject, measure))]
    place = ""
    if parts and {one.axis for one in claim.axes} == {Axis.PLACE}:
        place, parts = f" in {_with_article(', '.join(parts))}", []
    told = [part for part in (_happening(claim), *parts) if part]
    words = f"{measure} ({', '.join(told)})" if told else measure
    if not subject or subject.casefold() == measure.casefold():
        return words + place
    if kind == "event":
        dated = None if "," in subject else _YEAR_LAST.fullmatch(subject)  # "Tesna flood, June 2023" stays as it is
        name = f"{dated['year']} {dated['name']}" if dated else subject
        article = "" if name.casefold().startswith(("the ", "a ")) else "the "
        return f"{words}{place} {'of' if claim.measure in _OF_THE_EVENT else 'in'} {article}{name}"
    if kind in _PLACES and claim.measure_kind is MeasureKind.CUMULATIVE and not place:
        return f"{words} in {_with_article(subject)}"
    if kind in _PLACES or kind in _BODIES:
        return f"{words} of {_with_article(subject)}{place}"
    return f"{words}{place}, {subject}"


def _happening(claim: Claim) -> str:
    """What a date is of, "signed"; nothing where no class says more than that something took place."""
    what = claim.predicate if claim.measure == "event_date" else None
    return "" if not what or ":" in what or what == "occurred" else what.replace("_", " ")


def _holds(text: str, words: str) -> bool:
    return f" {words.casefold()} " in f" {text.casefold().replace(',', ' ')} "


def _with_article(name: str) -> str:
    return f"the {name}" if _WITH_ARTICLE.fullmatch(name) and not name.casefold().startswith("the ") else name
