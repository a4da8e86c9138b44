"""One row a pair of places, or of a topic and a place, of one topic: how the first stands to the second."""

import pandera.polars as pa

STANDINGS = ("same", "part", "whole", "disjoint")


class Standings(pa.DataFrameModel):
    """What the gazetteer and the documents say of which place holds which; pairs of which nothing is known are left out."""

    one: str = pa.Field(str_length={"min_value": 1}, description="a place, or a topic")
    other: str = pa.Field(str_length={"min_value": 1}, description="a place")
    standing: str = pa.Field(isin=list(STANDINGS), description="how the first stands to the second")

    class Config:
        """No other column."""

        name = "standings"
        strict = True


__all__ = ["STANDINGS", "Standings"]
