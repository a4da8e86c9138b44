"""Whom the document credits with a figure: "according to X", "X said", "X puts the toll at", "X's toll", "X: ..." in a headline."""

from __future__ import annotations

from dataclasses import dataclass

from atodds.extraction.components import Rules
from atodds.extraction.naming import clean_name
from atodds.extraction.parsed import ParsedSentence, QuantityAt
from atodds.extraction.work import Discourse
from atodds.vocabulary import SegmentKind

__all__ = ["Attribution", "attribution_of"]

_STOP = frozenset(
    {
        ",",
        ";",
        ":",
        "(",
        ")",
        ".",
        "that",
        "which",
        "who",
        "–",
        "—",
        "as",
        "in",
        "on",
        "at",
        "has",
        "had",
        "have",
        "after",
        "while",
        "said",
        "says",
    }
)
MOST_WORDS = 9
_HAVING = frozenset({"have", "number"})


@dataclass(frozen=True, slots=True)
class Attribution:
    """The source as written and the tokens it stands on (None when it comes from an earlier sentence)."""

    text: str
    span: tuple[int, int] | None


def attribution_of(sentence: ParsedSentence, quantity: QuantityAt, rules: Rules, narrative: Discourse) -> Attribution | None:
    """The source of one figure, or None when the document speaks for itself."""
    return (
        _according(sentence, quantity, rules)
        or _said(sentence, quantity, rules, narrative)
        or _possessor(sentence, quantity, rules)
        or _headline(sentence, quantity, rules)
    )


def _according(sentence: ParsedSentence, quantity: QuantityAt, rules: Rules) -> Attribution | None:
    best: tuple[int, Attribution] | None = None
    for start, end, _ in sentence.find(rules.lexicon.according):
        if sentence.lowers[start] == "per" and (start and sentence.lowers[start - 1] not in {",", "as"}):
            continue  # "per cent", "per capita"
        stop = end
        while stop < len(sentence.tokens) and stop - end < MOST_WORDS and (sentence.lowers[stop] not in _STOP or stop == end):
            if any(other.start <= stop < other.end for other in sentence.quantities):
                break
            stop += 1
        text = clean_name(sentence.text_of(end, stop))
        if not text or not (any(char.isupper() for char in text) or _has_source_noun(sentence, end, stop, rules)):
            continue
        if any(mark in {";", "•"} for mark in sentence.tokens[min(stop, quantity.end) : max(start, quantity.start)]):
            continue
        gap = abs(quantity.start - start)
        if best is None or gap < best[0]:
            best = (gap, Attribution(text, (start, stop)))
    return best[1] if best else None


def _has_source_noun(sentence: ParsedSentence, start: int, end: int, rules: Rules) -> bool:
    return any(sentence.forms[index] & rules.lexicon.source_nouns for index in range(start, end))


def _said(sentence: ParsedSentence, quantity: QuantityAt, rules: Rules, narrative: Discourse) -> Attribution | None:
    """The subject of a verb of saying above the figure."""
    for verb in sentence.path_up(quantity.root)[1:]:
        if not sentence.tags[verb].startswith("VB") or not sentence.forms[verb] & rules.lexicon.saying:
            continue
        subjects = [child for child in sentence.children(verb) if sentence.deps[child] in {"nsubj"}]
        if not subjects:
            agent = next((child for child in sentence.children(verb) if sentence.deps[child] == "agent"), None)
            subjects = [child for child in sentence.children(agent) if sentence.deps[child] == "pobj"] if agent is not None else []
        for subject in subjects:
            covered = sorted(sentence.subtree(subject))
            if quantity.root in covered:
                continue
            lower = sentence.lowers[subject]
            if lower in rules.lexicon.source_pronouns:
                if narrative.source and narrative.sentence - narrative.source_at <= 3 and lower != "it":
                    return Attribution(narrative.source, None)
                continue
            if lower in {"which", "that", "who"} and sentence.deps[verb] == "relcl":
                subject = sentence.heads[verb]
                name = next((name for name in sentence.names if name.start <= subject < name.end), None)
                if name is not None and name.kind != "place":
                    return Attribution(clean_name(name.text), (name.start, name.end))
                continue
            named = any(name.start <= subject < name.end for name in sentence.names)
            is_source = bool(sentence.forms[subject] & rules.lexicon.source_nouns) or any(
                name.kind != "place" for name in sentence.names if name.start <= subject < name.end
            )
            weak = bool(sentence.forms[verb] & rules.lexicon.saying_weakly)
            if not (named or is_source) or (weak and not sentence.forms[subject] & rules.lexicon.source_nouns):
                continue  # "Mosul counted two million inhabitants" credits nobody
            if sentence.forms[verb] & _HAVING and not (
                sentence.forms[subject] & rules.lexicon.source_nouns or sentence.tokens[subject].isupper()
            ):
                person = any(name.kind == "person" for name in sentence.names if name.start <= subject < name.end)
                if not person and "have" in sentence.forms[verb]:
                    continue  # "Mosul had two million inhabitants" credits nobody
            start, end = covered[0], subject + 1
            for child in sentence.children(subject):
                if child > subject and sentence.deps[child] in {"prep"} and sentence.lowers[child] in {"of", "for"}:
                    end = max(sentence.subtree(child)) + 1
            while start < subject and sentence.tokens[start] in {",", "“", '"', "—", "–", "-", "."}:
                start += 1
            if end - start > MOST_WORDS:
                start = max(start, end - MOST_WORDS)
            text = clean_name(sentence.text_of(start, end))
            if text:
                return Attribution(text, (start, end))
    return None


def _possessor(sentence: ParsedSentence, quantity: QuantityAt, rules: Rules) -> Attribution | None:
    """The possessor of the figure: "The ministry's toll stood at 75"; "UN estimates"."""
    for index in range(len(sentence.tokens) - 1):
        if sentence.lowers[index] in {"'s", "’s", "'", "’"} and index:
            holder = index - 1
            if sentence.forms[holder] & rules.lexicon.source_nouns and sentence.clause_of(index + 1) == sentence.clause_of(quantity.root):
                start = min(sentence.subtree(holder))
                return Attribution(clean_name(sentence.text_of(start, index)), (start, index))
    return None


def _headline(sentence: ParsedSentence, quantity: QuantityAt, rules: Rules) -> Attribution | None:
    """The words before the colon: "World Bank: blast damage as high as $4.6 billion"."""
    if sentence.segment.kind not in {SegmentKind.TITLE, SegmentKind.HEADING} or ":" not in sentence.tokens[:6]:
        return None
    colon = sentence.tokens.index(":")
    text = sentence.text_of(0, colon)
    if quantity.start > colon and 0 < colon <= 5 and (_has_source_noun(sentence, 0, colon, rules) or text.isupper()) and not text.isupper():
        return Attribution(clean_name(text), (0, colon))
    return None
