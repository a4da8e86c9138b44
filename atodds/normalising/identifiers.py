"""Number-like stretches that are no quantities: resolutions, articles, regiments, aircraft types, years, clock times, footnote marks.

`why_not` answers a reason in words, or None for a quantity. The words that make the number after them an identifier are in
`seeds/identifiers.csv`; what is here reads from the shape of the text around the figure.
"""

from __future__ import annotations

from collections.abc import Sequence

from atodds.normalising.english import FUNCTION_WORDS, MONTHS, PRONOUN_BEFORE, YEAR_FIRM, YEAR_LOOSE
from atodds.normalising.figure import Figure
from atodds.normalising.lexicon import load_lexicon
from atodds.normalising.prepared import Prepared
from atodds.normalising.tokens import NUM, SIGN, WORD, Token, glued, low_at
from atodds.vocabulary import Bound

__all__ = ["looks_like_years", "why_not", "year_like"]

_ORDINAL_ENDS = frozenset({"st", "nd", "rd", "th"})
# Prefixes that a figure may follow with a hyphen and stay a figure.
_PREFIXES = frozenset({"x", "mid", "top", "pre", "post", "sub", "under", "over", "near", "early", "late", "about", "at"})
_CLOSERS = frozenset({"”", "’", '"', "'", ")", "]", "»", "%"})
_ADDRESS_SIGNS = ("://", "www.", "@", "_", ".com", ".org", ".html", ".pdf", ".net", ".php")
_ADDRESS_REACH = 120  # characters looked at on either side of a number for the shape of a web address


def year_like(figure: Figure) -> bool:
    """Four plain digits that may be a year, 1000 to 2100."""
    numeral = figure.numeral
    return (
        numeral is not None and numeral.integer_digits == 4 and not numeral.grouped and not numeral.decimals and not numeral.exponent
        and figure.scale == 1.0 and figure.unit is None and not figure.money and 1000 <= abs(figure.raw) <= 2100
    )  # fmt: skip


def looks_like_years(a: Figure, b: Figure) -> bool:
    """Two figures of a range that are years: `1988–1994`, `2013-14`."""
    if not year_like(a) or a.raw < 1500:
        return False
    if year_like(b):
        return b.noun is None or b.noun.lower() == "years"
    numeral = b.numeral
    return numeral is not None and numeral.integer_digits == 2 and not numeral.decimals and b.bare and b.raw > a.raw % 100


def why_not(prepared: Prepared, figure: Figure) -> str | None:
    """The reason a figure is no quantity, or None."""
    if figure.why_not:
        return figure.why_not
    if figure.numeral is None:
        return _word_reason(prepared, figure)
    return (
        _shape(prepared, figure)
        or _clock(prepared, figure)
        or _day(prepared, figure)
        or _identifier(prepared, figure)
        or _year(prepared, figure)
    )


def _word_reason(prepared: Prepared, figure: Figure) -> str | None:
    """Reads "one" as a pronoun; "Chapter Two"."""
    tokens = prepared.tokens
    i = figure.number_first
    words = load_lexicon()
    previous = tokens[i - 1] if i else None
    if previous is not None and previous.kind == WORD and previous.text[:1].isupper() and previous.low in words.identifiers and figure.bare:
        return words.identifiers[previous.low]
    if figure.bare and not figure.vague and not figure.fraction and figure.number_after == i + 1 and _named(tokens, i):
        return "part of a name"
    if glued(tokens, figure.number_after) and figure.bare and tokens[figure.number_after].kind == NUM:
        return "part of a code"
    if previous is not None and previous.low in {"number", "no"} and figure.low == 1:
        return "serial number" if previous.low == "number" else "the pronoun"
    if glued(tokens, i) and previous is not None and previous.text in {"-", "‑"} and tokens[i].low in {"one", "zero", "half", "two"}:
        return "part of a word"
    if tokens[i].low == "one" and figure.number_after == i + 1:
        if tuple(low_at(tokens, i + n) for n in range(2)) in words.idioms or tuple(low_at(tokens, i + n) for n in range(3)) in words.idioms:
            return "an idiom"
        if figure.unit is not None or figure.money or figure.hedges or figure.merged:
            return None
        counted = low_at(tokens, i + 1) in {"in", "out"} and any(
            low_at(tokens, i + n) in words.cardinals or (i + n < len(tokens) and tokens[i + n].kind == NUM) for n in (2, 3, 4)
        )
        if counted:
            return None
        if low_at(tokens, i - 1) not in PRONOUN_BEFORE and (_befell(tokens, i + 1) or _one_of_some(tokens, i)):
            return None
        if low_at(tokens, i + 1) in FUNCTION_WORDS or low_at(tokens, i - 1) in PRONOUN_BEFORE or figure.noun is None:
            listed = i + 1 >= len(tokens) or tokens[i + 1].kind == SIGN
            if not (listed and low_at(tokens, i - 1) in {"", "and", "or", ",", "just", "only", "to", "is", "was"}):
                return "the pronoun"
    return None


def _named(tokens: Sequence[Token], i: int) -> bool:
    """`the Big Four`, `the Group of Seven`: a capital on the number and before it, in a sentence that is no headline."""
    before = i - 2 if low_at(tokens, i - 1) == "of" else i - 1
    if before < 0 or not tokens[i].text[:1].isupper() or tokens[before].kind != WORD or not tokens[before].text[:1].isupper():
        return False
    return any(token.kind == WORD and len(token.text) > 3 and token.text.islower() for token in tokens[max(0, i - 8) : i + 8])


_SAID_OF_ONE = frozenset("was is were are had has remains remained became stayed went came".split())
_SOME_REACH = 25  # tokens back in which the others were counted


def _one_of_some(tokens: Sequence[Token], i: int) -> bool:
    """Whether others were counted before and something is said of one: "Of four boats, one was seaworthy", "two sank and one came back"."""
    if low_at(tokens, i + 1) not in _SAID_OF_ONE or low_at(tokens, i - 1) not in {",", "and", "but", ";", "only", "just", "while", "("}:
        return False
    cardinals = load_lexicon().cardinals
    return any(token.kind == NUM or (token.low in cardinals and token.low != "one") for token in tokens[max(0, i - _SOME_REACH) : i])


def _befell(tokens: Sequence[Token], k: int) -> bool:
    """Whether "died", "was killed", "is missing" follow: "Two people were hurt. One died." counts."""
    fates = load_lexicon().cues["fate"]
    if low_at(tokens, k) in {"was", "were", "is", "has", "had", "remains", "seriously", "fatally", "more", "later"}:
        return any(low_at(tokens, k + n) in fates for n in (1, 2))
    return low_at(tokens, k) in fates


def _shape(prepared: Prepared, figure: Figure) -> str | None:
    """What the signs and letters glued to the digits say."""
    tokens = prepared.tokens
    i, k = figure.number_first, figure.number_after
    numeral = figure.numeral
    if numeral is not None and numeral.integer_digits > 16 and not numeral.grouped:
        return "too long for an amount"
    if (
        numeral is not None
        and tokens[i].text[0] == "0"
        and numeral.integer_digits >= 2
        and tokens[i].text.strip("0")
        and not numeral.decimals
    ):
        return "a code"  # 007, 0958
    reason = _glued_after(tokens, figure, k) or (_glued_before(tokens, figure, i) if figure.first == i else None)
    if reason is not None:
        return reason
    if figure.bare and low_at(tokens, i - 1) == "[" and low_at(tokens, k) == "]":
        return "a citation"
    if figure.bare and (_number_after(tokens, k, "+") or _number_before(tokens, i, "+")):
        return "part of a name"
    if _number_after(tokens, k, ":") or _number_before(tokens, i, ":"):
        return "a clock time, a score or a ratio"
    if _in_chain(tokens, i, k):
        return "a date, a telephone number or a code"
    bracketed = low_at(tokens, i - 1) == "(" and low_at(tokens, k) == ")" and numeral is not None and numeral.integer_digits >= 3
    if bracketed and k + 1 < len(tokens) and tokens[k + 1].kind == NUM and _number_after(tokens, k + 2, "-"):
        return "telephone number"
    if _dialled(tokens, figure):
        return "telephone number"
    if _coordinate(tokens, figure):
        return "a coordinate"
    if _house_number(tokens, figure):
        return "an address"
    if (figure.after == k and _number_after(tokens, k, "/")) or _number_before(tokens, i, "/"):
        return "a date or a reference number"
    if _in_address(prepared.text, tokens[i].start, tokens[k - 1].end):
        return "part of an address"
    return _list_marker(prepared, figure)


def _dialled(tokens: Sequence[Token], figure: Figure) -> bool:
    """`+56 65 2244500`: a plus and a row of numbers."""
    if not figure.bare or figure.number_after != figure.number_first + 1:
        return False
    i = figure.number_first
    row = i + 1 < len(tokens) and tokens[i + 1].kind == NUM
    steps = 0
    while i >= 1 and tokens[i - 1].kind == NUM and steps < 6:
        i, row, steps = i - 1, True, steps + 1
    return row and i >= 1 and tokens[i - 1].text == "+" and glued(tokens, i)


_ANGLES = frozenset({"degree", "minute of arc", "second of arc", "inch", "foot"})


def _coordinate(tokens: Sequence[Token], figure: Figure) -> bool:
    """`37°33′42″N`: an angle with another or with a quarter of the sky glued to it."""
    if figure.unit is None or figure.unit.id not in _ANGLES or figure.after == figure.number_after:
        return False
    k = figure.after
    beside = k < len(tokens) and (glued(tokens, k) or tokens[k].text in {"N", "S", "E", "W"})
    if beside and (tokens[k].kind == NUM or tokens[k].text in {"N", "S", "E", "W"}):
        return True
    i = figure.number_first
    return glued(tokens, i) and i >= 2 and tokens[i - 1].text in {"°", "′", "'", "º"} and tokens[i - 2].kind == NUM


def _house_number(tokens: Sequence[Token], figure: Figure) -> bool:
    """`613 Williams Street`, `NV 89310`."""
    numeral = figure.numeral
    if numeral is None or numeral.grouped or numeral.decimals or figure.unit is not None or figure.money or figure.scale != 1.0:
        return False
    i, k = figure.number_first, figure.number_after
    before = tokens[i - 1] if i else None
    if numeral.integer_digits == 5 and before is not None and len(before.text) == 2 and before.text.isupper() and before.text.isalpha():
        return True
    streets = load_lexicon().cues["street"]
    for j in range(k, min(k + 4, len(tokens))):
        if tokens[j].kind != WORD or not tokens[j].text[0].isupper():
            return False
        if j > k and tokens[j].low in streets:
            return True
    return False


def _number_after(tokens: Sequence[Token], k: int, sign: str) -> bool:
    """Whether the sign and another number follow without blanks."""
    return low_at(tokens, k) == sign and glued(tokens, k) and k + 1 < len(tokens) and tokens[k + 1].kind == NUM and glued(tokens, k + 1)


def _number_before(tokens: Sequence[Token], i: int, sign: str) -> bool:
    """Whether another number and the sign stand before without blanks."""
    return i >= 2 and tokens[i - 1].text == sign and glued(tokens, i) and tokens[i - 2].kind == NUM and glued(tokens, i - 1)


def _glued_after(tokens: Sequence[Token], figure: Figure, k: int) -> str | None:
    if k >= len(tokens) or not glued(tokens, k):
        return None
    following = tokens[k]
    if following.low in _ORDINAL_ENDS:
        return "an ordinal"
    round_years = figure.unit is None and figure.raw % 10 == 0
    if following.low == "s" and (_after_hyphen(tokens, figure.number_first) or figure.raw >= 1000):
        return "an age group or a decade"
    if round_years and (following.low in {"s", "'s", "’s"} or (following.text in {"'", "’"} and low_at(tokens, k + 1) == "s")):
        return "a decade"
    lettered = following.kind == WORD and figure.after == k and not (following.low == "x" and low_at(tokens, k + 1)[:1].isdigit())
    if lettered and (len(following.text) <= 3 or (k + 1 < len(tokens) and tokens[k + 1].kind == NUM and glued(tokens, k + 1))):
        return "part of a code"
    return None


def _after_hyphen(tokens: Sequence[Token], i: int) -> bool:
    return i > 0 and glued(tokens, i) and tokens[i - 1].text in {"-", "‑"}


def _second_year(before: Token, token: Token) -> bool:
    """`1987–88`: two digits after a year and a dash."""
    return before.kind == NUM and len(before.text) == 4 and before.text[:2] in {"18", "19", "20"} and len(token.text) == 2


def _glued_before(tokens: Sequence[Token], figure: Figure, i: int) -> str | None:
    if i == 0:
        return None
    previous = tokens[i - 1]
    if previous.text in {"#", "№"}:
        return "a serial number"
    if not glued(tokens, i):
        return None
    if previous.kind == WORD and previous.low != "x" and not figure.unit_before(tokens) and not _glued_label(previous, figure):
        return "part of a code"
    before = tokens[i - 2] if i >= 2 and glued(tokens, i - 1) else None
    worded = before is not None and before.kind == WORD
    if (
        previous.text in {"-", "‑", "–"}
        and before is not None
        and worded
        and before.low not in _PREFIXES
        and not figure.unit_before(tokens)
    ):
        return "part of a code"
    if previous.text in {"-", "–", "/"} and before is not None and figure.bare and _second_year(before, tokens[i]):
        return "a year"
    counted = figure.noun is not None or figure.unit is not None or low_at(tokens, figure.number_after) == "of"
    counting = previous.text != "." and counted  # "27 cases,14 of them" has lost a blank
    if previous.text in {".", ",", ";"} and before is not None and (worded or before.text in _CLOSERS) and not counting:
        return "a footnote mark"
    if previous.text in _CLOSERS and figure.bare and (before is not None or previous.text not in {"'", "’", '"'}):
        return "a footnote mark"
    return None


def _glued_label(word: Token, figure: Figure) -> bool:
    """`depth10.0 km`: a label that lost its blank on a web page, told by its small letters and the unit or decimals behind it."""
    measured = figure.unit is not None or (figure.numeral is not None and (figure.numeral.decimals > 0 or figure.numeral.grouped))
    return len(word.text) >= 4 and word.text[1:].islower() and measured


def _in_chain(tokens: Sequence[Token], i: int, k: int) -> bool:
    """Three or more numbers joined by hyphens or slashes without blanks, or `+` and a country code before."""
    links = 0
    j = i
    while j >= 2 and links < 3 and tokens[j - 1].text in {"-", "/", "‑", "–"} and glued(tokens, j) and glued(tokens, j - 1):
        if tokens[j - 2].kind != NUM:
            break
        j -= 2
        links += 1
    first = j
    j = k - 1
    while (
        j + 2 < len(tokens) and links < 3 and tokens[j + 1].text in {"-", "/", "‑", "–"} and glued(tokens, j + 1) and glued(tokens, j + 2)
    ):
        if tokens[j + 2].kind != NUM:
            break
        j += 2
        links += 1
    if links >= 2:
        return True
    return links >= 1 and first >= 1 and tokens[first - 1].text == "+" and glued(tokens, first)


def _in_address(text: str, start: int, end: int) -> bool:
    if (start == 0 or text[start - 1] in " (") and (end >= len(text) or text[end] in " ,)"):
        return False  # stands alone
    left = max(text.rfind(" ", max(0, start - _ADDRESS_REACH), start) + 1, start - _ADDRESS_REACH, 0)
    right = text.find(" ", end, end + _ADDRESS_REACH)
    word = text[left : right if right >= 0 else end + _ADDRESS_REACH].lower()
    return any(sign in word for sign in _ADDRESS_SIGNS)


def _list_marker(prepared: Prepared, figure: Figure) -> str | None:
    """`1. Introduction`, `(2) the second`, `3) third` at the beginning of a line or item."""
    tokens = prepared.tokens
    i, k = figure.number_first, figure.number_after
    if (
        not 0 < figure.raw <= 1999
        or figure.numeral is None
        or figure.numeral.grouped
        or figure.numeral.decimals > 1
        or figure.unit is not None
        or figure.money
        or figure.scale != 1.0
        or figure.hedges
    ):
        return None
    following, beyond = low_at(tokens, k), tokens[k + 1] if k + 1 < len(tokens) else None
    if not any(token.kind == WORD for token in tokens[:4]) and i == 0 and following == "." and k + 1 == len(tokens):
        return "a list marker"  # "4." alone on its line
    opens = i == 0 or "\n" in prepared.text[tokens[i - 1].end : tokens[i].start]
    if opens and following in {".", ")"} and beyond is not None and beyond.kind == WORD and glued(tokens, k) and not glued(tokens, k + 1):
        return "a list marker"
    if opens and figure.bare and k < len(tokens) and not glued(tokens, k) and _opens_a_note(tokens, k):
        return "the number of a note or heading"
    if following == ")" and low_at(tokens, i - 1) == "(" and beyond is not None and beyond.kind == WORD and figure.raw <= 30:
        before = tokens[i - 2] if i >= 2 else None
        if before is None or before.text in {".", ";", ":", ","} or before.low in {"and", "or"}:
            return "a list marker"
    return None


def _opens_a_note(tokens: Sequence[Token], k: int) -> bool:
    """Whether what follows a number at the beginning of a line is a sentence of its own: a quotation, or a capital that counts nothing."""
    following = tokens[k]
    if following.text in {"‘", "“", '"', "«"}:
        return True
    if following.kind != WORD or not following.text[0].isupper() or (len(following.text) > 1 and following.text.isupper()):
        return False
    if following.low in FUNCTION_WORDS or following.low in {"see", "ibid", "cf", "interview", "quoted", "op", "author"}:
        return True
    return not following.low.endswith("s") and following.low not in load_lexicon().cues["plural"]


def _clock(prepared: Prepared, figure: Figure) -> str | None:
    tokens = prepared.tokens
    k = figure.number_after
    if figure.money or figure.scale != 1.0:
        return None
    following = low_at(tokens, k)
    if figure.unit is not None and figure.unit.dimension != "duration":
        return None
    if 0 <= figure.raw < 24.6:
        if following in {"am", "pm"} and figure.unit is None:
            return "a clock time"
        if following in {"a", "p"} and low_at(tokens, k + 1) == "." and low_at(tokens, k + 2) == "m":
            return "a clock time"
        if following in {"o'clock", "o’clock"}:
            return "a clock time"
    word = tokens[k].text if k < len(tokens) else ""
    clock = load_lexicon().cues["clock"]
    if figure.numeral is not None and not figure.numeral.grouped and 0 <= figure.raw <= 2400 and word.lower() in clock:
        digits = figure.numeral.integer_digits
        zone = word.isupper() and word.lower() in clock
        if zone or (
            digits == 4 and word.lower() in {"hrs", "hours"} and figure.raw % 100 < 60 and tokens[figure.number_first].text[0] in "012"
        ):
            return "a clock time"
    return None


def _day(prepared: Prepared, figure: Figure) -> str | None:
    """`May 5`, `5 May`: a day of a month the date grammar did not take."""
    tokens = prepared.tokens
    if figure.unit is not None or figure.money or figure.scale != 1.0 or figure.numeral is None or figure.numeral.decimals:
        return None
    i, k = figure.number_first, figure.number_after
    for j, neighbour in ((i - 1, "before"), (k, "after")):
        token = tokens[j] if 0 <= j < len(tokens) else None
        if token is not None and token.text == "." and neighbour == "before" and j:
            token = tokens[j - 1]
        if token is None or token.kind != WORD or token.low not in MONTHS or not token.text[0].isupper():
            continue
        if figure.numeral.integer_digits <= 2 and 1 <= figure.raw <= 31:
            return "a day of a month"
        if figure.numeral.integer_digits == 4 and year_like(figure):
            return "a year"
    return None


def _identifier(prepared: Prepared, figure: Figure) -> str | None:
    """A word before the number that makes it a name: Resolution 1244, page 12, Boeing 747."""
    if figure.money or figure.scale != 1.0 or figure.bound is not Bound.EXACT or figure.numeral is None:
        return None
    glued_letter = figure.after == figure.number_after + 1 and len(prepared.tokens[figure.number_after].text) == 1
    if figure.unit is not None and not (glued_letter and glued(prepared.tokens, figure.number_after)):
        return None
    if figure.numeral.grouped:
        return None
    words = load_lexicon()
    tokens = prepared.tokens
    i = figure.first - 1
    dotted = False
    while i >= 0 and tokens[i].text in {".", ":", "-"} and figure.first - i < 3:
        dotted = dotted or tokens[i].text == "."
        i -= 1
    if i < 0:
        return None
    token = tokens[i]
    if token.low == "number" and i and tokens[i - 1].low in words.identifiers:
        return words.identifiers[tokens[i - 1].low]
    if token.low == "number" and low_at(tokens, i - 1) in {"at", "ranked", "placed"}:
        return "a place in an order"
    reason = words.identifiers.get(token.low)
    if reason is None or (dotted and len(token.low) > 4):
        return None
    if token.low == "p" and low_at(tokens, i - 1) == "&":
        return "index name"
    if token.low in {"p", "n", "art", "cat"} and not dotted:
        return None
    if figure.noun is not None and token.text.islower() and (figure.raw >= 100 or figure.noun.split()[-1].lower() in words.cues["plural"]):
        return None
    return reason


def _year(prepared: Prepared, figure: Figure) -> str | None:
    tokens = prepared.tokens
    era = tokens[figure.after].text if figure.after < len(tokens) else ""
    if era == "B" and low_at(tokens, figure.after + 1) == "." and low_at(tokens, figure.after + 2) == "c":
        era = "BC"
    if (
        year_like(figure)
        and figure.raw >= 1500
        and low_at(tokens, figure.number_after) in {"'", "’"}
        and low_at(tokens, figure.number_after + 1) == "s"
    ):
        return "a year"
    if era in {"BC", "BCE", "AD", "CE"}:
        return "a year"
    if not year_like(figure):
        return None
    value = figure.raw
    before = tokens[figure.first - 1] if figure.first else None
    low = before.low if before is not None else ""
    if figure.bound in (Bound.AT_LEAST, Bound.AT_MOST) or (figure.hedges and value < 1900):
        return None
    peopled = figure.noun is not None and figure.noun.split()[-1].lower() in load_lexicon().cues["plural"]
    if low in YEAR_FIRM and 1000 <= value <= 2100 and not (figure.hedges and peopled) and (value >= 1700 or not figure.noun):
        return "a year"
    if figure.merged:
        return None
    if peopled and low not in {"the"}:
        return None
    if figure.noun is not None and value < 1950 and low not in YEAR_LOOSE:
        return None
    if figure.noun is None and figure.hedges and low not in YEAR_LOOSE:
        return "a year" if value >= 1900 else None
    if value >= 1700:
        return "a year"
    return None
