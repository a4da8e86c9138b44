"""Numbers that count nothing: part of a name, the numbering of the text, a year, a word that points back.

Whether a number is a figure is asked before what it is of; what is turned away says why, for `atodds trace`.
"""

from __future__ import annotations

import re

from atodds.extraction.components import Rules
from atodds.extraction.parsed import ParsedSentence, QuantityAt
from atodds.vocabulary import SegmentKind

__all__ = ["no_figure"]


def no_figure(parsed: ParsedSentence, quantity: QuantityAt, rules: Rules) -> str | None:
    """Why a number counts nothing that could be checked, if so."""
    mention = quantity.mention
    if mention.multiple and re.search(r"(?i)\b(?:once|twice|thrice)\b", mention.text):
        after = parsed.lowers[quantity.end] if quantity.end < len(parsed.lowers) else ""
        if after not in {"as", "the", "that", "what", "its", "their"}:
            return "it says how often, not how much"
    if mention.fraction and re.match(r"(?i)(?:the )?(?:vast |overwhelming )?(?:most|majority)\b", mention.text):
        return '"most" is no figure outside a poll or a vote'
    if mention.unit is not None or mention.currency is not None or mention.fraction or mention.multiple:
        return None
    small = mention.low is not None and mention.low <= 12 and mention.high == mention.low and mention.low == int(mention.low)
    noun = quantity.noun
    if small and noun is not None and parsed.forms[noun] & rules.lexicon.unmeasured:
        return f'"{parsed.tokens[noun]}" is nothing to count'
    before = parsed.lowers[quantity.start - 1] if quantity.start else ""
    reason = _identifier(parsed, quantity, rules)
    if reason:
        return reason
    if (
        (noun is None or noun > quantity.end + 1 or parsed.tags[noun].startswith("VB"))
        and re.fullmatch(r"1[5-9]\d\d|20\d\d", mention.text)
        and before in {"in", "and", "or", "of", "since", "until", "–", "-", ",", "to"}
    ):
        return "reads as a year"
    if small and mention.spelled:
        if before in rules.lexicon.anaphoric or before in {"which", "between"}:
            return f'"{before} {mention.text}" points back to things already counted'
        if mention.low == 1:
            return '"one" is an article here'
    if mention.spelled and mention.low == 1 and mention.high is None:
        return '"more than one" counts nothing'
    return None


def _identifier(parsed: ParsedSentence, quantity: QuantityAt, rules: Rules) -> str | None:
    """Why a bare number is part of a name or of the numbering of the text, if it is."""
    mention = quantity.mention
    around = parsed.text[max(mention.number_start - 1, 0) : mention.number_start] + parsed.text[mention.number_end : mention.number_end + 1]
    if "+" in around and re.search(r"\d\+\d", parsed.text[max(mention.number_start - 2, 0) : mention.number_end + 2]):
        return "part of a name like 16+1"
    if parsed.segment.kind is SegmentKind.HEADING and quantity.start == 0 and re.fullmatch(r"\d{1,2}(?:\.\d{1,2})*\.?", mention.text):
        return "the number of a section"
    after = parsed.tokens[quantity.end] if quantity.end < len(parsed.tokens) else ""
    before = parsed.lowers[quantity.start - 1] if quantity.start else ""
    if (
        mention.unit is None
        and not mention.spelled
        and (after in {"See", "Ibid", "Cf", "cf"} or before in {"art", "arts", "article", "articles"})
    ):
        return "the number of a note or an article"
    behind = parsed.text[mention.number_end : mention.number_end + 1]
    if behind == ")" and mention.unit is None and "(" not in parsed.text[max(mention.start - 40, 0) : mention.start]:
        return "the number of a point in a list"
    if not re.search(r"[A-Za-z]{2}", parsed.text):
        return "the number of a section"
    if _only_entitles(parsed) and not any(char.isdigit() for char in mention.text):
        return "what the figures under a caption are in"  # "Cattle by district, thousands"
    first = parsed.names[0] if parsed.names else None
    if quantity.start == 0 and mention.text.isdigit() and first and first.start == quantity.end and first.kind == "place":
        return "the number of a note"  # "593 Russia's emphasis on ..."
    initials = parsed.tokens[quantity.start - 1] if quantity.start else ""
    if mention.text.isdigit() and re.fullmatch(r"[A-Z]{1,3}", initials) and initials not in {"US", "UK", "EU", "UN", "I", "A"}:
        return "part of the name before it"  # "MI 24 helicopters"
    if _designates(parsed, quantity):
        return "the number of the thing before it"  # "panel 17", "line 3", "Article 51"
    if quantity.noun is not None and parsed.forms[quantity.noun] & rules.lexicon.passages:
        return "the number of a section or resolution"
    glued = parsed.text[mention.number_end : mention.number_end + 2]
    if mention.unit is None and mention.currency is None and not mention.spelled and re.fullmatch(r"(?:st|nd|rd|th)", glued):
        return "an ordinal"
    designation = (
        quantity.noun is not None and parsed.tags[quantity.noun] == "NN" and bool(parsed.forms[quantity.noun] & rules.lexicon.formations)
    )
    if designation and before == "the" and (mention.low or 0) > 1 and not mention.spelled and (mention.low or 0) < 1000:
        return "the designation of a unit"
    singular = quantity.noun is not None and parsed.tags[quantity.noun] == "NN" and (mention.low or 0) > 1
    if singular and mention.text.isdigit() and mention.unit is None and parsed.tags[quantity.start - 1 : quantity.start] == ["NNP"]:
        return "part of the name before it"  # "the Xbox 360 version": things counted stand in the plural
    named = any(name.end == quantity.start and name.kind == "name" for name in parsed.names)
    if (
        named
        and quantity.noun is None
        and parsed.heads[quantity.root] == quantity.start - 1
        and not mention.spelled
        and (mention.low or 0) < 1000
    ):
        return "part of the name before it"
    return None


def _designates(parsed: ParsedSentence, quantity: QuantityAt) -> bool:
    """Whether a short bare number names the singular noun right before it and counts nothing behind it."""
    mention = quantity.mention
    if mention.spelled or quantity.start == 0 or not re.fullmatch(r"\d{1,3}", mention.text.strip()):
        return False
    before = quantity.start - 1
    behind = parsed.tags[quantity.end] if quantity.end < len(parsed.tags) else ""
    if parsed.tags[before] not in {"NN", "NNP"} or behind.startswith(("NN", "JJ", "CD", "VBG", "VBN")):
        return False
    return (
        parsed.heads[quantity.root] == before or parsed.heads[before] == quantity.root or parsed.deps[quantity.root] in {"nummod", "appos"}
    )


def _only_entitles(parsed: ParsedSentence) -> bool:
    """Whether a sentence is a caption without a verb: it says what its table or picture is of."""
    return parsed.segment.kind is SegmentKind.CAPTION and not any(tag in ("VBD", "VBZ", "VBP", "MD") for tag in parsed.tags)
