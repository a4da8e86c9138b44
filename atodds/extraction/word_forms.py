"""The forms a word may be compared by: itself and the lemmas its ending allows.

Cues are written once ("kill") and must be met in any form ("killed", "killing"), whatever part of speech the tagger chose; so a word
stands with every lemma its ending allows, some of which are no words. That does no harm: a cue has to be one of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

__all__ = ["WordForms", "plural", "stem"]

_VOWELS = "aeiou"


class WordForms:
    """Looks up the forms of words; irregular ones come from `seeds/framing/irregular.toml`."""

    def __init__(self, irregular: Mapping[str, tuple[str, ...]]) -> None:
        self._irregular: dict[str, set[str]] = {}
        for lemma, forms in irregular.items():
            for form in forms:
                self._irregular.setdefault(form, set()).add(lemma)
        self.of = lru_cache(maxsize=50_000)(self._of)

    def _of(self, word: str) -> frozenset[str]:
        lower = word.lower().replace("’", "'")
        forms = {lower} | self._irregular.get(lower, set())
        if len(lower) > 3:
            if lower.endswith("s") and not lower.endswith("ss"):
                forms.add(lower[:-1])
                if lower.endswith("es"):
                    forms.add(lower[:-2])
                if lower.endswith("ies"):
                    forms.add(lower[:-3] + "y")
            for ending in ("ed", "ing"):
                if lower.endswith(ending) and len(lower) > len(ending) + 2:
                    stem = lower[: -len(ending)]
                    forms |= {stem, stem + "e"}
                    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in _VOWELS:
                        forms.add(stem[:-1])
                    if stem.endswith("i"):
                        forms.add(stem[:-1] + "y")
        return frozenset(forms)


def plural(noun: str) -> str:
    """The plural of a noun's lemma, for naming a measure after it: "province" to "provinces"."""
    if noun.endswith("s") and not noun.endswith(("ss", "us", "is")):
        return noun
    if noun.endswith("man"):
        return noun[:-3] + "men"
    if noun.endswith("y") and len(noun) > 1 and noun[-2] not in _VOWELS:
        return noun[:-1] + "ies"
    return noun + ("es" if noun.endswith(("s", "x", "z", "ch", "sh")) else "s")


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """What the forms of a word share, for holding words of two texts against each other: "flooded" and "flooding" give "flood"."""
    lower = word.lower().replace("’", "'").removesuffix("'s")
    for ending, least in (("ies", 3), ("ing", 4), ("ed", 4), ("es", 4), ("s", 3)):
        if lower.endswith(ending) and len(lower) - len(ending) >= least - (ending == "ies") and not lower.endswith(("ss", "us", "is")):
            lower = lower[: -len(ending)] + ("y" if ending == "ies" else "")
            break
    if len(lower) > 4 and lower[-1] == lower[-2] and lower[-1] not in "aeiousl":
        lower = lower[:-1]
    return lower.removesuffix("e") if len(lower) > 3 else lower
