"""One file, one stored table, as a pandera model. DuckDB tables and docs/tables.md are generated from these.

Imports nothing of the engine. The same quantity has the same column name in every table, with its unit in the name.
What to keep out: anything that reads, writes or computes; a schema says what a row is and nothing else.

`TABLES` names every table in the order in which rows depend on each other.
"""

from typing import Final

import pandera.polars as pa

from schemas.adjudications import Adjudications
from schemas.claims import Claims
from schemas.copies import Copies
from schemas.discrepancies import Discrepancies
from schemas.documents import Documents
from schemas.entities import Entities
from schemas.links import Links
from schemas.problems import Problems
from schemas.quarantine import Quarantine
from schemas.readings import Readings
from schemas.runs import Runs
from schemas.segments import Segments
from schemas.standings import Standings
from schemas.topics import Topics

__all__ = ["TABLES"]

TABLES: Final[dict[str, type[pa.DataFrameModel]]] = {
    "documents": Documents,
    "segments": Segments,
    "claims": Claims,
    "entities": Entities,
    "links": Links,
    "topics": Topics,
    "standings": Standings,
    "copies": Copies,
    "discrepancies": Discrepancies,
    "problems": Problems,
    "quarantine": Quarantine,
    "readings": Readings,
    "runs": Runs,
    "adjudications": Adjudications,
}
