"""Whose figure it is: the subject, and the facet that narrows it.

Searched from near to far: the phrase the figure stands in, its sentence, the sentence before, the heading, the document's topic; where
it was found is kept and priced in confidence. In a document on one event every figure is that event's, and the place or group it
speaks of is the facet; elsewhere the subject is a name of the kind the claim type asks for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from atodds.extraction.components import Rules
from atodds.extraction.measures import MeasureChoice, is_people_name
from atodds.extraction.narrative import Narrative
from atodds.extraction.parsed import Name, ParsedSentence, QuantityAt
from atodds.vocabulary import FrameSource

__all__ = ["Framing", "clean_name", "event_in", "frame_of", "main_place", "people_name", "place_of"]

_POSSESSIVE = re.compile(r"[’']s?$")
_ARTICLES = frozenset({"the", "a", "an", "this", "that", "its", "his", "their"})
_TITLES = re.compile(
    r"^(?:(?:Vice|Prime|Deputy|Foreign|Interior|Defence|Defense|Former|Acting|General|Major)\s+)*"
    r"(?:President|Minister|King|Queen|Chancellor|Mr|Mrs|Ms|Dr|General|Colonel|Captain|Judge|Senator|Governor|Mayor|Prince|Princess|Pope|Professor|"
    r"Secretary|Ambassador|Commander|Chairman)\.?\s+(?=[A-Z])"
)
_PARTNER_WORDS = frozenset({"with", "to", "from", "by", "against", "via", "through", "than"})
_BACK_WORDS = frozenset(
    {
        "its",
        "their",
        "country",
        "region",
        "republic",
        "province",
        "nation",
        "state",
        "territory",
        "island",
        "area",
        "there",
        "district",
        "city",
    }
)


@dataclass(frozen=True, slots=True)
class Framing:
    """Subject and facet of a figure, and where each was found."""

    subject: str | None = None
    subject_source: FrameSource | None = None
    facet: str | None = None
    facet_source: FrameSource | None = None
    price: float = 0.0  # of the subject


def clean_name(text: str) -> str:
    """A name without article, possessive and title: "the President Saakashvili's" is "Saakashvili"."""
    cleaned = _POSSESSIVE.sub("", text.strip(" ,.;:'\"“”‘’()"))
    cleaned = re.sub(r"^(?:the|The)\s+", "", cleaned)
    cleaned = _TITLES.sub("", cleaned)
    return re.sub(r"\s+", " ", cleaned)


def place_of(text: str, rules: Rules) -> str | None:
    """The place a name is, or is the people of: "Syrian" to "Syria"; None for a name the seeds do not know."""
    lower = clean_name(text).lower()
    return rules.lexicon.places.get(lower) or rules.lexicon.demonyms.get(lower) or rules.lexicon.demonyms.get(lower.removesuffix("s"))


def people_name(sentence: ParsedSentence, quantity: QuantityAt, rules: Rules) -> str | None:
    """The group a count of people is of: "Syrian nationals", "firefighters", "Georgians" beside a percentage."""
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


def event_in(sentence: ParsedSentence, rules: Rules) -> list[tuple[int, str | None, str]]:
    """Events the sentence names: (token, name or None for "the war", kind)."""
    found: list[tuple[int, str | None, str]] = []
    for _start, end, kind in rules.lexicon.event_phrases.find(sentence.forms):
        head = end - 1
        if not sentence.is_noun(head) or kind in {"fire", "collapse", "strike", "crash", "census", "summit", "festival"}:
            continue
        found.append((head, _event_name(sentence, head, rules), kind))
    return found


def _event_name(sentence: ParsedSentence, head: int, rules: Rules) -> str | None:
    """The name of an event from its own phrase: modifiers with a capital or a year, and the place after "in" or "of"."""
    start = head
    while start > 0 and (
        sentence.tokens[start - 1][:1].isupper()
        or sentence.tokens[start - 1] in {"-", "–"}
        or sentence.lowers[start - 1] in {"civil", "port", "nuclear", "general", "presidential", "parliamentary"}
        or re.fullmatch(r"(1\d|20)\d\d", sentence.tokens[start - 1])
        or _POSSESSIVE.fullmatch(sentence.tokens[start - 1])
    ):
        if sentence.lowers[start - 1] in _ARTICLES or sentence.lowers[start - 1] in {
            "in",
            "on",
            "as",
            "during",
            "following",
            "after",
            "before",
            "since",
        }:
            break
        start -= 1
    while start < head and (sentence.tokens[start] in {"-", "–"} or _POSSESSIVE.fullmatch(sentence.tokens[start])):
        start += 1
    end = head + 1
    if end < len(sentence.tokens) and sentence.lowers[end] in {"in", "of", "over", "between", "with", "against"}:
        step = end + 1
        while step < len(sentence.tokens) and sentence.lowers[step] in {"the"}:
            step += 1
        name = next((name for name in sentence.names if name.start == step), None)
        if name is not None and (sentence.lowers[end] != "of" or name.kind in {"place", "name"}):
            end = name.end
    text = sentence.text_of(start, end)
    named = start < head or end > head + 1
    return clean_name(text) if named and re.search(r"[A-Z0-9]", text[1:] if start == 0 else text) else None


def main_place(sentence: ParsedSentence, rules: Rules) -> str | None:
    """The place a sentence is about: its subject when that is a place or of a people, else its first known place."""
    best: tuple[float, str] | None = None
    for name in sentence.names:
        place = place_of(name.text, rules)
        if place is None:
            continue
        price = 0.05 * name.start
        up = sentence.path_up(name.root)[:4]
        if any(sentence.deps[step] in {"nsubj", "nsubjpass"} for step in up):
            price -= 1.0
        if name.start and sentence.lowers[name.start - 1] in _PARTNER_WORDS:
            price += 0.8
        if name.kind == "people":
            price += 0.3
        if best is None or price < best[0]:
            best = (price, place)
    return best[1] if best else None


def frame_of(
    sentence: ParsedSentence,
    quantity: QuantityAt,
    choice: MeasureChoice,
    narrative: Narrative,
    rules: Rules,
    credited: tuple[int, int] | None,
) -> Framing:
    """Subject and facet of one figure.

    Args:
        sentence: the sentence that holds it.
        quantity: the figure.
        choice: its measure; the claim type says what kind of subject to look for.
        narrative: what earlier sentences left.
        rules: words.
        credited: tokens of the source the figure is credited to, which is no subject.
    """
    group = people_name(sentence, quantity, rules)
    if narrative.topic.is_event:
        facet, source = _facet_in_event(sentence, quantity, choice, narrative, rules, credited, group)
        return Framing(narrative.topic.subject, FrameSource.TOPIC, facet, source, 0.3)
    kind = choice.claim_type.subject_kind
    if kind == "event":
        framing = _event_subject(sentence, quantity, choice, narrative, rules)
        if framing is not None:
            facet = group or _nearest_place(sentence, quantity, choice, rules, credited)
            return Framing(framing[0], framing[1], facet, FrameSource.PHRASE if facet else None, framing[2])
    return _named_subject(sentence, quantity, choice, narrative, rules, credited, group)


def _event_subject(
    sentence: ParsedSentence, quantity: QuantityAt, choice: MeasureChoice, narrative: Narrative, rules: Rules
) -> tuple[str, FrameSource, float] | None:
    events = event_in(sentence, rules)
    if events:
        nearest = min(events, key=lambda event: sentence.tree_distance(event[0], choice.anchor) + 0.1 * abs(event[0] - choice.anchor))
        if nearest[1] is not None:
            return nearest[1], FrameSource.SENTENCE, 1.0
        place = main_place(sentence, rules)
        if narrative.event and narrative.sentence - narrative.event_at <= 6 and nearest[2] in narrative.event.lower():
            return narrative.event, FrameSource.PREVIOUS_SENTENCE, 2.0
        where = place or (narrative.heading_places[0] if narrative.heading_places else None) or narrative.place
        if where:
            return f"{nearest[2]} in {where}", FrameSource.SENTENCE if place else FrameSource.HEADING, 2.2
    if choice.claim_type.claim_type == "casualties" and narrative.event and narrative.sentence - narrative.event_at <= 2:
        return narrative.event, FrameSource.PREVIOUS_SENTENCE, 2.5
    return None


def _named_subject(
    sentence: ParsedSentence,
    quantity: QuantityAt,
    choice: MeasureChoice,
    narrative: Narrative,
    rules: Rules,
    credited: tuple[int, int] | None,
    group: str | None,
) -> Framing:
    """The nearest name of a fitting kind, and the next one as facet."""
    shares = choice.claim_type.claim_type in {"population", "population_share"}
    wants_place = choice.claim_type.subject_kind in {"place", "state", "event"}
    priced: list[tuple[float, Name]] = []
    for name in sentence.names:
        if credited and credited[0] <= name.start < credited[1]:
            continue
        if name.kind == "people" and (shares or _is_group(sentence, name)) and not (shares and _modifies_noun(sentence, name)):
            continue
        price = _name_price(sentence, quantity, choice, name)
        if wants_place and name.kind == "person":
            price += 1.5
        if wants_place and name.kind == "name" and place_of(name.text, rules) is None:
            price += 0.5
        priced.append((price, name))
    priced.sort(key=lambda pair: (pair[0], pair[1].start))
    facet = (
        group if group else _group_near(sentence, quantity, choice, rules) if shares or choice.claim_type.dimension == "percent" else None
    )
    if priced:
        price, name = priced[0]
        subject = (place_of(name.text, rules) if wants_place or name.kind == "people" else None) or clean_name(name.text)
        if facet is None:
            facet = next((clean_name(other.text) for _, other in priced[1:] if clean_name(other.text) != subject and _ < price + 2.5), None)
        near = price < 2.0
        return Framing(
            subject, FrameSource.PHRASE if near else FrameSource.SENTENCE, facet, FrameSource.SENTENCE if facet else None, max(price, 0.0)
        )
    fallbacks = (
        (narrative.place if narrative.sentence - narrative.place_at <= 3 else None, FrameSource.PREVIOUS_SENTENCE, 3.0),
        (narrative.heading_places[0] if narrative.heading_places else None, FrameSource.HEADING, 3.5),
        (narrative.place, FrameSource.PREVIOUS_SENTENCE, 4.0),
        (narrative.topic.places[0] if narrative.topic.places else None, FrameSource.TOPIC, 4.5),
    )
    for subject_name, source, price in fallbacks:
        if subject_name:
            return Framing(subject_name, source, facet, FrameSource.PHRASE if facet else None, price)
    return Framing(None, None, facet, FrameSource.PHRASE if facet else None, 6.0)


def _is_group(sentence: ParsedSentence, name: Name) -> bool:
    """Whether a name of a people stands for people ("Georgians"), not for their state ("Georgian exports")."""
    return sentence.tags[name.root] in {"NNPS", "NNS"} or not _modifies_noun(sentence, name)


def _modifies_noun(sentence: ParsedSentence, name: Name) -> bool:
    head = sentence.heads[name.root]
    return head > name.root and sentence.deps[name.root] in {"amod", "compound", "nmod", "poss"} and sentence.is_noun(head)


def _name_price(sentence: ParsedSentence, quantity: QuantityAt, choice: MeasureChoice, name: Name) -> float:
    """How far a name is from the figure and its measure."""
    anchors = {choice.anchor, quantity.root}
    tree = min(sentence.tree_distance(name.root, anchor) for anchor in anchors)
    gap = min(abs(name.root - anchor) for anchor in anchors)
    price = 0.45 * tree + 0.08 * gap
    before = sentence.lowers[name.start - 1] if name.start else ""
    if before == "the" and name.start > 1:
        before = sentence.lowers[name.start - 2]
    head = sentence.heads[name.root]
    if head == choice.anchor and sentence.deps[name.root] == "poss":
        price -= 1.0
    elif before == "of" and sentence.heads[head] in anchors:
        price -= 0.9
    elif before in _PARTNER_WORDS:
        price += 0.9
    if any(sentence.deps[step] in {"nsubj", "nsubjpass"} for step in sentence.path_up(name.root)[:2]) and sentence.clause_of(
        name.root
    ) == sentence.clause_of(quantity.root):
        price -= 0.7
    low, high = sorted((name.root, quantity.root))
    price += 0.7 * sum(1 for other in sentence.quantities if other is not quantity and low < other.root < high)
    return price


def _group_near(sentence: ParsedSentence, quantity: QuantityAt, choice: MeasureChoice, rules: Rules) -> str | None:
    """The group beside a share: "Georgians 45.7 %", "29 % Georgians", "set Abkhazians at 48.1%"."""
    best: tuple[float, Name] | None = None
    for name in sentence.names:
        if name.kind != "people":
            continue
        gap = quantity.start - name.end if name.end <= quantity.start else name.start - quantity.end
        if gap < 0:
            gap = 0
        between = range(min(name.end, quantity.end), max(name.start, quantity.start))
        price = 0.3 * gap + 0.3 * sentence.tree_distance(name.root, quantity.root)
        price += 2.0 * sum(1 for other in sentence.quantities if other is not quantity and other.root in between)
        price += 0.6 * sum(1 for index in between if sentence.tokens[index] in {",", ";"})
        if best is None or price < best[0]:
            best = (price, name)
    return clean_name(best[1].text) if best and best[0] < 5 else None


def _nearest_place(
    sentence: ParsedSentence, quantity: QuantityAt, choice: MeasureChoice, rules: Rules, credited: tuple[int, int] | None
) -> str | None:
    best: tuple[float, str] | None = None
    for name in sentence.names:
        place = place_of(name.text, rules)
        if place is None or name.kind == "people" or (credited and credited[0] <= name.start < credited[1]):
            continue
        price = _name_price(sentence, quantity, choice, name)
        if best is None or price < best[0]:
            best = (price, place)
    return best[1] if best and best[0] < 6 else None


def _facet_in_event(
    sentence: ParsedSentence,
    quantity: QuantityAt,
    choice: MeasureChoice,
    narrative: Narrative,
    rules: Rules,
    credited: tuple[int, int] | None,
    group: str | None,
) -> tuple[str | None, FrameSource | None]:
    """Within an event: the group counted, else the place the clause speaks of, else what is just said to hold for the passage."""
    if group:
        return group, FrameSource.PHRASE
    topic_places = {place.lower() for place in narrative.topic.places}
    best: tuple[float, str] | None = None
    for name in sentence.names:
        if name.kind in {"person"} or (credited and credited[0] <= name.start < credited[1] and name.kind != "people"):
            continue
        place = place_of(name.text, rules)
        before = sentence.lowers[name.start - 1] if name.start else ""
        located = before in {"in", "across", "for", "inside", "within", "at", "around", "of", "from"} or (
            name.start > 1 and sentence.lowers[name.start - 2] in {"in", "across", "inside", "within"}
        )
        if place is None and not (located and before != "of"):
            continue
        if name.kind == "people" and not _modifies_noun(sentence, name):
            continue
        if len(topic_places) == 1 and (place or clean_name(name.text)).lower() in topic_places:
            continue
        price = _name_price(sentence, quantity, choice, name) - (0.5 if located else 0.0) + (0.8 if name.kind == "people" else 0.0)
        if best is None or price < best[0]:
            best = (price, place or clean_name(name.text))
    if best and best[0] < 6.5:
        both = _joined_places(sentence, rules, best[1])
        return both or best[1], FrameSource.SENTENCE
    return None, None


def _joined_places(sentence: ParsedSentence, rules: Rules, one: str) -> str | None:
    """Two places joined by "and": a figure for both together is not one of either."""
    for first, second in zip(sentence.names, sentence.names[1:], strict=False):
        between = sentence.lowers[first.end : second.start]
        if between and between[-1] in {"northern", "southern", "eastern", "western"}:
            between = between[:-1]
        if between in (["and"], ["&"], [","]):
            pair = (place_of(first.text, rules), place_of(second.text, rules))
            if None not in pair and one in pair and first.kind == "place" and second.kind == "place":
                return f"{pair[0]} and {pair[1]}"
    return None
