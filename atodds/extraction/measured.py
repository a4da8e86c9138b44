"""What a figure is of: the class of what befell or is said (predicate), the class of what is counted, and the other words that say it.

"The blaze claimed at least 69 lives in the old town" gives 69 the predicate `died` (by "claim _ life"), counted `people`, and the words
blaze, old, town. A predicate is an expression of `seeds/classes` that stands near the figure in the tree and in the text; a verb beats the
noun counted ("soldiers down as missing" are missing), the words of a label or header stand for a whole clause.

Prices are distances: lower is nearer. The constants weigh an arc of the tree against a word of text; they are not fitted to any corpus but
ordered by grammar: a figure between, a clause end, a joint of a list each cost more than any arc inside a clause.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from atodds.claims.measure_classes import ClassHit, MeasureClass, MeasureClasses
from atodds.extraction.components import Rules
from atodds.extraction.parsed import ParsedSentence, QuantityAt
from atodds.extraction.word_forms import stem
from atodds.vocabulary import FrameSource

__all__ = ["Measured", "arcs", "measured_by_words", "measured_in", "nearness"]

UP = 0.4  # one arc of the tree towards what governs the figure
DOWN = 0.5  # one arc away from it
ASIDE = 0.6  # a phrase of circumstance ("after the disaster") entered on the way
WORD = 0.08  # one word of text
FIGURE_BETWEEN = 1.2  # another figure stands between: its own words come before ours
JOINT = 0.5  # a comma, "and", "or", "but", "while" between
BREAK = 1.5  # a semicolon, a bullet, a bracket that closes
OTHER_CLAUSE = 0.7
NOUN_ITSELF = 1.1  # the noun counted is a predicate of its own ("inhabitants"), unless a verb says more
NEAR_ENOUGH = 0.6  # a second predicate this close behind the first may be meant as well; another figure this much nearer takes it
ANOTHERS = 0.3  # a word this much nearer to another figure is first of all the other's
UNSUITED = 1.0  # a class that says of what it is, and it is not of this
APART = frozenset({"duration", "length", "area", "speed", "temperature"})  # dimensions that are never meant by one another's classes
ONLY_A_DIMENSION = 0.6  # "an area of": it says in what the figure is, and less of what than a verb
CEILING = 5.0  # beyond, a word speaks of something else
MOST_WORDS = 12
GOODS = frozenset({"mass", "volume", "energy"})  # dimensions of counted classes that hold many goods, each of which is counted by itself
TAKES_PLACE = frozenset(
    {"occurred", "held", "entered_into_force", "began", "ended"}
)  # classes of what happens on a day: they count nothing

_JOINTS = frozenset({",", "and", "or", "but", "while", "whereas", "–", "—", "-"})
_BREAKS = frozenset({";", "•", "|", ")"})
_NO_OBJECT = frozenset({"by", "with", "per", "in", "on", "at", "from", "during", "for", "without", "after", "before", "via"})
_CONTENT = ("NN", "JJ", "VB")
_ARGUMENTS = frozenset({"nsubj", "nsubjpass", "dobj"})


@dataclass(frozen=True, slots=True)
class Measured:
    """The measure of one figure. `anchor` is the token its words hang on, `said` what gave the predicate, `price` how far that stands."""

    predicate: str | None = None
    also: tuple[str, ...] = ()
    counted: str | None = None
    noun: str = ""  # the noun counted, as written
    words: tuple[str, ...] = ()
    said: str = ""
    source: FrameSource = FrameSource.PHRASE
    price: float = CEILING
    anchor: int = 0
    tokens: tuple[int, ...] = ()  # those of the expression that gave the predicate

    @property
    def is_named(self) -> bool:
        """Whether anything says what the figure is of."""
        return self.predicate is not None or self.counted is not None


def nearness(sentence: ParsedSentence, quantity: QuantityAt, tokens: Sequence[int]) -> float:
    """The price of a word or phrase for a figure: how far it stands, in the tree and in the text; tokens of an expression count as one."""
    best = 99.0
    own = range(quantity.start, quantity.end)
    for token in tokens:
        if token in own:
            return 0.0
        tree = arcs(sentence, quantity.root, token)
        reach = quantity.start, quantity.end - 1
        if quantity.noun is not None:
            tree = min(tree, arcs(sentence, quantity.noun, token))
            reach = min(quantity.start, quantity.noun), max(quantity.end - 1, quantity.noun)
        if reach[0] <= token <= reach[1]:
            between: range = range(0)
        else:
            between = range(token + 1, reach[0]) if token < reach[0] else range(reach[1] + 1, token)
        price = tree + WORD * len(between)
        price += FIGURE_BETWEEN * sum(other is not quantity and other.root in between for other in sentence.quantities)
        price += JOINT * min(sum(sentence.lowers[index] in _JOINTS for index in between), 2)
        price += BREAK * sum(sentence.tokens[index] in _BREAKS for index in between)
        if sentence.clause_of(token) != sentence.clause_of(quantity.root):
            price += OTHER_CLAUSE
        best = min(best, price)
    return best


def arcs(sentence: ParsedSentence, one: int, other: int) -> float:
    """The price of the way through the tree from a figure to a word."""
    up, down, entered = sentence.way(one, other)
    return UP * up + DOWN * down + ASIDE * entered


def measured_in(
    sentence: ParsedSentence, quantity: QuantityAt, rules: Rules, before: Measured | None, earlier: Measured | None
) -> Measured:
    """The measure of a figure in a parsed sentence.

    Args:
        sentence: the sentence.
        quantity: the figure.
        rules: classes and words.
        before: the measure of the figure before it in the sentence, which a bare figure of a list goes on with.
        earlier: what the sentence before was counting, for "48,000 of them".
    """
    classes = rules.classes
    hits = sentence.hits
    noun = quantity.noun
    counted, noun_text = _counted(sentence, quantity, hits, classes)
    priced = _predicates(sentence, quantity, hits, classes, counted, rules.lexicon.change_verbs)
    predicate: str | None = None
    also: tuple[str, ...] = ()
    said, price, anchor = "", CEILING, quantity.noun_or_root
    hit_tokens: tuple[int, ...] = ()
    said_tokens: tuple[int, ...] = () if noun is None else (noun,)
    if priced:
        price, hit = priced[0]
        predicate, anchor = hit.class_id, hit.tokens[0]
        hit_tokens = hit.tokens
        said_tokens += hit.tokens
        meant = classes.by_id[predicate].counted
        is_kind = counted not in classes.by_id or (len(hit.tokens) > 1 and meant in classes.wider(counted or ""))
        if noun in hit.tokens and meant is not None and is_kind:
            counted = meant  # "claimed 69 lives" counts people, "had 4,000 inhabitants" too
        said = " ".join(sentence.tokens[index] for index in hit.tokens)
        others = [other for cost, other in priced[1:] if cost <= price + NEAR_ENOUGH and other.class_id != predicate]
        if noun is not None and hit.tokens != (noun,):
            others = [other for other in others if other.tokens != (noun,)]  # what befell the residents says more than that they reside
        also = tuple(dict.fromkeys(other.class_id for other in others))
    words = _words_around(sentence, quantity, said_tokens)
    found = Measured(predicate, also, counted, noun_text, words, said, FrameSource.PHRASE, price, anchor, hit_tokens)
    bare = noun is None and quantity.mention.unit is None and quantity.mention.currency is None
    if before is not None and _goes_on(sentence, quantity, bare, found, counted, classes):
        found = replace(
            before,
            words=tuple(dict.fromkeys((*words, *before.words)))[:MOST_WORDS],
            source=FrameSource.SENTENCE,
            price=before.price + 1.0,
            anchor=quantity.root,
            counted=found.counted or (before.counted if noun is None else None),
        )
    elif (
        earlier is not None
        and predicate is None
        and (_points_back(sentence, quantity) or (bare and _only_counts(sentence, quantity, rules)))
    ):
        found = replace(
            earlier,
            words=tuple(dict.fromkeys((*words, *earlier.words)))[:MOST_WORDS],
            source=FrameSource.PREVIOUS_SENTENCE,
            price=earlier.price + 2.0,
            anchor=quantity.root,
            counted=found.counted or earlier.counted,
        )
    if earlier is not None and bare and found.counted is None and found.predicate is None and _is_subject(sentence, quantity):
        words = tuple(dict.fromkeys((*found.words, *earlier.words)))[:MOST_WORDS]  # "All have been decided, and 41 were upheld"
        found = replace(found, counted=earlier.counted, words=words)
    if found.counted is None and found.predicate is not None and bare:
        found = replace(found, counted=classes.by_id[found.predicate].counted)
    return found


def measured_by_words(parts: Iterable[tuple[str, float]], rules: Rules, people: bool | None = None) -> Measured:
    """The measure that words without grammar give: headers, labels, captions, with a price each; the first that names a class wins."""
    predicate = counted = None
    said, noun, price = "", "", CEILING
    words: list[str] = []
    also: list[str] = []
    for text, cost in parts:
        tokens = re.findall(r"[^\W\d_]+(?:['’-][^\W\d_]+)*", text)
        hits = rules.classes.find([rules.forms.of(token) for token in tokens])
        names = {index for hit in rules.classes.of_role("counted", hits) for index in hit.tokens}
        verbs = sorted(rules.classes.of_role("predicate", hits), key=lambda hit: set(hit.tokens) <= names)  # "Defendants convicted"
        for hit in verbs:
            if predicate is None:
                predicate, price = hit.class_id, cost
                said = " ".join(tokens[index] for index in hit.tokens)
            elif price == cost and hit.class_id != predicate and hit.class_id not in also:
                also.append(hit.class_id)
        acted = {index for hit in rules.classes.of_role("predicate", hits) for index in hit.tokens}
        nouns = rules.classes.of_role("counted", hits)
        stop = next((index for index, token in enumerate(tokens) if index and token.lower() in _NO_OBJECT), len(tokens))
        ahead = [hit for hit in nouns if hit.end <= stop]
        for hit in ([hit for hit in ahead if acted.isdisjoint(hit.tokens)] or ahead)[-1:]:
            if counted is None:
                counted, noun = hit.class_id, " ".join(tokens[index] for index in hit.tokens)
                price = min(price, cost)
        taken = {index for hit in hits if hit.class_id in {predicate, counted} for index in hit.tokens}
        words += [stem(token) for index, token in enumerate(tokens) if index not in taken and _is_content_word(token, rules, index)]
    if counted is None and predicate is not None:
        counted = rules.classes.by_id[predicate].counted
    unique = tuple(dict.fromkeys(words))[:MOST_WORDS]
    return Measured(predicate, tuple(also), counted, noun, unique, said, FrameSource.TABLE, price)


def _counted(sentence: ParsedSentence, quantity: QuantityAt, hits: Sequence[ClassHit], classes: MeasureClasses) -> tuple[str | None, str]:
    """The class of the noun counted, else its lemma; None where nothing is counted by name."""
    noun = quantity.noun
    if noun is None:
        who = sentence.lowers[quantity.end : quantity.end + 1] in (["who"], ["whom"])  # "of the 745 who arrived"
        return ("people" if who and quantity.mention.unit is None and quantity.mention.currency is None else None), ""
    own = [hit for hit in classes.of_role("counted", hits) if noun in hit.tokens]
    text = sentence.tokens[noun]
    if own:
        if classes.by_id[own[0].class_id].dimension in GOODS:
            return stem(text), text  # copper is no zinc, though both are metals
        longest = max(own, key=lambda hit: (len(hit.tokens), len(classes.wider(hit.class_id))))
        return longest.class_id, " ".join(sentence.tokens[index] for index in longest.tokens)
    if any(name.kind == "people" and name.start <= noun < name.end for name in sentence.names):
        return "people", text  # "240,000 Georgians"
    if any(name.start <= noun < name.end for name in sentence.names) or not text[:1].isalpha():
        return None, text
    return (None, text) if sentence.is_light(noun) else (stem(text), text)


def _predicates(
    sentence: ParsedSentence,
    quantity: QuantityAt,
    hits: Sequence[ClassHit],
    classes: MeasureClasses,
    counted: str | None,
    change_verbs: frozenset[str],
) -> list[tuple[float, ClassHit]]:
    """The predicates in reach with their prices, nearest first."""
    priced = []
    verb = _own_verb(sentence, quantity)
    under = None if verb is None else set(sentence.subtree(verb))
    for hit in classes.of_role("predicate", hits):
        if under is not None and under.isdisjoint(hit.tokens):
            continue  # "employs 1,400 people and turns out 60,000 engines": the second verb speaks of the engines, whatever it says
        if _only_moves(sentence, quantity, hit, change_verbs):
            continue
        suits = _suits(classes.by_id[hit.class_id], quantity, counted, classes)
        if suits is None or _names_the_whole(sentence, quantity, hit) or (hit.class_id in TAKES_PLACE and quantity.mention.unit is None):
            continue
        price = nearness(sentence, quantity, hit.tokens)
        if _is_the_noun(sentence, quantity, hit):
            price = NOUN_ITSELF
        elif any(other is not quantity and nearness(sentence, other, hit.tokens) < price - ANOTHERS for other in sentence.quantities):
            price += FIGURE_BETWEEN
        dimension = classes.by_id[hit.class_id].dimension
        price += suits - 0.3 * (len(hit.tokens) - 1)
        if dimension is not None and dimension == quantity.mention.dimension:
            price += ONLY_A_DIMENSION
        if price <= CEILING:
            priced.append((price, hit))
    return sorted(priced, key=lambda one: (one[0], one[1].start, one[1].class_id))


def _own_verb(sentence: ParsedSentence, quantity: QuantityAt) -> int | None:
    """The verb of content whose subject or object a figure is; None where it is neither, or the verb says nothing by itself."""
    below = quantity.noun_or_root
    for token in sentence.path_up(below)[1:]:
        if sentence.tags[token].startswith("VB"):
            return token if sentence.deps[below] in _ARGUMENTS and not sentence.is_light(token) else None
        below = token
    return None


def _only_moves(sentence: ParsedSentence, quantity: QuantityAt, hit: ClassHit, change_verbs: frozenset[str]) -> bool:
    """Whether a verb only says that a value moved: "participation sank to 62 percent" sinks nothing."""
    if len(hit.tokens) > 1 or not sentence.forms[hit.tokens[0]] & change_verbs or not sentence.tags[hit.tokens[0]].startswith("VB"):
        return False
    before = sentence.lowers[quantity.start - 1 : quantity.start] if quantity.start else []
    return bool({"to", "by", "from", "at"} & {*before, sentence.lowers[quantity.start]})


def _is_the_noun(sentence: ParsedSentence, quantity: QuantityAt, hit: ClassHit) -> bool:
    """Whether an expression is the phrase counted and nothing else: "inhabitants", "passengers and crew"."""
    noun = quantity.noun
    if noun is None or noun not in hit.tokens:
        return False
    return all(token == noun or (sentence.heads[token] in hit.tokens and not sentence.tags[token].startswith("VB")) for token in hit.tokens)


def _names_the_whole(sentence: ParsedSentence, quantity: QuantityAt, hit: ClassHit) -> bool:
    """Whether an expression is of what a figure is some of: in "nine of the injured are being treated" the nine are treated."""
    after = sentence.lowers[quantity.end : quantity.end + 2]
    return (
        after == ["of", "the"]
        and any(quantity.end + 2 <= token <= quantity.end + 4 for token in hit.tokens)
        and quantity.mention.unit is None
    )


def _suits(found: MeasureClass, quantity: QuantityAt, counted: str | None, classes: MeasureClasses) -> float | None:
    """What a class costs for a figure of this unit and noun: nothing where they suit, None where they cannot."""
    mention = quantity.mention
    of = classes.by_id.get(found.counted or "")
    wanted = found.dimension or (of.dimension if of is not None else None)
    if mention.unit == "percent" or mention.fraction:
        return 0.0
    if mention.currency is not None:
        return 0.0 if wanted == "currency" else UNSUITED if wanted is None else None
    if mention.dimension is not None:
        if wanted != mention.dimension and {wanted, mention.dimension} <= APART:
            return None
        return 0.0 if wanted in {None, mention.dimension} else None if wanted == "currency" else UNSUITED
    if wanted is None or of is None:
        return 0.0 if found.dimension is None else None
    own = classes.by_id.get(counted or "")
    if own is None or own.dimension is None:
        return 0.0 if wanted in {"people", "items"} else None
    return 0.0 if own.dimension == wanted else None if "people" in (own.dimension, wanted) or wanted == "currency" else UNSUITED


def _goes_on(
    sentence: ParsedSentence, quantity: QuantityAt, bare: bool, found: Measured, counted: str | None, classes: MeasureClasses
) -> bool:
    """Whether a figure goes on with the count of the figure before it: "31 in the harbour, 18 in the old town and 11 upstream"."""
    if bare and found.predicate is None:
        return True
    index = sentence.quantities.index(quantity)
    before = sentence.quantities[index - 1] if index else None
    if before is None:
        return False
    if found.predicate is None:
        return _of_one_kind(sentence, quantity, before, counted, classes)
    if not bare or found.price < 2.0:
        return False
    joined = sentence.deps[quantity.root] in {"conj", "appos"} and sentence.heads[quantity.root] in {before.root, before.noun}
    listed = any(sentence.lowers[token] in {",", "and", ";"} for token in range(before.end, quantity.start))
    return joined or (listed and found.price > 3.0)


def _of_one_kind(sentence: ParsedSentence, quantity: QuantityAt, before: QuantityAt, counted: str | None, classes: MeasureClasses) -> bool:
    """Whether a figure of which nothing is said is of the kind of the one before.

    "88 million lei, which is about 17 million euros"; "493 were hurt, 452 men and 41 women".
    """
    one, other = quantity.mention, before.mention
    if any(
        sentence.deps[token] in {"nsubj", "nsubjpass"} for token in {quantity.root, quantity.noun_or_root, sentence.heads[quantity.root]}
    ):
        return False  # "killed 20 people, and 300 residents spent the night outside"
    if one.unit is None and one.currency is None:
        of = classes.by_id.get(counted or "")
        plain = other.unit is None and other.currency is None
        together = sentence.clause_of(quantity.root) == sentence.clause_of(before.root)
        return plain and together and of is not None and of.dimension == "people"
    alike = (one.currency is None) == (other.currency is None) and one.dimension == other.dimension
    alike = alike and (one.unit == "percent") == (other.unit == "percent")
    return alike and (quantity.noun is None or one.unit == "percent")


_BACK = frozenset({"them", "these", "those", "whom", "which", "this", "that"})


def _points_back(sentence: ParsedSentence, quantity: QuantityAt) -> bool:
    """Whether a figure is of what was told before: "48,000 of them", "of those 40 were men", "Of this, schools took 598 million"."""
    after = sentence.lowers[quantity.end : quantity.end + 2]
    if after[:1] == ["of"] and after[1:2] and after[1] in _BACK:
        return True
    before = sentence.lowers[max(quantity.start - 3, 0) : quantity.start]
    near = any(one == "of" and other in _BACK for one, other in itertools.pairwise(before))
    opening = [lower for lower in sentence.lowers[:3] if lower.isalpha()][:2]
    return near or (len(opening) == 2 and opening[0] == "of" and opening[1] in _BACK)


def _is_subject(sentence: ParsedSentence, quantity: QuantityAt) -> bool:
    return sentence.deps[quantity.root] in {"nsubj", "nsubjpass"}


def _only_counts(sentence: ParsedSentence, quantity: QuantityAt, rules: Rules) -> bool:
    """Whether a sentence only goes on with the count of the one before: "The number has since been corrected to 41"."""
    for token in sentence.path_up(quantity.root)[1:]:
        for child in sentence.children(token):
            if sentence.deps[child] in {"nsubj", "nsubjpass"}:
                return bool(sentence.forms[child] & rules.lexicon.counting) or sentence.tags[child] in {"PRP", "DT"}
    return False


def _words_around(sentence: ParsedSentence, quantity: QuantityAt, said: Sequence[int]) -> tuple[str, ...]:
    """Stems of the content words that say what a figure is of, nearest first; names, figures, dates and what gave the classes left out."""
    taken = {index for name in sentence.names for index in range(name.start, name.end)}
    taken |= {index for other in sentence.quantities for index in range(other.start, other.end)}
    taken |= {index for found in sentence.dates for index in range(found.start, found.end)}
    taken |= sentence.event_tokens
    priced = []
    for index, tag in enumerate(sentence.tags):
        if index in taken or index in said or not tag.startswith(_CONTENT) or sentence.is_light(index):
            continue
        price = nearness(sentence, quantity, (index,))
        if price <= CEILING:
            priced.append((price, index))
    return tuple(dict.fromkeys(stem(sentence.tokens[index]) for _, index in sorted(priced)))[:MOST_WORDS]


def _is_content_word(token: str, rules: Rules, index: int) -> bool:
    if index and token[:1].isupper() and not token.isupper():
        return False  # a name
    return len(token) > 2 and rules.lexicon.light_words.isdisjoint(rules.forms.of(token))
