"""What everyone may import: the claim and its axes, the classes of measures, what a check sees and answers.

Values only; nothing here reads documents, knows the database or compares anything.
"""

from atodds.claims.axes import Axis, AxisValue
from atodds.claims.claim import Claim, ClaimGroup, ClaimLink, ClaimPair, Discrepancy, Reading, about_words, file_name, time_words

__all__ = [
    "Axis",
    "AxisValue",
    "Claim",
    "ClaimGroup",
    "ClaimLink",
    "ClaimPair",
    "Discrepancy",
    "Reading",
    "about_words",
    "file_name",
    "time_words",
]
