"""What stands around a figure: hedges that open an end, units and labels before the number, the dot that parts thousands."""

from __future__ import annotations

from collections.abc import Sequence

from atodds.normalising.english import HYPHENS, QUALIFIERS
from atodds.normalising.figure import Figure, scale_figure
from atodds.normalising.figure_units import is_plural, read_after_number
from atodds.normalising.lexicon import Hedge, Lexicon, load_lexicon
from atodds.normalising.prepared import Prepared
from atodds.normalising.tokens import NUM, WORD, Token, glued, low_at
from atodds.normalising.units import load_units
from atodds.vocabulary import Bound

__all__ = ["label_before", "read_dot_of_thousands", "read_hedges", "read_prefix_unit"]

_OTHER_SIDE = {Bound.AT_LEAST: Bound.AT_MOST, Bound.AT_MOST: Bound.AT_LEAST}
_NOT_DENIED = frozenset({"up to", "as many as", "as much as"})
_DENIALS = frozenset({"not", "never", "nor", "cannot", "nowhere"})
_NO_TIMES = frozenset({"time", "times", "point", "stage", "moment", "place", "year", "day"})
_PASSING = frozenset({"pass", "passes", "passed", "passing"})
_STACKED = frozenset("floors storeys stories levels decks layers rows shelves steps rungs".split())  # "the top five floors" are five
_DETERMINERS = frozenset("the a an this that these those its his her their our some all he she it they we two three four".split())
_SPAN_UNITS = frozenset({"length", "area", "duration"})


def read_hedges(prepared: Prepared, figure: Figure, floor: int, words: Lexicon) -> None:
    """Hedges before and after the figure; they set the bound and open the end they leave open."""
    tokens = prepared.tokens
    found: list[Hedge] = []
    k = figure.first
    while k > floor:
        hedge = _hedge_ending(tokens, k, floor, words, figure)
        qualified = hedge is None and not found and k - 1 > floor and low_at(tokens, k - 1) in QUALIFIERS
        if qualified and _hedge_ending(tokens, k - 1, floor, words, figure) is not None:
            k -= 1
            continue
        if hedge is None:
            break
        k -= len(hedge.words)
        denied = _denial_before(tokens, k, floor) if hedge.phrase not in _NOT_DENIED else 0
        if denied and hedge.bound in _OTHER_SIDE:
            said = tuple(token.low for token in tokens[k - denied : k]) + hedge.words
            hedge, k = Hedge(" ".join(said), said, _OTHER_SIDE[hedge.bound]), k - denied
        found.append(hedge)
    if found:
        figure.hedge_first = k
    place = figure.after
    for position in (figure.number_after, figure.after, figure.noun_after):
        if position and position >= figure.number_after:
            hedge = _hedge_beginning(tokens, position, words)
            if hedge is not None:
                found.append(hedge)
                after = position + len(hedge.words) + (1 if low_at(tokens, position) in HYPHENS else 0)
                if position == figure.noun_after and position != figure.after:
                    figure.noun_after = after
                else:
                    figure.after = max(place, after)
                break
    if found and figure.noun is None and figure.unit is None and not figure.money and figure.after > figure.number_after:
        read_after_number(prepared, figure, words)  # 20-plus percent, 540+ shocks
    if found:
        figure.hedges = tuple(hedge.phrase for hedge in reversed(found))
        _apply(figure, [hedge.bound for hedge in found])


def _denial_before(tokens: Sequence[Token], k: int, floor: int) -> int:
    """How many tokens before `k` deny what follows: "did not exceed", "never over", "at no time above"."""
    if k <= floor:
        return 0
    word = low_at(tokens, k - 1)
    if word in _DENIALS or word.endswith(("n't", "n’t")):
        return 1
    if word in _NO_TIMES and k - 2 > floor and low_at(tokens, k - 2) == "no" and low_at(tokens, k - 3) in {"at", "in", "on"}:
        return 3
    return 0


def _belongs_to_verb(tokens: Sequence[Token], start: int, phrase: str, figure: Figure, words: Lexicon) -> bool:
    """Whether what looks like a hedge is said with the word before it: "handed over 400", "charged over 30 deaths", "add up to 40"."""
    previous = low_at(tokens, start - 1)
    timed = figure.unit is not None and figure.unit.dimension == "duration"
    if phrase == "over":
        if (timed and start == 0) or (timed and previous in {".", ",", ";", ":"}):  # "Over two years the boats brought": in that time
            after = tokens[figure.after] if figure.after < len(tokens) else None
            return after is not None and (after.low in _DETERMINERS or after.text[:1].isupper())
        return not timed and previous in words.cues["carries_over"] | words.cues["about"]
    if phrase == "up to":
        return previous in words.cues["sums_up"]
    if phrase in _PASSING:
        return figure.noun is not None and figure.noun.split()[-1].lower() in words.cues["passed"]
    if phrase == "under":
        covering = low_at(tokens, figure.after) == "of" and low_at(tokens, figure.after + 1) in words.cues["cover"]
        return covering and figure.unit is not None and figure.unit.dimension == "length"
    return phrase == "top" and figure.noun is not None and figure.noun.split()[-1].lower() in _STACKED


def _apply(figure: Figure, bounds: list[Bound]) -> None:
    for bound in bounds:
        if bound in (Bound.AT_LEAST, Bound.AT_MOST):
            if figure.bound in (Bound.AT_LEAST, Bound.AT_MOST) and not figure.vague:
                continue
            figure.bound = bound
            if bound is Bound.AT_LEAST:
                figure.high = None
            else:
                figure.low, figure.high = None, figure.high
                if figure.high is None:
                    figure.high = figure.raw * figure.scale
            continue
        if bound is Bound.APPROX and figure.bound is Bound.EXACT:
            figure.bound = bound


def _hedge_ending(tokens: Sequence[Token], k: int, floor: int, words: Lexicon, figure: Figure) -> Hedge | None:
    """The longest hedge whose last word stands right before token `k`."""
    for hedge in words.hedges_before.get(low_at(tokens, k - 1), ()):
        start = k - len(hedge.words)
        if start < floor or any(tokens[start + n].low != word for n, word in enumerate(hedge.words)):
            continue
        phrase = hedge.phrase
        previous = low_at(tokens, start - 1)
        if phrase in {"past", "top", "over", "passing", "some"} and previous in {"the", "half", "these"} and phrase != "top":
            continue
        if phrase == "top" and not (figure.spelled or figure.raw <= 100):
            continue
        if _belongs_to_verb(tokens, start, phrase, figure, words):
            continue
        if phrase == "within" and (figure.unit is None or figure.unit.dimension not in _SPAN_UNITS):
            continue
        if phrase == "near" and figure.unit is not None and figure.unit.dimension == "length":
            continue
        if (
            phrase in {"about", "around", "some"}
            and figure.numeral is not None
            and tokens[k - 1].text[0].isupper()
            and start
            and phrase == "some"
        ):
            continue
        if figure.vague and phrase in {"under", "over", "above", "below", "near", "past", "within", "beyond"}:
            continue
        if phrase in {"~", "-"} and glued(tokens, k - 1) and start and tokens[start - 1].kind == NUM:
            continue
        if phrase in {"c.", "ca."} and not glued(tokens, k - 1):
            continue
        return hedge
    return None


def _hedge_beginning(tokens: Sequence[Token], i: int, words: Lexicon) -> Hedge | None:
    """The longest hedge that begins at token `i` (or behind a hyphen there) and is not the start of the next figure."""
    if i >= len(tokens):
        return None
    j = i + 1 if tokens[i].low in HYPHENS and glued(tokens, i) and glued(tokens, i + 1) else i
    for hedge in words.hedges_after.get(low_at(tokens, j), ()):
        end = j + len(hedge.words)
        if end > len(tokens) or any(tokens[j + n].low != word for n, word in enumerate(hedge.words)):
            continue
        following = tokens[end] if end < len(tokens) else None
        if following is not None and (
            following.kind == NUM or following.low in words.cardinals or following.low in {"than", "a", "an", "$", "€", "£"}
        ):  # fmt: skip
            continue
        if hedge.phrase == "+" and not glued(tokens, j):
            continue
        if hedge.phrase in {"odd", "ish", "plus"} and j == i and hedge.phrase != "plus":
            continue
        return hedge
    return None


def read_prefix_unit(prepared: Prepared, figure: Figure, floor: int) -> None:
    """`magnitude 7.8`, `Mw 7.7`, `magnitude-7 quake`, `aged 24`: a unit that stands before its number."""
    if figure.unit is not None or figure.money or figure.spelled or figure.vague:
        return
    tokens = prepared.tokens
    k = figure.hedge_first - 1
    if k >= floor and tokens[k].low in {"of", "-", "a"}:
        k -= 1
    if k < floor or k < 0:
        return
    token = tokens[k]
    if token.low.startswith("magnitude") or token.text in {"Mw", "ML", "Mb", "Ms"} or token.text.endswith("Mw"):
        if figure.raw <= 10 and figure.scale == 1.0:
            figure.unit = load_units().by_id["magnitude"]
            figure.noun, figure.noun_after = None, 0
            figure.first = figure.hedge_first = min(figure.hedge_first, k)
    elif token.low in {"aged", "age"} and figure.noun is None and figure.raw < 130:
        figure.unit = load_units().by_id["year"]
        figure.first = figure.hedge_first = k


def label_before(prepared: Prepared, figure: Figure) -> None:
    """`Aftershocks: 540`, `aftershocks≥30,000`: the noun counted, where it stands before the figure as a label."""
    if figure.noun is not None or figure.unit is not None or figure.money or figure.multiple or figure.vague:
        return
    tokens = prepared.tokens
    k = figure.hedge_first - 1
    labelled = glued(tokens, figure.hedge_first) and figure.hedge_first < figure.number_first
    if low_at(tokens, k) == ":":
        k, labelled = k - 1, True
    if labelled and k >= 0 and tokens[k].kind == WORD and is_plural(tokens[k], load_lexicon()):
        figure.noun, figure.noun_after = tokens[k].text, figure.after


def read_dot_of_thousands(prepared: Prepared, figure: Figure, words: Lexicon) -> None:
    """`45.968` without unit, money or magnitude counts something: the dot parts thousands, unless a word says ratio, index, average."""
    numeral = figure.numeral
    if numeral is None or not numeral.ambiguous or figure.unit is not None or figure.money or figure.scale != 1.0 or figure.multiple:
        return
    tokens = prepared.tokens
    near = {tokens[n].low for n in range(max(0, figure.first - 6), figure.first)}
    if not near & words.cues["decimal"]:
        figure.dotted = True
        scale_figure(figure, 1000.0)
        figure.raw *= 1000
        figure.scale = 1.0
