"""Which claim type a figure belongs to: from the noun it counts, its unit, and the cheapest cue.

A cue's price is its distance to the figure in the tree and in the text, raised by other figures, commas and clause ends between them,
lowered by its length and the claim type's priority. A cue of several words beats one of its own words. An anti-cue that is nearer than
the cue takes the claim type out. Without a cue the noun counted gives a measure of its own ("buildings"), or the sentence before does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from atodds.claim_types import ClaimType
from atodds.extraction.components import Rules
from atodds.extraction.parsed import Cue, ParsedSentence, QuantityAt
from atodds.extraction.word_forms import plural
from atodds.vocabulary import FrameSource

__all__ = ["MeasureChoice", "choose_measure", "colon_of_list", "counted_class", "cue_price", "is_of_a_whole"]

_GLUED_CUE = re.compile(r"[A-Za-z]{4,}$")  # "depth10.0 km", a box whose blanks were lost
_GLUED_LABEL = re.compile(r"([A-Za-z]{4,}s)(?:[:=]\s?|(?=$))$")  # "aftershocks≥30,000" of a box whose blanks were lost
_GRAND = re.compile(r"(?i)\b(?:millions?|billions?|trillions?|crores?|lakhs?|mn|bn|m)\.?$")
_MEANS_MONEY = 2.0  # a word for money that costs more makes no sum of a number without a currency
_GIVES_A_MARK = 1.5  # "a score of 53": a word for marks that costs more makes no mark of a bare number
_ON_IN_A_LIST = frozenset({",", "and", "with", "plus", "&"})
CEILING = 8.0  # a cue that costs more says nothing of the figure
OWN_NOUN = 0.0


@dataclass(frozen=True, slots=True)
class MeasureChoice:
    """The measure a figure was given, why, and at what price (0 is surest)."""

    claim_type: ClaimType
    measure: str
    source: FrameSource
    price: float
    anchor: int  # the token the measure hangs on: cue or counted noun, else the number
    cue: str | None = None
    runner_up: str | None = None


def counted_class(sentence: ParsedSentence, quantity: QuantityAt, rules: Rules) -> str:
    """What a figure can be an amount of: a unit's dimension, people, items, or bare when nothing is said."""
    mention = quantity.mention
    if mention.multiple:
        return "ratio"
    if mention.per_unit and mention.per_unit.isdigit():
        return "score"
    if mention.currency:
        return "currency"
    if mention.fraction or (mention.unit or "").startswith("percent"):
        return "percent"
    if mention.dimension and mention.dimension not in {"count", "items", "people", "dimensionless", "number"}:
        return mention.dimension
    if quantity.noun is None:
        return "bare"
    forms = sentence.forms[quantity.noun]
    lower = sentence.lowers[quantity.noun]
    if _is_no_thing(sentence, quantity.noun, rules):
        return "people"  # "1,400 killed and injured", "more than 30 hurt": whatever the tagger takes the word for
    if "point" in forms and (
        sentence.lowers[quantity.noun - 1] == "percentage" or (mention.low is not None and mention.low != int(mention.low))
    ):
        return "percent"  # "0.4 points" of GDP
    if forms & rules.lexicon.people_nouns or is_people_name(lower, rules):
        return "people"
    if sentence.tags[quantity.noun] == "NNPS" and any(name.start <= quantity.noun < name.end for name in sentence.names):
        return "people"  # a plural name nobody listed is mostly a people: "25,873 Kartvelians"
    if forms & rules.lexicon.communities and (sentence.tags[quantity.noun] != "NN" or (mention.low or 0) < 100):
        return "items"
    for form in sorted(forms):
        for measure in rules.nouns.get(form, ()):
            return rules.claim_types[measure].dimension
    return "items"


def _is_no_thing(sentence: ParsedSentence, noun: int, rules: Rules) -> bool:
    """Whether a word after a number tells what befell people rather than what is counted: a participle that is a cue of casualties."""
    participle = sentence.lowers[noun].endswith("ed") or sentence.lowers[noun] in {"hurt", "dead"}
    acts = sentence.deps[noun] == "ROOT" and any(sentence.deps[child] == "dobj" for child in sentence.children(noun))  # "1992 killed 600"
    return (
        participle
        and not acts
        and any(
            cue.start <= noun < cue.end and rules.claim_types[cue.measure].claim_type in {"casualties", "displacement"}
            for cue in sentence.cues
        )
    )


def is_people_name(lower: str, rules: Rules) -> bool:
    """Whether a word names people by their place: "Syrians", "Lebanese"."""
    people = rules.lexicon.demonyms
    return lower in people or (lower.endswith("s") and lower[:-1] in people)


def choose_measure(
    sentence: ParsedSentence,
    quantity: QuantityAt,
    rules: Rules,
    before: MeasureChoice | None,
    beside: MeasureChoice | None = None,
    credited: tuple[int, int] | None = None,
) -> MeasureChoice | None:
    """The measure of a figure, or None for a bare number nothing speaks for.

    Args:
        sentence: the sentence that holds the figure.
        quantity: the figure.
        rules: claim types and words.
        before: the measure of the nearest figure counted in people before this one, for "three Syrians, one Egyptian".
        beside: the measure of the figure before in the same sentence, for lists: "Georgians 45.7 %, Abkhaz 17.8 %".
        credited: tokens of the source of the figure, whose words are no cues: "police spoke of 338,000".
    """
    counted = counted_class(sentence, quantity, rules)
    own = _own_noun(sentence, quantity, rules, counted)
    countable = beside is not None and beside.claim_type.dimension in {"people", "items"} and quantity.mention.unit is None
    listed = countable and counted in {"people", "bare"} and colon_of_list(sentence, quantity) is not None
    part = beside if countable and (listed or is_part(sentence, quantity)) else None
    if part is not None:
        own = None
    overruled = own is not None and _overruled(sentence, quantity, rules, own)
    if own is not None and own.claim_type.priority >= 0 and not overruled:
        return own
    if counted == "bare" and named_before(sentence, quantity) is not None and "age" in rules.claim_types:
        return MeasureChoice(rules.claim_types["age"], "age", FrameSource.PHRASE, 1.0, quantity.root, "age after a name")
    if counted == "bare" and beside is not None and countable and _goes_on(sentence, quantity):
        return MeasureChoice(beside.claim_type, beside.measure, FrameSource.PHRASE, beside.price + 0.5, quantity.root, beside.cue)
    unit = time_noun(sentence, quantity) if counted == "items" else None
    if unit is not None and "duration" in rules.claim_types:
        return MeasureChoice(rules.claim_types["duration"], "duration", FrameSource.PHRASE, 2.0, quantity.root, unit)
    dimensions = _dimensions(counted)
    grand = counted == "bare" and _GRAND.search(quantity.mention.text) is not None
    if grand:
        dimensions |= {"currency"}  # "it earned 27 crore": what currency goes without saying
    if (glued := _GLUED_CUE.search(sentence.text[: quantity.mention.start])) is not None:
        for claim_type in sorted(rules.claim_types.values(), key=lambda kind: (-kind.priority, kind.measure)):
            if claim_type.dimension in dimensions and not claim_type.fallback and glued.group().lower() in claim_type.cues:
                return MeasureChoice(claim_type, claim_type.measure, FrameSource.PHRASE, 0.5, quantity.root, glued.group())
    best: tuple[float, str, Cue] | None = None
    second: str | None = None
    for cue in _longest(sentence.cues):
        claim_type = rules.claim_types[cue.measure]
        if claim_type.dimension not in dimensions or (
            claim_type.units and quantity.mention.unit and quantity.mention.unit not in claim_type.units
        ):
            continue
        if claim_type.derived and quantity.noun is None and counted == "bare":
            continue
        if claim_type.dimension in {"magnitude", "intensity"} and counted == "bare" and not 0 < (quantity.mention.low or 99) <= 12:
            continue
        if counted == "items" and claim_type.dimension == "people" and not _within_phrase(quantity, cue):
            continue
        if counted == "items" and claim_type.dimension == "people" and (quantity.mention.low or quantity.mention.high or 0) < 100:
            continue  # "three battalions", "seven military bases" are things, "a 1,000 battalion" is people
        inside = credited is not None and credited[0] <= cue.start < credited[1]
        if inside and claim_type.dimension == "people" and claim_type.claim_type != "population":
            continue
        if _of_another(sentence, quantity, cue, claim_type):
            continue
        if cue.end == cue.start + 1 and any(name.start <= cue.start < name.end and name.kind == "place" for name in sentence.names):
            continue  # "United" of the United States is no unit
        if part is not None and not sentence.tags[cue.root].startswith(("VB", "JJ")):
            continue
        if cue.measure == "troops" and _beside_women(sentence, quantity, cue, rules):
            continue
        if _hyphenated(sentence, cue) or (overruled and quantity.noun is not None and cue.start <= quantity.noun < cue.end):
            continue
        if claim_type.measure == "growth" and _level_after(sentence, quantity):
            continue
        price = cue_price(sentence, quantity, cue) - 0.4 * claim_type.priority
        if claim_type.dimension == "score" and counted == "bare" and price > _GIVES_A_MARK:
            continue
        if grand and claim_type.dimension == "currency" and price > _MEANS_MONEY:
            continue
        if price > CEILING:
            continue
        if any(anti.measure == cue.measure and cue_price(sentence, quantity, anti) < price for anti in sentence.anti_cues):
            continue
        if best is None or price < best[0]:
            second = best[1] if best else None
            best = (price, cue.measure, cue)
    if best is not None and best[1] == "population_share":
        best = _share_told_by_subject(sentence, quantity, rules) or best
    if part is not None and part.claim_type.derived:
        measure = _own_state(sentence, quantity, part.measure, rules)
        return MeasureChoice(part.claim_type, measure, FrameSource.PHRASE, part.price + 0.5, quantity.root, part.cue)
    if part is not None and (best is None or best[0] > (1.6 if best[2].start < quantity.start else 2.2)):
        return MeasureChoice(part.claim_type, part.measure, FrameSource.PHRASE, part.price + 0.5, quantity.root, part.cue)
    if best is not None:
        price, measure, cue = best
        claim_type = rules.claim_types[measure]
        name = _derived_name(sentence, quantity, rules) if claim_type.derived else measure
        text = sentence.text_of(cue.start, cue.end)
        return MeasureChoice(claim_type, name or measure, FrameSource.PHRASE, max(price, 0.0), cue.root, text, second)
    if own is not None:
        return own
    if beside is not None and not beside.claim_type.derived and beside.claim_type.dimension == counted and counted == "percent":
        return MeasureChoice(beside.claim_type, beside.measure, beside.source, beside.price + 1.0, quantity.root, beside.cue)
    if counted == "percent" and _group_beside(sentence, quantity) and "population_share" in rules.claim_types:
        return MeasureChoice(rules.claim_types["population_share"], "population_share", FrameSource.PHRASE, 3.0, quantity.root)
    beside_things = counted == "bare" and _joined_to_things(sentence, quantity, rules)
    if counted in {"bare", "people"} and before is not None and not beside_things and not _has_its_own_verb(sentence, quantity, rules):
        return MeasureChoice(before.claim_type, before.measure, FrameSource.PREVIOUS_SENTENCE, 5.0, quantity.root, before.cue)
    if beside_things and (things := _things_before(sentence, quantity)) is not None:
        return _derived(sentence, replace(quantity, noun=things), rules, "count")
    label = _GLUED_LABEL.search(sentence.text[: quantity.mention.start]) if counted == "bare" else None
    if label and "count" in rules.claim_types:
        return MeasureChoice(
            rules.claim_types["count"], plural(label.group(1).lower()), FrameSource.PHRASE, 2.0, quantity.root, label.group(1)
        )
    if counted == "people":
        return _derived(sentence, quantity, rules, "count")
    for claim_type in sorted(rules.claim_types.values(), key=lambda kind: (not kind.units, kind.measure)):
        if claim_type.fallback and claim_type.dimension == counted and (not claim_type.units or quantity.mention.unit in claim_type.units):
            if claim_type.derived:
                return _derived(sentence, quantity, rules, claim_type.measure)
            return MeasureChoice(claim_type, claim_type.measure, FrameSource.PHRASE, 4.0, quantity.root)
    return None


def _things_before(sentence: ParsedSentence, quantity: QuantityAt) -> int | None:
    """The noun that the figure before one counts."""
    before = [other for other in sentence.quantities if other.end <= quantity.start]
    return before[-1].noun if before and before[-1].mention.unit in (None, "items") else None


def _joined_to_things(sentence: ParsedSentence, quantity: QuantityAt, rules: Rules) -> bool:
    """Whether a bare figure goes on from one of things in its sentence: "287,000 houses fully and 662,000 partially destroyed"."""
    if quantity.noun is not None or "and" not in sentence.lowers[max(quantity.start - 2, 0) : quantity.start]:
        return False
    noun = _things_before(sentence, quantity)
    return noun is not None and not sentence.forms[noun] & (rules.lexicon.people_nouns | rules.lexicon.attributes)


def _has_its_own_verb(sentence: ParsedSentence, quantity: QuantityAt, rules: Rules) -> bool:
    """Whether people counted do something that no claim type knows: "our teams reached 45,000 people", "6 million people need help".

    Then they are not those of the sentence before. Verbs that only list or tell ("counted", "include", "are") leave it open.
    """
    noun = quantity.noun
    if noun is None or sentence.deps[noun] not in {"nsubj", "nsubjpass", "dobj"}:
        return False
    verb = sentence.heads[noun]
    forms = sentence.forms[verb]
    if not sentence.tags[verb].startswith("VB") or (quantity.mention.low or 0) < 100:
        return False
    if "expect" in forms and sentence.deps[noun] == "nsubjpass":
        return True  # "some 100,000 had been expected": those who were to come
    return not (forms & rules.lexicon.saying or forms & rules.lexicon.telling)


def colon_of_list(sentence: ParsedSentence, quantity: QuantityAt) -> int | None:
    """The colon before the list a figure stands in, where the list breaks a figure down: "173 died: 99 firemen, 11 policemen"."""
    colon = next((index for index in range(quantity.start - 1, 0, -1) if sentence.tokens[index] == ":"), None)
    if colon is None or not any(other.end <= colon for other in sentence.quantities):
        return None
    after = [other for other in sentence.quantities if other.start > colon]
    end = min(max(quantity.end + 3, after[-1].end), len(sentence.tokens))
    verbs = any(sentence.tags[index] in {"VBD", "VBZ", "VBP", "MD"} for index in range(colon + 1, end))
    return colon if len(after) > 1 and not verbs else None


def _own_state(sentence: ParsedSentence, quantity: QuantityAt, measure: str, rules: Rules) -> str:
    """The measure of a part by what happened to it: "2 million houses were damaged, of which 897,000 were destroyed"."""
    noun = next((measure.removesuffix(f"_{state}") for state in rules.lexicon.state_names if measure.endswith(f"_{state}")), None)
    if noun is None:
        return measure
    ahead = [state for start, _, state in sentence.find(rules.lexicon.states) if 0 <= start - quantity.end <= 4]
    return f"{noun}_{ahead[0]}" if ahead else measure


def _share_told_by_subject(sentence: ParsedSentence, quantity: QuantityAt, rules: Rules) -> tuple[float, str, Cue] | None:
    """The share a clause is about: in "poverty reached 45% of the population" the population is what it is a share of."""
    for cue in _longest(sentence.cues):
        claim_type = rules.claim_types[cue.measure]
        if claim_type.dimension != "percent" or claim_type.fallback or claim_type.priority <= 0 or cue.start >= quantity.start:
            continue
        about = sentence.deps[cue.root] in {"nsubj", "nsubjpass", "nsubj:pass"}
        if about and sentence.clause_of(cue.root) == sentence.clause_of(quantity.root):
            return (max(cue_price(sentence, quantity, cue), 0.0), cue.measure, cue)
    return None


def cue_price(sentence: ParsedSentence, quantity: QuantityAt, cue: Cue) -> float:
    """How far a cue is from a figure; 0 is the noun counted itself."""
    anchors = [quantity.root] if quantity.noun is None else [quantity.root, quantity.noun]
    if quantity.noun is not None and cue.start <= quantity.noun < cue.end:
        return OWN_NOUN - 0.3 * (cue.end - cue.start - 1)
    tree = min(sentence.tree_distance(anchor, cue.root) for anchor in anchors)
    if cue.start >= quantity.end:
        low, high = quantity.end, cue.start
    elif cue.end <= quantity.start:
        low, high = cue.end, quantity.start
    else:
        low = high = cue.start  # the cue stands inside the mention ("80 seconds", "two-week")
    gap = high - low
    price = 0.6 * tree + 0.12 * gap - 0.3 * (cue.end - cue.start - 1)
    for other in sentence.quantities:
        if other is not quantity and low <= other.start and other.end <= high:
            price += 1.2
    for index in range(low, high):
        text = sentence.tokens[index]
        if text == ",":
            price += 0.5
        elif text in {";", ":", "•", "–", "—", "|"}:
            price += 1.2
        elif text in {"while", "whereas", "but"}:
            price += 0.8
        elif text == "and":
            price += 0.25
    return price


def time_noun(sentence: ParsedSentence, quantity: QuantityAt) -> str | None:
    """The unit of time a number counts where the grammar saw none: "two more months"."""
    if quantity.noun is None or quantity.mention.unit is not None:
        return None
    return next((unit for unit in ("minute", "hour", "day", "week", "month", "year") if unit in sentence.forms[quantity.noun]), None)


def named_before(sentence: ParsedSentence, quantity: QuantityAt) -> str | None:
    """The person whose age a bare number between commas is: "Ana Reyes, 24, said"."""
    low = quantity.mention.low
    if low is None or low != quantity.mention.high or not 1 <= low <= 115 or low != int(low) or quantity.start < 2:
        return None
    after = sentence.tokens[quantity.end] if quantity.end < len(sentence.tokens) else "."
    if sentence.tokens[quantity.start - 1] not in {",", "("} or after not in {",", ".", ")"} or quantity.mention.spelled:
        return None
    name = next((name for name in sentence.names if name.end == quantity.start - 1 and name.kind in {"person", "name"}), None)
    return name.text if name is not None and name.end - name.start >= 2 else None


def _goes_on(sentence: ParsedSentence, quantity: QuantityAt) -> bool:
    """Whether a bare number goes on with the count before it, elsewhere: "21 cases, 18 in the north and 3 in the south"."""
    before = sentence.lowers[quantity.start - 1] if quantity.start else ""
    after = sentence.lowers[quantity.end] if quantity.end < len(sentence.lowers) else ""
    return before in _ON_IN_A_LIST and after in {"in", "from", "at", "near", "across"}


def _level_after(sentence: ParsedSentence, quantity: QuantityAt) -> bool:
    """Whether a share is what something moved to or from, not by how much: "had decreased to 76%"."""
    at = quantity.start - 1
    while at > 0 and sentence.lowers[at] in {"between", "about", "around", "some", "almost", "nearly", "just", "only", "over", "roughly"}:
        at -= 1
    before = sentence.lowers[at] if at >= 0 else ""
    return before in {"to", "at", "from"} or sentence.lowers[quantity.start] in {"to", "at", "from"}


def is_part(sentence: ParsedSentence, quantity: QuantityAt) -> bool:
    """Whether the figure is a part of the one before: "22 of them", "12 of whom"; also in a list behind a colon."""
    if quantity.mention.unit is None and quantity.mention.currency is None and colon_of_list(sentence, quantity) is not None:
        return True
    after = sentence.lowers[quantity.end : quantity.end + 2]
    before = sentence.lowers[max(quantity.start - 2, 0) : quantity.start]
    if len(before) == 2 and before[0] in {"of", "among"} and before[1] in {"which", "whom"}:
        return True
    return len(after) == 2 and after[0] == "of" and after[1] in {"them", "whom", "these", "those", "which"}


def is_of_a_whole(sentence: ParsedSentence, quantity: QuantityAt, rules: Rules) -> bool:
    """Whether the figure is a part of a whole its sentence names: "26 of the dead", "of the victims, 98 were women and 56 men"."""
    mention = quantity.mention
    if mention.unit or mention.currency or mention.fraction:
        return False
    if _definite_plural(sentence, quantity.end, rules):
        return True
    opens = next((index for index in range(min(quantity.start, 2)) if sentence.lowers[index] in {"of", "among"}), None)
    if opens is not None and opens in sentence.path_up(quantity.root):
        return False  # "of the 750 on board, 104 lived": the 750 are the whole
    return opens is not None and (
        sentence.lowers[opens + 1 : opens + 2] in (["them"], ["these"], ["those"]) or _definite_plural(sentence, opens, rules)
    )


def _definite_plural(sentence: ParsedSentence, at: int, rules: Rules) -> bool:
    """Whether "of the dead", "of its districts", "among the 154 victims" stands at a token."""
    words = sentence.lowers[at : at + 2]
    if len(words) < 2 or words[0] not in {"of", "among"} or words[1] not in {"the", "its", "their", "those", "these"}:
        return False
    for token in range(at + 2, min(at + 6, len(sentence.tokens))):
        if sentence.tags[token] in {"NNS", "NNPS"} or sentence.lowers[token] in rules.lexicon.people_participles:
            return True
        if sentence.tags[token] not in {"JJ", "CD", "VBN", "NN", "NNP"}:
            return False
    return False


def _of_another(sentence: ParsedSentence, quantity: QuantityAt, cue: Cue, claim_type: ClaimType) -> bool:
    """Whether a cue is the very noun another figure counts: the pupils of "325 pupils" say nothing of the 475 aboard."""
    if claim_type.dimension != "people" or claim_type.claim_type in {"casualties", "displacement", "population"}:
        return False
    return any(other is not quantity and other.noun is not None and cue.start <= other.noun < cue.end for other in sentence.quantities)


def _measures_named(sentence: ParsedSentence, rules: Rules) -> frozenset[str]:
    """Measures that the sentence has a cue of."""
    return frozenset(cue.measure for cue in sentence.cues if cue.measure in rules.claim_types)


def _beside_women(sentence: ParsedSentence, quantity: QuantityAt, cue: Cue | None, rules: Rules) -> bool:
    """Whether the men counted are men beside women or children, and no soldiers: "98 women and 56 men"."""
    if quantity.noun is None or not sentence.forms[quantity.noun] & {"man", "men"}:
        return False
    if cue is not None and not cue.start <= quantity.noun < cue.end:
        return False
    return any(forms & rules.lexicon.beside_men for forms in sentence.forms)


def _within_phrase(quantity: QuantityAt, cue: Cue) -> bool:
    """Whether a cue stands between the number and the noun it counts: "a 2,000 police force", "100,000 strong reserve forces"."""
    return quantity.noun is not None and quantity.start <= cue.start and cue.end <= quantity.noun + 1


def _hyphenated(sentence: ParsedSentence, cue: Cue) -> bool:
    """Whether a cue is only the first half of a compound: "rebel-held"."""
    return cue.end + 1 < len(sentence.tokens) and sentence.tokens[cue.end] == "-" and sentence.tags[cue.end + 1] in {"VBN", "VBD", "JJ"}


def _group_beside(sentence: ParsedSentence, quantity: QuantityAt) -> bool:
    """Whether the name of a people stands directly beside a percentage."""
    return any(
        name.kind == "people" and (0 <= quantity.start - name.end <= 1 or 0 <= name.start - quantity.end <= 1) for name in sentence.names
    )


def _dimensions(counted: str) -> frozenset[str]:
    if counted == "bare":
        return frozenset({"people", "items", "magnitude", "intensity", "score"})
    if counted == "items":
        return frozenset({"items", "people"})
    return frozenset({counted})


def _longest(cues: Iterable[Cue]) -> list[Cue]:
    """Cues that are no part of a longer cue: "killed or missing" hides "killed" and "missing"."""
    all_cues = list(cues)
    return [
        cue
        for cue in all_cues
        if not any(
            other.start <= cue.start and cue.end <= other.end and other.end - other.start > cue.end - cue.start for other in all_cues
        )
    ]


def _own_noun(sentence: ParsedSentence, quantity: QuantityAt, rules: Rules, counted: str) -> MeasureChoice | None:
    """The measure the counted noun gives by itself: "200,000 refugees", "950 men", "3 tanks"."""
    if quantity.noun is None or counted not in {"people", "items"}:
        return None
    noun = quantity.noun
    pair = f"{sentence.lowers[noun - 1]} {sentence.lowers[noun]}" if noun else ""
    pair_forms = {pair} | {f"{sentence.lowers[noun - 1]} {form}" for form in sentence.forms[noun]} if noun else set()
    for keys in (pair_forms, sentence.forms[noun]):
        measures = [measure for key in sorted(keys) for measure in rules.nouns.get(key, ())]
        if measures:
            big = (quantity.mention.low or quantity.mention.high or 0) >= 100
            if sentence.forms[noun] & rules.lexicon.communities and not (big and sentence.tags[noun] == "NN"):
                continue  # "two communities" are communities, "the 215,000 Armenian community" is people
            measure = max(measures, key=lambda name: (rules.claim_types[name].priority, -measures.index(name)))
            if measure == "troops" and "officer" in sentence.forms[noun] and "police" in _measures_named(sentence, rules):
                measure = "police"
            if measure == "troops" and _beside_women(sentence, quantity, None, rules):
                continue
            claim_type = rules.claim_types[measure]
            name = _derived_name(sentence, quantity, rules) if claim_type.derived else measure
            return MeasureChoice(claim_type, name or measure, FrameSource.PHRASE, 0.3, noun, sentence.tokens[noun])
    return None


def _overruled(sentence: ParsedSentence, quantity: QuantityAt, rules: Rules, own: MeasureChoice) -> bool:
    """Whether another claim type's cue takes people named by their calling: "12 soldiers were killed", "200 returnees arrested"."""
    if own.claim_type.dimension != "people":
        return False
    for cue in _longest(sentence.cues):
        claim_type = rules.claim_types[cue.measure]
        if (
            claim_type.dimension != "people"
            or claim_type.measure == own.claim_type.measure
            or (claim_type.claim_type == own.claim_type.claim_type != "count")
        ):
            continue
        general = own.claim_type.measure in {"population", "employees", "students"} and claim_type.claim_type == "displacement"
        if not general and claim_type.claim_type != "casualties" and claim_type.measure not in {"arrested", "rescued", "recovered"}:
            continue
        if cue.start <= quantity.noun_or_root < cue.end:
            continue
        done = sentence.tags[cue.root].startswith(("VB", "JJ"))
        if done and (cue_price(sentence, quantity, cue) <= 1.6 or _befell(sentence, quantity, cue)):
            return True
    return False


def _befell(sentence: ParsedSentence, quantity: QuantityAt, cue: Cue) -> bool:
    """Whether a cue's verb is what happened to the counted, however far it stands: "431 officers of the two forces were injured"."""
    noun = quantity.noun_or_root
    return sentence.deps[noun] == "nsubjpass" and sentence.heads[noun] == cue.root


def _derived_name(sentence: ParsedSentence, quantity: QuantityAt, rules: Rules) -> str | None:
    """A measure named after the thing counted and what happened to it: `buildings_destroyed`."""
    if quantity.noun is None:
        dimension = quantity.mention.dimension
        happened = _state(sentence, quantity, rules) if dimension in {"mass", "volume"} else None
        return f"{dimension}_{happened}" if happened else None  # "552 tonnes went off": of what, the text said before
    noun = quantity.noun
    words = [_lemma(sentence, noun)]
    mass = quantity.mention.unit is not None
    if mass or sentence.tags[noun] in {"NN", "NNS"}:
        index = noun - 1
        while index >= quantity.end - 1:
            if sentence.tags[index] == "HYPH":  # "cease-fires"
                index -= 1
                continue
            if not (sentence.deps[index] == "compound" and sentence.tags[index] in {"NN", "NNS"} and sentence.heads[index] == noun):
                break
            words.insert(0, sentence.lowers[index])
            index -= 1
    if words in (["people"], ["person"]) or (not mass and (is_people_name(sentence.lowers[noun], rules) or sentence.tags[noun] == "NNPS")):
        return "people"  # "200,000 Azeris": who they are is the facet
    if not words[-1][:1].isalpha():
        return None
    many = sentence.tags[noun] in {"NNS", "NNPS"} or words[-1] in rules.lexicon.invariant
    name = "_".join([*words[:-1], words[-1] if mass else sentence.lowers[noun] if many else plural(words[-1])])
    state = _state(sentence, quantity, rules)
    return f"{name}_{state}" if state else name


def _lemma(sentence: ParsedSentence, token: int) -> str:
    lower = sentence.lowers[token]
    if sentence.tags[token] in {"NNS", "NNPS"}:
        shorter = sorted((form for form in sentence.forms[token] if len(form) < len(lower)), key=len)
        if lower.endswith("ies"):
            return next((form for form in shorter if form.endswith("y")), lower)
        if lower.endswith(("ses", "xes", "zes", "ches", "shes")):
            return lower[:-2] if lower.endswith(("sses", "xes", "zzes", "ches", "shes")) else lower[:-1]
        if lower.endswith("s") and not lower.endswith("ss"):
            return lower[:-1]
        if shorter:
            return shorter[0]
    return lower


def _state(sentence: ParsedSentence, quantity: QuantityAt, rules: Rules) -> str | None:
    """What happened to the thing counted, from the nearest word that says so within the clause."""
    best: tuple[float, str] | None = None
    if quantity.noun is not None and next(iter(rules.lexicon.event_phrases.find([sentence.forms[quantity.noun]])), None) is not None:
        return None  # elections are held and talks broken off, but they are no things
    for start, end, label in sentence.find(rules.lexicon.states):
        if (quantity.noun is not None and start <= quantity.noun < end) or (
            end - start == 1 and not sentence.tags[start].startswith(("VB", "JJ"))
        ):
            continue
        if quantity.noun is not None and quantity.noun < start < quantity.start:
            continue  # "60 barns that burned down and 21 that were saved": it tells of the figure before
        if _tells_that(sentence, start, quantity.root):
            continue  # "inspectors hold that 800 tonnes went off" holds nothing in store
        price = cue_price(sentence, quantity, Cue(label, start, end, start))
        same_clause = sentence.clause_of(start) == sentence.clause_of(quantity.root) or sentence.heads[start] == quantity.noun
        if price < (3.2 if same_clause else 1.6) and (best is None or price < best[0]):
            best = (price, label)
            beside = {sentence.heads[start], *(child for child in sentence.children(start) if sentence.deps[child] == "conj")}
            if label == "destroyed" and any(
                "damage" in sentence.forms[other] for other in beside if sentence.deps[start] == "conj" or other != sentence.heads[start]
            ):
                best = (price, "damaged")  # "destroyed or damaged" counts both
    return best[1] if best else None


def _tells_that(sentence: ParsedSentence, verb: int, token: int) -> bool:
    """Whether a verb only introduces the clause the token stands in."""
    path = sentence.path_up(token)
    below = next((step for step in path if sentence.heads[step] == verb and step != verb), None)
    return below is not None and sentence.deps[below] == "ccomp"


def _derived(sentence: ParsedSentence, quantity: QuantityAt, rules: Rules, fallback: str) -> MeasureChoice | None:
    claim_type = rules.claim_types.get(fallback)
    if claim_type is None:
        return None
    name = _derived_name(sentence, quantity, rules)
    if name is None:
        return None if quantity.mention.unit is None else MeasureChoice(claim_type, fallback, FrameSource.PHRASE, 4.0, quantity.root)
    return MeasureChoice(claim_type, name, FrameSource.PHRASE, 1.5, quantity.noun if quantity.noun is not None else quantity.root)
