"""Checks over two columns of a row, shared by the tables.

They are written as checks of the first column because pandera then reports the row's index, which the quarantine needs; a check of
the whole frame reports none. A null on either side passes.
"""

import polars as pl
from pandera.polars import PolarsData

__all__ = ["all_among", "in_order"]


def in_order(data: PolarsData, low: str, high: str) -> pl.LazyFrame:
    """Whether `low` is at most `high`, row by row."""
    return data.lazyframe.select((pl.col(low) <= pl.col(high)).fill_null(True))


def all_among(data: PolarsData, column: str, words: tuple[str, ...]) -> pl.LazyFrame:
    """Whether every member of a list column is one of `words`, row by row."""
    return data.lazyframe.select(pl.col(column).list.eval(pl.element().is_in(words)).list.all().fill_null(True))
