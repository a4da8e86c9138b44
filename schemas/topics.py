"""One row a passage: what it is about."""

import pandera.polars as pa
import polars as pl


class Topics(pa.DataFrameModel):
    """Which topic each document, and each stretch of a long one, is about, and what it has in common with the rest of the topic."""

    document_id: str = pa.Field(str_length={"min_value": 1}, description="the document")
    document_path: str = pa.Field(str_length={"min_value": 1}, description="its path, as in documents")
    char_start: int = pa.Field(ge=0, description="offset of the passage's first character in the canonical text")
    topic_id: str = pa.Field(str_length={"min_value": 1}, description="the topic; kept from run to run")
    name: str = pa.Field(description="the topic's name, voted by all its passages")
    kind: str = pa.Field(description="event, place, project, company, institution, report, budget or subject")
    period_low: pl.Date = pa.Field(nullable=True, description="for events, the first day")
    period_high: pl.Date = pa.Field(nullable=True, description="for events, the last day")
    shares: pl.List = pa.Field(dtype_kwargs={"inner": pl.Utf8()}, description="names it has in common with the rest of its topic")

    class Config:
        """No other column."""

        name = "topics"
        strict = True


__all__ = ["Topics"]
