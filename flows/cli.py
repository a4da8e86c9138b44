"""The `atodds` command. What a command needs is imported when it runs, so that `--help` answers at once.

Data goes to stdout, progress and messages to stderr. Exit codes: 0 nothing at or above `--fail-on`, 1 findings, 2 wrong usage or
configuration, 3 a failed pipeline or a crash, 4 a locked database, 130 Ctrl-C, 143 SIGTERM. An error is one line that names the thing,
the place and the mend.
"""

from __future__ import annotations

import os
import signal
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer

from atodds.ending import Terminated, end_early, raise_when_terminated
from atodds.errors import AtOddsError, ConfigurationError, PipelineError

if TYPE_CHECKING:
    from atodds.workspace import Workspace

__all__ = ["app", "main"]

app = typer.Typer(
    name="atodds",
    help="Do my sources agree? Extracts the figures and facts a folder of documents states and flags what cannot all be true.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
)
new_app = typer.Typer(help="Write the file of a new check, with its test.", no_args_is_help=True)
app.add_typer(new_app, name="new")

Database = Annotated[Path | None, typer.Option("--db", help="Keep the database here, and snapshots beside it.", metavar="FILE")]
RunId = Annotated[str | None, typer.Option("--run", help="A run's id or number; the latest without.", metavar="RUN")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Out = Annotated[Path | None, typer.Option("--out", "-o", help="Write to this file; - is standard output.", metavar="FILE")]
Direct = Annotated[bool, typer.Option("--direct", help="Run in this process, whatever Prefect is set to.")]
Flow = Annotated[bool, typer.Option("--flow", help="Run as a Prefect flow; on a server of its own where none is configured.")]


def _say_version(wanted: bool) -> None:
    if wanted:
        from atodds.versions import PROGRAM_VERSION

        typer.echo(f"atodds {PROGRAM_VERSION}")
        raise typer.Exit


@app.callback()
def _of_every_command(
    version: Annotated[bool, typer.Option("--version", help="Print the version.", callback=_say_version, is_eager=True)] = False,
) -> None:
    pass


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(help="The folder to make a workspace.")] = Path(),
) -> None:
    """Make a folder a workspace: atodds.toml, and a folder for documents."""
    from flows.workspace_files import init_workspace

    for line in init_workspace(folder):
        typer.echo(line)


@app.command()
def demo(
    folder: Annotated[Path | None, typer.Argument(help="Where to put the demo; a temporary folder without.")] = None,
    direct: Direct = False,
    flow: Flow = False,
    quiet: Quiet = False,
) -> None:
    """Check the demo corpus and show what is found."""
    _refuse_want_of_room()
    from flows.workspace_files import make_demo

    workspace = make_demo(folder)
    outcome, reports = _run(workspace, direct=direct, flow=flow, quiet=quiet)
    from flows.cli_output import demo_lines

    for line in demo_lines(workspace, outcome, reports):
        typer.echo(line)


@app.command()
def check(
    paths: Annotated[list[Path] | None, typer.Argument(help="Files and folders; [sources] of atodds.toml without.")] = None,
    claims: Annotated[
        list[Path] | None, typer.Option("--claims", help="Claims from elsewhere, as JSON lines; may be given twice.", metavar="FILE")
    ] = None,
    db: Database = None,
    fail_on: Annotated[
        str | None, typer.Option("--fail-on", help="Exit with 1 from this on: contradiction, tension or never.", metavar="VERDICT")
    ] = None,
    processes: Annotated[int | None, typer.Option(help="How many processes read and extract.", min=1, max=64)] = None,
    report: Annotated[bool, typer.Option("--report/--no-report", help="Write the report.")] = True,
    direct: Direct = False,
    flow: Flow = False,
    json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Check documents: what do they state, and what of it cannot all be true?"""
    from typing import cast, get_args

    from atodds.settings import FailOn, fails

    workspace = _workspace(db)
    fail_from = fail_on or workspace.settings.run.fail_on
    if fail_from not in get_args(FailOn):
        raise ConfigurationError(f'--fail-on "{fail_from}" is none of {", ".join(get_args(FailOn))}')
    outcome, reports = _run(workspace, paths or [], claims or [], processes=processes, report=report, direct=direct, flow=flow, quiet=quiet)
    from atodds.summaries import gravest_findings, open_counts
    from flows.cli_output import print_json, summary_lines

    if json:
        files = {name: str(path) for name, path in reports.items()}
        snapshot = outcome.snapshot
        told = {"open": open_counts(snapshot), "gravest": gravest_findings(snapshot)}
        print_json({**outcome.run, **told, "snapshot": str(outcome.snapshot_folder), "reports": files})
    elif not quiet:
        for line in summary_lines(outcome, reports):
            typer.echo(line)
    if fails(outcome.open_verdicts, cast("FailOn", fail_from)):
        raise typer.Exit(1)


def _run(
    workspace: Workspace,
    paths: list[Path] | None = None,
    claims: list[Path] | None = None,
    *,
    processes: int | None = None,
    report: bool = True,
    direct: bool = False,
    flow: bool = False,
    quiet: bool = False,
) -> tuple[Any, dict[str, Path]]:
    """Run the pipeline here or as a flow, and write the reports; the outcome, and the reports by format."""
    from flows.prefect_settings import api_is_configured

    if direct and flow:
        raise ConfigurationError("--direct and --flow exclude each other; name one of them")
    formats = workspace.settings.report.formats if report else ()
    if flow or (not direct and api_is_configured()):
        from flows.running import run_flow

        return run_flow(workspace, paths or [], claims or [], processes=processes, formats=formats, quiet=quiet)
    if "html" in formats:
        from atodds.report.plots import begin_bundle

        begin_bundle()  # beside the reading
    from atodds.pipeline import check_corpus
    from flows.cli_output import progress_bar

    with progress_bar(quiet) as progress:
        outcome = check_corpus(
            workspace, paths=paths or [], claims_files=claims or [], processes=processes, progress=progress, formats=formats
        )
    if not formats:
        return outcome, {}
    from atodds.report_files import write_reports

    return outcome, write_reports(workspace, outcome, formats)


@app.command()
def report(
    format_name: Annotated[str, typer.Option("--format", "-f", help="html, md, json, csv, parquet or sarif.")] = "html",
    out: Out = None,
    run: RunId = None,
    db: Database = None,
) -> None:
    """Write the discrepancy report of a run."""
    from atodds.report_files import make_report_folder, render_report, write_file
    from atodds.store.reported import note_reported
    from atodds.store.snapshot import Snapshot

    workspace = _workspace(db)
    snapshot = Snapshot.find(workspace, run)
    path = out or make_report_folder(workspace) / f"report.{format_name}"
    content = render_report(workspace, snapshot, format_name, None if _is_stdout(path) else path.absolute().parent)
    if _is_stdout(path):
        _write_bytes([content])
    else:
        write_file(path, content)
        typer.echo(path)
    note_reported(workspace, snapshot.run_id)


@app.command()
def export(
    table: Annotated[str, typer.Argument(help="claims, discrepancies, documents, problems, runs ...; docs/tables.md lists all.")],
    format_name: Annotated[str, typer.Option("--format", "-f", help="jsonl, csv or parquet.")] = "jsonl",
    out: Out = None,
    run: RunId = None,
    db: Database = None,
) -> None:
    """Write a table: claims, discrepancies, documents ..."""
    from atodds.exporting import export_table, table_of
    from atodds.report_files import write_file
    from atodds.store.snapshot import Snapshot

    workspace = _workspace(db)
    pieces = export_table(table_of(workspace, Snapshot.find(workspace, run), table), format_name)
    if out is None or _is_stdout(out):
        _write_bytes(pieces)
    else:
        write_file(out, b"".join(pieces))


@app.command()
def explain(
    ids: Annotated[list[str], typer.Argument(help="One discrepancy, or two claims.", metavar="ID [ID]")],
    run: RunId = None,
    db: Database = None,
) -> None:
    """Say why two claims were, or were not, held against each other."""
    from atodds.report.explanation import explain as explain_ids
    from atodds.seeds import use_seeds
    from atodds.store.snapshot import Snapshot

    workspace = _workspace(db)
    use_seeds(workspace.seeds_folder)
    typer.echo(explain_ids(workspace, Snapshot.find(workspace, run), ids))


@app.command()
def sources(db: Database = None, json: AsJson = False) -> None:
    """List the documents, with what the latest run made of each, and what is left out."""
    from flows.cli_output import print_json, source_lines
    from flows.listing import list_sources

    listed = list_sources(_workspace(db))
    if json:
        print_json(listed)
        return
    for line in source_lines(listed):
        typer.echo(line)


@app.command()
def topics(run: RunId = None, db: Database = None, json: AsJson = False) -> None:
    """List what the documents are about, each topic with its documents and what puts them there."""
    from atodds.store.snapshot import Snapshot
    from flows.cli_output import print_json, topic_lines
    from flows.listing import list_topics

    listed = list_topics(Snapshot.find(_workspace(db), run))
    if json:
        print_json(listed)
        return
    for line in topic_lines(listed):
        typer.echo(line)


@app.command()
def serve(
    cron: Annotated[str | None, typer.Option(help='When to check: "0 6 * * *" is daily at six.', metavar="LINE")] = None,
    every: Annotated[
        int | None, typer.Option(help="Seconds from one check to the next, in place of --cron.", metavar="SECONDS", min=1)
    ] = None,
    timezone: Annotated[str | None, typer.Option(help="Of the schedule: Europe/Berlin.", metavar="NAME")] = None,
    watch: Annotated[bool, typer.Option("--watch", help="Only look for changed documents, and check when there are some.")] = False,
    db: Database = None,
) -> None:
    """Check on a schedule, until interrupted."""
    from flows.running import serve_flow

    if every is not None and (cron or timezone):
        raise ConfigurationError("--every goes with neither --cron nor --timezone; name one schedule")
    serve_flow(_workspace(db), cron=cron, every_s=every, timezone=timezone, watch=watch)


@app.command()
def doctor(db: Database = None, json: AsJson = False) -> None:
    """Say whether everything a check needs is there, and what to do where it is not."""
    from flows.cli_output import print_json
    from flows.doctor import examine

    findings = examine(Path.cwd(), db)
    if json:
        print_json([{"name": item.name, "good": item.good, "says": item.says} for item in findings])
    else:
        for item in findings:
            typer.echo(f"{'ok ' if item.good else 'BAD'}  {item.name}: {item.says}")
    if not all(item.good for item in findings):
        raise typer.Exit(2)


@app.command()
def trace(
    file: Annotated[Path, typer.Argument(help="The document.")],
    line: Annotated[int | None, typer.Option(help="Only what stands in this line of the file.", min=1)] = None,
    db: Database = None,
) -> None:
    """Show what extraction sees in a document, sentence by sentence, and why."""
    from flows.cli_output import trace_lines
    from flows.tracing import trace_file

    for text in trace_lines(trace_file(_workspace(db), file, line)):
        typer.echo(text)


@app.command()
def diff(
    before: Annotated[str, typer.Argument(help="A run's id or number.", metavar="RUN")],
    after: Annotated[str | None, typer.Argument(help="Another run; the latest without.", metavar="RUN")] = None,
    db: Database = None,
    json: AsJson = False,
) -> None:
    """Show which discrepancies one run has and another has not."""
    from atodds.store.run_diff import diff_snapshots
    from atodds.store.snapshot import Snapshot
    from flows.cli_output import diff_lines, print_json

    workspace = _workspace(db)
    old, new = Snapshot.find(workspace, before), Snapshot.find(workspace, after)
    found = diff_snapshots(old, new)
    if json:
        frames = {"new": found.new, "persisting": found.persisting, "resolved": found.resolved}
        print_json({"before": old.run_id, "after": new.run_id} | {name: frame.to_dicts() for name, frame in frames.items()})
        return
    for line in diff_lines(old.run_id, new.run_id, found):
        typer.echo(line)


@app.command()
def decide(
    discrepancy: Annotated[str, typer.Argument(help="The discrepancy's id, or its beginning.", metavar="ID")],
    confirm: Annotated[bool, typer.Option("--confirm", help="It is one: a source is wrong.")] = False,
    dismiss: Annotated[bool, typer.Option("--dismiss", help="It is none.")] = False,
    explained: Annotated[bool, typer.Option("--explain", help="Both are right: scope, revision, definition ...")] = False,
    fixed: Annotated[bool, typer.Option("--fixed", help="The source has been corrected.")] = False,
    reason: Annotated[str, typer.Option(help="Why.")] = "",
    category: Annotated[
        str | None, typer.Option(help="scope, revision, definition, rounding, translation, copied, misread or other.")
    ] = None,
    reviewer: Annotated[str | None, typer.Option(help="Who decides; the login name without.")] = None,
    undo: Annotated[bool, typer.Option("--undo", help="Take the last decision back.")] = False,
    db: Database = None,
) -> None:
    """Decide on a discrepancy; the decision holds until a quoted value changes."""
    from flows.deciding import decide_on

    chosen = [name for name, given in (("confirmed", confirm), ("dismissed", dismiss), ("explained", explained), ("fixed", fixed)) if given]
    if len(chosen) + undo != 1:
        raise ConfigurationError("decide needs exactly one of --confirm, --dismiss, --explain, --fixed and --undo")
    typer.echo(decide_on(_workspace(db), discrepancy, None if undo else chosen[0], reason=reason, category=category, reviewer=reviewer))


@app.command()
def review(
    port: Annotated[int, typer.Option(help="0 takes a free one.", min=0, max=65535)] = 0,
    run: RunId = None,
    db: Database = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help="Open it in a browser.")] = True,
    reviewer: Annotated[str | None, typer.Option(help="Who decides, until the page is given another name.")] = None,
    read_only: Annotated[bool, typer.Option("--read-only", help="Show, but take no decisions.")] = False,
    host: Annotated[str, typer.Option(help="Where to listen; another address needs --allow-remote.")] = "127.0.0.1",
    allow_remote: Annotated[bool, typer.Option("--allow-remote", help="Let others reach it; needs a password.")] = False,
    password_file: Annotated[Path | None, typer.Option(help="Its password; ATODDS_REVIEW_PASSWORD without.", metavar="FILE")] = None,
) -> None:
    """Work through the discrepancies of a run in a browser, on this machine alone."""
    from atodds.review import serve as serve_review

    serve_review(
        _workspace(db),
        run_id=run,
        host=host,
        port=port,
        browser=browser,
        allow_remote=allow_remote,
        password=_password_in(password_file),
        read_only=read_only,
        reviewer=reviewer,
    )


@new_app.command("check")
def new_check(
    name: Annotated[str, typer.Argument(help="Its name, in lower case with underscores: falling_share.")],
    folder: Annotated[Path | None, typer.Option(help="The package of checks to write it to, or to make.", metavar="FOLDER")] = None,
) -> None:
    """Write checks/NAME.py and its test."""
    from flows.workspace_files import write_new_check

    for path in write_new_check(name, folder):
        typer.echo(path)


LEAST_ADDRESS_SPACE = 2_000_000_000
"""In bytes. With less the libraries cannot even be loaded, and some of them then end the process with the exit code of findings."""


def _refuse_want_of_room() -> None:
    """Raises PipelineError where `ulimit -v` leaves too little to load what a check needs."""
    try:
        import resource
    except ImportError:  # Windows has no such limit
        return
    limit, _ = resource.getrlimit(resource.RLIMIT_AS)
    if limit != resource.RLIM_INFINITY and limit < LEAST_ADDRESS_SPACE:
        raise PipelineError(f"this process may address {limit // 1_000_000:,} MB only (ulimit -v); give it 4,000 or more")


def _workspace(database: Path | None) -> Workspace:
    _refuse_want_of_room()
    from atodds.workspace import Workspace

    return Workspace.find(Path.cwd(), database=database)


def _password_in(file: Path | None) -> str | None:
    if file is None:
        return None
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{file}: the password cannot be read ({error}); check the path") from error


def _is_stdout(path: Path) -> bool:
    return str(path) == "-"


def _write_bytes(pieces: Any) -> None:
    for piece in pieces:
        sys.stdout.buffer.write(piece)
    sys.stdout.buffer.flush()


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command; every error becomes its exit code and one line."""
    try:
        raise_when_terminated()
        code = app(arguments, standalone_mode=False)
        if code == 128 + signal.SIGINT:  # what typer makes of KeyboardInterrupt
            end_early(KeyboardInterrupt())
    except AtOddsError as error:
        _say(str(error))
        code = error.exit_code
    except typer.Exit as error:
        code = error.exit_code
    except (KeyboardInterrupt, Terminated, typer.Abort) as error:
        code = end_early(error)
    except BrokenPipeError:
        code = _end_quietly()
    except SystemExit as error:
        code = _end_quietly() if isinstance(error.__context__, BrokenPipeError) else error.code  # typer's way with a broken pipe
    except BaseException as error:  # a panic of polars, which is Rust, is no Exception
        if hasattr(error, "format_message"):  # wrong usage, as typer tells it; its own copy of click has no public name
            _tell_usage(error)
        if os.environ.get("ATODDS_TRACEBACK"):
            traceback.print_exc()
        else:
            _say(f"{type(error).__name__}: {error or 'no more is known'}; run again with ATODDS_TRACEBACK=1 and report what it prints")
        code = 3
    sys.exit(code if isinstance(code, int) else 0)


def _end_quietly() -> int:
    """The reader of our output has gone, as `head` does: nothing is wrong."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno() if sys.__stdout__ else 1)
    return 0


def _tell_usage(error: Any) -> NoReturn:
    """Wrong usage in one line; a command that was given nothing shows its help."""
    context = getattr(error, "ctx", None)
    command = str(context.command_path) if context is not None else "atodds"
    message = str(error.format_message()).strip()
    if type(error).__name__ == "NoArgsIsHelpError":
        print(message, file=sys.stderr)
    else:
        _say(f"{message.rstrip('.')}; see {command} --help")
    sys.exit(2)


def _say(message: str) -> None:
    print("atodds: " + " ".join(message.split("\n")), file=sys.stderr)


if __name__ == "__main__":
    main()
