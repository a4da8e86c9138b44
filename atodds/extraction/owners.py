"""Whose figure it is by the sentence's own construction, whatever names stand nearer.

"70 % of Turkish gas imports" are Turkey's, though Russia is the sentence's subject; "40 % of Ossetians live in the north" is a share of the
Ossetians, not of the north. Each rule here reads one construction off the tree and says nothing where it does not find it; then the names
of the sentence are weighed by distance (`atodds.extraction.subjects`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from atodds.extraction.components import Rules
from atodds.extraction.measures import MeasureChoice, is_people_name
from atodds.extraction.naming import clean_name, modifies_noun, place_of
from atodds.extraction.parsed import Name, ParsedSentence, QuantityAt

__all__ = ["Owner", "inner_subject", "owner_of"]

_OPINIONS = frozenset({"vote_share", "survey_share", "population_share"})  # shares of people asked, voting or living somewhere
_ONE_SIDED = frozenset({"export", "import"})  # wholes that stay their owner's even where the partner is the sentence's subject
_NEAR = frozenset({"near", "outside", "beside"})


@dataclass(frozen=True, slots=True)
class Owner:
    """Subject of a figure, and the facet the same construction names."""

    subject: str
    facet: str | None = None


def owner_of(sentence: ParsedSentence, quantity: QuantityAt, choice: MeasureChoice, governing: Name | None, rules: Rules) -> Owner | None:
    """The owner by the first construction that is there; None when none is.

    Args:
        sentence: the sentence.
        quantity: the figure.
        choice: its measure.
        governing: the name that is the subject of the figure's clause, if there is one.
        rules: words.
    """
    for rule in _RULES:
        owner = rule(sentence, quantity, choice, governing, rules)
        if owner is not None:
            return owner
    return None


def inner_subject(sentence: ParsedSentence, verb: int) -> int | None:
    """Who is to act in an infinitive that hangs on a noun: in "Georgia's plans to mass soldiers", Georgia."""
    if sentence.deps[verb] != "acl" or not any(sentence.tags[child] == "TO" for child in sentence.children(verb)):
        return None
    return next((child for child in sentence.children(sentence.heads[verb]) if sentence.deps[child] == "poss"), None)


def _share_of_whole(
    sentence: ParsedSentence, quantity: QuantityAt, choice: MeasureChoice, governing: Name | None, rules: Rules
) -> Owner | None:
    """A share is of the owner of what follows "of": "17 % of Georgia's territory", "5 % of Georgian exports"."""
    if choice.claim_type.dimension != "percent" or choice.claim_type.claim_type in _OPINIONS:
        return None
    whole = _of_what(sentence, quantity)
    if whole is None or sentence.forms[whole] & rules.lexicon.people_nouns:
        return None
    owner = _owner_at(sentence, whole, rules)
    if owner is None:
        return None
    subject = place_of(owner.text, rules) or clean_name(owner.text)
    if governing is None or governing is owner or governing.kind == "people":
        return Owner(subject)
    holder = place_of(governing.text, rules) or clean_name(governing.text)
    if holder == subject:
        return Owner(subject)
    if sentence.forms[whole] & _ONE_SIDED:
        return Owner(subject, holder)
    return Owner(holder, subject)  # "Abkhazia covers 9 % of Georgia's territory" tells of Abkhazia


def _owner_at(sentence: ParsedSentence, noun: int, rules: Rules) -> Name | None:
    """The name a noun belongs to: its possessive, the people it is of, or the place after its own "of"."""
    for name in sentence.names:
        if name.start <= noun < name.end:
            return name if place_of(name.text, rules) is not None and name.kind == "place" else None
    for name in sentence.names:
        head = sentence.heads[name.root]
        if head == noun and sentence.deps[name.root] == "poss":
            return name
        if head == noun and name.kind == "people" and modifies_noun(sentence, name) and place_of(name.text, rules):
            return name
        if name.kind != "people" and sentence.lowers[head] == "of" and sentence.heads[head] == noun:
            return name
    return None


def _of_what(sentence: ParsedSentence, quantity: QuantityAt) -> int | None:
    """The noun after the "of" that follows a share; a relative pronoun stands for the noun its clause hangs on."""
    at = quantity.end
    if at >= len(sentence.tokens) or sentence.lowers[at] != "of":
        return None
    found = next((child for child in sentence.children(at) if sentence.deps[child] == "pobj"), None)
    if found is None or sentence.lowers[found] not in {"which", "whom"}:
        return found
    clause = next((step for step in sentence.path_up(found) if sentence.deps[step] == "relcl"), None)
    if clause is None:
        return None
    noun = sentence.heads[clause]
    if sentence.deps[noun] == "attr":  # "the Svans are mountain people, a third of whom ..."
        return next((child for child in sentence.children(sentence.heads[noun]) if sentence.deps[child] == "nsubj"), noun)
    return noun


def _share_of_group(
    sentence: ParsedSentence, quantity: QuantityAt, choice: MeasureChoice, governing: Name | None, rules: Rules
) -> Owner | None:
    """A share of a group that lives in a place is the group's: "only 40 % of Ossetians lived in South Ossetia"."""
    if choice.claim_type.claim_type != "population_share":
        return None
    noun = _of_what(sentence, quantity)
    verb = next((step for step in sentence.path_up(quantity.root) if sentence.tags[step].startswith("VB")), None)
    if noun is None or verb is None or not sentence.forms[verb] & rules.lexicon.dwelling:
        return None
    group = next((name for name in sentence.names if name.start <= noun < name.end and place_of(name.text, rules) != name.text), None)
    if group is None or not sentence.tags[group.root].startswith("N"):
        return None
    below = set(sentence.subtree(verb)) - set(sentence.subtree(quantity.root))
    where = next((name for name in sentence.names if name.kind == "place" and name.root in below), None) or _antecedent(sentence, verb)
    return Owner(clean_name(group.text), (place_of(where.text, rules) or clean_name(where.text)) if where is not None else None)


def _group_numbered(
    sentence: ParsedSentence, quantity: QuantityAt, choice: MeasureChoice, governing: Name | None, rules: Rules
) -> Owner | None:
    """A people without a state of its own that "numbered" so many is its own subject where no place is named."""
    if choice.claim_type.claim_type != "population" or any(name.kind == "place" for name in sentence.names):
        return None
    verb = sentence.heads[quantity.root]
    if "number" not in sentence.forms[verb] or not sentence.tags[verb].startswith("VB") or governing is None:
        return None
    plural = sentence.tags[governing.root] in {"NNS", "NNPS"}
    return Owner(clean_name(governing.text)) if plural and place_of(governing.text, rules) is None else None


def _seats_in_house(
    sentence: ParsedSentence, quantity: QuantityAt, choice: MeasureChoice, governing: Name | None, rules: Rules
) -> Owner | None:
    """Seats are the legislature's, whoever wins them."""
    if choice.measure not in {"seats", "parliament_seats"}:
        return None
    house = next((name for name in sentence.names if sentence.forms[name.end - 1] & rules.lexicon.legislatures), None)
    if house is None:
        return None
    winner = clean_name(governing.text) if governing is not None and governing is not house else None
    return Owner(clean_name(house.text), winner)


def _named_force(
    sentence: ParsedSentence, quantity: QuantityAt, choice: MeasureChoice, governing: Name | None, rules: Rules
) -> Owner | None:
    """A figure that measures a force by its name: "a 5,000-strong Georgian National Guard"."""
    if choice.claim_type.claim_type != "troops":
        return None
    head = next((step for step in sentence.path_up(quantity.root)[1:4] if sentence.is_noun(step)), -1)
    for name in sentence.names:
        if name.kind == "name" and quantity.end <= name.start <= head < name.end:
            return Owner(clean_name(name.text))
    return None


def _counted_there(
    sentence: ParsedSentence, quantity: QuantityAt, choice: MeasureChoice, governing: Name | None, rules: Rules
) -> Owner | None:
    """People counted "in" a place, or in the clause that "where" opens behind it, are that place's."""
    if choice.claim_type.claim_type != "population" or quantity.noun is None:
        return None
    where = None
    for name in sentence.names:
        preposition = sentence.heads[name.root]
        if name.kind != "people" and sentence.lowers[preposition] == "in" and sentence.heads[preposition] == quantity.noun < preposition:
            where = name
    if where is None:
        verb = next((step for step in sentence.path_up(quantity.root) if sentence.tags[step].startswith("VB")), None)
        where = _antecedent(sentence, verb) if verb is not None else None
    if where is None:
        return None
    lower = sentence.lowers[quantity.noun]
    group = sentence.tokens[quantity.noun] if is_people_name(lower, rules) else None
    return Owner(place_of(where.text, rules) or clean_name(where.text), group)


def _antecedent(sentence: ParsedSentence, verb: int) -> Name | None:
    """The place a clause opened by "where" tells of: in "Sumgait near Baku, where ...", Sumgait."""
    if sentence.deps[verb] != "relcl" or not any(sentence.lowers[child] == "where" for child in sentence.children(verb)):
        return None
    head = sentence.heads[verb]
    place = next((name for name in sentence.names if name.start <= head < name.end and name.kind != "people"), None)
    if place is not None and place.start and sentence.lowers[place.start - 1] in _NEAR:
        nearer = next((name for name in sentence.names if name.end == place.start - 1 and name.kind != "people"), None)
        return nearer or place
    return place


_Rule = Callable[[ParsedSentence, QuantityAt, MeasureChoice, Name | None, Rules], Owner | None]
_RULES: tuple[_Rule, ...] = (_share_of_whole, _share_of_group, _group_numbered, _seats_in_house, _named_force, _counted_there)
