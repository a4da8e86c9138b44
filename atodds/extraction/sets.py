"""Lists that say who belongs ("the CSTO comprises ...") and yes/no statements ("has not recognised ..."), with negation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from atodds.extraction.components import Rules
from atodds.extraction.confidence import Doubts, confidence_of
from atodds.extraction.naming import clean_name, place_of
from atodds.extraction.parsed import ParsedSentence
from atodds.extraction.tracing import FrameTrace
from atodds.extraction.work import Discourse, Sentence, Work
from atodds.vocabulary import AsOfSource, FrameSource, MeasureKind

__all__ = ["SetFrame", "find_sets", "frame_sets"]


@dataclass(frozen=True, slots=True)
class SetFrame:
    """A list or statement: `start..end` are the tokens of its mention, `members` None for a yes/no statement."""

    measure: str
    subject: str
    facet: str | None
    members: tuple[str, ...] | None
    polarity: bool
    start: int
    end: int
    price: float


def frame_sets(parsed: ParsedSentence, sentence: Sentence, work: Work, rules: Rules) -> list[FrameTrace]:
    """The claims of a sentence's lists and statements."""
    frames: list[FrameTrace] = []
    for found in find_sets(parsed, work.discourse, rules):
        start = parsed.offsets[found.start]
        text = parsed.text_of(found.start, found.end)
        time = next((date_at.mention for date_at in parsed.dates if date_at.mention.low and date_at.mention.high), None)
        claim = work.claim(
            sentence,
            start,
            start + len(text),
            text,
            claim_type="membership" if found.measure == "members" else found.measure,
            measure=found.measure,
            measure_kind=MeasureKind.LEVEL,
            subject=found.subject,
            subject_source=FrameSource.SENTENCE,
            facet=found.facet,
            predicate=found.measure,
            counted="_".join(re.findall(r"\w+", found.facet.casefold())) if found.facet else None,
            members=found.members,
            polarity=found.polarity,
            unit="items",
            as_of_low=time.low if time else None,
            as_of_high=time.high if time else None,
            as_of_source=AsOfSource.STATED if time else None,
            confidence=confidence_of(Doubts(measure=found.price, subject=1.0, subject_source=FrameSource.SENTENCE, derived=True)),
        )
        frames.append(
            FrameTrace(
                text,
                claim,
                None,
                (f"{found.measure} of {found.subject!r}: {found.members or found.facet}, {'yes' if found.polarity else 'no'}",),
            )
        )
    return frames


def find_sets(sentence: ParsedSentence, narrative: Discourse, rules: Rules) -> list[SetFrame]:
    """All lists and statements of one sentence."""
    frames: list[SetFrame] = []
    for start, end, label in sentence.find(rules.lexicon.membership):
        frame = (
            _comprises(sentence, start, end, narrative, rules)
            if label == "comprises"
            else _joins(sentence, start, end, label, narrative, rules)
        )
        if frame is not None and not any(
            other.start < frame.end and frame.start < other.end and other.measure == frame.measure for other in frames
        ):
            frames.append(frame)
    for start, end, label in sentence.find(rules.lexicon.statements):
        frame = _statement(sentence, start, end, label, rules)
        if frame is not None:
            frames.append(frame)
    return frames


def _list_from(sentence: ParsedSentence, start: int, rules: Rules) -> tuple[tuple[str, ...], int]:
    """Names joined by commas and "and" from `start` on: the list ends at the first token that is neither name nor joint."""
    members: list[str] = []
    index = start
    last = start
    while index < len(sentence.tokens):
        name = next((name for name in sentence.names if name.start == index), None)
        if name is not None:
            members.append(place_of(name.text, rules) if name.kind != "people" else clean_name(name.text))  # type: ignore[arg-type]
            if members[-1] is None:
                members[-1] = clean_name(name.text)
            index = last = name.end
        elif sentence.lowers[index] in {",", "and", "the", "&", "both", "or", "representatives", "from", "of", ":", "–"}:
            index += 1
        else:
            break
    return tuple(members), last


def _negated(sentence: ParsedSentence, verb: int, rules: Rules) -> bool:
    """Whether the statement is denied: "not", "never", or a verb above it that says no."""
    if any(sentence.deps[child] == "neg" or sentence.lowers[child] in {"not", "never", "n't"} for child in sentence.children(verb)):
        return True
    head = sentence.heads[verb]
    if head != verb and sentence.deps[verb] in {"xcomp", "ccomp"} and sentence.forms[head] & rules.lexicon.refusing:
        return True
    return any(start <= verb < end for start, end, _ in sentence.find(rules.lexicon.negative_verbs))


def _subject_name(sentence: ParsedSentence, verb: int, narrative: Discourse, rules: Rules) -> str | None:
    """The name that is the subject of a verb, or of the noun a participle hangs on; "it" is the organisation last spoken of."""
    step = verb
    for _ in range(3):
        for child in sentence.children(step):
            if sentence.deps[child] in {"nsubj", "nsubjpass"}:
                name = next((name for name in sentence.names if name.start <= child < name.end), None)
                if name is not None:
                    return clean_name(name.text)
                if (
                    sentence.lowers[child] in {"it", "they"}
                    and narrative.organisation
                    and narrative.sentence - narrative.organisation_at <= 2
                ):
                    return narrative.organisation
                within = [name for name in sentence.names if name.root in set(sentence.subtree(child))]
                return clean_name(within[0].text) if within else None
        if sentence.deps[step] in {"acl", "relcl", "conj", "prep"}:
            head = sentence.heads[step]
            name = next((name for name in sentence.names if name.start <= head < name.end), None)
            if name is not None:
                return clean_name(name.text)
            step = head
        else:
            break
    return None


def _comprises(sentence: ParsedSentence, start: int, end: int, narrative: Discourse, rules: Rules) -> SetFrame | None:
    members, last = _list_from(sentence, end, rules)
    if len(members) < 2:
        return None
    subject = _subject_name(sentence, start, narrative, rules)
    if subject is None:
        before = [name for name in sentence.names if name.end <= start]
        subject = clean_name(before[-1].text) if before else narrative.organisation
    if subject is None or subject in members:
        return None
    return SetFrame("members", subject, None, members, not _negated(sentence, start, rules), end, last, 1.0)


def _joins(sentence: ParsedSentence, start: int, end: int, label: str, narrative: Discourse, rules: Rules) -> SetFrame | None:
    after = next((name for name in sentence.names if end <= name.start <= end + 2 and name.kind in {"name", "place"}), None)
    if after is None or place_of(after.text, rules) in rules.lexicon.demonyms.values():
        return None
    subject = _subject_name(sentence, start, narrative, rules)
    if subject is None:
        return None
    polarity = (label == "joins") != _negated(sentence, start, rules)
    return SetFrame("members", clean_name(after.text), None, (place_of(subject, rules) or subject,), polarity, start, after.end, 2.0)


def _statement(sentence: ParsedSentence, start: int, end: int, label: str, rules: Rules) -> SetFrame | None:
    if not sentence.tags[start].startswith("VB"):
        return None
    actor = next((child for child in sentence.children(start) if sentence.deps[child] == "nsubj"), None)
    if actor is None:
        return None
    name = next((name for name in sentence.names if name.start <= actor < name.end and name.kind in {"place", "name"}), None)
    thing = next((name for name in sentence.names if end <= name.start <= end + 6), None)
    if name is None or thing is None or not any(step == start for step in sentence.path_up(thing.root)[:4]):
        return None
    return SetFrame(
        label,
        place_of(name.text, rules) or clean_name(name.text),
        clean_name(thing.text),
        None,
        not _negated(sentence, start, rules),
        start,
        thing.end,
        1.5,
    )
