"""Asks one rule of a comparison about two claims, for the tables of its answers."""

from __future__ import annotations

from collections.abc import Callable

from atodds.claim_types import load_claim_types
from atodds.claims import Claim, Reading
from atodds.linking.answers import Aspect
from atodds.linking.knowledge import Knowledge
from atodds.linking.values import read_value

KNOWLEDGE = Knowledge(claim_types=load_claim_types())

Rule = Callable[[Reading, Reading, Knowledge], Aspect | None]


def ask(rule: Rule, left: Claim, right: Claim, knowledge: Knowledge = KNOWLEDGE) -> str:
    """ "yes same", "no disjoint", "unknown", "yes part": the answer and, where it is another than the same, the standing; "" for none."""
    aspect = rule(read_value(left, knowledge), read_value(right, knowledge), knowledge)
    if aspect is None:
        return ""
    standing = "" if aspect.standing.value in ("same", "unknown") else f" {aspect.standing.value}"
    return aspect.answer.value + standing


def time_asked(rule: Rule, left: Claim, right: Claim, knowledge: Knowledge = KNOWLEDGE) -> str:
    """ "earlier", "apart", "rising", "unknown": how the times stand; "" where the rule has nothing to say."""
    aspect = rule(read_value(left, knowledge), read_value(right, knowledge), knowledge)
    return "" if aspect is None else aspect.time.value
