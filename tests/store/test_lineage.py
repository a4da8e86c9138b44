import pytest

from atodds.store.lineage import Found, Known, Lineage, trace_lineage

A1 = Known("a.txt", "A1", 1, "A1", None)
B1 = Known("b.txt", "B1", 1, "B1", None)


@pytest.mark.parametrize(
    ("found", "known", "expected"),
    [
        pytest.param([Found("a.txt", "A1")], [], [Lineage("a.txt", "A1", 1, "A1")], id="new"),
        pytest.param([Found("a.txt", "A1")], [A1], [Lineage("a.txt", "A1", 1, "A1")], id="unchanged"),
        pytest.param([Found("a.txt", "A2")], [A1], [Lineage("a.txt", "A2", 2, "A1", supersedes="A1")], id="new version"),
        pytest.param([Found("c.txt", "A1")], [A1], [Lineage("c.txt", "A1", 1, "A1", renamed_from="a.txt")], id="renamed"),
        pytest.param(
            [Found("a.txt", "A1"), Found("c.txt", "A1")],
            [],
            [Lineage("a.txt", "A1", 1, "A1"), Lineage("c.txt", "A1", 1, "A1", same_content_as="a.txt")],
            id="two paths, one content",
        ),
        pytest.param(
            [Found("0.txt", "A1"), Found("a.txt", "A1")],
            [A1],
            [Lineage("0.txt", "A1", 1, "A1", same_content_as="a.txt"), Lineage("a.txt", "A1", 1, "A1")],
            id="the path known before stands for both",
        ),
        pytest.param(
            [Found("a.txt", "B1"), Found("b.txt", "A1")],
            [A1, B1],
            [Lineage("a.txt", "B1", 1, "B1", renamed_from="b.txt"), Lineage("b.txt", "A1", 1, "A1", renamed_from="a.txt")],
            id="two documents changed places",
        ),
        pytest.param(
            [Found("a.txt", "N1"), Found("c.txt", "A1")],
            [A1],
            [Lineage("a.txt", "N1", 1, "N1"), Lineage("c.txt", "A1", 1, "A1", renamed_from="a.txt")],
            id="renamed, and another document took the path",
        ),
        pytest.param(
            [Found("a.txt", "A1")],
            [Known("a.txt", "A1", 1, "A1", "A2"), Known("a.txt", "A2", 2, "A1", None)],
            [Lineage("a.txt", "A1", 3, "A1", supersedes="A2")],
            id="back to the content of an older version",
        ),
        pytest.param(
            [Found("a.txt", "B1"), Found("b.txt", "B1")],
            [A1, B1],
            [Lineage("a.txt", "B1", 2, "A1", supersedes="A1", same_content_as="b.txt"), Lineage("b.txt", "B1", 1, "B1")],
            id="one document overwritten with another",
        ),
    ],
)
def test_a_file_is_known_again_by_its_bytes_and_its_path(found: list[Found], known: list[Known], expected: list[Lineage]) -> None:
    assert trace_lineage(found, known) == expected
