"""One row a decision of a person on a discrepancy, as in adjudications.jsonl (which is what counts; this mirrors it)."""

from typing import Annotated

import pandera.polars as pa
import polars as pl

from schemas.discrepancies import STATUSES


class Adjudications(pa.DataFrameModel):
    """Append-only: the last row on a discrepancy holds."""

    discrepancy_id: str = pa.Field(str_length={"min_value": 1}, description="the discrepancy decided on")
    status: str = pa.Field(isin=list(STATUSES), description="what was decided")
    explanation: str = pa.Field(nullable=True, description="for explained: scope, revision, definition, rounding, translation, copied")
    reason: str = pa.Field(nullable=True, description="why, in the reviewer's words")
    reviewer: str = pa.Field(nullable=True, description="who decided")
    decided_at: Annotated[pl.Datetime, "us", None] = pa.Field(description="UTC")
    expires_on: pl.Date = pa.Field(nullable=True, description="the day from which the decision no longer holds")
    wrong_claim_ids: pl.List = pa.Field(dtype_kwargs={"inner": pl.Utf8()}, description="for confirmed, the readings said to be wrong")
    guard: str = pa.Field(nullable=True, description="hash over the quoted values; another value reopens the discrepancy")

    class Config:
        """No other column."""

        name = "adjudications"
        strict = True


__all__ = ["Adjudications"]
