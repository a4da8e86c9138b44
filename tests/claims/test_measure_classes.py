"""Classes of measures: where their expressions stand in a row of words, how two classes stand to each other, and what is refused."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pytest

from atodds.claims.axes import Axis
from atodds.claims.measure_classes import MeasureClass, MeasureClasses, load_measure_classes
from atodds.errors import ConfigurationError
from atodds.extraction.components import load_rules
from atodds.vocabulary import Standing

ROWS = {
    "died": {"role": "predicate", "field": "harm", "wider": ("casualties",), "expressions": ("die", "be killed", "claim _ life/n")},
    "casualties": {"role": "predicate", "field": "harm", "expressions": ("casualty",)},
    "bodies": {"role": "predicate", "field": "harm", "beside": ("died",), "expressions": ("recover _ body",)},
    "claimed": {"role": "predicate", "field": "speech", "expressions": ("claim",)},
    "area": {"role": "predicate", "expressions": ("area/h",)},
    "bridges": {"role": "counted", "expressions": ("bridge/n", "foot-bridge")},
    "women": {"role": "axis", "axis": Axis.GROUP, "expressions": ("woman",)},
}
CLASSES = MeasureClasses({name: MeasureClass.model_validate({"class_id": name, **row}) for name, row in ROWS.items()})


def found(text: str, tags: str = "", heads: set[int] | None = None) -> list[tuple[str, int, int]]:
    """The classes that stand in a row of words, each with its first and last place; a word is its own lemma, or "form=lemma"."""
    forms = [frozenset(word.split("=")) for word in text.split()]
    return [(hit.class_id, hit.start, hit.end) for hit in CLASSES.find(forms, tags.split(), heads)]


@pytest.mark.parametrize(
    ("text", "tags", "expected"),
    [
        pytest.param("claimed=claim life", "VBD NN", [("claimed", 0, 1)], id="a gap wants one word at least"),
        pytest.param("claimed=claim 69 lives=life", "VBD CD NNS", [("died", 0, 3)], id="one word in the gap, and the longest wins"),
        pytest.param("claim a b c d e life", "VB X X X X X NN", [("died", 0, 7)], id="five words in the gap"),
        pytest.param("claim a b c d e f life", "VB X X X X X X NN", [("claimed", 0, 1)], id="six are too many"),
        pytest.param("claim no lives=live", "VB DT VBZ", [("claimed", 0, 1)], id="another lemma"),
        pytest.param("they bridge the gap", "PRP VBP DT NN", [], id="a verb where a noun is wanted"),
        pytest.param("the bridges=bridge", "DT NNS", [("bridges", 1, 2)], id="a noun where a noun is wanted"),
        pytest.param("bridges=bridge", "", [("bridges", 0, 1)], id="a header has no kinds of words"),
        pytest.param("foot - bridge", "NN HYPH NN", [("bridges", 0, 3)], id="running text is cut at hyphens"),
        pytest.param("foot-bridge", "", [("bridges", 0, 1)], id="headers are not"),
    ],
)
def test_an_expression_stands_where_its_words_do(text: str, tags: str, expected: list[tuple[str, int, int]]) -> None:
    assert found(text, tags) == expected


def test_a_word_that_must_head_its_clause_counts_only_there() -> None:
    assert found("the area grew=grow", "DT NN VBD", {1}) == [("area", 1, 2)]
    assert found("the area grew=grow", "DT NN VBD", set()) == []
    assert found("area") == [("area", 0, 1)], "the first word of a label heads it"


@pytest.mark.parametrize(
    ("one", "other", "standing"),
    [
        ("died", "died", Standing.SAME),
        ("died", "casualties", Standing.PART),
        ("casualties", "died", Standing.WHOLE),
        ("bodies", "died", Standing.SAME),
        ("died", "bodies", Standing.SAME),
        ("bodies", "casualties", Standing.DISJOINT),
        ("died", "claimed", Standing.UNKNOWN),
        ("died", "lighthouse", Standing.UNKNOWN),
        ("lighthouse", "lighthouse", Standing.SAME),
        (None, None, Standing.UNKNOWN),
        ("bridges", "women", Standing.DISJOINT),
    ],
)
def test_two_classes_stand_to_each_other_as_their_field_and_their_wholes_say(one: str, other: str, standing: Standing) -> None:
    assert CLASSES.relation(one, other) is standing


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"a.toml": '[x]\nrole = "counted"\nexpresions = ["x"]\n'}, 'unknown key "expresions"; did you mean "expressions"?'),
        ({"a.toml": '[x]\nrole = "thing"\nexpressions = ["x"]\n'}, '[x] "role"'),
        ({"a.toml": '[x]\nrole = "counted"\n'}, '[x] "expressions"'),
        ({"a.toml": 'x = "counted"\n'}, "[x] must be a table of keys"),
        ({"a.toml": "[x\n"}, "a.toml: not readable as TOML"),
        (
            {"a.toml": '[x]\nrole = "counted"\nexpressions = ["x"]\n', "b.toml": '[x]\nrole = "counted"\nexpressions = ["y"]\n'},
            'b.toml: the class "x" stands in another file too',
        ),
        (
            {"a.toml": '[boats]\nrole = "counted"\nexpressions = ["x"]\n[y]\nrole = "counted"\nwider = ["boat"]\nexpressions = ["y"]\n'},
            '[y] names the class "boat", which is nowhere; did you mean "boats"?',
        ),
    ],
)
def test_what_cannot_be_a_class_is_refused_by_file_and_name(tmp_path: Path, files: dict[str, str], says: str) -> None:
    (tmp_path / "classes").mkdir()
    for name, text in files.items():
        (tmp_path / "classes" / name).write_text(text, encoding="utf-8")
    with pytest.raises(ConfigurationError) as refused:
        load_measure_classes(tmp_path)
    assert says in str(refused.value)


def test_every_class_of_the_seeds_is_whole() -> None:
    classes = load_measure_classes().by_id
    assert {found.role for found in classes.values()} == {"predicate", "counted", "axis"}
    assert [name for name, one in classes.items() if (one.axis is not None) != (one.role == "axis")] == []
    assert [name for name, one in classes.items() if not one.expressions or not one.label] == []
    assert [
        name for name, one in classes.items() if any(words.split()[0] == "_" or words.split()[-1] == "_" for words in one.expressions)
    ] == []


def test_no_word_is_the_whole_expression_of_two_predicates_of_one_field() -> None:
    of_word: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name, one in load_measure_classes().by_id.items():
        for words in one.expressions:
            if one.role == "predicate" and one.field and len(words.split()) == 1:
                of_word[one.field, words.lower()].append(name)
    assert {key: names for key, names in of_word.items() if len(names) > 1} == {}


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("Killed", ["died"]),
        ("Houses destroyed", ["destroyed", "houses"]),
        ("Seats", ["seats"]),
        ("Number of bridges", ["bridges"]),
    ],
)
def test_the_seeds_tell_the_words_of_a_header(header: str, expected: list[str]) -> None:
    rules = load_rules()
    hits = rules.classes.find([rules.forms.of(word) for word in header.split()])
    assert sorted(hit.class_id for hit in hits if rules.classes.by_id[hit.class_id].role != "axis") == expected
