"""Which part of a place or of an event a figure is of, where no name but common nouns say so.

"In the rebel-held northwest", "in areas held by the government", "in the parts it controls" narrow a toll as much as the name of a province
does; "a second shock of magnitude 6.1" and "one aftershock" are not the shock the text is about. Words are in seeds/framing/parts.toml.
"""

from __future__ import annotations

from atodds.extraction.components import Rules
from atodds.extraction.naming import actor_of, place_of
from atodds.extraction.parsed import ParsedSentence, QuantityAt

__all__ = ["authority_place", "located_part", "part_of_event"]

_LOCATED = frozenset({"in", "across", "inside", "within", "for", "throughout", "from", "of", "at"})
_WITHIN_PHRASE = frozenset({"JJ", "VBN", "HYPH", "NN", "NNS", "NNP", "NNPS", "RB", "VBD", "CD"})
_DETERMINERS = frozenset({"the", "a", "an", "its", "their", "his", "all", "those", "these", "both", "other"})
_PRONOUNS = frozenset({"it", "they", "he", "she"})
_REACH = 7  # words after the noun within which its holder is told
_LONGEST_PHRASE = 6
_CLAUSE_MARKS = frozenset({";", "•", "|", ":"})


def located_part(sentence: ParsedSentence, quantity: QuantityAt, rules: Rules, credited: tuple[int, int] | None) -> str | None:
    """The part of a place that a figure is of, by its holder or its quarter ("rebel-held northwest"); None when none is told."""
    best: tuple[int, str] | None = None
    for head in range(len(sentence.tokens)):
        quarter = bool(sentence.forms[head] & rules.lexicon.quarters)
        if not (quarter or sentence.forms[head] & rules.lexicon.land_nouns) or quantity.start <= head < quantity.end:
            continue
        if quarter and (not sentence.is_noun(head) or sentence.tokens[head][:1].isupper()):
            continue  # "South Ossetia", "the West" are names
        start = _phrase_start(sentence, head)
        before = start - 1
        while before >= 0 and (sentence.lowers[before] in _DETERMINERS or sentence.tags[before] in {"PRP$", "POS"}):
            before -= 1
        if before < 0 or sentence.lowers[before] not in _LOCATED or not _tells_of(sentence, quantity, before, head):
            continue
        told = _told_part(sentence, start, head, rules, credited, quarter)
        if told is None:
            continue
        gap = abs(head - quantity.root)
        if best is None or gap < best[0]:
            best = (gap, told)
    return best[1] if best else None


def _phrase_start(sentence: ParsedSentence, head: int) -> int:
    start = head
    while (
        start > 0 and head - start < _LONGEST_PHRASE and (sentence.tags[start - 1] in _WITHIN_PHRASE or sentence.tokens[start - 1] == "-")
    ):
        start -= 1
    return start


def _tells_of(sentence: ParsedSentence, quantity: QuantityAt, low: int, high: int) -> bool:
    """Whether a phrase stands with the figure and with no other one: "53 in the north and 20 in the south"."""
    for index in range(min(high, quantity.root), max(low, quantity.root)):
        if sentence.tokens[index] in _CLAUSE_MARKS:
            return False
    others = [other for other in sentence.quantities if other is not quantity]
    if low > quantity.root:
        return not any(quantity.end <= other.start < low for other in others)
    return not any(0 <= low - other.end <= 4 for other in others)


def _told_part(
    sentence: ParsedSentence, start: int, head: int, rules: Rules, credited: tuple[int, int] | None, quarter: bool
) -> str | None:
    words = sentence.forms[start:head]
    holder = _holder(words, rules)
    if holder is None:
        holder = _holder_behind(sentence, head, rules, credited)
    if holder is not None:
        return f"{holder}-held {sentence.lowers[head]}"
    return sentence.lowers[head] if quarter else None


def _holder(words: list[frozenset[str]], rules: Rules) -> str | None:
    return next((name for name, forms in rules.lexicon.land_holders.items() for word in words if word & forms), None)


def _holder_behind(sentence: ParsedSentence, head: int, rules: Rules, credited: tuple[int, int] | None) -> str | None:
    """Who holds the land in words behind it: "areas held by the government", "the parts it controls", "territory under rebel control"."""
    reach = range(head + 1, min(head + 1 + _REACH, len(sentence.tokens)))
    verb = next((index for index in reach if sentence.forms[index] & rules.lexicon.holding or sentence.lowers[index] == "under"), None)
    if verb is None or any(mark in {",", ".", ";"} for mark in sentence.tokens[head + 1 : verb]):
        return None
    pronoun = any(word in _PRONOUNS for word in sentence.lowers[head + 1 : verb])
    told = _holder(sentence.forms[head + 1 : min(verb + _REACH, len(sentence.tokens))], rules)
    if told is not None or not pronoun or credited is None:
        return told
    by_word = _holder(sentence.forms[credited[0] : credited[1]], rules)
    states = any(
        name.start >= credited[0] and name.end <= credited[1] and actor_of(sentence, name, rules) is not None for name in sentence.names
    )
    return by_word or ("government" if states else None)


def authority_place(sentence: ParsedSentence, credited: tuple[int, int] | None, places: tuple[str, ...], rules: Rules) -> str | None:
    """The country a state's own authority counts for, within an event of several countries: "Turkish officials give 38,044 dead".

    None when the sentence names another of the event's countries as well, or the source is of none of them.
    """
    if credited is None or len(places) < 2:
        return None
    wanted = {place.lower(): place for place in places}
    named: set[str] = set()
    own: str | None = None
    for name in sentence.names:
        place = place_of(name.text, rules) or actor_of(sentence, name, rules)
        known = wanted.get((place or "").lower())
        if known is None:
            continue
        named.add(known)
        if credited[0] <= name.start < credited[1]:
            own = known
    return own if own is not None and named == {own} else None


def part_of_event(sentence: ParsedSentence, quantity: QuantityAt, rules: Rules) -> str | None:
    """Which of several shocks or blasts a figure is of ("second shock", "aftershock"); None for the event itself."""
    if _second_of_two(sentence, quantity):
        return "second shock"
    above = sentence.path_up(quantity.root)[:8]
    subjects = {
        child for token in above if sentence.tags[token].startswith("VB") for child in sentence.children(token)
        if sentence.deps[child] in {"nsubj", "nsubjpass"}
    }  # fmt: skip
    for head in sorted({*above, *subjects} | ({quantity.noun} if quantity.noun is not None else set())):
        forms = sentence.forms[head]
        if not sentence.is_noun(head):
            continue
        if head == quantity.noun and quantity.mention.unit is None:
            continue  # "285 aftershocks" are counted
        follower = next((name for name, words in rules.lexicon.event_followers.items() if forms & words), None)
        if follower is not None:
            return follower
        if not forms & rules.lexicon.serial_nouns:
            continue
        for child in sentence.children(head):
            if child < head:
                order = next((name for name, words in rules.lexicon.event_ordinals.items() if sentence.lowers[child] in words), None)
                if order is not None:
                    return f"{order} shock" if order != "later" else "later shock"
    return None


def _second_of_two(sentence: ParsedSentence, quantity: QuantityAt) -> bool:
    """Whether a magnitude is told right behind another one: "magnitudes of 7.8 and 7.5" are of two shocks."""
    bare = quantity.mention.unit is None and quantity.mention.currency is None and quantity.noun is None
    if quantity.mention.dimension != "magnitude" and not bare:
        return False
    before = next((other for other in reversed(sentence.quantities) if other.start < quantity.start), None)
    if before is None or before.mention.dimension != "magnitude":
        return False
    return sentence.lowers[before.end : quantity.start] in (["and"], [",", "and"], ["and", "a"], ["and", "another"], ["and", "then"])
