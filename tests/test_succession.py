import pytest

from atodds.succession import FindingKey, GuardedReading, free_id, persisting


def reading(document: str, value: str, *, path: str | None = None, quote: str = "", lineage: str = "") -> GuardedReading:
    return GuardedReading(
        document_id=document, lineage=lineage, path=path or f"{document}.txt", title=document, value=value, mention=value, quote=quote
    )


def finding(identity: str, *readings: GuardedReading, fact: str = "deaths|ferry", check: str = "value_mismatch") -> FindingKey:
    return FindingKey(identity, check, fact, readings)


BEFORE = finding("old", reading("a", "31", quote="31 died", lineage="A"), reading("b", "46", lineage="B"))

# description, the finding of the later run, whether it is the same one
LATER = [
    ("the same id and readings", finding("old", reading("a", "31"), reading("b", "46")), True),
    ("a renamed file", finding("new", reading("a", "31", path="archive/fire.txt", lineage="A"), reading("b", "46")), True),
    ("a file edited elsewhere", finding("new", reading("a2", "31", path="a.txt", lineage="A"), reading("b", "46")), True),
    ("a file renamed and edited, its lineage lost", finding("new", reading("z", "31", quote="31  Died"), reading("b", "46")), True),
    ("the fact under another name", finding("new", reading("a", "31"), reading("b", "46"), fact="deaths|port amber"), True),
    ("a document more that agrees", finding("new", reading("a", "31"), reading("b", "46"), reading("c", "46")), True),
    ("a document less", finding("new", reading("a", "31"), reading("b", "46")), True),
    ("another figure", finding("new", reading("a2", "33", lineage="A"), reading("b", "46")), False),
    ("a document that brings a third value", finding("new", reading("a", "31"), reading("b", "46"), reading("c", "50")), False),
    ("other documents that say the same", finding("new", reading("x", "31"), reading("y", "46")), False),
    ("another check", finding("new", reading("a", "31"), reading("b", "46"), check="falling_toll"), False),
]  # fmt: skip


@pytest.mark.parametrize(("description", "later", "same"), LATER, ids=[case[0] for case in LATER])
def test_a_finding_persists_while_none_of_its_values_changes(description: str, later: FindingKey, same: bool) -> None:
    assert persisting([BEFORE], [later], ["a", "b"] if "other documents" in description else ()) == (
        {later.discrepancy_id: "old"} if same else {}
    )


def test_one_finding_persists_in_one_only_the_one_that_shares_most() -> None:
    later = [
        finding("split1", reading("a", "31"), reading("c", "46")),
        finding("split2", reading("a", "31"), reading("b", "46")),
    ]
    assert persisting([BEFORE], later) == {"split2": "old"}


def test_a_new_file_under_the_old_name_does_not_take_the_renamed_ones_findings() -> None:
    moved = finding("new", reading("a", "31", path="archive/a.txt", lineage="A"), reading("b", "46"))
    other = finding("old", reading("n", "31", path="a.txt", lineage="N"), reading("m", "46", lineage="M"), fact="deaths|second fire")
    assert persisting([BEFORE], [moved, other]) == {"new": "old"}
    assert free_id("old", {"old"}) not in {"old", "new"}


def test_what_persists_does_not_hang_on_the_order_of_the_findings() -> None:
    before = [finding(f"o{number}", reading("a", f"{number}"), reading("b", f"{90 + number}"), fact="f") for number in range(6)]
    after = [finding(f"n{number}", reading("a", f"{number}"), reading("b", f"{90 + number}"), fact="f") for number in range(6)]
    expected = {f"n{number}": f"o{number}" for number in range(6)}
    assert persisting(before, after) == expected
    assert persisting(before[::-1], after[::-1]) == expected
