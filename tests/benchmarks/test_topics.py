from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import results, topics

PRINTED = """\
| topic | facts found | findings |
|---|---|---|
| a | 50 % | 2 |
| b (sealed) | 25 % | 4 |
| c | 10 % | 1 |
| plain, all | 30 % | 7 |
| plain, open | 40 % | 3 |
| plain, sealed | 25 % | 4 |

12 processor seconds; end to end
"""


def test_open_and_sealed_topics_stand_in_tables_apart_each_with_its_sums() -> None:
    header = "| topic | facts found | findings |\n|---|---|---|\n"
    assert topics.tables_apart(PRINTED).split("\n\n") == [
        "**Open**",
        f"{header}| a | 50 % | 2 |\n| c | 10 % | 1 |\n| plain, open | 40 % | 3 |",
        "**Sealed**",
        f"{header}| b (sealed) | 25 % | 4 |\n| plain, sealed | 25 % | 4 |",
        "**All**",
        f"{header}| plain, all | 30 % | 7 |",
        "12 processor seconds; end to end",
    ]


@pytest.mark.parametrize("there", [False, True], ids=["no folder", "no script in it"])
def test_where_the_topics_are_absent_it_says_so_and_is_no_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], there: bool
) -> None:
    monkeypatch.setattr(results, "SHARED", tmp_path)
    if there:
        (tmp_path / "gold").mkdir()
    assert topics.main([]) == 0
    assert "is absent: the" in capsys.readouterr().out


@pytest.mark.shared
def test_an_open_topic_is_checked_on_its_gold_and_printed(capsys: pytest.CaptureFixture[str]) -> None:
    script = topics._script()
    if script is None:
        pytest.skip("../shared/gold/topics.py is absent, so no topic was checked")
    known = {name: folder for name, (_, folder) in script.topics().items() if name not in script.SEALED}
    name = min(known, key=lambda topic: (known[topic] / "claims.gold.jsonl").stat().st_size)
    before = results.RESULTS.read_bytes()
    assert topics.main(["--from-gold", name]) == 0
    printed = capsys.readouterr().out
    assert "## Topics, claims from the gold\n\n**Open**\n\n| topic | contradictions found |" in printed
    assert f"\n| {name} | " in printed
    assert printed.rstrip().endswith("claims from the gold")
    assert results.RESULTS.read_bytes() == before  # topics by name are no whole run
