"""How names are written down for comparing: folding, stems and slugs. Pure, cached, knows no entity.

fold("Türkiye’s")                      -> "turkiye"
fold("the Nagorno–Karabakh region")    -> "nagorno karabakh region"
fold("U.S.")                           -> "us"
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

__all__ = ["ARTICLES", "capitals_of", "fold", "root", "slug", "stem", "tokens"]

ARTICLES = frozenset({"the", "a", "an"})

# Letters that have no decomposition, or whose plain form is another letter than the decomposed one.
_PLAIN = str.maketrans(
    {"ı": "i", "İ": "i", "ə": "a", "Ə": "a", "ł": "l", "Ł": "l", "ø": "o", "Ø": "o", "đ": "d", "Đ": "d", "ð": "d", "þ": "th", "ß": "ss",
     "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ʼ": "'", "ʻ": "'", "’": "'", "‘": "'", "`": "'", "´": "'", "&": " and "}
)  # fmt: skip
_POSSESSIVE = re.compile(r"'s\b|(?<=s)'(?=\s|$)")
_INITIALS = re.compile(r"\b(?:[a-z]\.){2,}")
_THOUSANDS = re.compile(r"(?<=\d)[,\u00a0 ](?=\d{3}(?!\d))")
_NOT_WORD = re.compile(r"[^\w.]+|_|(?<!\d)\.|\.(?!\d)")


@lru_cache(maxsize=200_000)
def fold(text: str) -> str:
    """Lower case, no diacritics, possessives, leading articles, dots of initials or punctuation; words joined by one blank."""
    plain = text.translate(_PLAIN)
    if not plain.isascii():
        plain = "".join(letter for letter in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(letter))
    plain = plain.casefold()
    plain = _POSSESSIVE.sub("", _THOUSANDS.sub("", plain))
    plain = _INITIALS.sub(lambda found: found.group().replace(".", ""), plain)
    words = _NOT_WORD.sub(" ", plain.replace("'", "")).split()
    while len(words) > 1 and words[0] in ARTICLES:
        words.pop(0)
    return " ".join(words)


def capitals_of(text: str) -> frozenset[str]:
    """The folded words of a text that are written with a capital."""
    return frozenset(word for raw in re.findall(r"[^\s\-–—+/]+", text) if _capital(raw) for word in fold(raw).split())


def _capital(raw: str) -> bool:
    return next((letter.isupper() for letter in raw if letter.isalpha()), False)


def tokens(text: str) -> tuple[str, ...]:
    """The folded words of a text."""
    return tuple(fold(text).split())


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """A folded word without the endings of number and of verbs, short words whole.

    Deliberately light: it only has to bring "shocks" and "shock", "displaced" and "displacement", "cities" and "city" together, and
    must never bring two names together, so names are not stemmed.
    """
    if len(word) <= 3 or not word.isalpha():
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    for ending, keep in (("sses", "ss"), ("shes", "sh"), ("ches", "ch"), ("xes", "x"), ("ements", ""), ("ement", ""), ("ings", ""),
                         ("ing", ""), ("ed", ""), ("es", ""), ("s", ""), ("e", "")):  # fmt: skip
        if word.endswith(ending) and not word.endswith("ss") and len(word) - len(ending) >= 3:
            return word[: len(word) - len(ending)] + keep
    return word


@lru_cache(maxsize=200_000)
def root(word: str) -> str:
    """A stem without the endings that make nouns of verbs: "adopted" and "adoption" have one root, for saying what happened."""
    short = stem(word)
    for ending in ("ation", "ition", "ion", "at", "al", "er", "or"):
        if short.endswith(ending) and len(short) - len(ending) >= 4:
            return short[: len(short) - len(ending)]
    return short


def slug(text: str) -> str:
    """A folded text as part of an id: words joined by hyphens."""
    return "-".join(tokens(text))
