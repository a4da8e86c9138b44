"""Claims from elsewhere: a file of JSON lines in the format that `atodds export claims` writes, or a CSV file with the same columns.

    {"document_path": "report.pdf", "page": 3, "quote": "...", "mention_text": "220", "claim_type": "casualties", "measure": "deaths",
     "subject": "Beirut port explosion", "value_low": 220, "value_high": 220, "unit": "people", "extractor": "coding sheet, Ana"}

A person's coding sheet, another extractor or a language model writes as many of the fields as it knows; the rest are null, read off the
row (`atodds.linking.coded_claims`) or take the defaults below. In CSV an empty cell is null, lists are divided by semicolons, and a row
that begins with # is a note. A row that is no claim goes to the quarantine with its line and what is wrong with it. A key that is no field is
reported once. Claims of a document of the run belong to it; those of others get a document that is known by its claims alone.

`seeds/reference_facts.csv` is such a file: the figures the user trusts already.
"""

from __future__ import annotations

import csv
import difflib
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import Any, Final, TextIO

import polars as pl

from atodds.claim_types import ClaimType
from atodds.claims import Claim
from atodds.errors import ConfigurationError
from atodds.linking.coded_claims import fill_in
from atodds.report.wording import value_words
from atodds.spreadsheets import restored
from atodds.store.frames import columns_of, empty_frame, rows_to_frame
from atodds.store.validating import validate
from atodds.vocabulary import Bound, DocumentStatus, MeasureKind, Modality, SegmentKind

__all__ = ["ImportedClaims", "import_claims"]

IMPORTED_CONFIDENCE: Final = 0.9
"""For claims that state none: somebody chose to write them down, which is more than a rule can say."""

BATCH_ROWS: Final = 20_000
"""Lines that are held as rows at once; a file of a million lines is read in bounded memory."""


@dataclass(frozen=True, slots=True)
class ImportedClaims:
    """What the files hold, as frames of `schemas/`, and notes for the run's problems as (file, message)."""

    claims: pl.DataFrame
    documents: pl.DataFrame  # those known by their claims alone
    quarantine: pl.DataFrame
    notes: tuple[tuple[str, str], ...] = ()


def import_claims(
    files: Sequence[Path],
    documents: pl.DataFrame,
    claim_types: Mapping[str, ClaimType],
    shown: Callable[[Path], str] = str,
    extractor: str | None = None,
) -> ImportedClaims:
    """Read files of claims.

    Args:
        files: JSON lines or CSV, UTF-8.
        documents: the documents of the run, which claims may name by path or, where it is unique, by file name.
        claim_types: give the measure kind where a claim states none.
        shown: how a file is named in what is reported.
        extractor: marks claims that do not say who extracted them; the file's name without.

    Raises:
        ConfigurationError: when a file does not exist or is no text.
    """
    by_path, by_name = _documents_by_name(documents)
    frames: list[pl.DataFrame] = []
    rows: list[dict[str, Any]] = []
    lines: list[int] = []
    refused: list[dict[str, Any]] = []
    notes: list[tuple[str, str]] = []
    others: dict[str, dict[str, Any]] = {}
    kinds = _measure_kinds(claim_types)

    def set_down() -> None:
        """Rows to a frame, which takes a tenth of the room."""
        full = [_with_defaults(row, kinds) for row in fill_in(rows, claim_types=claim_types)]
        frames.append(rows_to_frame("claims", full))
        rows.clear()

    for file in files:
        name = shown(file)
        unknown: set[str] = set()
        for number, text, given in _given_in(file):
            if isinstance(given, ValueError):
                refused.append(_refusal(name, number, text, None, "is a JSON object", str(given)))
                continue
            unknown |= given.keys() - _COLUMNS
            row, failures = _row_of(given)
            if failures:
                refused += [_refusal(name, number, text, column, check, repr(given[column])) for column, check in failures]
                continue
            path = row["document_path"] or given.get("document_id") or name
            if path == name:  # the file itself is where it stands
                row["source_line_start"] = row["source_line_end"] = number
            known = by_path.get(path) or (by_name.get(PurePosixPath(path).name) if by_name else None)
            if known is None:
                document = others.get(path)
                if document is None:
                    document = others[path] = _document_known_by_claims(path, name)
                known = (document["document_id"], path)
            row["document_id"], row["document_path"] = known
            row["extractor"] = row["extractor"] or extractor or f"claims of {name}"
            # The figures of one sentence are read together, so a batch ends where another sentence begins.
            if len(rows) >= BATCH_ROWS and any(row[name] != rows[-1][name] for name in ("quote", "document_id")):
                set_down()
            rows.append(row)
            lines.append(number)
        if unknown:
            notes.append((name, _about_unknown(unknown)))
    set_down()
    validated = validate("claims", pl.concat(frames), lines)
    frames.clear()
    counts = dict(validated.passed.group_by("document_id").len().iter_rows())
    for document in others.values():
        document["claim_count"] = counts.get(document["document_id"], 0)
    return ImportedClaims(
        claims=validated.passed.sort("document_path", "source_line_start", "mention_start", "claim_id", nulls_last=False),
        documents=rows_to_frame("documents", [others[path] for path in sorted(others)]),
        quarantine=pl.concat([empty_frame("quarantine"), rows_to_frame("quarantine", refused), validated.quarantine]),
        notes=tuple(notes),
    )


def _given_in(file: Path) -> Iterator[tuple[int, str, dict[str, Any] | ValueError]]:
    """Each row of a file: its line, its text, and its fields or why it is no row."""
    is_csv = file.suffix.lower() == ".csv"
    with _opened(file, newline="" if is_csv else "\n") as lines:
        if is_csv:
            reader = csv.DictReader(lines)
            for row in reader:
                filled = {name: restored(value.strip()) for name, value in row.items() if isinstance(value, str) and value.strip()}
                if filled and not next(iter(row.values()), "").startswith("#"):
                    given = {name: _from_csv(name, value) for name, value in filled.items()}
                    yield reader.line_num, json.dumps(filled, ensure_ascii=False), given
            return
        for number, line in enumerate(lines, start=1):
            line = line.rstrip("\n")
            if not line.strip():
                continue
            try:
                found = json.loads(line)
            except (ValueError, RecursionError) as error:
                yield number, line, ValueError(str(error))
                continue
            yield number, line, found if isinstance(found, dict) else ValueError("not an object")


def _from_csv(column: str, value: str) -> Any:
    """A cell in the type of its column; as it stands where it is not of that type, so that the check names it."""
    dtype = columns_of("claims").get(column)
    try:
        if dtype == pl.Float64:
            return float(value)
        if dtype == pl.Int64:
            return int(value)
    except ValueError:
        return value
    if dtype == pl.Boolean:
        return {"true": True, "yes": True, "false": False, "no": False}.get(value.lower(), value)
    if column in ("members", "also", "words"):
        return [part.strip() for part in value.split(";") if part.strip()]
    return value


@contextmanager
def _opened(file: Path, newline: str) -> Iterator[TextIO]:
    """A file of text, to be read line by line: it may be larger than memory."""
    try:
        with file.open(encoding="utf-8-sig", newline=newline) as lines:
            yield lines
    except FileNotFoundError as error:
        raise ConfigurationError(f"{file}: no such file; check the spelling") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{file}: cannot be read as UTF-8 text ({error}); --claims takes JSON lines or CSV") from error


def _documents_by_name(documents: pl.DataFrame) -> tuple[dict[str, tuple[str, str]], dict[str, tuple[str, str]]]:
    standing = documents.filter(pl.col("same_content_as").is_null()).select("path", "document_id").rows()
    by_path = {path: (document_id, path) for path, document_id in standing}
    by_name: dict[str, tuple[str, str]] = {}
    twice: set[str] = set()
    for path, document_id in standing:
        name = PurePosixPath(path).name
        if name in by_name:
            twice.add(name)
        by_name[name] = (document_id, path)
    return by_path, {name: known for name, known in by_name.items() if name not in twice}


def _measure_kinds(claim_types: Mapping[str, ClaimType]) -> dict[str, MeasureKind]:
    """The kind of every measure, and of every family all of whose measures are of one kind."""
    kinds = {measure: claim_type.measure_kind for measure, claim_type in claim_types.items()}
    families: dict[str, set[MeasureKind]] = {}
    for claim_type in claim_types.values():
        families.setdefault(claim_type.claim_type, set()).add(claim_type.measure_kind)
    return {family: next(iter(found)) for family, found in families.items() if len(found) == 1} | kinds


def _row_of(given: Mapping[str, Any]) -> tuple[dict[str, Any], list[tuple[str, str]]]:
    """The fields of one line in the types of their columns, and the (column, check) that failed."""
    row: dict[str, Any] = dict.fromkeys(_COLUMNS)
    failures: list[tuple[str, str]] = []
    for column, value in given.items():
        if value is None or column not in _COLUMNS:
            continue
        convert, check = _CONVERTERS[column]
        converted = convert(value)
        if converted is None:
            failures.append((column, check))
        row[column] = converted
    return row, failures


def _text(value: Any) -> str | None:
    return value if isinstance(value, str) else None


def _truth_value(value: Any) -> bool | None:
    return value if isinstance(value, bool) else None


def _number(value: Any) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e300 else None


def _whole_number(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 2**63 else None


def _day(value: Any) -> date | None:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError):
        return None


def _list_of_text(value: Any) -> list[str] | None:
    return value if isinstance(value, list) and all(isinstance(part, str) for part in value) else None


def _list_of(*keys: str) -> Callable[[Any], list[dict[str, str]] | None]:
    def convert(value: Any) -> list[dict[str, str]] | None:
        good = isinstance(value, list) and all(
            isinstance(one, dict) and one.keys() == set(keys) and all(isinstance(part, str) for part in one.values()) for one in value
        )
        return value if good else None

    return convert


def _converter(column: str, dtype: pl.DataType) -> tuple[Callable[[Any], Any], str]:
    """What gives a value in the type of its column, or None, and what it then fails to be."""
    if column == "links":
        return _list_of("relation", "claim_id"), "is a list of links, each a relation and a claim_id"
    if column == "axes":
        return _list_of("axis", "value", "said", "source"), "is a list of axis values, each an axis, a value, what was said and a source"
    for polars_type, convert, check in (
        (pl.String, _text, "is text"),
        (pl.Boolean, _truth_value, "is true or false"),
        (pl.Float64, _number, "is a number"),
        (pl.Int64, _whole_number, "is a whole number"),
        (pl.Date, _day, "is a date, year-month-day"),
    ):
        if dtype == polars_type:
            return convert, check
    return _list_of_text, "is a list of text"


_COLUMNS: Final = columns_of("claims").keys()
_CONVERTERS: Final = {column: _converter(column, dtype) for column, dtype in columns_of("claims").items()}


def _with_defaults(row: dict[str, Any], kinds: Mapping[str, MeasureKind]) -> dict[str, Any]:
    row["measure"] = row["measure"] or row["claim_type"]
    row["claim_type"] = row["claim_type"] or row["measure"]
    if row["measure_kind"] is None:
        row["measure_kind"] = str(kinds.get(row["measure"]) or kinds.get(row["claim_type"]) or MeasureKind.LEVEL)
    row["segment_kind"] = row["segment_kind"] or str(SegmentKind.BODY)
    row["bound"] = row["bound"] or str(_bound(row["value_low"], row["value_high"]))
    row["modality"] = row["modality"] or str(Modality.ASSERTED)
    for name in ("also", "words", "axes", "links"):
        row[name] = row[name] or []
    row["confidence"] = IMPORTED_CONFIDENCE if row["confidence"] is None else row["confidence"]
    unit = row["unit"]
    if unit is not None and row["currency"] is None and len(unit) == 3 and unit.isascii() and unit.isupper():
        row["unit"], row["currency"] = "currency", unit
    elif row["currency"] is not None and unit is None:
        row["unit"] = "currency"
    row["mention_text"] = row["mention_text"] or _value_in_words(row)
    row["quote"] = row["quote"] or row["mention_text"]
    if row["claim_id"] is None:
        content = json.dumps({name: row[name] for name in sorted(row)}, ensure_ascii=False, default=str)
        row["claim_id"] = hashlib.sha256(content.encode()).hexdigest()[:16]
    return row


def _value_in_words(row: Mapping[str, Any]) -> str:
    """What a row that does not say how the figure was written is quoted as: its value."""
    columns = ("value_low", "value_high", "unit", "currency", "per_unit", "date_low", "date_high", "members", "polarity")
    given: dict[str, Any] = {name: row[name] for name in columns}
    given["members"] = None if row["members"] is None else tuple(row["members"])
    bound = Bound(row["bound"]) if row["bound"] in set(Bound) else Bound.EXACT  # which of them it is, the schema says
    text: dict[str, Any] = {"claim_id": "", "document_id": "", "document_path": "", "quote": "", "mention_text": ""}
    return value_words(Claim(**text, claim_type=row["claim_type"] or "", measure=row["measure"] or "", bound=bound, **given))


def _bound(low: float | None, high: float | None) -> Bound:
    if low is None and high is not None:
        return Bound.AT_MOST
    if high is None and low is not None:
        return Bound.AT_LEAST
    return Bound.EXACT if low == high else Bound.RANGE


def _document_known_by_claims(path: str, file: str) -> dict[str, Any]:
    digest = hashlib.sha256(f"claims:{path}".encode()).hexdigest()
    return {
        "document_id": digest[:16],
        "path": path,
        "format": "claims",
        "content_sha256": "",
        "size_bytes": 0,
        "version": 1,
        "lineage": digest[:16],
        "status": str(DocumentStatus.READ),
        "notices": [f"not read: known by its claims in {file} alone"],
        "text": "",
    }


def _refusal(file: str, number: int, text: str, column: str | None, check: str, case: str) -> dict[str, Any]:
    return {
        "table_name": "claims",
        "document_path": file,
        "source_line": number,
        "column_name": column,
        "failed_check": check,
        "failure_case": case[:500],
        "row_json": text[:20_000],
    }


def _about_unknown(unknown: set[str]) -> str:
    known = list(columns_of("claims"))
    parts = []
    for key in sorted(unknown)[:5]:
        near = difflib.get_close_matches(key, known, n=1)
        parts.append(f'"{key}"' + (f' (did you mean "{near[0]}"?)' if near else ""))
    more = f" and {len(unknown) - 5} more" if len(unknown) > 5 else ""
    return f"keys that are no fields of a claim were left out: {', '.join(parts)}{more}"
