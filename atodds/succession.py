"""Which finding of one run is which of another: what states, decisions, `atodds diff` and the fingerprints of exports all follow.

A discrepancy's id is a fingerprint of check, fact and (path, value) of its readings, so a renamed file, a name aligned another way or one
more document that agrees would make it another finding. It is not: while no quoted value has changed, it is the same finding, keeps the
id it was first given, is `persisting`, and what was decided about it stands. Two findings are one when they come of the same check and

- are of one fact and share a document, or share two readings (same document, same value) under whatever name of the fact; and
- no document of theirs reads another value than it did, and none has joined that brings a value of its own.

A document is the same when its bytes or its lineage are (a rename, an edit); else, where a rebuilt database no longer knows the lineage,
when its path is, or the very sentence that was quoted.

Pure: keys in, ids out. `keys_of` makes keys from the frames of a run.
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import polars as pl
from pydantic import BaseModel, ConfigDict

from atodds.report.wording import clip_text, plain_text

__all__ = [
    "FindingKey",
    "GuardedReading",
    "SameDocument",
    "Successors",
    "changed_reading",
    "free_id",
    "guarded_reading",
    "keys_of",
    "persisting",
    "value_key",
]

_BLANK = re.compile(r"\s+")
_QUOTE_KEPT = 400
_MENTION_KEPT = 200


class GuardedReading(BaseModel):
    """One conflicting reading as it stood in a run, or when a decision was made on it; `value` is its `value_key`."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    document_id: str
    lineage: str = ""
    path: str = ""
    title: str = ""
    value: str
    mention: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class FindingKey:
    """What is held on to of one discrepancy of a run: its id, its check, its fact and its conflicting readings."""

    discrepancy_id: str
    check_id: str
    fact_key: str
    readings: tuple[GuardedReading, ...]
    title: str = ""
    is_current: bool = True  # False for one of the run before that is gone: a decision on it looks for its successor first


def value_key(row: Mapping[str, Any]) -> str:
    """The normalised value of a claim row as one string: equal exactly when the claims say the same, whatever their wording or place.

    `row` has the columns of the claims table; values are rounded to 12 significant digits.
    """

    def number(name: str) -> str:
        value = row.get(name)
        return "" if value is None else f"{float(value):.12g}"

    members = row.get("members")
    polarity = row.get("polarity")
    parts = (
        str(row.get("measure") or ""),
        number("value_low"),
        number("value_high"),
        str(row.get("currency") or row.get("unit") or ""),
        str(row.get("per_unit") or ""),
        str(row.get("date_low") or ""),
        str(row.get("date_high") or ""),
        "" if members is None else ";".join(sorted(str(member).casefold() for member in members)),
        "" if polarity is None else str(bool(polarity)),
        str(row.get("bound") or ""),
    )
    return "|".join(parts)


def guarded_reading(claim: Mapping[str, Any], *, document_id: str, lineage: str, path: str, title: str) -> GuardedReading:
    """A claim row as a guard keeps it."""
    return GuardedReading(
        document_id=document_id,
        lineage=lineage,
        path=path,
        title=title,
        value=value_key(claim),
        mention=clip_text(plain_text(str(claim.get("mention_text") or "")), _MENTION_KEPT),
        quote=clip_text(plain_text(str(claim.get("quote") or "")), _QUOTE_KEPT),
    )


def keys_of(discrepancies: pl.DataFrame, claims: Iterable[pl.DataFrame], documents: Iterable[pl.DataFrame]) -> list[FindingKey]:
    """Keys of a run's discrepancies.

    Args:
        discrepancies: rows of `schemas/discrepancies.py`.
        claims: frames of claims, the first that has a claim counts: those of the run, and past ones that are cited.
        documents: the same of documents.
    """
    if discrepancies.is_empty():
        return []
    rows = discrepancies.select("discrepancy_id", "check_id", "fact_key", "title", "conflicts", "state").to_dicts()
    wanted = list({claim_id for row in rows for conflict in row["conflicts"] for claim_id in conflict})
    columns = ["claim_id", "document_id", "document_path", "measure", "value_low", "value_high", "currency", "unit", "per_unit"]
    columns += ["date_low", "date_high", "members", "polarity", "bound", "mention_text", "quote"]
    known: dict[str, dict[str, Any]] = {}
    for frame in claims:
        for claim in frame.filter(pl.col("claim_id").is_in(wanted)).select(columns).iter_rows(named=True):
            known.setdefault(claim["claim_id"], claim)
    sources: dict[str, dict[str, Any]] = {}
    for frame in documents:
        for source in frame.filter(pl.col("same_content_as").is_null()).select("document_id", "lineage", "path", "title").to_dicts():
            sources.setdefault(source["document_id"], source)

    def reading(claim: Mapping[str, Any]) -> GuardedReading:
        source = sources.get(claim["document_id"], {})
        path = plain_text(str(source.get("path") or claim["document_path"]))
        title = plain_text(str(source.get("title") or "")).strip() or path.rsplit("/", 1)[-1]
        lineage = str(source.get("lineage") or claim["document_id"])
        return guarded_reading(claim, document_id=claim["document_id"], lineage=lineage, path=path, title=clip_text(title, 200))

    return [
        FindingKey(
            discrepancy_id=row["discrepancy_id"],
            check_id=row["check_id"],
            fact_key=row["fact_key"] or "",
            readings=tuple(
                reading(known[claim_id])
                for claim_id in dict.fromkeys(claim_id for conflict in row["conflicts"] for claim_id in conflict)
                if claim_id in known
            ),
            title=row["title"] or "",
            is_current=row["state"] != "resolved",
        )
        for row in rows
    ]


def _squeezed(text: str) -> str:
    return _BLANK.sub(" ", text).strip().casefold()


class SameDocument:
    """Tells which documents of a run are the ones that earlier readings stood in.

    Args:
        findings: findings of the run.
        current_ids: ids of all its documents, also of those without a finding.
    """

    def __init__(self, findings: Iterable[FindingKey], current_ids: Iterable[str] = ()) -> None:
        self._ids = {reading.document_id for finding in findings for reading in finding.readings} | set(current_ids)

    def same(self, earlier: GuardedReading, current: GuardedReading) -> bool:
        """Whether both stand in one document."""
        if earlier.document_id == current.document_id or (earlier.lineage and earlier.lineage == current.lineage):
            return True
        if earlier.document_id in self._ids:
            return False  # the earlier bytes are still in the corpus, so this is another document
        if earlier.path and earlier.path == current.path:
            return True
        return bool(earlier.quote) and _squeezed(earlier.quote) == _squeezed(current.quote)


def changed_reading(earlier: Sequence[GuardedReading], current: Sequence[GuardedReading], documents: SameDocument) -> str | None:
    """What the current readings say that the earlier ones did not, as a sentence; None while no value has changed or joined."""
    values = {reading.value for reading in earlier}
    for reading in current:
        mine = [old for old in earlier if documents.same(old, reading)]
        name = reading.title or reading.path or reading.document_id
        if mine and all(old.value != reading.value for old in mine):
            before = " and ".join(dict.fromkeys(f"“{old.mention or old.value}”" for old in mine))
            return f"{name} read {before} when this was decided and now reads “{reading.mention or reading.value}”"
        if not mine and reading.value not in values:
            return f"{name} has joined with another value, “{reading.mention or reading.value}”"
    return None


class Successors:
    """Finds, among the findings of a run, the one that an earlier finding has become."""

    def __init__(self, findings: Sequence[FindingKey], documents: SameDocument) -> None:
        self._findings = findings
        self._documents = documents
        self._of_fact: dict[tuple[str, str], list[int]] = defaultdict(list)
        self._of_value: dict[tuple[str, str], list[int]] = defaultdict(list)
        for number, finding in enumerate(findings):
            if finding.fact_key:
                self._of_fact[(finding.check_id, finding.fact_key)].append(number)
            for value in {reading.value for reading in finding.readings}:
                self._of_value[(finding.check_id, value)].append(number)

    def ranked(self, check_id: str, fact_key: str, earlier: Sequence[GuardedReading]) -> list[tuple[tuple[int, int, int], FindingKey]]:
        """Findings that the earlier one may have become, best first, each with the readings, documents and facts they share."""
        numbers = set(self._of_fact.get((check_id, fact_key), ())) if fact_key else set()
        for value in {reading.value for reading in earlier}:
            numbers.update(self._of_value.get((check_id, value), ()))
        found = []
        for number in sorted(numbers):
            finding = self._findings[number]
            same_value, same_document = self._overlap(earlier, finding)
            same_fact = bool(fact_key) and finding.fact_key == fact_key
            if (same_fact and same_document >= 1) or same_value >= 2:
                found.append(((same_value, same_document, int(same_fact)), finding))
        found.sort(key=lambda item: item[0], reverse=True)
        return found

    def best(self, check_id: str, fact_key: str, earlier: Sequence[GuardedReading]) -> FindingKey | None:
        """The finding the earlier one has become, with whatever values; None where there is none."""
        ranked = self.ranked(check_id, fact_key, earlier)
        return ranked[0][1] if ranked else None

    def _overlap(self, earlier: Sequence[GuardedReading], finding: FindingKey) -> tuple[int, int]:
        """How many earlier readings the finding still has with the same value, and how many of its documents are the same."""
        same_value = same_document = 0
        for old in earlier:
            in_document = [new for new in finding.readings if self._documents.same(old, new)]
            same_document += bool(in_document)
            same_value += any(new.value == old.value for new in in_document)
        return same_value, same_document


def persisting(before: Sequence[FindingKey], after: Sequence[FindingKey], current_document_ids: Iterable[str] = ()) -> dict[str, str]:
    """For each finding of a run that persists, the id it had in the run before; each earlier finding persists in one at most.

    Args:
        before: standing findings of the run before.
        after: findings of the run.
        current_document_ids: ids of all documents of the run.
    """
    documents = SameDocument(after, current_document_ids)
    by_id = {finding.discrepancy_id: finding for finding in after}
    followed: dict[str, str] = {}
    left = []
    for old in before:
        exact = by_id.get(old.discrepancy_id)
        if exact is not None and exact.check_id == old.check_id and _told(exact, by="document_id") == _told(old, by="document_id"):
            followed[exact.discrepancy_id] = old.discrepancy_id
        else:
            left.append(old)
    open_ones = [finding for finding in after if finding.discrepancy_id not in followed]
    successors = Successors(open_ones, documents)
    offers = [
        (rank, new.discrepancy_id == old.discrepancy_id, old, new)
        for old in left
        for rank, new in successors.ranked(old.check_id, old.fact_key, old.readings)
        if changed_reading(old.readings, new.readings, documents) is None
    ]
    offers.sort(key=lambda offer: (offer[0], offer[1], offer[2].discrepancy_id, offer[3].discrepancy_id), reverse=True)
    taken: set[str] = set()
    for _, _, old, new in offers:
        if new.discrepancy_id not in followed and old.discrepancy_id not in taken:
            followed[new.discrepancy_id] = old.discrepancy_id
            taken.add(old.discrepancy_id)
    return followed


def _told(finding: FindingKey, *, by: str) -> set[tuple[str, str]]:
    return {(str(getattr(reading, by)), reading.value) for reading in finding.readings}


def free_id(identity: str, taken: Iterable[str]) -> str:
    """An id of the same shape that no other finding has: for a fingerprint that a finding of before goes by already."""
    used = set(taken)
    number = 1
    while identity in used:
        number += 1
        identity = hashlib.sha256(f"{identity}|{number}".encode()).hexdigest()[:16]
    return identity
