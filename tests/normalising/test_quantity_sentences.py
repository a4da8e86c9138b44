"""Whole sentences and every figure in them, as value, unit, per-unit and tie; the kinds of news the grammar must not stumble over.

Each line of a pair: the sentence, then its figures parted by bars. `30..40` is a range, `20..` open above, `..5` open below; a tie names
its kind and the place of the other figure.
"""

import pytest

from atodds.normalising.figures import read_figures
from atodds.normalising.numerals import document_decimal_mark
from atodds.normalising.prepared import prepare
from atodds.normalising.quantities import find_quantities, may_hold_quantity

SENTENCES = """
The guard handed over 400 rifles and took over 30 barns; the drive took over 30 hours.
    400 | 30 | 30.. hour
Four clerks were charged over 30 losses, and the fines add up to 59,000 lei.
    4 | 30 | 59000 RON
At no time more than 20 lamps burned; the catch never exceeded 500 tonnes and did not exceed 40 crates in May.
    ..20 | ..500 tonne | ..40
The sheds stood under two metres of snow, under 40 lamps.
    2 metre | ..40
Over eight weeks the tugs found 30 boats; it lasted over eight weeks.
    8 week | 30 | 8.. week
They passed 30 bylaws and 12 bills and passed 500 members.
    30 | 12 | 500..
Not quite 500 hens, 300-odd ducks, 400 or so geese, a little over 40 pigs, just under 50 cows.
    500 | 300 | 400 | 40.. | 50
Of four barges, one was afloat and two were lost.
    4 | 1 | 2
A dozen and a half crates, half a billion pounds, 1.2m eggs for EUR 5m.
    18 | 500000000 GBP | 1200000 | 5000000 EUR
Nine calves for every 1,000 died; the rate was 9 for every 1,000.
    9/1000 | 9/1000
Between 12 000 and 15 000 herons came; in a bad year, 12 500 herons, and 685 000 t of reeds.
    12000..15000 | 12500 | 685000 tonne
It held 5.4 × 10⁶ cells, 4.5×10⁷ tonnes, 10⁷ volts, 2.5 x 10^3 eggs and 310² litres.
    5400000 | 45000000 tonne | 10000000 volt | 2500 | 310
One farmer in four, one hen in every seven, roughly two voters in three, one out of every five barns, one in six.
    25 percent | 14.29 percent | 66.7 percent | 20 percent | 16.67 percent
One clerk in 10 left, one barge in three harbours sank, and he had 2 barges in 3 ports.
    10 percent | 1 | 3 | 2 | 3
Every fourth barn burned, every second day, each fifth calf.
    25 percent | 20 percent
He sat 6 hours and 10 minutes, 3 days and a half, then more than 2 h 40 min.
    370 minute | 3.5 day | 160.. minute
It lasted 1 year, 1 week and 2 days; then 9 months, 1 week and 5 days; between 2 hours and 40 minutes.
    374 day | 286 day | 40..120 minute
No one was killed, nobody died, none were hurt, none of it mattered, no one knew.
    0 | 0 | 0
The board met twice, twice as many came, and it was twice the size.
    2 | 2 times | 2 times
The term was extended from four years to five.
    4 year | 5 year change_from:0
Costs of US$1.18 and US$1.46 billion, more than €7 billion ($7.7 billion), over Tk 23cr.
    1180000000 USD | 1460000000 USD | 7000000000.. EUR | 7700000000.. USD restates:2 | 230000000.. BDT
It ranks only 14th; she finished joint third; it fell for the tenth month in a row, a third straight year.
    14 rank | 3 rank | 10 month | 3 year
It came first to the pier, the fourth month was dry, and 12 men of the 5th division came.
    12
The top five floors were dark; the top ten.
    5 | ..10
The count of 2002 found 61,000 hens; that of 2010 found 64,210, 48,000 of them white.
    61000 | 64210 | 48000
Futures rose 21 cents to $66.44 a barrel, up 0.3 percent.
    0.21 USD change_by:1 | 66.44 USD/barrel | 0.3 percent
The yield on the 10-year note was 2.85 percent, up 3 basis points from 2.82 percent.
    10 year | 2.85 percent | 3 basis point | 2.82 percent
The dollar was at 107.23 yen and the euro at $1.2345.
    107.23 JPY | 1.2345 USD
It cut output by 1.8 million barrels per day to 10.4 million bpd.
    1800000 barrel/day change_by:1 | 10400000 barrel/day
It raised rates by a quarter of a percentage point, then by half a percentage point.
    0.25 percentage point | 0.5 percentage point
Its $2.30-a-share dividend is paid on 3.5 million shares of a $1 trillion-plus firm.
    2.3 USD/share | 3500000 | 1000000000000.. USD
A 3-1/2-year high, a 1-1/2 month low, a two-and-a-half-year slide.
    3.5 year | 1.5 month | 2.5 year
Sales fell 3.4 percent to 12,340 vehicles; deliveries jumped 45 pct to 1.2 million units.
    3.4 percent change_by:1 | 12340 | 45 percent change_by:3 | 1200000
Income rose to $2.1 billion, or $1.05 per share, from $1.8 billion, or 90 cents per share.
    2100000000 USD change_from:2 | 1.05 USD/share | 1800000000 USD | 0.9 USD/share
About half of the 200 workers and nearly a fifth of the rest.
    50 percent share_of:1 | 200 | 20 percent
It carried 176 passengers and nine crew, including 82 Iranians.
    176 | 9 | 82
Ferry Fire Kills Seven, Injures Twelve
    7 | 12
At least 50 were hurt, five of them seriously. One died.
    50.. | 5 | 1
Between 30 and 40 people; from 30 to 40 people; 30 to 40 people; 30 or 40 people.
    30..40 | 30..40 | 30..40 | 30..40
The bill passed 230 to 195 with 12 abstentions, or 61.5% to 38.5%.
    230 | 195 | 12 | 61.5 percent | 38.5 percent
Cases rose by 3,456 in 24 hours to 1.23 million, that is 45 per 100,000 people.
    3456 change_by:2 | 24 hour | 1230000 | 45/100000 people
It grew from 1.2 million in 1990 to 3.4 million in 2020.
    1200000 | 3400000 change_from:0
They sold 1.2m cars, up from 950,000 a year earlier.
    1200000 change_from:1 | 950000
It fell to 1,234.5, down from 2,000, and lower than 2019's 3,400.
    1234.5 change_from:1 | 2000 | 3400
No fewer than 20 and no more than 30, at least 10 but no more than 15.
    20..30 | 10..15
A 20 percent to 30 percent chance, 20-30%, 20% - 30%, 0.5%-1%, 20-plus percent.
    20..30 percent | 20..30 percent | 20..30 percent | 0.5..1 percent | 20.. percent
A score of 6.7/10, then 4 out of 5, then 8.1 out of 10.
    6.7/10 | 80 percent | 8.1/10
Winds of 120 mph (193 km/h) at 35 °C (95 °F) and minus 20 degrees Celsius.
    120 mile per hour | 193 kilometre per hour restates:0 | 35 degree Celsius | 95 degree Fahrenheit restates:2 | -20 degree Celsius
A 6.4-magnitude quake at 10km, then magnitude 5.1, then 4.4 on the Richter scale.
    6.4 magnitude | 10 kilometre | 5.1 magnitude | 4.4 magnitude
10, 20 and 30 km; 45 and 50 mg; 10 by 20 metres; 5 ft 2 in.
    10 kilometre | 20 kilometre | 30 kilometre | 45 milligram | 50 milligram | 10 metre | 20 metre | 5.16666666666667 foot
The $700 million contract, €1.5-2bn, £20-25m, Rs 500 crore, A$2.5bn.
    700000000 USD | 1500000000..2000000000 EUR | 20000000..25000000 GBP | 5000000000 INR | 2500000000 AUD
UAH 3.2 billion (USD 85 million) and €3.5 billion ($3.8 billion).
    3200000000 UAH | 85000000 USD restates:0 | 3500000000 EUR | 3800000000 USD restates:2
Three times as many; up to 5 times more; 3 to 4 times higher; they met three times.
    3 times | ..5 times | 3..4 times | 3
More than doubled to 5 million, a tenfold rise, twice as many as before.
    2.. times | 5000000 | 10 times | 2 times
A dozen, half a dozen, several dozen, a couple of hundred, scores of people.
    12 | 6 | 36..119 | 200 | 40..99
Nearly two-thirds of 1,200 people; 9 in 10 voters; 1 in every 20; most Georgians.
    66.7 percent share_of:1 | 1200 | 90 percent | 5 percent | 50.. percent
The second-largest donor, the 3rd biggest city, the top ten partners.
    2 rank | 3 rank | ..10
4 km², 5 kg/cm³, 20 J/m^2 per year and 4e14 s-1.
    4 square kilometre | 5 kilogram/cubic centimetre | 20 joule/square metre per year | 400000000000000 inverse second
A year and a half, one and a half years, half-a-million, a million and a half.
    1.5 year | 1.5 year | 500000 | 1500000
12 of the 15 members, 5 out of 28 states, 29 percent of 66,000.
    12 share_of:1 | 15 | 5 share_of:3 | 28 | 29 percent share_of:5 | 66000
"""


def shown(text: str) -> str:
    def digits(value: float | None) -> str:
        return "" if value is None else f"{value:.15g}"

    figures = []
    for mention in find_quantities(text).mentions:
        ends = digits(mention.low) if mention.low == mention.high else f"{digits(mention.low)}..{digits(mention.high)}"
        unit = f"{ends} {mention.currency or mention.unit or ''}".strip()
        per = f"/{mention.per_unit}" if mention.per_unit else ""
        tie = f" {mention.relation}:{mention.related}" if mention.relation else ""
        figures.append(f"{unit}{per}{tie}")
    return " | ".join(figures)


LINES = SENTENCES.strip().splitlines()


@pytest.mark.parametrize(("sentence", "figures"), [(LINES[i], LINES[i + 1].strip()) for i in range(0, len(LINES), 2)])
def test_every_figure_of_a_sentence_is_read(sentence: str, figures: str) -> None:
    assert shown(sentence) == figures


NOTHING = """
The G20, Covid-19, F-16s, a Boeing 737, a B-52 and Windows 11.
Unit 731, Highway 61, Article 5, Room 101, No. 10, page 3.
It opens 24/7, since 9/11, on 5/17/2018 and 2018-05-17.
A 3–0 win, the 32-46 loss, a 2–2 draw, and they voted 231-199.
Call +56 65 2244500 or (555) 123-4567.
At 613 Williams Street, Austin NV 89310, 37°33′42″N 120°55′2″W.
In 149 BC, in 264 B.C., the 1987–88 season, the 1990s, in his 50s, under-18s.
The Big Four talked and the Group of Seven listened.
The S&P 500, the FTSE 100 and the Nasdaq 100 fell.
ISBN 978-3-16-148410-0, agent 007, model ELITE15.
No one another saw one thing; at one point one could see which one it was.
In the second half of the first quarter a third party came half past the hour.
It is a twentieth century idea of a third year student.
640 See the report of the mission.
The Secretary-General’s words.204 In it [12] the council spoke.
"""


@pytest.mark.parametrize("sentence", NOTHING.strip().splitlines())
def test_names_codes_dates_and_scores_are_no_quantities(sentence: str) -> None:
    assert shown(sentence) == ""


@pytest.mark.parametrize(
    "sentence", [*LINES[::2], "a majority of them", "no deaths", "less than a week", "most Poles", "½ cup", "second-largest"]
)
def test_the_cheap_look_never_hides_a_figure(sentence: str) -> None:
    assert may_hold_quantity(sentence)
    for word in sentence.split():
        if not may_hold_quantity(word):
            assert read_figures(prepare(word)) == [], word


@pytest.mark.parametrize(
    ("texts", "mark"),
    [
        (["8,1 51,0", "13,6", "3.500"], ","),
        (["1.234,5", "2,25 and 3,75"], ","),
        (["9.2", "1,027,000"], None),
        (["8,1 51,0 13,6", "9.2"], None),
        (["8,1"], None),
        (["1,234", "1.234"], None),
        ([], None),
    ],
)
def test_a_document_shows_a_decimal_comma_by_its_own_figures(texts: list[str], mark: str | None) -> None:
    assert document_decimal_mark(texts) == mark


def test_the_decimal_mark_of_a_column_decides_what_a_lone_mark_means() -> None:
    (comma,) = find_quantities("3,125 tonnes", decimal_mark=",").mentions
    (point,) = find_quantities("3.125 people", decimal_mark=".").mentions
    (open_to_doubt,) = find_quantities("3.125 people").mentions
    assert (comma.low, point.low, open_to_doubt.low) == (3.125, 3.125, 3125)


@pytest.mark.parametrize(
    ("sentence", "values"),
    [
        ("The number of schools had risen from 41 in 1968 to 87 in 1979.", [41, 87]),
        ("Clinics went from 12 in 1990 to 40 by 2004.", [12, 40]),
        ("The office stood empty from 1966 to 91.", []),
    ],
)
def test_a_change_with_a_year_at_each_end_keeps_both_figures(sentence: str, values: list[float]) -> None:
    assert [mention.low for mention in find_quantities(sentence).mentions] == values


@pytest.mark.parametrize("quote", ["'", '"', "“"])
def test_in_before_a_quotation_is_no_inch(quote: str) -> None:
    assert [mention.unit for mention in find_quantities(f"Deaths pass 1,000 in {quote}a catastrophe").mentions] == [None]
