"""What narrows a figure: typed axes, each stated somewhere.

In "phase two of the line", "women among the dead", "planned spending in the north", the words `phase two`, `women`, `planned` and `the
north` are values of the axes part, group, status and place. An axis says nothing until a text states it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from atodds.vocabulary import FrameSource

__all__ = ["Axis", "AxisValue"]


class Axis(StrEnum):
    """The ways a figure can be narrowed."""

    PLACE = "place"  # "in Roman", "the northern districts"
    EVENT = "event"  # which kind of happening, where the text names one: the war, the battle, the referendum
    GROUP = "group"  # who: side, nationality, sex, age, occupation ("women", "Syrians", "children under five")
    PART = "part"  # phase, line, section, item, instalment, kind ("phase two", "the first tranche", "road" bridges)
    STATUS = "status"  # planned, so far, provisional, final, confirmed, feared, denied, corrected, revised, requested, granted ...
    EXTENT = "extent"  # which value of a moving quantity: peak, average, minimum, initial, record, monthly, remaining, additional, change
    PERIOD = "period"  # what stretch a flow is over, where it is no calendar date: "in the first hour", "48 hours", "a year"
    SOURCE = "source"  # whose figure it is, as an axis only where a text sets two sources side by side


@dataclass(frozen=True, slots=True)
class AxisValue:
    """One stated value: `value` is a class id of `seeds/classes` ("women", "planned") or folded words ("phase 2", "roman")."""

    axis: Axis
    value: str
    said: str = ""  # the words as written
    source: FrameSource = FrameSource.PHRASE  # how near the figure it was said
