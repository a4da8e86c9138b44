"""A workspace's own seeds/, laid over the program's."""

from __future__ import annotations

import ast
import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from atodds.claim_types import load_claim_types
from atodds.claims.measure_classes import load_measure_classes
from atodds.errors import ConfigurationError
from atodds.normalising.units import load_units
from atodds.seeds import SEEDS_FOLDER, seeds_in_use, use_seeds
from atodds.seeds_laid_over import seeds_warnings
from atodds.teaching import read_teaching
from atodds.topics.gazetteer import load_gazetteer
from atodds.workspace import Workspace


@pytest.fixture(autouse=True)
def _as_it_was() -> Iterator[None]:
    yield
    use_seeds(SEEDS_FOLDER)


def own(root: Path, **files: str) -> Workspace:
    """A workspace with seeds of its own, by name with dots for slashes: `claim_types__deaths_toml`."""
    for name, text in files.items():
        path = root / "seeds" / (name.rpartition("_")[0].replace("__", "/") + "." + name.rpartition("_")[2])
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Workspace.at(root)


def rows(workspace: Workspace, file: str) -> list[dict[str, str]]:
    with (workspace.seeds_folder / file).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_a_workspace_without_seeds_of_its_own_works_with_the_programs(tmp_path: Path) -> None:
    assert Workspace.at(tmp_path).seeds_folder == SEEDS_FOLDER


def test_the_checkout_is_not_laid_over_itself() -> None:
    assert Workspace.at(SEEDS_FOLDER.parent).seeds_layers == (SEEDS_FOLDER,)


def test_a_row_of_ones_own_comes_first_and_needs_no_more_cells_than_it_has(tmp_path: Path) -> None:
    workspace = own(tmp_path, units_csv="# our own\nnames,unit,dimension,factor,offset\nquillon|quillons,quillon,length,1066.8,0\n")
    assert rows(workspace, "units.csv")[0]["unit"] == "quillon"
    assert len(rows(workspace, "units.csv")) == len(list(csv.DictReader((SEEDS_FOLDER / "units.csv").open()))) + 1
    assert load_units(workspace.seeds_folder).by_id["quillon"].factor == 1066.8
    assert seeds_warnings(workspace.seeds_folder) == []


def test_a_row_the_program_has_gets_more_words_and_other_cells(tmp_path: Path) -> None:
    before = {row["unit"]: row for row in csv.DictReader((SEEDS_FOLDER / "units.csv").open())}["inch"]
    workspace = own(tmp_path, units_csv="unit,names,note\ninch,zoll|inch,as the tailors say\n")
    found = {row["unit"]: row for row in rows(workspace, "units.csv")}["inch"]
    assert found["names"] == before["names"] + "|zoll"
    assert found["note"] == "as the tailors say"
    assert found["factor"] == before["factor"]


def test_a_class_gets_more_expressions_and_a_claim_type_other_keys(tmp_path: Path) -> None:
    workspace = own(
        tmp_path,
        claim_types__deaths_toml="tolerance = 0.5\n",
        classes__harm_toml='[died]\nexpressions = ["lay _ to rest"]\n',
    )
    found, before = load_claim_types(workspace.seeds_folder / "claim_types")["deaths"], load_claim_types()["deaths"]
    assert found.tolerance == 0.5
    assert found.label == before.label
    died, known = load_measure_classes(workspace.seeds_folder).by_id["died"], load_measure_classes().by_id["died"]
    assert died.expressions == (*known.expressions, "lay _ to rest")
    assert died.counted == known.counted


def test_a_file_of_classes_of_ones_own_is_read_beside_the_programs(tmp_path: Path) -> None:
    workspace = own(tmp_path, classes__boats_toml='[skiffs]\nrole = "counted"\ndimension = "items"\nexpressions = ["skiff"]\n')
    assert seeds_warnings(workspace.seeds_folder) == []
    assert load_measure_classes(workspace.seeds_folder).by_id["skiffs"].dimension == "items"
    assert "skiffs" not in load_measure_classes().by_id


def test_a_place_of_ones_own_stands_below_the_place_it_is_in(tmp_path: Path) -> None:
    inside = next(row["place"] for row in csv.DictReader(_data("places.csv")) if row["place"].count("/") == 1)
    workspace = own(
        tmp_path, places_csv=f"place,name,kind\n{inside}/northfield,Northfield Cross,village\nge/overhill,Overhill Gate,village\n"
    )
    entities = load_gazetteer(workspace.seeds_folder).entities
    assert {f"place:{inside}/northfield", "place:ge/overhill"} <= entities.keys()


def _data(name: str) -> list[str]:
    return [line for line in (SEEDS_FOLDER / name).read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("units_csv", "unit,names\ninch,inch\n", "seeds/units.csv, line 2: changes nothing; the program has it already"),
        ("units_csv", "# x\n\nunit\ninch\n", "seeds/units.csv, line 4: changes nothing"),
        ("claim_types__deaths_toml", 'claim_type = "casualties"\n', 'seeds/claim_types/deaths.toml: "claim_type" changes nothing'),
        ("unit_csv", "unit\nx\n", 'seeds/unit.csv: nothing reads this file; did you mean "units.csv"?'),
        ("claim_type__deaths_toml", "", 'seeds/claim_type/deaths.toml: nothing reads this file; did you mean "claim_types/deaths.toml"?'),
        (
            "places_csv",
            "place,name,kind\nus/georgia2,Georgia,state\n",
            'line 2: "Georgia" is place:ge already, which it stays',
        ),
        (
            "aliases_csv",
            "name,same_as\nIrgendwo,place:gee\n",
            'seeds/aliases.csv, line 2: nothing is called "place:gee"; did you mean "place:ge',
        ),
    ],
)
def test_what_has_no_effect_is_a_warning(tmp_path: Path, name: str, text: str, says: str) -> None:
    warnings = seeds_warnings(own(tmp_path, **{name: text}).seeds_folder)
    assert len(warnings) == 1
    assert says in warnings[0][1]
    assert warnings[0][0].startswith("seeds/")


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("units_csv", "unit,nmaes\nx,y\n", 'seeds/units.csv: unknown column "nmaes"; did you mean "names"?'),
        ("units_csv", "unit,names\n\nquillon,a,b\n", "seeds/units.csv, line 3: more cells than columns"),
        (
            "units_csv",
            "# ours\nunit,dimension,factor,offset,names\n\nquillon,length,many,0,quillon\n",
            "seeds/units.csv, line 4: factor and offset",
        ),
        ("places_csv", "place,name,kind\nzz/x,X,city\n", "seeds/places.csv, line 2: zz/x stands in zz"),
        ("classes__boats_toml", '[skiffs]\nrole = "counted"\nwider = ["boatz"]\nexpressions = ["skiff"]\n', 'names the class "boatz"'),
        ("classes__harm_toml", '[died]\nexpresions = ["x"]\n', 'unknown key "expresions"; did you mean "expressions"?'),
        ("claim_types__deaths_toml", "tolerence = 0.1\n", 'unknown key "tolerence"; did you mean "tolerance"?'),
        ("claim_types__deaths_toml", "tolerance = [\n", "seeds/claim_types/deaths.toml: not readable as TOML"),
        ("events_csv", "event,name,kind,places,date_low,date_high,aliases\nwar/x,X,war,zz,1990-01-01,,\n", "no place 'place:zz'"),
    ],
)
def test_what_cannot_be_used_is_refused_by_the_line_it_was_written_in(tmp_path: Path, name: str, text: str, says: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        _ = own(tmp_path, **{name: text}).seeds_folder
    assert says in str(refused.value)
    assert not [path for path in (tmp_path / ".atodds" / "seeds").iterdir() if path.name.startswith(".part")]


def test_it_is_laid_over_once_and_anew_when_either_changes(tmp_path: Path) -> None:
    workspace = own(tmp_path, units_csv="unit,names\ninch,zoll\n")
    first = workspace.seeds_folder
    made = (first / "units.csv").stat().st_mtime_ns
    assert workspace.seeds_folder == first
    assert (first / "units.csv").stat().st_mtime_ns == made
    changed = own(tmp_path, units_csv="unit,names\ninch,pouce\n").seeds_folder
    assert changed != first
    for number in range(6):
        assert own(tmp_path, units_csv=f"unit,names\ninch,pouce{number}\n").seeds_folder.is_dir()
    assert len(list((tmp_path / ".atodds" / "seeds").iterdir())) == 4, "the newest are kept"


def test_a_folder_in_place_of_the_programs_is_laid_over_too(tmp_path: Path) -> None:
    shutil.copytree(SEEDS_FOLDER, tmp_path / "desk", ignore=shutil.ignore_patterns("documents"))
    (tmp_path / "atodds.toml").write_text('[extraction]\nseeds = "desk"\n', encoding="utf-8")
    workspace = own(tmp_path, units_csv="unit,dimension,factor,offset,names\nquillon,length,1066.8,0,quillon\n")
    assert workspace.seeds_layers == (tmp_path / "desk", tmp_path / "seeds")
    assert "quillon" in load_units(workspace.seeds_folder).by_id


def test_aliases_are_written_in_one_way_wherever_they_stand(tmp_path: Path) -> None:
    own(tmp_path, aliases_csv="name,same_as\nThe Port,place:ge\nThe Quay,place:ge\n")
    (tmp_path / "aliases.csv").write_text("name,same_as,reviewer,reason,at\nThe Quay,place:us,ana,,\n", encoding="utf-8")
    teaching = read_teaching(tmp_path)
    assert teaching.aliases() == {"The Port": "place:ge", "The Quay": "place:us"}
    assert _data("aliases.csv")[0] == "name,same_as"


def test_a_file_of_aliases_with_other_columns_is_named_and_not_read(tmp_path: Path) -> None:
    own(tmp_path, aliases_csv="entity_id,alias\nplace:ge,The Port\n")
    teaching = read_teaching(tmp_path)
    assert teaching.names == ()
    assert teaching.problems == ("seeds/aliases.csv: its first line must be name,same_as,reviewer,reason,at; nothing of it was read",)


def test_no_loader_takes_the_programs_words_where_a_workspaces_are_in_use() -> None:
    root = SEEDS_FOLDER.parent / "atodds"
    files = [path for path in root.rglob("*.py") if path.name != "seeds.py"]
    found = [
        f"{path.relative_to(root)}: {function.name}"
        for path in files
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(function, ast.FunctionDef) and any("SEEDS_FOLDER" in ast.unparse(default) for default in function.args.defaults)
    ]
    assert found == [], "take `folder: Path | None = None` and `folder or seeds_in_use()`"


def test_every_loader_reads_the_seeds_in_use_where_it_is_given_none(tmp_path: Path) -> None:
    workspace = own(tmp_path, units_csv="unit,dimension,factor,offset,names\nquillon,length,1066.8,0,quillon\n")
    assert "quillon" not in load_units().by_id
    use_seeds(workspace.seeds_folder)
    assert seeds_in_use() == workspace.seeds_folder
    assert "quillon" in load_units().by_id
    use_seeds(SEEDS_FOLDER)
    assert "quillon" not in load_units().by_id
