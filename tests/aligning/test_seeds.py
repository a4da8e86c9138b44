import shutil

import pytest
from atodds.aligning.events import load_event_words
from atodds.aligning.gazetteer import load_gazetteer
from atodds.aligning.measures import load_measures
from atodds.aligning.sources import load_source_names

from atodds.errors import ConfigurationError
from atodds.seeds import SEEDS_FOLDER
from atodds.vocabulary import Standing


def test_the_seeds_load():
    assert len(load_gazetteer(SEEDS_FOLDER).entities) > 1000
    assert load_event_words(SEEDS_FOLDER).listed
    assert load_measures(SEEDS_FOLDER).wordings
    assert load_source_names(SEEDS_FOLDER).offices


@pytest.mark.parametrize(
    ("file", "line", "said", "load"),
    [
        ("places.csv", "zz/nowhere,Nowhere,city,", "zz", load_gazetteer),
        ("places.csv", "ge,Georgia,country,", "a way from its country", load_gazetteer),
        ("aliases.csv", "Nowhere,place:zz", "place:zz", load_gazetteer),
        ("part_of.csv", "nowhere,Nowhere,zz", "zz", load_gazetteer),
        ("demonyms.csv", "zz,Zedian,Zedians", "zz", load_gazetteer),
        ("groups.csv", "nobody,,Nobody,", "category", load_gazetteer),
        ("entities.csv", "thing:x,X,thing,", "thing:x", load_gazetteer),
        ("places.csv", "ge/a,A,city,B,C,D", "more cells", load_gazetteer),
        ("events.csv", "war/x,X,war,zz,1990-01-01,,", "zz", load_event_words),
        ("events.csv", "war/x,X,war,ge,1990-13-01,,", "1992-08-14", load_event_words),
        ("event_kinds.csv", "thing,,wide,thing", "point or area", load_event_words),
        ("measures.csv", "deaths_again,killed,", "killed", load_measures),
    ],
)
def test_a_row_that_cannot_be_used_is_refused_by_file_and_mend(tmp_path, file, line, said, load):
    for path in SEEDS_FOLDER.glob("*.csv"):
        shutil.copy(path, tmp_path)
    with (tmp_path / file).open("a", encoding="utf-8") as handle:
        handle.write(line + "\n")
    with pytest.raises(ConfigurationError, match=file.replace(".", r"\.")) as refused:
        load(tmp_path)
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("measure", "canonical"),
    [
        ("killed", "deaths"),
        ("people_killed", "deaths"),
        ("death_toll", "deaths"),
        ("injured", "wounded"),
        ("killed_and_injured", "killed_and_wounded"),
        ("idps", "displaced"),
        ("fdi", "investment"),
        ("wolves_counted", "wolves_counted"),
    ],
)
def test_measures_are_known_in_other_words_and_else_stay_themselves(measure, canonical):
    assert load_measures().canonical(measure).measure == canonical


@pytest.mark.parametrize(
    ("one", "other", "standing"),
    [
        ("killed", "deaths", Standing.SAME),
        ("deaths", "killed_or_missing", Standing.PART),
        ("killed_and_injured", "injured", Standing.WHOLE),
        ("deaths", "wounded", Standing.DISJOINT),
        ("damage_cost", "damage_and_losses", Standing.PART),
        ("grain_stored", "stored_grain", Standing.SAME),
        ("grain_stored", "grain", Standing.PART),
        ("grain_stored", "grain_burnt", Standing.DISJOINT),
        ("event_date", "event_period", Standing.SAME),
    ],
)
def test_measures_stand_to_each_other_as_what_they_count_does(one, other, standing):
    measures = load_measures()
    assert measures.relate(one, other).standing is standing
    assert measures.relate(other, one).standing is measures.relate(one, other).turned().standing
