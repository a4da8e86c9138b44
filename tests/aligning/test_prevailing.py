"""What a document may call its event and still be on the one its corpus is about."""

import pytest
from atodds.aligning.alignment import _leaves_open
from atodds.aligning.events import Description, Event

ERUPTION = Event("event:eruption/is/2014", "Holuhraun eruption 2014", "eruption", ("is",), None, None)


@pytest.mark.parametrize(
    ("said", "open_to_it"),
    [
        (None, True),
        (Description("eruption"), True),
        (Description("flood"), False),
        (Description("eruption", ("it",)), False),
        (Description("eruption", names=frozenset({"etna"})), False),
    ],
)
def test_only_a_bare_word_for_its_kind_leaves_a_document_on_the_corpus_event(said: Description | None, open_to_it: bool) -> None:
    assert _leaves_open(said, ERUPTION) is open_to_it
