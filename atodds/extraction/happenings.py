"""Events a sentence names, and the names later sentences know them by: "the war" is the war last named."""

from __future__ import annotations

import re

from atodds.extraction.components import Rules
from atodds.extraction.naming import POSSESSIVE, clean_name, modifies_noun, place_of
from atodds.extraction.narrative import Narrative
from atodds.extraction.parsed import ParsedSentence
from atodds.vocabulary import FrameSource

__all__ = ["event_in", "event_name", "resolve_event"]

_BEFORE_PLACE = frozenset({"in", "of", "over", "between", "with", "against", "at", "near", "off", "aboard"})  # "crush at Larnis"
_DETERMINERS = frozenset({"the", "a", "an", "this", "that", "its", "his", "their"})


def event_in(sentence: ParsedSentence, rules: Rules) -> list[tuple[int, str | None, str]]:
    """Events the sentence names: (token, name or None for "the war", kind)."""
    found: list[tuple[int, str | None, str]] = []
    for _start, end, kind in sentence.find(rules.lexicon.event_phrases):
        head = end - 1
        if any(date.start <= head < date.end for date in sentence.dates):
            continue  # "March 1989" is no march
        if not sentence.is_noun(head) or kind in rules.lexicon.passing_kinds:
            continue
        found.append((head, event_name(sentence, head, rules), kind))
    return found


def event_name(sentence: ParsedSentence, head: int, rules: Rules) -> str | None:
    """The name of an event from its own phrase: modifiers with a capital or a year, and the place after "in" or "of"."""
    start = head
    compound = head
    while compound > 0 and head - compound < 2 and sentence.deps[compound - 1] == "compound" and sentence.heads[compound - 1] == head:
        compound -= 1
    if 0 < compound < head and sentence.tokens[compound - 1][:1].isupper():
        start = compound  # "the Tessaly tunnel tragedy"
    while start > 0 and (
        sentence.tokens[start - 1][:1].isupper()
        or sentence.tokens[start - 1] in {"-", "–"}
        or sentence.lowers[start - 1] in rules.lexicon.event_modifiers
        or re.fullmatch(r"(1\d|20)\d\d", sentence.tokens[start - 1])
        or POSSESSIVE.fullmatch(sentence.tokens[start - 1])
    ):
        if sentence.lowers[start - 1] in _DETERMINERS or sentence.lowers[start - 1] in {
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
    while start < head and (sentence.tokens[start] in {"-", "–"} or POSSESSIVE.fullmatch(sentence.tokens[start])):
        start += 1
    end = head + 1
    if end < len(sentence.tokens) and sentence.lowers[end] in _BEFORE_PLACE:
        step = end + 1
        while step < len(sentence.tokens) and sentence.lowers[step] in {"the"}:
            step += 1
        name = next((name for name in sentence.names if name.start == step), None)
        if name is not None and (sentence.lowers[end] != "of" or name.kind in {"place", "name"}) and not modifies_noun(sentence, name):
            end = name.end
    text = sentence.text_of(start, end)
    named = start < head or end > head + 1
    return clean_name(text) if named and re.search(r"[A-Z0-9]", text[1:] if start == 0 else text) else None


def resolve_event(
    sentence: ParsedSentence, event: tuple[int, str | None, str], narrative: Narrative, rules: Rules
) -> tuple[str | None, FrameSource]:
    """The name of an event as later sentences may know it: "the war" is the war last named, or the war in the place spoken of."""
    head, name, kind = event
    if name is not None and re.search(r"[A-Z]", name):
        return _with_period(sentence, head, name), FrameSource.SENTENCE
    word = sentence.lowers[head]
    inside = [
        other
        for other in sentence.names
        if other.start > head
        and (other.kind != "people" or sentence.lowers[other.start - 1] == "in")
        and sentence.lowers[other.start - 1] in {"in", "at", "of", "the", "over"}
        and head in sentence.path_up(other.root)[:4]
    ]
    if inside:
        where = place_of(inside[0].text, rules) or clean_name(inside[0].text)
        return _with_period(sentence, head, f"{where} {word}"), FrameSource.SENTENCE
    if kind == "conflict" and narrative.heading:
        titled = re.search(r"([A-Z][\w’]+(?:[ –-][A-Z][\w’]+)*) [Cc]onflict", narrative.heading)
        if titled and titled.group(1) != "The":
            return re.sub(r"^The ", "", titled.group()), FrameSource.HEADING
    for place in narrative.heading_places:
        if kind in {"war", "conflict"} and place in narrative.wars:
            return narrative.wars[place], FrameSource.HEADING
    if narrative.event and narrative.sentence - narrative.event_at <= 6 and any(part in narrative.event.lower() for part in (kind, word)):
        return narrative.event, FrameSource.PREVIOUS_SENTENCE
    own = next((place_of(other.text, rules) for other in sentence.names if other.kind == "place"), None)
    about_it = narrative.heading_places and bool(
        rules.lexicon.event_phrases.find([rules.forms.of(word) for word in re.findall(r"\w+", narrative.heading or "")])
    )
    place_now = (narrative.heading_places[0] if about_it else None) or own or narrative.place
    if place_now is None:
        return None, FrameSource.SENTENCE
    return _with_period(sentence, head, f"{place_now} {word}"), FrameSource.HEADING if about_it else FrameSource.SENTENCE


def _with_period(sentence: ParsedSentence, head: int, name: str) -> str:
    """The name with the years that hang on the event: "war in Abkhazia 1992-1993"."""
    if re.search(r"\d{4}", name):
        return name
    for date in sentence.dates:
        low, high = date.mention.low, date.mention.high
        if low is None or high is None or not 0 <= high.year - low.year <= 12:
            continue
        if head in sentence.path_up(date.root)[1:3] or date.root in sentence.children(head) or 0 <= head - date.end <= 1:
            return f"{name} {low.year}" if low.year == high.year else f"{name} {low.year}-{high.year}"
    return name
