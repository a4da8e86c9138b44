"""Every pattern of the project, and strings that make each of them work hardest.

Patterns are found where they are compiled (globals of modules, attributes of classes, and what lies within lists, tuples and mappings)
and where they are written into a call (`re.search("...", text)`). Strings are made of what a pattern itself repeats, and of what
documents may hold long runs of.
"""

from __future__ import annotations

import ast
import dataclasses
import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from re import _constants, _parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("atodds", "checks", "schemas", "flows")
_CALLS = {"search", "match", "fullmatch", "findall", "finditer", "sub", "subn", "split"}

RUNS = (
    *"a|A|é|1|²|٣| |  |\n|,|.|-|(|)|[|'|’|:|;|/|\\|=|–|—|*|_|#|<b>|&amp;|\t|\u00a0|\u00ad|\u200b|$|%".split("|"),
    *"a’|a-|a |A |A B |and |and and |, and |of the |a, b, |A, |U.S. |No. |p. |a=1 |a: 1 |@a.|http://a/|a@a.a |- |( ".split("|"),
    *"1,|1 |1.|1,000 |1,000|1 000 |1-|1–|1/|1:|10 |0,|0.|1,1|1\u00a0|x 1 |1. |$1 |€1 |1% |per cent |1 people |1 km |1 kg, ".split("|"),
    *"1990 |1990s |1990-|May |May 1, |2 May 1990 |1 million |two |two hundred |hundred and |first |half a |a third of ".split("|"),
    *"about |at least 1 |1 to |from 1 to |between 1 and ".split("|"),
    "|",
    "| ",
    "1 | ",
    "a|",
)
"""What long runs are made of."""


def modules() -> Iterator[ModuleType]:
    """Every module of the project."""
    for name in PACKAGES:
        package = importlib.import_module(name)
        yield package
        for found in pkgutil.walk_packages(package.__path__, f"{name}."):
            yield importlib.import_module(found.name)


def _within(held: Any, place: str, depth: int = 0) -> Iterator[tuple[str, re.Pattern[str]]]:
    if isinstance(held, re.Pattern):
        if isinstance(held.pattern, str):
            yield place, held
    elif depth > 4:
        return
    elif isinstance(held, Mapping):
        for key, value in held.items():
            yield from _within(key, f"{place}[{key!r:.30}]", depth + 1)
            yield from _within(value, f"{place}[{key!r:.30}]", depth + 1)
    elif isinstance(held, list | tuple | set | frozenset):
        for number, value in enumerate(held):
            yield from _within(value, f"{place}[{number}]", depth + 1)
    elif dataclasses.is_dataclass(held) and not isinstance(held, type):
        for field in dataclasses.fields(held):
            yield from _within(getattr(held, field.name, None), f"{place}.{field.name}", depth + 1)
    elif isinstance(held, type) and held.__module__.split(".")[0] in PACKAGES:
        for name, value in vars(held).items():
            yield from _within(value, f"{place}.{name}", depth + 1)


@dataclass(frozen=True, slots=True)
class Used:
    """A pattern, where it stands, and how it is used: "match" from the start of a text alone, or "search" from each of its characters."""

    pattern: re.Pattern[str]
    place: str
    way: str

    def on(self, text: str) -> None:
        """Use it on a text."""
        if self.way == "search":
            for _ in self.pattern.finditer(text):
                pass
        elif self.way == "fullmatch":
            self.pattern.fullmatch(text)
        else:
            self.pattern.match(text)


def patterns() -> list[Used]:
    """Each pattern once for each way it is used, with the first place it was found at."""
    found: dict[tuple[re.Pattern[str], str], str] = {}
    loaded = list(modules())
    sources = "\n".join(Path(module.__file__ or "").read_text(encoding="utf-8") for module in loaded)
    for module in loaded:
        for name, held in vars(module).items():
            for place, pattern in _within(held, f"{module.__name__}.{name}"):
                for way in _ways(name, sources):
                    found.setdefault((pattern, way), place)
        for place, pattern, way in _written_into_calls(module):
            found.setdefault((pattern, way), place)
    return [Used(pattern, place, way) for (pattern, way), place in found.items()]


def _ways(name: str, sources: str) -> set[str]:
    """How a global is used; both ways where that cannot be seen."""
    called = set(re.findall(rf"(?<![\w]){re.escape(name)}\.(\w+)\(", sources))
    return called if called and called <= {"match", "fullmatch"} else {"search", "match"}


def _written_into_calls(module: ModuleType) -> Iterator[tuple[str, re.Pattern[str], str]]:
    path = Path(module.__file__ or "")
    if path.suffix != ".py":
        return
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and isinstance(node.func.value, ast.Name)
            and node.func.value.id == "re"
            and node.func.attr in _CALLS
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str)
        ):
            flags = re.IGNORECASE if "IGNORECASE" in ast.unparse(node) else re.NOFLAG
            way = node.func.attr if node.func.attr in {"match", "fullmatch"} else "search"
            yield f"{path.relative_to(ROOT)}:{node.lineno}", re.compile(node.args[0].value, flags), way


# -- strings made of what a pattern repeats --------------------------------------------------------------------------------------


def _one_of(tree: Any) -> str:
    """A string that a parsed pattern matches, or nearly so."""
    made = ""
    for operation, value in tree:
        made += _of(operation, value)
    return made


def _of(operation: Any, value: Any) -> str:
    match str(operation):
        case "LITERAL":
            return chr(value)
        case "NOT_LITERAL":
            return "a" if value != ord("a") else "b"
        case "ANY":
            return "a"
        case "IN":
            return _member(value)
        case "BRANCH":
            return _one_of(value[1][0])
        case "SUBPATTERN":
            return _one_of(value[-1])
        case "ATOMIC_GROUP":
            return _one_of(value)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            return _one_of(value[2]) * max(value[0], 1)
    return ""


_CLASSES = {"CATEGORY_DIGIT": "1", "CATEGORY_WORD": "a", "CATEGORY_SPACE": " ", "CATEGORY_NOT_DIGIT": "a", "CATEGORY_NOT_WORD": "-"}


def _member(members: Any) -> str:
    if str(members[0][0]) == "NEGATE":
        excluded = {
            chr(code)
            for kind, value in members[1:]
            for code in ([value] if str(kind) == "LITERAL" else range(value[0], value[1] + 1) if str(kind) == "RANGE" else [])
        }
        return next(sign for sign in "a1 -,XÀ" if sign not in excluded)
    kind, value = members[0]
    if str(kind) == "LITERAL":
        return chr(value)
    if str(kind) == "RANGE":
        return chr(value[0])
    return _CLASSES.get(str(value), "a")


def repeated_in(pattern: re.Pattern[str]) -> set[tuple[str, str]]:
    """For each part that a pattern repeats without bound: what stands before it, and one of what it repeats, in each of its branches."""
    found: set[tuple[str, str]] = set()

    def walk(tree: Any, before: str) -> str:
        for operation, value in tree:
            name = str(operation)
            if name in {"MAX_REPEAT", "MIN_REPEAT"}:
                if value[1] is _constants.MAXREPEAT or value[1] > 20:
                    found.update((before, piece) for piece in branches(value[2]))
                walk(value[2], before)
            elif name == "SUBPATTERN":
                walk(value[-1], before)
            elif name == "BRANCH":
                for branch in value[1]:
                    walk(branch, before)
            elif name in {"ASSERT", "ASSERT_NOT"}:
                walk(value[1], before)
            before += _of(operation, value)
        return before

    def branches(tree: Any) -> Iterator[str]:
        yield _one_of(tree)
        if len(tree) == 1 and str(tree[0][0]) == "SUBPATTERN":
            yield from branches(tree[0][1][-1])
        elif len(tree) == 1 and str(tree[0][0]) == "BRANCH":
            for branch in tree[0][1][1]:
                yield _one_of(branch)

    walk(_parser.parse(pattern.pattern, pattern.flags), "")
    return {(before, piece) for before, piece in found if piece}
