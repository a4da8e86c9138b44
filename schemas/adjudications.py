"""One row a line of adjudications.jsonl (which is what counts; this mirrors it): what a person decided on a discrepancy."""

from typing import Annotated

import pandera.polars as pa
import polars as pl

from schemas.discrepancies import STATUSES

KINDS = ("decision", "undo", "assign", "comment")


class Adjudications(pa.DataFrameModel):
    """Append-only: of the decisions on a discrepancy that were not taken back, the last one holds."""

    adjudication_id: str = pa.Field(unique=True, str_length={"min_value": 1}, description="id of the line")
    kind: str = pa.Field(isin=list(KINDS), description="what the line does")
    discrepancy_id: str = pa.Field(str_length={"min_value": 1}, description="the discrepancy it is about, under its id of that time")
    check_id: str = pa.Field(description="the check that flagged it")
    fact_key: str = pa.Field(description="what its readings are of")
    decision: str = pa.Field(nullable=True, isin=list(STATUSES), description="what was decided")
    category: str = pa.Field(nullable=True, description="why readings may differ: scope, revision, definition, rounding ...")
    wrong: pl.List = pa.Field(dtype_kwargs={"inner": pl.Utf8()}, description="titles or paths of the documents said to be wrong")
    reason: str = pa.Field(nullable=True, description="why, in the reviewer's words")
    reviewer: str = pa.Field(nullable=True, description="who decided")
    assignee: str = pa.Field(nullable=True, description="who is to look at it")
    decided_at: Annotated[pl.Datetime, "us", None] = pa.Field(description="UTC")
    expires_on: pl.Date = pa.Field(nullable=True, description="the last day on which the decision holds")
    undoes: str = pa.Field(nullable=True, description="id of the line that is taken back")
    run_id: str = pa.Field(nullable=True, description="the run that was looked at")

    class Config:
        """No other column."""

        name = "adjudications"
        strict = True


__all__ = ["KINDS", "STATUSES", "Adjudications"]
