"""The pipeline as a flow: discover → read and extract → load → align → check → publish.

The same stages as `atodds.pipeline.check_corpus`, as tasks: one a stage, and one a batch of documents (never one a claim: each task costs
milliseconds and kilobytes of the server's database). Only reading is tried again, and only for what a second attempt can mend: a file or
address that did not answer. The database is written by one task at a time, in the flow's own process.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast
from uuid import UUID

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact, create_progress_artifact, create_table_artifact, update_progress_artifact
from prefect.cache_policies import NO_CACHE
from prefect.context import TaskRunContext
from prefect.events import emit_event
from prefect.futures import as_completed

from atodds import pipeline
from atodds.discovering import SourceFile
from atodds.errors import ConfigurationError
from atodds.reading_batches import Extracted, ReadingPlan
from atodds.reading_workers import ReadingWorkers
from atodds.report_files import write_reports
from atodds.store.database import Store
from atodds.summaries import markdown_summary, top_rows
from atodds.workspace import Workspace

__all__ = ["check_corpus", "workspace_of_a_run"]

RETRIES = 2
RETRY_DELAYS_S: list[float] = [1, 5]


@flow(name="check-corpus", validate_parameters=False, persist_result=False, log_prints=False)
def check_corpus(
    folder: str,
    database: str | None = None,
    paths: Sequence[str] = (),
    claims_files: Sequence[str] = (),
    processes: int | None = None,
    formats: Sequence[str] | None = None,
) -> str:
    """Check the documents of a workspace; the folder of the run's snapshot.

    Args:
        folder: the workspace, as an absolute path.
        database: its database, when it is elsewhere.
        paths: files and folders, relative ones as seen from the workspace; the workspace's own sources without.
        claims_files: JSON lines of claims from elsewhere, likewise.
        processes: how many processes read and extract; the setting without.
        formats: of the report; the setting without.
    """
    workspace = workspace_of_a_run(folder, database)
    count = processes or workspace.settings.run.processes
    wanted = workspace.settings.report.formats if formats is None else formats
    with Store.open(workspace, "flow check-corpus") as store:
        run = discover(store, workspace, paths, claims_files, count, wanted)
        with ReadingWorkers(count) as workers:
            read_and_load(store, run, workers)
        corpus = gather(store, run)
        outcome = publish_unchanged(store, run, corpus)
        if outcome is None:
            aligned = align(run, corpus)
            checked = check(run, corpus, aligned)
            outcome = publish(store, run, corpus, aligned, checked)
    report(workspace, outcome, wanted)
    return str(outcome.snapshot_folder)


def workspace_of_a_run(folder: str, database: str | None) -> Workspace:
    """The workspace a deployment names. A worker runs flows from the checkout, so a relative path would name a folder in there.

    Raises:
        ConfigurationError: when the folder is no absolute path, or is not there.
    """
    mend = "give the deployment the workspace: export ATODDS_WORKSPACE=/path/of/the/workspace, then prefect deploy --all"
    if not Path(folder).is_absolute():
        raise ConfigurationError(f'folder "{folder}" is no absolute path; {mend}')
    if not Path(folder).is_dir():
        raise ConfigurationError(f"{folder}: no such folder on the machine of the worker; {mend}")
    return Workspace.at(folder, database=database)


@task(retries=RETRIES, retry_delay_seconds=RETRY_DELAYS_S, cache_policy=NO_CACHE, persist_result=False)
def discover(
    store: Store, workspace: Workspace, paths: Sequence[str], claims_files: Sequence[str], processes: int = 1, formats: Sequence[str] = ()
) -> pipeline.Run:
    """Find the documents and decide which have to be read; tried again while an address does not answer."""
    run = pipeline.plan_run(store, workspace, paths, claims_files, base=workspace.root, processes=processes, formats=formats)
    unanswered = [file.url for file in run.discovery.files if file.url and file.reason] + [name for name, _ in run.discovery.problems]
    _try_again_for(unanswered)
    return run


def read_and_load(store: Store, run: pipeline.Run, workers: ReadingWorkers) -> None:
    """Read the batches side by side and load each as it is done, with a progress artifact."""
    if not run.batches:
        return
    progress = cast(UUID, create_progress_artifact(0.0, key="documents-read", description=f"{len(run.to_read)} documents to read"))
    done = 0
    futures = [read.submit(batch, run.plan, workers) for batch in run.batches]
    for future in as_completed(futures):
        extracted = future.result()
        load(store, run, extracted)
        done += len(extracted.documents)
        update_progress_artifact(progress, 100.0 * done / len(run.to_read))


@task(retries=RETRIES, retry_delay_seconds=RETRY_DELAYS_S, cache_policy=NO_CACHE, persist_result=False)
def read(batch: Sequence[SourceFile], plan: ReadingPlan, workers: ReadingWorkers) -> Extracted:
    """Read and extract a batch; tried again while a file that was there a moment ago cannot be read."""
    extracted = workers.read(batch, plan)
    _try_again_for([file.path for file in batch if file.reason is None and file.document_id in extracted.transient])
    return extracted


def _try_again_for(unanswered: Sequence[str | None]) -> None:
    """Fail the task while it has attempts left; after the last one, what does not answer becomes a row of the run."""
    context = TaskRunContext.get()
    if unanswered and context is not None and context.task_run.run_count <= RETRIES:
        raise OSError(f"no answer from {', '.join(map(str, unanswered))}")


@task(cache_policy=NO_CACHE, persist_result=False)
def load(store: Store, run: pipeline.Run, extracted: Extracted) -> None:
    """Validate and load a batch."""
    pipeline.load_batch(store, run, extracted)


@task(cache_policy=NO_CACHE, persist_result=False)
def gather(store: Store, run: pipeline.Run) -> pipeline.Corpus:
    """Take the whole corpus from the database."""
    return pipeline.gather_corpus(store, run)


@task(cache_policy=NO_CACHE, persist_result=False)
def publish_unchanged(store: Store, run: pipeline.Run, corpus: pipeline.Corpus) -> pipeline.RunOutcome | None:
    """Publish the run before again when nothing has changed."""
    return pipeline.republish(store, run, corpus)


@task(cache_policy=NO_CACHE, persist_result=False)
def align(run: pipeline.Run, corpus: pipeline.Corpus) -> pipeline.Aligned:
    """Names to entities, descriptions to events."""
    return pipeline.align_corpus(run, corpus)


@task(cache_policy=NO_CACHE, persist_result=False)
def check(run: pipeline.Run, corpus: pipeline.Corpus, aligned: pipeline.Aligned) -> pipeline.Checked:
    """Hold the claims against each other."""
    return pipeline.check_aligned(run, corpus, aligned)


@task(cache_policy=NO_CACHE, persist_result=False)
def publish(
    store: Store, run: pipeline.Run, corpus: pipeline.Corpus, aligned: pipeline.Aligned, checked: pipeline.Checked
) -> pipeline.RunOutcome:
    """Write the snapshot and say what is new."""
    return pipeline.publish(store, run, corpus, aligned, checked)


@task(cache_policy=NO_CACHE, persist_result=False)
def report(workspace: Workspace, outcome: pipeline.RunOutcome, formats: Sequence[str]) -> None:
    """Write the reports, the summary and the top findings as artifacts, and an event."""
    snapshot = outcome.snapshot
    files: dict[str, Path] = write_reports(workspace, outcome, formats)
    create_markdown_artifact(markdown_summary(snapshot, files), key="check-summary", description=f"run {outcome.run_id}")
    create_table_artifact(top_rows(snapshot), key="top-findings", description=f"run {outcome.run_id}")
    payload: dict[str, Any] = {name: outcome.run[name] for name in ("documents", "claims", "contradictions", "tensions", "states")}
    emit_event("atodds.run.finished", resource={"prefect.resource.id": f"atodds.run.{outcome.run_id}"}, payload=payload)
