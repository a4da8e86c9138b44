"""From a figure in a parsed sentence to a claim: what it is of, whose it is, what narrows it, when it holds, who is credited."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date

from atodds.claims import Axis, AxisValue, Claim, ClaimLink
from atodds.claims.measure_classes import MeasureClass, MeasureClasses
from atodds.extraction.attribution import attribution_of
from atodds.extraction.components import Rules
from atodds.extraction.confidence import Doubts, confidence_of
from atodds.extraction.identifiers import no_figure
from atodds.extraction.measured import Measured, measured_by_words, measured_in
from atodds.extraction.narrowing import axes_of, values_in_words
from atodds.extraction.owner import owner_of
from atodds.extraction.parsed import ParsedSentence, QuantityAt
from atodds.extraction.scope import is_change, modality_of
from atodds.extraction.times import as_of
from atodds.extraction.tracing import FrameTrace
from atodds.extraction.work import Sentence, Work
from atodds.normalising.mentions import QuantityMention
from atodds.vocabulary import FrameSource, MeasureKind, Modality, Relation, SegmentKind

__all__ = ["Naming", "counts_people", "facet_words", "frame_quantities", "may_run", "name_of", "period_value"]

_FAMILIES = {
    "currency": "money", "percent": "share", "length": "length", "area": "area", "mass": "mass", "volume": "volume", "energy": "energy",
    "power": "power", "duration": "duration", "temperature": "temperature", "speed": "speed", "people": "count", "items": "count",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Naming:
    """How a figure's measure is called in tables and exports: family, id and kind."""

    claim_type: str
    measure: str
    kind: MeasureKind


def name_of(measured: Measured, mention: QuantityMention, classes: MeasureClasses) -> Naming:
    """The names of a measure: "deaths", "bridges_destroyed", else the noun counted, else the dimension."""
    dimension = "currency" if mention.currency else mention.dimension or ("percent" if mention.unit == "percent" else None)
    found = classes.by_id.get(measured.predicate or "")
    counted = classes.by_id.get(measured.counted or "")
    family = (found.claim_type if found else None) or (counted.claim_type if counted else None)
    if family is None:
        family = _FAMILIES.get(dimension or (counted.dimension if counted and counted.dimension else "items"), "count")
    if dimension == "currency" and family not in {"money", "trade", "budget"}:
        family = "money"
    if dimension == "percent" and "share" not in family:
        family = f"{family}_share" if family not in {"count", "share", "money"} else "share"
    kind = (found.kind if found else None) or MeasureKind.LEVEL
    if dimension == "currency" and found is not None and found.kind is MeasureKind.CUMULATIVE and not _is_of_money(found, classes):
        kind = MeasureKind.LEVEL  # what was repaired adds up, what repairs cost is a sum of its year
    if found is not None:
        measure = found.measure or _slug(found.label) or found.class_id
        if measured.counted and measured.counted != found.counted and not found.class_id.startswith(measured.counted):
            measure = f"{measured.counted}_{found.class_id}"
    elif measured.counted:
        measure = measured.counted
    else:
        measure = "money" if dimension == "currency" else "share" if dimension == "percent" else dimension or "count"
    if dimension == "percent" and found is not None and "share" not in measure and "rate" not in measure:
        measure = f"{measure}_share"
    return Naming(family, measure, kind)


def _is_of_money(found: MeasureClass, classes: MeasureClasses) -> bool:
    of = classes.by_id.get(found.counted or "")
    return "currency" in (found.dimension, of.dimension if of is not None else None)


def _slug(label: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", label.lower()).strip("_")


def period_value(low: date | None, high: date | None) -> str:
    """A stretch of days as the value of an axis: "2005-07-01/2005-07-31"; an open end is left out."""
    return f"{low.isoformat() if low else ''}/{high.isoformat() if high else ''}"


def frame_quantities(parsed: ParsedSentence, sentence: Sentence, work: Work, rules: Rules) -> list[FrameTrace]:
    """The claims of a sentence's figures, and for those that make none the reason."""
    frames: list[FrameTrace] = []
    claims: list[Claim | None] = []
    discourse = work.discourse
    earlier = discourse.measured if discourse.sentence - discourse.measured_at <= 1 else None
    before: Measured | None = None
    label = _label_of(parsed, sentence, work)
    for quantity in parsed.quantities:
        reason = no_figure(parsed, quantity, rules)
        if reason is not None:
            frames.append(FrameTrace(quantity.mention.text, None, reason))
            claims.append(None)
            continue
        measured = measured_in(parsed, quantity, rules, before, earlier)
        axes: tuple[AxisValue, ...] = ()
        if label is not None and quantity.start >= label[1]:
            measured, axes = _under_label(label[0], measured, rules)
        claim, steps = _claim_of(parsed, quantity, measured, axes, sentence, work, rules)
        before = measured
        if discourse.measured_at != sentence.number and measured.is_named:
            discourse.measured, discourse.measured_at = measured, sentence.number
        if claim.attribution:
            discourse.source, discourse.source_at = claim.attribution, sentence.number
        frames.append(FrameTrace(quantity.mention.text, claim, None, steps))
        claims.append(claim)
    _link(parsed, claims, frames)
    return frames


def _label_of(parsed: ParsedSentence, sentence: Sentence, work: Work) -> tuple[str, int] | None:
    """The label that a line begins with, and the token behind it: "Homes without power: around 60,000 in the two counties"."""
    label = sentence.segment.label
    if label is None or not label[0] <= sentence.start + 3 or label[1] <= sentence.start:
        return None
    end = label[1] - sentence.start
    behind = (index for index, offset in enumerate(parsed.offsets) if offset >= end)
    first = next((index for index in behind if parsed.tokens[index] not in {":", "|", "–", "—"}), None)
    if first is None or any(quantity.start < first for quantity in parsed.quantities):
        return None
    return work.document.text[label[0] : label[1]], first


def _under_label(label: str, measured: Measured, rules: Rules) -> tuple[Measured, tuple[AxisValue, ...]]:
    """A figure behind a label is of what the label says; its own words fill in what the label leaves open."""
    told = measured_by_words([(label, 0.3)], rules)
    values = tuple(values_in_words(label, rules, FrameSource.TABLE))
    if told.predicate is None and told.counted is None:
        return replace(measured, words=tuple(dict.fromkeys((*told.words, *measured.words)))), values
    counted = told.counted if told.counted in rules.classes.by_id and told.noun else measured.counted or told.counted
    predicate = told.predicate or measured.predicate
    return (
        replace(
            told,
            predicate=predicate,
            counted=counted,
            noun=told.noun or measured.noun,
            words=tuple(dict.fromkeys((*told.words, *measured.words))),
        ),
        values,
    )


def _claim_of(
    parsed: ParsedSentence,
    quantity: QuantityAt,
    measured: Measured,
    label_axes: tuple[AxisValue, ...],
    sentence: Sentence,
    work: Work,
    rules: Rules,
) -> tuple[Claim, tuple[str, ...]]:
    mention, discourse = quantity.mention, work.discourse
    credit = attribution_of(parsed, quantity, rules, discourse)
    parsed.sources = [credit.span] if credit is not None and credit.span is not None else []
    naming = name_of(measured, mention, rules.classes)
    modality = modality_of(parsed, quantity, rules)
    owner = owner_of(parsed, quantity, measured, discourse.last_subject())
    axes = axes_of(parsed, quantity, measured, modality, rules, discourse.carried())
    axes = tuple({(value.axis, value.value): value for value in (*label_axes, *axes)}.values())
    printed = work.document.metadata.published_on if may_run(naming.kind, measured.counted, rules.classes) else None
    time = as_of(parsed, quantity, measured, naming.kind, rules, printed, discourse.heading_dates)
    if time.befell is not None and time.befell != (None, None):
        axes = (*axes, AxisValue(Axis.PERIOD, period_value(*time.befell), "", FrameSource.SENTENCE))
    if is_change(parsed, quantity, rules):
        axes = (*axes, AxisValue(Axis.EXTENT, "change", "", FrameSource.PHRASE))
    if sentence.segment.kind is SegmentKind.TITLE:
        axes = (*axes, AxisValue(Axis.STATUS, "headline", "", FrameSource.SENTENCE))
    unit = mention.unit or ("people" if counts_people(measured.counted, rules.classes) else "items")
    doubts = Doubts(
        measure=measured.price if measured.is_named else 5.0,
        subject=0.5,
        subject_source=owner.source if owner else FrameSource.TOPIC,
        small=mention.spelled or (mention.low is not None and abs(mention.low) < 10 and mention.unit is None and mention.currency is None),
        derived=measured.predicate is None,
        vague=mention.vague,
        context=measured.source is not FrameSource.PHRASE,
        modal=modality not in {Modality.ASSERTED, Modality.ESTIMATED},
        footnote=sentence.segment.kind is SegmentKind.FOOTNOTE,
        restated=mention.relation == Relation.RESTATES.value,
    )
    claim = work.claim(
        sentence,
        mention.start,
        mention.end,
        mention.text,
        claim_type=naming.claim_type,
        measure=naming.measure,
        measure_kind=naming.kind,
        subject=owner.name if owner else None,
        subject_source=owner.source if owner else None,
        facet=facet_words(axes),
        predicate=measured.predicate,
        counted=measured.counted,
        also=measured.also,
        words=measured.words,
        axes=axes,
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
        confidence=confidence_of(doubts),
    )
    steps = (
        f"measure: {measured.predicate or 'no predicate'} by {measured.said!r} at {measured.price:.1f} ({measured.source.value}), counted "
        f"{measured.counted or 'nothing named'} {measured.noun!r}" + (f"; perhaps {', '.join(measured.also)}" if measured.also else ""),
        f"words: {', '.join(measured.words)}",
        f"subject {owner.name!r} ({owner.source.value})" if owner else "no subject named",
        "axes: " + (", ".join(f"{value.axis.value} {value.value} ({value.source.value})" for value in axes) or "none stated"),
        f"as of {time.low}..{time.high} ({time.source.value if time.source else 'not stated'})",
        f"credited to {credit.text if credit else None!r}; {modality.value}",
    )
    return claim, steps


def facet_words(axes: tuple[AxisValue, ...]) -> str | None:
    """The stated axes for display: "men, in Roman"."""
    shown = [value.said or value.value for value in axes if value.axis not in {Axis.STATUS, Axis.PERIOD} and value.source in _SAID]
    return ", ".join(dict.fromkeys(shown))[:120] or None


_SAID = frozenset({FrameSource.PHRASE, FrameSource.SENTENCE, FrameSource.TABLE})


def counts_people(counted: str | None, classes: MeasureClasses) -> bool:
    """Whether a counted class is people or a kind of them."""
    found = classes.by_id.get(counted or "")
    return found is not None and (found.dimension == "people" or counted == "people" or "people" in classes.wider(counted or ""))


def may_run(kind: MeasureKind, counted: str | None, classes: MeasureClasses) -> bool:
    """Whether the day of printing may date a figure: one that grows as counting goes on, or a number of people at a time."""
    return kind is MeasureKind.CUMULATIVE or (kind is MeasureKind.LEVEL and counts_people(counted, classes))


def _link(parsed: ParsedSentence, claims: list[Claim | None], frames: list[FrameTrace]) -> None:
    """Ties the grammar saw between figures become links between their claims; so do "22 of them were children"."""
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
    for index, quantity in enumerate(parsed.quantities):
        claim = claims[index]
        if claim is None or claim.links or not is_part(parsed, quantity):
            continue
        whole = next((other for other in reversed(claims[:index]) if other is not None and other.counted == claim.counted), None)
        if whole is not None:
            claims[index] = replace(claim, links=(ClaimLink(Relation.PART_OF, whole.claim_id),))
            frames[index] = replace(frames[index], claim=claims[index])


def is_part(parsed: ParsedSentence, quantity: QuantityAt) -> bool:
    """Whether a figure is told as part of one before: "of whom 40 were men", "including 12 children", "40 of them"."""
    before = parsed.lowers[max(quantity.start - 3, 0) : quantity.start]
    after = parsed.lowers[quantity.end : quantity.end + 2]
    return (
        bool({"including", "among", "comprising"} & set(before))
        or ("of" in before and bool({"whom", "which", "them", "these", "those"} & set(before)))
        or (after[:1] == ["of"] and after[1:2] in (["them"], ["whom"], ["which"], ["these"], ["those"]))
    )
