"""One row an entity that subjects and facets of claims were aligned to."""

import pandera.polars as pa
import polars as pl
from pandera.polars import PolarsData

from schemas.row_checks import in_order


class Entities(pa.DataFrameModel):
    """Places, states, organisations, groups and events; an unresolved name stands for itself."""

    entity_id: str = pa.Field(unique=True, str_length={"min_value": 1}, description="id of the seeds, or made of kind, name and period")
    name: str = pa.Field(description="name shown in reports")
    kind: str = pa.Field(description="place, state, organisation, group, event ... or unresolved")
    aliases: pl.List = pa.Field(dtype_kwargs={"inner": pl.Utf8()}, description="names in the documents that were aligned to it, sorted")
    part_of: pl.List = pa.Field(dtype_kwargs={"inner": pl.Utf8()}, description="entities it is a part of, sorted")
    period_low: pl.Date = pa.Field(nullable=True, description="for events, the first day")
    period_high: pl.Date = pa.Field(nullable=True, description="for events, the last day")
    claim_count: int = pa.Field(ge=0, description="claims whose subject or facet it is")

    @pa.check("period_low", name="period_low_at_most_period_high")
    def period_low_at_most_period_high(cls, data: PolarsData) -> pl.LazyFrame:
        """Days are in order."""
        return in_order(data, "period_low", "period_high")

    class Config:
        """No other column."""

        name = "entities"
        strict = True


__all__ = ["Entities"]
