"""One row a segment: a heading, paragraph, table row, footnote, caption or boilerplate block of a document."""

import pandera.polars as pa
import polars as pl
from pandera.polars import PolarsData

from schemas.row_checks import in_order

KINDS = ("title", "heading", "body", "list_item", "table", "footnote", "caption", "reference", "boilerplate")


class Segments(pa.DataFrameModel):
    """The parts of each document's canonical text, in text order; they do not overlap."""

    document_id: str = pa.Field(description="the document it is part of")
    segment_number: int = pa.Field(ge=0, description="0 for the first segment of the document")
    kind: str = pa.Field(isin=list(KINDS), description="what part of the document it is")
    char_start: int = pa.Field(ge=0, description="offset of its first character in the canonical text")
    char_end: int = pa.Field(ge=0, description="offset past its last character")
    heading: str = pa.Field(nullable=True, description="nearest section heading above")
    heading_path: pl.List = pa.Field(dtype_kwargs={"inner": pl.Utf8()}, description="all section headings above, outermost first")
    caption: str = pa.Field(nullable=True, description="caption of the table a row belongs to")
    table_number: int = pa.Field(nullable=True, description="which table of the document a row belongs to")
    anchor: int = pa.Field(nullable=True, ge=0, description="for a footnote, the offset where its mark stood")
    source_line_start: int = pa.Field(nullable=True, ge=1, description="first line in the original file, for text formats")
    source_line_end: int = pa.Field(nullable=True, ge=1, description="last line in the original file, for text formats")
    page: int = pa.Field(nullable=True, ge=1, description="page in the original file, for paginated formats")

    @pa.check("char_start", name="char_start_before_char_end")
    def char_start_before_char_end(cls, data: PolarsData) -> pl.LazyFrame:
        """Offsets run forward."""
        return in_order(data, "char_start", "char_end")

    @pa.check("segment_number", name="one_row_a_segment")
    def one_row_a_segment(cls, data: PolarsData) -> pl.LazyFrame:
        """Numbers are unique within a document."""
        return data.lazyframe.select(pl.struct("document_id", "segment_number").is_unique())

    class Config:
        """No other column."""

        name = "segments"
        strict = True


__all__ = ["KINDS", "Segments"]
