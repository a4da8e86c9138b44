from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from atodds.judging.checking import find_checks
from atodds.workspace import Workspace
from flows import cli

ROOT = Path(__file__).resolve().parents[2]
Command = Callable[..., Any]

FIRST = "Georgia in figures\n\nPublished: 3 May 1995\n\nGeorgia had 5,400,000 inhabitants in 1989.\n"
SECOND = "A country in figures\n\nPublished: 4 May 1996\n\nIn 1989 Georgia had 4,100,000 inhabitants.\n"
COMMANDS = (
    "init", "demo", "check", "report", "export", "explain", "sources", "serve", "doctor", "trace", "diff", "decide", "review", "new",
    "topics",
)  # fmt: skip


def write_documents(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def rows(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


# --- start-up and errors ----------------------------------------------------------------------------------------------------------


def test_help_answers_at_once_and_imports_neither_prefect_nor_spacy() -> None:
    code = (
        "import sys, time; started = time.process_time()\n"
        "from flows import cli\n"
        "try: cli.main(['--help'])\n"
        "except SystemExit: pass\n"
        "took = time.process_time() - started\n"
        "heavy = [name for name in ('prefect', 'spacy', 'polars', 'duckdb', 'pandera') if name in sys.modules]\n"
        "print(f'TOOK {took:.3f} HEAVY {heavy}')"
    )
    times = []
    for _ in range(3):  # processor time, and the best of three: other work on the machine is not the command's
        answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env={**os.environ, "PYTHONPATH": str(ROOT)})
        last = answer.stdout.splitlines()[-1]
        assert last.endswith("HEAVY []")
        times.append(float(last.split()[1]))
    assert min(times) < 0.4


def test_every_command_has_help(atodds: Command) -> None:
    for command in (
        "init",
        "demo",
        "check",
        "report",
        "export",
        "explain",
        "sources",
        "serve",
        "doctor",
        "trace",
        "diff",
        "decide",
        "review",
        "new",
    ):
        answer = atodds(command, "--help")
        assert answer.code == 0, command
        assert "Usage:" in answer.out


def test_the_command_says_which_version_it_is(atodds: Command) -> None:
    from atodds.versions import PROGRAM_VERSION

    answer = atodds("--version")
    assert (answer.code, answer.out, answer.err) == (0, f"atodds {PROGRAM_VERSION}\n", "")
    assert f'version = "{PROGRAM_VERSION}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [("atodds ch", ["check"]), ("atodds re", ["report", "review"]), ("atodds check --proc", ["--processes"]), ("atodds new ", ["check"])],
)
def test_the_shell_is_told_what_can_follow(tmp_path: Path, typed: str, offered: list[str]) -> None:
    asked = {"_ATODDS_COMPLETE": "complete_bash", "COMP_WORDS": typed, "COMP_CWORD": str(len(typed.split(" ")) - 1)}
    command = Path(sys.executable).with_name("atodds")
    answer = subprocess.run([command], cwd=tmp_path, env={**os.environ, **asked}, capture_output=True, text=True, timeout=60)
    assert answer.stdout.split() == offered


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["check", "nowhere"], "nowhere: no such file or folder"),
        (["check"], "nothing to check: name files or folders"),
        (["check", "--fail-on", "anything", "."], '--fail-on "anything" is none of'),
        (["check", "--direct", "--flow", "."], "exclude each other"),
        (["check", "--claims", "nowhere.jsonl"], "nowhere.jsonl: no such file"),
        (["check", "--colour", "red"], "--colour"),
        (["chekc"], "chekc"),
        (["report"], "no run so far; run atodds check first"),
        (["export", "claims"], "no run so far"),
        (["diff", "1"], "no run"),
        (["explain", "abc"], "no run so far"),
        (["trace", "nowhere.txt"], "nowhere.txt: no such file"),
        (["decide", "abc"], "exactly one of"),
        (["serve", "--every", "60", "--cron", "0 6 * * *"], "--every goes with neither --cron nor --timezone"),
        (["new", "check", "Falling Share"], "is no name for a check"),
        (["new", "check", "falling_share"], "is no package of checks"),
    ],
)
def test_wrong_usage_is_one_line_and_exit_code_two(atodds: Command, arguments: list[str], says: str) -> None:
    answer = atodds(*arguments)
    assert answer.code == 2
    assert answer.out == ""
    assert says in answer.err
    assert answer.err.startswith("atodds: ")
    assert answer.err.count("\n") == 1


def test_a_misspelt_setting_is_refused_with_its_mend(atodds: Command, tmp_path: Path) -> None:
    (tmp_path / "atodds.toml").write_text("[check]\ntolerence = 0.1\n", encoding="utf-8")
    answer = atodds("check", ".")
    assert answer.code == 2
    assert answer.err == 'atodds: atodds.toml: unknown key "tolerence" in [check]; did you mean "tolerance"?\n'


def test_a_claim_type_with_a_misspelt_key_is_refused_with_its_mend(atodds: Command, tmp_path: Path) -> None:
    write_documents(tmp_path / "documents", a=FIRST)
    types = tmp_path / "own" / "claim_types"
    types.mkdir(parents=True)
    text = 'label = "deaths"\nclaim_type = "casualties"\ndimension = "people"\nmeasure_kind = "cumulative"\ntolerence = 0.1\n'
    (types / "deaths.toml").write_text(text, encoding="utf-8")
    (tmp_path / "atodds.toml").write_text('[extraction]\nseeds = "own"\n', encoding="utf-8")
    answer = atodds("check", "documents")
    assert answer.code == 2
    assert 'deaths.toml: unknown key "tolerence"; did you mean "tolerance"?' in answer.err


def test_a_check_that_is_set_but_not_there_is_refused(atodds: Command, tmp_path: Path) -> None:
    write_documents(tmp_path / "documents", a=FIRST)
    (tmp_path / "atodds.toml").write_text("[check.rules.valeu_mismatch]\nenabled = false\n", encoding="utf-8")
    answer = atodds("check", "documents")
    assert answer.code == 2
    assert "valeu_mismatch" in answer.err


def test_an_unforeseen_error_is_one_line_and_exit_code_three(atodds: Command, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    write_documents(tmp_path / "documents", a=FIRST)
    monkeypatch.setattr("atodds.pipeline.plan_run", lambda *given, **named: 1 / 0)
    answer = atodds("check", "documents")
    assert answer.code == 3
    assert "ZeroDivisionError" in answer.err
    assert answer.err.count("\n") == 1


def test_a_locked_database_is_exit_code_four_and_names_the_process(atodds: Command, tmp_path: Path) -> None:
    write_documents(tmp_path / "documents", a=FIRST)
    hold = (
        "import sys; from atodds.store.database import Store; from atodds.workspace import Workspace\n"
        "with Store.open(Workspace.at(sys.argv[1]), 'another check'): print('held', flush=True); sys.stdin.read()"
    )
    holder = subprocess.Popen(
        [sys.executable, "-c", hold, str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert holder.stdout is not None
    holder.stdout.readline()
    try:
        answer = atodds("check", "documents")
    finally:
        holder.communicate("")
    assert answer.code == 4
    assert f"in use by process {holder.pid} (another check, since" in answer.err


# --- checking and what comes out ----------------------------------------------------------------------------------------------------


@pytest.fixture
def checked(atodds: Command, tmp_path: Path) -> Any:
    write_documents(tmp_path / "documents", a=FIRST, b=SECOND)
    return atodds("check", "documents")


def test_findings_are_exit_code_one_and_a_summary_on_stdout(checked: Any) -> None:
    assert checked.code == 1
    assert "2 documents (2 read anew)" in checked.out
    assert "1 contradiction" in checked.out
    assert checked.err == ""


@pytest.mark.parametrize(("fail_on", "code"), [("never", 0), ("contradiction", 1), ("tension", 1)])
def test_fail_on_decides_the_exit_code(checked: Any, atodds: Command, fail_on: str, code: int) -> None:
    assert atodds("check", "documents", "--fail-on", fail_on).code == code


def test_quiet_says_nothing(checked: Any, atodds: Command) -> None:
    answer = atodds("check", "documents", "--quiet")
    assert (answer.out, answer.err) == ("", "")


def test_json_is_json_and_nothing_else(checked: Any, atodds: Command) -> None:
    found = json.loads(atodds("check", "documents", "--json").out)
    assert found["contradictions"] == 1
    assert found["documents_read"] == 0
    assert Path(found["snapshot"]).is_dir()
    assert Path(found["reports"]["html"]).is_file()


def test_claims_are_exported_as_json_lines_with_the_agreed_fields(checked: Any, atodds: Command) -> None:
    exported = rows(atodds("export", "claims").out)
    counts = [row for row in exported if row["measure"] == "population"]
    assert {row["value_low"] for row in counts} == {5_400_000.0, 4_100_000.0}
    assert {row["document_path"] for row in exported} == {"documents/a.txt", "documents/b.txt"}
    assert {"claim_id", "source_line_start", "quote", "bound", "as_of_low", "members", "extractor"} <= counts[0].keys()
    assert counts[0]["source_line_start"] == 5


@pytest.mark.parametrize("format_name", ["csv", "parquet"])
def test_tables_are_exported_in_other_formats(checked: Any, atodds: Command, tmp_path: Path, format_name: str) -> None:
    assert atodds("export", "discrepancies", "--format", format_name, "--out", "d").code == 0
    frame = pl.read_csv(tmp_path / "d") if format_name == "csv" else pl.read_parquet(tmp_path / "d")
    assert frame["verdict"].to_list() == ["contradiction"]
    conflicts = frame["conflicts"][0]
    assert len((json.loads(conflicts) if format_name == "csv" else conflicts)[0]) == 2


def test_an_unknown_table_or_format_is_refused(checked: Any, atodds: Command) -> None:
    assert 'no table "claim"; the tables are documents' in atodds("export", "claim").err
    assert 'unknown format "xml"' in atodds("export", "claims", "--format", "xml").err


def test_a_database_elsewhere_works_from_any_folder_without_settings(atodds: Command, tmp_path: Path) -> None:
    write_documents(tmp_path / "shelf", a=FIRST, b=SECOND)
    (tmp_path / "work").mkdir()
    os.chdir(tmp_path / "work")
    assert atodds("check", "../shelf", "--db", "s.duckdb").code == 1
    assert {row["document_path"] for row in rows(atodds("export", "claims", "--db", "s.duckdb").out)} == {
        "../shelf/a.txt",
        "../shelf/b.txt",
    }
    assert sorted(path.name for path in (tmp_path / "work").iterdir()) == ["s.atodds", "s.duckdb", "s.duckdb.lock"]


def test_a_pipe_that_closes_early_is_no_error(checked: Any, tmp_path: Path) -> None:
    command = f"{sys.executable} -m flows.cli export segments | head -c 10 > /dev/null; echo ${{PIPESTATUS[0]}}"
    answer = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, cwd=tmp_path, env={**os.environ, "PYTHONPATH": str(ROOT)}
    )
    assert answer.stdout.strip() == "0"
    assert answer.stderr == ""


def test_the_report_is_written_where_it_is_asked_for(checked: Any, atodds: Command, tmp_path: Path) -> None:
    assert (tmp_path / ".atodds" / "report" / "report.html").stat().st_size > 1000
    assert atodds("report", "--format", "md", "--out", "r.md").out == "r.md\n"
    assert "5,400,000" in (tmp_path / "r.md").read_text(encoding="utf-8")
    assert atodds("report", "--format", "sarif", "--out", "-").out.lstrip().startswith("{")


def test_explain_says_why_two_claims_conflict_and_why_a_discrepancy_was_flagged(checked: Any, atodds: Command) -> None:
    found = rows(atodds("export", "discrepancies").out)[0]
    answer = atodds("explain", *found["conflicts"][0])
    assert answer.code == 0
    assert "5,400,000" in answer.out
    assert found["check_id"] in atodds("explain", found["discrepancy_id"][:8]).out


def test_a_decision_settles_a_finding_until_it_is_taken_back(checked: Any, atodds: Command) -> None:
    found = rows(atodds("export", "discrepancies").out)[0]["discrepancy_id"]
    assert atodds("decide", found, "--dismiss", "--reason", "two fires", "--reviewer", "ana").out == f"{found}: dismissed by ana\n"
    assert rows(atodds("export", "discrepancies").out)[0]["status"] == "dismissed"
    assert atodds("check", "documents").code == 0
    assert atodds("decide", found, "--undo").code == 0
    assert atodds("check", "documents").code == 1


def test_diff_shows_what_a_run_resolved(checked: Any, atodds: Command, tmp_path: Path) -> None:
    write_documents(tmp_path / "documents", b=SECOND.replace("4,100,000", "5,400,000"))
    atodds("check", "documents")
    answer = atodds("diff", "1", "2")
    assert "1 new, 1 resolved, 0 persisting" in answer.out
    new = [row for row in rows(atodds("export", "discrepancies").out) if row["state"] == "new"]
    assert [row["check_id"] for row in new] == ["revised_figure"]  # the new version gives another figure than the old one
    assert json.loads(atodds("diff", "1", "--json").out)["resolved"][0]["verdict"] == "contradiction"


def test_sources_lists_documents_and_what_is_left_out(atodds: Command, tmp_path: Path) -> None:
    atodds("init")
    write_documents(tmp_path / "documents", a=FIRST)
    (tmp_path / "documents" / "notes.toml").write_text("", encoding="utf-8")
    assert atodds("sources").out.splitlines() == [
        f"documents/a.txt  (new, {len(FIRST):,} bytes)",
        "left out: documents/notes.toml  (settings)",
    ]
    atodds("check")
    assert "(read," in atodds("sources").out
    write_documents(tmp_path / "documents", a=SECOND)
    assert "(changed," in atodds("sources").out


def test_init_makes_a_workspace_once(atodds: Command, tmp_path: Path) -> None:
    from atodds.settings import Settings, load_settings

    assert atodds("init", "here").code == 0
    made = load_settings(tmp_path / "here" / "atodds.toml")
    assert made == Settings().model_copy(update={"sources": made.sources})
    assert made.sources.paths == ("documents",)
    assert "is there already" in atodds("init", "here").err


def test_trace_shows_what_became_of_a_line(atodds: Command, tmp_path: Path) -> None:
    write_documents(tmp_path / "documents", a=FIRST)
    answer = atodds("trace", "documents/a.txt", "--line", "5")
    assert answer.code == 0
    assert "population 5400000" in answer.out


def test_doctor_finds_nothing_wrong_here_and_says_what_is_wrong_elsewhere(atodds: Command, tmp_path: Path) -> None:
    well = atodds("doctor")
    assert well.code == 0, well.out
    (tmp_path / "atodds.toml").write_text('checks = ["checks", "newsroom_chekcs"]\n', encoding="utf-8")
    ill = atodds("doctor")
    assert ill.code == 2
    assert "BAD  checks:" in ill.out


def test_a_package_of_checks_is_made_and_found_beside_the_settings_that_name_it(
    atodds: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "--folder newsroom_checks, which is made" in atodds("new", "check", "quiet_leap").err
    assert atodds("new", "check", "quiet_leap", "--folder", "desk_checks").out.splitlines() == [
        "desk_checks/__init__.py",
        "desk_checks/quiet_leap.py",
        "tests/desk_checks/test_quiet_leap.py",
    ]
    (tmp_path / "atodds.toml").write_text('checks = ["checks", "desk_checks"]\n', encoding="utf-8")
    monkeypatch.setattr(
        sys, "path", [folder for folder in sys.path if folder not in ("", ".", str(tmp_path))]
    )  # as of the installed command
    workspace = Workspace.at(tmp_path)
    assert "quiet_leap" in find_checks(workspace.settings.checks)
    assert sys.path[-1] == str(tmp_path), "last: nothing in it stands in for a module of the program"


@pytest.mark.slow
def test_a_new_check_is_written_with_a_test_that_passes(atodds: Command, tmp_path: Path) -> None:
    (tmp_path / "newsroom_checks").mkdir()
    (tmp_path / "newsroom_checks" / "__init__.py").write_text('"""Our own."""\n', encoding="utf-8")
    answer = atodds("new", "check", "falling_share", "--folder", "newsroom_checks")
    assert answer.out.splitlines() == ["newsroom_checks/falling_share.py", "tests/newsroom_checks/test_falling_share.py"]
    passed = subprocess.run(
        [Path(sys.executable).with_name("pytest"), "-p", "no:cacheprovider"],  # plain, as anybody would
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert passed.returncode == 0, passed.stdout
    assert "3 passed" in passed.stdout
    assert "is there already" in atodds("new", "check", "falling_share", "--folder", "newsroom_checks").err


def test_a_second_check_of_unchanged_documents_reads_none_and_takes_under_two_seconds(checked: Any, atodds: Command) -> None:
    started = time.process_time()
    answer = atodds("check", "documents")
    assert time.process_time() - started < 2
    assert "2 documents (0 read anew)" in answer.out


def test_the_command_is_the_one_the_package_installs() -> None:
    import tomllib

    scripts = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["scripts"]
    assert scripts == {"atodds": "flows.cli:main"}
    assert callable(cli.main)


def test_claims_from_elsewhere_are_checked_in_place_of_documents_and_beside_them(atodds: Command, tmp_path: Path) -> None:
    write_documents(tmp_path / "documents", a=FIRST)
    claim = {
        "document_path": "sheet of ana", "claim_type": "population", "measure": "population", "subject": "Georgia", "unit": "people",
        "value_low": 4_100_000, "value_high": 4_100_000, "as_of_low": "1989-01-01", "as_of_high": "1989-12-31",
        "mention_text": "4,100,000", "quote": "Georgia: 4,100,000 inhabitants in 1989.", "extractor": "ana",
    }  # fmt: skip
    (tmp_path / "sheet.jsonl").write_text(json.dumps(claim) + "\nno claim\n", encoding="utf-8")
    alone = atodds("check", "--claims", "sheet.jsonl")
    assert alone.code == 0
    assert "1 document (0 read anew), 1 claim" in alone.out
    assert "1 row in quarantine" in alone.out
    beside = atodds("check", "documents", "--claims", "sheet.jsonl")
    assert beside.code == 1, beside.out
    found = rows(atodds("export", "discrepancies").out)[0]
    cited = [row for row in rows(atodds("export", "claims").out) if row["claim_id"] in found["claim_ids"]]
    assert {row["document_path"] for row in cited} == {"documents/a.txt", "sheet of ana"}
    assert "ana" in {row["extractor"] for row in cited}


def test_a_trusted_figure_is_held_against_the_documents_without_reading_them_again(atodds: Command, tmp_path: Path) -> None:
    import shutil

    from atodds.seeds import SEEDS_FOLDER

    write_documents(tmp_path / "documents", a=FIRST)
    shutil.copytree(SEEDS_FOLDER, tmp_path / "own", ignore=shutil.ignore_patterns("documents"))
    (tmp_path / "atodds.toml").write_text('[extraction]\nseeds = "own"\n', encoding="utf-8")
    assert atodds("check", "documents").code == 0
    line = "population,population,level,Georgia,,4100000,4100000,people,,,,exact,1989-01-01,1989-12-31,census,Georgia 4.1 million in 1989"
    with (tmp_path / "own" / "reference_facts.csv").open("a", encoding="utf-8") as file:
        file.write(line + "\n")
    answer = atodds("check", "documents", "--fail-on", "tension")
    assert answer.code == 1, answer.out
    assert "(0 read anew" in answer.out
    assert [row["check_id"] for row in rows(atodds("export", "discrepancies").out)] == ["against_reference"]
