"""Values to frames and back: claims, documents and segments as polars frames with the columns and types of `schemas/`."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields
from enum import Enum
from functools import cache
from typing import Any, Final

import polars as pl

from atodds.claims import Axis, AxisValue, Claim, ClaimLink
from atodds.reading.document import Document
from atodds.vocabulary import AsOfSource, Bound, FrameSource, MeasureKind, Modality, Relation, SegmentKind
from schemas import TABLES

__all__ = ["claims_from_frame", "claims_to_frame", "columns_of", "document_row", "empty_frame", "rows_to_frame", "segments_to_frame"]

_CLAIM_FIELDS: Final = tuple(field.name for field in fields(Claim))
_ENUMS: Final[dict[str, type[Enum]]] = {
    "segment_kind": SegmentKind,
    "measure_kind": MeasureKind,
    "subject_source": FrameSource,
    "bound": Bound,
    "as_of_source": AsOfSource,
    "modality": Modality,
}
_TEXTS: Final = ("also", "words")
_REPEATED: Final = frozenset(
    ["document_id", "document_path", "heading", "claim_type", "measure", "subject", "subject_id", "topic_id", "facet", "predicate",
     "counted", "unit", "currency", "per_unit", "date_low", "date_high", "as_of_low", "as_of_high", "attribution", "extractor"]
)  # fmt: skip


@cache
def columns_of(table: str) -> Mapping[str, pl.DataType]:
    """Column names and polars types of a table, in its order."""
    types = {name: column.dtype.type for name, column in TABLES[table].to_schema().columns.items()}
    return {name: dtype() if isinstance(dtype, type) else dtype for name, dtype in types.items()}


def empty_frame(table: str) -> pl.DataFrame:
    """A frame of that table with no rows."""
    return pl.DataFrame(schema=dict(columns_of(table)))


def rows_to_frame(table: str, rows: Iterable[Mapping[str, Any]]) -> pl.DataFrame:
    """A frame of that table from rows; a column a row does not have is null.

    Raises:
        KeyError: for a key that is no column, so that nothing is dropped silently.
    """
    columns = columns_of(table)
    listed = list(rows)
    for row in listed:
        if unknown := row.keys() - columns.keys():
            raise KeyError(f"{table} has no column {', '.join(sorted(unknown))}")
    return pl.DataFrame(
        {name: _series(name, [row.get(name) for row in listed], dtype) for name, dtype in columns.items()}, schema=dict(columns)
    )


def _series(name: str, values: list[Any], dtype: pl.DataType) -> pl.Series:
    """A column of values. Of lists only those with something in them go through polars one by one: most are empty, and that is slow."""
    if not isinstance(dtype, pl.List):
        return pl.Series(name, values, dtype=dtype, strict=False)
    filled: list[Any] = [[]]
    places: list[int | None] = []
    for value in values:
        if value:
            filled.append(value)
        places.append(None if value is None else len(filled) - 1 if value else 0)
    return pl.Series(name, filled, dtype=dtype, strict=False).gather(pl.Series(places, dtype=pl.UInt32))


_AT_ONCE = 10_000  # claims made into a frame at a time: what lies between takes ten times the memory of what comes of it


def claims_to_frame(claims: Sequence[Claim]) -> pl.DataFrame:
    """Claims as a frame of `schemas/claims.py`, one row a claim, in their order."""
    if len(claims) > _AT_ONCE:
        return pl.concat([claims_to_frame(claims[at : at + _AT_ONCE]) for at in range(0, len(claims), _AT_ONCE)])
    series: dict[str, list[Any]] = {name: [getattr(claim, name) for claim in claims] for name in _CLAIM_FIELDS}
    for name in _ENUMS:
        series[name] = [None if value is None else str(value) for value in series[name]]
    for name in _TEXTS:
        series[name] = [list(value) for value in series[name]]
    series["axes"] = [
        [{"axis": str(one.axis), "value": one.value, "said": one.said, "source": str(one.source)} for one in value]
        for value in series["axes"]
    ]
    series["members"] = [None if value is None else list(value) for value in series["members"]]
    series["links"] = [[{"relation": str(link.relation), "claim_id": link.claim_id} for link in value] for value in series["links"]]
    columns = columns_of("claims")
    return pl.DataFrame({name: _series(name, series[name], dtype) for name, dtype in columns.items()}, schema=dict(columns))


def claims_from_frame(frame: pl.DataFrame) -> list[Claim]:
    """The claims of a frame, in its order; the inverse of `claims_to_frame`."""
    readers: list[Callable[[Any], Any]] = [_reader(name) for name in _CLAIM_FIELDS]
    claims = []
    for row in frame.select(_CLAIM_FIELDS).iter_rows():
        values = {name: read(value) for name, read, value in zip(_CLAIM_FIELDS, readers, row, strict=True)}
        claims.append(Claim(**values))
    return claims


def _reader(name: str) -> Callable[[Any], Any]:
    if name in _ENUMS:
        members: dict[Any, Any] = {member.value: member for member in _ENUMS[name]}
        members[None] = None
        return members.__getitem__
    if name == "members":
        return lambda value: None if value is None else tuple(value)
    if name in _TEXTS:
        return lambda value: tuple(value) if value else ()
    if name == "axes":
        return lambda value: tuple(map(_axis_value, value)) if value else ()
    if name == "links":
        return lambda value: tuple(ClaimLink(Relation(link["relation"]), link["claim_id"]) for link in value) if value else ()
    if name in _REPEATED:
        # Names recur from claim to claim: one text of each, not one a claim, halves the room that a million claims take.
        known: dict[Any, Any] = {}
        return lambda value: known.setdefault(value, value)
    return _unchanged


def _axis_value(row: Mapping[str, Any]) -> AxisValue:
    return AxisValue(Axis(row["axis"]), row["value"], row["said"] or "", FrameSource(row["source"]))


def _unchanged(value: Any) -> Any:
    return value


def segments_to_frame(document: Document) -> pl.DataFrame:
    """The segments of one document as a frame of `schemas/segments.py`."""
    rows = []
    for number, segment in enumerate(document.segments):
        place = document.source_map.place(segment.char_start, segment.char_end)
        rows.append(
            {
                "document_id": document.document_id,
                "segment_number": number,
                "kind": str(segment.kind),
                "char_start": segment.char_start,
                "char_end": segment.char_end,
                "heading": segment.heading,
                "heading_path": list(segment.heading_path),
                "caption": segment.caption,
                "table_number": segment.table,
                "anchor": segment.anchor,
                "source_line_start": place.line_start,
                "source_line_end": place.line_end,
                "page": place.page,
            }
        )
    return rows_to_frame("segments", rows)


def document_row(document: Document) -> dict[str, Any]:
    """What the reader said of a document, as columns of `schemas/documents.py`; lineage and counts are the store's to add."""
    metadata = document.metadata
    return {
        "document_id": document.document_id,
        "path": document.path,
        "format": document.format,
        "content_sha256": document.content_sha256,
        "title": metadata.title,
        "author": metadata.author,
        "publisher": metadata.publisher,
        "published_on": metadata.published_on,
        "language": metadata.language,
        "url": metadata.url,
        "page_count": document.page_count,
        "status": str(document.status),
        "reason": document.reason,
        "notices": list(document.notices),
        "text": document.text,
        "extra": json.dumps(dict(document.extra), ensure_ascii=False, sort_keys=True) if document.extra else None,
    }
