"""One row a problem of the run that a person should see: a check that raised, a limit that was hit."""

import pandera.polars as pa
import polars as pl

STAGES = ("discover", "read", "extract", "load", "align", "check", "publish")


class Problems(pa.DataFrameModel):
    """What went wrong without stopping the run."""

    stage: str = pa.Field(isin=list(STAGES), description="where it happened")
    name: str = pa.Field(nullable=True, description="the document's path, or the check's id")
    message: str = pa.Field(str_length={"min_value": 1}, description="the thing, the place and the mend")
    claim_ids: pl.List = pa.Field(dtype_kwargs={"inner": pl.Utf8()}, description="the claims a check was looking at")

    class Config:
        """No other column."""

        name = "problems"
        strict = True


__all__ = ["STAGES", "Problems"]
