"""Builders of claims for tests: only what a test is about is named there."""

from __future__ import annotations

import itertools
from datetime import date
from typing import Any

from atodds.claims import Axis, AxisValue, Claim
from atodds.vocabulary import AsOfSource, Bound, FrameSource, MeasureKind, Modality, SegmentKind

__all__ = ["answer_claim", "as_of", "claim", "date_claim", "members_claim", "narrowed", "period"]

PREDICATES = {
    "deaths": "died", "wounded": "injured", "casualties": "casualties", "missing": "missing", "displaced": "displaced",
    "signature": "signed", "adoption": "adopted",
}  # fmt: skip
"""Measures of the tests that are classes of seeds/classes; any other name is a class that nobody knows."""
_TOLLS = ("deaths", "wounded", "casualties")
_numbers = itertools.count(1)


def period(text: str) -> tuple[date, date]:
    """ "2009", "2009-05", "2009-05-07" or "2007..2009" as first and last day."""
    first, _, last = text.partition("..")
    return _days(first)[0], _days(last or first)[1]


def _days(text: str) -> tuple[date, date]:
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 3:
        return date(*parts), date(*parts)
    if len(parts) == 1:
        return date(parts[0], 1, 1), date(parts[0], 12, 31)
    year, month = parts
    after = date(year + month // 12, month % 12 + 1, 1)
    return date(year, month, 1), date.fromordinal(after.toordinal() - 1)


def as_of(text: str | None) -> dict[str, Any]:
    """The three as-of fields of a time stated in the text."""
    if text is None:
        return {}
    low, high = period(text)
    return {"as_of_low": low, "as_of_high": high, "as_of_source": AsOfSource.STATED}


def claim(
    value: float | tuple[float | None, float | None],
    measure: str = "deaths",
    *,
    at: str | None = None,
    bound: str | None = None,
    document: str | None = None,
    axes: str | tuple[AxisValue, ...] = "",
    **fields: Any,
) -> Claim:
    """A claim with a number; `value` is a figure or its two ends, `at` its as-of ("2009-05"), `document` names the document.

    `axes` are stated values, as in `narrowed`: "place=roman; status=planned".
    """
    number = next(_numbers)
    low, high = value if isinstance(value, tuple) else (value, value)
    if bound is None:
        bound = "exact" if low == high else "at_least" if high is None else "at_most" if low is None else "range"
    document = document or f"{number}.txt"
    shown = f"{low if low is not None else high:,.10g}"
    hedge = {"at_least": "more than ", "at_most": "up to ", "approx": "about "}.get(bound, "")
    text = f"{low:,.10g} to {high:,.10g}" if bound == "range" else hedge + shown
    given: dict[str, Any] = {
        "claim_id": f"c{number}",
        "document_id": document,
        "document_path": document,
        "source_line_start": number,
        "source_line_end": number,
        "mention_text": text,
        "claim_type": "casualties",
        "measure_kind": MeasureKind.CUMULATIVE if measure in _TOLLS else MeasureKind.LEVEL,
        "subject": "earthquake of Arda" if measure in _TOLLS else "Arda",
        "unit": "percent" if measure.endswith(("rate", "share", "share_of_gdp")) else "people",
        "modality": Modality.ASSERTED,
        "extractor": "made",
        "confidence": 0.9,
    }
    given |= as_of(at) | fields
    if "segment_kind" in given:
        given["segment_kind"] = SegmentKind(given["segment_kind"])
    given.setdefault("quote", f"Sentence {number} has {given['mention_text']} {measure}.")
    given.setdefault("predicate", PREDICATES.get(measure, measure))
    given.setdefault("counted", "people" if given["unit"] == "people" else None)
    return Claim(
        value_low=low, value_high=high, measure=measure, bound=Bound(bound), axes=narrowed(axes) if isinstance(axes, str) else axes, **given
    )


def narrowed(axes: str, source: FrameSource = FrameSource.PHRASE) -> tuple[AxisValue, ...]:
    """ "place=roman; status=planned" as axis values, said in the figure's own phrase."""
    pairs = (one.split("=", 1) for one in axes.split(";") if one.strip())
    return tuple(AxisValue(Axis(axis.strip()), value.strip(), value.strip().replace("_", " "), source) for axis, value in pairs)


def date_claim(text: str, measure: str = "event_date", *, document: str | None = None, bound: str = "exact", **fields: Any) -> Claim:
    """A claim with a date: "1992", "1992-08", "1992-08-14" or "1992..1993"."""
    number = next(_numbers)
    low, high = period(text)
    document = document or f"{number}.txt"
    given: dict[str, Any] = {
        "claim_id": f"c{number}",
        "document_id": document,
        "document_path": document,
        "source_line_start": number,
        "mention_text": text,
        "quote": f"Sentence {number} dates it {text}.",
        "claim_type": "date",
        "subject": "ceasefire of Arda",
        "predicate": PREDICATES.get(measure, measure),
    }
    return Claim(date_low=low, date_high=high, measure=measure, bound=Bound(bound), **(given | fields))


def members_claim(*members: str, at: str | None = None, document: str | None = None, **fields: Any) -> Claim:
    """A claim with a list of members."""
    kind = {"measure": "members", "predicate": "members", "claim_type": "membership", "subject": "Commission of Arda"}
    return _unnumbered({**kind, "members": members, "mention_text": ", ".join(members)}, at, document, fields)


def answer_claim(polarity: bool, *, at: str | None = None, document: str | None = None, **fields: Any) -> Claim:
    """A claim that answers yes or no."""
    said = "has recognised" if polarity else "has not recognised"
    kind = {"measure": "recognition", "predicate": "recognition", "claim_type": "recognition", "subject": "Arda"}
    return _unnumbered({**kind, "polarity": polarity, "mention_text": said}, at, document, fields)


def _unnumbered(given: dict[str, Any], at: str | None, document: str | None, fields: dict[str, Any]) -> Claim:
    number = next(_numbers)
    document = document or f"{number}.txt"
    frame = {"claim_id": f"c{number}", "document_id": document, "document_path": document, "source_line_start": number}
    whole = frame | given | as_of(at) | fields
    return Claim(**{"quote": f"Sentence {number}: {whole['mention_text']}."} | whole)
