"""One row a claim: one normalised mention of one document, never merged with another."""

import pandera.polars as pa
import polars as pl
from pandera.polars import PolarsData

from schemas.row_checks import all_known, in_order
from schemas.segments import KINDS

BOUNDS = ("exact", "approx", "at_least", "at_most", "range")
MEASURE_KINDS = ("level", "flow", "cumulative")
MODALITIES = ("asserted", "reported", "estimated", "planned", "hypothetical", "negated")
AS_OF_SOURCES = ("stated", "context", "published_on")
FRAME_SOURCES = ("phrase", "sentence", "table", "previous_sentence", "heading", "topic")
RELATIONS = ("change_from", "change_by", "multiple_of", "share_of", "part_of", "restates", "duration_of")

AXES = ("place", "event", "group", "part", "status", "extent", "period", "source")

LINK = pl.Struct({"relation": pl.Utf8(), "claim_id": pl.Utf8()})
AXIS_VALUE = pl.Struct({"axis": pl.Utf8(), "value": pl.Utf8(), "said": pl.Utf8(), "source": pl.Utf8()})


class Claims(pa.DataFrameModel):
    """Everything the documents state, one row a mention. Ends are in base units, as stated; an open end is null."""

    claim_id: str = pa.Field(unique=True, str_length={"min_value": 1}, description="hash of document, span, measure and ordinal")
    document_id: str = pa.Field(str_length={"min_value": 1}, description="the document that states it")
    document_path: str = pa.Field(str_length={"min_value": 1}, description="its path, as in documents")
    source_line_start: int = pa.Field(nullable=True, ge=1, description="first line of the mention in the original file, for text formats")
    source_line_end: int = pa.Field(nullable=True, ge=1, description="last line of the mention in the original file, for text formats")
    page: int = pa.Field(nullable=True, ge=1, description="page in the original file, for paginated formats")
    cell: str = pa.Field(nullable=True, description="cell, for tables: Sheet1!B7, or table 2, row 3, column 4")
    char_start: int = pa.Field(nullable=True, ge=0, description="offset of the quote's first character in the canonical text")
    char_end: int = pa.Field(nullable=True, ge=0, description="offset past the quote's last character")
    mention_start: int = pa.Field(nullable=True, ge=0, description="offset of the figure's first character in the canonical text")
    mention_end: int = pa.Field(nullable=True, ge=0, description="offset past the figure's last character")
    quote: str = pa.Field(description="the sentence or row that holds it, footnote interruptions removed")
    mention_text: str = pa.Field(description="the figure, date or list as written")
    segment_kind: str = pa.Field(isin=list(KINDS), description="what part of the document it stands in")
    heading: str = pa.Field(nullable=True, description="section heading above it")
    claim_type: str = pa.Field(str_length={"min_value": 1}, description="family of measures: casualties, money, population ...")
    measure: str = pa.Field(str_length={"min_value": 1}, description="what is counted or measured: deaths, defence_budget ...")
    measure_kind: str = pa.Field(isin=list(MEASURE_KINDS), description="how the measure behaves over time")
    subject: str = pa.Field(nullable=True, description="what the value is about, as written")
    subject_id: str = pa.Field(nullable=True, description="what it is about: the topic, or another subject that the text names")
    subject_source: str = pa.Field(nullable=True, isin=list(FRAME_SOURCES), description="where the subject was found")
    topic_id: str = pa.Field(nullable=True, description="what its document, or section, is about")
    facet: str = pa.Field(nullable=True, description="what narrows it, in words, for display")
    predicate: str = pa.Field(nullable=True, description="class of what befell or is said: died, spent, opened")
    counted: str = pa.Field(nullable=True, description="class of what is counted: people, money; the noun where it is in no class")
    also: pl.List = pa.Field(dtype_kwargs={"inner": pl.Utf8()}, description="further predicate classes that stand nearly as near")
    words: pl.List = pa.Field(dtype_kwargs={"inner": pl.Utf8()}, description="the other words that say what the figure is of, as lemmas")
    axes: pl.List = pa.Field(
        dtype_kwargs={"inner": AXIS_VALUE}, description="what narrows it: axis, value, the words, where they were said"
    )
    value_low: float = pa.Field(nullable=True, description="lower end as stated, in base units of the unit; null when open")
    value_high: float = pa.Field(nullable=True, description="upper end as stated, in base units of the unit; null when open")
    unit: str = pa.Field(nullable=True, description="unit id of seeds/units.csv; null for bare numbers")
    currency: str = pa.Field(nullable=True, str_matches=r"^[A-Z]{3}$", description="ISO 4217 code, where the unit is a currency")
    per_unit: str = pa.Field(nullable=True, description="what the value is per: barrel, year")
    date_low: pl.Date = pa.Field(nullable=True, description="for date claims, the first day the text allows")
    date_high: pl.Date = pa.Field(nullable=True, description="for date claims, the last day the text allows")
    members: pl.List = pa.Field(nullable=True, dtype_kwargs={"inner": pl.Utf8()}, description="for set claims, the members named")
    polarity: bool = pa.Field(nullable=True, description="for yes/no claims, which")
    bound: str = pa.Field(isin=list(BOUNDS), description="how the stated ends limit the value")
    last_digit: float = pa.Field(nullable=True, gt=0, description="worth of the last significant digit as written: 1000 for 12,000")
    as_of_low: pl.Date = pa.Field(nullable=True, description="first day the value is said to hold")
    as_of_high: pl.Date = pa.Field(nullable=True, description="last day the value is said to hold")
    as_of_source: str = pa.Field(nullable=True, isin=list(AS_OF_SOURCES), description="where the as-of was found")
    attribution: str = pa.Field(nullable=True, description="whom the document credits")
    modality: str = pa.Field(isin=list(MODALITIES), description="how the document stands to what it states")
    links: pl.List = pa.Field(dtype_kwargs={"inner": LINK}, description="ties the text itself makes to other claims")
    confidence: float = pa.Field(in_range={"min_value": 0, "max_value": 1}, description="0 to 1, calibrated on the annotated documents")
    extractor: str = pa.Field(description="who extracted it: atodds and its version, a person, another tool")

    @pa.check("value_low", name="value_low_at_most_value_high")
    def value_low_at_most_value_high(cls, data: PolarsData) -> pl.LazyFrame:
        """Ends are in order."""
        return in_order(data, "value_low", "value_high")

    @pa.check("value_low", "value_high", name="ends_are_finite")
    def ends_are_finite(cls, data: PolarsData) -> pl.LazyFrame:
        """No infinity and no NaN: an open end is null."""
        return data.lazyframe.select(pl.col(data.key).is_finite().fill_null(True))

    @pa.check("date_low", name="date_low_at_most_date_high")
    def date_low_at_most_date_high(cls, data: PolarsData) -> pl.LazyFrame:
        """Days are in order."""
        return in_order(data, "date_low", "date_high")

    @pa.check("as_of_low", name="as_of_low_at_most_as_of_high")
    def as_of_low_at_most_as_of_high(cls, data: PolarsData) -> pl.LazyFrame:
        """Days are in order."""
        return in_order(data, "as_of_low", "as_of_high")

    @pa.check("char_start", name="quote_offsets_run_forward")
    def quote_offsets_run_forward(cls, data: PolarsData) -> pl.LazyFrame:
        """Offsets run forward."""
        return in_order(data, "char_start", "char_end")

    @pa.check("mention_start", name="mention_offsets_run_forward")
    def mention_offsets_run_forward(cls, data: PolarsData) -> pl.LazyFrame:
        """Offsets run forward."""
        return in_order(data, "mention_start", "mention_end")

    @pa.check("source_line_start", name="source_lines_run_forward")
    def source_lines_run_forward(cls, data: PolarsData) -> pl.LazyFrame:
        """Lines run forward."""
        return in_order(data, "source_line_start", "source_line_end")

    @pa.check("axes", name="axes_are_known")
    def axes_are_known(cls, data: PolarsData) -> pl.LazyFrame:
        """Every axis is one of the seven."""
        return all_known(data, "axes", "axis", AXES)

    @pa.check("axes", name="axes_are_found_somewhere")
    def axes_are_found_somewhere(cls, data: PolarsData) -> pl.LazyFrame:
        """Every axis value says where it was found."""
        return all_known(data, "axes", "source", FRAME_SOURCES)

    @pa.check("links", name="relations_are_known")
    def relations_are_known(cls, data: PolarsData) -> pl.LazyFrame:
        """Every relation is a word of the vocabulary."""
        return all_known(data, "links", "relation", RELATIONS)

    @pa.check("claim_type", name="says_something")
    def says_something(cls, data: PolarsData) -> pl.LazyFrame:
        """A claim has a value, a date, members or a polarity."""
        said = [pl.col(column).is_not_null() for column in ("value_low", "value_high", "date_low", "date_high", "members", "polarity")]
        return data.lazyframe.select(pl.any_horizontal(said))

    class Config:
        """No other column."""

        name = "claims"
        strict = True


__all__ = [
    "AS_OF_SOURCES", "AXES", "AXIS_VALUE", "BOUNDS", "FRAME_SOURCES", "LINK", "MEASURE_KINDS", "MODALITIES", "RELATIONS", "Claims",
]  # fmt: skip
