"""What narrows a figure, as its text states it: the typed axes of `atodds.claims.axes`.

"Of the dead, 40 were men" narrows 40 to the group `men`; "31 in the harbour" to a place; "phase two will cost 90 million" to a part and to
what is planned. Each value says how near it was said: one of the figure's own phrase or sentence can tell two figures apart, one carried
over from the sentence before or from a heading can only agree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from atodds.claims.axes import Axis, AxisValue
from atodds.claims.measure_classes import ClassHit
from atodds.extraction.components import Rules
from atodds.extraction.measured import Measured, nearness
from atodds.extraction.naming import clean_name
from atodds.extraction.parsed import Name, ParsedSentence, QuantityAt
from atodds.extraction.word_forms import stem
from atodds.vocabulary import FrameSource, Modality

__all__ = ["axes_of", "folded", "is_of_a_whole", "places_in", "values_in_words"]

# Prices up to which a word of an axis is of the figure: a group stands in its noun phrase, a status or an event may govern its clause.
REACH = {
    Axis.EVENT: 4.0,
    Axis.GROUP: 1.7,
    Axis.STATUS: 2.8,
    Axis.EXTENT: 2.0,
    Axis.PART: 1.7,
    Axis.PERIOD: 2.2,
}
PLACE_REACH = 3.2
SHARED_PLACE = 0.6  # a place this much nearer to another figure is the other's

_WHERE = frozenset(
    {"in", "at", "near", "around", "across", "along", "throughout", "outside", "inside", "within", "on", "off", "downstream", "upstream"}
)
_ORDINAL = re.compile(r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:st|nd|rd|th))\Z", re.IGNORECASE)
_ORDINALS = ("first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth")
_NUMBERS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_OVER = frozenset({"in", "within", "over", "during", "for", "inside", "every"})


def folded(text: str) -> str:
    """A name or phrase in lower case with single blanks, without article and possessive."""
    return " ".join(re.sub(r"[^\w& -]", " ", clean_name(text).casefold()).split())


def axes_of(
    sentence: ParsedSentence, quantity: QuantityAt, measured: Measured, modality: Modality, rules: Rules, carried: Iterable[AxisValue] = ()
) -> tuple[AxisValue, ...]:
    """All stated values for one figure, then the carried ones on axes the figure's own sentence is silent on."""
    found: list[AxisValue] = []
    events: list[tuple[float, ClassHit]] = []
    classes = rules.classes
    for hit in classes.of_role("axis", sentence.hits):
        axis = classes.by_id[hit.class_id].axis
        if axis is None or axis in {Axis.PLACE, Axis.PART}:
            continue  # a part is told by its number or rank, see `_parts`
        if hit.class_id == "per_unit" and hit.tokens[0] < quantity.end:
            continue  # "each of the 231 observers" makes no sum a head
        if set(hit.tokens) <= set(measured.tokens) and not all(sentence.tags[token].startswith("JJ") for token in hit.tokens):
            continue  # "claimed 36 lives" is no claim, but "the average wage" is an average
        of_measure = sentence.heads[hit.tokens[-1]] in measured.tokens  # "youth unemployment"
        if axis is Axis.GROUP and not of_measure and not _in_counted_phrase(sentence, quantity, hit.tokens):
            continue
        if axis is Axis.STATUS and not _governs(sentence, quantity, hit.tokens[0]):
            continue  # "count 3,700 hurt and expect a steep rise"
        price = nearness(sentence, quantity, hit.tokens)
        if axis is Axis.EVENT:
            events.append((price, hit))
            continue
        if price <= REACH.get(axis, 0.0) and not _nearer_to_another(sentence, quantity, hit.tokens, price):
            said = " ".join(sentence.tokens[index] for index in hit.tokens)
            found.append(AxisValue(axis, hit.class_id, said, FrameSource.PHRASE))
    if events:  # the nearest names it: "the battle ... more than any other of the war"
        price, hit = min(events, key=lambda one: (one[0], one[1].start))
        if price <= REACH[Axis.EVENT]:
            said = " ".join(sentence.tokens[index] for index in hit.tokens)
            found.append(AxisValue(Axis.EVENT, hit.class_id, said, FrameSource.PHRASE if price <= 2.0 else FrameSource.SENTENCE))
    if modality is Modality.PLANNED and not any(value.axis is Axis.STATUS for value in found):
        found.append(AxisValue(Axis.STATUS, "planned", "", FrameSource.SENTENCE))
    if modality is Modality.NEGATED and quantity.mention.dimension != "duration":
        found.append(AxisValue(Axis.STATUS, "denied", "", FrameSource.SENTENCE))
    if _is_superseded(sentence, quantity, rules):
        found.append(AxisValue(Axis.STATUS, "original", "", FrameSource.SENTENCE))
    whole = is_of_a_whole(sentence, quantity)
    groups = [value for value in found if value.axis is Axis.GROUP]
    if [value.value for value in groups] == ["men"] and not whole and quantity.noun is not None and not _tells_women(sentence):
        found.remove(groups[0])  # "sixty-one men were at work" counts people where nobody else is told apart
    if whole:
        found.append(AxisValue(Axis.EXTENT, "subset", "", FrameSource.PHRASE))
    found += _parts(sentence, quantity, rules)
    found += _peoples(sentence, quantity)
    found += _stretch(sentence, quantity, rules)
    found += _places(sentence, quantity, rules)
    silent = {value.axis for value in found}
    found += [value for value in carried if value.axis not in silent]
    return _once(found)


def is_of_a_whole(sentence: ParsedSentence, quantity: QuantityAt) -> bool:
    """Whether a figure is told as some of a known whole: "nine of the injured", "40 of them", "of the dead, 40 were men"."""
    after = sentence.lowers[quantity.end : quantity.end + 2]
    if after[:1] == ["of"] and after[1:2] and after[1] in {"the", "them", "these", "those", "whom", "which", "its", "their", "his", "all"}:
        return quantity.mention.unit is None and quantity.mention.currency is None and not quantity.mention.fraction
    before = sentence.lowers[max(quantity.start - 7, 0) : quantity.start]
    return bool({"including", "among"} & set(before[-3:])) or (
        "of" in before and bool({"whom", "which", "them", "these", "those"} & set(before[before.index("of") : before.index("of") + 2]))
    )


def _is_superseded(sentence: ParsedSentence, quantity: QuantityAt, rules: Rules) -> bool:
    """Whether a figure was told before another took its place: "the first bulletin had spoken of 19 injured"."""
    for token in sentence.path_up(quantity.root)[1:]:
        if sentence.forms[token] & rules.lexicon.saying and sentence.tags[token] in {"VBN", "VBD"}:
            return any(sentence.lowers[child] == "had" and sentence.deps[child] == "aux" for child in sentence.children(token))
    return False


def _once(values: Iterable[AxisValue]) -> tuple[AxisValue, ...]:
    kept: dict[tuple[Axis, str], AxisValue] = {}
    for value in values:
        kept.setdefault((value.axis, value.value), value)
    return tuple(kept.values())


def _tells_women(sentence: ParsedSentence) -> bool:
    return any(hit.class_id in {"women", "children"} for hit in sentence.hits)


def _in_counted_phrase(sentence: ParsedSentence, quantity: QuantityAt, tokens: tuple[int, ...]) -> bool:
    """Whether a word for a group stands in the phrase of the counted, or is said of them: "44 women", "40 were men"."""
    if quantity.mention.currency is not None:
        return False
    noun = quantity.noun_or_root
    last = tokens[-1]
    if noun in tokens or last in range(quantity.start, quantity.end):
        return True
    path = sentence.path_up(last)
    if noun in path[:4] and all(sentence.deps[step] not in {"advcl", "ccomp"} for step in path[: path.index(noun)]):
        return True
    said_of = sentence.deps[last] in {"attr", "acomp"} and sentence.heads[last] in sentence.path_up(noun)[:3]
    return said_of


def _governs(sentence: ParsedSentence, quantity: QuantityAt, token: int) -> bool:
    """Whether a word stands in the figure's clause, in one above it, or in the phrase of the counted."""
    clause = sentence.clause_of(token)
    return clause in sentence.path_up(quantity.root) or quantity.noun_or_root in sentence.path_up(token)


def _nearer_to_another(sentence: ParsedSentence, quantity: QuantityAt, tokens: tuple[int, ...], price: float) -> bool:
    """Whether an axis word belongs to another figure of the sentence: "1,900 promised, 820 handed over"."""
    return any(other is not quantity and nearness(sentence, other, tokens) < price - SHARED_PLACE for other in sentence.quantities)


def _parts(sentence: ParsedSentence, quantity: QuantityAt, rules: Rules) -> list[AxisValue]:
    """Numbered parts: "panel 17", "phase two", "the second instalment"."""
    found = []
    serial = {
        token
        for hit in rules.classes.of_role("axis", sentence.hits)
        if rules.classes.by_id[hit.class_id].axis is Axis.PART
        for token in hit.tokens
    }
    taken = {index for other in sentence.quantities for index in range(other.start, other.end)}
    taken |= {index for one in sentence.dates for index in range(one.start, one.end)}
    for index in range(len(sentence.tokens) - 1):
        noun, number = sentence.tokens[index], sentence.lowers[index + 1]
        numbered = re.fullmatch(r"\d{1,4}[a-z]?|[a-z]", number) is not None or number in _NUMBERS
        if index + 1 not in taken and numbered and noun[:1].isalpha() and sentence.tags[index].startswith("NN") and number != "s":
            if number in {"a", "i"} and not sentence.tokens[index + 1].isupper():
                continue
            value = f"{stem(noun)} {_NUMBERS.index(number) + 1 if number in _NUMBERS else number}"
            tokens = (index, index + 1)
        elif _ORDINAL.match(sentence.lowers[index]) and index not in taken and index + 1 in serial:
            rank = sentence.lowers[index]
            rank = str(_ORDINALS.index(rank) + 1) if rank in _ORDINALS else rank.rstrip("stndrh") or rank
            value = f"{stem(sentence.tokens[index + 1])} {rank}"
            tokens = (index, index + 1)
        else:
            continue
        price = nearness(sentence, quantity, tokens)
        if price <= 2.6 and not _nearer_to_another(sentence, quantity, tokens, price):
            found.append(AxisValue(Axis.PART, value, " ".join(sentence.tokens[at] for at in tokens), FrameSource.SENTENCE))
    return found


def _peoples(sentence: ParsedSentence, quantity: QuantityAt) -> list[AxisValue]:
    """Nationalities and peoples among the counted: "three Syrians", "Georgians 46.2 per cent", "Georgian civilians"."""
    found = []
    noun = quantity.noun
    for name in sentence.names:
        if name.kind != "people":
            continue
        counted = noun is not None and (name.start <= noun < name.end or sentence.heads[name.root] == noun)
        beside = 0 <= quantity.start - name.end <= 1 or 0 <= name.start - quantity.end <= 1
        makes_up = sentence.deps[name.root] == "nsubj" and sentence.heads[name.root] in sentence.path_up(quantity.root)[1:4]
        beside = beside or (makes_up and quantity.mention.unit == "percent")  # "Georgians made up 46.2 per cent"
        said_of = sentence.deps[name.root] == "attr" and nearness(sentence, quantity, (name.root,)) <= 1.7
        if counted or beside or said_of:
            found.append(AxisValue(Axis.GROUP, stem(folded(name.text)), name.text, FrameSource.PHRASE))
    return found


def _stretch(sentence: ParsedSentence, quantity: QuantityAt, rules: Rules) -> list[AxisValue]:
    """The stretch of time a figure is over: "214 mm in 48 hours", "within three weeks 900 homes were sold"."""
    if quantity.mention.dimension == "duration":
        return []
    for other in sentence.quantities:
        if other is quantity or other.mention.dimension != "duration" or other.mention.low is None:
            continue
        before = sentence.lowers[max(other.start - 3, 0) : other.start] + sentence.lowers[other.start : other.start + 1]
        if not _OVER & set(before) or sentence.lowers[other.end : other.end + 1] in (
            ["ago"],
            ["later"],
            ["earlier"],
            ["after"],
            ["before"],
        ):
            continue
        if nearness(sentence, quantity, (other.root,)) <= 2.6:
            hours = other.mention.low * other.mention.base_factor
            return [AxisValue(Axis.PERIOD, f"{hours:.6g} {rules.base_time}", other.mention.text, FrameSource.SENTENCE)]
    return []


def places_in(sentence: ParsedSentence) -> list[Name]:
    """Names that say where: known places, and any name behind a word of place ("in Adjud", "along the Siret")."""
    return [name for name in sentence.names if _says_where(sentence, name)]


def _says_where(sentence: ParsedSentence, name: Name) -> bool:
    if name.kind in {"person", "people"}:
        return False
    start = name.start
    while start and sentence.lowers[start - 1] in {"the", "a", "an", "nearby", "central", "northern", "southern", "eastern", "western"}:
        start -= 1
    before = sentence.lowers[start - 1] if start else ""
    if before in _WHERE:
        return True
    head = sentence.heads[name.root]
    if name.kind == "place":
        if sentence.deps[name.root] in {"nsubj", "nsubjpass", "poss", "appos"} or before in {"of", "from", "to", "for", ",", "("}:
            return True
        return sentence.deps[name.root] in {"compound", "nmod", "amod"} and head > name.root
    return False


def _places(sentence: ParsedSentence, quantity: QuantityAt, rules: Rules) -> list[AxisValue]:
    found = []
    for name in places_in(sentence):
        tokens = (name.root,)
        price = nearness(sentence, quantity, tokens)
        fronted = name.end <= min((other.start for other in sentence.quantities), default=0) and name.start <= 3
        if fronted:
            price = min(price, 1.5)
        if price > PLACE_REACH or (not fronted and _nearer_to_another(sentence, quantity, tokens, price)):
            continue
        if sentence.is_source(name):
            continue
        found.append(AxisValue(Axis.PLACE, folded(name.text), name.text, FrameSource.PHRASE if price <= 2.0 else FrameSource.SENTENCE))
    return found


def values_in_words(text: str, rules: Rules, source: FrameSource) -> list[AxisValue]:
    """The axis values that words without grammar state: a header, a row's label, a caption, a heading."""
    tokens = re.findall(r"[^\W_]+(?:['’-][^\W_]+)*", text)
    classes = rules.classes
    found = []
    for hit in classes.of_role("axis", classes.find([rules.forms.of(token) for token in tokens])):
        axis = classes.by_id[hit.class_id].axis
        if axis is not None:
            found.append(AxisValue(axis, hit.class_id, " ".join(tokens[index] for index in hit.tokens), source))
    for numbered in re.finditer(r"\b([A-Za-z]{3,}) (\d{1,3}[A-Za-z]?|[A-Z])\b", text):
        found.append(AxisValue(Axis.PART, f"{stem(numbered.group(1))} {numbered.group(2).lower()}", numbered.group(), source))
    return list(_once(found))
