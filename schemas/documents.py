"""One row a version of a document: what was read, or why it was not."""

import pandera.polars as pa
import polars as pl
from pandera.polars import PolarsData

STATUSES = ("read", "unreadable", "empty", "not_checked", "same_content")


class Documents(pa.DataFrameModel):
    """Every version of every document, readable or not; the bytes decide the id, the path the lineage."""

    document_id: str = pa.Field(
        str_length={"min_value": 1}, description="first 16 hex digits of sha256 over its bytes; over its path if unreadable"
    )
    path: str = pa.Field(str_length={"min_value": 1}, description="path as seen from the workspace, with forward slashes; or the URL")
    format: str = pa.Field(description="what it was read as: txt, md, html, pdf ...; claims if known only through --claims")
    content_sha256: str = pa.Field(description="sha256 over the file's bytes; empty where no byte could be read")
    size_bytes: int = pa.Field(ge=0, description="size of the file")
    version: int = pa.Field(ge=1, description="1 for the first content seen under this lineage, 2 for the next")
    lineage: str = pa.Field(description="document_id of the first version: the same for all versions, also after renaming")
    superseded_by: str = pa.Field(nullable=True, description="document_id of the next version; null for the current one")
    same_content_as: str = pa.Field(nullable=True, description="path of the document with the same bytes; its claims stand for both")
    title: str = pa.Field(nullable=True, description="title the document gives itself")
    author: str = pa.Field(nullable=True, description="author the document names")
    publisher: str = pa.Field(nullable=True, description="who publishes it: the source")
    published_on: pl.Date = pa.Field(nullable=True, description="when it was printed; never the file's modification time")
    language: str = pa.Field(nullable=True, description="ISO 639-1 code")
    url: str = pa.Field(nullable=True, description="canonical address")
    page_count: int = pa.Field(nullable=True, ge=0, description="pages, for paginated formats")
    status: str = pa.Field(isin=list(STATUSES), description="whether it could be checked; every other value than read comes with a reason")
    reason: str = pa.Field(nullable=True, description="the thing, the place and the mend, for every status but read")
    notices: pl.List = pa.Field(dtype_kwargs={"inner": pl.Utf8()}, description="limits hit and parts left out")
    claim_count: int = pa.Field(ge=0, description="claims extracted from it")
    text: str = pa.Field(description="canonical text, into which all offsets point")
    extra: str = pa.Field(nullable=True, description="what else the reader found, as a JSON object")

    @pa.check("status", name="status_has_a_reason")
    def status_has_a_reason(cls, data: PolarsData) -> pl.LazyFrame:
        """Every status but `read` comes with its reason."""
        return data.lazyframe.select((pl.col("status") == "read") | pl.col("reason").is_not_null())

    @pa.check("path", name="one_row_a_version")
    def one_row_a_version(cls, data: PolarsData) -> pl.LazyFrame:
        """The same content under the same path is one row."""
        return data.lazyframe.select(pl.struct("path", "document_id").is_unique())

    @pa.check("claim_count", name="claims_come_from_text_that_was_read")
    def claims_come_from_text_that_was_read(cls, data: PolarsData) -> pl.LazyFrame:
        """A document that was not read has no claims."""
        return data.lazyframe.select((pl.col("claim_count") == 0) | (pl.col("status") == "read"))

    class Config:
        """No other column."""

        name = "documents"
        strict = True


__all__ = ["STATUSES", "Documents"]
