"""Names as subjects: cleaned of article, title and possessive, and the place, state or group a name stands for."""

from __future__ import annotations

import re
from functools import lru_cache

from atodds.extraction.components import Rules, load_rules
from atodds.extraction.measures import is_people_name
from atodds.extraction.parsed import Name, ParsedSentence, QuantityAt

__all__ = ["PARTNER_WORDS", "POSSESSIVE", "actor_of", "clean_name", "main_place", "modifies_noun", "people_name", "place_of"]

PARTNER_WORDS = frozenset({"with", "to", "from", "by", "against", "via", "through", "than"})  # before the other side of a dealing
POSSESSIVE = re.compile(r"[’']s?$")


_DIRECTION = re.compile(
    r"^(?:north|south|east|west|northern|southern|eastern|western|central)(?:[- ]?(?:east|west)(?:ern)?)?(?: of)? (?:the )?"
)


@lru_cache(maxsize=20_000)
def clean_name(text: str) -> str:
    """A name without article, possessive and title: "the President Saakashvili's" is "Saakashvili"."""
    cleaned = POSSESSIVE.sub("", text.strip(" ,.;:'\"“”‘’()"))
    cleaned = re.sub(r"^(?:the|The)\s+", "", cleaned)
    cleaned = load_rules().lexicon.dropped_title.sub("", cleaned)
    return re.sub(r"\s+", " ", cleaned)


def place_of(text: str, rules: Rules) -> str | None:
    """The place a name is, or is the people of: "Syrian" to "Syria"; None for a name the seeds do not know."""
    lower = clean_name(text).lower()
    lexicon = rules.lexicon
    found = lexicon.places.get(lower) or lexicon.demonyms.get(lower) or lexicon.demonyms.get(lower.removesuffix("s"))
    if found is None:
        bare = _DIRECTION.sub("", lower)
        found = lexicon.places.get(bare) if bare != lower else None
    return found


def actor_of(sentence: ParsedSentence, name: Name, rules: Rules) -> str | None:
    """The state that acts under a name: a seat of government, or a body named after its state; None when the name acts for itself."""
    text = clean_name(name.text)
    seat = rules.lexicon.seats.get(text.lower())
    if seat is not None:
        return seat
    words = text.split()
    for count in (2, 1):
        if len(words) > count and (place := rules.lexicon.demonyms.get(" ".join(words[:count]).lower())):
            body = rules.forms.of(words[-1])
            return place if body & rules.lexicon.institutions else None
    if name.kind in {"person", "name"} and name.start >= 2 and len(words) <= 2:
        before = sentence.tokens[name.start - 2 : name.start]
        if rules.forms.of(before[1]) & rules.lexicon.institutions:  # "the Abkhaz leader Ardzinba"
            return rules.lexicon.demonyms.get(before[0].lower())
    return None


def people_name(sentence: ParsedSentence, quantity: QuantityAt, rules: Rules) -> str | None:
    """The group a count of people is of: "Syrian nationals", "firefighters", "Georgians" beside a percentage."""
    told = _told_of(sentence, quantity, rules)
    if told is not None:
        return told
    noun = quantity.noun
    if noun is None:
        return None
    lower = sentence.lowers[noun]
    if is_people_name(lower, rules):
        return sentence.tokens[noun]
    parts = [
        index
        for index in sentence.children(noun)
        if index < noun and sentence.deps[index] in {"amod", "compound", "nmod"} and index >= quantity.end - 1
    ]
    named = [index for index in parts if is_people_name(sentence.lowers[index], rules)]
    if named:
        return (
            f"{sentence.tokens[named[-1]]} {sentence.tokens[noun]}"
            if sentence.forms[noun] & rules.lexicon.people_nouns
            else sentence.tokens[named[-1]]
        )
    if sentence.forms[noun] & rules.lexicon.people_groups:
        first = min([noun, *[index for index in parts if sentence.tags[index].startswith("JJ") or sentence.deps[index] == "compound"]])
        return sentence.text_of(first, noun + 1).lower()
    return None


def _told_of(sentence: ParsedSentence, quantity: QuantityAt, rules: Rules) -> str | None:
    """The group a clause says the counted are: "26 of the dead were foreign nationals", "101 are women"."""
    follows = quantity.end
    if follows + 1 < len(sentence.tokens) and "be" in sentence.forms[follows]:  # "... and 55 are men", whatever the parser made of it
        ahead = next((token for token in range(follows + 1, min(follows + 4, len(sentence.tokens))) if sentence.is_noun(token)), None)
        if ahead is not None and sentence.forms[ahead] & rules.lexicon.people_groups:
            return sentence.text_of(follows + 1, ahead + 1)
    verb = sentence.heads[quantity.noun_or_root]
    subject = any(
        sentence.deps[token] in {"nsubj", "nsubjpass"} and sentence.heads[token] == verb for token in (quantity.root, quantity.noun_or_root)
    )
    if not subject or "be" not in sentence.forms[verb]:
        return None
    for attribute in sentence.children(verb):
        if sentence.deps[attribute] != "attr" or attribute < quantity.end or not sentence.is_noun(attribute):
            continue
        if is_people_name(sentence.lowers[attribute], rules):
            return sentence.tokens[attribute]
        if sentence.forms[attribute] & rules.lexicon.people_groups:
            start = attribute
            while start > verb + 1 and sentence.tags[start - 1] in {"JJ", "NN", "NNP"} and sentence.heads[start - 1] == attribute:
                start -= 1
            return sentence.text_of(start, attribute + 1)
    return None


def main_place(sentence: ParsedSentence, rules: Rules) -> str | None:
    """The place a sentence is about: its subject when that is a place or of a people, else its first known place."""
    best: tuple[float, str] | None = None
    for name in sentence.names:
        place = place_of(name.text, rules)
        if place is None or (name.kind == "people" and not _acts_for_state(sentence, name, rules)):
            continue
        price = 0.05 * name.start
        up = sentence.path_up(name.root)[:4]
        if name.kind != "people" and any(sentence.deps[step] in {"nsubj", "nsubjpass"} for step in up):
            price -= 1.0
        if name.start and sentence.lowers[name.start - 1] in PARTNER_WORDS:
            price += 0.8
        if name.kind == "people":
            price += 1.0
        if best is None or price < best[0]:
            best = (price, place)
    return best[1] if best else None


def _acts_for_state(sentence: ParsedSentence, name: Name, rules: Rules) -> bool:
    """Whether the name of a people modifies a body of their state: "the Georgian parliament", not "Georgian villages"."""
    return modifies_noun(sentence, name) and bool(sentence.forms[sentence.heads[name.root]] & rules.lexicon.institutions)


def modifies_noun(sentence: ParsedSentence, name: Name) -> bool:
    """Whether a name stands before a noun it describes: "the Syrian side", "China trade"."""
    head = sentence.heads[name.root]
    return head > name.root and sentence.deps[name.root] in {"amod", "compound", "nmod", "poss"} and sentence.is_noun(head)
