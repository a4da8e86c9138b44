from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import duckdb
import polars as pl
import pytest

from atodds.errors import ConfigurationError, LockedError
from atodds.pipeline import check_corpus
from atodds.store.database import Store
from atodds.store.snapshot import SNAPSHOT_TABLES, Snapshot
from atodds.workspace import Workspace


def write(workspace: Workspace, **documents: str) -> None:
    for name, text in documents.items():
        (workspace.root / "documents" / f"{name}.txt").write_text(text, encoding="utf-8")


def remove(workspace: Workspace, name: str) -> None:
    (workspace.root / "documents" / f"{name}.txt").unlink()


def documents_of(snapshot: Snapshot) -> dict[str, dict[str, Any]]:
    return {row["path"].removeprefix("documents/").removesuffix(".txt"): row for row in snapshot.documents.iter_rows(named=True)}


def files_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_a_run_leaves_documents_claims_and_discrepancies(toy: list[str], workspace: Workspace) -> None:
    write(workspace, a="mills: 3\nshops: 4\n", b="mills: 5\nshops: 4\n")
    outcome = check_corpus(workspace)
    snapshot = outcome.snapshot
    assert snapshot.documents["path"].to_list() == ["documents/a.txt", "documents/b.txt"]
    assert snapshot.claims["measure"].to_list() == ["mills", "shops", "mills", "shops"]
    assert snapshot.discrepancies.select("check_id", "state", "status").rows() == [("toy_mismatch", "new", "new")]
    assert outcome.open_verdicts == ("contradiction",)
    assert {path.name for path in outcome.snapshot_folder.iterdir()} == {f"{name}.parquet" for name in SNAPSHOT_TABLES} | {"run.json"}


def test_a_second_run_on_unchanged_documents_reads_none_and_says_persisting(toy: list[str], workspace: Workspace) -> None:
    write(workspace, a="mills: 3\n", b="mills: 5\n")
    first = check_corpus(workspace)
    toy.clear()
    second = check_corpus(workspace)
    assert toy == []
    assert (second.documents_read, second.unchanged) == (0, True)
    assert second.run_id.startswith("0002-")
    assert second.snapshot.discrepancies["state"].to_list() == ["persisting"]
    assert second.snapshot.claims.equals(first.snapshot.claims)


def test_only_documents_that_changed_are_read(toy: list[str], workspace: Workspace) -> None:
    write(workspace, a="mills: 3\n", b="mills: 5\n")
    check_corpus(workspace)
    toy.clear()
    write(workspace, b="mills: 6\n", d="shops: 1\n")
    check_corpus(workspace)
    assert toy == ["documents/b.txt", "documents/d.txt"]


def test_new_content_under_a_path_is_a_new_version_and_supersedes_the_old_claims(toy: list[str], workspace: Workspace) -> None:
    write(workspace, a="mills: 3\n")
    first = check_corpus(workspace)
    write(workspace, a="mills: 4\n")
    second = check_corpus(workspace)
    old, new = documents_of(first.snapshot)["a"], documents_of(second.snapshot)["a"]
    assert (new["version"], new["lineage"]) == (2, old["document_id"])
    assert second.snapshot.claims["value_low"].to_list() == [4.0]
    with duckdb.connect(str(workspace.database), read_only=True) as connection:
        kept = connection.sql("select value_low from claims order by all").fetchall()
        superseded = connection.sql("select document_id, superseded_by from documents where version = 1").fetchall()
    assert kept == [(3.0,), (4.0,)]
    assert superseded == [(old["document_id"], new["document_id"])]


def test_a_renamed_document_is_the_same_document_and_is_not_read_again(toy: list[str], workspace: Workspace) -> None:
    write(workspace, a="mills: 3\n", b="mills: 5\n")
    first = check_corpus(workspace)
    toy.clear()
    (workspace.root / "documents" / "a.txt").rename(workspace.root / "documents" / "z.txt")
    second = check_corpus(workspace)
    assert toy == []
    assert documents_of(second.snapshot)["z"]["lineage"] == documents_of(first.snapshot)["a"]["lineage"]
    assert "documents/z.txt" in second.snapshot.claims["document_path"].to_list()
    assert second.snapshot.discrepancies["state"].to_list() == ["persisting"]


def test_two_paths_of_one_content_are_one_witness_and_a_visible_row(toy: list[str], workspace: Workspace) -> None:
    write(workspace, a="mills: 3\n", b="mills: 3\n")
    snapshot = check_corpus(workspace).snapshot
    assert documents_of(snapshot)["b"]["status"] == "same_content"
    assert documents_of(snapshot)["b"]["reason"] == "same content as documents/a.txt"
    assert snapshot.claims.height == 1
    remove(workspace, "a")
    alone = check_corpus(workspace).snapshot
    assert documents_of(alone)["b"]["status"] == "read"
    assert documents_of(alone)["b"]["text"] == "mills: 3\n"
    assert alone.claims["document_path"].to_list() == ["documents/b.txt"]


def test_going_back_to_an_older_content_is_a_third_version(toy: list[str], workspace: Workspace) -> None:
    for text in ("mills: 3\n", "mills: 4\n", "mills: 3\n"):
        write(workspace, a=text)
        outcome = check_corpus(workspace)
    assert documents_of(outcome.snapshot)["a"]["version"] == 3
    assert outcome.snapshot.claims["value_low"].to_list() == [3.0]


def test_discrepancies_are_new_then_resolved_then_reopened(toy: list[str], workspace: Workspace) -> None:
    seen = []
    for text in ("mills: 5\n", "mills: 3\n", "mills: 5\n"):
        write(workspace, a="mills: 3\nshops: 1\n", b=text + "shops: 1\n")
        snapshot = check_corpus(workspace).snapshot
        seen.append(snapshot.discrepancies["state"].to_list())
    assert seen == [["new"], ["resolved"], ["reopened"]]


def test_a_resolved_discrepancy_can_still_be_shown(toy: list[str], workspace: Workspace) -> None:
    write(workspace, a="mills: 3\n", b="mills: 5\n")
    check_corpus(workspace)
    write(workspace, b="mills: 3\n" + "shops: 9\n")
    snapshot = check_corpus(workspace).snapshot
    cited = set(snapshot.discrepancies["claim_ids"].explode())
    assert cited <= set(snapshot.claims["claim_id"]) | set(snapshot.past_claims["claim_id"])
    assert snapshot.past_documents["text"].to_list() == ["mills: 5\n"]


def test_runs_over_other_sources_are_not_held_against_each_other(toy: list[str], workspace: Workspace) -> None:
    write(workspace, a="mills: 3\n", b="mills: 5\n")
    check_corpus(workspace)
    alone = check_corpus(workspace, paths=[workspace.root / "documents" / "a.txt"])
    assert alone.snapshot.discrepancies.is_empty()
    assert check_corpus(workspace).snapshot.discrepancies["state"].to_list() == ["persisting"]


def test_the_same_history_gives_the_same_snapshots_byte_for_byte(toy: list[str], tmp_path: Path) -> None:
    folders = []
    for name in ("one", "two"):
        root = tmp_path / name
        (root / "documents").mkdir(parents=True)
        workspace = Workspace.at(root)
        write(workspace, a="mills: 3\n", b="mills: 5\nshops: -1\n")
        check_corpus(workspace, paths=[root / "documents"])
        write(workspace, b="mills: 6\n")
        folders.append(check_corpus(workspace, paths=[root / "documents"]).snapshot_folder)
    assert folders[0].name == folders[1].name
    assert files_of(folders[0]) == files_of(folders[1])


def test_a_row_that_does_not_fit_its_schema_is_quarantined_and_the_rest_goes_on(toy: list[str], workspace: Workspace) -> None:
    write(workspace, a="mills: 3\nshops: -1\n")
    for _ in range(2):  # also when the document is not read again
        outcome = check_corpus(workspace)
        assert outcome.snapshot.claims["measure"].to_list() == ["mills"]
        assert outcome.run["quarantined"] == 1
        assert "in_range" in outcome.snapshot.quarantine["failed_check"][0]
        assert json.loads(outcome.snapshot.quarantine["row_json"][0])["measure"] == "shops"


def test_an_unreadable_document_is_a_row_and_the_run_goes_on(toy: list[str], workspace: Workspace) -> None:
    write(workspace, a="mills: 3\n", b="mills: \0\n")
    snapshot = check_corpus(workspace).snapshot
    assert documents_of(snapshot)["b"]["status"] == "unreadable"
    assert documents_of(snapshot)["b"]["reason"] == "documents/b.txt: binary"
    assert snapshot.claims.height == 1


def test_a_missing_path_is_refused_by_name(toy: list[str], workspace: Workspace) -> None:
    with pytest.raises(ConfigurationError, match="nowhere: no such file or folder"):
        check_corpus(workspace, paths=[workspace.root / "nowhere"])


def test_old_snapshots_are_let_go(toy: list[str], workspace: Workspace) -> None:
    settings = workspace.settings.model_copy(update={"run": workspace.settings.run.model_copy(update={"keep_snapshots": 2})})
    workspace = Workspace.at(workspace.root, settings=settings)
    for number in range(4):
        write(workspace, a=f"mills: {number}\n")
        check_corpus(workspace)
    assert [run_id[:4] for run_id in Snapshot.run_ids(workspace)] == ["0003", "0004"]


def test_a_run_is_found_by_its_number_or_the_beginning_of_its_id(toy: list[str], workspace: Workspace) -> None:
    write(workspace, a="mills: 3\n")
    first, second = check_corpus(workspace), check_corpus(workspace)
    assert Snapshot.find(workspace).run_id == second.run_id
    assert Snapshot.find(workspace, "1").run_id == first.run_id
    with pytest.raises(ConfigurationError, match='no run "9"'):
        Snapshot.find(workspace, "9")


def test_without_a_run_one_is_asked_for(workspace: Workspace) -> None:
    with pytest.raises(ConfigurationError, match="run atodds check first"):
        Snapshot.find(workspace)


def test_a_file_that_is_no_database_is_refused(workspace: Workspace) -> None:
    workspace.make_folders()
    workspace.database.write_text("no database, a letter home " * 1000, encoding="utf-8")
    with pytest.raises(ConfigurationError, match="cannot be opened as a database"):
        Store.open(workspace)


def test_a_database_of_a_newer_program_is_left_alone(workspace: Workspace) -> None:
    Store.open(workspace).close()
    with duckdb.connect(str(workspace.database)) as connection:
        connection.execute("insert into schema_version values (999, 'from the future')")
    with pytest.raises(ConfigurationError, match="made by a newer atodds"):
        Store.open(workspace)


def other_process(code: str, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])}
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    )


HOLD_THE_STORE = """
import sys
from atodds.store.database import Store
from atodds.workspace import Workspace
with Store.open(Workspace.at(sys.argv[1]), command="a long run"):
    print("held", flush=True)
    sys.stdin.read()
"""
HOLD_THE_FILE = """
import sys, duckdb
connection = duckdb.connect(sys.argv[1])
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_writer_is_told_who_the_first_is(workspace: Workspace) -> None:
    holder = other_process(HOLD_THE_STORE, str(workspace.root))
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    try:
        with pytest.raises(LockedError, match=rf"in use by process {holder.pid} \(a long run, since 20") as caught:
            Store.open(workspace)
        assert caught.value.exit_code == 4
    finally:
        holder.communicate("")
    Store.open(workspace).close()  # the lock ended with its process


def test_another_program_that_holds_the_file_is_named_too(workspace: Workspace) -> None:
    Store.open(workspace).close()
    holder = other_process(HOLD_THE_FILE, str(workspace.database))
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    try:
        with pytest.raises(LockedError, match=f"in use by process {holder.pid}"):
            Store.open(workspace)
    finally:
        holder.communicate("")


LOAD_UNTIL_KILLED = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[2])
import conftest
from atodds import pipeline
from atodds.workspace import Workspace

def slowly(batches, plan, processes=1):
    for batch in batches:
        for file in batch:
            yield conftest.toy_read(file)
            print(file.path, flush=True)

pipeline.extract_batches, pipeline.align_corpus, pipeline.check_aligned = slowly, conftest.toy_align, conftest.toy_check
pipeline.check_corpus(Workspace.at(sys.argv[1]))
"""


@pytest.mark.parametrize("after", [1, 5])
def test_a_killed_run_keeps_every_batch_it_acknowledged_and_the_next_run_goes_on(toy: list[str], workspace: Workspace, after: int) -> None:
    write(workspace, **{f"d{number:02}": f"mills: {number}\n" for number in range(15)})
    process = other_process(LOAD_UNTIL_KILLED, str(workspace.root), str(Path(__file__).parent))
    assert process.stdout is not None
    acknowledged = [process.stdout.readline().strip() for _ in range(after)]
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    process.stdin.close()  # type: ignore[union-attr]
    with duckdb.connect(str(workspace.database), read_only=True) as connection:
        loaded = connection.sql("select path, claim_count from documents").fetchall()
        claims = connection.sql("select count(*) from claims").fetchall()[0][0]
        finished = connection.sql("select count(*) from readings").fetchall()[0][0]
    assert {path for path, _ in loaded} >= set(acknowledged)
    assert claims == finished == len(loaded) == sum(count for _, count in loaded)
    outcome = check_corpus(workspace)
    assert len(toy) == 15 - len(loaded)
    assert outcome.snapshot.claims.height == 15
    assert outcome.run_id.startswith("0001-")


def test_a_run_that_died_before_its_snapshot_leaves_the_last_one_standing(
    toy: list[str], workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(workspace, a="mills: 3\n")
    first = check_corpus(workspace)
    write(workspace, a="mills: 4\n")
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", lambda *args, **kwargs: None)
        patch.setattr(Path, "rename", lambda self, target: (_ for _ in ()).throw(OSError("no space left on device")))
        with pytest.raises(OSError, match="no space left"):
            check_corpus(workspace)
    assert Snapshot.find(workspace).run_id == first.run_id
    second = check_corpus(workspace)
    assert second.run_id.startswith("0002-")
    assert not list(workspace.snapshots.glob(".unfinished*"))
    with duckdb.connect(str(workspace.database), read_only=True) as connection:
        assert connection.sql("select run_id, status from runs order by all").fetchall() == [
            (first.run_id, "finished"),
            (second.run_id, "finished"),
        ]


def test_progress_is_told_for_every_stage(toy: list[str], workspace: Workspace) -> None:
    write(workspace, a="mills: 3\n", b="mills: 4\n")
    told: list[tuple[str, int, int]] = []
    check_corpus(workspace, progress=lambda *step: told.append(step))
    assert list(dict.fromkeys(stage for stage, _, _ in told)) == ["discover", "read and extract", "align", "check", "publish"]
    assert ("read and extract", 2, 2) in told


def test_an_unchanged_run_takes_little_beyond_start_up(toy: list[str], workspace: Workspace) -> None:
    write(workspace, **{f"d{number:03}": f"mills: {number}\n" for number in range(200)})
    check_corpus(workspace)
    worked = time.process_time()  # not the clock: the machine may be busy with other things
    assert check_corpus(workspace).documents_read == 0
    assert time.process_time() - worked < 2


def test_a_decision_shows_in_the_next_run(toy: list[str], workspace: Workspace) -> None:
    from atodds.adjudications import AdjudicationLog, read_adjudications
    from atodds.report.findings import find_findings
    from atodds.vocabulary import AdjudicationStatus

    write(workspace, a="mills: 3\n", b="mills: 5\n")
    found = find_findings(check_corpus(workspace).snapshot).findings[0]
    AdjudicationLog(workspace.adjudications).decide(found.key, AdjudicationStatus.DISMISSED, reviewer="ana", reason="two towns")
    assert len(read_adjudications(workspace.adjudications).lines) == 1
    outcome = check_corpus(workspace)
    assert outcome.snapshot.discrepancies["status"].to_list() == ["dismissed"]
    assert outcome.open_verdicts == ()
    with duckdb.connect(str(workspace.database), read_only=True) as connection:
        mirrored = connection.sql("select discrepancy_id, decision, reviewer from adjudications").fetchall()
    assert mirrored == [(found.discrepancy_id, "dismissed", "ana")]


def test_frames_of_a_snapshot_have_the_columns_of_their_schema(toy: list[str], workspace: Workspace) -> None:
    from atodds.store.frames import columns_of

    write(workspace, a="mills: 3\n")
    snapshot = check_corpus(workspace).snapshot
    for name, table in SNAPSHOT_TABLES.items():
        assert dict(snapshot.table(name).schema) == dict(columns_of(table)), name
    assert isinstance(snapshot.claims, pl.DataFrame)
