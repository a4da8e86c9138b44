"""The closed sets of words the whole product speaks (docs/vocabulary.md says what each means)."""

from enum import StrEnum


class SegmentKind(StrEnum):
    """What part of a document a stretch of canonical text is."""

    TITLE = "title"
    HEADING = "heading"
    BODY = "body"
    LIST_ITEM = "list_item"
    TABLE = "table"  # one segment per table row
    FOOTNOTE = "footnote"
    CAPTION = "caption"
    REFERENCE = "reference"  # an entry of a bibliography
    BOILERPLATE = "boilerplate"  # never extracted from


class DocumentStatus(StrEnum):
    """Whether a document could be checked; every other value than `read` comes with a reason."""

    READ = "read"
    UNREADABLE = "unreadable"
    EMPTY = "empty"
    NOT_CHECKED = "not_checked"  # read and stored, but in a language the rules do not cover
    SAME_CONTENT = "same_content"  # the same bytes as another document of the run; the claims stand there


class Bound(StrEnum):
    """How the stated ends limit the value."""

    EXACT = "exact"
    APPROX = "approx"
    AT_LEAST = "at_least"
    AT_MOST = "at_most"
    RANGE = "range"


class MeasureKind(StrEnum):
    """How a measure behaves over time."""

    LEVEL = "level"
    FLOW = "flow"
    CUMULATIVE = "cumulative"


class Modality(StrEnum):
    """How the document stands to what it states."""

    ASSERTED = "asserted"
    REPORTED = "reported"
    ESTIMATED = "estimated"
    PLANNED = "planned"
    HYPOTHETICAL = "hypothetical"
    NEGATED = "negated"


class AsOfSource(StrEnum):
    """Where the time of a claim was found."""

    STATED = "stated"
    CONTEXT = "context"
    PUBLISHED_ON = "published_on"


class FrameSource(StrEnum):
    """Where the subject or facet of a claim was found, nearest first; each step costs confidence."""

    PHRASE = "phrase"
    SENTENCE = "sentence"
    TABLE = "table"
    PREVIOUS_SENTENCE = "previous_sentence"
    HEADING = "heading"
    TOPIC = "topic"  # what the whole document is about


class Relation(StrEnum):
    """How one claim's figure is tied by the text to another's."""

    CHANGE_FROM = "change_from"  # this is the value after; the linked claim is the value before
    CHANGE_BY = "change_by"  # this is the size of a change; the linked claim is the value after it
    MULTIPLE_OF = "multiple_of"
    SHARE_OF = "share_of"  # "65,000 of 98,000": the part links to its whole
    PART_OF = "part_of"  # "seven missing: three Lebanese, four Syrians": each part links to the total
    RESTATES = "restates"  # "2,750 tonnes (3,030 short tons)": one figure in two units
    DURATION_OF = "duration_of"  # a duration links to the dates it spans


class Qualifier(StrEnum):
    """What the text says of a figure's scope that takes it out of a plain comparison."""

    COMPLEMENT = "complement"  # "outside the city", "excluding", "the remaining"
    ADDITIONAL = "additional"  # "another 170"
    EARLIER = "earlier"  # the text itself calls the figure earlier, revised, previous or withdrawn
    SUBSET = "subset"  # "among them", "including"
    CHANGE = "change"  # the figure is a change, not a level: "rose by 3 %"
    PROJECTION = "projection"
    FEARED = "feared"
    CONFIRMED = "confirmed"
    HEADLINE = "headline"


class Verdict(StrEnum):
    """What a check says of claims that do not fit together."""

    CONTRADICTION = "contradiction"
    TENSION = "tension"


class DiscrepancyState(StrEnum):
    """Where a discrepancy stands against the run before."""

    NEW = "new"
    PERSISTING = "persisting"
    RESOLVED = "resolved"
    REOPENED = "reopened"


class AdjudicationStatus(StrEnum):
    """What a person decided."""

    NEW = "new"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"
    EXPLAINED = "explained"
    FIXED = "fixed"


SETTLED = (AdjudicationStatus.DISMISSED, AdjudicationStatus.EXPLAINED)
"""Decisions after which a finding is no longer open: it does not decide the exit code, and is counted apart."""


class Standing(StrEnum):
    """How what one claim is about stands to what another is about; measures stand to each other in the same five ways."""

    SAME = "same"
    PART = "part"  # the first is a part of the second
    WHOLE = "whole"  # the second is a part of the first
    DISJOINT = "disjoint"
    UNKNOWN = "unknown"


class TimeRelation(StrEnum):
    """How the times of two claims stand to each other."""

    SAME = "same"  # they overlap, or time does not matter to what is measured
    EARLIER = "earlier"  # the first claim holds before the second
    LATER = "later"
    APART = "apart"  # other times of a level or another period of a flow
    RISING = "rising"  # a toll of the same hours: it may have risen between the two
    UNKNOWN = "unknown"


class Answer(StrEnum):
    """What comparability says of one aspect of two claims."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"
