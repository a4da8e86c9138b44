"""From the words of a facet to a scope: "Syria, opposition-held northwest" -> place Syria, control rebel, compass northwest.

Words are looked up in the gazetteer, longest phrase first; the little words before a name say which axis it is of ("to China",
"outside the city", "from Abkhazia", "west of Gaziantep"). What nothing explains is kept as stems in `rest`, so that nothing a text
says of a scope is lost: two scopes with different leftovers are never called the same without a mark of doubt.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field

from atodds.aligning.gazetteer import Gazetteer, Sense, SenseKind
from atodds.aligning.names import capitals_of, fold, root, slug, stem
from atodds.aligning.place_words import load_place_words
from atodds.aligning.scopes import ONCE, UNRESOLVED, Scope
from atodds.vocabulary import Qualifier

__all__ = ["FacetReading", "read_facet", "read_happening"]

_QUALIFIERS = {str(qualifier): qualifier for qualifier in Qualifier}
_PARENTHESES = re.compile(r"\(([^()]*)\)|\"[^\"]*\"|“[^”]*”")
_PIECES = re.compile(r"[,;]|\s[–—-]\s|\s/\s")
_TOPIC = re.compile(r"^([^:]{3,80}):\s+(.+)$", re.DOTALL)
_YEARS = re.compile(r"^(1[5-9]\d\d|20\d\d)(?:[-–/](1[5-9]\d\d|20\d\d|\d\d))?$")
_NUMBERED = re.compile(r"^(\d{1,3})(?:st|nd|rd|th)$")
_EXCLUDING = frozenset({"outside", "excluding", "except", "without", "beyond", "excl"})
_PARTNER = {"to": "to", "into": "to", "towards": "to", "toward": "to", "from": "from", "against": "against", "with": "with"}
_SIDES_OF_TIME = frozenset({"before", "after", "since", "until", "till"})
_LOCATED = frozenset({"in", "inside", "within", "across", "throughout", "at", "near", "around"})
_COMPASS_OF = frozenset({"of", "from"})
_SHORTEST_GLUED = 5  # letters of a place's name found at the head of a longer word
_LONGEST_FACET = 400  # characters; a facet longer than this is a sentence, and its words are not worth a scope


@dataclass(slots=True)
class FacetReading:
    """A facet as read: its scope and the qualifiers its words give ("headline", "projection"). `places_found` are named places."""

    scope: Scope
    qualifiers: tuple[Qualifier, ...] = ()


@dataclass(slots=True)
class _Draft:
    axes: dict[str, list[str]] = field(default_factory=dict)
    qualifiers: dict[Qualifier, None] = field(default_factory=dict)

    def put(self, axis: str, *values: str) -> None:
        self.axes.setdefault(axis, []).extend(values)


def read_facet(facet: str | None, gazetteer: Gazetteer, measure_words: Collection[str] = ()) -> FacetReading:
    """The scope of a facet; `measure_words` are stems the measure itself says ("idp" for displaced people), which narrow nothing.

    Total: any text gives a scope. None, blank and "total" give the whole.
    """
    draft = _Draft()
    text = (facet or "")[:_LONGEST_FACET]
    topic = _TOPIC.match(text)
    if topic:
        # An answer to a question ("reconciliation: if Georgians apologise (Gali region)"): its names are words of the answer; only
        # what stands in brackets narrows who was asked.
        draft.put("topic", *_stems(fold(topic.group(1)).split(), gazetteer))
        draft.put("rest", *_stems(fold(_PARENTHESES.sub(" ", topic.group(2))).split(), gazetteer))
        text = " ".join(found.group() for found in _PARENTHESES.finditer(topic.group(2)))
    asides = [inside for inside in _PARENTHESES.findall(text) if inside]
    for piece in (*_PIECES.split(_PARENTHESES.sub(", ", text)), *asides):
        _read_piece(piece, gazetteer, frozenset(measure_words), draft)
    axes = {axis: tuple(sorted(dict.fromkeys(values))) for axis, values in draft.axes.items() if values}
    if "place" in axes:
        axes["place"] = _without_wider(axes["place"])
    if "nationality" in axes:
        axes["nationality"] = _without_wider(axes["nationality"])
    return FacetReading(Scope(**axes), tuple(draft.qualifiers))


_IDENTIFYING = re.compile(r"\b([A-Z][\w-]*)\s+(?:No\.?\s*)?(\d{1,4})(?![\d,.]*\d)\b")  # "Resolution 1716", "Apollo 11"
_MONTHS = frozenset(
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December", "The", "In"]
)
_TOLD_BY = ("place", "nationality", "status", "role", "occupation", "age", "sex", "citizenship", "religion", "partner", "near", "rest")


def read_happening(facet: str | None, gazetteer: Gazetteer) -> FacetReading:
    """The scope of a date's facet: what happened, by roots of words and by places, whichever way they are put.

    "signed China and Georgia the agreement" and "signing of the Georgian-Chinese agreement" are of one happening. Counts in the sentence
    are no part of it; numbers that name a thing are ("Resolution 1716").
    """
    reading = read_facet(facet, gazetteer)
    scope = reading.scope
    kept = {number for word, number in _IDENTIFYING.findall(facet or "") if word not in _MONTHS}
    light, once = _light_stems(gazetteer), frozenset(root(stem(word)) for word in gazetteer.once)
    words: dict[str, None] = {}
    for axis in _TOLD_BY:
        for value in getattr(scope, axis):
            plain = value.rpartition(":")[2].removeprefix(UNRESOLVED)
            if axis == "nationality":
                people = gazetteer.entities.get(f"group:{plain}")
                plain = (people.part_of or plain).removeprefix("place:") if people else plain
            if plain and not plain[0].isdigit() and not (axis == "rest" and plain in light):
                stemmed = root(plain) if axis == "rest" else plain
                words[stemmed + ONCE if axis == "rest" and stemmed in once else stemmed] = None
    told = {*words, *kept}
    happening = tuple(sorted(word for word in told if not any(other.startswith(word + "/") for other in told)))
    # "further alienated" is told of what happened, not of a figure: no word of it qualifies the date.
    return FacetReading(Scope(ordinal=scope.ordinal, topic=scope.topic, excluded=scope.excluded, happening=happening))


def _light_stems(gazetteer: Gazetteer) -> frozenset[str]:
    """Words that say nothing of what happened, as `rest` holds them."""
    return frozenset(stem(word) for word in gazetteer.light)


def _without_wider(ways: tuple[str, ...]) -> tuple[str, ...]:
    """Ways without those that only say where another is: "Derna, Libya" is one place."""
    return tuple(way for way in ways if not any(other != way and other.startswith(way + "/") for other in ways))


def _read_piece(piece: str, gazetteer: Gazetteer, measure_words: frozenset[str], draft: _Draft) -> None:
    raw = piece.replace("+", " and ").split()
    words = tuple(fold(piece.replace("+", " and ")).split())
    if not words:
        return
    if years := _YEARS.match(piece.strip()):
        draft.put("period", _span(years))
        return
    spans = list(gazetteer.scan(words, capitals_of(piece) if len(words) > 1 else None))
    headline = any(sense and sense.axis == "qualifier" and sense.value == "headline" for _, _, sense in spans)
    position = 0
    while position < len(spans):
        start, end, sense = spans[position]
        lead = words[start - 1] if start else ""
        word = words[start]
        following = spans[position + 1] if position + 1 < len(spans) else None
        if sense is None or sense.kind is SenseKind.SCOPE:
            if word in _EXCLUDING or word in _SIDES_OF_TIME:
                position = _read_led(word, words, spans, position, gazetteer, draft)
                continue
            if sense is not None:
                _read_scope_word(sense, words[start:end], following, words, measure_words, draft)
            elif _YEARS.match(word):
                draft.put("period", word)
            elif word not in _PARTNER and word not in _LOCATED and stem(word) not in measure_words:
                glued = _unglued(word, gazetteer)
                if glued is not None:
                    _read_name(glued, words, start, end, measure_words, draft)
                else:
                    _read_unknown(word, raw, lead, draft)
        elif sense.kind in {SenseKind.ADJECTIVE, SenseKind.PLACE} and end < len(words) and words[end] in load_place_words().held:
            draft.put("control", sense.also or sense.value)
            position += 1 if following is None else 2
            continue
        elif headline and sense.kind is SenseKind.PLACE:
            pass  # "(headline reads as Turkey)": a note on the reading, not a second place
        else:
            _read_name(sense, words, start, end, measure_words, draft)
        position += 1


def _span(found: re.Match[str]) -> str:
    low, high = found.group(1), found.group(2)
    if not high:
        return low
    return f"{low}-{low[:2] + high if len(high) == 2 else high}"


def _read_led(
    lead: str, words: tuple[str, ...], spans: list[tuple[int, int, Sense | None]], position: int, gazetteer: Gazetteer, draft: _Draft
) -> int:
    """What "outside", "excluding", "before" or "since" governs: the rest of the piece."""
    rest = [(start, end, sense) for start, end, sense in spans[position + 1 :]]
    if lead in _EXCLUDING:
        named = [way for _, _, sense in rest if sense for way in _ways(sense)]
        others = _stems([words[start] for start, _, sense in rest if sense is None], gazetteer)
        generic = [words[start] for start, _, sense in rest if sense and sense.axis == "noise"]
        draft.put("excluded", *(named or [UNRESOLVED + slug(" ".join(others or generic or ["rest"]))]))
        draft.qualifiers[Qualifier.COMPLEMENT] = None
        return len(spans)
    side = {"since": "after", "till": "until"}.get(lead, lead)
    governed = [words[start] for start, _, _ in rest if words[start] not in {"the", "of"}]
    years = [word for word in governed if _YEARS.match(word)]
    draft.put("period", f"{side}:{slug(' '.join(years or governed)) or 'then'}")
    return len(spans)


def _ways(sense: Sense) -> tuple[str, ...]:
    if sense.kind is SenseKind.REGION:
        return sense.members
    if sense.kind is SenseKind.PLACE:
        return (sense.value,)
    if sense.kind is SenseKind.ADJECTIVE:
        return (sense.also,)
    return ()


def _read_scope_word(
    sense: Sense, phrase: tuple[str, ...], following: tuple[int, int, Sense | None] | None, words: tuple[str, ...],
    measure_words: frozenset[str], draft: _Draft,
) -> None:  # fmt: skip
    if sense.axis == "qualifier":
        draft.qualifiers[_QUALIFIERS[sense.value]] = None
    elif sense.axis == "compass" and following and words[following[0]] in _COMPASS_OF:
        draft.put("compass", sense.value)
        draft.put("near", "")  # the name after "of" is the point a bearing is taken from, not where the figure holds
    elif sense.axis in {"whole", "noise"} or all(stem(word) in measure_words for word in phrase):
        return
    else:
        draft.put(sense.axis, sense.value)


def _read_name(
    sense: Sense, words: tuple[str, ...], start: int, end: int, measure_words: frozenset[str], draft: _Draft
) -> None:  # fmt: skip
    lead = words[start - 1] if start else ""
    if lead in {"the", "a", "an"} and start > 1:
        lead = words[start - 2]
    after = words[end] if end < len(words) else ""
    if sense.kind is SenseKind.GROUP:
        if not all(stem(word) in measure_words for word in words[start:end]):
            draft.put(_axis_of(sense.axis), sense.value)
        return
    if sense.kind is SenseKind.ORGANISATION:
        draft.put("rest", sense.value)
        return
    if sense.kind is SenseKind.ADJECTIVE and after not in load_place_words().land and lead not in _PARTNER:
        draft.put("nationality", sense.value)
        return
    ways = _ways(sense)
    if draft.axes.get("near") == [""]:
        draft.axes["near"] = list(ways)
    elif lead in _PARTNER:
        draft.put("partner", *(f"{_PARTNER[lead]}:{way}" for way in ways))
    else:
        draft.put("place", *ways)


def _axis_of(category: str) -> str:
    return category if category in Scope.__dataclass_fields__ else "rest"


def _unglued(word: str, gazetteer: Gazetteer) -> Sense | None:
    """The place a word opens with when a little word is glued to it, as text from the web often has it ("Türkiyehas")."""
    for length in range(len(word) - 2, _SHORTEST_GLUED - 1, -1):
        sense = gazetteer.senses.get(word[:length])
        if sense is not None and sense.kind is SenseKind.PLACE and word[length:] in gazetteer.light:
            return sense
    return None


def _read_unknown(word: str, raw: list[str], lead: str, draft: _Draft) -> None:
    """A word no list knows: after "in" with a capital it is the name of a place, else a word that narrows somehow."""
    if numbered := _NUMBERED.match(word):
        draft.put("ordinal", numbered.group(1))
        return
    capital = any(piece[:1].isupper() and fold(piece.strip(".,;:()")) == word for piece in raw)
    if draft.axes.get("near") == [""] and capital:
        draft.axes["near"] = [UNRESOLVED + word]
    elif capital and lead in _LOCATED:
        draft.put("place", UNRESOLVED + word)
    elif lead in _PARTNER and capital:
        draft.put("partner", f"{_PARTNER[lead]}:{UNRESOLVED}{word}")
    else:
        draft.put("rest", stem(word))


def _stems(words: list[str], gazetteer: Gazetteer) -> list[str]:
    kept = []
    for word in words:
        sense = gazetteer.senses.get(word)
        if not (sense and sense.axis in {"noise", "whole"}):
            kept.append(stem(word))
    return kept
