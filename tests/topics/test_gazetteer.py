from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from atodds.errors import ConfigurationError
from atodds.seeds import SEEDS_FOLDER
from atodds.topics.gazetteer import load_gazetteer


@pytest.mark.parametrize(
    ("name", "entity"),
    [
        ("USA", "place:us"),
        ("the Netherlands", "place:nl"),
        ("Sukhumi", "place:ge/abkhazia/sukhumi"),
        ("South Caucasus", "place:south-caucasus"),
        ("Georgians", "group:georgian"),
        ("United Nations", "org:un"),
        ("August war", "event:war/ge/2008"),
    ],
)
def test_names_of_the_lists_are_known(name: str, entity: str) -> None:
    gazetteer = load_gazetteer()
    assert gazetteer.names[name.lower().removeprefix("the ")] == entity
    assert entity in gazetteer.entities


@pytest.mark.parametrize(
    ("file", "line", "said"),
    [
        ("places.csv", "zz/nowhere,Nowhere,city,", "zz"),
        ("places.csv", "ge,Georgia,country,", "a way from its country"),
        ("aliases.csv", "Nowhere,place:zz", "place:zz"),
        ("part_of.csv", "nowhere,Nowhere,zz", "zz"),
        ("demonyms.csv", "zz,Zedian,Zedians", "zz"),
        ("groups.csv", "nobody,,Nobody,", "category"),
        ("entities.csv", "thing:x,X,thing,", "thing:x"),
        ("places.csv", "ge/a,A,city,B,C,D", "more cells"),
        ("events.csv", "war/x,X,war,zz,1990-01-01,,", "zz"),
        ("events.csv", "war/x,X,war,ge,1990-13-01,,", "1992-08-14"),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_by_file_and_mend(tmp_path: Path, file: str, line: str, said: str) -> None:
    for path in SEEDS_FOLDER.glob("*.csv"):
        shutil.copy(path, tmp_path)
    with (tmp_path / file).open("a", encoding="utf-8") as handle:
        handle.write(line + "\n")
    with pytest.raises(ConfigurationError, match=file.replace(".", r"\.")) as refused:
        load_gazetteer(tmp_path)
    assert said in str(refused.value)
