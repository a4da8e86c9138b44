"""One row a run: what went in, what came out. The only table with the time of day in it; snapshots have none."""

from typing import Annotated

import pandera.polars as pa
import polars as pl

RUN_STATUSES = ("running", "finished", "failed")


class Runs(pa.DataFrameModel):
    """Runs form a chain: each knows the one before it over the same sources."""

    run_id: str = pa.Field(unique=True, str_length={"min_value": 1}, description="its number and a hash over what went in")
    run_number: int = pa.Field(ge=1, description="1 for the first run of the workspace; a run that failed leaves its number to the next")
    parent_run_id: str = pa.Field(nullable=True, description="the run before over the same sources")
    scope: str = pa.Field(description="hash over the sources named: runs of one scope are held against each other")
    inputs_sha256: str = pa.Field(description="hash over documents, claims files, versions, seeds and settings")
    status: str = pa.Field(isin=list(RUN_STATUSES), description="finished once its snapshot stands")
    started_at: Annotated[pl.Datetime, "us", None] = pa.Field(description="UTC")
    finished_at: Annotated[pl.Datetime, "us", None] = pa.Field(nullable=True, description="UTC")
    atodds_version: str = pa.Field(description="version of the program")
    extraction_version: str = pa.Field(description="hash over the code, the model and the limits that decide what is extracted")
    seeds_sha256: str = pa.Field(description="hash over the seeds files")
    documents: int = pa.Field(ge=0, description="documents in the run, readable or not")
    documents_read: int = pa.Field(ge=0, description="documents read anew in this run")
    claims: int = pa.Field(ge=0, description="claims checked")
    quarantined: int = pa.Field(ge=0, description="rows kept out by their schema")
    contradictions: int = pa.Field(ge=0, description="discrepancies with that verdict")
    tensions: int = pa.Field(ge=0, description="discrepancies with that verdict")
    problems: int = pa.Field(ge=0, description="problems recorded")

    class Config:
        """No other column."""

        name = "runs"
        strict = True


__all__ = ["RUN_STATUSES", "Runs"]
