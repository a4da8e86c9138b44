"""Whose figure it is: the subject, and the facet that narrows it.

Searched from near to far: the phrase the figure stands in, its sentence, the sentence before, the heading, the document's topic; where
it was found is kept and priced in confidence. In a document on one event every figure is that event's, and the place or group it
speaks of is the facet; elsewhere the subject is a name of the kind the claim type asks for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from atodds.extraction.components import Rules
from atodds.extraction.happenings import event_in, resolve_event
from atodds.extraction.measures import MeasureChoice, colon_of_list, is_part, named_before
from atodds.extraction.naming import PARTNER_WORDS, actor_of, clean_name, modifies_noun, people_name, place_of
from atodds.extraction.narrative import Narrative
from atodds.extraction.owners import inner_subject, owner_of
from atodds.extraction.parsed import Name, ParsedSentence, QuantityAt
from atodds.extraction.parts import authority_place, located_part, part_of_event
from atodds.vocabulary import FrameSource

__all__ = ["Framing", "called_again", "controller", "frame_of", "things_named"]

_CURRENT = frozenset({"current", "present"})
_WHOLE = frozenset({"overall", "total", "combined", "altogether"})  # words for the event's whole figure, whatever place stands near
_POINTING = frozenset({"its", "their", "there"})
_THING = re.compile(
    r"\b(?!(?:The|This|That|In|On|At|For|But|And|When)\b)[A-Z][\w’'-]+(?: (?:of|de|la|[A-Z][\w’'-]+)){0,4} [A-Z][a-z]{2,}\b"
)
_OTHER = frozenset({"other", "first", "second", "third", "new", "old", "former", "earlier", "next", "previous", "same"})


@dataclass(frozen=True, slots=True)
class Framing:
    """Subject and facet of a figure, and where each was found."""

    subject: str | None = None
    subject_source: FrameSource | None = None
    facet: str | None = None
    facet_source: FrameSource | None = None
    price: float = 0.0  # of the subject


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
    if group and quantity.noun is not None and choice.anchor == quantity.noun and group == sentence.tokens[quantity.noun].lower():
        group = None  # "950 men": the men are what is counted, not a part of it
    if choice.measure == "age":
        person = named_before(sentence, quantity)
        if person is not None:
            return Framing(clean_name(person), FrameSource.PHRASE, None, None, 0.0)
    if is_part(sentence, quantity):
        listed = quantity.noun is not None and colon_of_list(sentence, quantity) is not None
        group = group or (sentence.text_of(quantity.end, quantity.noun + 1) if listed and quantity.noun is not None else None)
        group = group or _named_part(sentence, quantity)
    if choice.claim_type.claim_type == "vote_share" and choice.measure != "turnout":
        asked = narrative.topic.kind == "referendum" or any("referendum" in forms for forms in sentence.forms)
        answer = _answer_near(sentence, quantity, rules) if asked else None
        group = answer or group or _group_near(sentence, quantity, choice, rules, any_name=True)
    elif choice.claim_type.claim_type == "population_share":
        group = group or _group_near(sentence, quantity, choice, rules)
    if choice.measure == "reserves":
        group = None
    if narrative.topic.is_event:
        facet, source = _facet_in_event(sentence, quantity, choice, narrative, rules, credited, group)
        facet, source = _narrowed(sentence, quantity, choice, narrative, rules, credited, facet, source)
        return Framing(narrative.topic.subject, FrameSource.TOPIC, facet, source, 0.3)
    kind = choice.claim_type.subject_kind
    if kind == "event":
        framing = _event_subject(sentence, quantity, choice, narrative, rules)
        if framing is not None:
            facet = group or _nearest_place(sentence, quantity, choice, rules, credited)
            return Framing(framing[0], framing[1], facet, FrameSource.PHRASE if facet else None, framing[2])
    return _named_subject(sentence, quantity, choice, narrative, rules, credited, group)


def _narrowed(
    sentence: ParsedSentence,
    quantity: QuantityAt,
    choice: MeasureChoice,
    narrative: Narrative,
    rules: Rules,
    credited: tuple[int, int] | None,
    facet: str | None,
    source: FrameSource | None,
) -> tuple[str | None, FrameSource | None]:
    """The facet within an event, with the part of the place or of the event that common nouns tell."""
    of_event = part_of_event(sentence, quantity, rules)
    if of_event is not None and facet is None:
        return of_event, FrameSource.SENTENCE
    of_people = choice.claim_type.dimension == "people"
    if of_people and source is not FrameSource.PHRASE:
        part = located_part(sentence, quantity, rules, credited)
        if part is not None:
            return (f"{facet}, {part}" if facet else part), FrameSource.SENTENCE
    near = (sentence.lowers[token] for token in range(len(sentence.tokens)) if sentence.tree_distance(token, quantity.root) <= 5)
    if facet is None and of_people and not _WHOLE.intersection(near):
        place = authority_place(sentence, credited, narrative.topic.places, rules)
        if place is not None:
            return place, FrameSource.SENTENCE
    return facet, source


def _says_whole(sentence: ParsedSentence, quantity: QuantityAt, choice: MeasureChoice) -> bool:
    """Whether the figure is said to be the event's whole: "the overall toll", "14,000 in total"."""
    anchors = {choice.anchor, quantity.noun_or_root}
    return bool({sentence.lowers[child] for anchor in anchors for child in sentence.children(anchor)} & _WHOLE)


def _event_subject(
    sentence: ParsedSentence, quantity: QuantityAt, choice: MeasureChoice, narrative: Narrative, rules: Rules
) -> tuple[str, FrameSource, float] | None:
    """The event a count of victims belongs to: one the sentence names, the one it calls "the war", or the last one told of."""
    events = event_in(sentence, rules)
    if events:
        nearest = min(events, key=lambda event: sentence.tree_distance(event[0], choice.anchor) + 0.1 * abs(event[0] - choice.anchor))
        if sentence.tree_distance(nearest[0], choice.anchor) <= 7:
            name, source = resolve_event(sentence, nearest, narrative, rules)
            if name is not None:
                return name, source, 1.0 if source is FrameSource.SENTENCE else 2.0
    if choice.claim_type.claim_type == "casualties" or choice.measure in {"displaced", "homeless"}:
        if narrative.event and narrative.sentence - narrative.event_at <= 2:
            return narrative.event, FrameSource.PREVIOUS_SENTENCE, 2.5
        for place in narrative.heading_places:
            if place in narrative.wars and not _own_place(sentence, choice, rules):
                return narrative.wars[place], FrameSource.HEADING, 3.0
    return None


def _own_place(sentence: ParsedSentence, choice: MeasureChoice, rules: Rules) -> bool:
    """Whether the measure has a place of its own beside it, so that no event need be brought from afar."""
    return any(name.kind == "place" and sentence.tree_distance(name.root, choice.anchor) <= 2 for name in sentence.names)


def controller(sentence: ParsedSentence, token: int) -> int | None:
    """The subject of the clause a token stands in; for participles and relative clauses the noun they hang on."""
    for step in sentence.path_up(token):
        if not sentence.tags[step].startswith("VB"):
            continue
        for child in sentence.children(step):
            if sentence.deps[child] in {"nsubj", "nsubjpass"} and child != token:
                if sentence.lowers[child] in {"which", "that", "who"} and sentence.deps[step] == "relcl":
                    return sentence.heads[step]
                return child
        planner = inner_subject(sentence, step)
        if planner is not None:
            return planner
        if sentence.deps[step] in {"acl", "relcl"} and any(name.start <= sentence.heads[step] < name.end for name in sentence.names):
            return sentence.heads[step]
    return None


def _name_at(sentence: ParsedSentence, token: int) -> Name | None:
    """The name a token belongs to or, for a common noun, the name that modifies it closest: "the Abkhaz parliament"."""
    for name in sentence.names:
        if name.start <= token < name.end:
            return name
    below = set(sentence.subtree(token)) if sentence.is_noun(token) else set()
    within = [name for name in sentence.names if name.root in below and sentence.tree_distance(name.root, token) <= 2]
    return min(within, key=lambda name: (sentence.tree_distance(name.root, token), name.start)) if within else None


def things_named(text: str, rules: Rules) -> dict[str, str]:
    """The names in a text that end in a common noun, by that noun: later "the dam" is the Aswan High Dam."""
    found = {}
    for name in _THING.finditer(text):
        words = name.group().split()
        if words[-1].lower() not in rules.lexicon.back_nouns:  # "the republic" is a place, and told of as one
            found[words[-1].lower()] = clean_name(" ".join(words))
    return found


def _called_again(sentence: ParsedSentence, token: int, narrative: Narrative) -> str | None:
    """The name told of before that a definite common noun ends: "the main dam"; None where a name of its own goes with the noun."""
    thing = narrative.things.get(sentence.lowers[token])
    if thing is None or sentence.tags[token] != "NN" or _name_at(sentence, token) is not None:
        return None
    below = sentence.children(token)
    definite = any(sentence.lowers[child] in {"the", "this"} for child in below)
    apart = any(sentence.lowers[child] in _OTHER or sentence.deps[child] in {"poss", "relcl", "prep"} for child in below)
    return thing if definite and not apart else None


def called_again(sentence: ParsedSentence, narrative: Narrative) -> str | None:
    """The named thing that the sentence's subject is, as a common noun calls it."""
    for token, role in enumerate(sentence.deps):
        if role in {"nsubj", "nsubjpass"} and sentence.deps[sentence.heads[token]] == "ROOT":
            return _called_again(sentence, token, narrative)
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
    """The cheapest name of a fitting kind, in the sentence or from before it; the next one in the sentence is the facet."""
    claim_type = choice.claim_type
    shares = claim_type.claim_type in {"population", "population_share"}
    survey = claim_type.claim_type == "survey_share"
    wants_place = claim_type.subject_kind in {"place", "state", "event"}
    candidates: list[tuple[float, str, FrameSource]] = []
    others: list[tuple[float, str]] = []
    governor = controller(sentence, quantity.root)
    governing = _name_at(sentence, governor) if governor is not None else None
    owner = owner_of(sentence, quantity, choice, governing, rules)
    if owner is not None:
        facet = owner.facet or group
        return Framing(owner.subject, FrameSource.PHRASE, facet, FrameSource.PHRASE if facet else None, 0.6)
    whole = _measured_thing(sentence, quantity, choice, rules)
    if whole is not None:
        candidates.append((0.8, whole, FrameSource.PHRASE))
    first = next((name for name in sentence.names if _is_main_subject(sentence, name)), None)
    asked = sentence.tags[choice.anchor].startswith("VB") if survey else False
    for name in sentence.names:
        if credited and credited[0] <= name.start < credited[1] and not (shares and place_of(name.text, rules)):
            continue  # a place that counts its own inhabitants is both
        if quantity.noun is not None and name.start <= quantity.noun < name.end:
            continue
        if claim_type.subject_kind == "event" and _speaks(sentence, name, rules):
            continue  # who tells of the dead is not where they died
        if name.end == name.start + 1 and any(form in rules.nouns for form in sentence.forms[name.start]):
            continue  # "IDPs" are counted, not whose count it is
        text = clean_name(name.text)
        # A seat of government acts for its state, but has inhabitants of its own.
        place = place_of(name.text, rules) or (actor_of(sentence, name, rules) if name is governing and not shares else None)
        if place is None and _called_a_place(sentence, name, rules):
            place = text
        price = _name_price(sentence, quantity, choice, name)
        if _narrows(sentence, name, place):
            others.append((price, text))
        if name.kind == "people":
            if shares or (_is_group(sentence, name) and not survey):
                continue
            price += 0.4
            if survey and sentence.lowers[name.start - 1] != "of" and name is not governing:
                price += 1.0
        if name.kind == "person" and name is not governing:
            price += 1.5
        if (wants_place and claim_type.claim_type != "troops") and place is None:
            price += 1.2
        if name is governing and not survey:
            price = min(price, 0.9 if name.kind != "people" else 1.3) + (1.2 if wants_place and place is None and shares else 0.0)
        elif name is first and name.kind != "people" and not survey and not shares:
            price = min(price, 1.9)
        elif (
            claim_type.dimension == "percent"
            and not (shares or survey)
            and governing is not None
            and name.start
            and sentence.lowers[name.start - 1] in {"of", "the"}
        ):
            price += 1.5  # the whole the share is of
        if claim_type.subject_kind == "organisation" and 0 <= name.start - _end_of_cue(sentence, choice) <= 1 and name.kind == "name":
            price = min(price, 0.7)  # "involved with IS", "fighting alongside the Taliban"
        if asked and name.start > choice.anchor:
            price += 2.0  # what those asked think about
        candidates.append(
            (price, (place if wants_place or name.kind == "people" or name is governing else None) or text, FrameSource.SENTENCE)
        )
    candidates += _from_before(sentence, quantity, choice, narrative, governor, rules)
    if claim_type.subject_kind == "event" and credited is not None:
        own = next((actor_of(sentence, name, rules) for name in sentence.names if credited[0] <= name.start < credited[1]), None)
        if own is not None:
            candidates.append((2.2, own, FrameSource.SENTENCE))  # "Damascus said that 1,400 had died": where its writ runs
    if survey:
        of_whom = _asked_group(sentence, quantity, rules)
        if of_whom is not None:
            candidates.append((0.9, of_whom, FrameSource.PHRASE))
    if group and claim_type.measure == "deported":
        candidates.append((2.6, group, FrameSource.PHRASE))
    facet = group if group else _group_near(sentence, quantity, choice, rules) if shares or claim_type.dimension == "percent" else None
    if shares and governing is not None and governing.kind == "people" and place_of(governing.text, rules) is None:
        candidates.append((1.8, clean_name(governing.text), FrameSource.SENTENCE))
    if not candidates:
        return Framing(None, None, facet, FrameSource.PHRASE if facet else None, 6.0)
    price, subject, source = min(candidates, key=lambda candidate: (candidate[0], candidate[1]))
    part = located_part(sentence, quantity, rules, credited) if claim_type.subject_kind == "event" and not group else None
    if claim_type.subject_kind == "event" and source is FrameSource.SENTENCE:
        subject = _joined_places(sentence, rules, subject) or subject
    if facet is None and part is not None:
        facet = part
    if facet is None:
        facet = next((text for cost, text in sorted(others) if text != subject and place_of(text, rules) != subject and cost < 4.0), None)
    if source is FrameSource.SENTENCE and price < 2.0:
        source = FrameSource.PHRASE
    return Framing(subject, source, facet, FrameSource.SENTENCE if facet else None, max(price, 0.0))


def _speaks(sentence: ParsedSentence, name: Name, rules: Rules) -> bool:
    """Whether a name is the subject of a verb of saying; of weak ones ("counts", "lists") only what is no place."""
    if sentence.deps[name.root] not in {"nsubj", "compound"}:
        return False
    above = sentence.heads[name.root] if sentence.deps[name.root] == "compound" else name.root
    verb = sentence.heads[above]
    if sentence.deps[above] != "nsubj" or not sentence.tags[verb].startswith("VB") or not sentence.forms[verb] & rules.lexicon.saying:
        return False
    weak = bool(sentence.forms[verb] & rules.lexicon.saying_weakly)
    return not (weak and place_of(name.text, rules) is not None)


def _called_a_place(sentence: ParsedSentence, name: Name, rules: Rules) -> bool:
    """Whether the text itself says that a name the seeds do not know is a place: "the city of Sokhumi"."""
    start = name.start
    return start >= 2 and sentence.lowers[start - 1] == "of" and sentence.lowers[start - 2] in rules.lexicon.back_nouns


def _end_of_cue(sentence: ParsedSentence, choice: MeasureChoice) -> int:
    return next((cue.end for cue in sentence.cues if cue.measure == choice.measure and cue.root == choice.anchor), -99)


def _narrows(sentence: ParsedSentence, name: Name, place: str | None) -> bool:
    """Whether a name narrows a figure: a partner ("to China"), the second of a pair ("between A and B"), a place it is counted in."""
    before = sentence.lowers[name.start - 1] if name.start else ""
    if before == "the" and name.start > 1:
        before = sentence.lowers[name.start - 2]
    if before in PARTNER_WORDS or (before in {"in", "at", "across", "within"} and place is not None):
        return True
    paired = before == "and" and any(
        other.end == name.start - 1 and other.start and sentence.lowers[other.start - 1] == "between" for other in sentence.names
    )
    return paired or (name.kind == "people" and modifies_noun(sentence, name))


def _is_main_subject(sentence: ParsedSentence, name: Name) -> bool:
    return any(
        sentence.deps[step] in {"nsubj", "nsubjpass"} and sentence.deps[sentence.heads[step]] == "ROOT"
        for step in sentence.path_up(name.root)[:2]
    )


def _measured_thing(sentence: ParsedSentence, quantity: QuantityAt, choice: MeasureChoice, rules: Rules) -> str | None:
    """The thing a length or area is of: "a security zone of 12 km", "a conflict zone of 15 km radius"."""
    if choice.claim_type.dimension not in {"length", "area"}:
        return None
    for token in sentence.path_up(quantity.root)[:4]:
        if sentence.lowers[token] == "of" and token < quantity.root:
            head = sentence.heads[token]
            if (
                not sentence.is_noun(head)
                or sentence.forms[head] & rules.lexicon.attributes
                or any(
                    start <= head < end
                    for start, end, _ in ((cue.start, cue.end, 0) for cue in sentence.cues if cue.measure == choice.measure)
                )
            ):
                return None
            start = head
            while start > 0 and sentence.heads[start - 1] == head and sentence.deps[start - 1] in {"compound", "amod", "nmod"}:
                start -= 1
            return clean_name(sentence.text_of(start, head + 1))
    return None


def _asked_group(sentence: ParsedSentence, quantity: QuantityAt, rules: Rules) -> str | None:
    """Whom a survey share is of: "42% of Georgians" is Georgia's, "74% of Georgian refugees" the refugees'."""
    if quantity.end >= len(sentence.tokens) or sentence.lowers[quantity.end] != "of":
        return None
    name = next(
        (name for name in sentence.names if quantity.end < name.start <= quantity.end + 2 and name.kind in {"people", "place"}), None
    )
    if name is None:
        return None
    follows = name.end
    if (
        name.kind == "people"
        and follows < len(sentence.tokens)
        and sentence.tags[follows] == "NNS"
        and not sentence.forms[follows] & rules.lexicon.people_nouns
    ):
        return sentence.text_of(name.start, follows + 1)
    return place_of(name.text, rules) or clean_name(name.text)


def _from_before(
    sentence: ParsedSentence, quantity: QuantityAt, choice: MeasureChoice, narrative: Narrative, governor: int | None, rules: Rules
) -> list[tuple[float, str, FrameSource]]:
    """Subjects from outside the sentence, cheap when a pronoun points there."""
    found: list[tuple[float, str, FrameSource]] = []
    owners = {sentence.lowers[child] for child in sentence.children(choice.anchor) if sentence.deps[child] == "poss"}
    pointing = governor is not None and sentence.lowers[governor] in {"it", "they"}
    if pointing or owners & {"its", "their"}:
        first = next(
            (
                name
                for name in sentence.names
                if name.end <= quantity.start and any(sentence.deps[step] == "nsubj" for step in sentence.path_up(name.root)[:2])
            ),
            None,
        )
        recent_body = narrative.organisation if narrative.sentence - narrative.organisation_at <= 3 else None
        if first is not None and first.kind != "people":
            found.append((1.0, clean_name(first.text), FrameSource.SENTENCE))
        elif recent_body and choice.claim_type.subject_kind in {"any", "organisation", "state"}:
            found.append((1.3, recent_body, FrameSource.PREVIOUS_SENTENCE))
        elif narrative.place:
            found.append((1.4, narrative.place, FrameSource.PREVIOUS_SENTENCE))
    called = _called_again(sentence, governor, narrative) if governor is not None else None
    kind, counted = choice.claim_type.subject_kind, choice.claim_type.dimension
    if called is not None and (kind in {"any", "organisation"} or (kind != "event" and counted not in {"people", "percent"})):
        found.append((1.2, called, FrameSource.PREVIOUS_SENTENCE))
    back = any(
        (sentence.lowers[index] in rules.lexicon.back_nouns or sentence.lowers[index] in _POINTING)
        and sentence.lowers[index - 1] in {"the", "this", "that"}
        and sentence.lowers[index + 1 : index + 2] != ["of"]  # "the city of Sukhumi" points forward
        and index != quantity.noun
        and sentence.tree_distance(index, choice.anchor) <= 4
        for index in range(1, len(sentence.tokens))
    )
    recent = narrative.sentence - narrative.place_at <= 3
    if narrative.place:
        found.append((2.0 if back and recent else 3.0 if recent else 4.0, narrative.place, FrameSource.PREVIOUS_SENTENCE))
    if (
        governor is not None
        and sentence.lowers[governor] in rules.lexicon.writings
        and sentence.lowers[max(governor - 1, 0)] in {"the", "this", "our"} | _CURRENT
    ):
        found.append((1.8, f"this {sentence.lowers[governor]}", FrameSource.SENTENCE))
    if narrative.heading_places:
        found.append((3.4, narrative.heading_places[0], FrameSource.HEADING))
    if narrative.topic.places:
        found.append((4.5, narrative.topic.places[0], FrameSource.TOPIC))
    return found


def _is_group(sentence: ParsedSentence, name: Name) -> bool:
    """Whether a name of a people stands for people ("Georgians"), not for their state ("Georgian exports")."""
    return sentence.tags[name.root] in {"NNPS", "NNS"} or not modifies_noun(sentence, name)


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
    elif before in PARTNER_WORDS:
        price += 0.9
    if any(sentence.deps[step] in {"nsubj", "nsubjpass"} for step in sentence.path_up(name.root)[:2]) and sentence.clause_of(
        name.root
    ) == sentence.clause_of(quantity.root):
        price -= 0.7
    low, high = sorted((name.root, quantity.root))
    price += 0.7 * sum(1 for other in sentence.quantities if other is not quantity and low < other.root < high)
    return price


def _named_part(sentence: ParsedSentence, quantity: QuantityAt) -> str | None:
    """Who the part of a figure are: "22 of them police officers"."""
    start = quantity.end + 2
    end = start
    while end < len(sentence.tokens) and end - start < 4 and sentence.tags[end] in {"NN", "NNS", "NNP", "NNPS", "JJ"}:
        end += 1
    return sentence.text_of(start, end) if end > start and sentence.is_noun(end - 1) else None


def _group_near(sentence: ParsedSentence, quantity: QuantityAt, choice: MeasureChoice, rules: Rules, any_name: bool = False) -> str | None:
    """The group beside a share: "Georgians 45.7 %", "29 % Georgians", "set Abkhazians at 48.1%"."""
    best: tuple[float, Name] | None = None
    for name in sentence.names:
        if name.kind != "people" and not any_name:
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


def _answer_near(sentence: ParsedSentence, quantity: QuantityAt, rules: Rules) -> str | None:
    """The answer a share of votes is of: "92% for independence and 8% against", "just 7.8 percent voted no"."""
    best: tuple[float, str] | None = None
    for start, end, answer in rules.lexicon.answers.find(sentence.forms):
        if quantity.start <= start < quantity.end:
            continue
        low, high = (quantity.end, start) if start >= quantity.end else (end, quantity.start)
        price = 0.3 * (high - low) + (0.0 if start >= quantity.end else 0.4)
        price += 2.0 * sum(1 for other in sentence.quantities if other is not quantity and low <= other.root < high)
        price += 0.6 * sum(1 for token in range(low, high) if sentence.tokens[token] in {",", ";"})
        if best is None or price < best[0]:
            best = (price, answer)
    return best[1] if best and best[0] < 4 else None


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
    if _says_whole(sentence, quantity, choice):
        return None, None
    topic_places = {place.lower() for place in narrative.topic.places}
    best: tuple[float, str] | None = None
    for name in sentence.names:
        place = place_of(name.text, rules)
        within = credited is not None and credited[0] <= name.start < credited[1]
        if name.kind == "person" or (
            within and name.kind != "people" and (place is None or credited is None or credited[1] - credited[0] > 3)
        ):
            continue
        before = sentence.lowers[name.start - 1] if name.start else ""
        located = before in {"in", "across", "for", "inside", "within", "at", "around", "of", "from"} or (
            name.start > 1 and sentence.lowers[name.start - 2] in {"in", "across", "inside", "within"}
        )
        of_counted = before == "of" and quantity.noun is not None and quantity.noun in sentence.path_up(name.root)[:3]
        of_place = before == "of" and name.start > 1 and sentence.lowers[name.start - 2] in rules.lexicon.back_nouns | _POINTING
        behind = sentence.lowers[name.end] if name.end < len(sentence.tokens) else ""
        called = behind in rules.lexicon.land_behind_name  # "Sindh province counts 402"
        if place is None and not called and not (located and (before != "of" or of_counted or of_place)):
            continue
        if name.kind == "people" and not _of_counted(sentence, name, quantity, choice, rules):
            continue
        if any(quantity.end <= other.start and other.end <= name.start for other in sentence.quantities if other is not quantity):
            continue  # behind another figure it narrows that one: "55 people, 37 of them in the Caribbean"
        if len(topic_places) == 1 and (place or clean_name(name.text)).lower() in topic_places:
            continue
        price = _name_price(sentence, quantity, choice, name) - (0.5 if located else 0.0) + (0.8 if name.kind == "people" else 0.0)
        low, high = sorted((name.root, quantity.root))
        price += 0.8 * sum(1 for other in sentence.quantities if other is not quantity and low < other.root < high)
        price += 3.0 * sum(1 for index in range(low, high) if sentence.tokens[index] in {"•", ";", "|"})
        if located and 0 <= name.start - quantity.end <= 3 and "," not in sentence.tokens[quantity.end : name.start]:
            price -= 1.8  # "18 in the United States"
        if best is None or price < best[0]:
            best = (price, place or clean_name(name.text))
    if best and best[0] < 6.5:
        both = _joined_places(sentence, rules, best[1])
        return both or best[1], FrameSource.SENTENCE
    return None, None


def _of_counted(sentence: ParsedSentence, name: Name, quantity: QuantityAt, choice: MeasureChoice, rules: Rules) -> bool:
    """Whether the name of a people stands at the noun counted or at a word for a part of their land: "the Syrian side"."""
    if not modifies_noun(sentence, name):
        return False
    head = sentence.heads[name.root]
    return head in {quantity.noun, choice.anchor} or bool(sentence.forms[head] & rules.lexicon.land_of_people)


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
