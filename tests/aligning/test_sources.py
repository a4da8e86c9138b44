import pytest
from atodds.aligning.sources import load_source_names, same_source


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("WHO", "World Health Organization"),
        ("health ministry", "a health ministry official"),
        ("the Kenyan police", "police"),
        ("Kenyan army", "Kenyan army spokesman"),
        ("FEMA via Reuters", "FEMA"),
        ("Recep Tayyip Erdogan", "Erdoğan"),
        ("Nikol Pashinian", "Nikol Pashinyan"),
        ("census of 1989", "the 1989 census"),
    ],
)
def test_one_source_under_two_names(one, other):
    assert same_source(one, other)
    assert same_source(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Kenyan police", "Ugandan police"),
        ("health ministry", "interior ministry"),
        ("World Bank", "IMF"),
        ("census of 1989", "census of 2002"),
        ("Ali Hassan", "Omar Hassan"),
        (None, None),
        ("", "police"),
    ],
)
def test_two_sources_or_none(one, other):
    assert not same_source(one, other)


def test_who_holds_an_office_is_learnt_from_sentences():
    names = load_source_names()
    assert not names.same("Jane Wambui", "health minister")
    names.learn(["Health Minister Jane Wambui told reporters so.", "Ann Oduya, the interior minister, denied it."])
    assert names.same("Jane Wambui", "health minister")
    assert names.same("Ann Oduya", "the interior ministry")
    assert not names.same("Jane Wambui", "interior minister")
