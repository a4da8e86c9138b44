"""Which of several things of one name a document is about: what it says of it where it introduces it.

    "Alden, Iowa Alden is a city in Hardin County"                    place title, kind, county
    "Jane Roe (1631 – 9 May 1677) was a Dutch painter"                lifespan, kind
    "The Long Way is a 1950 film"                                     kind, year

Two documents are of namesakes when both introduce something of one name and what they say of it cannot be said of one thing: lifespans a
generation apart, films of two years, towns in two counties, a town and a county, titles with another addition. Nothing said is no
evidence: then they are taken to be about one thing, as before.

Pure: text in, identities out. The words stand in `seeds/identities.toml`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path

from atodds.aligning.gazetteer import load_gazetteer
from atodds.aligning.names import fold
from atodds.claims import Claim
from atodds.seeds import SEEDS_FOLDER

__all__ = ["Identity", "apart", "identity_of", "of_namesakes"]

_READ = 2_500  # characters of a text in which it says what it is about
_YEARS_APART = 5  # by how much birth and death must both differ: less is a source's error, and worth a finding
_LIE_SOMEWHERE = frozenset({"settlement", "area", "water", "height", "building"})
_WORKS_APART = 3  # years between two works of one name; less is a source's error too
_WORD = r"[A-Z][^\W\d_][\w'’.-]*"
_NAME = rf"{_WORD}(?:\s+(?:(?:of|the|de|la|du|and|von|van)\s+){{0,2}}{_WORD}){{0,5}}"
_LIVED = re.compile(
    rf"(?P<name>{_NAME})(?:\s*,[^().;]{{1,60}})?\s*\(\s*(?:[^()]{{0,60}}?\b)?(?P<born>1\d{{3}}|20\d\d)\s*[–—-]\s*"
    r"(?:[^()–—-]{0,40}?\b)?(?P<died>1\d{3}|20\d\d|\d\d)\s*\)"
)
_DEFINED = re.compile(
    rf"(?P<name>{_NAME})\s*(?:,[^().;]{{1,60}})?(?:\([^()]{{1,200}}\)\s*)?,?\s*(?:\[\s*\d+\s*\]\s*)?,?\s*\b(?:is|was|are)\s+"
    r"(?:an?|the|one of the)\s+(?P<what>[^.;]{4,240})"
)
_AS_A = re.compile(rf"\bAs an?\s+(?P<what>[a-z]+)\s*,\s+(?P<name>{_NAME})\s+(?:is|was|has|lies)\b")
_YEAR = re.compile(r"\b(1[89]\d\d|20\d\d)\b")
_TITLED = re.compile(
    rf"\s*(?P<name>{_NAME})\s*(?:\((?P<brackets>[^()\n]{{2,40}})\)|,\s*(?P<comma>{_NAME}?))\s+(?:The\s+|the\s+|Sir\s+)?(?P=name)\b"
)


@dataclass(frozen=True, slots=True)
class Identity:
    """What a document says its topic is; what it does not say is empty."""

    name: str  # folded
    title: str = ""  # of the document, folded
    addition: str = ""  # what its title adds to the name, folded: "iowa"
    lived: tuple[int, int] | None = None
    kinds: frozenset[str] = frozenset()  # lists of seeds/identities.toml
    year: int | None = None  # of a work
    divisions: Mapping[str, str] | None = None  # "county" to "hardin"
    countries: frozenset[str] = frozenset()  # ids of gazetteer places it lies in


@dataclass(frozen=True, slots=True)
class _Words:
    kinds: Mapping[str, str]  # noun to list
    of_a_year: frozenset[str]
    beside: re.Pattern[str]


@cache
def _words(seeds_folder: Path) -> _Words:
    values = tomllib.loads((seeds_folder / "identities.toml").read_text(encoding="utf-8"))
    of_a_year, divisions = values.pop("of_a_year"), "|".join(values.pop("divisions"))
    beside = re.compile(
        rf"\b(?P<other>{divisions})\s+of\s+(?P<after>{_NAME})|(?P<before>{_WORD}(?:\s+{_WORD}){{0,2}})\s+(?P<one>(?i:{divisions}))\b(?!\s+of\b)"
    )
    return _Words({noun: name for name, nouns in values.items() for noun in nouns}, frozenset(of_a_year), beside)


def identity_of(text: str, title: str | None = None, seeds_folder: Path = SEEDS_FOLDER) -> Identity | None:
    """What a document is about, as far as it introduces it; None where it does not.

    Args:
        text: its text; the beginning is read.
        title: its title, where it has one: then only what bears that name is its topic.
        seeds_folder: where `identities.toml` stands.
    """
    words = _words(seeds_folder)
    text = " ".join(text[:_READ].split())
    titled = _TITLED.match(text)
    own = fold(titled.group("name")) if titled else fold(re.sub(r"\s*\([^()]*\)\s*$|,.*$", "", title or ""))
    addition = fold(titled.group("brackets") or titled.group("comma") or "") if titled else ""
    lived = next((found for found in _LIVED.finditer(text) if _of_one_name(own, fold(found.group("name")))), None)
    if lived is not None and not own:
        own = fold(lived.group("name"))
    defined = next(
        (found for found in (*_AS_A.finditer(text), *_DEFINED.finditer(text)) if _of_one_name(own, fold(found.group("name")))), None
    )
    if defined is not None and not own:
        own = fold(defined.group("name"))
    if not own or (lived is None and defined is None and not addition):
        return None
    what = defined.group("what") if defined else ""
    kinds = _kinds_in(what, words)
    year = _YEAR.search(what[:60]) if kinds & words.of_a_year else None
    return Identity(
        name=own,
        title=fold(title or ""),
        addition=addition,
        lived=_lifespan(lived),
        kinds=kinds,
        year=int(year.group()) if year else None,
        divisions=_divisions_in(what, words),
        countries=_countries_in(f"{what}. {addition.title()}", seeds_folder) if kinds & _LIE_SOMEWHERE else frozenset(),
    )


def _of_one_name(own: str, name: str) -> bool:
    """Whether two folded names may be of one thing: one is the other, or holds all its words."""
    left, right = set(own.split()), set(name.split())
    return not own or left <= right or right <= left


def _lifespan(found: re.Match[str] | None) -> tuple[int, int] | None:
    if found is None:
        return None
    born, died = int(found.group("born")), found.group("died")
    last = int(died) if len(died) == 4 else born - born % 100 + int(died)
    return (born, last) if born < last < born + 120 else None


def _kinds_in(what: str, words: _Words) -> frozenset[str]:
    """The kind its definition's first known noun is of, before any "in", "of" or "who"."""
    head = re.split(r"\b(?:in|of|by|who|which|that|on|from|located|situated|directed|written)\b", what, maxsplit=1)[0].casefold()
    for word in reversed(re.findall(r"[a-z]+", head)):
        if word in words.kinds:
            return frozenset({words.kinds[word]})
    return frozenset()


def _divisions_in(what: str, words: _Words) -> dict[str, str]:
    found: dict[str, str] = {}
    for match in words.beside.finditer(what):
        kind = (match.group("one") or match.group("other")).casefold()
        name = fold(match.group("before") or match.group("after"))
        if name:
            found.setdefault(kind, name)
    return found


def _countries_in(text: str, seeds_folder: Path) -> frozenset[str]:
    names = load_gazetteer(seeds_folder).names
    ids = {names.get(fold(found.group())) for found in re.finditer(_NAME, text)}
    return frozenset(place.split("/")[0] for place in ids if place and place.startswith("place:"))


def apart(one: Identity, other: Identity) -> str | None:
    """Why two documents are about two things of one name, in words; None where they may be about one."""
    if not _of_one_name(one.name, other.name):
        return None  # two names: told apart by them
    if one.lived and other.lived and all(abs(left - right) > _YEARS_APART for left, right in zip(one.lived, other.lived, strict=True)):
        return f"one lived {one.lived[0]} to {one.lived[1]}, the other {other.lived[0]} to {other.lived[1]}"
    if one.title and one.title == other.title:
        return None  # what documents of one title say differently of kind, year and place is what the checks are for
    if one.year and other.year and abs(one.year - other.year) > _WORKS_APART:
        return f"one is of {one.year}, the other of {other.year}"
    if one.kinds and other.kinds and not one.kinds & other.kinds:
        return f"one is a {_listed(one.kinds)}, the other a {_listed(other.kinds)}"
    for kind, name in (one.divisions or {}).items():
        there = (other.divisions or {}).get(kind)
        if there and not _of_one_name(name, there):
            return f"one lies in {name.title()} {kind}, the other in {there.title()} {kind}"
    if one.countries and other.countries and not one.countries & other.countries:
        return "they lie in different countries"
    if one.addition and other.addition and one.name == other.name and not _of_one_name(one.addition, other.addition):
        return f"their titles tell them apart: {one.addition}, {other.addition}"
    return None


def _listed(kinds: frozenset[str]) -> str:
    return " or ".join(sorted(kinds))


def of_namesakes(claims: Sequence[Claim], identities: Mapping[str, Identity], *, by_document: bool = False) -> str | None:
    """Why two of the claims are, or may well be, of two things of one name, in words; None where nothing tells that they are.

    Of documents about namesakes only what is said of the namesakes is held apart: what both say of a third thing is not. Once documents
    of a corpus tell a name to be of two things, one that does not say which it means is not held against one that does.

    Args:
        claims: those of one conflict.
        identities: what documents say their topics are, by document id.
        by_document: for likeness of wording and for summaries, which rest on two documents being about one thing: whatever the claims say.
    """
    if len(identities) < 2:
        return None
    for claim, other in combinations(claims, 2):
        if claim.document_id == other.document_id:
            continue
        identity, there = identities.get(claim.document_id), identities.get(other.document_id)
        if identity is not None and there is not None:
            why = apart(identity, there)
            if why is not None and (by_document or (_is_of(claim, identity) and _is_of(other, there))):
                return why
        elif identity is not None or there is not None:
            told, (said, untold) = (identity, (claim, other)) if identity is not None else (there, (other, claim))
            if told is not None and _is_of(said, told) and _is_of(untold, told) and _is_of_several(told, identities):
                return f"{told.name.title()} is of two things here, and {untold.document_path} does not say which it means"
    return None


def _is_of_several(identity: Identity, identities: Mapping[str, Identity]) -> bool:
    return any(apart(identity, other) for other in identities.values())


_LEANING = re.compile(r"\W*(?:he|she|it|they|his|her|its|their|these|this|there|of (?:these|them|which)|the)\b", re.IGNORECASE)


def _is_of(claim: Claim, identity: Identity) -> bool:
    """Whether a claim is of its document's topic: named as its subject or in its sentence, or left to the document to say.

    A subject that its own sentence does not name was taken from the text around it.
    """
    subject, quote = fold(claim.subject or ""), fold(claim.quote[:600])
    if not subject or _of_one_name(identity.name, subject) or f" {subject} " not in f" {quote} ":
        return True
    return bool(set(identity.name.split()) & set(quote.split())) or bool(_LEANING.match(claim.quote))
