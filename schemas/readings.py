"""One row a content whose text, segments and claims are loaded, and what they were read with: whether to read it again."""

import pandera.polars as pa


class Readings(pa.DataFrameModel):
    """Content is read again when its bytes, the code and model, the seeds or the limits are others than these."""

    document_id: str = pa.Field(unique=True, str_length={"min_value": 1}, description="the content")
    reading_key: str = pa.Field(description="hash over suffix, extraction code, model, limits and seeds it was read with")

    class Config:
        """No other column."""

        name = "readings"
        strict = True


__all__ = ["Readings"]
