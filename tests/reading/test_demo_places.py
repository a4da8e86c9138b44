"""The stored place of every claim of the demo corpus leads back to its figure in the original file."""

import functools
import re
from pathlib import Path

import pytest

from atodds.extraction import Extractor
from atodds.reading import read
from atodds.seeds import SEEDS_FOLDER
from tests.reading.originals import original

DOCUMENTS = sorted(path for path in (SEEDS_FOLDER / "documents").glob("*.*") if path.suffix != ".toml")


@functools.cache
def extractor() -> Extractor:
    return Extractor()


@pytest.mark.slow
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_the_place_of_every_claim_leads_back_to_its_figure(path: Path) -> None:
    document = read(path)
    content = path.read_bytes()
    claims = extractor().extract(document)
    assert claims
    for claim in claims:
        start = claim.char_start + claim.quote.index(claim.mention_text)
        place = document.source_map.place(start, start + len(claim.mention_text))
        lines = (place.line_start, place.line_end or place.line_start) if place.line_start else None
        shown = " ".join(original(path.name, content, lines, place.page, place.cell).split())
        for figure in re.findall(r"\d+(?:[.,]\d+)*", claim.mention_text):
            assert figure in shown, (claim.mention_text, place)
        if lines is not None:
            assert claim.source_line_start is not None
            assert claim.source_line_start <= lines[0] <= lines[1] <= (claim.source_line_end or 0)
        else:
            assert claim.page == place.page
