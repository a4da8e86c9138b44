"""One row a link of a name in the documents to an entity, with its score and reason."""

import pandera.polars as pa


class Links(pa.DataFrameModel):
    """Why a subject or facet is taken for the entity it is."""

    mention: str = pa.Field(description="the name as written")
    document_id: str = pa.Field(nullable=True, description="the document it is written in; null where the link holds everywhere")
    entity_id: str = pa.Field(str_length={"min_value": 1}, description="the entity it is taken for")
    score: float = pa.Field(in_range={"min_value": 0, "max_value": 1}, description="0 to 1; 1 for an exact alias")
    reason: str = pa.Field(description="how the link was found: alias, acronym, spelling, description ...")

    class Config:
        """No other column."""

        name = "links"
        strict = True


__all__ = ["Links"]
