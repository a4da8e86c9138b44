import pytest
from atodds.aligning.facets import read_facet, read_happening
from atodds.aligning.gazetteer import load_gazetteer
from atodds.aligning.scopes import Scope, family_of, generalisations, relate_scopes, scope_of

from atodds.vocabulary import Qualifier, Standing

READINGS = [
    (None, "all"),
    ("", "all"),
    ("total", "all"),
    ("all nationalities", "all"),
    ("Kenya (all areas)", "place=ke"),
    ("Kenya+Somalia", "place=ke+so"),
    ("Kenya and Somalia", "place=ke+so"),
    ("Yemen, rebel-held north-west", "place=ye;control=rebel;compass=nw"),
    ("government-held areas of Yemen", "place=ye;control=government"),
    ("Saudi-controlled areas of Yemen", "place=ye;control=sa"),
    ("Nepalese nationals in Qatar", "place=qa;nationality=nepalese"),
    ("Armenian refugees from Azerbaijan", "nationality=armenian;status=refugee;partner=from:az"),
    ("to Japan", "partner=to:jp"),
    ("outside Derna", "excluded=ly/derna"),
    ("Derna, Libya", "place=ly/derna"),
    ("infants", "age=child/infant"),
    ("women and children", "age=child;sex=woman"),
    ("the second quake", "ordinal=2"),
    ("the 12th round", "ordinal=12;rest=round"),
    ("2021", "period=2021"),
    ("2019-21", "period=2019-2021"),
    ("east of Kumamoto", "compass=e;near=jp/kumamoto"),
    ("in Someplace", "place=~someplace"),
    ("views of the treaty: should be signed by Georgians (Tbilisi)", "place=ge/tbilisi;topic=treaty+view;rest=georgian+should+sign"),
]


@pytest.mark.parametrize(("facet", "facet_id"), READINGS)
def test_a_facet_says_what_narrows_a_figure(facet, facet_id):
    assert read_facet(facet, load_gazetteer()).scope.facet_id == facet_id


@pytest.mark.parametrize(("facet", "facet_id"), READINGS)
def test_a_facet_id_says_all_its_scope_says(facet, facet_id):
    scope = read_facet(facet, load_gazetteer()).scope
    assert scope_of(facet_id) == scope
    assert scope_of(scope.facet_id).facet_id == facet_id


@pytest.mark.parametrize(
    ("facet", "qualifier"),
    [
        ("total, headline", Qualifier.HEADLINE),
        ("Kenya, projection", Qualifier.PROJECTION),
        ("total, earlier count", Qualifier.EARLIER),
        ("outside the capital", Qualifier.COMPLEMENT),
        ("confirmed", Qualifier.CONFIRMED),
    ],
)
def test_words_about_the_count_become_qualifiers_and_do_not_narrow_it(facet, qualifier):
    reading = read_facet(facet, load_gazetteer())
    assert qualifier in reading.qualifiers
    assert reading.scope.ordinal == reading.scope.rest == ()


@pytest.mark.parametrize(
    ("one", "other", "standing"),
    [
        ("signed China and Georgia the trade agreement", "signing of the Georgian-Chinese trade agreement in May", Standing.SAME),
        ("adopted the parliament Resolution 1716", "Resolution 1716 was adopted", Standing.SAME),
        ("adopted the parliament Resolution 1716", "adopted the parliament Resolution 1752", Standing.DISJOINT),
        ("warned the old minister in the spring", "warned the new minister of a flood", Standing.DISJOINT),
        ("crossed the bridge over the river", "mended the bridge over the river", Standing.UNKNOWN),
        ("opened the bridge", "sank the ferry", Standing.DISJOINT),
        ("built", "built the house", Standing.SAME),
        ("visited", "visited the house", Standing.UNKNOWN),
        ("killed 178 people in 3 villages", "killed 53,000 people in villages", Standing.SAME),
    ],
)
def test_dates_are_of_one_happening_when_their_words_are(one, other, standing):
    gazetteer = load_gazetteer()
    left, right = (read_happening(facet, gazetteer).scope for facet in (one, other))
    assert relate_scopes(left, right).standing is standing


def test_a_word_the_measure_says_already_does_not_narrow_it():
    gazetteer = load_gazetteer()
    assert read_facet("displaced Iraqis", gazetteer, {"displac"}).scope.facet_id == read_facet("Iraqis", gazetteer).scope.facet_id


STANDINGS = [
    ("all", "all", Standing.SAME, True),
    (None, "all", Standing.SAME, True),
    ("place=tr", "all", Standing.PART, True),
    ("place=tr", "place=sy+tr", Standing.PART, True),
    ("place=tr", "place=sy", Standing.DISJOINT, True),
    ("place=sy+tr", "place=lb+sy", Standing.UNKNOWN, False),
    ("place=ly/derna", "place=ly", Standing.PART, True),
    ("place=ly/derna", "place=world", Standing.PART, True),
    ("place=~somewhere", "place=ly", Standing.UNKNOWN, False),
    ("place=sy;control=government", "place=sy;control=rebel", Standing.DISJOINT, True),
    ("place=sy;control=government", "place=sy", Standing.PART, False),
    ("place=sy;compass=nw", "place=sy;compass=n", Standing.PART, True),
    ("place=sy;compass=n", "place=sy;compass=s", Standing.DISJOINT, True),
    ("compass=wnw;near=tr/gaziantep", "compass=w;near=tr/gaziantep", Standing.SAME, False),
    ("place=ke;nationality=somali", "place=so", Standing.DISJOINT, True),
    ("place=ke;nationality=somali", "place=ke", Standing.PART, True),
    ("age=child", "nationality=somali", Standing.UNKNOWN, False),
    ("age=child/infant", "age=child", Standing.PART, True),
    ("nationality=georgian", "nationality=armenian", Standing.DISJOINT, True),
    ("partner=to:cn", "partner=from:cn", Standing.DISJOINT, True),
    ("ordinal=1", "ordinal=2", Standing.DISJOINT, True),
    ("period=2020", "period=2019-2021", Standing.PART, False),
    ("period=2020", "period=2021", Standing.DISJOINT, True),
    ("period=before:flood", "period=after:flood", Standing.DISJOINT, True),
    ("excluded=ly/derna", "place=ly/derna", Standing.DISJOINT, True),
    ("excluded=ly/derna", "all", Standing.PART, True),
    ("rest=grey+wolf", "rest=grey+wolf", Standing.SAME, True),
    ("rest=grey+wolf", "rest=wolf", Standing.PART, False),
    ("rest=grey+wolf", "rest=brown+bear", Standing.DISJOINT, False),
    ("rest=grey+wolf+young", "rest=grey+old+wolf", Standing.UNKNOWN, False),
    ("rest=4+magnitud", "rest=5+magnitud", Standing.DISJOINT, True),
]


@pytest.mark.parametrize(("a", "b", "standing", "certain"), STANDINGS)
def test_scopes_are_same_part_whole_disjoint_or_unknown(a, b, standing, certain):
    relation = relate_scopes(a, b)
    assert relation.standing is standing, relation.reason
    if standing not in {Standing.SAME, Standing.PART} or certain:
        assert relation.certain is certain, relation.reason
    assert relation.reason


@pytest.mark.parametrize(("a", "b", "standing", "certain"), STANDINGS)
def test_a_relation_seen_from_the_other_side_is_the_same_relation_turned(a, b, standing, certain):
    there, back = relate_scopes(a, b), relate_scopes(b, a)
    assert (back.standing, back.certain) == (there.turned().standing, there.certain)


def test_parts_that_add_up_are_of_one_family():
    assert family_of("place=ge/abkhazia;nationality=georgian") == family_of("place=ge/abkhazia;nationality=greek")
    assert family_of("place=ge/abkhazia;nationality=georgian") != family_of("place=ge/abkhazia;age=child")
    assert family_of("topic=peace;rest=never") == family_of("topic=peace;rest=soon")
    assert family_of("topic=peace;rest=never;place=ge") != family_of("topic=peace;rest=soon")
    assert family_of("all") == ("", "all")


def test_a_scope_widens_one_step_at_a_time():
    assert set(generalisations("place=ge/abkhazia;age=child")) == {"place=ge;age=child", "age=child", "place=ge/abkhazia"}
    assert generalisations("all") == ()


@pytest.mark.parametrize("text", ["", ";;;", "=", "place=", "nonsense", "place=;=x", "rest=a+b;nonsense=c", "a" * 5000])
def test_any_text_is_some_scope(text):
    assert isinstance(scope_of(text), Scope)
    assert relate_scopes(text, "all").standing in set(Standing)


@pytest.mark.parametrize(
    ("facet", "facet_id"),
    [
        ("organised a reunion", "rest=organis+reunion"),
        ("a fat turkey", "rest=fat+turkey"),
        ("Turkey", "place=tr"),
        ("turkey", "place=tr"),
        ("Ghanahas", "place=gh"),
    ],
)
def test_a_place_is_written_with_a_capital_unless_it_stands_alone(facet, facet_id):
    assert read_facet(facet, load_gazetteer()).scope.facet_id == facet_id


def test_what_happens_but_once_has_one_date_for_certain():
    gazetteer = load_gazetteer()
    born, visited = (read_happening(facet, gazetteer).scope for facet in ("was born", "visited"))
    assert relate_scopes(born, born).certain
    assert not relate_scopes(visited, visited).certain
