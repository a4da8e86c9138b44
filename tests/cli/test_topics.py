"""`atodds topics`: what the documents are about."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.test_command import Command, write_documents

FLOOD = (
    "The Arda flood of May 2016\n\nPublished: {}\n\nThe flood of the Arda on 4 May 2016 killed {} people in Tesna, "
    "the county of Tesna said. In Tesna 340 houses stood under water, and the Arda rose by 4 metres.\n"
)


def test_topics_are_listed_with_their_documents(atodds: Command, tmp_path: Path) -> None:
    write_documents(tmp_path / "shelf", a=FLOOD.format("9 May 2016", 31), b=FLOOD.format("12 May 2016", 34))
    atodds("check", "shelf")
    lines = atodds("topics").out.splitlines()
    assert "2 documents" in lines[0]
    assert lines[0].endswith("]")
    assert [line.split("  shares ")[0].strip() for line in lines[1:3]] == ["shelf/a.txt", "shelf/b.txt"]
    (topic, *_) = json.loads(atodds("topics", "--json").out)
    assert [passage["document_path"] for passage in topic["passages"]] == ["shelf/a.txt", "shelf/b.txt"]
    assert topic["claims"] >= 2
    assert topic["topic_id"] in lines[0]


def test_without_a_run_it_says_what_to_do(atodds: Command) -> None:
    answer = atodds("topics")
    assert answer.code == 2
    assert "atodds check" in answer.err
