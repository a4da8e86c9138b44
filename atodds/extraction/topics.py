"""What a document as a whole is about: for a document on one event, that event, named after place, kind and year.

"Beirut explosion 2020", "Turkey–Syria earthquake 2023", "Hurricane Maria 2017": the name is built from title, address and lead, never
looked up, so that it works for any event. A long text that touches many events has no topic of this kind.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from urllib.parse import unquote, urlsplit

from atodds.escapes import without_escapes
from atodds.extraction.components import Rules
from atodds.extraction.sentences import split_sentences
from atodds.extraction.word_forms import plural
from atodds.normalising.dates import find_dates
from atodds.reading.document import Document
from atodds.vocabulary import SegmentKind

__all__ = ["Topic", "find_topic"]

SCANNED_WORDS = 2_500
LEAD_WORDS = 40
_WORD = re.compile(r"[^\W_]+(?:[’'.\-][^\W_]+)*|[,;:.!?–—|]")
_YEAR = re.compile(r"\b(1[5-9]\d\d|20\d\d)\b")
_DAY_AND_YEAR = re.compile(
    r"\b(?:\d{1,2}(?:st|nd|rd|th)?\s+)?(?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r"(?:\s+\d{1,2}(?:st|nd|rd|th)?)?,?\s+(1[5-9]\d\d|20\d\d)\b|\b(20\d\d|19\d\d)-\d\d-\d\d\b",
    re.IGNORECASE,
)
_ANNIVERSARY = re.compile(
    r"\b(?:(?P<one>an?|one) years? (?:since|after|on)|last year[’']s|(?P<word>two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) years "
    r"(?:since|after|on)|after (?:an?|one) year of|after "
    r"(?P<of>two|three|four|five|six|seven|eight|nine|ten) years of|(?P<nth>first|second|third|fourth|fifth|tenth) anniversary)\b",
    re.IGNORECASE,
)
_MONTHS_SINCE = re.compile(
    r"\b(an?|one|two|three|four|five|six|seven|eight|nine|ten|\d{1,2}) months? (?:since|after|on|ago)\b", re.IGNORECASE
)
_FLIGHT = re.compile(r"(?:[A-Z][\w&-]{1,20} ){1,3}[Ff]light (?:[A-Z\d]{2}[ -]?)?\d{1,4}\b")
_SMALL = {"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10}
_NTH = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "tenth": 10}
_TO_PLACE = frozenset({"in", "at", "near", "off", "across", "around", "outside", "over", "of", "for", "on"})
_JOIN = frozenset({"and", ",", "–", "—", "&", "-"})


@dataclass(frozen=True, slots=True)
class Topic:
    """The one event a document is about, or no event and the place its title names."""

    subject: str | None = None
    kind: str | None = None
    places: tuple[str, ...] = ()
    year: int | None = None
    years_since: int | None = None  # "three years on": how long after the event the document was written

    @property
    def is_event(self) -> bool:
        """Whether the document's figures belong to one event."""
        return self.kind is not None and self.subject is not None


def find_topic(document: Document, rules: Rules) -> Topic:
    """The topic of a document; an empty one when it cannot be told."""
    title = _title(document)
    slug = _slug(document.metadata.url, document.text[:20_000], rules)
    body = " ".join(
        document.text_of(segment)
        for segment in document.segments[:400]
        if segment.kind not in {SegmentKind.BOILERPLATE, SegmentKind.REFERENCE, SegmentKind.TITLE}
    )[:40_000]
    words = _WORD.findall(body)[:SCANNED_WORDS]
    counted = len(document.text) // 6
    common = frozenset(word for word in words if word.islower() and len(word) > 2)
    kinds: Counter[str] = Counter()
    called: dict[str, Counter[str]] = {}
    plurals: Counter[str] = Counter()
    singulars: Counter[str] = Counter()
    votes: Counter[str] = Counter()
    names: Counter[str] = Counter()
    coordinated: set[tuple[str, str]] = set()
    hits = 0
    for text_words, weight in (
        (_WORD.findall(title), 4.0),
        (_WORD.findall(slug), 2.5),
        (words[:LEAD_WORDS], 2.0),
        (words[LEAD_WORDS:], 1.0),
    ):
        forms = [rules.forms.of(word) for word in text_words]
        found = rules.lexicon.event_phrases.find(forms)
        spans = [(start, end) for start, end, _ in found]
        for start, end, kind in found:
            if any(begin <= start and end <= stop and stop - begin > end - start for begin, stop in spans):
                continue
            worth = int(weight * 2 * (1 + 0.5 * (end - start - 1)))
            kinds[kind] += worth
            label = next((name for at, stop, name in rules.lexicon.event_callings.find(forms[start:end]) if stop - at == end - start), kind)
            called.setdefault(kind, Counter())[label] += worth
            hits += 1
            last = text_words[end - 1].lower()
            (plurals if last.endswith("s") and not last.endswith("ss") else singulars)[kind] += 1
            for place, strength in _places_near(text_words, start, end, kind, rules, common).items():
                votes[place] += int(weight * strength * 10)
            proper = _proper_event(text_words, start, end, rules)
            if proper:
                names[proper] += int(weight * 10)
        if weight == 4.0 and ":" in text_words[:5]:
            place_first = _place_name(" ".join(text_words[: text_words.index(":")]), rules)
            if place_first and place_first.lower() in rules.lexicon.places:
                votes[place_first] += 80  # "Hong Kong: nearly two million march"
        for place, count, pair in _places_anywhere(text_words, rules, common):
            votes[place] += int(weight * (6 if weight == 4.0 else 3) * count)  # what the title names counts double
            if pair:
                coordinated.add((pair, place))
    flight = _flight(title, body)
    if flight and (kinds["crash"] or flight in title):
        kinds["crash"] += 8
        called.setdefault("crash", Counter())["crash"] += 1
        names = Counter({f"{flight} crash": 1})
    place_names = tuple(sorted(votes, key=lambda name: (-votes[name], name)))
    if not kinds:
        return Topic(places=place_names[:1])
    kind = max(sorted(kinds), key=lambda name: kinds[name])
    in_title = _speaks_of(kind, title + " " + slug, rules)
    opening = [body[start:end] for start, end in split_sentences(body[:2_000])[:2]]
    opens_with_it = bool(opening) and (_speaks_of(kind, opening[0], rules) or (hits > 1 and _speaks_of(kind, " ".join(opening), rules)))
    turns_on_it = in_title or (kind not in rules.lexicon.long_kinds and opens_with_it and hits >= counted / 200)
    if not turns_on_it or (counted > 900 and hits < counted / 400):
        return Topic(places=place_names[:1])
    year = _year(document, title, body, rules, kind)
    if names:
        subject = max(sorted(names), key=lambda name: names[name])
        chosen = place_names[:1]
    else:
        told = sorted(votes, key=lambda name: (_first_place(title + " . " + body, name, rules), name))
        chosen = _choose_places(place_names, told, votes, coordinated, rules)
        label = max(sorted(called[kind]), key=lambda name: (called[kind][name], name == kind))
        label = plural(label) if plurals[kind] > singulars[kind] else label
        disease = _disease(title, body, rules) if kind == "epidemic" else None
        if disease:
            chosen, label = (), f"{disease} {label}"
        subject = " ".join(part for part in ("–".join(chosen), label) if part)
    if not chosen and not names and kind != "epidemic":
        return Topic(places=place_names[:1])  # an event that is nowhere is no subject
    named = f"{subject} {year}" if year and str(year) not in subject else subject
    return Topic(named, kind, chosen, year, _years_since(title + " . " + body[:250]))


def _speaks_of(kind: str, text: str, rules: Rules) -> bool:
    found = rules.lexicon.event_phrases.find([rules.forms.of(word) for word in _WORD.findall(text)])
    return any(label == kind for _, _, label in found)


def _title(document: Document) -> str:
    if document.metadata.title:
        return without_escapes(document.metadata.title)
    for segment in document.segments[:12]:
        if segment.kind in {SegmentKind.TITLE, SegmentKind.HEADING}:
            return document.text_of(segment)
    return ""


def _slug(url: str | None, text: str, rules: Rules) -> str:
    """The words of an address, with capitals where the text or the seeds know a name."""
    if not url:
        return ""
    path = unquote(urlsplit(url).path)
    known = {word.lower(): word for word in re.findall(r"(?<=[a-z,] )[A-Z][\w’'-]+", text)}
    words = []
    for word in re.split(r"[^\w–]+|_", path):
        if not word or (word.isdigit() and len(word) != 4) or len(word) > 30:
            continue
        lower = word.lower()
        words.append(known.get(lower) or (lower.title() if lower in rules.lexicon.places or lower in rules.lexicon.demonyms else lower))
    return " ".join(words)


def _run(words: list[str], index: int, step: int, rules: Rules, common: frozenset[str]) -> tuple[str, int]:
    """The capitalised run that begins (step 1) or ends (step -1) at `index`, as one name; empty when there is none.

    A word the text elsewhere writes small is capitalised for its title only, and ends the run.
    """
    run: list[str] = []
    while (
        0 <= index < len(words)
        and words[index][:1].isupper()
        and words[index].lower() not in rules.lexicon.no_places
        and not _is_common(words[index], rules, common)
        and len(run) < 4
    ):
        run.append(words[index])
        index += step
    if step < 0:
        run.reverse()
    return " ".join(run), index


def _is_common(word: str, rules: Rules, common: frozenset[str]) -> bool:
    """Whether a word is no name although it is capitalised here: the text writes it small too, and no list knows it as a place."""
    lower = word.lower()
    return lower in common and lower not in rules.lexicon.places


@lru_cache(maxsize=4096)
def _names_a_day(name: str) -> bool:
    """Whether a capitalised name is one of the calendar ("Halloween", "Easter Monday")."""
    return bool(find_dates(name, reference=date(2000, 1, 1)))


def _place_name(run: str, rules: Rules) -> str | None:
    """A run as the name of a place: known, or of a people, or unknown but capitalised."""
    bare = re.sub(r"[’']s?$", "", run).strip()
    lower = bare.lower()
    if not lower or lower in rules.lexicon.no_places:
        return None
    if lower in rules.lexicon.places:
        return rules.lexicon.places[lower]
    if lower in rules.lexicon.demonyms or lower.removesuffix("s") in rules.lexicon.demonyms:
        return None
    parts = [part for part in re.split(r"[–—-]", bare) if part]
    if len(parts) == 2 and all(part.lower() in rules.lexicon.places for part in parts):
        return "–".join(rules.lexicon.places[part.lower()] for part in parts)
    return None if _names_a_day(bare) else bare


def _places_near(words: list[str], start: int, end: int, kind: str, rules: Rules, common: frozenset[str]) -> dict[str, float]:
    """Names that stand with an event word: "Beirut port blast", "quake in Turkey and Syria", "explosion shakes Beirut"."""
    to_place = _TO_PLACE | rules.lexicon.striking
    found: dict[str, float] = {}

    def add(run: str, strength: float) -> None:
        name = _place_name(run, rules)
        if name:
            found[name] = max(found.get(name, 0.0), strength)

    index = start - 1
    skipped = 0
    while (
        index >= 0
        and skipped < 2
        and words[index].isalpha()
        and (words[index].islower() or _is_common(words[index], rules, common))
        and words[index] not in to_place
        and words[index] not in {"the", "a", "an", "by", "after", "and", "that", "to"}
    ):
        index -= 1
        skipped += 1
    run, before = _run(words, index, -1, rules, common)
    if run:
        people = rules.lexicon.demonyms.get(run.lower())
        if people is not None and kind not in rules.lexicon.acted_kinds:
            found[people] = 3.0  # "the Greek shipwreck"; but "an Israeli raid" may be anywhere
        add(run, 3.0)
        while before > 0 and words[before].lower() in _JOIN:
            run, before = _run(words, before - 1, -1, rules, common)
            if not run:
                break
            add(run, 2.5)
    index = end
    while index < min(end + 9, len(words)):
        if words[index] in {".", ";", "|", "!", "?"}:
            break
        if words[index].lower() in to_place:
            ahead = index + 1
            while ahead < len(words) and words[ahead].islower() and ahead < index + 4 and words[ahead].isalpha():
                ahead += 1
            run, after = _run(words, ahead, 1, rules, common)
            if run:
                add(run, 2.5)
                while after < len(words) and words[after].lower() in _JOIN:
                    run, after = _run(words, after + 1, 1, rules, common)
                    if not run:
                        break
                    add(run, 2.0)
                break
        index += 1
    return found


def _places_anywhere(words: list[str], rules: Rules, common: frozenset[str]) -> list[tuple[str, float, str | None]]:
    """Known places and names behind a preposition of place, with the place they are joined to: "in Turkey and Syria"."""
    to_place = _TO_PLACE | rules.lexicon.striking
    found: list[tuple[str, float, str | None]] = []
    last: tuple[int, str, bool] | None = None
    for index, word in enumerate(words):
        lower = re.sub(r"[’']s?$", "", word).lower()
        if index + 1 < len(words) and f"{word} {words[index + 1]}".lower() in rules.lexicon.places:
            lower = f"{word} {words[index + 1]}".lower()
        elif index and f"{words[index - 1]} {word}".lower() in rules.lexicon.places:
            continue
        if lower in rules.lexicon.places and word[:1].isupper():
            place = rules.lexicon.places[lower]
            prepared = index > 0 and words[index - 1].lower() in {
                "in",
                "at",
                "across",
                "southern",
                "northern",
                "eastern",
                "western",
                "for",
                "inside",
                "between",
                "hit",
                "struck",
            }
            joined = last is not None and index - last[0] <= 3 and any(w.lower() in _JOIN for w in words[last[0] + 1 : index])
            found.append((place, 1.5 if prepared else 0.5, last[1] if joined and last is not None and last[2] else None))
            last = (index, place, prepared or (index > 1 and words[index - 2].lower() in to_place) or bool(joined and last and last[2]))
        elif (
            word[:1].isupper()
            and index > 0
            and lower not in rules.lexicon.no_places
            and lower not in rules.lexicon.demonyms
            and not _is_common(word, rules, common)
            and not _names_a_day(re.sub(r"[’']s?$", "", word))
        ):
            before = words[index - 1].lower()
            if before == "of" and index > 1 and words[index - 2].lower() in rules.lexicon.land_before_name:
                found.append((re.sub(r"[’']s?$", "", word), 3.5, None))
            elif before in {"in", "at", "near", "around"}:
                found.append((re.sub(r"[’']s?$", "", word), 1.2, None))
    return found


def _proper_event(words: list[str], start: int, end: int, rules: Rules) -> str | None:
    """The name of a named storm or the like: "Hurricane Maria", "Operation ..." is none of ours."""
    if not words[start][:1].isupper() or end >= len(words):
        return None
    follows = words[end]
    if (
        words[start].lower() in rules.lexicon.baptised_kinds
        and follows[:1].isupper()
        and follows.isalpha()
        and follows.lower() not in rules.lexicon.no_places
    ):
        return f"{words[start]} {follows}"
    return None


def _flight(title: str, body: str) -> str | None:
    """The flight a document is about, by airline and number: in its title, else the one it names first and no other."""
    in_title = _FLIGHT.search(title)
    if in_title:
        return " ".join(in_title.group().split())
    named = dict.fromkeys(" ".join(found.group().split()) for found in _FLIGHT.finditer(body[:4_000]))
    return next(iter(named)) if len(named) == 1 else None


def _disease(title: str, body: str, rules: Rules) -> str | None:
    """The illness an epidemic is named after, when the title has a name that is no place and the text goes on using it."""
    words: list[str] = re.findall(r"[A-Z][\w-]+", title)
    for word in words:
        known = word.lower() in rules.lexicon.places or word.lower() in rules.lexicon.demonyms or word.lower() in rules.lexicon.no_places
        if not known and not word.isupper() and len(re.findall(rf"\b{re.escape(word)}\b", body)) >= 1:
            return word
    return None


def _first_place(text: str, place: str, rules: Rules) -> int:
    """Where a place is first named, under any of its names; far behind when it is not."""
    names = [name for name, known in rules.lexicon.places.items() if known == place] or [place.lower()]
    found = [at for at in (text.lower().find(name) for name in names) if at >= 0]
    return min(found, default=len(text))


def _choose_places(
    ordered: tuple[str, ...], told: list[str], votes: Mapping[str, int], coordinated: set[tuple[str, str]], rules: Rules
) -> tuple[str, ...]:
    """One place, or two countries the document names together."""
    if not ordered:
        return ()
    first = ordered[0]
    if first.lower() not in rules.lexicon.places:
        return (first,)
    for other in ordered[1:4]:
        known = other.lower() in rules.lexicon.places
        if known and (votes[other] >= 0.5 * votes[first] or (first, other) in coordinated or (other, first) in coordinated):
            return (first, other) if told.index(first) < told.index(other) else (other, first)
    return (first,)


def _year(document: Document, title: str, body: str, rules: Rules, kind: str) -> int | None:
    """The event's year: in the title, else a full date in the text, else the year of printing, less the years since."""
    printed = document.metadata.published_on
    in_title = _YEAR.search(title)
    if in_title:
        return int(in_title.group())
    dated = Counter(int(found.group(1) or found.group(2)) for found in _DAY_AND_YEAR.finditer(body[:12_000]))
    since = _years_since(title + " . " + body[:250])
    if printed and since:
        return printed.year - since
    months = _MONTHS_SINCE.search(title + " . " + body[:250])
    if printed and months:
        gap = _SMALL.get(months.group(1).lower(), 1) if not months.group(1).isdigit() else int(months.group(1))
        return (printed.year * 12 + printed.month - 1 - gap) // 12
    if printed and (kind in rules.lexicon.short_kinds or not dated):
        return printed.year if not dated or printed.year in dated or kind not in rules.lexicon.short_kinds else _most(dated)
    if dated:
        return _most(dated)
    in_url = _YEAR.search(urlsplit(document.metadata.url).path) if document.metadata.url else None
    if in_url:
        return int(in_url.group())
    years = Counter(int(found) for found in _YEAR.findall(body[:6_000]))
    return _most(years) if years and kind in rules.lexicon.short_kinds else None


def _years_since(text: str) -> int | None:
    """How many years after its event a document says it was written: "three years on", "last year's", "first anniversary"."""
    since = _ANNIVERSARY.search(text)
    if since is None:
        return None
    groups = since.groupdict()
    word = groups["word"] or groups["of"]
    return _NTH.get((groups["nth"] or "").lower()) or (int(word) if word and word.isdigit() else _SMALL.get((word or "one").lower(), 1))


def _most(counter: Counter[int]) -> int:
    return max(sorted(counter), key=lambda year: counter[year])
