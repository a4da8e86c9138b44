"""The engine of At Odds: documents in, discrepancies out.

What belongs here: reading, extraction, normalising, aligning, comparing, storing and rendering, and the one order
they run in (`atodds.pipeline`). What to keep out: Prefect (that is `flows`), single rules about what cannot both be true
(those are `checks`), words and figures a user might edit (those are `seeds`), table definitions (those are `schemas`).
"""

__version__ = "0.1.0"
