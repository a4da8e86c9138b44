"""The report as Markdown: to paste into a pull request, an issue or a README."""

from __future__ import annotations

import re

from atodds.report.apparatus import reading_words
from atodds.report.facts import Fact
from atodds.report.findings import Finding, FindingSet, Reading
from atodds.report.wording import clip_text, plural
from atodds.vocabulary import AdjudicationStatus, DiscrepancyState, Verdict

__all__ = ["escape_markdown", "findings_as_markdown", "summary_sentence"]

_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~!$])")
_LINE_START = re.compile(r"^(\s*)(?:([-+=])|(\d+)([.)])(?=\s|$))")  # a list or an underline; 3.8 is neither


def escape_markdown(text: str) -> str:
    """Text from a document with nothing left that Markdown or the HTML inside it would act on."""
    escaped = _SPECIAL.sub(r"\\\1", text).replace("&", "&amp;")
    # Renderers turn bare addresses into links; a zero-width joiner would be invisible, an entity is not acted on.
    escaped = escaped.replace("://", "&#58;//").replace("www.", "www&#46;").replace("@", "&#64;")
    return _LINE_START.sub(lambda found: f"{found[1]}{found[3] or ''}\\{found[2] or found[4]}", escaped)


def summary_sentence(found: FindingSet) -> str:
    """What the run found, in one sentence: facts first, then the findings about them."""
    contradictions, tensions = found.by_verdict[Verdict.CONTRADICTION.value], found.by_verdict[Verdict.TENSION.value]
    documents = plural(len(found.read), "document")
    if not contradictions and not tensions:
        return f"Nothing at odds: {found.claim_count:,} claims in {documents} can all hold together, as far as the checks see."
    facts = len(found.facts)
    both = " and ".join(plural(count, noun) for count, noun in ((contradictions, "contradiction"), (tensions, "tension")) if count)
    return (
        f"{plural(facts, 'fact').capitalize()} {'is' if facts == 1 else 'are'} at odds, with {both}, "
        f"among {found.claim_count:,} claims in {documents}."
    )


def findings_as_markdown(found: FindingSet, *, limit: int = 500) -> str:
    """The whole report; `limit` is how many facts are written out, the gravest first, and the text says when there are more."""
    parts = [f"# At Odds: {escape_markdown(found.corpus)}", "", summary_sentence(found), "", *_counts(found)]
    shown = found.facts[:limit]
    for verdict, heading in ((Verdict.CONTRADICTION, "Contradictions"), (Verdict.TENSION, "Tensions")):
        of_verdict = [fact for fact in shown if fact.verdict is verdict]
        if of_verdict:
            parts += [f"## {heading}", ""]
            for fact in of_verdict:
                parts += _fact(fact, with_new=found.has_run_before)
    if len(found.facts) > limit:
        parts += [f"*{limit:,} of {len(found.facts):,} facts are shown, the gravest first.*", ""]
    if found.resolved:
        parts += ["## Resolved since the last run", ""]
        parts += [f"- {escape_markdown(finding.topic)} (`{finding.discrepancy_id}`)" for finding in found.resolved[:limit]]
        parts.append("")
    parts += _left_out(found)
    if found.legends:
        parts += ["## What the checks mean", ""]
        parts += [
            f"- `{legend.check_id}` ({legend.count:,}): {escape_markdown(legend.legend) or 'no description'}"
            for legend in found.legends
            if legend.count
        ]
        parts.append("")
    return "\n".join(parts).rstrip() + "\n"


def _counts(found: FindingSet) -> list[str]:
    statuses = ", ".join(
        f"{found.by_status[status.value]:,} {status.value}" for status in AdjudicationStatus if found.by_status[status.value]
    )
    quiet = sum(1 for legend in found.legends if not legend.count)
    states = ", ".join(f"{found.by_state[state.value]:,} {state.value}" for state in DiscrepancyState if found.by_state[state.value])
    rows = [
        ("At odds", f"{plural(len(found.facts), 'fact')}, {plural(len(found.current), 'finding')}" if found.current else ""),
        ("Run", f"`{found.run_id}`" if found.run_id else ""),
        ("Against the run before", states if found.has_run_before else ""),
        ("Judged", statuses),
        ("Checks that found nothing", f"{quiet:,}" if quiet else ""),
        ("Could not be read", plural(len(found.unread), "document") if found.unread else ""),
    ]
    lines = ["| | |", "|---|---|"] + [f"| {name} | {value} |" for name, value in rows if value]
    return [*lines, ""]


def _fact(fact: Fact, *, with_new: bool) -> list[str]:
    lines = [f"### {escape_markdown(fact.headline)}", ""]
    for finding in fact.findings:
        lines += _finding(finding, with_new=with_new, with_verdict=len(fact.findings) > 1)
    lines += ["| document | reading | as of | quote |", "|---|---|---|---|"]
    lines += [_row(reading) for reading in fact.conflicting]
    lines.append("")
    if fact.others:
        others = ", ".join(f"{_reading(reading)} ({escape_markdown(reading.document.label)})" for reading in fact.others[:12])
        more = f", and {len(fact.others) - 12:,} more" if len(fact.others) > 12 else ""
        lines += [f"Not in conflict: {others}{more}.", ""]
    return lines


def _finding(finding: Finding, *, with_new: bool, with_verdict: bool) -> list[str]:
    verdict = [f"**{finding.verdict.value}**"] if with_verdict else []
    state = [finding.state.value] if with_new or finding.state is not DiscrepancyState.NEW else []
    marks = [*verdict, f"severity {finding.severity:.2f}", f"confidence {finding.confidence:.2f}", *state, f"`{finding.check_id}`"]
    if finding.status is not AdjudicationStatus.NEW:
        marks.append(f"**{finding.status.value}**")
    lines = []
    if finding.reason:
        lines += [escape_markdown(finding.reason), ""]
    lines += [f"{' · '.join(marks)} · `{finding.discrepancy_id}`", ""]
    if finding.decision.reopened_because:
        lines += [f"*Reopened: {escape_markdown(finding.decision.reopened_because)}.*", ""]
    elif finding.decision.decision is not None and finding.decision.decision.reason:
        lines += [f"*{finding.status.value.capitalize()}: {escape_markdown(finding.decision.decision.reason)}*", ""]
    return lines


def _reading(reading: Reading) -> str:
    return escape_markdown(reading_words(reading))


def _row(reading: Reading) -> str:
    place = f", {escape_markdown(reading.place)}" if reading.place else ""
    start, end = clip_text(reading.quote_start[::-1], 160)[::-1], clip_text(reading.quote_end, 160)
    quote = (
        f"{escape_markdown(start)}**{escape_markdown(reading.mention.strip())}**{escape_markdown(end)}"
        if reading.mention
        else escape_markdown(end)
    )
    return f"| {escape_markdown(reading.document.label)}{place} | {_reading(reading)} | {reading.as_of} | {quote} |"


def _left_out(found: FindingSet) -> list[str]:
    lines: list[str] = []
    if found.unread:
        lines += ["## What could not be read", ""]
        lines += [
            f"- `{_code(document.path)}` ({document.status}): {escape_markdown(document.reason or 'no reason given')}"
            for document in found.unread
        ]
        lines.append("")
    notes = [str(problem.get("message") or "") for problem in found.problems] + list(found.adjudication_problems)
    if notes or found.orphans:
        lines += ["## Notices", ""]
        lines += [f"- {escape_markdown(clip_text(note, 500))}" for note in notes if note]
        if found.orphans:
            lines.append(f"- {plural(len(found.orphans), 'decision').capitalize()} on findings this run no longer has.")
        lines.append("")
    return lines


def _code(text: str) -> str:
    return text.replace("`", "'").replace("\n", " ")
