from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pytest

from atodds.reading.derived import Derivation, figure_keys, find_derived, written_in

REPORT = """The ferry company of Arda published its yearly report on Monday. The northern crossing carried 412,000 passengers, the most
since the harbour was rebuilt. Freight on the southern crossing fell by 8 percent because the paper mill at Lomna stood idle
from March to June. The company sold its oldest vessel, the Petrel, to a shipyard abroad for 1.3 million crowns and ordered
two electric ferries, to be delivered in 2031. Fuel costs fell for the first time in six years. The board expects the new
timetable to bring more commuters to the early boats. Critics in the town council said that fares had risen faster than wages,
and asked for a season ticket at a lower price. The company answered that a season ticket will be offered from autumn, at 640
crowns for the northern crossing. Its staff of 230 will not change."""
SUMMARY = """The ferry company of Arda reports that 412,000 passengers took the northern crossing, the most since the harbour was rebuilt,
while freight on the southern crossing fell because the paper mill stood idle. It sold its oldest vessel, ordered two electric
ferries and will offer a season ticket for the northern crossing from autumn."""
ELSEWHERE = """Fares on the ferries of Arda are the subject of a dispute in the town council. Members of the council said on Tuesday that
commuters pay more than in any other harbour of the coast, and that wages had not kept up. The company was asked to publish
what its electric vessels will cost. A decision on the timetable is expected in autumn; the mill at Lomna wants a boat of its
own for freight."""
FILLER = " ".join(
    f"Paragraph {number} tells of the weather, the tides and the fishing boats of year {1900 + number}." for number in range(60)
)


@dataclass(frozen=True)
class Text:
    document_id: str
    text: str
    published_on: date | None = None

    @property
    def path(self) -> str:
        return f"{self.document_id}.txt"


def pairs(*documents: Text) -> list[tuple[str, str]]:
    return [(one.document_id, one.source_id) for one in find_derived(documents)]


def test_a_summary_is_found_with_the_document_it_sums_up() -> None:
    found = find_derived([Text("summary", SUMMARY), Text("report", REPORT)])
    assert [(one.document_id, one.source_id) for one in found] == [("summary", "report")]
    assert 0.4 < found[0].share <= 1.0


def test_another_text_on_the_same_subject_is_no_summary() -> None:
    assert pairs(Text("elsewhere", ELSEWHERE), Text("report", REPORT)) == []


def test_among_several_the_document_it_shares_most_with_is_its_source() -> None:
    others = [Text(f"other {number}", f"{ELSEWHERE} {FILLER} Number {number}.") for number in range(6)]
    assert pairs(*others, Text("summary", SUMMARY), Text("report", REPORT)) == [("summary", "report")]


@pytest.mark.parametrize(
    ("name", "documents"),
    [
        ("a text of its own length", [Text("report", REPORT), Text("version", REPORT.replace("412,000", "402,000"))]),
        (
            "a line that any text may hold",
            [Text("line", "The company sold its oldest vessel to a shipyard abroad."), Text("report", REPORT)],
        ),
        ("an early report that a later one takes over", [Text("early", SUMMARY, date(2031, 2, 3)), Text("late", REPORT, date(2031, 2, 4))]),
        ("no words at all", [Text("empty", ""), Text("report", REPORT)]),
    ],
)
def test_what_is_no_summary(name: str, documents: list[Text]) -> None:
    assert pairs(*documents) == [], name


def test_a_summary_printed_after_its_source_is_one() -> None:
    assert pairs(Text("summary", SUMMARY, date(2031, 2, 5)), Text("report", REPORT, date(2031, 2, 4))) == [("summary", "report")]


def test_copies_are_left_to_the_search_for_copies() -> None:
    assert find_derived([Text("summary", SUMMARY), Text("report", REPORT)], [("report", "summary")]) == []


def test_frequent_words_of_a_long_source_meet_by_chance_and_count_for_little() -> None:
    words = ["harbour", "ferry", "council", "timetable", "freight", "crossing", "vessel", "company", "season", "ticket", "commuter", "wage"]
    shuffled = " ".join(words[(step * stride) % len(words)] for step in range(800) for stride in (5, 7))
    assert pairs(Text("note", " ".join(words + words[::3] + words[::2])), Text("long", shuffled)) == []


def test_the_order_of_the_documents_does_not_matter() -> None:
    documents = [Text("summary", SUMMARY), Text("report", REPORT), Text("elsewhere", ELSEWHERE)]
    assert find_derived(documents) == find_derived(documents[::-1])
    assert isinstance(find_derived(documents)[0], Derivation)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1,500 crowns", ["1500"]),
        ("$1,500 and £20", ["$1500", "$20"]),
        ("15% or 15 percent, 7 per cent", ["15%", "15%", "7%"]),
        ("a 3D view of a B747", []),
        ("8.2m, 3bn, 24h", ["8.2", "3 "]),
        ("3-month and 3 months", ["3 month", "3 month"]),
        ("in 2018, 12.", ["2018", "12 "]),
        ("1. First\n2) Second, of 40 parts\n", ["40 part"]),
        ("a 15-percent share", ["15%"]),
    ],
)
def test_figures_written_in_a_text(text: str, said: list[str]) -> None:
    assert [key.said for key in figure_keys(text)] == said
    assert written_in(text).figures >= set(said)
