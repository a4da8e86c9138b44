"""Documents as they come: one module per format, each giving canonical text, segments and a map back to the original.

What belongs here: everything that depends on a file format or on layout (footnotes, page breaks, boilerplate).
What to keep out: any opinion about what a figure means. Reading touches files; nothing else in the engine does but the store.
"""

from atodds.reading.document import Document, DocumentMetadata, Place, Segment, SourceMap, TableCell
from atodds.reading.limits import ReadingHint, ReadingLimits
from atodds.reading.reading import read

__all__ = ["Document", "DocumentMetadata", "Place", "ReadingHint", "ReadingLimits", "Segment", "SourceMap", "TableCell", "read"]
