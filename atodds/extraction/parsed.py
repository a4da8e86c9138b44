"""A parsed sentence as the rules see it: flat lists over its tokens, and distances in text and tree."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from spacy.tokens import Doc

from atodds.claims import Axis
from atodds.claims.measure_classes import ClassHit
from atodds.extraction.components import FORMS, NAMES, TOKENS, Rules, load_rules
from atodds.extraction.lexicon import Phrases
from atodds.normalising.mentions import DateMention, QuantityMention
from atodds.reading.document import Segment

__all__ = ["DateAt", "Name", "ParsedSentence", "QuantityAt", "parse_view"]

_CLAUSE_DEPS = frozenset({"ROOT", "conj", "ccomp", "advcl", "relcl", "parataxis"})
_TIMES = frozenset({"day", "week", "month", "year", "hour", "night", "decade"})
_WHEN = frozenset({"earlier", "later", "ago", "before", "previously", "after", "prior"})
_CIRCUMSTANCE = frozenset({"after", "before", "since", "until", "during", "amid", "following", "despite", "because", "when"})
_HEADING = frozenset({"nsubj", "nsubjpass"})
_NOUN_TAGS = frozenset({"NN", "NNS", "NNP", "NNPS"})


@dataclass(frozen=True, slots=True)
class QuantityAt:
    """A quantity in its sentence: tokens `start..end` of the whole mention, `root` the number's token nearest the tree's root."""

    mention: QuantityMention
    start: int
    end: int
    root: int
    noun: int | None  # token of the noun it counts or whose amount it is: "buildings", "nitrate" in "tonnes of ammonium nitrate"

    @property
    def noun_or_root(self) -> int:
        """The noun, or the number itself when it counts nothing named."""
        return self.root if self.noun is None else self.noun


@dataclass(frozen=True, slots=True)
class DateAt:
    """A date in its sentence."""

    mention: DateMention
    start: int
    end: int
    root: int


@dataclass(frozen=True, slots=True)
class Name:
    """A name in its sentence: `kind` is place, people, person or name."""

    text: str
    kind: str
    start: int
    end: int
    root: int


@dataclass(slots=True)
class ParsedSentence:
    """One sentence of a document with what the components found in it. Token positions count within the sentence."""

    text: str
    char_start: int
    segment: Segment
    tokens: list[str]
    lowers: list[str]
    tags: list[str]
    deps: list[str]
    heads: list[int]
    offsets: list[int]
    forms: list[frozenset[str]]
    quantities: list[QuantityAt] = field(default_factory=list)
    dates: list[DateAt] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
    hits: list[ClassHit] = field(default_factory=list)  # expressions of seeds/classes
    sources: list[tuple[int, int]] = field(default_factory=list)  # tokens of whoever is credited with the figure at hand
    event_tokens: frozenset[int] = frozenset()  # words that name a kind of happening: they are a value of an axis
    light: frozenset[str] = frozenset()
    _paths: dict[int, list[int]] = field(default_factory=dict)
    _children: list[list[int]] | None = None
    _found: dict[int, list[tuple[int, int, str]]] = field(default_factory=dict)

    def path_up(self, token: int) -> list[int]:
        """The token and its heads up to the root."""
        path = self._paths.get(token)
        if path is None:
            path = [token]
            while self.heads[path[-1]] != path[-1] and len(path) <= len(self.heads):
                path.append(self.heads[path[-1]])
            self._paths[token] = path
        return path

    def find(self, phrases: Phrases) -> list[tuple[int, int, str]]:
        """The phrases that stand in the sentence, as `Phrases.find` answers; looked for once."""
        found = self._found.get(id(phrases))
        if found is None:
            found = self._found[id(phrases)] = phrases.find(self.forms)
        return found

    def tree_distance(self, one: int, other: int) -> int:
        """Arcs between two tokens; 12 when no common head joins them."""
        up = {token: steps for steps, token in enumerate(self.path_up(one))}
        for steps, token in enumerate(self.path_up(other)):
            if token in up:
                return up[token] + steps
        return 12

    def way(self, one: int, other: int) -> tuple[int, int, int]:
        """Arcs up from one token to the common head, arcs down from there to the other, and how many of these enter a prepositional phrase.

        Phrases of "of" and "by" do not count, since they say more of the same thing; those of circumstance ("after the blast") twice.
        (6, 6, 0) when no common head joins the two.
        """
        up = {token: steps for steps, token in enumerate(self.path_up(one))}
        entered = 0
        for steps, token in enumerate(self.path_up(other)):
            if token in up:
                return up[token], steps, entered
            if self.deps[token] in {"prep", "mark"} or self.lowers[token] in _CIRCUMSTANCE:
                entered += 2 if self.lowers[token] in _CIRCUMSTANCE else self.lowers[token] not in {"of", "by"}
        return 6, 6, 0

    def clause_of(self, token: int) -> int:
        """The verb (or root) that governs the token's clause."""
        for step in self.path_up(token):
            if self.deps[step] in _CLAUSE_DEPS and (self.tags[step].startswith("VB") or self.deps[step] == "ROOT"):
                return step
        return self.path_up(token)[-1]

    def children(self, token: int) -> list[int]:
        """Direct dependents, in text order."""
        if self._children is None:
            self._children = [[] for _ in self.heads]
            for index, head in enumerate(self.heads):
                if head != index:
                    self._children[head].append(index)
        return self._children[token]

    def subtree(self, token: int) -> Iterator[int]:
        """The token and all below it."""
        stack = [token]
        while stack:
            current = stack.pop()
            yield current
            stack.extend(self.children(current))

    def text_of(self, start: int, end: int) -> str:
        """The text of tokens `start..end`."""
        if start >= end:
            return ""
        return self.text[self.offsets[start] : self.offsets[end - 1] + len(self.tokens[end - 1])]

    def is_light(self, token: int) -> bool:
        """Whether a word says nothing of what a figure is of."""
        return len(self.lowers[token]) < 3 or not self.light.isdisjoint(self.forms[token])

    def is_source(self, name: Name) -> bool:
        """Whether a name is credited with the figure at hand."""
        return any(name.start < end and start < name.end for start, end in self.sources)

    def is_noun(self, token: int) -> bool:
        """Whether the tagger calls it a noun."""
        return self.tags[token] in _NOUN_TAGS


def parse_view(
    doc: Doc,
    char_start: int,
    segment: Segment,
    quantities: Sequence[QuantityMention],
    dates: Sequence[DateMention],
    rules: Rules | None = None,
) -> ParsedSentence:
    """The flat view of a parsed sentence; mentions have offsets within the sentence."""
    rules = rules or load_rules()
    strings = doc.vocab.strings
    tokens: list[str] = doc.user_data[TOKENS]
    columns = doc.to_array(["TAG", "DEP", "HEAD", "IDX"])
    tags = [strings[tag] for tag in columns[:, 0].tolist()]
    deps = [strings[dep] for dep in columns[:, 1].tolist()]
    heads = [index + step for index, step in enumerate(columns[:, 2].astype("int64").tolist())]  # stored as the way to the head
    offsets = columns[:, 3].tolist()
    for index, text in enumerate(tokens):
        if tags[index].startswith("NN") and text.lower() in rules.lexicon.done_to:
            tags[index] = "VBN"  # "1,832 killed and 3,700 hurt", whatever the tagger takes the second for
    sentence = ParsedSentence(
        text=doc.text,
        char_start=char_start,
        segment=segment,
        tokens=tokens,
        lowers=[text.lower() for text in tokens],
        tags=tags,
        deps=deps,
        heads=heads,
        offsets=offsets,
        forms=doc.user_data[FORMS],
    )
    for span in doc.spans[NAMES]:
        sentence.names.append(Name(span.text, span.label_, span.start, span.end, _root(sentence, span.start, span.end)))
    subjects = {index for index, dep in enumerate(deps) if dep in _HEADING or (dep == "ROOT" and tags[index].startswith("NN"))}
    sentence.hits = rules.classes.find(sentence.forms, tags, subjects)
    sentence.light = rules.lexicon.light_words
    for quantity in quantities:
        start, end = tokens_of(sentence, quantity.start, quantity.end)
        first, last = tokens_of(sentence, quantity.number_start, quantity.number_end)
        root = _root(sentence, first, last)
        sentence.quantities.append(QuantityAt(quantity, start, end, root, _noun_of(sentence, quantity, start, end, first, last, root)))
    _share_nouns(sentence)
    for date in dates:
        start, end = tokens_of(sentence, date.start, date.end)
        sentence.dates.append(DateAt(date, start, end, _root(sentence, start, end)))
    dated = {index for date in sentence.dates for index in range(date.start, date.end)}
    sentence.hits = [hit for hit in sentence.hits if dated.isdisjoint(hit.tokens)]  # "March" marches in no date
    kinds = rules.classes.by_id
    sentence.event_tokens = frozenset(index for hit in sentence.hits if kinds[hit.class_id].axis is Axis.EVENT for index in hit.tokens)
    return sentence


def _share_nouns(sentence: ParsedSentence) -> None:
    """A bare number joined to one that counts things counts the same: "12 houses that burnt down and 30 that lost a roof"."""
    for index in range(len(sentence.quantities) - 1):
        part, whole = sentence.quantities[index], sentence.quantities[index + 1]
        plain = part.mention.unit is None and part.mention.currency is None and whole.mention.unit is None
        of = sentence.lowers[part.end : part.end + 1] == ["of"] and whole.start - part.end <= 3
        if part.noun is None and plain and of and whole.noun is not None and not part.mention.fraction:
            sentence.quantities[index] = QuantityAt(part.mention, part.start, part.end, part.root, whole.noun)  # "92 of some 2,300 schools"
    for index in range(1, len(sentence.quantities)):
        quantity, before = sentence.quantities[index], sentence.quantities[index - 1]
        bare = quantity.noun is None and quantity.mention.unit is None and quantity.mention.currency is None
        if not bare or before.noun is None or before.mention.unit is not None or before.mention.currency is not None:
            continue
        follows = sentence.lowers[quantity.end] if quantity.end < len(sentence.tokens) else ""
        joined = sentence.deps[quantity.root] == "conj" and sentence.heads[quantity.root] in {before.noun, before.root}
        # "149 houses that fell and 30 that lost a roof", whatever the parser hangs the second number on
        joined = joined or (follows in {"that", "which"} and quantity.start > 0 and sentence.lowers[quantity.start - 1] == "and")
        if joined and follows in {"that", "which", "in", "for", "", ".", ",", "of", "were", "more", "others"}:
            sentence.quantities[index] = QuantityAt(quantity.mention, quantity.start, quantity.end, quantity.root, before.noun)


def tokens_of(sentence: ParsedSentence, start: int, end: int) -> tuple[int, int]:
    """The tokens that overlap characters `start..end`; never empty."""
    first = last = None
    for index, offset in enumerate(sentence.offsets):
        if offset >= end:
            break
        if offset + len(sentence.tokens[index]) > start:
            first = index if first is None else first
            last = index
    if first is None or last is None:
        return 0, 1
    return first, last + 1


def _root(sentence: ParsedSentence, start: int, end: int) -> int:
    """The token of a span whose head is outside it; the last of several."""
    best = end - 1
    for index in range(end - 1, start - 1, -1):
        head = sentence.heads[index]
        if (head == index or not start <= head < end) and sentence.deps[index] != "punct":
            return index
    return best


def _noun_of(sentence: ParsedSentence, mention: QuantityMention, start: int, end: int, first: int, last: int, root: int) -> int | None:
    """The noun a number counts: its head in the tree when that lies to the right, else the next noun; after "of" for units."""
    measured = mention.unit is not None or mention.currency is not None
    after = max(end, last)
    if not measured and _before_a_time(sentence, after):
        return None
    if mention.counted_noun and not measured:
        # the grammar saw the noun; its last word is the head
        for index in range(min(last, len(sentence.tokens)), min(last + 8, len(sentence.tokens))):
            if sentence.lowers[index] == mention.counted_noun.lower().split()[-1]:
                return index
    if not measured:
        head = sentence.heads[root]
        if sentence.deps[root] in {"nummod", "quantmod", "amod", "compound", "nmod"} and sentence.is_noun(head) and last <= head < last + 7:
            return head
        for index in range(start, end):
            if index >= last and sentence.is_noun(index) and sentence.heads[index] != index:
                return index
        counted = _number_of(sentence, root)
        if counted is not None and not (after < len(sentence.tokens) and sentence.is_noun(after)):
            return counted
    index = after
    if index < len(sentence.tokens) and sentence.lowers[index] in {"of", "-"}:
        index += 1
    elif measured:
        return None
    steps = 0
    found = None
    while index < len(sentence.tokens) and steps < 6:
        tag = sentence.tags[index]
        if tag == "POS":
            found = None  # "a quarter of the town's homes" are homes
        elif tag in {"NN", "NNS", "NNP", "NNPS"} and sentence.lowers[index] not in load_rules().lexicon.done_to:
            found = index
        elif (
            found is not None
            or tag not in {"JJ", "JJR", "JJS", "VBN", "VBG", "RB", "HYPH", "DT", "PRP$", "POS", "CD", "RBR"}
            or (tag == "CD" and steps)
            or (tag in {"VBN", "VBG", "RB", "RBR"} and steps == 0 and not measured and not _noun_within(sentence, index + 1, 3))
        ):
            break
        index += 1
        steps += 1
    while (
        found is not None and sentence.deps[found] == "compound" and sentence.heads[found] == found + 1 and found + 1 < len(sentence.tokens)
    ):
        found += 1  # "ammonium nitrate", whatever the tagger takes the second word for
    return found


def _before_a_time(sentence: ParsedSentence, after: int) -> bool:
    """Whether what follows a number only says when it was: "36 a day earlier", "41 the week before"."""
    words = sentence.lowers[after : after + 3]
    return len(words) == 3 and words[0] in {"a", "an", "one", "the"} and words[1] in _TIMES and words[2] in _WHEN


def _number_of(sentence: ParsedSentence, root: int) -> int | None:
    """The noun of "the number of schools had risen from 39 to 91", "raised their count of buildings to 400": what a far number counts."""
    verb = next((token for token in sentence.path_up(root)[1:5] if sentence.tags[token].startswith("VB")), None)
    if verb is None:
        return None
    for child in sentence.children(verb):
        if (
            sentence.deps[child] in {"nsubj", "nsubjpass", "dobj"}
            and sentence.forms[child] & load_rules().lexicon.counting
            and child != root
        ):
            return _of_noun(sentence, child)
    return None


def _of_noun(sentence: ParsedSentence, head: int) -> int | None:
    """The noun after "of": for "of which" the noun the clause hangs on, and through "the number of schools" to the schools."""
    for preposition in sentence.children(head):
        if sentence.lowers[preposition] != "of":
            continue
        for thing in sentence.children(preposition):
            if sentence.lowers[thing] in {"which", "whom"}:
                clause = next((token for token in sentence.path_up(head) if sentence.deps[token] == "relcl"), None)
                if clause is None:
                    return None
                above = sentence.heads[clause]
                return (
                    _of_noun(sentence, above)
                    if sentence.forms[above] & load_rules().lexicon.counting
                    else above
                    if sentence.is_noun(above)
                    else None
                )
            if sentence.is_noun(thing):
                return _of_noun(sentence, thing) or thing if sentence.forms[thing] & load_rules().lexicon.counting else thing
    return None


def _noun_within(sentence: ParsedSentence, index: int, reach: int) -> bool:
    for step in range(index, min(index + reach, len(sentence.tokens))):
        if sentence.is_noun(step):
            return True
        if sentence.tags[step] not in {"JJ", "VBN", "HYPH", "NN"}:
            return False
    return False
