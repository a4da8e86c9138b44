from __future__ import annotations

from dataclasses import replace

import pytest

from atodds.claims import Claim, ClaimLink
from atodds.vocabulary import Relation
from checks.parts_do_not_sum import parts_do_not_sum
from tests.checks.tables import verdict_on
from tests.factories import claim


def parts(*values: float, document: str = "a.txt", quote: str = "three Lebanese, four Syrians") -> list[Claim]:
    names = ("lebanese", "syrian", "egyptian")
    return [
        claim(value, "missing", at="2020-08-29", document=document, quote=quote, source_line_start=5, axes=f"group={name}",
              subject="explosion of Arda", subject_id="event:arda")
        for name, value in zip(names, values, strict=False)
    ]  # fmt: skip


def total(value: float | tuple[float | None, float | None], document: str = "a.txt", axes: str = "") -> Claim:
    event = {"subject": "explosion of Arda", "subject_id": "event:arda"}
    return claim(value, "missing", at="2020-08-29", document=document, axes=axes, source_line_start=6, **event)


CASES: dict[str, tuple[list[Claim], str | None]] = {
    "three, four and one are not seven": ([*parts(3, 4, 1), total(7)], "contradiction"),
    "three, three and one are seven": ([*parts(3, 3, 1), total(7)], None),
    "parts beside a total that they do not reach": ([*parts(3, 3), total(7)], "tension"),
    "parts far from a total that they do not reach": ([*parts(3, 3), replace(total(7), source_line_start=300)], None),
    "another document's total": ([*parts(3, 4, 1), total(7, "b.txt")], None),
    "another document's total, beside one of their own": ([*parts(3, 4), total(7), total(12, "b.txt")], None),
    "a smaller figure of the list is no total": ([*parts(83, 82), replace(total(11), quote="three Lebanese, four Syrians")], None),
    "a part of the list that has no name fills the gap": (
        [*parts(83, 82), replace(total(11), claim_id="rest", quote="three Lebanese, four Syrians"), total(176)],
        None,
    ),
    "the total of something else": ([*parts(3, 4, 1), total(7, axes="group=children")], None),
}


@pytest.mark.parametrize("name", CASES)
def test_parts_told_together_make_their_total(name: str) -> None:
    claims, verdict = CASES[name]
    assert verdict_on(parts_do_not_sum, *claims) == verdict


def test_parts_that_the_text_ties_to_their_total_are_summed_whatever_they_are_called() -> None:
    whole = claim(65, "seats", document="a.txt", quote="the 65 seats: 26, 28 and 12", source_line_start=1)
    link = (ClaimLink(Relation.PART_OF, whole.claim_id),)
    tied = [claim(value, "seats", document="a.txt", quote=whole.quote, source_line_start=1, links=link) for value in (26, 28, 12)]
    assert verdict_on(parts_do_not_sum, whole, *tied) == "contradiction"


@pytest.mark.parametrize(("measure", "verdict"), [("missing", "contradiction"), ("distance", None)])
def test_distances_are_no_parts_of_one_another(measure: str, verdict: str | None) -> None:
    claims = [replace(one, measure=measure) for one in (*parts(3, 4, 1), total(7))]
    assert verdict_on(parts_do_not_sum, *claims) == verdict
