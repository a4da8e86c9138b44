"""Marks that text prepared for taggers writes as words: "Orla -LRB-film-RRB-", "Orla-COLON- The Return"; and the marks they stand for."""

from __future__ import annotations

import re

__all__ = ["without_escapes"]

_MARKS = {"LRB": "(", "RRB": ")", "LSB": "[", "RSB": "]", "LCB": "{", "RCB": "}", "COLON": ":"}
_ESCAPE = re.compile(rf"-({'|'.join(_MARKS)})-")


def without_escapes(text: str) -> str:
    """A title with its marks as people write them; most have none to change."""
    return _ESCAPE.sub(lambda found: _MARKS[found.group(1)], text) if "-" in text else text
