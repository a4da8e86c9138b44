"""spaCy components of the extraction pipeline, named in `config.cfg`.

`atodds_words` stands each token with the forms it may be compared by; `atodds_names` puts names into `doc.spans["names"]`, labelled
place, people, person or name. The grammars' mentions come in as `doc.spans["quantities"]` and `doc.spans["dates"]`, set by
`Extractor` before the pipeline runs, since they decide whether a sentence is worth parsing at all.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span

from atodds.claims.measure_classes import MeasureClasses, load_measure_classes
from atodds.extraction.lexicon import Lexicon, load_lexicon
from atodds.extraction.word_forms import WordForms
from atodds.seeds import seeds_in_use

__all__ = ["DATES", "FORMS", "NAMES", "QUANTITIES", "TOKENS", "Rules", "load_rules"]

QUANTITIES, DATES, NAMES = "quantities", "dates", "names"
FORMS = "atodds_forms"  # key in doc.user_data: the forms of each token
TOKENS = "atodds_tokens"  # key in doc.user_data: the text of each token; walking a Doc costs more than anything done with its tokens

_CONNECTORS = frozenset({"of", "the", "for", "and", "on", "-", "–", "de", "al", "el", "&", "bin", "van", "von", "da", "du", "la", "le"})


@dataclass(frozen=True)
class Rules:
    """Everything the rules are steered by: classes of measures, framing words, and the look-ups made from them."""

    classes: MeasureClasses
    lexicon: Lexicon
    forms: WordForms
    base_time: str = "second"  # the unit that stretches of time are told in


@lru_cache(maxsize=8)
def load_rules(seeds_folder: Path | None = None) -> Rules:
    """The rules of a seeds folder; of the one in use without."""
    seeds_folder = seeds_folder or seeds_in_use()
    lexicon = load_lexicon(seeds_folder / "framing")
    return Rules(classes=load_measure_classes(seeds_folder), lexicon=lexicon, forms=WordForms(lexicon.irregular))


@Language.factory("atodds_words", default_config={"seeds": None})
def make_words(nlp: Language, name: str, seeds: str | None) -> Any:
    """Stands each token with its forms, in `doc.user_data`."""
    rules = load_rules(Path(seeds) if seeds else None)

    def words(doc: Doc) -> Doc:
        strings = doc.vocab.strings
        tokens = [strings[orth] for orth in doc.to_array(["ORTH"]).tolist()]
        doc.user_data[TOKENS] = tokens
        doc.user_data[FORMS] = list(map(rules.forms.of, tokens))
        return doc

    return words


@Language.factory("atodds_names", default_config={"seeds": None})
def make_names(nlp: Language, name: str, seeds: str | None) -> Any:
    """Puts names into `doc.spans["names"]`: runs of capitalised words, labelled place, people, person or name."""
    rules = load_rules(Path(seeds) if seeds else None)

    def names(doc: Doc) -> Doc:
        doc.spans[NAMES] = find_names(doc, rules.lexicon)
        return doc

    return names


def find_names(doc: Doc, lexicon: Lexicon) -> list[Span]:
    """Names by shape: a run of capitalised words, small connecting words inside it included ("Confederation of Mountain Peoples").

    A capitalised word that opens the sentence counts when the tagger calls it a proper noun or the seeds know it as place or people.
    A run splits where two names merely stand side by side: at a possessive, at a comma, and at "and" between two known places.
    """
    taken = [False] * len(doc)
    for key in (QUANTITIES, DATES):
        for span in doc.spans.get(key, []):
            for index in range(span.start, span.end):
                taken[index] = True
    known = lexicon.places
    people = lexicon.demonyms
    strings = doc.vocab.strings
    tokens: list[str] = doc.user_data[TOKENS]
    tags = [strings[tag] for tag in doc.to_array(["TAG"]).tolist()]
    shouting = sum(text.isupper() for text in tokens if text.isalpha()) > 0.6 * max(sum(text.isalpha() for text in tokens), 1)
    titled = _is_title_case(tokens)

    def begins_name(index: int) -> bool:
        text = tokens[index]
        if taken[index] or not text[:1].isupper() or text.lower() in lexicon.no_names or not any(c.isalpha() for c in text):
            return False
        lower = text.lower()
        if lower in known or lower in people or (lower.endswith("s") and lower[:-1] in people):
            return True
        if text.isupper() and len(text) > 2 and not shouting:
            return True  # WHO, AFAD: whatever the tagger takes them for
        if shouting or titled:
            return tags[index] in {"NNP", "NNPS"}
        first = index == 0 or tokens[index - 1] in {".", ":", "—", "“", "‘", '"', "|", "-", "•", "("}
        return tags[index] in {"NNP", "NNPS"} or (not first and tags[index] in {"JJ", "NN", "NNS", "FW"} and len(text) > 1)

    spans: list[Span] = []
    index = 0
    while index < len(tokens):
        if not begins_name(index):
            index += 1
            continue
        end = index + 1
        while end < len(tokens):
            if begins_name(end):
                if _known_length(tokens, index, end, known, people) and tokens[end].lower() in people:
                    break
                end += 1
                continue
            step = end
            while step < len(tokens) and tokens[step].lower() in _CONNECTORS and step - end < 2:
                step += 1
            joined = tokens[end].lower() in _CONNECTORS and step < len(tokens) and step > end and begins_name(step)
            if not joined:
                break
            if tokens[end].lower() == "and" and not _and_joins(tokens, index, end, step, known, people):
                break
            if tokens[end].lower() in {"on", "for", "la", "le", "da", "the"} and tokens[end].lower() != "the" and end - index < 2:
                break
            if tokens[end].lower() == "the":
                break
            if tokens[end].lower() == "of" and _known_length(tokens, index, end, known, people) and tokens[index].lower() in known:
                break
            end = step + 1
        label = _label(tokens, index, end, known, people, lexicon.titles)
        if label == "name" and end == index + 1 and tags[index] == "NNPS":
            label = "people"  # a plural name nobody listed is mostly a people
        spans.append(Span(doc, index, end, label=label))
        index = end
    return spans


def _is_title_case(tokens: list[str]) -> bool:
    """Whether this is a headline in which every longer word has a capital, so that a capital says nothing."""
    words = [text for text in tokens if text.isalpha() and len(text) > 3]
    return len(words) > 3 and sum(text[0].isupper() for text in words) >= 0.85 * len(words)


def _known_length(tokens: list[str], start: int, end: int, known: Mapping[str, str], people: Mapping[str, str]) -> bool:
    text = " ".join(tokens[start:end]).lower()
    return text in known or text in people


def _and_joins(tokens: list[str], start: int, end: int, step: int, known: Mapping[str, str], people: Mapping[str, str]) -> bool:
    """Whether "and" at `end` stands inside one name: "Bosnia and Herzegovina", not "Turkey and Syria"."""
    text = " ".join([*tokens[start:end], "and", tokens[step]]).lower()
    return text in known


def _label(tokens: list[str], start: int, end: int, known: Mapping[str, str], people: Mapping[str, str], titles: frozenset[str]) -> str:
    text = " ".join(tokens[start:end]).lower()
    if text in known:
        return "place"
    if text in people or (text.endswith("s") and text[:-1] in people):
        return "people"
    parts = [part.strip() for part in text.replace("–", "-").split("-") if part.strip()]
    if len(parts) > 1 and all(part in people for part in parts):
        return "people"
    if (start and tokens[start - 1].lower() in titles) or tokens[start].lower() in titles:
        return "person"
    return "name"
