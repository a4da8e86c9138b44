"""Times of day: no dates and no quantities, so that 18:08 and "1600 GMT" are neither; for `atodds trace` and the number grammar."""

from __future__ import annotations

import re
from functools import lru_cache

from atodds.normalising.date_words import DateWords, date_words

_HOUR = re.compile(r"\d\d?")

__all__ = ["clock_times"]


@lru_cache(maxsize=8)
def _pattern(zones: frozenset[str]) -> re.Pattern[str]:
    zone = "|".join(sorted(map(re.escape, zones), key=len, reverse=True))
    after_noon = r"[ ]?[ap](?:\.[ ]?m\.?|m)(?![^\W_])"
    return re.compile(  # the first digit stands first, and what must not stand before it second: the scan then skips from digit to digit
        rf"[0-9](?<![\d:.,$€£].)[0-9]?(?:"
        rf":[0-5]\d(?::[0-5]\d(?:[.,]\d{{1,3}})?)?(?![\d:,]|\.\d)(?:{after_noon})?(?:[ ](?:{zone})\b)?"
        rf"|\.[0-5]\d(?:{after_noon}|[ ](?:{zone})\b)"
        rf"|{after_noon}(?:[ ](?:{zone})\b)?"
        rf"|[0-5]\d[ ](?:{zone})\b(?! of\b)"
        rf"|[ ]o['’]clock"
        rf")",
        re.IGNORECASE | re.DOTALL,
    )


def clock_times(text: str, words: DateWords | None = None) -> list[tuple[int, int]]:
    """The spans of the clock times in a text, in order."""
    return [found.span() for found in _pattern((words or date_words()).zones).finditer(text) if int(_HOUR.match(found.group())[0]) <= 24]  # type: ignore[index]
