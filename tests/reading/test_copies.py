"""Copies: found when a figure was changed, not seen where two texts only speak of the same thing."""

import time
from dataclasses import dataclass
from datetime import date

from atodds.reading.copies import Copy, CopyKind, find_copies

FIRST = (
    "The harbour master of Lowmouth said on Monday that 112 of the 320 boats in the basin were lost in the storm, most of them "
    "while their crews were ashore. The wall had been due for repair for more than ten years. He put the damage at 5.2 million "
    "pounds and asked the council for help before the winter, since no insurer in the town would cover a boat without a wall in "
    "front of it. The council meets on Thursday to hear him and the owners of the yard, who have offered to begin work without a "
    "contract."
)
OTHER = (
    "In Lowmouth the storm of Sunday night is still the only subject. Fishermen whose boats were lost stood on the quay on Monday "
    "and counted: 115 of them, they say, will not go out again. The harbour master spoke of damage worth millions. Nobody here "
    "believes that the council will pay for a new wall, although the old one had been called unsafe for years by everybody who had"
    " to live behind it and by the engineers of the railway, whose line was under water for a day."
)


@dataclass(frozen=True)
class Text:
    document_id: str
    text: str
    published_on: date | None = None
    path: str = "a.txt"


def pairs(copies: list[Copy]) -> list[tuple[str, str, str]]:
    return [(copy.document_id, copy.copy_of_id, copy.kind.value) for copy in copies]


def test_a_copy_with_another_figure_is_a_copy_of_the_earlier_text() -> None:
    later = FIRST.replace("112", "121").replace("5.2 million", "7 million")
    copies = find_copies([Text("b", later, date(2021, 3, 5)), Text("a", FIRST, date(2021, 3, 4))])
    assert pairs(copies) == [("b", "a", "document")]
    assert copies[0].similarity > 0.9


def test_two_reports_of_one_event_are_no_copies() -> None:
    assert find_copies([Text("a", FIRST, date(2021, 3, 4)), Text("b", OTHER, date(2021, 3, 4))]) == []


def test_a_passage_taken_over_is_found_with_its_places() -> None:
    passage = FIRST[FIRST.index("The wall had") : FIRST.index(" The council meets")]
    first = Text("a", FIRST, date(2021, 3, 4))
    second = Text("b", f"{OTHER}\n\n{passage}\n\n{OTHER.upper()} {OTHER[::-1]}", date(2021, 3, 6))
    copies = [copy for copy in find_copies([first, second]) if copy.kind is CopyKind.PASSAGE]
    assert pairs(copies) == [("b", "a", "passage")]
    shown = second.text[copies[0].char_start : copies[0].char_end]
    assert shown == first.text[copies[0].of_char_start : copies[0].of_char_end]
    assert shown == passage.rstrip(".")


def test_of_three_alike_the_earliest_is_the_original() -> None:
    copies = find_copies([Text("c", FIRST, date(2021, 3, 6)), Text("b", FIRST, date(2021, 3, 5)), Text("a", FIRST, date(2021, 3, 4))])
    assert pairs(copies) == [("b", "a", "document"), ("c", "a", "document")]


def test_boilerplate_in_both_does_not_make_a_copy() -> None:
    notice = "We use cookies and the like to show you what you may want to see and to count how often you came back to this page. " * 4
    a, b = Text("a", f"{FIRST} {notice}", date(2021, 3, 4)), Text("b", f"{OTHER} {notice}", date(2021, 3, 5))
    assert find_copies([a, b]) != []
    ignored = {"a": [(len(FIRST), len(a.text))], "b": [(len(OTHER), len(b.text))]}
    assert find_copies([a, b], ignored) == []


def test_empty_and_short_texts_copy_nothing() -> None:
    assert find_copies([Text("a", ""), Text("b", "Salt."), Text("c", "Salt.")]) == []


def test_a_sentence_that_two_files_repeat_without_end_is_not_held_against_itself_each_time() -> None:
    sentence = "The town had 40 mills in 1989, and 1,200 people worked in them. "
    documents = [Text(f"d{number}", sentence * 10_000) for number in range(2)]
    began = time.process_time()
    find_copies(documents)
    assert time.process_time() - began < 20  # a second or two; each time with each would take gigabytes
