"""One row a document or passage that copies or sums up another: it is no second witness."""

import pandera.polars as pa

COPY_KINDS = ("same_content", "document", "passage", "derived")


class Copies(pa.DataFrameModel):
    """Dependence between documents; whole documents, or passages by their offsets."""

    document_id: str = pa.Field(description="the later text, taken for the copy; for a derived document, the shorter one")
    document_path: str = pa.Field(description="its path")
    copy_of_id: str = pa.Field(description="the text it copies or sums up")
    copy_of_path: str = pa.Field(description="its path")
    kind: str = pa.Field(
        isin=list(COPY_KINDS), description="same bytes, near-duplicate document, passage, or a shorter document that sums a longer one up"
    )
    similarity: float = pa.Field(
        in_range={"min_value": 0, "max_value": 1},
        description="share of the shorter text found in the other; of a derived one, of its pairs of words",
    )
    char_start: int = pa.Field(nullable=True, ge=0, description="for a passage, its first character in the copy")
    char_end: int = pa.Field(nullable=True, ge=0, description="for a passage, past its last character in the copy")
    of_char_start: int = pa.Field(nullable=True, ge=0, description="for a passage, its first character in the original")
    of_char_end: int = pa.Field(nullable=True, ge=0, description="for a passage, past its last character in the original")

    class Config:
        """No other column."""

        name = "copies"
        strict = True


__all__ = ["COPY_KINDS", "Copies"]
