"""Where sentences end, by rule: fast enough to run over everything, before the parser is asked about anything.

A sentence ends at `.`, `!`, `?` or an ellipsis, with closing quotes and brackets drawn in, followed by blank and something that can
open a sentence. What looks like an end and is none (abbreviations, initials, `No. 29`, `Aug. 4`, `U.S. forces`) is decided by the word
before and the word after. A blank line always ends a sentence; a single line end never does. Pure and total: any text gives spans that
ascend, do not overlap, begin and end on a character that is not blank, and together hold every character that is not blank.
"""

from __future__ import annotations

import re

__all__ = ["split_sentences"]

# Never the last word of a sentence: titles and words that point at what follows.
_NEVER_LAST = frozenset(
    "mr mrs ms messrs dr prof gen col lt maj capt sgt cpl pvt adm cmdr brig sen rep gov pres hon rev fr msgr supt insp amb st ste mt ft "
    "vs cf eg ie viz al fig figs eq eqs sec ch chap vol vols pp art arts para paras ed eds trans tr no nos nr nrs op cit loc ibid "
    "approx ca est dept univ assn bros messrs jan feb mar apr jun jul aug sep sept oct nov dec "
    "mon tue tues wed thu thur thurs fri sat sun".split()
)
# May stand last ("... Apple Inc. The firm ..."): an end when a word follows that opens sentences and little else.
_SOMETIMES_LAST = frozenset("inc ltd co corp bn mn km cm mm kg lb lbs oz sq hrs hr min etc jr sr a.m p.m e.g i.e ret rtd p r".split())
# Abbreviations that end no sentence only when a figure or initial follows ("No. 29", "Aug. 4", "p. 12", "pp. 3-4").
_BEFORE_FIGURES = frozenset(
    "no nos nr nrs fig figs eq sec ch chap vol vols pp p art arts para paras ca approx op cit ft mt est "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue tues wed thu thur thurs fri sat sun ed eds al fr rev mar".split()
)
_OPENERS = frozenset(
    "the a an in on at it its he his she her they their this that these those but and as after before by for from if of to we our i you "
    "there when while with within without under since however meanwhile although according some many most more all both two three "
    "four five one no not what who how why about over nearly around another other earlier later last next today yesterday such so then "
    "thus therefore during despite following between among officials police each every also still only until nor or because where "
    "which".split()
)
_END = re.compile(r"[.!?…]+[\"'’”»)\]]*(?=\s)|\n[^\S\n]*\n\s*|(?:(?<=[a-z]{3})|(?<=\d{4}))\.(?=[A-Z][a-z]*\s)")
_WORD_AFTER = re.compile(r"[A-Z][a-z]*")
_WORD_BEFORE = re.compile(r"[\w.&'’-]*\Z")
_NEXT = re.compile(r"\s+([\"'“‘«(\[„—–*•-]*)\s*([\w$€£¥₹#@%+…]+(?:[.'’-]\w+)*)?")
_LOOK_BACK = 24  # no abbreviation or initial is longer; keeps the scan linear on text without blanks


def split_sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of `text` as (start, end) offsets, end exclusive.

    Args:
        text: canonical text: a paragraph, or many with blank lines between them. Line ends inside a paragraph count as blanks.

    Returns:
        Spans in text order; the text between two spans is blank.
    """
    spans: list[tuple[int, int]] = []
    start = 0
    for found in _END.finditer(text):
        if text[found.start()] != "\n" and not _ends_sentence(text, start, found.start(), found.end()):
            continue
        _add(text, start, found.end(), spans)
        start = found.end()
    _add(text, start, len(text), spans)
    return spans


def _add(text: str, start: int, end: int, spans: list[tuple[int, int]]) -> None:
    """Append `start..end` without the blanks around it, if anything is left."""
    stretch = text[start:end]
    kept = stretch.strip()
    if kept:
        first = start + len(stretch) - len(stretch.lstrip())
        spans.append((first, first + len(kept)))


def _ends_sentence(text: str, sentence_start: int, mark: int, after: int) -> bool:
    """Whether the punctuation at `mark` (closers end at `after`) closes the sentence that began at `sentence_start`."""
    if after < len(text) and not text[after].isspace():
        glued = _WORD_AFTER.match(text, after)  # "on 5 March 2020.As of 9 March": the blank was lost
        return glued is not None and glued.group().lower() in _OPENERS
    follows = _NEXT.match(text, after)
    word = follows.group(2) if follows else None
    if not word:
        return True  # only punctuation or nothing follows
    opened = bool(follows and follows.group(1))
    first = word[0]
    if first.islower():
        return False
    closed = text[mark:after]
    if closed[0] != "." or closed.startswith(".."):
        # "!", "?" and ellipses: an end before a capital, a figure or an opening mark, unless a quote goes on ("Why?" Asked ...)
        return not (closed[0] == "…" and mark == sentence_start)
    before = _WORD_BEFORE.search(text, max(mark - _LOOK_BACK, sentence_start), mark)
    token = before.group().lstrip(".'’-") if before else ""
    if not token or len(closed) > 1:
        # closing quote or bracket after the full stop: the end of a sentence, save after an abbreviation in brackets ("(Ret.) Hoagland")
        if token and closed[1:2] == ")":
            return not (token.lower() in _NEVER_LAST or token.lower() in _SOMETIMES_LAST)
        return True
    low = token.lower()
    opener = word.lower() in _OPENERS
    if "." in token and opened and follows and "(" in follows.group(1):
        return False  # "at 6 p.m. (1600 GMT)"
    if first.isdigit() or first in "$€£¥₹#":
        if low in _BEFORE_FIGURES or (len(token) == 1 and token.isalpha()):
            return False
        if token.isdigit():
            # "1. 027,000", "3. 14": an ordinal or a torn figure; "in 1992. 300 people": two sentences
            return not (
                mark - len(token) == sentence_start
                or (len(token) <= 2 and re.match(r"\s+\d{3}(?!\d)", text[after : after + 8]) is not None)
            )
        return True
    if token.isdigit():
        return mark - len(token) != sentence_start or len(token) > 3  # "1. Introduction" numbers a heading or list item
    if low in _NEVER_LAST:
        return low in {"no", "ibid", "cit"} or (
            low in {"al", "sun", "sat", "mar", "est", "art", "ed", "st"} and opener and not opened and token.islower()
        )
    if "." in token:  # U.S., a.m., e.g., Ph.D.
        return opener and low not in {"e.g", "i.e"}
    if len(token) == 1 and token.isalpha():
        if token.isupper():
            # an initial ("John F. Kennedy"), or a vitamin: an end only before a word that opens sentences and is no surname
            return opener and word != "I" and _prior_is_lower(text, mark - 1, sentence_start)
        return opener
    if low in _SOMETIMES_LAST:
        return opener
    return True


def _prior_is_lower(text: str, index: int, sentence_start: int) -> bool:
    """Whether the word before the initial at `index` is a common word ("vitamin D. The"), not part of a name."""
    before = text[max(index - _LOOK_BACK, sentence_start) : index].split()
    return bool(before) and before[-1][:1].islower()
