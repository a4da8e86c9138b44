"""Small invented folders for the tests of topics: a flood, a bridge and a maker of lorries."""

from __future__ import annotations

import hashlib
from datetime import date

from atodds.topics import Topic, Topics, TopicText

__all__ = ["BRIDGE", "FLOOD", "LORRIES", "only", "text"]


def text(title: str, body: str, printed: str | None = None, publisher: str | None = None) -> TopicText:
    """A document; its id is a hash of what it says, as everywhere."""
    whole = f"{title}\n\n{body}"
    return TopicText(
        document_id=hashlib.sha256(whole.encode()).hexdigest()[:16],
        path=f"{title.lower().replace(' ', '-')}.txt",
        title=title,
        published_on=date.fromisoformat(printed) if printed else None,
        publisher=publisher,
        text=whole,
    )


def only(topics: Topics) -> Topic:
    """The one topic there is."""
    (topic,) = topics.topics
    return topic


FLOOD = [
    text(
        "River Velna bursts its banks",
        "TRESK, Norway - Four people drowned when the Velna flood reached Tresk, a town in Haddal county, on Monday. The Orlen dam held. "
        "Some 900 people left Obrin, the county governor said.",
        "2021-05-18",
    ),
    text(
        "Velna flood: the count goes on",
        "Eleven people are dead after the flood on the Velna, the Haddal police said on Thursday. In Obrin 310 houses stood in water. "
        "In Tresk the bridge is gone. The flood of May 2021 is the worst that Norway has seen since 1995.",
        "2021-05-21",
    ),
    text(
        "2021 Velna flood",
        "The 2021 Velna flood struck Haddal county in eastern Norway in May 2021. Fourteen people died. The Orlen dam was opened in 1961. "
        "In 1967 a flood on the Velna had killed 31 people.",
    ),
    text(
        "What the water cost Haddal",
        "The flood of May 2021 did damage worth 640 million kroner along the Velna, an inquiry found. Tresk lost its school and "
        "Obrin its mill. The Orlen dam needs new gates.",
        "2021-12-02",
    ),
]
BRIDGE = [
    text(
        "Bridge to Inishfarra gets its first pier",
        "The first pier of the Inishfarra bridge was set on Tuesday off Carrowbeg. The Inishfarra bridge will be 1.9 kilometres long.",
        "2019-03-05",
    ),
    text(
        "Inishfarra bridge over budget",
        "The Inishfarra bridge in Ireland will cost 212 million euros, the council in Carrowbeg was told. Lough Sella Builders build it.",
        "2020-09-01",
    ),
    text(
        "Islanders cross at last",
        "After six years of building the Inishfarra bridge opened at Carrowbeg. It is 2.1 kilometres long and cost 240 million euros.",
        "2022-06-11",
    ),
]
LORRIES = [
    text(
        "Halvard Motors sells fewer lorries",
        "Halvard Motors of Lindesborg sold 8,100 lorries in 2022. Halvard has 3,400 workers in Lindesborg, Sweden.",
        "2023-02-01",
    ),
    text(
        "Halvard to close its foundry",
        "Halvard Motors will close the foundry at Lindesborg, where 260 people work. The union Ferrum protested.",
        "2023-04-20",
    ),
    text(
        "Halvard Motors annual report",
        "In 2022 Halvard Motors made 8,300 lorries and a profit of 412 million kronor. At the year's end Halvard employed 3,150 people.",
    ),
]
