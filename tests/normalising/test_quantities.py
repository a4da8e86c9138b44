"""The number grammar on the written forms that quantity libraries get wrong, and on what must not become a quantity."""

import pytest

from atodds.normalising.mentions import QuantityMention
from atodds.normalising.quantities import find_quantities
from atodds.vocabulary import Bound


def ends(text: str) -> list[tuple[float | None, float | None]]:
    return [(mention.low, mention.high) for mention in find_quantities(text).mentions]


def only(text: str) -> QuantityMention:
    (mention,) = find_quantities(text).mentions
    return mention


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("They sent 20, 000 ground troops.", 20_000, 20_000),
        ("There were 525.000 residents.", 525_000, 525_000),
        ("There were 1.234.567 residents.", 1_234_567, 1_234_567),
        ("Some 13 400 citizens left.", 13_400, 13_400),
        ("An army of 1, 027,000 men.", 1_027_000, 1_027_000),
        ("The okrug had 58, 697 peasants.", 58_697, 58_697),
        ("It sold 5,299,820 bottles.", 5_299_820, 5_299_820),
        ("They owe 12,34,567.89 rupees.", 1_234_567.89, 1_234_567.89),
        ("The toll now stands at 45.968.", 45_968, 45_968),
        ("Its share was 45.968 percent.", 45.968, 45.968),
        ("two to three thousand refugees", 2_000, 3_000),
        ("between 10,000 and 20,000 dead", 10_000, 20_000),
        ("between 0.4 and 0.1% of the people", 0.1, 0.4),
        ("half a million people", 500_000, 500_000),
        ("two and a half million people", 2_500_000, 2_500_000),
        ("twenty-five villages", 25, 25),
        ("three million, two hundred and forty votes", 3_000_240, 3_000_240),
        ("tens of thousands of people", 20_000, 99_999),
        ("dozens of buildings", 24, 99),
        ("hundreds of thousands of people", 200_000, 999_999),
        ("thousands of people", 2_000, None),
        ("no casualties", 0, 0),
        ("one in five children", 20, 20),
        ("a third of the land", 33.3, 33.3),
        ("only three or four centuries", 3, 4),
        ("about five or six boats", 5, 6),
        ("nearly half the buildings", 50, 50),
        ("output nearly doubled", 2, 2),
        ("at least 188 dead", 188, None),
        ("no fewer than 6,500 hurt", 6_500, None),
        ("up to 300,000 homeless", None, 300_000),
        ("540+ shocks", 540, None),
        ("≥30,000 shocks", 30_000, None),
        ("300 people or more", 300, None),
        ("less than a week later", None, 1),
    ],
)
def test_a_figure_has_the_ends_it_states(text: str, low: float | None, high: float | None) -> None:
    assert ends(text) == [(low, high)]


@pytest.mark.parametrize(
    ("text", "low", "high", "currency"),
    [
        ("It cost $1.2bn.", 1.2e9, 1.2e9, "USD"),
        ("It cost EUR 5m.", 5e6, 5e6, "EUR"),
        ("It cost US$ 250 mn.", 250e6, 250e6, "USD"),
        ("It cost 2.5 lakh rupees.", 250_000, 250_000, "INR"),
        ("It cost 40 million lari.", 40e6, 40e6, "GEL"),
        ("It cost 1.7 billion USD.", 1.7e9, 1.7e9, "USD"),
        ("They paid N21, 827,188,747, 391 in all.", 21_827_188_747_391, 21_827_188_747_391, "NGN"),
        ("Damage of US$3-5bn.", 3e9, 5e9, "USD"),
        ("From 3.8 billion to US$4.6 billion in damage.", 3.8e9, 4.6e9, "USD"),
        ("Losses between US$2.9 and US$3.5 billion.", 2.9e9, 3.5e9, "USD"),
        ("It asked 605 million to 760 million dollars.", 605e6, 760e6, "USD"),
        ("Thirteen dollars forty-five cents.", 13.45, 13.45, "USD"),
        ("A fund of 528 million francs.", 528e6, 528e6, None),
        ("A grant of 30 MUSD.", 30e6, 30e6, "USD"),
    ],
)
def test_money_is_multiplied_out_and_keeps_its_currency(text: str, low: float, high: float, currency: str | None) -> None:
    mention = only(text)
    assert (mention.low, mention.high, mention.unit, mention.currency) == (low, high, "currency", currency)


def test_a_rise_is_two_figures_and_a_change_and_no_range() -> None:
    before, after = find_quantities("The number rose from 34 to 41.").mentions
    assert (before.low, after.low, after.relation, after.related) == (34, 41, "change_from", 0)
    after, before = find_quantities("The toll fell to 41 from 50.").mentions
    assert (after.low, after.relation, after.related, before.low) == (41, "change_from", 1, 50)


def test_a_part_of_a_whole_and_a_figure_in_brackets_are_tied_to_their_neighbour() -> None:
    part, whole = find_quantities("65,000 of 98,000 people").mentions
    assert (part.relation, part.related, whole.relation) == ("share_of", 1, None)
    first, second = find_quantities("an area of 1,381 square miles (3,577 sq km)").mentions
    assert (first.low, first.unit) == (1381, "square mile")
    assert (second.low, second.unit, second.relation, second.related) == (3577, "square kilometre", "restates", 0)


@pytest.mark.parametrize(
    "text",
    [
        "Resolution 1244 was read out.",
        "See Article 5 and p. 12.",
        "Two-seat Su-25s flew."[4:],
        "Tanks of type T-72.",
        "The 58th Army moved.",
        "Call +1-222-2222 for help.",
        "It happened at 18:08 EEST.",
        "The war of 1992 began.",
        "The 1988–1994 war.",
        "See https://example.org/a/2019/637891 for more.",
        "No one knows which one it was.",
        "Version 3.8.8 is out.",
        "In the mid-1990s it grew.",
    ],
)
def test_identifiers_years_and_times_are_no_quantities(text: str) -> None:
    assert find_quantities(text).mentions == ()


def test_what_is_turned_away_says_why() -> None:
    reasons = {one.text: one.reason for one in find_quantities("Resolution 1244, the 58th Army, 18.4%.225").rejected}
    assert reasons == {"1244": "resolution number", "58": "an ordinal", "225": "a footnote mark"}


def test_a_span_that_dates_own_is_left_alone() -> None:
    text = "On 25, 300 people died."
    assert ends(text[3:]) != [(300, 300)]
    start = text.index("25")
    assert [(m.low, m.bound) for m in find_quantities(text, taken=[(start, start + 2)]).mentions] == [(300, Bound.EXACT)]
