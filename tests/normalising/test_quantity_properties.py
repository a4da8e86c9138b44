"""What must hold of the number grammar for every value and every text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atodds.normalising.quantities import find_quantities
from atodds.normalising.units import load_units, to_base
from atodds.report.wording import value_words
from tests.factories import claim

WHOLE = st.integers(min_value=2101, max_value=10**12)
DECIMAL = st.decimals(min_value=0, max_value=10**6, places=2).map(float)
HEDGES = ["about", "at least", "more than", "up to", "nearly", "an estimated", "no fewer than", "less than", "roughly", "over", "some"]
MAGNITUDES = {"thousand": 10**3, "million": 10**6, "mn": 10**6, "bn": 10**9, "billion": 10**9, "lakh": 10**5, "crore": 10**7}


def ends(text: str) -> list[tuple[float | None, float | None]]:
    return [(mention.low, mention.high) for mention in find_quantities(text).mentions]


def spelled(number: int) -> str:
    """A whole number below a billion in English words, written without the grammar's help."""
    small = (
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen"
    )
    tens = "x x twenty thirty forty fifty sixty seventy eighty ninety".split()
    if number < 20:
        return small.split()[number]
    if number < 100:
        return tens[number // 10] + (f"-{spelled(number % 10)}" if number % 10 else "")
    for size, word in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if number >= size:
            rest = number % size
            return f"{spelled(number // size)} {word}" + (f"{' and' if rest < 100 else ''} {spelled(rest)}" if rest else "")
    raise AssertionError


@given(WHOLE, st.sampled_from(["{:,}", "{:,} people", "the {:,} homes"]))
def test_whole_numbers_with_commas_read_back(value: int, style: str) -> None:
    assert ends(style.format(value)) == [(value, value)]


@given(WHOLE.filter(lambda value: value >= 10_000), st.sampled_from([" ", "\u00a0", "\u202f", "\u2009", "’"]))
def test_groups_parted_by_blanks_and_apostrophes_read_back(value: int, mark: str) -> None:
    assert ends(f"{value:,}".replace(",", mark) + " people") == [(value, value)]


@given(st.integers(min_value=10**6, max_value=10**12))
def test_groups_parted_by_dots_read_back(value: int) -> None:
    assert ends(f"{value:,}".replace(",", ".") + " people") == [(value, value)]


@given(st.integers(min_value=10**5, max_value=10**10))
def test_indian_groups_read_back(value: int) -> None:
    digits, last = str(value)[:-3], str(value)[-3:]
    groups = []
    while digits:
        groups.insert(0, digits[-2:])
        digits = digits[:-2]
    assert ends(f"{','.join(groups)},{last} people") == [(value, value)]


@given(DECIMAL, st.sampled_from(["{:.2f}%", "{:.2f} percent", "{:.2f} km", "{:.2f} tonnes", "$ {:.2f}"]))
def test_decimals_with_a_unit_read_back(value: float, style: str) -> None:
    assert ends(style.format(value)) == [(value, value)]


@given(st.integers(min_value=0, max_value=10**9 - 1))
def test_numbers_in_words_read_back(value: int) -> None:
    assert ends(f"{spelled(value)} people") == [(value, value)]


@given(st.integers(min_value=1, max_value=999), st.sampled_from(sorted(MAGNITUDES)))
def test_magnitudes_multiply(value: int, magnitude: str) -> None:
    expected = value * MAGNITUDES[magnitude]
    assert ends(f"{value} {magnitude} people") == [(expected, expected)]
    assert ends(f"$ {value / 10} {magnitude}") == [(pytest.approx(expected / 10), pytest.approx(expected / 10))]


@given(st.integers(min_value=1, max_value=10**15) | DECIMAL.filter(lambda value: value > 0.01))
def test_what_the_report_prints_reads_back(value: float) -> None:
    assert ends(value_words(claim(value, unit="tonne"))) == [(float(value), float(value))]
    assert ends(value_words(claim(value, unit="currency", currency="EUR"))) == [(float(value), float(value))]


@given(st.integers(min_value=1, max_value=10**9), st.integers(min_value=1, max_value=10**9))
def test_a_range_the_report_prints_reads_back(one: int, other: int) -> None:
    low, high = min(one, other), max(one, other)
    assert ends(value_words(claim((low, high), unit="kilometre"))) == [(low, high)]


NAMES = {" ".join(words) for units in load_units().names.values() for words, _ in units}
PRINTED_UNITS = [unit for unit in load_units().by_id.values() if unit.id.lower() in NAMES and unit.dimension not in {"currency", "rank"}]


@pytest.mark.parametrize("dimension", sorted({unit.dimension for unit in PRINTED_UNITS}))
def test_every_unit_the_report_prints_reads_back(dimension: str) -> None:
    for unit in PRINTED_UNITS:
        if unit.dimension != dimension:
            continue
        text = f"It was {value_words(claim(2.5, unit=unit.id))} then."
        (mention,) = find_quantities(text).mentions
        assert mention.low is not None, text
        per = f"{mention.unit} per {mention.per_unit}" if mention.per_unit else mention.unit
        assert to_base(mention.low, per) == (pytest.approx(to_base(2.5, unit.id)[0]), dimension), text


@given(WHOLE, st.sampled_from(HEDGES), st.sampled_from(["{:,} people", "{:,} km", "{:,} tonnes", "${:,}", "{:,} percent"]))
def test_adding_a_hedge_only_widens(value: int, hedge: str, style: str) -> None:
    (plain,) = find_quantities(style.format(value)).mentions
    (hedged,) = find_quantities(f"{hedge} {style.format(value)}").mentions
    assert plain.low is not None
    assert plain.high is not None
    assert hedged.low is None or hedged.low <= plain.low
    assert hedged.high is None or hedged.high >= plain.high
    assert (hedged.low, hedged.high) != (None, None)
    assert (hedged.unit, hedged.currency) == (plain.unit, plain.currency)


PIECES = """1 25 1,000 3.5 2008 ½ one two hundred thousand million dozens half third a of and to - – from between ( ) % $ US$ km m in about
    at_least or_more , . / x ^ ± no casualties people rose per year most double MMI XII 18:08 1e9 e5 ' " [ ] + ~ > second largest
    thousands £ less_than up_to minus −5 nearly 10- GDP points 7/10 007 BC Street a_year each tens several"""
NUMBERISH = st.lists(st.sampled_from([piece.replace("_", " ") for piece in PIECES.split()] + ["\n"]), max_size=25)


@settings(max_examples=300)
@given(NUMBERISH, st.sampled_from(["", " "]))
def test_no_heap_of_number_words_makes_it_fail(pieces: list[str], glue: str) -> None:
    scan = find_quantities(glue.join(pieces))
    text = glue.join(pieces)
    last = 0
    for mention in scan.mentions:
        assert mention.text == text[mention.start : mention.end]
        assert mention.start >= last
        assert mention.start <= mention.number_start < mention.number_end <= mention.end
        assert mention.low is None or mention.high is None or mention.low <= mention.high
        assert mention.related is None or 0 <= mention.related < len(scan.mentions)
        last = mention.end


@settings(max_examples=200)
@given(st.text(max_size=120))
def test_no_text_makes_it_fail(text: str) -> None:
    find_quantities(text)


@pytest.mark.parametrize(
    "unit",
    [
        "1" * 100,
        "1,",
        "1,000,",
        "1 000 ",
        "1.1",
        "about ",
        "(",
        "twenty ",
        "hundred ",
        "million and ",
        "one of ",
        "5-",
        "5 to ",
        "$",
        "1/",
        "a ",
        "9:",
    ],
)
def test_time_grows_with_the_text_and_no_faster(unit: str) -> None:
    def seconds(size: int) -> float:
        text = (unit * (size // len(unit) + 1))[:size] + " 5 people"
        best = 9.0
        for _ in range(3):
            start = time.process_time()  # not the wall's: other processes share the machine
            find_quantities(text)
            best = min(best, time.process_time() - start)
        return best

    short, long = seconds(1_000), seconds(8_000)
    assert long < 8 * short * 4 + 0.05, f"{unit!r}: {short:.4f} s for 1 kB, {long:.4f} s for 8 kB"
