"""What narrows two figures, axis by axis: place, group, part, status, extent, period, source.

    place:  "in Roman"            and "in Bacau"        -> apart
    group:  "40 men"              and nothing           -> part and whole
    part:   "phase two"           and nothing           -> silence forbids nothing
    status: "planned"             and nothing           -> apart: a plan is no count
    extent: "a month on average"  and nothing           -> apart: another quantity

A value that was carried over from the sentence before, the heading or the topic may agree, and never forbids.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache

from atodds.claims import Axis, AxisValue, Claim, Reading
from atodds.claims.names import fold
from atodds.linking.answers import Aspect
from atodds.linking.knowledge import Knowledge, topic_key
from atodds.linking.words import relate_by_words
from atodds.vocabulary import Answer, FrameSource, Modality, Standing

__all__ = [
    "AXIS_RULES",
    "CARRIED",
    "WITHDRAWN",
    "event",
    "extent",
    "extents_of",
    "group",
    "is_withdrawn",
    "part",
    "period",
    "place",
    "source",
    "status",
    "status_of",
]

CARRIED = frozenset({FrameSource.PREVIOUS_SENTENCE, FrameSource.HEADING, FrameSource.TOPIC})
_Relate = Callable[[str, str], Standing]

STATUS_KIND: dict[str, str] = {
    # What is meant to be: no count answers it, and two plans may be held against each other.
    **dict.fromkeys(["planned", "target", "promised", "as_budgeted"], "intended"),
    **dict.fromkeys(["forecast", "hypothetical"], "foretold"),
    **dict.fromkeys(["feared", "suspected"], "feared"),
    **dict.fromkeys(["maximum_allowed", "minimum_required", "designed_for"], "limit"),
    # What somebody asks for, and what was given.
    "requested": "asked",
    **dict.fromkeys(["granted", "allocated"], "granted"),
    # What the text takes back, and what it lets go of.
    **dict.fromkeys(["denied", "corrected"], "withdrawn"),
    "cancelled_status": "cancelled",
    "still_missing_status": "outstanding",
    # Counts of one thing, the earlier to be replaced by the later.
    "original": "original",
    **dict.fromkeys(["provisional", "so_far", "under_way"], "running"),
    "revised": "revised",
    "final": "final",
    **dict.fromkeys(["confirmed", "official"], "counted"),
    **dict.fromkeys(["spent_already", "delivered_status", "completed_status"], "done"),
    # Whose word it is, or how sure.
    **dict.fromkeys(["claimed", "unofficial", "estimated"], "told"),
}
"""What each class of the axis status says of a figure; one that is not here is taken for a count."""
WITHDRAWN = frozenset(name for name, kind in STATUS_KIND.items() if kind == "withdrawn")
NO_COUNT = frozenset({"intended", "foretold", "feared", "asked", "withdrawn", "cancelled", "outstanding", "original", "limit"})
"""Kinds of status that a figure without one does not have."""
REVISED = frozenset({frozenset({"running", "final"}), frozenset({"running", "revised"}), frozenset({"revised", "final"})})
"""Pairs of which one takes the place of the other: a revision, no mismatch."""
ONE_COUNT = frozenset({"counted", "done", "final", "running", "revised", "told"})

EXTENT_KIND: dict[str, str] = {
    **dict.fromkeys(["total", "cumulative_total"], "total"),
    **dict.fromkeys(["peak", "maximum", "record"], "highest"),
    "minimum": "lowest",
    **dict.fromkeys(["average", "median"], "average"),
    **dict.fromkeys(["change_up", "change_down", "difference"], "change"),
    **dict.fromkeys(["unchanged", "range_extent", "rate_share", "count_extent"], ""),  # say nothing of which value is meant
}
"""Which value of a moving quantity a class of the axis extent means; one that is not here means itself."""
ANOTHER_QUANTITY = frozenset(
    {
        "average",
        "hourly",
        "daily",
        "weekly",
        "monthly",
        "quarterly",
        "annual",
        "per_capita",
        "per_unit",
        "change",
        "remaining",
        "additional",
    }
    | {"lowest", "initial", "excess", "shortfall", "partial_extent", "excluding"}
)
"""Extents that a figure without one does not have: nobody calls the rise of a toll the toll. A peak, a total or a record is the figure
that a text without the word gives too; so, for all that is known, are the net, insured, direct ... sums of one event."""


def place(a: Reading, b: Reading, knowledge: Knowledge) -> Aspect | None:
    """Places that exclude each other forbid; one inside the other makes a part; the topic's own place says nothing new."""

    def own(value: str) -> bool:
        return any(knowledge.relate_places(one, value) in (Standing.SAME, Standing.PART) for one in knowledge.places_of(topic_key(a.claim)))

    one, other = a.claim, b.claim
    if bool(one.on(Axis.PLACE)) != bool(other.on(Axis.PLACE)) and (_names(other, one.on(Axis.PLACE)) or _names(one, other.on(Axis.PLACE))):
        return Aspect("place", Answer.YES, "one is narrowed to what the other names", "place_equal")
    return _narrowed(one, other, Axis.PLACE, _of_places(knowledge.relate_places), own)


def _names(claim: Claim, values: tuple[AxisValue, ...]) -> bool:
    """Whether a figure is told of what another is narrowed to: "the Union has 36 seats" beside the row "Union"."""
    return bool(values) and claim.subject is not None and all(fold(value.said) == fold(claim.subject) for value in values)


def group(a: Reading, b: Reading, knowledge: Knowledge) -> Aspect | None:
    """Who is counted: men are apart from women, and a part of all."""
    return _narrowed(a.claim, b.claim, Axis.GROUP, _each_narrows(_by_class(knowledge)))


def part(a: Reading, b: Reading, knowledge: Knowledge) -> Aspect | None:
    """Phases, sections, items: two that differ forbid; one beside nothing may be all that the other text is about.

    Beside a total, or beside a figure of its own document that nothing narrows, it is a part: the text tells the two apart.
    """
    values = a.claim.on(Axis.PART), b.claim.on(Axis.PART)
    if not all(values):
        stated = values[0] or values[1]
        if not stated:
            return None
        if not _carried(stated) and (
            a.claim.document_id == b.claim.document_id or "total" in extents_of(b.claim if values[0] else a.claim)
        ):
            standing = Standing.PART if values[0] else Standing.WHOLE
            return Aspect("part", Answer.YES, f"only one is narrowed to {_said(stated)}", standing=standing)
        return Aspect("part", Answer.YES, f"only one says {_said(stated)}", "part_unsaid")
    standing = _each_narrows(_by_class(knowledge))(_ids(values[0]), _ids(values[1]))
    if standing is Standing.UNKNOWN and a.claim.document_id == b.claim.document_id:
        standing = Standing.DISJOINT  # one text does not call one thing "the pier" and "the south pier"
    return _stated(values, Axis.PART, standing)


def status(a: Reading, b: Reading, knowledge: Knowledge) -> Aspect | None:
    """Whether both are counts, both plans, or one the revision of the other."""
    one, other = status_of(a.claim), status_of(b.claim)
    if one is None and other is None:
        return None
    if one == other:
        return Aspect("status", Answer.YES, f"both are {_status_said(a.claim)}", "status_equal")
    said = f"one is {_status_said(a.claim)}, the other {_status_said(b.claim)}"
    if _carried(a.claim.on(Axis.STATUS)) or _carried(b.claim.on(Axis.STATUS)):
        return Aspect("status", Answer.UNKNOWN, said, "status_apart")
    if frozenset({one, other}) in REVISED:
        return Aspect("status", Answer.NO, f"{said}: a revision")
    if one is None or other is None:
        stated = one or other
        return Aspect("status", Answer.NO, said) if stated in NO_COUNT else Aspect("status", Answer.YES, said, "status_unsaid")
    if {one, other} <= ONE_COUNT:
        return Aspect("status", Answer.YES, said, "status_unsaid")
    return Aspect("status", Answer.NO, said)


def extent(a: Reading, b: Reading, knowledge: Knowledge) -> Aspect | None:
    """Peak, average, change, remainder: one that makes another quantity forbids, stated by one or by both."""
    values = a.claim.on(Axis.EXTENT), b.claim.on(Axis.EXTENT)
    kinds = extents_of(a.claim), extents_of(b.claim)
    if not any(kinds):
        return None
    if kinds[0] == kinds[1]:
        return Aspect("extent", Answer.YES, f"both are {_said(values[0])}", "extent_equal")
    if kinds[0] ^ kinds[1] == {"subset"} and a.claim.document_id == b.claim.document_id:
        standing = Standing.PART if "subset" in kinds[0] else Standing.WHOLE
        return Aspect("extent", Answer.YES, "one is some of what its text tells of", standing=standing)
    said = f"one is {_said(values[0]) or 'plain'}, the other {_said(values[1]) or 'plain'}"
    differing = kinds[0] ^ kinds[1]
    if (differing & ANOTHER_QUANTITY or all(kinds)) and not _carried(values[0]) and not _carried(values[1]):
        return Aspect("extent", Answer.NO, said)
    return Aspect("extent", Answer.YES, said, "extent_unsaid")


def period(a: Reading, b: Reading, knowledge: Knowledge) -> Aspect | None:
    """What stretch a figure is over where no calendar says it: 24 hours are not 48."""
    values = a.claim.on(Axis.PERIOD), b.claim.on(Axis.PERIOD)
    if not all(values) and any("/" in value.value for value in (*values[0], *values[1])):
        return None  # when it befell, which the other leaves to its topic
    if not all(values):
        return Aspect("period", Answer.UNKNOWN, f"only one says {_said(values[0] or values[1])}", "period_unsaid") if any(values) else None
    return _stated(values, Axis.PERIOD, _each_narrows(relate_by_words)(_ids(values[0]), _ids(values[1])))


def source(a: Reading, b: Reading, knowledge: Knowledge) -> Aspect | None:
    """Two sources that texts set side by side are two voices: they may well be at odds, and each may be right by its own count."""
    values = a.claim.on(Axis.SOURCE), b.claim.on(Axis.SOURCE)
    if not all(values):
        return None
    if _each_narrows(relate_by_words)(_ids(values[0]), _ids(values[1])) is Standing.SAME:
        return Aspect("source", Answer.YES, f"both are by {_said(values[0])}", "source_equal")
    return Aspect("source", Answer.UNKNOWN, f"one is by {_said(values[0])}, the other by {_said(values[1])}", "source_apart")


def event(a: Reading, b: Reading, knowledge: Knowledge) -> Aspect | None:
    """Which kind of happening a figure is of, where both say: the dead of the battle are a part of the dead of the war."""
    values = a.claim.on(Axis.EVENT), b.claim.on(Axis.EVENT)
    if not all(values):
        return None
    if _ids(values[0]) & _ids(values[1]):
        return Aspect("event", Answer.YES, f"both are of {_said(values[0])}", "event_equal")
    return _stated(values, Axis.EVENT, _each_narrows(_by_class(knowledge))(_ids(values[0]), _ids(values[1])))


AXIS_RULES = (place, event, group, part, status, extent, period, source)


def status_of(claim: Claim) -> str | None:
    """The kind of a claim's status: what the text states, else what its modality says; None for a plain count."""
    return _status_of(claim.axes, claim.modality)


@lru_cache(maxsize=10_000)
def _status_of(axes: tuple[AxisValue, ...], modality: Modality) -> str | None:
    kinds = [STATUS_KIND.get(one.value, "counted") for one in axes if one.axis is Axis.STATUS]
    if kinds:
        return min(kinds, key=_RANK.index)
    if modality is Modality.NEGATED:
        return "withdrawn"
    return {Modality.PLANNED: "intended", Modality.HYPOTHETICAL: "foretold"}.get(modality)


_RANK = (
    "withdrawn", "cancelled", "feared", "asked", "original", "intended", "foretold", "limit", "outstanding", "revised", "final", "running",
    "granted", "done", "counted", "told",
)  # fmt: skip


def extents_of(claim: Claim) -> frozenset[str]:
    """Which values of a moving quantity a claim says it is: "change", "highest", "average"; empty for the plain figure."""
    return _extents_of(claim.axes)


@lru_cache(maxsize=10_000)
def _extents_of(axes: tuple[AxisValue, ...]) -> frozenset[str]:
    return frozenset(EXTENT_KIND.get(one.value, one.value) for one in axes if one.axis is Axis.EXTENT) - {""}


def is_withdrawn(claim: Claim) -> bool:
    """Whether the text itself does not hold to the figure: it denies, corrects or withdraws it."""
    return status_of(claim) == "withdrawn"


# --- how sets of values stand --------------------------------------------------------------------------------------------------------


def _narrowed(
    a: Claim, b: Claim, axis: Axis, relate: Callable[[frozenset[str], frozenset[str]], Standing], own: Callable[[str], bool] | None = None
) -> Aspect | None:
    """An axis on which a value beside silence is a part beside its whole."""
    values = a.on(axis), b.on(axis)
    if not any(values):
        return None
    if all(values):
        return _stated(values, axis, relate(_ids(values[0]), _ids(values[1])))
    stated = values[0] or values[1]
    if a.date_low is not None or a.date_high is not None:
        return Aspect(axis.value, Answer.YES, f"only one says {_said(stated)}", f"{axis.value}_unsaid")  # a happening is in one place
    if _carried(stated):
        return Aspect(axis.value, Answer.YES, f"only one is told of {_said(stated)}, and not in its own words", f"{axis.value}_unsaid")
    if own is not None and all(own(value.value) for value in stated):
        return Aspect(axis.value, Answer.YES, f"{_said(stated)} is where all of it is", f"{axis.value}_own")
    standing = Standing.PART if values[0] else Standing.WHOLE
    return Aspect(axis.value, Answer.YES, f"only one is narrowed to {_said(stated)}", standing=standing)


def _stated(values: tuple[tuple[AxisValue, ...], tuple[AxisValue, ...]], axis: Axis, standing: Standing) -> Aspect:
    """Both say something."""
    said = f"{_said(values[0])} and {_said(values[1])}"
    if standing is Standing.SAME:
        return Aspect(axis.value, Answer.YES, f"both are of {_said(values[0])}", f"{axis.value}_equal")
    if standing is Standing.UNKNOWN or _carried(values[0]) or _carried(values[1]):
        return Aspect(axis.value, Answer.UNKNOWN, f"whether {said} are one is not known", f"{axis.value}_unsure", Standing.UNKNOWN)
    if standing is Standing.DISJOINT:
        return Aspect(axis.value, Answer.NO, f"{_said(values[0])} is not {_said(values[1])}", standing=standing)
    return Aspect(axis.value, Answer.YES, f"of {said} one is a part of the other", standing=standing)


def _by_class(knowledge: Knowledge) -> _Relate:
    """Classes by what they say of each other, free words by their words."""

    def relate(one: str, other: str) -> Standing:
        known = one in knowledge.classes.by_id, other in knowledge.classes.by_id
        if all(known):
            return knowledge.classes.relation(one, other)
        return relate_by_words(one, other) if not any(known) else Standing.UNKNOWN

    return relate


def _each_narrows(relate: _Relate) -> Callable[[frozenset[str], frozenset[str]], Standing]:
    """Sets whose values each narrow further: {crew, women} are a part of {crew}."""

    def relate_sets(ours: frozenset[str], theirs: frozenset[str]) -> Standing:
        narrower = all(any(relate(one, other) in (Standing.SAME, Standing.PART) for one in ours) for other in theirs)
        wider = all(any(relate(one, other) in (Standing.SAME, Standing.WHOLE) for other in theirs) for one in ours)
        if narrower or wider:
            return Standing.SAME if narrower and wider else Standing.PART if narrower else Standing.WHOLE
        apart = [relate(one, other) is Standing.DISJOINT for one in ours - theirs for other in theirs - ours]
        return Standing.DISJOINT if any(apart) else Standing.UNKNOWN

    return relate_sets


def _of_places(relate: _Relate) -> Callable[[frozenset[str], frozenset[str]], Standing]:
    """Sets of places, each of them meant: {Turkey, Syria} is the whole of {Syria}; of "Roman, Neamt county" only Roman is meant."""

    def meant(values: frozenset[str]) -> frozenset[str]:
        return frozenset(one for one in values if not any(relate(other, one) is Standing.PART for other in values - {one})) or values

    def within(ours: Iterable[str], theirs: Iterable[str]) -> bool:
        return all(any(relate(one, other) in (Standing.SAME, Standing.PART) for other in theirs) for one in ours)

    def relate_sets(ours: frozenset[str], theirs: frozenset[str]) -> Standing:
        left, right = meant(ours), meant(theirs)
        narrower, wider = within(left, right), within(right, left)
        if narrower or wider:
            return Standing.SAME if narrower and wider else Standing.PART if narrower else Standing.WHOLE
        apart = all(relate(one, other) is Standing.DISJOINT for one in left for other in right)
        return Standing.DISJOINT if apart else Standing.UNKNOWN

    return relate_sets


def _ids(values: Iterable[AxisValue]) -> frozenset[str]:
    return frozenset(value.value for value in values)


def _said(values: Iterable[AxisValue]) -> str:
    return ", ".join(dict.fromkeys(" ".join((value.said or value.value.replace("_", " ")).split()) for value in values))


def _status_said(claim: Claim) -> str:
    return _said(claim.on(Axis.STATUS)) or {Modality.NEGATED: "a denial", Modality.PLANNED: "planned"}.get(claim.modality, "a plain figure")


def _carried(values: tuple[AxisValue, ...]) -> bool:
    return bool(values) and all(value.source in CARRIED for value in values)
