"""No pattern of the project takes for ever on any text: its growth from 1,000 to 4,000 characters is bounded."""

from __future__ import annotations

import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.faults.patterns_of_the_project import RUNS, Used, patterns, repeated_in

QUICK_S = 0.4
"""What 4,000 characters may take however it grows: a sentence is cut at 1,500, and this is far from a document's minute."""
MOST_GROWTH = 24.0
"""Quadratic is 16, cubic 64. A search that starts at each character of a run and goes through the rest of it is quadratic."""
GIVEN_UP_S = 4.0
CLOCK_S = 0.004  # the least that the clock of some machines tells

pytestmark = [pytest.mark.faults, pytest.mark.slow, pytest.mark.timeout(600)]


class _GivenUpError(Exception):
    pass


@contextmanager
def given_up_after(seconds: float) -> Iterator[None]:
    """Patterns look for signals while they match, so that one that takes for ever can be left."""

    def give_up(*_: object) -> None:
        raise _GivenUpError

    before = signal.signal(signal.SIGVTALRM, give_up)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def seconds_of(used: Used, text: str, repeats: int = 1) -> float:
    best = GIVEN_UP_S
    for _ in range(repeats):
        began = time.process_time()
        try:
            with given_up_after(GIVEN_UP_S):
                used.on(text)
        except _GivenUpError:
            return GIVEN_UP_S
        best = min(best, time.process_time() - began)
    return best


def run_of(piece: str, characters: int) -> str:
    return (piece * (characters // len(piece) + 1))[:characters]


def test_each_pattern_takes_its_worst_text_in_bounded_time() -> None:
    slow: list[str] = []
    for used in patterns():
        worst = (0.0, 0.0, "")
        own = [(before, piece, behind) for before, piece in sorted(repeated_in(used.pattern)) for behind in ("\0", "")]
        for before, piece, behind in [("", piece, "\0") for piece in RUNS] + own:
            few = seconds_of(used, before + run_of(piece, 1_000) + behind)
            if few * MOST_GROWTH < QUICK_S:
                continue
            few, many = (seconds_of(used, before + run_of(piece, count) + behind, 2) for count in (1_000, 4_000))
            if many >= GIVEN_UP_S or (many > QUICK_S and many / max(few, CLOCK_S) > MOST_GROWTH):
                worst = max(worst, (many, few, before + run_of(piece, 20)))
                break
        if worst[0]:
            grows = f"{worst[1]:.4f} s, then {worst[0]:.3f} s on {worst[2]!r} ..."
            slow.append(f"{used.place}, {used.way}: {grows}: {used.pattern.pattern[:120]}")
    assert not slow, "\n".join(slow)


def test_a_pattern_that_takes_for_ever_is_found_out() -> None:
    title = Used(re.compile(r"(?:[\w’'–-]+ ?)+,"), "here", "search")
    assert ("", "a ") in repeated_in(title.pattern) or ("", "a") in repeated_in(title.pattern)
    assert seconds_of(title, run_of("a", 300)) == GIVEN_UP_S
