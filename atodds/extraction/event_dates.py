"""Dates of happenings: "the trial opened on 14 September 2021" is a claim of the class `opened`, with the trial as its object.

A happening is a predicate class (or, where no class has it, the verb itself) with the nouns and names of its clause. A date that only says
when a figure beside it holds, a day held up for comparison and a day of the week without a date are no happenings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from atodds.claims import Axis, AxisValue
from atodds.claims.measure_classes import ClassHit
from atodds.extraction.components import Rules
from atodds.extraction.confidence import Doubts, confidence_of
from atodds.extraction.figures import facet_words
from atodds.extraction.measured import ASIDE, DOWN, JOINT, MOST_WORDS, UP, WORD, measured_by_words
from atodds.extraction.narrowing import REACH, folded, places_in
from atodds.extraction.owner import subject_of_date
from atodds.extraction.parsed import DateAt, ParsedSentence
from atodds.extraction.scope import date_modality
from atodds.extraction.times import is_compared
from atodds.extraction.tracing import FrameTrace
from atodds.extraction.word_forms import stem
from atodds.extraction.work import Sentence, Work
from atodds.normalising.mentions import DateMention
from atodds.vocabulary import Bound, FrameSource, MeasureKind, Modality, SegmentKind

__all__ = ["frame_dates"]

_OPEN = frozenset({Bound.AT_LEAST, Bound.AT_MOST})
_REACH = 4.5  # beyond, an expression is of another clause
_VERB_FIRST = 0.7  # the verb that governs a date is what happened, unless a class is about as near
OCCURRED = "occurred"  # the class of whatever took place
LIGHT_HAPPENINGS = frozenset({OCCURRED, "held", "entered_into_force"})  # classes that say that something took place, not what
_LABEL_BEHIND = re.compile(r"\s*[:–—|-]\s*(\S.*)$", re.DOTALL)


@dataclass(frozen=True, slots=True)
class _Happening:
    predicate: str | None
    also: tuple[str, ...]
    said: str
    words: tuple[str, ...]
    price: float
    root: int
    is_named_by_date: bool = False  # the date hangs on a noun, and may only tell it from others: "the referendum of 2006"


def frame_dates(
    parsed: ParsedSentence, sentence: Sentence, work: Work, rules: Rules, dating: Mapping[tuple[date | None, date | None], set[str | None]]
) -> list[FrameTrace]:
    """The claims of a sentence's dates; `dating` are the times that its figures hold at."""
    frames: list[FrameTrace] = []
    for found in parsed.dates:
        mention = found.mention
        happening = _happening(parsed, found, rules)
        if _dates_the_telling(parsed, found, rules):
            happening = replace(happening, predicate=None, also=(), words=())  # "officials said on Friday"
        if mention.precision == "year" and happening.is_named_by_date:
            # "the referendum of 2006" says which one is meant, and not when something took place: held against nothing
            happening = replace(happening, predicate=None, also=(), words=())
        if _dates_a_state(mention, happening, dating, rules):
            happening = replace(happening, predicate=None, also=(), words=())  # "the debt stood at 612 million on 31 December"
        reason = _no_happening(parsed, found)
        if reason:
            frames.append(FrameTrace(mention.text, None, reason))
            continue
        owner = subject_of_date(parsed, happening.root, work.discourse.last_subject())
        period = mention.bound is not Bound.EXACT or (
            mention.low is not None and mention.high is not None and mention.high.year > mention.low.year
        )
        low, high = mention.told
        modality = date_modality(parsed, found.root, mention.future, rules)
        axes = [] if modality is not Modality.PLANNED else [AxisValue(Axis.STATUS, "planned", "", FrameSource.SENTENCE)]
        for hit in rules.classes.of_role("axis", parsed.hits):
            axis = rules.classes.by_id[hit.class_id].axis
            reach = REACH[Axis.EVENT] if axis is Axis.EVENT else 2.4
            if axis in {Axis.STATUS, Axis.PART, Axis.EXTENT, Axis.EVENT} and _price(parsed, found, hit.tokens) <= reach:
                axes.append(AxisValue(axis, hit.class_id, " ".join(parsed.tokens[at] for at in hit.tokens), FrameSource.PHRASE))
        axes += [
            AxisValue(Axis.PLACE, folded(name.text), name.text, FrameSource.SENTENCE)
            for name in places_in(parsed)
            if _price(parsed, found, (name.root,)) <= _REACH
        ]
        if any(value.axis is Axis.EVENT for value in axes) and happening.predicate not in {None, OCCURRED}:
            happening = replace(happening, also=(*happening.also, OCCURRED))  # "went to the polls in a plebiscite": it took place
        axes += work.discourse.heading_axes
        values = tuple({(value.axis, value.value): value for value in axes}.values())
        doubts = Doubts(
            measure=min(happening.price, 5.0),
            subject=1.0,
            subject_source=owner.source if owner else FrameSource.TOPIC,
            derived=happening.predicate is None or happening.predicate not in rules.classes.by_id,
            vague=mention.bound is Bound.APPROX,
            footnote=sentence.segment.kind is SegmentKind.FOOTNOTE,
        )
        claim = work.claim(
            sentence,
            mention.start,
            mention.end,
            mention.text,
            claim_type="date",
            measure="event_period" if period else "event_date",
            measure_kind=MeasureKind.LEVEL,
            subject=owner.name if owner else None,
            subject_source=owner.source if owner else None,
            facet=facet_words(values),
            predicate=happening.predicate,
            also=happening.also,
            words=happening.words,
            axes=values,
            date_low=low,
            date_high=high,
            unit="date",
            bound=Bound.EXACT if low is not None and high is not None and mention.bound in _OPEN else mention.bound,
            modality=modality,
            confidence=confidence_of(doubts),
        )
        steps = (
            f"happening {happening.predicate or 'not known'} by {happening.said!r} at price {happening.price:.1f}",
            f"words: {', '.join(happening.words)}",
            f"subject {owner.name!r} ({owner.source.value})" if owner else "no subject named",
        )
        frames.append(FrameTrace(mention.text, claim, None, steps))
    return frames


def _dates_the_telling(parsed: ParsedSentence, found: DateAt, rules: Rules) -> bool:
    """Whether a day is that of a verb of saying, and of nothing that it tells."""
    verb = next((token for token in parsed.path_up(found.root)[1:] if parsed.tags[token].startswith("VB")), None)
    if verb is None or found.mention.precision != "day" or not parsed.forms[verb] & rules.lexicon.saying:
        return False
    return any(parsed.deps[child] in {"ccomp", "nsubj"} for child in parsed.children(verb)) and parsed.is_light(verb)


def _dates_a_state(
    mention: DateMention, happening: _Happening, dating: Mapping[tuple[date | None, date | None], set[str | None]], rules: Rules
) -> bool:
    """Whether a date only says when a figure beside it holds: its clause tells of a state or an amount, and nothing happened then."""
    if (mention.low or mention.high, mention.high or mention.low) not in dating:
        return False
    found = rules.classes.by_id.get(happening.predicate or "")
    figures = dating[mention.low or mention.high, mention.high or mention.low]
    return found is None or found.kind in {MeasureKind.LEVEL, MeasureKind.FLOW} or happening.predicate in figures


def _no_happening(parsed: ParsedSentence, found: DateAt) -> str | None:
    mention = found.mention
    if mention.low is None and mention.high is None:
        return f"a date without {mention.needs or 'ends'}"
    if mention.relative and mention.precision in {"decade", "century"}:
        return "a stretch before the writing, too wide to be held against anything"
    if is_compared(parsed, found):
        return "a date held up for comparison"
    if parsed.segment.kind is SegmentKind.CAPTION and not any(tag in {"VBD", "VBZ", "VBP", "MD"} for tag in parsed.tags):
        return "a caption says of when its table or picture is, and nothing happened then"
    return None


def _happening(parsed: ParsedSentence, found: DateAt, rules: Rules) -> _Happening:
    """What happened on a date: the nearest expression of a predicate, else the verb that governs the date, with the words of its clause."""
    label = _other_side(parsed, found)
    if label is not None:
        told = measured_by_words([(label, 0.3)], rules)
        if _leads_with_event(label, rules):
            told = replace(told, predicate=OCCURRED, also=(told.predicate,) if told.predicate else ())
        if told.predicate is not None or told.words:
            return _Happening(told.predicate, told.also, told.said, told.words, 0.5, found.root)
    hits = [hit for hit in rules.classes.of_role("predicate", parsed.hits) if not _counted_by_figure(parsed, hit)]
    priced = [(_price(parsed, found, hit.tokens) - 0.3 * (len(hit.tokens) - 1), hit) for hit in hits]
    near = sorted(((price, hit) for price, hit in priced if price <= _REACH), key=lambda one: (one[0], one[1].start, one[1].class_id))
    predicate: str | None = None
    also: tuple[str, ...] = ()
    root, said, price = found.root, "", 4.0
    said_tokens: tuple[int, ...] = ()
    noun, verb = _hangs_on(parsed, found)
    own = next((hit for _, hit in near if noun is not None and noun in hit.tokens), None)
    if noun is not None and own is None:
        root, predicate, said, price = noun, OCCURRED, parsed.tokens[noun], 1.0  # "in the referendum of 22 October"
    elif own is not None or near:
        price, hit = next(one for one in near if own is None or one[1] is own)
        subject = _noun_of_light_verb(parsed, hit, near)
        governing = None if verb is None or parsed.is_light(verb) else _price(parsed, found, (verb,))
        if own is None and subject is None and governing is not None and price > governing + _VERB_FIRST and verb is not None:
            root, predicate, said, said_tokens, price = verb, f"verb:{stem(parsed.tokens[verb])}", parsed.tokens[verb], (), 1.5
        else:
            also = tuple(dict.fromkeys(other.class_id for cost, other in near if cost <= price + 0.5 and other.class_id != hit.class_id))
            if subject is not None:
                hit, also = subject, (hit.class_id, *also)
            root, predicate, said_tokens = hit.tokens[0], hit.class_id, hit.tokens
            said = " ".join(parsed.tokens[index] for index in hit.tokens)
            also = tuple(dict.fromkeys(one for one in also if one != predicate))
    elif verb is not None and not parsed.is_light(verb):
        root, predicate, said, said_tokens, price = verb, f"verb:{stem(parsed.tokens[verb])}", parsed.tokens[verb], (), 1.5
    words = _clause_words(parsed, found, root, said_tokens)
    return _Happening(predicate, also, said, words, price, root, noun is not None)


def _leads_with_event(label: str, rules: Rules) -> bool:
    """Whether the words beside a date begin with a kind of event: "referendum on independence"; then that is what took place."""
    tokens = re.findall(r"[^\W\d_]+", label)
    hits = rules.classes.of_role("axis", rules.classes.find([rules.forms.of(token) for token in tokens]))
    return any(rules.classes.by_id[hit.class_id].axis is Axis.EVENT and hit.start <= 1 for hit in hits)


def _hangs_on(parsed: ParsedSentence, found: DateAt) -> tuple[int | None, int | None]:
    """The noun that a date says the day of ("the referendum of 22 October"), if it does, and the verb that governs it."""
    verb = next((token for token in parsed.path_up(found.root)[1:] if parsed.tags[token].startswith("VB")), None)
    up = parsed.path_up(found.root)
    if len(up) > 1 and parsed.deps[up[1]] == "prep" and len(up) > 2 and parsed.is_noun(up[2]) and not parsed.is_light(up[2]):
        return up[2], verb
    if (
        len(up) > 1
        and parsed.tags[up[1]] in {"NN", "NNS"}
        and parsed.deps[up[0]] in {"compound", "nmod", "poss", "nummod"}
        and up[1] > up[0]
    ):
        return (None if parsed.is_light(up[1]) else up[1]), verb
    return None, verb


def _noun_of_light_verb(parsed: ParsedSentence, hit: ClassHit, near: list[tuple[float, ClassHit]]) -> ClassHit | None:
    """What happened, where the verb only says that it did: "the resignation came on 19 October", "a ceasefire took effect"."""
    if hit.class_id not in LIGHT_HAPPENINGS:
        return None
    subjects = {child for child in parsed.children(hit.tokens[0]) if parsed.deps[child] in {"nsubj", "nsubjpass"}}
    return next((other for _, other in near if other is not hit and subjects & set(other.tokens)), None)


def _other_side(parsed: ParsedSentence, found: DateAt) -> str | None:
    """The words beside a date that stands alone in a label line: "Trial opened: October 2021", "14 May 1992: start of the war"."""
    before = re.sub(r"^[\s\-*•–—]+", "", parsed.text[: found.mention.start])
    after = parsed.text[found.mention.end :]
    if re.search(r"[:|]\s*$", before) and len(before) <= 90 and len(after.strip(" .)")) < 60:
        return before.rstrip(" :|")
    behind = _LABEL_BEHIND.match(after)
    if not before and behind is not None and (after.lstrip()[:1] in ":|–—"):
        return behind.group(1)
    return None


def _price(parsed: ParsedSentence, found: DateAt, tokens: tuple[int, ...]) -> float:
    best = 99.0
    for token in tokens:
        low, high = sorted((found.root, token))
        between = range(low + 1, high)
        up, down, entered = parsed.way(found.root, token)
        price = UP * up + DOWN * down + ASIDE * entered + WORD * len(between)
        price += 0.8 * sum(other is not found and other.root in between for other in parsed.dates)
        price += JOINT * min(sum(parsed.lowers[index] in {",", "and", "but", ";"} for index in between), 2)
        if parsed.clause_of(token) != parsed.clause_of(found.root):
            price += 0.7
        best = min(best, price)
    return best


def _counted_by_figure(parsed: ParsedSentence, hit: ClassHit) -> bool:
    return any(quantity.noun in hit.tokens or set(range(quantity.start, quantity.end)) & set(hit.tokens) for quantity in parsed.quantities)


def _clause_words(parsed: ParsedSentence, found: DateAt, root: int, said: tuple[int, ...]) -> tuple[str, ...]:
    """Stems of the nouns, adjectives and verbs around what happened, nearest first."""
    taken = {index for name in parsed.names for index in range(name.start, name.end)}
    taken |= {index for one in parsed.dates for index in range(one.start, one.end)}
    taken |= {index for quantity in parsed.quantities for index in range(quantity.start, quantity.end)}
    taken |= parsed.event_tokens
    priced = []
    for index, tag in enumerate(parsed.tags):
        if index in taken or index in said or not tag.startswith(("NN", "JJ", "VB")) or parsed.is_light(index):
            continue
        price = min(_price(parsed, found, (index,)), 0.5 * parsed.tree_distance(root, index) + 0.3)
        if price <= _REACH:
            priced.append((price, index))
    return tuple(dict.fromkeys(stem(parsed.tokens[index]) for _, index in sorted(priced)))[:MOST_WORDS]
