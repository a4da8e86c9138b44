"""Where sentences end."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atodds.extraction.sentences import split_sentences


def pieces(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["The count rose.", "Nobody was surprised."],
        ["On Aug. 4 the silo fell.", "Fires burnt on."],
        ["See No. 29 for the list.", "It is short."],
        ["Mr. Salim Haddad and Dr. R. Khoury spoke.", "They agreed."],
        ["Damage came to 4.6 billion.", "Output fell by 3.5 percent."],
        ["The U.S. Navy sent two ships.", "They left at 6 p.m. local time."],
        ["It was built in the U.S.", "The owner lives abroad."],
        ["He asked why.", "“We do not know,” she said.", "(Nobody does.)", "Then it rained."],
        ["“It is over.”", "Crowds cheered."],
        ["Is it true?", "Yes!", "So they say…", "More is to come."],
        ["In 1992.", "300 people had left by then."],
        ["1. Introduction", "The port was new."],
        ["Gen. A. B. Carter (Ret.) Hale wrote it.", "We read it."],
        ["About 3 km. of road were lost.", "Rebuilding took a year."],
        ["They live in flats, sheds, etc.", "The rest camp outside."],
        ["It lasted until 5 p.m.", "The town was dark."],
        ["Losses were heavy (cf. p. 12).", "See vol. 3, no. 2, pp. 4-9."],
    ],
)
def test_sentences_end_where_a_reader_would_end_them(expected: list[str]) -> None:
    joined = " ".join(expected) if expected[0] != "1. Introduction" else "\n\n".join(expected)
    assert pieces(joined) == expected


def test_a_blank_line_ends_a_sentence_and_a_line_end_does_not() -> None:
    assert pieces("Crises of 1998\n\nThe first\ncame early.") == ["Crises of 1998", "The first\ncame early."]


@given(st.text(alphabet=st.sampled_from(list("aB1 .!?\n…”'()U.S")), max_size=200) | st.text(max_size=200))
def test_spans_ascend_and_hold_every_character_that_is_not_blank(text: str) -> None:
    spans = split_sentences(text)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    covered = "".join(text[start:end] for start, end in spans)
    assert "".join(covered.split()) == "".join(text.split())
    assert all(text[start:end] == text[start:end].strip() for start, end in spans)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("It closed on 5 March 2020.As of 9 March it was open.", 2),
        ("The ferry sank.The crew was saved.", 2),
        ("They wrote it in Node.js and in Script.Net again.", 1),
        ("See example.Org for more.", 1),
    ],
)
def test_a_full_stop_that_lost_its_blank_ends_a_sentence_before_a_word_that_opens_one(text: str, expected: int) -> None:
    assert len(split_sentences(text)) == expected
