"""Claims as group checks see them together: by sentence, table, document, fact or subject, and texts that depend on one another.

The groups of the corpus come from the database by the SQL text below, executed by `atodds.store.claim_table`; those of a copy and its
original, of two versions and of a summary and its source are put together here, with what was set aside as no second witness.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from atodds.claims import Claim
from atodds.linking.blocks import SUBJECT_SQL
from atodds.linking.ties import ONE_TABLE_LINES, table_of
from atodds.vocabulary import SegmentKind

__all__ = [
    "GROUP_FILTERS",
    "GROUP_KEYS",
    "ClaimSource",
    "Dependence",
    "TollDays",
    "claims_of_copies",
    "claims_of_summaries",
    "claims_of_versions",
    "table_keys",
    "text_order",
]

TollDays = tuple[str | None, Sequence[date]]


class ClaimSource(Protocol):
    """Where claims come from, in the portions the checks look at; `atodds.store.claim_table` gives them."""

    @property
    def given(self) -> Sequence[Claim]:
        """All claims, those of copies too, for checks of texts that depend on one another; none where nobody holds them in memory."""

    @property
    def all_pairs_up_to(self) -> int:
        """Larger blocks are swept."""

    def blocks(self, leap: float | None = None) -> Iterator[Sequence[Claim]]:
        """Claims that may be held against each other, in blocks that no such pair crosses; `leap` as in `Pairing.meetings`."""

    def groups(self, by: str, check_ids: frozenset[str]) -> Iterator[tuple[str, Sequence[Claim]]]:
        """Claims by sentence, table, document, fact or subject, with a key; groups that none of the checks can say anything of may lack."""

    def readings(self, claim_ids: Iterable[str]) -> Mapping[str, Sequence[str]]:
        """For each of the claims, the ids of all readings of the fact it is a reading of."""

    def repeated(self) -> Mapping[str, Sequence[str]]:
        """Per claim, the ids of those left out because a copied document repeats it."""

    def toll_days(self) -> Mapping[str, TollDays]:
        """By subject key, a name of the subject and the days its tolls are of, in order."""

    def words(self) -> tuple[Mapping[str, int], int]:
        """In how many documents each word stands that says what a figure is of, and how many documents there are."""


@dataclass(frozen=True, slots=True)
class Dependence:
    """A document that copies another, whole or by a passage: then `span` in the copy and `of_span` in the original, as offsets."""

    document_id: str
    copy_of_id: str
    span: tuple[int, int] | None = None
    of_span: tuple[int, int] | None = None


def text_order(claim: Claim) -> tuple[str, int, int, str]:
    """Document by document, in the order of the text."""
    return (claim.document_path, claim.source_line_start or claim.char_start or 0, claim.mention_start or 0, claim.claim_id)


_SUBJECT = SUBJECT_SQL.format(claim="claims")
GROUP_KEYS = {
    "document": "document_id",
    "sentence": "document_id || '|' || coalesce(char_start, source_line_start, 0) || '|' || quote[:80]",
    "fact": f"{_SUBJECT} || '|' || measure || '|' || "
    "array_to_string(list_sort(list_transform(axes, lambda one: one.axis || '=' || one.value)), ';')",
    "subject": f"{_SUBJECT} || '|' || measure",
}
"""How claims come together for group checks, as SQL over `claims`; tables are told apart in memory."""

GROUP_FILTERS: dict[str, tuple[frozenset[str], str]] = {
    "sentence": (
        frozenset({"change_does_not_follow"}),
        "count(*) > 1 and (sum(len(links)) > 0 or (bool_or(unit = 'percent') and count(*) > 2))",
    ),
    "document": (
        frozenset({"shares_do_not_sum", "period_does_not_follow", "headline_against_body", "implausible"}),
        """count(*) filter (unit = 'percent') >= 3 or bool_or(segment_kind in ('title', 'heading')) or min(source_line_start) <= 8
           or (bool_or(date_low is not null)
               and (bool_or(regexp_matches(quote[:60], $effects, 'i')) or count(distinct coalesce(predicate, measure)) > 1))
           or bool_or(len(list_filter(links, lambda link: link.relation = 'duration_of')) > 0)
           or bool_or(unit = 'percent' and value_low > 100) or bool_or(value_high < 0)
           or (bool_or(measure = 'population') and count(distinct measure) > 1)""",
    ),
    "fact": (
        frozenset({"same_source_two_figures"}),
        """count(distinct hash(value_low, value_high, date_low, date_high)) > 1 and (count(*) filter (bound = 'range') > 1
           or (count(attribution) > 1 and count(distinct attribution) < count(attribution)
               and (max(coalesce(value_low, value_high)) > 1.005 * min(coalesce(value_high, value_low))
                    or bool_or(date_low is not null))))""",
    ),
    "subject": (
        frozenset({"parts_do_not_sum", "membership_mismatch", "withdrawn_figure"}),
        """count(distinct axes) > 2 or bool_or(len(links) > 0)
           or bool_or(len(list_filter(axes, lambda one: one.axis = 'status')) > 0) or bool_or(modality = 'negated')
           or (bool_or(members is not null) and count(*) > 1)""",
    ),
}
"""Per grouping, the checks whose needs are known and what a group must hold for one of them to say anything."""


def table_keys(claims: Sequence[Claim]) -> dict[str, str]:
    """A key per table: by the number in the cell's name, else by rows that follow each other within a few lines."""
    keys: dict[str, str] = {}
    last: dict[str, tuple[int, int]] = {}  # document to (last line, running number)
    for claim in claims:
        if claim.segment_kind is not SegmentKind.TABLE:
            continue
        named = table_of(claim)
        if named:
            keys[claim.claim_id] = f"{claim.document_id}|{named}|{claim.heading or ''}"
            continue
        line = claim.source_line_start or 0
        previous_line, number = last.get(claim.document_id, (-2 * ONE_TABLE_LINES, 0))
        if line - previous_line > ONE_TABLE_LINES // 3:
            number += 1
        last[claim.document_id] = (claim.source_line_end or line, number)
        keys[claim.claim_id] = f"{claim.document_id}|rows {number}"
    return keys


def claims_of_copies(claims: Sequence[Claim], dependences: Sequence[Dependence]) -> Iterator[tuple[str, list[Claim]]]:
    """The claims of each copy and of what it copies, the original's first; of a passage those within it."""
    by_document = _by_document(claims)
    for one in dependences:
        ours = [claim for claim in by_document.get(one.document_id, ()) if _within(claim, one.span)]
        theirs = [claim for claim in by_document.get(one.copy_of_id, ()) if _within(claim, one.of_span)]
        if ours and theirs:
            yield f"{one.document_id}|{one.copy_of_id}|{one.span[0] if one.span else ''}", [*theirs, *ours]


def claims_of_summaries(claims: Sequence[Claim], derived: Mapping[str, str]) -> Iterator[tuple[str, list[Claim]]]:
    """The claims of each derived document and those of the document it sums up, under the id of the derived one."""
    wanted = {*derived, *derived.values()}
    by_document = _by_document(claim for claim in claims if claim.document_id in wanted)
    for document_id, source_id in sorted(derived.items()):
        ours, theirs = by_document.get(document_id), by_document.get(source_id)
        if ours and theirs:
            yield document_id, [*ours, *theirs]


def claims_of_versions(
    current: Sequence[Claim], previous: Sequence[Claim], superseded_by: Mapping[str, str]
) -> Iterator[tuple[str, list[Claim]]]:
    """The claims of each document as it was and as it is, the earlier version's first."""
    by_document, before = _by_document(current), _by_document(previous)
    for document_id, old in sorted(before.items()):
        new = by_document.get(superseded_by.get(document_id, ""), [])
        if new:
            yield f"{document_id}|{new[0].document_id}", [*old, *new]


def _by_document(claims: Iterable[Claim]) -> dict[str, list[Claim]]:
    found: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        found[claim.document_id].append(claim)
    return found


def _within(claim: Claim, span: tuple[int, int] | None) -> bool:
    start = claim.mention_start if claim.mention_start is not None else claim.char_start
    return span is None or (start is not None and span[0] <= start < span[1])
