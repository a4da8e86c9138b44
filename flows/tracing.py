"""Reads one document and shows what extraction sees in it, for `atodds trace`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from atodds.errors import ConfigurationError
from atodds.seeds import use_seeds
from atodds.workspace import Workspace

__all__ = ["trace_file"]


def trace_file(workspace: Workspace, file: Path, line: int | None) -> list[Any]:
    """The sentences of a document, or those of one of its lines, as extraction traces them.

    Raises:
        ConfigurationError: when the file is missing or cannot be read.
    """
    from atodds.extraction import Extractor
    from atodds.reading import ReadingHint, ReadingLimits, read
    from atodds.vocabulary import DocumentStatus

    use_seeds(workspace.seeds_folder)
    if not file.is_file():
        raise ConfigurationError(f"{file}: no such file; check the spelling")
    document = read(file, hint=ReadingHint(path=workspace.shown(file.absolute())), limits=ReadingLimits(**workspace.settings.reading))
    if document.status is not DocumentStatus.READ:
        raise ConfigurationError(document.reason or f"{file}: {document.status}")
    extractor = Extractor(workspace.seeds_folder, model=workspace.settings.extraction.model)
    return list(extractor.trace(document, line))
