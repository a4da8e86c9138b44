"""What people decided about discrepancies: `adjudications.jsonl`, one line a decision, only ever appended to.

A line says who decided what, why, when, and under which guard: the values that were quoted when the decision was made.

    {"id": "...", "kind": "decision", "discrepancy_id": "...", "decision": "dismissed", "reason": "counted by district",
     "reviewer": "ana", "at": "2026-11-02T09:30:00Z", "guard": [{"path": "a.txt", "value": "deaths|220|220||||||exact", ...}]}

The file lies beside the database, survives its rebuilding, and merges in git line by line: order in the file does not count, `at`
does. `apply_decisions` lays the lines over the discrepancies of a run. A decision follows its finding through re-extraction with other
offsets, renamed files and edits elsewhere in a document; when a quoted value changes, it does not, and says why.
"""

from __future__ import annotations

import codecs
import fcntl
import json
import os
import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from atodds.errors import ConfigurationError, PipelineError
from atodds.succession import FindingKey, GuardedReading, SameDocument, Successors, changed_reading, value_key
from atodds.vocabulary import AdjudicationStatus

__all__ = [
    "ADJUDICATIONS_FILE",
    "Adjudication",
    "AdjudicationKind",
    "AdjudicationLog",
    "AppliedDecision",
    "FindingKey",
    "GuardedReading",
    "OrphanedDecision",
    "ReasonCategory",
    "apply_decisions",
    "in_utc",
    "read_adjudications",
    "value_key",
]

ADJUDICATIONS_FILE = "adjudications.jsonl"
_MAX_TEXT = 4000


class AdjudicationKind(StrEnum):
    """What one line does."""

    DECISION = "decision"
    UNDO = "undo"
    ASSIGN = "assign"
    COMMENT = "comment"


class ReasonCategory(StrEnum):
    """Why readings may differ although no source is wrong, and the usual reasons for dismissing."""

    SCOPE = "scope"
    REVISION = "revision"
    DEFINITION = "definition"
    ROUNDING = "rounding"
    TRANSLATION = "translation"
    COPIED = "copied"
    MISREAD = "misread"
    OTHER = "other"


class Adjudication(BaseModel):
    """One line of the file."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = Field(default_factory=lambda: uuid.uuid4().hex, min_length=1, max_length=64)
    kind: AdjudicationKind = AdjudicationKind.DECISION
    discrepancy_id: str = Field(min_length=1, max_length=200)
    check_id: str = ""
    fact_key: str = ""
    title: str = ""
    decision: AdjudicationStatus | None = None
    category: ReasonCategory | None = None
    wrong: tuple[str, ...] = ()  # titles or paths of the documents whose reading is wrong, where known
    reason: str = Field(default="", max_length=_MAX_TEXT)
    reviewer: str = Field(default="", max_length=200)
    assignee: str | None = Field(default=None, max_length=200)
    expires_on: date | None = None
    undoes: str | None = None
    batch: str = ""  # shared by decisions that were made in one go, so that they can be taken back in one
    run_id: str = ""  # the run that was looked at
    at: datetime
    guard: tuple[GuardedReading, ...] = ()

    @field_validator("at")
    @classmethod
    def _in_utc(cls, value: datetime) -> datetime:
        return in_utc(value)


def in_utc(value: datetime) -> datetime:
    """A time of a hand-written line in UTC; one without a zone is UTC already.

    Raises:
        ValueError: for a time that its zone takes out of the years 1 to 9999.
    """
    try:
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
    except OverflowError as error:
        raise ValueError("its time zone takes it out of the years 1 to 9999") from error


@dataclass(frozen=True, slots=True)
class AppliedDecision:
    """Where one discrepancy stands after the file has been laid over it.

    `reopened_because` is a sentence when a decision no longer holds; the status is then `new` and `decision` still the last one made.
    `history` has every line about the finding, oldest first, undone ones included.
    """

    status: AdjudicationStatus = AdjudicationStatus.NEW
    decision: Adjudication | None = None
    reopened_because: str | None = None
    carried_over: bool = False
    assignee: str | None = None
    comments: tuple[Adjudication, ...] = ()
    history: tuple[Adjudication, ...] = ()


@dataclass(frozen=True, slots=True)
class OrphanedDecision:
    """A decision about a finding this run does not have."""

    decision: Adjudication


@dataclass(frozen=True, slots=True)
class ReadAdjudications:
    """The lines of a file in the order they were made, and what could not be read of it, as sentences."""

    lines: tuple[Adjudication, ...] = ()
    problems: tuple[str, ...] = ()


def read_adjudications(path: Path) -> ReadAdjudications:
    """Every readable line of the file, oldest first; a line that is not one is a problem that names its number, never an error.

    A last line without its line end was cut off by a crash before it was said to be saved; it is reported like any other.
    """
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return ReadAdjudications()
    except OSError as error:
        raise PipelineError(f"{path}: cannot be read ({error.strerror}); check its permissions") from error
    lines: dict[str, Adjudication] = {}
    problems: list[str] = []
    for number, raw in enumerate(content.removeprefix(codecs.BOM_UTF8).split(b"\n"), start=1):
        raw = raw.removeprefix(codecs.BOM_UTF8)  # files joined by `cat` keep theirs
        if not raw.strip():
            continue
        try:
            line = Adjudication.model_validate_json(raw)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(step) for step in first["loc"])
            hint = (
                "a merge conflict was left in"
                if raw[:7] in (b"<<<<<<<", b"=======", b">>>>>>>")
                else f"{place} {first['msg']}".replace("Value error, ", "").strip()
            )
            problems.append(f"{path.name}, line {number}: not a decision ({hint}); left out")
            continue
        lines[line.id] = line  # the same line twice, after a merge, counts once
    return ReadAdjudications(tuple(sorted(lines.values(), key=lambda line: (line.at, line.id))), tuple(problems))


class AdjudicationLog:
    """The file, to append to. One line is one `write`, under a lock on the file, and on disk (fsync) before `append` returns."""

    def __init__(self, path: Path) -> None:
        self.path = path

    @classmethod
    def beside(cls, workspace_folder: Path) -> AdjudicationLog:
        """The log of a workspace."""
        return cls(workspace_folder / ADJUDICATIONS_FILE)

    def read(self) -> ReadAdjudications:
        """Everything decided so far."""
        return read_adjudications(self.path)

    @contextmanager
    def _locked(self) -> Iterator[int]:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        existed = self.path.exists()
        try:
            descriptor = os.open(self.path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
        except OSError as error:
            raise PipelineError(f"{self.path}: cannot be written ({error.strerror}); decisions were not saved") from error
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield descriptor
            os.fsync(descriptor)
            if not existed:  # a new name is only durable once its folder is
                folder = os.open(self.path.parent, os.O_RDONLY)
                try:
                    os.fsync(folder)
                finally:
                    os.close(folder)
        finally:
            os.close(descriptor)

    def append(self, *lines: Adjudication) -> None:
        """Append lines, all of them or, after a crash, a whole number of them; returns once they are on disk."""
        if not lines:
            return
        payload = b"".join(_as_json(line) for line in lines)
        with self._locked() as descriptor:
            size = os.fstat(descriptor).st_size
            if size and os.pread(descriptor, 1, size - 1) != b"\n":
                payload = b"\n" + payload  # a crash cut the last line: it must not swallow this one
            view = memoryview(payload)
            while view:
                view = view[os.write(descriptor, view) :]

    def decide(
        self,
        finding: FindingKey,
        decision: AdjudicationStatus,
        *,
        reviewer: str,
        reason: str = "",
        category: ReasonCategory | None = None,
        wrong: Sequence[str] = (),
        expires_on: date | None = None,
        run_id: str = "",
        at: datetime | None = None,
    ) -> Adjudication:
        """Record a decision on a finding, with its readings as the guard, and give the line back."""
        return self.decide_all(
            [finding],
            decision,
            reviewer=reviewer,
            reason=reason,
            category=category,
            wrong=wrong,
            expires_on=expires_on,
            run_id=run_id,
            at=at,
        )[0]

    def decide_all(
        self,
        findings: Sequence[FindingKey],
        decision: AdjudicationStatus,
        *,
        reviewer: str,
        reason: str = "",
        category: ReasonCategory | None = None,
        wrong: Sequence[str] = (),
        expires_on: date | None = None,
        run_id: str = "",
        at: datetime | None = None,
    ) -> list[Adjudication]:
        """The same decision on several findings, in one write."""
        if decision is AdjudicationStatus.EXPLAINED and category is None and not reason.strip():
            raise ConfigurationError(
                "an explanation needs a reason or a category (" + ", ".join(category.value for category in ReasonCategory) + ")"
            )
        made_at = at or datetime.now(UTC)
        batch = uuid.uuid4().hex[:16] if len(findings) > 1 else ""
        lines = [
            Adjudication(
                discrepancy_id=finding.discrepancy_id,
                check_id=finding.check_id,
                fact_key=finding.fact_key,
                title=finding.title[:300],
                decision=decision,
                category=category,
                wrong=tuple(wrong),
                reason=_clean(reason),
                reviewer=_clean(reviewer)[:200],
                expires_on=expires_on,
                batch=batch,
                run_id=run_id,
                at=made_at,
                guard=finding.readings,
            )
            for finding in findings
        ]
        self.append(*lines)
        return lines

    def undo(self, undone: Iterable[Adjudication], *, reviewer: str, at: datetime | None = None) -> list[Adjudication]:
        """Take decisions back; what held before them holds again. The lines stay in the file."""
        lines = [
            Adjudication(
                kind=AdjudicationKind.UNDO,
                discrepancy_id=line.discrepancy_id,
                check_id=line.check_id,
                fact_key=line.fact_key,
                title=line.title,
                undoes=line.id,
                reviewer=_clean(reviewer)[:200],
                at=at or datetime.now(UTC),
                guard=line.guard,
            )
            for line in undone
        ]
        self.append(*lines)
        return lines

    def comment(self, finding: FindingKey, text: str, *, reviewer: str, at: datetime | None = None) -> Adjudication:
        """Say something about a finding without deciding."""
        if not text.strip():
            raise ConfigurationError("a comment needs words")
        return self._append_note(finding, AdjudicationKind.COMMENT, reviewer=reviewer, reason=_clean(text), at=at)

    def assign(self, finding: FindingKey, assignee: str, *, reviewer: str, at: datetime | None = None) -> Adjudication:
        """Give a finding to somebody; an empty name takes it back."""
        return self._append_note(finding, AdjudicationKind.ASSIGN, reviewer=reviewer, assignee=_clean(assignee)[:200], at=at)

    def _append_note(
        self,
        finding: FindingKey,
        kind: AdjudicationKind,
        *,
        reviewer: str,
        reason: str = "",
        assignee: str | None = None,
        at: datetime | None,
    ) -> Adjudication:
        line = Adjudication(
            kind=kind,
            discrepancy_id=finding.discrepancy_id,
            check_id=finding.check_id,
            fact_key=finding.fact_key,
            title=finding.title[:300],
            reason=reason,
            reviewer=_clean(reviewer)[:200],
            assignee=assignee,
            at=at or datetime.now(UTC),
            guard=finding.readings,
        )
        self.append(line)
        return line


def _clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8").strip()[:_MAX_TEXT]


def _as_json(line: Adjudication) -> bytes:
    content = line.model_dump(mode="json", exclude_none=True)
    content = {name: value for name, value in content.items() if value not in ("", [])}
    return json.dumps(content, ensure_ascii=False, separators=(", ", ": ")).encode("utf-8", "replace") + b"\n"


# --- laying the file over a run -------------------------------------------------------------------------------------------------


@dataclass(slots=True)
class _Thread:
    """All lines about one finding as it was named when they were made."""

    lines: list[Adjudication] = field(default_factory=list)

    def standing(self) -> Adjudication | None:
        """The last decision that has not been undone."""
        undone = {line.undoes for line in self.lines if line.kind is AdjudicationKind.UNDO}
        decisions = [line for line in self.lines if line.kind is AdjudicationKind.DECISION and line.id not in undone]
        return decisions[-1] if decisions else None

    @property
    def last(self) -> Adjudication:
        return self.lines[-1]


def apply_decisions(
    findings: Sequence[FindingKey],
    lines: Iterable[Adjudication],
    *,
    today: date | None = None,
    run_id: str = "",
    current_document_ids: Iterable[str] = (),
) -> tuple[dict[str, AppliedDecision], tuple[OrphanedDecision, ...]]:
    """Lay the decisions over the discrepancies of a run: one `AppliedDecision` per discrepancy id, and decisions that found none.

    A line belongs to the finding of its id. Where the run has no such id, because a document was edited or the fact's name changed, it
    goes to the finding of the same check that shares most readings with its guard: the same fact in at least one of the same documents,
    or, under another name of the fact, at least two of the same documents with the same values. `current_document_ids` are all
    documents of the run, also those without a finding.
    """
    day = today or date.today()
    by_id = {finding.discrepancy_id: finding for finding in findings}
    documents = SameDocument(findings, current_document_ids)
    successors = Successors([finding for finding in findings if finding.is_current], documents)

    threads: dict[str, _Thread] = {}
    for line in sorted(lines, key=lambda line: (line.at, line.id)):
        threads.setdefault(line.discrepancy_id, _Thread()).lines.append(line)

    belongs: dict[str, list[tuple[_Thread, bool]]] = defaultdict(list)
    orphans: list[OrphanedDecision] = []
    for discrepancy_id, thread in threads.items():
        exact = by_id.get(discrepancy_id)
        if exact is not None:
            belongs[discrepancy_id].append((thread, False))
            if exact.is_current:
                continue
        last = thread.last
        target = successors.best(last.check_id, last.fact_key, last.guard)
        if target is not None:
            belongs[target.discrepancy_id].append((thread, True))
        elif exact is None and (standing := thread.standing()) is not None:
            orphans.append(OrphanedDecision(standing))

    applied: dict[str, AppliedDecision] = {}
    for finding in findings:
        applied[finding.discrepancy_id] = _stand(finding, belongs.get(finding.discrepancy_id, []), documents, day, run_id)
    return applied, tuple(orphans)


def _stand(
    finding: FindingKey, threads: Sequence[tuple[_Thread, bool]], documents: SameDocument, day: date, run_id: str
) -> AppliedDecision:
    lines = sorted((line for thread, _ in threads for line in thread.lines), key=lambda line: (line.at, line.id))
    if not lines:
        return AppliedDecision()
    merged = _Thread(lines)
    decision = merged.standing()
    assigned = [line for line in lines if line.kind is AdjudicationKind.ASSIGN]
    reopened: str | None = None
    status = AdjudicationStatus.NEW
    if decision is not None and decision.decision is not None:
        status = decision.decision
        if decision.expires_on is not None and decision.expires_on < day:
            reopened = f"the decision held until {decision.expires_on.isoformat()}"
        else:
            reopened = changed_reading(decision.guard, finding.readings, documents) if decision.guard else None
        if reopened is None and status is AdjudicationStatus.FIXED and run_id and decision.run_id and run_id != decision.run_id:
            reopened = "it was said to be fixed, yet the sources still disagree in a later run"
        if reopened is not None:
            status = AdjudicationStatus.NEW
    return AppliedDecision(
        status=status,
        decision=decision,
        reopened_because=reopened,
        carried_over=any(moved for thread, moved in threads if decision in thread.lines),
        assignee=(assigned[-1].assignee or None) if assigned else None,
        comments=tuple(line for line in lines if line.kind is AdjudicationKind.COMMENT),
        history=tuple(lines),
    )
