"""Whose figure it is, where the figure's own clause names somebody: "Lipowa raised 1.9 million tonnes", "the debt of Wierzno".

Only names count; what the document is about is not asked here (`atodds.topics` knows that over the whole corpus). A name that only reports
the figure ("the ministry said") is its source, not its owner.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from atodds.extraction.measured import Measured, nearness
from atodds.extraction.naming import clean_name
from atodds.extraction.parsed import Name, ParsedSentence, QuantityAt
from atodds.vocabulary import FrameSource

__all__ = ["Owner", "name_told", "owner_of", "subject_of_date"]

OWNER_REACH = 4.5
_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj"})
_PRONOUNS = frozenset({"it", "they", "its", "their", "he", "she", "his", "her"})


@dataclass(frozen=True, slots=True)
class Owner:
    """A name as written and where it stands."""

    name: str
    source: FrameSource


def owner_of(sentence: ParsedSentence, quantity: QuantityAt, measured: Measured, last: str | None) -> Owner | None:
    """The owner of a figure; `last` is the name that a pronoun takes up from the sentence before."""
    roots = {quantity.root, quantity.noun_or_root, measured.anchor if measured.source is FrameSource.PHRASE else quantity.root}
    return _named(sentence, roots, last, lambda name: nearness(sentence, quantity, (name.root,)))


def subject_of_date(sentence: ParsedSentence, root: int, last: str | None) -> Owner | None:
    """The name that a dated happening befell or that brought it about."""
    return _named(sentence, {root}, last, lambda name: float(sentence.tree_distance(name.root, root)) * 0.6)


def _named(sentence: ParsedSentence, roots: set[int], last: str | None, price_of: Callable[[Name], float]) -> Owner | None:
    best: tuple[float, Name] | None = None
    for name in sentence.names:
        if name.kind == "person" or sentence.is_source(name):
            continue
        if name.kind == "people" and not _stands_for_its_land(sentence, name):
            continue  # three Syrians are no Syria, the Syrian army is its own
        bonus = _bond(sentence, name, roots)
        if bonus is None:
            continue
        price = price_of(name) - bonus
        if price <= OWNER_REACH and (best is None or price < best[0]):
            best = price, name
    if best is not None:
        return Owner(clean_name(best[1].text), FrameSource.PHRASE if best[0] <= 2.0 else FrameSource.SENTENCE)
    if last is not None and _pronoun_governs(sentence, roots):
        return Owner(last, FrameSource.PREVIOUS_SENTENCE)
    return None


def _stands_for_its_land(sentence: ParsedSentence, name: Name) -> bool:
    """Whether the name of a people describes a body or thing: "the Georgian armed forces"."""
    head = sentence.heads[name.root]
    return head > name.root and sentence.deps[name.root] in {"amod", "compound", "nmod"} and sentence.deps[head] in _SUBJECTS


def _bond(sentence: ParsedSentence, name: Name, roots: set[int]) -> float | None:
    """How firmly grammar ties a name to a figure: subject of its verb, possessor or "of" of its noun; None where it does not."""
    dep = sentence.deps[name.root]
    above = {step for root in roots for step in sentence.path_up(root)}
    up = sentence.path_up(name.root)
    if dep in _SUBJECTS and sentence.heads[name.root] in above:
        return 1.0
    if dep == "poss" and sentence.heads[name.root] in above:
        return 1.5
    if len(up) > 2 and dep == "pobj" and sentence.lowers[up[1]] in {"of", "for"} and up[2] in above:
        return 1.2
    if dep in {"compound", "nmod", "amod"} and sentence.heads[name.root] in above and sentence.heads[name.root] > name.root:
        return 0.8
    if dep in {"amod", "compound", "nmod"} and name.kind == "people":
        return 1.0
    nearby = next((step for step in up[1:3] if sentence.deps[step] in _SUBJECTS and sentence.heads[step] in above), None)
    return 0.5 if nearby is not None else None


def _pronoun_governs(sentence: ParsedSentence, roots: set[int]) -> bool:
    above = {step for root in roots for step in sentence.path_up(root)}
    return any(
        lower in _PRONOUNS and sentence.deps[index] in _SUBJECTS | {"poss"} and sentence.heads[index] in above
        for index, lower in enumerate(sentence.lowers)
    )


def name_told(sentence: ParsedSentence) -> str | None:
    """The name a sentence speaks of, for the pronoun of the next: the subject of its main clause."""
    for name in sentence.names:
        if name.kind in {"person", "people"}:
            continue
        if any(
            sentence.deps[step] in _SUBJECTS and sentence.clause_of(step) == sentence.path_up(step)[-1]
            for step in sentence.path_up(name.root)[:2]
        ):
            return clean_name(name.text)
    return None
