"""The order of a run, defined once: discover → read → extract → load → align → check → publish.

`check_corpus` runs it in this process; the flow `flows/check_corpus.py` runs the same stages as tasks. Both leave the same snapshot, byte
for byte. Every stage is a function of the run and what the stage before gave; a stage that fails costs the run, a document that fails
costs a row.

What to keep out: how a stage does its work, which belongs to the package of that stage.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import polars as pl

from atodds.discovering import Discovery, SourceFile, discover
from atodds.ending import hear_interrupts
from atodds.errors import AtOddsError, PipelineError
from atodds.link_stage import link_claims_of_corpus
from atodds.reading_batches import NOT_EXTRACTED, Extracted, ReadingPlan, batches_of, share_bytes
from atodds.reading_workers import extract_batches
from atodds.seeds import REFERENCE_EXTRACTOR, REFERENCE_FACTS, SEEDS_FOLDER, seeds_sha256, use_seeds
from atodds.seeds_laid_over import seeds_warnings
from atodds.store.adjudication_rows import adjudication_rows
from atodds.store.database import LoadCounts, Store
from atodds.store.frames import claims_from_frame, claims_to_frame, rows_to_frame
from atodds.store.lineage import Found, Lineage, trace_lineage
from atodds.store.reported import was_told
from atodds.store.run_diff import with_ids, with_states
from atodds.store.snapshot import Snapshot, prune_snapshots, write_latest, write_snapshot
from atodds.store.validating import validate
from atodds.succession import keys_of, persisting
from atodds.versions import PROGRAM_VERSION, checks_version, extraction_version, hash_of
from atodds.vocabulary import SETTLED, DiscrepancyState, DocumentStatus, Verdict
from atodds.workspace import Workspace

if TYPE_CHECKING:
    from atodds.claim_types import ClaimType
    from atodds.claims import Claim
    from atodds.importing import ImportedClaims
    from atodds.teaching import Teaching

__all__ = [
    "STAGES",
    "Aligned",
    "Corpus",
    "Progress",
    "Run",
    "RunOutcome",
    "TablesOfARun",
    "align_corpus",
    "check_aligned",
    "check_corpus",
    "gather_corpus",
    "load_batch",
    "plan_run",
    "publish",
    "republish",
]

STAGES: Final = ("discover", "read and extract", "align", "check", "publish")

REFERENCE_FORMAT: Final = "reference"
"""Marks what stands for their file while claims are aligned: it is no document of the run."""

Progress = Callable[[str, int, int], None]
"""Called with a stage of `STAGES`, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class Run:
    """What is decided before anything is read: the documents, which of them are read, and with what."""

    workspace: Workspace
    discovery: Discovery
    lineages: tuple[Lineage, ...]
    to_read: tuple[SourceFile, ...]
    plan: ReadingPlan
    reading_keys: Mapping[str, str]  # by path
    extraction_version: str
    seeds_sha256: str
    claims_files: tuple[Path, ...] = ()
    batches: tuple[tuple[SourceFile, ...], ...] = ()
    formats: tuple[str, ...] = ()  # of the report that will be written of it

    @property
    def by_path(self) -> dict[str, Lineage]:
        """What each document is, by its path."""
        return {lineage.path: lineage for lineage in self.lineages}


@dataclass(frozen=True, slots=True)
class Corpus:
    """Everything of the run's documents, loaded and validated, as frames of `schemas/`."""

    documents: pl.DataFrame
    claims: pl.DataFrame
    quarantine: pl.DataFrame
    segments: pl.DataFrame
    previous_documents: pl.DataFrame
    previous_claims: pl.DataFrame
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Aligned:
    """Claims with subject and facet ids, and what they were aligned to."""

    claims: list[Claim]
    previous_claims: list[Claim]
    entities: pl.DataFrame
    links: pl.DataFrame
    topics: pl.DataFrame
    standings: pl.DataFrame
    copies: pl.DataFrame
    notes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Checked:
    """What the checks found, as frames without states."""

    discrepancies: pl.DataFrame
    problems: pl.DataFrame
    legends: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RunOutcome:
    """What a run left. `open_verdicts` are the verdicts of discrepancies that stand and that no one has settled."""

    run_id: str
    snapshot_folder: Path
    run: Mapping[str, Any]
    documents_read: int
    unchanged: bool
    open_verdicts: tuple[str, ...]

    @classmethod
    def of_snapshot(cls, folder: Path, unchanged: bool = False) -> RunOutcome:
        """The outcome of the run whose snapshot is in a folder."""
        snapshot = Snapshot.open(folder)
        frame = snapshot.discrepancies
        standing = frame.filter((pl.col("state") != DiscrepancyState.RESOLVED) & ~pl.col("status").is_in(SETTLED))
        verdicts = tuple(sorted(standing["verdict"]))
        return cls(snapshot.run_id, folder, snapshot.run, int(snapshot.run["documents_read"]), unchanged, verdicts)

    @property
    def snapshot(self) -> Snapshot:
        """The snapshot, to read."""
        return Snapshot.open(self.snapshot_folder)


def check_corpus(
    workspace: Workspace,
    *,
    paths: Sequence[Path | str] = (),
    claims_files: Sequence[Path | str] = (),
    processes: int | None = None,
    progress: Progress | None = None,
    command: str | None = None,
    formats: Sequence[str] = (),
) -> RunOutcome:
    """Check documents, claims from elsewhere, or both, in this process.

    Args:
        workspace: where results are kept, and the settings.
        paths: files and folders; the workspace's own sources when neither paths nor claims files are given.
        claims_files: JSON lines of claims from elsewhere, in place of documents or beside them.
        processes: how many processes read and extract; the setting when None.
        progress: told how far the run is.
        command: how the run is named to whoever finds the database locked.
        formats: of the report that the caller will write of the run.

    Raises:
        ConfigurationError: a path, settings or seeds file that is missing or wrong.
        LockedError: another process is writing to the database.
        PipelineError: a stage failed.
    """
    say = progress or _silent
    with Store.open(workspace, command) as store:
        say("discover", 0, 1)
        processes = processes or workspace.settings.run.processes
        run = plan_run(store, workspace, paths, claims_files, processes=processes, formats=formats)
        say("discover", 1, 1)
        done = 0
        hear_interrupts()
        say("read and extract", 0, len(run.to_read))
        for extracted in extract_batches(run.batches, run.plan, processes):
            load_batch(store, run, extracted)
            done += len(extracted.documents)
            say("read and extract", done, len(run.to_read))
        corpus = gather_corpus(store, run)
        unchanged = republish(store, run, corpus)
        if unchanged is not None:
            say("publish", 1, 1)
            return unchanged
        say("align", 0, 1)
        aligned = align_corpus(run, corpus)
        say("align", 1, 1)
        say("check", 0, 1)
        checked = check_aligned(run, corpus, aligned)
        say("check", 1, 1)
        say("publish", 0, 1)
        outcome = publish(store, run, corpus, aligned, checked)
        say("publish", 1, 1)
        return outcome


def _silent(stage: str, done: int, total: int) -> None:
    """No progress asked for."""


def plan_run(
    store: Store,
    workspace: Workspace,
    paths: Sequence[Path | str] = (),
    claims_files: Sequence[Path | str] = (),
    base: Path | None = None,
    processes: int = 1,
    formats: Sequence[str] = (),
) -> Run:
    """Discover the documents and decide which of them have to be read: those whose bytes, code, model, limits or seeds are new.

    Relative paths are seen from `base`; from the working directory without. `processes` is how many will share the reading,
    `formats` those of the report that will be written of the run.
    """
    from atodds.claim_types import load_claim_types

    seeds_folder = workspace.seeds_folder
    use_seeds(seeds_folder)
    discovery = Discovery(files=()) if claims_files and not paths else discover(workspace, paths, base=base)
    load_claim_types(seeds_folder / "claim_types")  # a misspelt key is refused before anything is read
    extraction = workspace.settings.extraction
    limits = dict(workspace.settings.reading)
    version = extraction_version(extraction.model, limits)
    seeds = hash_of([seeds_sha256(layer) for layer in workspace.seeds_layers])
    opened = [file for file in discovery.files if file.content_sha256]
    traced = trace_lineage([Found(file.path, file.document_id) for file in opened], store.known_documents())
    store.rename(traced)
    lineages = {lineage.path: lineage for lineage in traced}
    for file in discovery.files:
        lineages.setdefault(file.path, Lineage(file.path, file.document_id, 1, file.document_id))
    steering = seeds_sha256(seeds_folder, without=(REFERENCE_FACTS,))
    keys = {file.path: hash_of([Path(file.location).suffix.lower(), version, steering])[:16] for file in discovery.files}
    loaded = store.reading_keys()
    to_read = tuple(
        file for file in discovery.files if lineages[file.path].same_content_as is None and loaded.get(file.document_id) != keys[file.path]
    )
    return Run(
        workspace=workspace,
        discovery=discovery,
        lineages=tuple(lineages[file.path] for file in discovery.files),
        to_read=to_read,
        plan=ReadingPlan(seeds_folder, extraction.model, limits),
        reading_keys=keys,
        extraction_version=version,
        seeds_sha256=seeds,
        claims_files=tuple((base or Path.cwd()) / file for file in claims_files),
        batches=tuple(tuple(batch) for batch in batches_of(to_read, most_bytes=share_bytes(to_read, processes))),
        formats=tuple(formats),
    )


def load_batch(store: Store, run: Run, extracted: Extracted) -> LoadCounts:
    """Load what was read of one batch."""
    return store.load(extracted, run.by_path, run.reading_keys)


def gather_corpus(store: Store, run: Run) -> Corpus:
    """The whole corpus as it now stands in the database, with claims from elsewhere beside it."""
    from atodds.claim_types import load_claim_types
    from atodds.importing import import_claims

    store.place(run.lineages)
    documents = store.documents_of(run.lineages)
    claims = store.claims_of(documents)
    previous = store.previous_versions_of(documents)
    quarantine = store.quarantine_of(documents)
    notes: tuple[tuple[str, str], ...] = ()
    seeds = run.plan.seeds_folder
    claim_types = load_claim_types(seeds / "claim_types")
    imports = [import_claims(run.claims_files, documents, claim_types, run.workspace.shown)] if run.claims_files else []
    imports += _trusted_figures(run, documents.clear(), claim_types)
    for imported in imports:
        documents = pl.concat([documents, imported.documents]).sort("path")
        claims = pl.concat([claims, imported.claims])
        quarantine = pl.concat([quarantine, imported.quarantine])
        notes += imported.notes
    return Corpus(documents, claims, quarantine, store.segments_of(documents), previous, store.claims_of(previous), notes)


def _trusted_figures(run: Run, no_documents: pl.DataFrame, claim_types: Mapping[str, ClaimType]) -> list[ImportedClaims]:
    """The figures the user trusts, of the program's seeds and the workspace's own. Their files are no documents of the corpus."""
    from atodds.importing import import_claims

    found = []
    for layer in run.workspace.seeds_layers:
        file = layer / REFERENCE_FACTS
        if file.is_file():
            name = f"{REFERENCE_FACTS} of the program" if layer == SEEDS_FOLDER else run.workspace.shown(file)
            imported = import_claims([file], no_documents, claim_types, lambda _, name=name: name, REFERENCE_EXTRACTOR)  # type: ignore[misc]
            found.append(replace(imported, documents=imported.documents.with_columns(pl.lit(REFERENCE_FORMAT).alias("format"))))
    return found


def _held_against_nothing(claims: Sequence[Claim]) -> list[tuple[str, str]]:
    """Trusted figures that no document gives: such a row has no effect, for a slip of the pen perhaps."""
    given = {(claim.measure, claim.subject_id) for claim in claims if claim.extractor != REFERENCE_EXTRACTOR and claim.subject_id}
    nowhere = [claim for claim in claims if claim.extractor == REFERENCE_EXTRACTOR and (claim.measure, claim.subject_id) not in given]
    return [
        (
            claim.document_path,
            f"{claim.document_path}, line {claim.source_line_start}: held against nothing; no document gives "
            f"{claim.measure} of {claim.subject or 'anything, for it names no subject'}",
        )
        for claim in nowhere
    ]


def align_corpus(run: Run, corpus: Corpus, teaching: Teaching | None = None, copies: pl.DataFrame | None = None) -> Aligned:
    """Names to entities, descriptions to events, copies to what they copy.

    Args:
        run: the run.
        corpus: what it works on.
        teaching: what reviewers taught; that of the workspace without.
        copies: what copies what, where it is known already.
    """
    from atodds.teaching import CORRECTIONS_FILE, apply_corrections, read_teaching

    teaching = teaching or read_teaching(run.workspace.root)
    corrected = apply_corrections(claims_from_frame(corpus.claims), teaching.corrections)
    earlier = apply_corrections(claims_from_frame(corpus.previous_claims), teaching.corrections)
    claims, previous = list(corrected.claims), list(earlier.claims)
    notes = [(run.workspace.root.name, problem) for problem in teaching.problems]
    for stale in (correction for correction in corrected.stale if correction in earlier.stale):
        says = f'a correction of "{stale.mention_text}" changes nothing: its sentence no longer stands; take it out of {CORRECTIONS_FILE}'
        notes.append((stale.document_path, says))
    documents = [DocumentHead(**row) for row in _heads(corpus.documents).iter_rows(named=True)]
    copies = _copies_frame(corpus, documents) if copies is None else copies
    linked = link_claims_of_corpus(
        [*claims, *previous],
        corpus.documents,
        corpus.segments,
        run.plan.seeds_folder,
        teaching.aliases(),
        {},
        superseded_by=dict(corpus.previous_documents.select("document_id", "superseded_by").iter_rows()),
    )
    notes += [("topics", note) for note in linked.notes]
    named = _designations(documents, linked.claims[: len(claims)], copies, corpus.segments)
    return Aligned(
        claims=[*linked.claims[: len(claims)], *named, *linked.repeated],
        previous_claims=list(linked.claims[len(claims) :]),
        entities=_valid("entities", linked.entities),
        links=_valid("links", linked.links),
        topics=_valid("topics", linked.topics),
        standings=_valid("standings", linked.standings),
        copies=copies,
        notes=tuple(notes),
    )


def _designations(documents: Sequence[DocumentHead], claims: Sequence[Claim], copies: pl.DataFrame, segments: pl.DataFrame) -> list[Claim]:
    """Claims of names with a number, in summaries that speak of another than their source; placed in the original files."""
    from atodds.designations import claims_of_designations

    heads = {head.document_id: (head.document_id, head.path, head.text) for head in documents}
    pairs = copies.filter(pl.col("kind") == "derived").select("document_id", "copy_of_id").rows()
    wanted = {document_id for pair in pairs for document_id in pair}
    by_document: dict[str, list[Claim]] = {document_id: [] for document_id in wanted}
    for claim in claims:
        if claim.document_id in wanted:
            by_document[claim.document_id].append(claim)
    made = {}
    for document_id, source_id in pairs:
        beside = [*by_document[document_id], *by_document[source_id]]
        for claim in claims_of_designations(heads[document_id], heads[source_id], beside):
            made[claim.claim_id] = claim
    placed = []
    for claim in made.values():
        at = pl.col("char_start") <= claim.mention_start, pl.col("char_end") > claim.mention_start
        row = next(segments.filter(pl.col("document_id") == claim.document_id, *at).iter_rows(named=True), None)
        if row is not None:
            lines = {"source_line_start": row["source_line_start"], "source_line_end": row["source_line_end"], "page": row["page"]}
            claim = replace(claim, heading=row["heading"], **lines)
        placed.append(claim)
    return placed


@dataclass(frozen=True, slots=True)
class DocumentHead:
    """What aligning may know of a document."""

    document_id: str
    path: str
    title: str | None
    publisher: str | None
    published_on: Any
    text: str


def _heads(documents: pl.DataFrame) -> pl.DataFrame:
    return documents.filter(pl.col("same_content_as").is_null()).select("document_id", "path", "title", "publisher", "published_on", "text")


def _copies_frame(corpus: Corpus, heads: Sequence[DocumentHead]) -> pl.DataFrame:
    """Documents of the same content, near-duplicate ones, passages that one copies from another, and summaries of longer documents."""
    from atodds.reading.copies import CopyKind, find_copies
    from atodds.reading.derived import find_derived

    documents = corpus.documents
    ignored: dict[str, list[tuple[int, int]]] = {}
    unread = corpus.segments.filter(pl.col("kind").is_in(["boilerplate", "reference"]))
    for document_id, start, end in unread.select("document_id", "char_start", "char_end").iter_rows():
        ignored.setdefault(document_id, []).append((start, end))
    by_path = dict(documents.select("path", "document_id").iter_rows())
    paths = {head.document_id: head.path for head in heads}
    rows = [
        {
            "document_id": row["document_id"],
            "document_path": row["path"],
            "copy_of_id": by_path.get(row["same_content_as"], row["document_id"]),
            "copy_of_path": row["same_content_as"],
            "kind": "same_content",
            "similarity": 1.0,
        }
        for row in documents.filter(pl.col("same_content_as").is_not_null()).iter_rows(named=True)
    ]
    texts = [head for head in heads if head.text]
    found = find_copies(texts, ignored)
    rows += [
        {
            "document_id": copy.document_id,
            "document_path": paths[copy.document_id],
            "copy_of_id": copy.copy_of_id,
            "copy_of_path": paths[copy.copy_of_id],
            "kind": str(copy.kind),
            "similarity": copy.similarity,
            "char_start": copy.char_start,
            "char_end": copy.char_end,
            "of_char_start": copy.of_char_start,
            "of_char_end": copy.of_char_end,
        }
        for copy in found
    ]
    versions = [(copy.document_id, copy.copy_of_id) for copy in found if copy.kind is CopyKind.DOCUMENT]
    rows += [
        {
            "document_id": one.document_id,
            "document_path": paths[one.document_id],
            "copy_of_id": one.source_id,
            "copy_of_path": paths[one.source_id],
            "kind": "derived",
            "similarity": one.share,
        }
        for one in find_derived(texts, versions, ignored)
    ]
    return _valid("copies", rows_to_frame("copies", rows).sort("document_path", "copy_of_path", "char_start", nulls_last=False))


def _valid(table: str, frame: pl.DataFrame) -> pl.DataFrame:
    """A frame of the program's own making; a row of it that fails is a mistake of the program."""
    validated = validate(table, frame)
    if validated.quarantine.height:
        failed = validated.quarantine.row(0, named=True)
        raise PipelineError(
            f"{table}: {failed['row_id']} does not fit schemas/{table}.py: {failed['failed_check']} ({failed['failure_case']})"
        )
    return validated.passed


def check_aligned(run: Run, corpus: Corpus, aligned: Aligned) -> Checked:
    """Run the checks over the aligned claims."""
    from atodds.judging.checking import CheckDefinition, SqlCheck, find_checks
    from atodds.judging.context import make_context
    from atodds.judging.facts import with_facts
    from atodds.judging.running import run_checks
    from atodds.store.claim_table import ClaimTable
    from atodds.store.sql_checks import sql_runner

    settings = run.workspace.settings
    checks = find_checks(settings.checks)
    rules: dict[str, dict[str, object]] = {name: rule.model_dump(exclude_unset=True) for name, rule in settings.check.rules.items()}
    if settings.check.tolerance is not None:
        for name, definition in checks.items():
            if isinstance(definition, CheckDefinition):
                rules.setdefault(name, {}).setdefault("tolerance", settings.check.tolerance)
    has_sql = any(isinstance(definition, SqlCheck) for definition in checks.values())
    claims_frame = claims_to_frame(aligned.claims)
    with ExitStack() as stack:
        run_sql = None
        if has_sql:
            tables = {"claims": claims_frame, "documents": corpus.documents.drop("text"), "entities": aligned.entities}
            run_sql = stack.enter_context(sql_runner(**tables))
        context = make_context(
            documents=corpus.documents,
            copies=aligned.copies,
            topics=aligned.topics,
            standings=aligned.standings,
            seeds_folder=run.plan.seeds_folder,
            run_sql=run_sql,
            previous=aligned.previous_claims,
            superseded_by=dict(corpus.previous_documents.select("document_id", "superseded_by").iter_rows()),
        )
        claims = stack.enter_context(ClaimTable.of(claims_frame, context, aligned.claims))
        outcome = run_checks(claims, context, checks, rules)
    rows = [
        {
            "discrepancy_id": found.discrepancy_id,
            "check_id": found.check_id,
            "verdict": str(found.verdict or Verdict.TENSION),
            "severity": 0.5 if found.severity is None else found.severity,
            "confidence": 0.5 if found.confidence is None else found.confidence,
            "title": found.title,
            "reason": found.reason,
            "fact_key": found.fact_key,
            "fact": found.fact,
            "claim_ids": list(found.claim_ids),
            "conflicts": [list(conflict) for conflict in found.conflicts],
            "state": str(DiscrepancyState.NEW),
            "status": "new",
        }
        for found in with_facts(outcome.discrepancies)
    ]
    legends = {name: check.legend for name, check in checks.items()}
    problems = [
        {"stage": "check", "name": problem.check_id, "message": problem.message, "claim_ids": list(problem.claim_ids)}
        for problem in outcome.problems
    ]
    return Checked(rows_to_frame("discrepancies", rows), rows_to_frame("problems", problems), legends)


# --- publishing -----------------------------------------------------------------------------------------------------------------


def _inputs(run: Run, corpus: Corpus) -> str:
    """A hash over everything the result of a run follows from."""
    settings = run.workspace.settings
    return hash_of(
        {
            "documents": [
                [lineage.path, lineage.document_id, lineage.version, run.reading_keys.get(lineage.path)] for lineage in run.lineages
            ],
            "previous": corpus.previous_documents.select("path", "document_id").rows(),
            "unreadable": corpus.documents.filter(pl.col("status") == DocumentStatus.UNREADABLE).select("path", "reason").rows(),
            "claims_files": [[run.workspace.shown(file), _sha256_of(file)] for file in run.claims_files],
            "extraction": run.extraction_version,
            "seeds": run.seeds_sha256,
            "checks": checks_version(settings.checks),
            "check_settings": settings.check.model_dump(),
            "taught": [_sha256_of(file) if file.is_file() else "" for file in _taught_files(run.workspace)],
        }
    )


def _sha256_of(file: Path) -> str:
    import hashlib

    return hashlib.sha256(file.read_bytes()).hexdigest()


def _taught_files(workspace: Workspace) -> list[Path]:
    from atodds.teaching import ALIASES_FILE, CORRECTIONS_FILE

    return [workspace.root / ALIASES_FILE, workspace.root / CORRECTIONS_FILE]


def _scope(run: Run) -> str:
    files = [run.workspace.shown(file) for file in run.claims_files]
    return hash_of([list(run.discovery.sources), sorted(files)])[:16]


def _begin(store: Store, run: Run, corpus: Corpus) -> tuple[dict[str, Any], Snapshot | None]:
    """The run's row, and the snapshot of the run before it over the same sources."""
    scope = _scope(run)
    parent = store.parent_run(scope)
    inputs = _inputs(run, corpus)
    number = store.next_run_number()
    parent_id = parent["run_id"] if parent else None
    row = {
        "run_id": f"{number:04d}-{hash_of([number, parent_id, scope, inputs])[:8]}",
        "run_number": number,
        "parent_run_id": parent_id,
        "scope": scope,
        "inputs_sha256": inputs,
        "atodds_version": PROGRAM_VERSION,
        "extraction_version": run.extraction_version,
        "seeds_sha256": run.seeds_sha256,
    }
    before: Snapshot | None = None
    if parent_id is not None:
        try:
            before = Snapshot.open(run.workspace.snapshots / parent_id)
        except AtOddsError:
            before = None  # its snapshot was removed: this run begins anew
    return row, before


def republish(store: Store, run: Run, corpus: Corpus) -> RunOutcome | None:
    """Publish the findings of the run before again when nothing they follow from has changed; None when something has."""
    row, before = _begin(store, run, corpus)
    if before is None or before.run.get("inputs_sha256") != row["inputs_sha256"]:
        return None
    standing = before.discrepancies.filter(pl.col("state") != DiscrepancyState.RESOLVED)
    tables = {
        name: before.table(name)
        for name in ("entities", "links", "topics", "standings", "copies", "quarantine", "past_documents", "claims", "segments")
    }
    of_before = before.problems.filter(pl.col("stage") != "discover")  # an address may answer, or not, though nothing has changed
    problems = pl.concat([rows_to_frame("problems", _problems_of("discover", run.discovery.problems)), of_before])
    tables |= {"documents": corpus.documents, "past_claims": before.past_claims, "problems": problems}
    return _finish(store, run, row, before, standing, tables, before.run.get("checks", {}))


def publish(store: Store, run: Run, corpus: Corpus, aligned: Aligned, checked: Checked) -> RunOutcome:
    """Write the run's snapshot, record the run, and say what is new, persisting, resolved and reopened."""
    row, before = _begin(store, run, corpus)
    validated = validate("discrepancies", checked.discrepancies)
    problems = [
        *_problems_of("discover", run.discovery.problems),
        *_notices(run, corpus),
        *_problems_of("load", [*seeds_warnings(run.plan.seeds_folder), *corpus.notes, *_held_against_nothing(aligned.claims)]),
        *_problems_of("align", aligned.notes),
    ]
    tables = {
        "documents": corpus.documents,
        "segments": corpus.segments,
        "claims": claims_to_frame(aligned.claims),
        "entities": aligned.entities,
        "links": aligned.links,
        "topics": aligned.topics,
        "standings": aligned.standings,
        "copies": aligned.copies,
        "problems": pl.concat([rows_to_frame("problems", problems), checked.problems]),
        "quarantine": pl.concat([corpus.quarantine, validated.quarantine]),
        "past_claims": claims_to_frame(aligned.previous_claims),
        "past_documents": corpus.previous_documents,
    }
    return _finish(store, run, row, before, validated.passed, tables, checked.legends)


def _problems_of(stage: str, notes: Sequence[tuple[str, str]]) -> list[dict[str, Any]]:
    return [{"stage": stage, "name": name, "message": message, "claim_ids": []} for name, message in notes]


def _unseen(run: Run, documents: pl.DataFrame, problems: pl.DataFrame, before: Snapshot) -> set[str]:
    """Findings of the run before that this run cannot have the last word on.

    Those that cite a document it could not look at, unreadable now or below a folder that could not be listed; and those of a check that
    raised, which may have raised over them.
    """
    raised = set(problems.filter(pl.col("stage") == "check")["name"])
    of_checks = set(before.discrepancies.filter(pl.col("check_id").is_in(sorted(raised)))["discrepancy_id"])
    unreadable = documents.filter(pl.col("status") == DocumentStatus.UNREADABLE)["path"]
    places = {*run.discovery.unseen, *unreadable}
    if not places:
        return of_checks
    cited = pl.concat([before.claims, before.past_claims]).select("claim_id", "document_path")
    under = [path for path in cited["document_path"].unique() if any(path == place or path.startswith(f"{place}/") for place in places)]
    claim_ids = set(cited.filter(pl.col("document_path").is_in(under))["claim_id"])
    found = before.discrepancies.select("discrepancy_id", "claim_ids").iter_rows()
    return of_checks | {discrepancy_id for discrepancy_id, ids in found if not claim_ids.isdisjoint(ids)}


def _notices(run: Run, corpus: Corpus) -> list[dict[str, Any]]:
    """What was left out of the run's documents, a row a notice."""
    read = corpus.documents.filter(pl.col("path").is_in(list(run.by_path)))
    return [
        {"stage": "extract" if notice.startswith(NOT_EXTRACTED) else "read", "name": path, "message": f"{path}: {notice}", "claim_ids": []}
        for path, notices in read.select("path", "notices").iter_rows()
        for notice in notices or ()
    ]


def _finish(
    store: Store,
    run: Run,
    row: dict[str, Any],
    before: Snapshot | None,
    found: pl.DataFrame,
    tables: dict[str, pl.DataFrame],
    legends: Mapping[str, str],
) -> RunOutcome:
    workspace = run.workspace
    tables["documents"] = tables["documents"].filter(pl.col("format") != REFERENCE_FORMAT)
    store.begin_run(row)
    if before is not None:
        found = with_ids(found, _persisting(found, tables, before))
    unseen = _unseen(run, tables["documents"], tables["problems"], before) if before else ()
    earlier = before.discrepancies if before else None
    told = before is None or was_told(workspace, before)
    tables["discrepancies"] = with_states(found, earlier, store.seen_before(row["scope"]), unseen, told=told)
    if before is not None:
        _keep_what_is_cited(tables, before)
    tables["discrepancies"] = discrepancies = _as_decided(workspace, row["run_id"], tables)
    standing = discrepancies.filter(pl.col("state") != DiscrepancyState.RESOLVED)
    verdicts = dict(standing.group_by("verdict").len().iter_rows())
    counts = {
        "documents": tables["documents"].height,
        "documents_read": len(run.to_read),
        "claims": tables["claims"].height,
        "quarantined": tables["quarantine"].select("table_name", "row_id", "source_line").n_unique() if tables["quarantine"].height else 0,
        "contradictions": verdicts.get(Verdict.CONTRADICTION, 0),
        "tensions": verdicts.get(Verdict.TENSION, 0),
        "problems": tables["problems"].height,
    }
    states = dict(discrepancies.group_by("state").len().iter_rows())
    content = {
        **{name: value for name, value in row.items() if name != "scope"},
        **counts,
        "sources": list(run.discovery.sources) + [workspace.shown(file) for file in run.claims_files],
        "claims_files": [workspace.shown(file) for file in run.claims_files],
        "states": {str(state): states.get(state, 0) for state in DiscrepancyState},
        "checks": dict(sorted(legends.items())),
        "title": workspace.settings.report.title,
        "formats": list(run.formats),
        "left_out": [[item.path, item.reason] for item in run.discovery.left_out],
    }
    folder = write_snapshot(workspace, content, tables, like=before.folder if before else None)
    store.finish_run(row["run_id"], counts, tables)
    store.mirror_adjudications(adjudication_rows(workspace.adjudications))
    write_latest(workspace, row["run_id"])
    removed = prune_snapshots(workspace, workspace.settings.run.keep_snapshots, {row["run_id"]})
    store.forget_runs(removed)
    return RunOutcome.of_snapshot(folder, unchanged=before is not None and before.run.get("inputs_sha256") == row["inputs_sha256"])


def _keep_what_is_cited(tables: dict[str, pl.DataFrame], before: Snapshot) -> None:
    """Past claims, and their documents, are kept where a discrepancy of this run, a resolved one for the most part, cites them."""
    cited = tables["discrepancies"]["claim_ids"].explode().drop_nulls().unique()
    gone = cited.filter(~cited.is_in(tables["claims"]["claim_id"].implode()))
    pool = pl.concat([tables["past_claims"], before.claims, before.past_claims]).unique("claim_id", keep="first", maintain_order=True)
    claims = pool.filter(pl.col("claim_id").is_in(gone.implode())).sort("document_path", "mention_start", "claim_id", nulls_last=False)
    documents = pl.concat([tables["past_documents"], before.documents, before.past_documents]).unique(
        ["path", "document_id"], keep="first", maintain_order=True
    )
    wanted = claims["document_id"].unique()
    present = tables["documents"]["document_id"].unique()
    tables["past_claims"] = claims
    tables["past_documents"] = documents.filter(
        pl.col("document_id").is_in(wanted.implode())
        & ~pl.col("document_id").is_in(present.implode())
        & pl.col("same_content_as").is_null()
    ).sort("path", "document_id")


def _persisting(found: pl.DataFrame, tables: Mapping[str, pl.DataFrame], before: Snapshot) -> dict[str, str]:
    """For each discrepancy that the run before had too, whatever it was called there, the id it had."""
    standing = before.discrepancies.filter(pl.col("state") != DiscrepancyState.RESOLVED)
    return persisting(
        keys_of(standing, (before.claims, before.past_claims), (before.documents, before.past_documents)),
        keys_of(found, (tables["claims"], tables["past_claims"]), (tables["documents"], tables["past_documents"])),
        tables["documents"]["document_id"].to_list(),
    )


def _as_decided(workspace: Workspace, run_id: str, tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """The discrepancies with what people have decided about them so far, and reopened where that no longer holds.

    One whose quoted value changed has another id; where a decision on it is reopened under the new one, the old one is not resolved.
    """
    discrepancies = tables["discrepancies"].with_columns(pl.lit("new").alias("status"))
    if not workspace.adjudications.exists() or discrepancies.is_empty():
        return discrepancies
    from atodds.adjudications import read_adjudications
    from atodds.report.findings import find_findings

    lines = read_adjudications(workspace.adjudications).lines
    seen = TablesOfARun({**tables, "discrepancies": discrepancies}, {"run_id": run_id})
    findings = find_findings(seen, lines).findings
    statuses = {finding.discrepancy_id: str(finding.status) for finding in findings}
    states = {finding.discrepancy_id: str(finding.state) for finding in findings}
    return discrepancies.filter(pl.col("discrepancy_id").is_in(sorted(statuses))).with_columns(
        pl.col("discrepancy_id").replace_strict(statuses, default="new").alias("status"),
        pl.col("discrepancy_id").replace_strict(states, default="new").alias("state"),
    )


@dataclass(frozen=True, slots=True)
class TablesOfARun:
    """Frames in memory, to be read like a snapshot."""

    tables: Mapping[str, pl.DataFrame]
    run: Mapping[str, Any]

    @property
    def documents(self) -> pl.DataFrame:
        """The documents."""
        return self.tables["documents"]

    @property
    def past_documents(self) -> pl.DataFrame:
        """Earlier versions that are cited."""
        return self.tables["past_documents"]

    @property
    def claims(self) -> pl.DataFrame:
        """The claims."""
        return self.tables["claims"]

    @property
    def past_claims(self) -> pl.DataFrame:
        """Past claims that are cited."""
        return self.tables["past_claims"]

    @property
    def entities(self) -> pl.DataFrame:
        """The entities."""
        return self.tables["entities"]

    @property
    def copies(self) -> pl.DataFrame:
        """Which documents copy others."""
        return self.tables["copies"]

    @property
    def topics(self) -> pl.DataFrame:
        """What each passage is about."""
        return self.tables["topics"]

    @property
    def standings(self) -> pl.DataFrame:
        """Which place holds which."""
        return self.tables["standings"]

    @property
    def discrepancies(self) -> pl.DataFrame:
        """The discrepancies."""
        return self.tables["discrepancies"]

    @property
    def problems(self) -> pl.DataFrame:
        """The problems."""
        return self.tables["problems"]
