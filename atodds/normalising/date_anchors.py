"""Where the narrative stands: the date that "in May", "three weeks later" and "that year" lean on, sentence by sentence.

In a history "in May" after "In 1992 ..." is May 1992, whenever the history was printed; in the news "on Tuesday" is the Tuesday before
printing. A `NarrativeAnchor` is a small immutable state. Feed it what a document says, in order:

    anchor = NarrativeAnchor(published_on=document.metadata.published_on)
    mentions, anchor = anchor.heading(find_dates(heading))      # at each heading
    anchor = anchor.paragraph()                                 # at each paragraph, list item or table row
    mentions, anchor = anchor.sentence(find_dates(sentence))    # at each sentence: mentions come back settled

The mentions come back with their days filled in wherever the anchor allows. Only dates that carry the story move it: "In 1992" and "on 3
July 1993" do, "the constitution of 1925", "the 2018 amnesty", "(1994)" and "since 1999" do not.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from atodds.normalising.date_expressions import Calendar, Offset, Open, Part, Step, StepName, Stretch, core, stated_year
from atodds.normalising.date_resolving import COARSENESS, DateContext, Resolved, resolve
from atodds.normalising.mentions import DateMention
from atodds.normalising.periods import Days
from atodds.vocabulary import Bound

__all__ = ["NarrativeAnchor", "settled"]

_NEWS_MEMORY = 2  # sentences that a year told in passing holds in a news item
_MEMORY = 80  # sentences that it holds in a narrative
_TOLD_YEARS = 4  # dates with years well before printing that make a document a narrative


def settled(mention: DateMention, context: DateContext) -> DateMention:
    """The mention with its days resolved in this context; a mention without an expression is returned as it is."""
    if mention.expression is None:
        return mention
    context = replace(context, future=mention.future)
    found = resolve(mention.expression, context)
    opened = mention.expression if isinstance(mention.expression, Open) else None
    named = resolve(opened.of, context) if opened else found
    bound = mention.bound if mention.hedge and found.bound.value == "exact" else found.bound
    return replace(
        mention, low=found.low, high=found.high, bound=bound, precision=found.precision, relative=found.relative,
        year_stated=found.year_stated, needs=found.needs, edge=_edge(opened) if opened else None,
        named_low=named.low, named_high=named.high,
    )  # fmt: skip


def _edge(opened: Open) -> str:
    """What the word that opens an end makes of the date: where something begins, ends or is due, or only a bound."""
    if opened.bound is Bound.AT_LEAST:
        return "after" if opened.word in {"after", "following", "no", "not"} else "begins"
    if opened.word in {"before", "prior", "ahead"}:
        return "before"
    return "due" if opened.word in {"by", "no", "not", "as"} else "ends"


@dataclass(frozen=True, slots=True)
class NarrativeAnchor:
    """The state. `base` and `precision`: the narrative's date and how finely it is known; None stands for the day of printing."""

    published_on: date | None = None
    base: Days | None = None
    precision: str = "day"
    fixed: bool = False  # given by the caller or a heading: holds until another date moves it
    age: int = 0  # sentences since the base was set
    last: Days | None = None  # the date told last, wherever the base stands: "the following month" leans on it across paragraphs
    last_precision: str = "day"
    fine: Days | None = None  # the day or month told before the base became a year told in passing
    told_years: int = 0
    printed_days: int = 0

    @property
    def narrates(self) -> bool:
        """Whether the document tells the past at length, so that its own dates hold from paragraph to paragraph."""
        return self.published_on is None or (self.told_years >= _TOLD_YEARS and self.told_years > 2 * self.printed_days)

    @property
    def context(self) -> DateContext:
        """What the next mention is resolved against."""
        told = self.fixed or self.narrates
        return DateContext(
            self.published_on, self.base, self.precision, told=told, last=self.last, last_precision=self.last_precision, fine=self.fine
        )

    def heading(self, mentions: Iterable[DateMention]) -> tuple[tuple[DateMention, ...], NarrativeAnchor]:
        """A heading's dates hold for the section under it, however they are introduced ("Crises of 1998")."""
        anchor = self
        out = []
        for mention in mentions:
            mention = settled(mention, anchor.context)
            out.append(mention)
            if mention.low and mention.high and not mention.needs and COARSENESS[mention.precision] <= COARSENESS["year"]:
                days = Days(mention.low, mention.high)
                if days.high.year - days.low.year <= 1:
                    anchor = replace(anchor, base=days, precision=mention.precision, fixed=True, age=0)
        return tuple(out), anchor

    def paragraph(self) -> NarrativeAnchor:
        """A new paragraph: in the news the story is back at the day of printing."""
        if self.base is None or self.fixed or self.narrates:
            return self
        return replace(self, base=None, precision="day", age=0)

    def sentence(self, mentions: Iterable[DateMention]) -> tuple[tuple[DateMention, ...], NarrativeAnchor]:
        """The mentions of one sentence, settled one after the other, and the anchor for the next sentence."""
        anchor = replace(self, age=self.age + 1) if self.base else self
        if anchor.base and not anchor.fixed and anchor.age > (_MEMORY if anchor.narrates else _NEWS_MEMORY):
            anchor = replace(anchor, base=None, precision="day", age=0)
        out = []
        for mention in mentions:
            mention = settled(mention, anchor.context)
            out.append(mention)
            anchor = anchor._after(mention)
        return tuple(out), anchor

    def _after(self, mention: DateMention) -> NarrativeAnchor:
        """The anchor once this mention has been read."""
        expression = mention.expression
        if expression is None or mention.needs or isinstance(core(expression), Stretch):
            return self
        inner = core(expression)
        weekday_alone = isinstance(inner, Calendar) and inner == Calendar(weekday=inner.weekday)
        if weekday_alone or (isinstance(inner, Step | StepName | Offset) and inner.origin == "reference"):
            day = Days(mention.low, mention.high) if mention.precision == "day" and mention.low and mention.high else None
            if day is None or self.narrates:
                return replace(self, printed_days=self.printed_days + 1)
            # "on Monday ... the next day": in the news the day told last is where the story stands
            return replace(self, printed_days=self.printed_days + 1, last=day, last_precision="day")
        if isinstance(expression, Open):
            if expression.word != "by":
                return self
            whole = resolve(expression.of, self.context)
        else:
            whole = Resolved(mention.low, mention.high, mention.precision)
        if whole.days is None or COARSENESS[whole.precision] > COARSENESS["year"]:
            return self
        if isinstance(inner, Step | Offset) and (inner.step if isinstance(inner, Step) else inner.sign) < 0:
            return self  # "the previous year" looks back and comes back
        days, precision = whole.days, whole.precision
        if isinstance(expression, Part) and precision == "year":
            precision = "half"
        if mention.bound is Bound.RANGE:
            days = Days(days.high if precision == "day" else days.high.replace(day=1), days.high)
        told = self.told_years
        year = stated_year(expression)
        if isinstance(year, int) and self.published_on and year < self.published_on.year - 1:
            told += 1
        if not self._carries_on(mention, days, precision):
            return replace(self, told_years=told)
        fine = None
        if mention.role != "opening" and (precision == "year" or (self.base and abs(days.low.year - self.base.low.year) > 1)):
            fine = self.base if COARSENESS[self.precision] < COARSENESS["season"] else self.fine
        return replace(
            self, base=days, precision=precision, fixed=False, age=0, told_years=told, last=days, last_precision=precision, fine=fine
        )  # fmt: skip

    def _carries_on(self, mention: DateMention, days: Days, precision: str) -> bool:
        """Whether the story goes on from this date, or only points to it."""
        coarse = COARSENESS[precision] >= COARSENESS["year"]
        if mention.role == "modifier" and coarse:  # "the 1777 campaign" is the next chapter after 1776, "the 1936 charter" is not
            return self.base is not None and days.low.year == self.base.low.year + 1
        if mention.role in ("of", "bracketed") or (mention.bound is Bound.RANGE and precision == "year"):
            return False
        return not (self.base and self.base.low.year == days.low.year and COARSENESS[self.precision] < COARSENESS[precision] and coarse)
