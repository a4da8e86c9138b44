"""One row a discrepancy: what a check says cannot all be true."""

import pandera.polars as pa
import polars as pl
from pandera.polars import PolarsData

VERDICTS = ("contradiction", "tension")
STATES = ("new", "persisting", "resolved", "reopened")
STATUSES = ("new", "confirmed", "dismissed", "explained", "fixed")


class Discrepancies(pa.DataFrameModel):
    """The findings of one run. Ids are fingerprints of check, claim key and values, kept from run to run."""

    discrepancy_id: str = pa.Field(unique=True, str_length={"min_value": 1}, description="fingerprint of check, fact and values")
    check_id: str = pa.Field(str_length={"min_value": 1}, description="the check that flagged it")
    verdict: str = pa.Field(isin=list(VERDICTS), description="contradiction, or tension where an unknown scope may explain it")
    severity: float = pa.Field(in_range={"min_value": 0, "max_value": 1}, description="0 to 1, for ranking")
    confidence: float = pa.Field(in_range={"min_value": 0, "max_value": 1}, description="0 to 1: how sure it is that they conflict")
    title: str = pa.Field(nullable=True, description="the fact in a few words")
    reason: str = pa.Field(str_length={"min_value": 1}, description="a sentence with both values in it")
    fact_key: str = pa.Field(nullable=True, description="what the readings are of: measure, subject, facet, unit, period")
    fact: str = pa.Field(
        nullable=True, description="the fact it is about, the same for all findings about one fact: one card of the report"
    )
    claim_ids: pl.List = pa.Field(dtype_kwargs={"inner": pl.Utf8()}, description="every reading of the fact")
    conflicts: pl.List = pa.Field(
        dtype_kwargs={"inner": pl.List(pl.Utf8())}, description="the smallest sets of claims that cannot all be true together"
    )
    state: str = pa.Field(isin=list(STATES), description="where it stands against the runs before over the same sources")
    status: str = pa.Field(isin=list(STATUSES), description="what a person decided, at the time of the run")

    @pa.check("claim_ids", name="has_a_claim")
    def has_a_claim(cls, data: PolarsData) -> pl.LazyFrame:
        """A discrepancy names at least one claim."""
        return data.lazyframe.select(pl.col("claim_ids").list.len() > 0)

    class Config:
        """No other column."""

        name = "discrepancies"
        strict = True


__all__ = ["STATES", "STATUSES", "VERDICTS", "Discrepancies"]
