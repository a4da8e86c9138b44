import json
import os
import subprocess
import sys
from importlib import resources
from pathlib import Path

import pytest

from atodds.report import plots
from atodds.report.plot_charts import draw_charts


def test_the_charts_on_file_are_those_that_altair_draws() -> None:
    stored = resources.files("atodds.report").joinpath("templates", "plots.json").read_text(encoding="utf-8")
    assert json.loads(stored) == draw_charts(), "run python -m atodds.report.plot_charts"


def test_a_report_loads_neither_altair_nor_the_bundler() -> None:
    code = "import sys; from atodds.report import html, plots; plots.plot_specs(); print({'altair', 'vl_convert'} & set(sys.modules))"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, env=os.environ | {"PYTHONPATH": "."})
    assert told.stdout.strip() == "set()"


@pytest.fixture
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    for function in (plots.begin_bundle, plots.plot_bundle):
        # the functions remember; a test wants to see them do it
        monkeypatch.setattr(plots, function.__name__, function.__wrapped__)
    return tmp_path / "atodds"


def test_the_bundle_is_made_once_and_kept(cache_folder: Path) -> None:
    made = plots.plot_bundle()
    (kept,) = cache_folder.iterdir()
    assert "window.vegaEmbed=" in made
    assert "</script" not in made
    assert plots.begin_bundle() is None
    kept.write_text("window.vegaEmbed=kept;")
    assert plots.plot_bundle() == "window.vegaEmbed=kept;"


def test_a_bundle_cut_short_is_not_believed(cache_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(plots, "_make_bundle", lambda: "made anew")
    kept = plots._kept_bundle()
    assert kept is not None
    kept.parent.mkdir(parents=True)
    kept.write_text("window.vegaEmbed=$t6;window.vega")
    assert plots.plot_bundle() == "made anew"


def test_where_nothing_can_be_kept_the_bundle_is_made_in_this_process(cache_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache_folder.parent.joinpath("atodds").write_text("a file where the folder should be")
    monkeypatch.setattr(plots, "_make_bundle", lambda: "made here")
    assert plots.begin_bundle() is None
    assert plots.plot_bundle() == "made here"
