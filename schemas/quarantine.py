"""One row a failed check of a row that was kept out of its table."""

import pandera.polars as pa


class Quarantine(pa.DataFrameModel):
    """Rows that did not pass their table's schema, with every check that failed."""

    table_name: str = pa.Field(description="the table it was kept out of")
    row_id: str = pa.Field(nullable=True, description="its id there")
    document_id: str = pa.Field(nullable=True, description="the document it came from")
    document_path: str = pa.Field(nullable=True, description="the path of the document or claims file it came from")
    source_line: int = pa.Field(nullable=True, ge=1, description="its line, for a claims file")
    column_name: str = pa.Field(nullable=True, description="the column that failed")
    failed_check: str = pa.Field(description="the check that failed")
    failure_case: str = pa.Field(nullable=True, description="the value that failed")
    row_json: str = pa.Field(description="the row as it came, as JSON")

    class Config:
        """No other column."""

        name = "quarantine"
        strict = True


__all__ = ["Quarantine"]
