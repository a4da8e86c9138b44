"""Checks over two columns of a row, shared by the tables.

They are written as checks of the first column because pandera then reports the row's index, which the quarantine needs; a check of
the whole frame reports none. A null on either side passes.
"""

import polars as pl
from pandera.polars import PolarsData

__all__ = ["all_known", "in_order"]


def in_order(data: PolarsData, low: str, high: str) -> pl.LazyFrame:
    """Whether `low` is at most `high`, row by row."""
    return data.lazyframe.select((pl.col(low) <= pl.col(high)).fill_null(True))


def all_known(data: PolarsData, column: str, field: str, known: tuple[str, ...]) -> pl.LazyFrame:
    """Whether that field of every element of a list column is one of the known words, row by row."""
    told = pl.col(column).list.eval(pl.element().struct.field(field).is_in(known))
    return data.lazyframe.select(told.list.all().fill_null(True))
