"""From a read document to claims: what is counted, of what, whose, when, who says so, and whether it is asserted at all.

What belongs here: spaCy components, the rules that frame a mention (measure, subject, facet, as-of, attribution, modality, qualifiers,
links) and their prices in confidence. What does not: number and date grammar (`atodds.normalising`), names to entities
(`atodds.aligning`), any judgement on whether two claims agree (`checks`), and words a user may want to add (`seeds/framing`).
"""

from atodds.extraction.extractor import Extractor
from atodds.extraction.tracing import FrameTrace, SentenceTrace

__all__ = ["Extractor", "FrameTrace", "SentenceTrace"]
