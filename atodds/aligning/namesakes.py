"""Short names for long ones within a document, and the one thing a document may be about.

"Moreno" in an article titled "Knowshon Moreno" is Knowshon Moreno; "Alexander Lyons Button" and "Button" are whoever the document calls
by one longer name that holds them. A short name that two long ones of the document could stand behind stays as it is.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping

from atodds.aligning.names import fold

__all__ = ["long_names", "opening_title", "topics_of", "undoubled"]

_RUN = re.compile(r"\b[A-Z][\w'’-]{1,30}(?:\s+(?:of\s+the\s+|of\s+|the\s+|de\s+|and\s+)?[A-Z][\w'’-]{1,30}){1,4}")
_BRACKETS = re.compile(r"\s*\([^()]*\)\s*$")
_LITTLE = frozenset("of the and in on a an de la for to at by with".split())
_OPENERS = frozenset(
    ["but", "when", "while", "if", "he", "she", "it", "they", "this", "that", "after", "before", "since", "during", "under", "as", "from"]
)
_TEXT_READ = 20_000  # characters of a text in which its title's name is looked for
_LONGEST_DOUBLED = 16  # words; what is longer is no name
_LONGEST_TOPIC = 10  # words; a longer title is a sentence


def long_names(title: str | None, sentences: Iterable[str], subjects: Iterable[str], name: str | None = None) -> dict[str, str]:
    """Short to long name, both folded, of one document. The name in the title wins over names in the text.

    `name` is what the document is about where that is more than its title says (`topics_of`).
    """
    sentences = [*sentences, title or ""]
    runs = dict.fromkeys(_plain(fold(found.group())) for sentence in sentences for found in _RUN.finditer(sentence))
    split = [(run, run.split()) for run in runs]
    by_edge: dict[str, list[int]] = defaultdict(list)  # a name that stands for a run has its first or its last word
    for number, (_, words) in enumerate(split):
        for edge in {words[0], words[-1]} if words else ():
            by_edge[edge].append(number)
    shorts = dict.fromkeys(fold(subject) for subject in subjects)
    found: dict[str, str] = {}
    bare = _BRACKETS.sub("", title or "").strip()
    topic = fold(name or bare) if name or _is_name(bare) else ""
    for short in shorts:
        words = short.split()
        if not words or len(words) > 4:
            continue
        if topic and _stands_for(words, topic.split()):
            found[short] = topic
            continue
        if topic and _stands_for(topic.split(), words) and len(topic.split()) > 1:
            found[short] = topic  # the full name of who the title calls by a shorter one
            continue
        near = sorted({*by_edge[words[0]], *by_edge[words[-1]]})
        longer = [split[number] for number in near if split[number][0] != short and _stands_for(words, split[number][1])]
        longest = [run for run, own in longer if not any(run != other and _stands_for(own, others) for other, others in longer)]
        if len(longest) == 1:
            found[short] = longest[0]
    return found


_OPENING = re.compile(r"\s*(?P<name>[A-Z][^\n().]{2,60}?)\s*(?P<apart>\([^()\n]{2,40}\))\s+(?:[Tt]he\s+|[A-Z][\w.]*\s+)?(?P=name)\b")


def opening_title(text: str) -> str | None:
    """The title of a text that opens with its title and repeats the name: "Dale Court House (Iowa) The Dale Court House is"."""
    found = _OPENING.match(text[:300])
    return f"{found.group('name')} {found.group('apart')}" if found else None


def undoubled(name: str) -> str:
    """A name without itself before it: a title line run into its sentence reads "Jane Roe Jane Ann Roe"."""
    words = name.split()
    for start in range(1, len(words) if len(words) <= _LONGEST_DOUBLED else 0):
        head, rest = words[:start], words[start:]
        if len(head) <= len(rest) and set(head) <= set(rest) and (len(head) > 1 or head == rest):
            return undoubled(" ".join(rest))
    return name


def _plain(run: str) -> str:
    """A run of capitals without the preposition a sentence opens with."""
    words = run.split()
    while words and (words[0] in _LITTLE or words[0] in _OPENERS):
        words.pop(0)
    return " ".join(words)


def _stands_for(short: list[str], long: list[str]) -> bool:
    """Whether a name may be another one shortened: its words in the same order, with the last or the first of them, and fewer."""
    if len(short) == 1 and short[0] == long[0] and len(short[0]) > 3 and any(word in _LITTLE for word in long):
        return True  # a name with little words in it is no person's, and is often cut short: "Castle" of "Castle on the Hill"
    if len(short) >= len(long) or not (short[-1] == long[-1] or (short[0] == long[0] and len(short) > 1)):
        return False
    rest = iter(long)
    return all(word in rest for word in short) and any(len(word) > 2 for word in short)


def topics_of(titles: Mapping[str, str | None], texts: Mapping[str, str]) -> dict[str, str]:
    """Documents whose title is nothing but a name, by id: the name, without what tells namesakes apart in brackets.

    Namesakes in one corpus, "Dale Court House (Iowa)" and "Dale Court House (Texas)", keep what tells them apart.

    A title is taken for a name when it is short, written in capitals throughout, and the text of a document with that title uses it.
    """
    by_title: dict[str, list[str]] = defaultdict(list)
    told_apart: dict[str, set[str]] = defaultdict(set)
    for document_id, title in titles.items():
        if title:
            bare = _BRACKETS.sub("", title).strip()
            by_title[bare].append(document_id)
            told_apart[bare].add(fold(title))
    topics: dict[str, str] = {}
    for title, documents in by_title.items():
        if not _is_name(title):
            continue
        if any(_uses(_body(texts.get(document_id, ""), title), title) for document_id in documents):
            namesakes = len(told_apart[title]) > 1
            topics.update({document_id: (titles[document_id] or title) if namesakes else title for document_id in documents})
    return topics


def _uses(text: str, title: str) -> bool:
    """Whether a text uses a name as it is written, however it is punctuated: a title may only describe ("Displacement in the South")."""
    return f" {_bare(title)} " in f" {_bare(text[:_TEXT_READ])} "


def _bare(text: str) -> str:
    return " ".join(re.findall(r"\w+", text))


def _is_name(title: str) -> bool:
    """Whether a title may be nothing but a name: short, in capitals throughout, without a sentence's end."""
    words = title.split()
    if not 1 <= len(words) <= _LONGEST_TOPIC or re.search(r"[.!?;]$|^\d|\d,\d", title):
        return False
    return all(word[:1].isupper() or word[:1].isdigit() or word.lower() in _LITTLE for word in words)


def _body(text: str, title: str) -> str:
    """A text without its own title line."""
    head, _, body = text.lstrip().partition("\n")
    return body if fold(_BRACKETS.sub("", head)) == fold(title) else text
