"""What reviewers taught a workspace: names that are or are not the same, and figures that were misread.

Two files at the root of the workspace, made to be kept in git and edited by hand as well:

- `aliases.csv` (`name,same_as,reviewer,reason,at`, the last three as you like): `same_as` is an entity id (`place:ge`) or another name; a
  name that is the same as itself stands for a thing of its own. The last row on a name holds. A file of that name in the workspace's
  `seeds/` is read too, before this one, and is written the same way; so is the program's.
- `corrections.jsonl`: one correction a line, under the guard of the sentence it was made on. When the sentence no longer stands in the
  document the correction is stale: it changes nothing and the run says so.

Both take effect in the next run, between extraction and aligning. Nothing here decides what is true: a correction mends what *we* read.
"""

from __future__ import annotations

import csv
import fcntl
import io
import json
import os
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from atodds.adjudications import in_utc
from atodds.claims import Claim
from atodds.errors import PipelineError
from atodds.seeds import SEEDS_FOLDER
from atodds.seeds_laid_over import ALIAS_COLUMNS, OWN_SEEDS
from atodds.spreadsheets import defused, restored
from atodds.vocabulary import Bound

__all__ = [
    "ALIASES_FILE",
    "CORRECTIONS_FILE",
    "CorrectedClaims",
    "Correction",
    "NameLesson",
    "Teaching",
    "apply_corrections",
    "read_teaching",
    "write_correction",
    "write_name",
]

ALIASES_FILE = "aliases.csv"
CORRECTIONS_FILE = "corrections.jsonl"
_BLANK = re.compile(r"\s+")


def _squeezed(text: str) -> str:
    return _BLANK.sub(" ", text).strip().casefold()


@dataclass(frozen=True, slots=True)
class NameLesson:
    """`name` is the same as `same_as`; as itself where both are equal: it is none of the others it was taken for."""

    name: str
    same_as: str
    reviewer: str = ""
    reason: str = ""
    at: str = ""


class Correction(BaseModel):
    """One figure that was misread, under the guard of its document, sentence and words."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = Field(default_factory=lambda: uuid.uuid4().hex)
    document_path: str
    document_id: str = ""
    quote: str = Field(min_length=1, max_length=20_000)
    mention_text: str = Field(min_length=1, max_length=2_000)
    measure: str = ""
    drop: bool = False  # this is no claim at all
    value_low: float | None = Field(default=None, allow_inf_nan=False)
    value_high: float | None = Field(default=None, allow_inf_nan=False)
    bound: Bound | None = None
    unit: str | None = None
    date_low: date | None = None
    date_high: date | None = None
    new_measure: str | None = None
    subject: str | None = None
    undoes: str | None = None
    reviewer: str = ""
    reason: str = ""
    at: datetime = Field(default_factory=lambda: datetime.now(UTC))

    @field_validator("at")
    @classmethod
    def _in_utc(cls, value: datetime) -> datetime:
        return in_utc(value)

    @model_validator(mode="after")
    def _in_order(self) -> Correction:
        if self.value_low is not None and self.value_high is not None and self.value_low > self.value_high:
            raise ValueError("the lower end is above the upper end")
        if self.date_low is not None and self.date_high is not None and self.date_low > self.date_high:
            raise ValueError("the first day is after the last day")
        return self

    def concerns(self, claim: Claim) -> bool:
        """Whether the claim is the one that was looked at: same document, sentence, words and measure, wherever it stands now."""
        same_document = claim.document_path == self.document_path or (bool(self.document_id) and claim.document_id == self.document_id)
        return (
            same_document
            and claim.mention_text == self.mention_text
            and (not self.measure or claim.measure == self.measure)
            and _squeezed(claim.quote) == _squeezed(self.quote)
        )

    def applied_to(self, claim: Claim) -> Claim | None:
        """The claim as it should have been read; None where it is none."""
        if self.drop:
            return None
        changes: dict[str, Any] = {}
        if self.value_low is not None or self.value_high is not None:
            changes |= {"value_low": self.value_low, "value_high": self.value_high, "bound": self.bound or _bound(self)}
        if self.date_low is not None or self.date_high is not None:
            changes |= {"date_low": self.date_low or self.date_high, "date_high": self.date_high or self.date_low}
        if self.unit:
            changes["unit"] = self.unit
        if self.new_measure:
            changes["measure"] = self.new_measure
        if self.subject:
            changes |= {"subject": self.subject, "subject_id": None, "subject_source": None}
        return replace(claim, **changes) if changes else claim


def _bound(correction: Correction) -> Bound:
    if correction.value_high is None:
        return Bound.AT_LEAST
    if correction.value_low is None:
        return Bound.AT_MOST
    return Bound.EXACT if correction.value_low == correction.value_high else Bound.RANGE


@dataclass(frozen=True, slots=True)
class Teaching:
    """Everything taught so far, and what could not be read of it."""

    names: tuple[NameLesson, ...] = ()
    corrections: tuple[Correction, ...] = ()
    problems: tuple[str, ...] = ()

    def aliases(self) -> dict[str, str]:
        """Name to entity id or to another name, for `atodds.aligning.align`."""
        return {lesson.name: lesson.same_as for lesson in self.names}


@dataclass(frozen=True, slots=True)
class CorrectedClaims:
    """Claims with the corrections applied; `stale` are corrections whose sentence is gone."""

    claims: tuple[Claim, ...]
    applied: int = 0
    stale: tuple[Correction, ...] = ()


def apply_corrections(claims: Sequence[Claim], corrections: Sequence[Correction]) -> CorrectedClaims:
    """Mend what was misread. Of several corrections on one claim the last holds."""
    if not corrections:
        return CorrectedClaims(tuple(claims))
    by_words: dict[str, list[Correction]] = {}
    for correction in corrections:
        by_words.setdefault(correction.mention_text, []).append(correction)
    used: set[str] = set()
    mended: list[Claim] = []
    applied = 0
    for claim in claims:
        fitting = [correction for correction in by_words.get(claim.mention_text, ()) if correction.concerns(claim)]
        used.update(correction.id for correction in fitting)
        if not fitting:
            mended.append(claim)
            continue
        applied += 1
        corrected = fitting[-1].applied_to(claim)
        if corrected is not None:
            mended.append(corrected)
    stale = tuple(correction for correction in corrections if correction.id not in used)
    return CorrectedClaims(tuple(mended), applied, stale)


def read_teaching(root: Path) -> Teaching:
    """What stands in the workspace's two files; a row that is none is a problem that names its line."""
    problems: list[str] = []
    lessons: dict[str, NameLesson] = {}
    own = root / OWN_SEEDS / ALIASES_FILE
    for path in (own, root / ALIASES_FILE) if own.parent.resolve() != SEEDS_FOLDER else (root / ALIASES_FILE,):
        _read_names(path, path.relative_to(root).as_posix(), lessons, problems)
    corrections: dict[str, Correction] = {}
    undone: set[str] = set()
    for number, line in enumerate(_text(root / CORRECTIONS_FILE).splitlines(), start=1):
        if not line.strip():
            continue
        try:
            correction = Correction.model_validate_json(line)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(step) for step in first["loc"])
            problems.append(
                f"{CORRECTIONS_FILE}, line {number}: not a correction ({place} {first['msg']}); left out".replace("( ", "(").replace(
                    "Value error, ", ""
                )
            )
            continue
        if correction.undoes:
            undone.add(correction.undoes)
        else:
            corrections[correction.id] = correction
    standing = sorted((item for item in corrections.values() if item.id not in undone), key=lambda item: (item.at, item.id))
    return Teaching(tuple(lessons.values()), tuple(standing), tuple(problems))


def _read_names(path: Path, shown: str, lessons: dict[str, NameLesson], problems: list[str]) -> None:
    numbered = [(number, line) for number, line in enumerate(_text(path).splitlines(), 1) if line.strip() and not line.startswith("#")]
    reader = csv.DictReader(line for _, line in numbered)
    if numbered and not {"name", "same_as"} <= set(reader.fieldnames or ()):
        problems.append(f"{shown}: its first line must be {','.join(ALIAS_COLUMNS)}; nothing of it was read")
        return
    for (number, _), row in zip(numbered[1:], reader, strict=False):
        row = {column: restored((row.get(column) or "").strip()) for column in ALIAS_COLUMNS}
        name, same_as = row["name"], row["same_as"]
        if not name or not same_as:
            problems.append(f"{shown}, line {number}: needs a name and what it is the same as; left out")
            continue
        lesson = NameLesson(name, same_as, row["reviewer"], row["reason"], row["at"])
        lessons.pop(_squeezed(name), None)
        lessons[_squeezed(name)] = lesson


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return ""
    except (OSError, UnicodeDecodeError) as error:
        raise PipelineError(f"{path}: cannot be read ({error}); mend or remove it") from error


def _append(path: Path, content: str, head: str = "") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o644)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        size = os.fstat(descriptor).st_size
        if not size:
            content = head + content
        elif os.pread(descriptor, 1, size - 1) != b"\n":
            content = "\n" + content
        view = memoryview(content.encode("utf-8", "replace"))
        while view:
            view = view[os.write(descriptor, view) :]
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_name(root: Path, lesson: NameLesson) -> None:
    """Append one name to the workspace's aliases; on disk when this returns."""
    target = io.StringIO()
    row: Mapping[str, str] = {item.name: defused(_BLANK.sub(" ", str(getattr(lesson, item.name))).strip()) for item in fields(NameLesson)}
    csv.DictWriter(target, ALIAS_COLUMNS, lineterminator="\n").writerow(row)
    _append(root / ALIASES_FILE, target.getvalue(), ",".join(ALIAS_COLUMNS) + "\n")


def write_correction(root: Path, correction: Correction) -> None:
    """Append one correction; on disk when this returns."""
    content = correction.model_dump(mode="json", exclude_none=True, exclude_defaults=False)
    content = {name: value for name, value in content.items() if value not in ("", False)}
    _append(root / CORRECTIONS_FILE, json.dumps(content, ensure_ascii=False) + "\n")
