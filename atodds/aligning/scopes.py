"""What a figure is narrowed to, and how two such scopes stand to each other. Pure: a `facet_id` says all there is to say.

A facet is parsed (`facets.py`) into a `Scope`, whose canonical text is the claim's `facet_id`:

    "Turkey+Syria"                        place=sy+tr
    "Syria, opposition-held northwest"    place=sy;control=rebel;compass=nw
    "Syrian nationals in Turkey"          place=tr;nationality=syrian
    "total", "all nationalities", None    all

Places and groups are written as ways from the widest down ("ge/abkhazia/gali", "child/infant"), so that "is part of" is "begins with"
and two ids can be compared anywhere, without the gazetteer: `relate_scopes` is what comparability calls.

    relate_scopes("place=tr", "place=sy+tr")  -> part: "tr is within sy+tr"
    relate_scopes("place=tr", "place=sy")     -> disjoint
    relate_scopes("all", "age=child")         -> whole
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from functools import lru_cache

from rapidfuzz import fuzz

from atodds.vocabulary import Standing

__all__ = ["WHOLE", "Scope", "ScopeRelation", "Standing", "family_of", "generalisations", "relate_scopes", "scope_of"]

WHOLE = "all"
"""The `facet_id` of a figure that nothing narrows, whether the text says "total" or says nothing."""

UNRESOLVED = "~"
"""Opens the id of a name no gazetteer knows: it may lie inside any other place."""

ONCE = "!"
"""Closes a word of a happening that comes to a thing but once: "born!", "built!"."""

_CLOSE_WORDING = 90.0
"""rapidfuzz token_sort_ratio at and above which two free wordings count as one; benchmarks/aligning.py prints the sweep."""
_SHARED_WORDS = 0.5
"""Share of words in common at and above which two free wordings may mean the same thing, so that nothing is said for certain."""


_ONE_HAPPENING = 0.8
"""Share of the shorter telling's words that a longer one must hold to be of the same happening."""
_ONE_TELLING = 0.7
"""Share of all words of both tellings that they must have in common, where no word of them happens but once."""
_TOLD_IN_FULL = 3
"""Words from which two equal tellings are of one happening for certain, where no word of them happens but once."""
_SHARED_OF_HAPPENING = 2
"""Words two tellings must have in common at all: "signed" alone tells nothing."""


@dataclass(frozen=True, slots=True)
class ScopeRelation:
    """The answer of `relate_scopes`; `certain` is False where it rests on what a text leaves unsaid or on likeness of wording."""

    standing: Standing
    reason: str
    certain: bool = True
    crossing: bool = False  # each is narrowed where the other is not: the two overlap and are not one

    def turned(self) -> ScopeRelation:
        """The relation seen from the other side."""
        other = {Standing.PART: Standing.WHOLE, Standing.WHOLE: Standing.PART}.get(self.standing, self.standing)
        return ScopeRelation(other, self.reason, self.certain, self.crossing)


@dataclass(frozen=True, slots=True)
class Scope:
    """What narrows a figure, one axis each; an empty axis does not narrow. Values are sorted ids; see the module's docstring.

    `place` and the categories of groups hold unions ("Turkey+Syria", "women and children"); `excluded` what is taken out;
    `partner` the other end of a flow ("to:cn", "from:ge/abkhazia"); `near` the point a distance is taken from; `happening` what a date is
    the date of, as roots of its words and the places in it; `rest` the stems of words that no list knows.
    """

    place: tuple[str, ...] = ()
    control: tuple[str, ...] = ()
    compass: tuple[str, ...] = ()
    excluded: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    nationality: tuple[str, ...] = ()
    religion: tuple[str, ...] = ()
    citizenship: tuple[str, ...] = ()
    age: tuple[str, ...] = ()
    sex: tuple[str, ...] = ()
    role: tuple[str, ...] = ()
    occupation: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    residence: tuple[str, ...] = ()
    respondents: tuple[str, ...] = ()
    partner: tuple[str, ...] = ()
    ordinal: tuple[str, ...] = ()
    statistic: tuple[str, ...] = ()
    aspect: tuple[str, ...] = ()
    period: tuple[str, ...] = ()
    topic: tuple[str, ...] = ()
    happening: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()

    @property
    def facet_id(self) -> str:
        """The canonical text of the scope; equal scopes have equal ids."""
        said = [f"{name}={'+'.join(values)}" for name in _AXES if (values := getattr(self, name))]
        return ";".join(said) or WHOLE


_AXES: tuple[str, ...] = tuple(field.name for field in fields(Scope))
_UNIONS = frozenset({"place", "nationality", "religion", "citizenship", "age", "sex", "role", "occupation", "status", "residence"})
_ID_UNSAFE = re.compile(r"[;=+]")


@lru_cache(maxsize=500_000)
def scope_of(facet_id: str | None) -> Scope:
    """The scope a `facet_id` stands for; None and "all" are the whole. Total: an unknown text becomes words of `rest`."""
    if not facet_id or facet_id == WHOLE:
        return Scope()
    axes: dict[str, tuple[str, ...]] = {}
    for part in facet_id.split(";"):
        name, equals, values = part.partition("=")
        if equals and name in _AXES:
            axes[name] = tuple(value for value in values.split("+") if value)
        else:
            axes["rest"] = (*axes.get("rest", ()), *_ID_UNSAFE.sub(" ", part).split())
    return Scope(**axes)


def relate_scopes(a: Scope | str | None, b: Scope | str | None) -> ScopeRelation:
    """How scope `a` stands to scope `b`: same, part (a within b), whole (a holds b), disjoint or unknown, with the reason.

    Takes `facet_id`s or `Scope`s. Symmetric: `relate_scopes(b, a)` is `relate_scopes(a, b).turned()` in standing and certainty.
    """
    return _relate(a.facet_id if isinstance(a, Scope) else a or WHOLE, b.facet_id if isinstance(b, Scope) else b or WHOLE)


@lru_cache(maxsize=500_000)
def _relate(a_id: str, b_id: str) -> ScopeRelation:
    if a_id == b_id and 0 < len(told := scope_of(a_id).happening) < _TOLD_IN_FULL and not any(word.endswith(ONCE) for word in told):
        return ScopeRelation(Standing.SAME, f'both "{" ".join(told)}", which may have happened more than once', certain=False)
    if a_id == b_id:
        return ScopeRelation(Standing.SAME, "nothing narrows either" if a_id == WHOLE else f"both {a_id}")
    a, b = scope_of(a_id), scope_of(b_id)
    answers: list[ScopeRelation] = []
    for name in _AXES:
        left, right = getattr(a, name), getattr(b, name)
        if left == right:
            continue
        if name == "excluded":
            answers.append(_excluded(a, b))
        elif not left or not right:
            standing = Standing.WHOLE if not left else Standing.PART
            answers.append(ScopeRelation(standing, f"only one is narrowed by {name}={'+'.join(left or right)}", certain=name in _UNIONS))
        else:
            answers.append(_COMPARERS.get(name, _unions if name in _UNIONS else _alternatives)(name, left, right))
    answers.extend(_exclusion_meets_place(a, b))
    return _together(answers)


def _together(answers: list[ScopeRelation]) -> ScopeRelation:
    """One answer from those of the axes: a difference on any axis decides; parts and wholes at once only overlap."""
    answers = [answer for answer in answers if answer.standing is not Standing.SAME or not answer.certain]
    if not answers:
        return ScopeRelation(Standing.SAME, "nothing tells them apart")
    by_standing = {standing: [answer for answer in answers if answer.standing is standing] for standing in Standing}
    if apart := by_standing[Standing.DISJOINT]:
        surest = max(apart, key=lambda answer: answer.certain)
        return surest
    if unknown := by_standing[Standing.UNKNOWN]:
        return unknown[0]
    certain = all(answer.certain for answer in answers)
    reason = "; ".join(answer.reason for answer in answers)
    if by_standing[Standing.PART] and by_standing[Standing.WHOLE]:
        return ScopeRelation(Standing.UNKNOWN, f"each is narrowed where the other is not: {reason}", certain=False, crossing=True)
    for standing in (Standing.PART, Standing.WHOLE):
        if by_standing[standing]:
            return ScopeRelation(standing, reason, certain)
    return ScopeRelation(Standing.SAME, reason, certain)


def within(part: str, whole: str) -> bool:
    """Whether a way ("ge/abkhazia/gali") leads through another ("ge/abkhazia"), or is it; the world holds every place."""
    return part == whole or part.startswith(whole + "/") or whole == "world"


def _covered(parts: Iterable[str], wholes: tuple[str, ...]) -> bool:
    return all(any(within(part, whole) for whole in wholes) for part in parts)


def _unions(name: str, left: tuple[str, ...], right: tuple[str, ...]) -> ScopeRelation:
    """Two unions of ways: covered by each other, one by the other, touching, or apart."""
    shown_left, shown_right = "+".join(left), "+".join(right)
    left_in, right_in = _covered(left, right), _covered(right, left)
    if left_in and right_in:
        return ScopeRelation(Standing.SAME, f"{shown_left} and {shown_right} cover each other")
    if left_in:
        return ScopeRelation(Standing.PART, f"{shown_left} is within {shown_right}")
    if right_in:
        return ScopeRelation(Standing.WHOLE, f"{shown_left} holds {shown_right}")
    if any(within(one, other) or within(other, one) for one in left for other in right):
        return ScopeRelation(Standing.UNKNOWN, f"{shown_left} and {shown_right} overlap", certain=False)
    if any(way.startswith(UNRESOLVED) for way in left) != any(way.startswith(UNRESOLVED) for way in right):
        return ScopeRelation(Standing.UNKNOWN, f"whether {shown_left} and {shown_right} overlap is not known", certain=False)
    certain = not any(way.startswith(UNRESOLVED) for way in (*left, *right))
    return ScopeRelation(Standing.DISJOINT, f"{name} {shown_left} is not {shown_right}", certain)


def _alternatives(name: str, left: tuple[str, ...], right: tuple[str, ...]) -> ScopeRelation:
    """Values of an axis that exclude each other: the first shock is not the second; a subset says less than its superset."""
    if set(left) < set(right):
        return ScopeRelation(Standing.WHOLE, f"{'+'.join(right)} narrows more than {'+'.join(left)}", certain=False)
    if set(right) < set(left):
        return ScopeRelation(Standing.PART, f"{'+'.join(left)} narrows more than {'+'.join(right)}", certain=False)
    return ScopeRelation(Standing.DISJOINT, f"{name} {'+'.join(left)} is not {'+'.join(right)}")


def _ordinals(name: str, left: tuple[str, ...], right: tuple[str, ...]) -> ScopeRelation:
    """The first shock is not the second; "a later one" may be any but the first."""
    if len(left) == len(right) == 1 and "later" in (left[0], right[0]) and not {"1", "main", "fore", "after"} & {left[0], right[0]}:
        return ScopeRelation(
            Standing.UNKNOWN, f"which of the later ones {'+'.join(left)} and {'+'.join(right)} are is not said", certain=False
        )
    return _alternatives(name, left, right)


_BEARINGS = {"n": 0.0, "nne": 22.5, "ne": 45.0, "ene": 67.5, "e": 90.0, "ese": 112.5, "se": 135.0, "sse": 157.5, "s": 180.0, "ssw": 202.5,
             "sw": 225.0, "wsw": 247.5, "w": 270.0, "wnw": 292.5, "nw": 315.0, "nnw": 337.5}  # fmt: skip


def _compass(name: str, left: tuple[str, ...], right: tuple[str, ...]) -> ScopeRelation:
    """Quarters of a place: the northwest is within the north and within the west; the north is not the south; the coast may be either."""
    shown = f"{'+'.join(left)} and {'+'.join(right)}"
    if len(left) != 1 or len(right) != 1 or left[0] not in _BEARINGS or right[0] not in _BEARINGS:
        return ScopeRelation(Standing.UNKNOWN, f"{shown} may overlap", certain=False)
    gap = abs(_BEARINGS[left[0]] - _BEARINGS[right[0]])
    gap = min(gap, 360 - gap)
    if gap >= 90:
        standing = Standing.DISJOINT if gap > 90 else Standing.UNKNOWN
        return ScopeRelation(standing, f"{shown} are different quarters", certain=gap > 90)
    if gap <= 22.5:
        return ScopeRelation(Standing.SAME, f"{shown} are one direction told more or less finely", certain=False)
    if len(left[0]) != len(right[0]):
        return ScopeRelation(Standing.PART if len(left[0]) > len(right[0]) else Standing.WHOLE, f"{shown}: one is a quarter of the other")
    return ScopeRelation(Standing.UNKNOWN, f"{shown} overlap", certain=False)


def _period(name: str, left: tuple[str, ...], right: tuple[str, ...]) -> ScopeRelation:
    """Years or spans of years, and before or after something."""
    years_left, years_right = _years(left), _years(right)
    sides_left, sides_right = set(left) - _year_words(left), set(right) - _year_words(right)
    if sides_left != sides_right and sides_left and sides_right:
        return ScopeRelation(Standing.DISJOINT, f"{'+'.join(left)} is not {'+'.join(right)}")
    if years_left and years_right and years_left != years_right:
        if years_left[0] > years_right[1] or years_right[0] > years_left[1]:
            return ScopeRelation(Standing.DISJOINT, f"{'+'.join(left)} is another time than {'+'.join(right)}")
        if years_right[0] <= years_left[0] and years_left[1] <= years_right[1]:
            return ScopeRelation(Standing.PART, f"{'+'.join(left)} is within {'+'.join(right)}")
        if years_left[0] <= years_right[0] and years_right[1] <= years_left[1]:
            return ScopeRelation(Standing.WHOLE, f"{'+'.join(left)} holds {'+'.join(right)}")
        return ScopeRelation(Standing.UNKNOWN, f"{'+'.join(left)} and {'+'.join(right)} overlap", certain=False)
    if len(set(left)) == len(set(right)):
        return ScopeRelation(Standing.SAME, f"{'+'.join(left)} and {'+'.join(right)}", certain=False)
    standing = Standing.PART if len(left) > len(right) else Standing.WHOLE
    return ScopeRelation(standing, f"{'+'.join(left)} against {'+'.join(right)}", certain=False)


def _year_words(values: tuple[str, ...]) -> set[str]:
    return {value for value in values if value[:4].isdigit()}


def _years(values: tuple[str, ...]) -> tuple[int, int] | None:
    years = sorted(int(year) for value in _year_words(values) for year in value.split("-") if year.isdigit())
    return (years[0], years[-1]) if years else None


def _words(name: str, left: tuple[str, ...], right: tuple[str, ...]) -> ScopeRelation:
    """Free words: more words narrow further; close wordings count as one; some words in common decide nothing."""
    shown = f'"{" ".join(left)}" and "{" ".join(right)}"'
    if set(left) < set(right):
        return ScopeRelation(Standing.WHOLE, f"{shown}: the second says more", certain=False)
    if set(right) < set(left):
        return ScopeRelation(Standing.PART, f"{shown}: the first says more", certain=False)
    numbers_left, numbers_right = ({word for word in words if word[:1].isdigit()} for words in (left, right))
    if numbers_left != numbers_right and numbers_left and numbers_right:
        return ScopeRelation(Standing.DISJOINT, f"{shown} name different numbers")
    if fuzz.token_sort_ratio(" ".join(left), " ".join(right)) >= _CLOSE_WORDING:
        return ScopeRelation(Standing.SAME, f"{shown} are worded alike", certain=False)
    shared = len(set(left) & set(right)) / len(set(left) | set(right))
    if shared >= _SHARED_WORDS:
        return ScopeRelation(Standing.UNKNOWN, f"{shown} share words; whether they mean one thing is not known", certain=False)
    return ScopeRelation(Standing.DISJOINT, f"{shown} are worded differently", certain=False)


def _happenings(name: str, left: tuple[str, ...], right: tuple[str, ...]) -> ScopeRelation:
    """What two dates are dates of: one happening when nearly all words of the shorter telling stand in the longer one."""
    shown = f'"{" ".join(left)}" and "{" ".join(right)}"'
    shared = set(left) & set(right)
    numbers_left, numbers_right = ({word for word in words if word.isdigit()} for words in (left, right))
    if numbers_left and numbers_right and numbers_left != numbers_right:
        return ScopeRelation(Standing.DISJOINT, f"{shown} name different numbers")
    part, joint = len(shared) / min(len(left), len(right)), len(shared) / len(set(left) | set(right))
    once = any(word.endswith(ONCE) for word in shared)
    if part == 1 and len(shared) == 1:
        if once:
            return ScopeRelation(Standing.SAME, f"{shown} tell of what happens but once", certain=False)
        return ScopeRelation(Standing.UNKNOWN, f"{shown}: one says too little to tell", certain=False)
    if len(shared) >= _SHARED_OF_HAPPENING and part >= _ONE_HAPPENING and (once or joint >= _ONE_TELLING):
        return ScopeRelation(Standing.SAME, f"{shown} tell of one happening", certain=False)
    if len(shared) >= _SHARED_OF_HAPPENING and part >= _SHARED_WORDS and (once or joint >= _SHARED_WORDS):
        return ScopeRelation(Standing.UNKNOWN, f"{shown} may tell of one happening", certain=False)
    return ScopeRelation(Standing.DISJOINT, f"{shown} tell of different happenings", certain=False)


def _excluded(a: Scope, b: Scope) -> ScopeRelation:
    left, right = a.excluded, b.excluded
    if left and right:
        return ScopeRelation(Standing.UNKNOWN, f"one leaves out {'+'.join(left)}, the other {'+'.join(right)}", certain=False)
    standing = Standing.PART if left else Standing.WHOLE
    return ScopeRelation(standing, f"one leaves out {'+'.join(left or right)}")


def _exclusion_meets_place(a: Scope, b: Scope) -> list[ScopeRelation]:
    """What one scope leaves out is all the other speaks of: "outside the city" against "in the city"."""
    answers = []
    for one, other in ((a, b), (b, a)):
        if one.excluded and other.place and _covered(other.place, one.excluded):
            answers.append(ScopeRelation(Standing.DISJOINT, f"one leaves out {'+'.join(one.excluded)}, where the other is"))
    return answers


_COMPARERS: dict[str, Callable[[str, tuple[str, ...], tuple[str, ...]], ScopeRelation]] = {
    "compass": _compass, "ordinal": _ordinals, "period": _period, "rest": _words, "topic": _words, "happening": _happenings,
}  # fmt: skip


def generalisations(facet_id: str | None) -> tuple[str, ...]:
    """The facet ids one step wider: each axis dropped in turn, each way one step shorter. The whole has none."""
    scope = scope_of(facet_id)
    wider: dict[str, None] = {}
    for name in _AXES:
        values = getattr(scope, name)
        if not values:
            continue
        if name in _UNIONS and len(values) == 1 and "/" in values[0]:
            wider[_with(scope, name, (values[0].rsplit("/", 1)[0],)).facet_id] = None
        wider[_with(scope, name, ()).facet_id] = None
    return tuple(wider)


def family_of(facet_id: str | None) -> tuple[str, str]:
    """Which parts add up together: (the axis that tells siblings apart, the facet id of what they are parts of).

    Shares by ethnic group of one place and year are one family, answers to one question by one sort of respondents another, so a sum is
    only ever taken over one family: `("nationality", "place=ge/abkhazia")`. The whole is of family `("", "all")`.
    """
    scope = scope_of(facet_id)
    for name in _FAMILY_AXES:
        values = getattr(scope, name)
        if not values:
            continue
        if name == "place" and len(values) == 1 and "/" in values[0]:
            return name, _with(scope, name, (values[0].rsplit("/", 1)[0],)).facet_id
        return name, _with(scope, name, ()).facet_id
    return "", scope.facet_id


_FAMILY_AXES = ("rest", "happening", "nationality", "religion", "citizenship", "age", "sex", "role", "occupation", "status", "residence",
                "aspect", "ordinal", "partner", "control", "compass", "place", "period")  # fmt: skip


def _with(scope: Scope, name: str, values: tuple[str, ...]) -> Scope:
    return Scope(**{axis: values if axis == name else getattr(scope, axis) for axis in _AXES})
