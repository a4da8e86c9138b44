"""Which language a document is written in: what it says of itself is not asked, its words are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Any

from atodds.reading.blocks import Block
from atodds.vocabulary import SegmentKind

__all__ = ["CHECKED_LANGUAGES", "detect_language"]

CHECKED_LANGUAGES = frozenset({"en"})
_SAMPLE = 4000
_TOO_SHORT = 60  # letters: below that a detector guesses
_OWN_ALPHABET = 12  # letters of another alphabet in a short text: a name or two are fewer
_WORD = re.compile(r"[^\W\d_]+")
_ENGLISH = frozenset(
    "the and that with from were which this these those have had they would been their there what when who about could into than then "
    "other should because between through while".split()
)
"""Common words that no other written language has, save Scots and the English creoles, of which the model knows nothing either."""
_SURELY_ENGLISH = 0.09  # of all words; English prose has 0.12 to 0.2, half of it in another language no more than 0.08
_ENOUGH_WORDS = 80
_READ_KINDS = frozenset({SegmentKind.BODY, SegmentKind.LIST_ITEM, SegmentKind.TITLE, SegmentKind.HEADING, SegmentKind.FOOTNOTE})


@cache
def _identifier() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def detect_language(blocks: Sequence[Block]) -> str | None:
    """ISO 639-1 code of the language of the running text, or None when there is too little of it to tell.

    A sample from the beginning, the middle and the end, so that an abstract in a second language does not decide.
    """
    prose = [block.text for block in blocks if block.kind in _READ_KINDS and len(block.text) > 20]
    if not prose:
        return None
    step = max(len(prose) // 12, 1)
    taken, length = [], 0
    for text in prose[::step]:
        piece = text[:600]
        taken.append(piece)
        length += len(piece)
        if length > _SAMPLE:
            break
    sample = " ".join(taken)
    letters = [char for char in sample if char.isalpha()]
    if len(letters) < _TOO_SHORT:
        # Another alphabet tells at once that a text is not English; which of its languages it is, is the detector's best guess.
        foreign = sum(char > "\u024f" for char in letters)
        return str(_identifier().classify(sample)[0]) if foreign >= _OWN_ALPHABET and foreign * 2 > len(letters) else None
    if _is_surely_english(sample, letters):
        return "en"
    language, probability = _identifier().classify(sample)
    return str(language) if probability > 0.8 else None


def _is_surely_english(sample: str, letters: Sequence[str]) -> bool:
    """Whether the words settle it: loading the model takes a third of a second and 70 MB, and most documents here are English."""
    words = _WORD.findall(sample.lower())
    if sum(char.isascii() for char in letters) < 0.95 * len(letters):
        return False  # scripts without blanks hardly count by words
    return len(words) >= _ENOUGH_WORDS and sum(word in _ENGLISH for word in words) >= _SURELY_ENGLISH * len(words)
