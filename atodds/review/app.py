"""The pages of the review app and what its forms do.

Every address is a fixed word or an id that is looked up in the run; no part of a request becomes a path. Pages work without scripts;
`static/review.js` adds keys, saving in place and news from other reviewers.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import quote, urlencode

from fastapi import FastAPI, Form, Request
from fastapi.exceptions import RequestValidationError
from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from pydantic import ValidationError
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response

from atodds.adjudications import AdjudicationKind, AdjudicationLog, ReasonCategory
from atodds.claims import Claim
from atodds.errors import AtOddsError
from atodds.rehearsal import Rehearsal
from atodds.report.apparatus import reading_words
from atodds.report.facts import Fact
from atodds.report.findings import Finding, Reading, SourceDocument, reading_rank
from atodds.report.html import CardHead, ReadingView, card_view, style_sheet
from atodds.report.markdown import summary_sentence
from atodds.report.snapshot_like import SnapshotLike
from atodds.report.wording import clip_text, date_words, measure_words, plain_text, plural, value_words
from atodds.review.board import PAGE_SIZE, Board, FindingFilter, default_reviewer
from atodds.review.marked_text import mark_claims
from atodds.review.security import Access, Guard
from atodds.teaching import Correction, NameLesson, write_correction, write_name
from atodds.vocabulary import AdjudicationStatus, DiscrepancyState, Verdict

__all__ = ["create_app"]

WINDOW = 150_000  # characters of a document shown at once
BESIDE = 2_500  # characters of context on each side of a place in the side-by-side view
_REVIEWER_COOKIE = "atodds_reviewer"
_DECISIONS = [
    (AdjudicationStatus.CONFIRMED, "Confirm", "c"),
    (AdjudicationStatus.DISMISSED, "Dismiss", "d"),
    (AdjudicationStatus.EXPLAINED, "Explain", "e"),
    (AdjudicationStatus.FIXED, "Fixed", "f"),
]
_CATEGORY_WORDS = {
    ReasonCategory.SCOPE: "different scope",
    ReasonCategory.REVISION: "revision",
    ReasonCategory.DEFINITION: "different definition",
    ReasonCategory.ROUNDING: "rounding",
    ReasonCategory.TRANSLATION: "translation",
    ReasonCategory.COPIED: "copied",
    ReasonCategory.MISREAD: "misread by At Odds",
    ReasonCategory.OTHER: "other",
}
_STATIC = {"review.js": "text/javascript", "review.css": "text/css"}


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=ChoiceLoader([PackageLoader("atodds.review", "templates"), PackageLoader("atodds.report", "templates")]),
        autoescape=True,
        undefined=StrictUndefined,
        lstrip_blocks=True,
    )
    environment.filters["quoted"] = lambda text: quote(str(text), safe="")
    return environment


def create_app(
    snapshot: SnapshotLike,
    log: AdjudicationLog,
    access: Access,
    *,
    root: Path | None = None,
    legends: Mapping[str, str] | None = None,
    reviewer: str | None = None,
    rehearsal: Rehearsal | None = None,
) -> FastAPI:
    """The app over one run.

    Args:
        snapshot: The run that is reviewed.
        log: Where decisions are appended.
        access: Who may come in, and whether decisions may be made.
        root: The workspace's folder, for what is taught about names and misread figures; without it nothing can be taught.
        legends: First line of each check's docstring, by check id.
        reviewer: The name decisions are signed with until a reviewer gives another.
        rehearsal: Tells what a lesson would change; without it the pages say what it concerns.
    """
    app = FastAPI(title="At Odds review", docs_url=None, redoc_url=None, openapi_url=None)
    board = Board(snapshot, log, legends=legends, corpus=root.name if root else None)
    pages = _Pages(board, access, root, reviewer or default_reviewer(), rehearsal)
    app.state.pages = pages
    app.add_middleware(Guard, access=access)

    @app.exception_handler(AtOddsError)
    async def mendable(request: Request, error: AtOddsError) -> Response:
        return pages.failure(request, str(error), 400)

    @app.exception_handler(RequestValidationError)
    async def misfilled(request: Request, error: RequestValidationError) -> Response:
        first = error.errors()[0]
        return pages.failure(request, f"{'.'.join(str(step) for step in first['loc'][1:])}: {first['msg']}", 400)

    @app.exception_handler(HTTPException)
    async def missing(request: Request, error: HTTPException) -> Response:
        return pages.failure(request, str(error.detail), error.status_code)

    for path, method, act in pages.routes():
        app.add_api_route(path, act, methods=[method], response_model=None)
    return app


class _Pages:
    """What each address answers."""

    def __init__(self, board: Board, access: Access, root: Path | None, reviewer: str, rehearsal: Rehearsal | None = None) -> None:
        self.rehearsal = rehearsal if rehearsal is not None and rehearsal.is_possible else None
        self.board = board
        self.access = access
        self.root = root
        self.reviewer = reviewer

    def routes(self) -> list[tuple[str, str, Callable[..., Any]]]:
        """Every address, its method and what answers it."""
        return [
            ("/", "GET", self.list_findings),
            ("/finding/{finding_id}", "GET", self.show_finding),
            ("/card/{finding_id}", "GET", self.card_body),
            ("/compare/{finding_id}", "GET", self.compare),
            ("/document/{document_id}", "GET", self.show_document),
            ("/documents", "GET", self.list_documents),
            ("/changes", "GET", self.changes),
            ("/decide", "POST", self.decide),
            ("/bulk", "POST", self.bulk),
            ("/undo", "POST", self.undo),
            ("/undo-bulk", "POST", self.undo_bulk),
            ("/assign", "POST", self.assign),
            ("/comment", "POST", self.comment),
            ("/reviewer", "POST", self.set_reviewer),
            ("/names", "GET", self.preview_name),
            ("/names", "POST", self.save_name),
            ("/correct/{claim_id}", "GET", self.preview_correction),
            ("/correct/{claim_id}", "POST", self.save_correction),
            ("/login", "GET", self.login_form),
            ("/login", "POST", self.login),
            ("/static/{name}", "GET", self.static),
        ]

    # --- rendering

    def page(self, template: str, request: Request, status: int = 200, /, **values: Any) -> HTMLResponse:
        """A page from its template."""
        found = self.board.found
        text = (
            _environment()
            .get_template(template)
            .render(
                found=found,
                reviewer=self.signed_by(request),
                writable=self.access.writable,
                teachable=self.access.writable and self.root is not None,
                decisions=_DECISIONS,
                categories=[(category.value, words) for category, words in _CATEGORY_WORDS.items()],
                here=_local(f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path),
                **values,
            )
        )
        return HTMLResponse(text.encode("utf-8", "replace"), status)

    def failure(self, request: Request, words: str, status: int) -> Response:
        """An error as the asker wants it."""
        if _wants_json(request):
            return JSONResponse({"saved": False, "error": words}, status)
        if not self.access.session_fits(request.cookies.get(self.access.cookie, "")):
            return PlainTextResponse(words + "\n", status)
        return self.page("failure.html.j2", request, status, words=words)

    def signed_by(self, request: Request) -> str:
        """Who is reviewing in this browser."""
        from urllib.parse import unquote

        return plain_text(unquote(request.cookies.get(_REVIEWER_COOKIE, "")))[:80].strip() or self.reviewer

    def finding(self, finding_id: str) -> Finding:
        """The finding of that id, or 404."""
        found = self.board.found.finding(finding_id)
        if found is None:
            raise HTTPException(404, "No finding of this run has that id; it may have been resolved.")
        return found

    def place(self, finding_id: str) -> Callable[[ReadingView], str]:
        """Links from a reading to its place in the document pane."""

        def address(reading: ReadingView) -> str:
            claim = reading.reading.claim
            query = urlencode({"claim": claim.claim_id, "finding": finding_id})
            return f"/document/{quote(reading.reading.document.document_id, safe='')}?{query}#here"

        return address

    def fact(self, finding_id: str) -> Fact:
        """The fact that a finding is about, or 404."""
        fact = self.board.found.fact_with(self.finding(finding_id).discrepancy_id)
        assert fact is not None
        return fact

    def head(self, fact: Fact) -> Markup:
        """The head of a card."""
        module: Any = _environment().get_template("card.html.j2").module
        return Markup(module.head(CardHead(fact), self.board.found.has_run_before))

    # --- findings

    def list_findings(self, request: Request, page: int = 1) -> Response:
        """The facts with findings that a filter lets through, fifty at a time."""
        wanted = FindingFilter.of(request.query_params)
        chosen = self.board.chosen_facts(wanted)
        findings = self.board.chosen(wanted)
        pages = max((len(chosen) + PAGE_SIZE - 1) // PAGE_SIZE, 1)
        number = min(max(page, 1), pages)
        found = self.board.found
        shown = chosen[(number - 1) * PAGE_SIZE : number * PAGE_SIZE]
        batch, batch_lines = self.board.last_batch(self.signed_by(request))
        return self.page(
            "list.html.j2",
            request,
            summary=summary_sentence(found),
            wanted=wanted,
            selects=self._selects(wanted),
            cards=[CardHead(fact) for fact in shown],
            chosen_count=len(findings),
            chosen_words=f"{plural(len(chosen), 'fact')} at odds"
            + (f" with {plural(len(findings), 'finding')}" if len(findings) != len(chosen) else ""),
            undecided=sum(1 for finding in findings if finding.status is AdjudicationStatus.NEW),
            batch=batch,
            batch_words=f"{plural(len(batch_lines), 'finding')} {batch_lines[0].decision.value}"
            if batch_lines and batch_lines[0].decision
            else "",
            number=number,
            pages=pages,
            page_link=lambda to: "/?" + "&".join(part for part in (wanted.query, f"page={to}") if part),
            lines=len(self.board.lines),
            progress=_progress(found.current),
        )

    def _selects(self, wanted: FindingFilter) -> list[dict[str, Any]]:
        selects: list[dict[str, Any]] = []

        def select(name: str, label: str, values: Iterable[Iterable[str]], words: Callable[[str], str] = measure_words) -> None:
            counts = Counter(value for of_fact in values for value in set(of_fact) if value)
            if counts or getattr(wanted, name):
                options = [(value, f"{clip_text(words(value), 44)} ({count:,})") for value, count in counts.items()]
                selects.append({"name": name, "label": label, "options": sorted(options, key=lambda option: option[1].casefold())})

        facts, resolved = self.board.found.facts, self.board.found.resolved_facts
        select("verdict", "Verdict", [[finding.verdict.value for finding in fact.findings] for fact in facts])
        selects.append({"name": "severity", "label": "Severity", "options": [("0.75", "0.75 and over"), ("0.5", "0.5 and over")]})
        select("state", "Since last run", [[finding.state.value for finding in fact.findings] for fact in (*facts, *resolved)])
        select("status", "Status", [[finding.status.value for finding in fact.findings] for fact in facts])
        select("type", "Claim type", [[fact.claim_type] for fact in facts])
        select("subject", "Subject", [[fact.subject] for fact in facts], str)
        labels = {document.document_id: document.label for fact in facts for document in fact.documents}
        of_document = [[document.document_id for document in fact.documents] for fact in facts]
        select("document", "Document", of_document, lambda value: labels[value])
        select("assignee", "Assigned to", [[finding.decision.assignee or "" for finding in fact.findings] for fact in facts], str)
        return selects

    def show_finding(self, request: Request, finding_id: str) -> Response:
        """The fact a finding is about on a page of its own, with the history of each of its findings."""
        finding = self.finding(finding_id)
        steps = self._steps(request, finding)
        return self.page("finding.html.j2", request, **self._card(finding), step=steps, lines=len(self.board.lines))

    def card_body(self, request: Request, finding_id: str) -> Response:
        """The body of a card, for a list that opens it in place."""
        return self.page("card_body.html.j2", request, **self._card(self.finding(finding_id)))

    def _card(self, finding: Finding) -> dict[str, Any]:
        fact = self.fact(finding.discrepancy_id)
        return {
            "view": card_view(fact, with_plot=False),
            "head": CardHead(fact),
            "chosen": finding,
            "place": self.place(finding.discrepancy_id),
            "names": _clipped(self._names(fact)),
            "history_of": lambda line: [_history_line(entry) for entry in line.decision.history],
            "sources_of": lambda line: list(dict.fromkeys(reading.document.title for reading in line.conflicting)),
            "compare_of": lambda line: f"/compare/{quote(line.discrepancy_id, safe='')}" if len(_two_sides(line.finding)) == 2 else "",
        }

    def _names(self, fact: Fact) -> list[str]:
        """The names that can be taught: as the documents write them, where that is known."""
        if self.rehearsal is None or self.root is None or not self.access.writable:
            return self.board.names_in(fact)
        return self.rehearsal.names_of([reading.claim.claim_id for reading in fact.readings])

    def _steps(self, request: Request, finding: Finding) -> dict[str, str]:
        wanted = FindingFilter.of(request.query_params)
        order = [fact.fact_id for fact in self.board.chosen_facts(wanted)]
        here = self.fact(finding.discrepancy_id).fact_id
        at = order.index(here) if here in order else -1
        query = f"?{wanted.query}" if wanted.query else ""

        def link(position: int) -> str:
            return f"/finding/{quote(order[position], safe='')}{query}" if at >= 0 and 0 <= position < len(order) else ""

        return {
            "back": f"/{query}",
            "previous": link(at - 1) if at > 0 else "",
            "next": link(at + 1),
            "at": f"{at + 1} of {len(order)}" if at >= 0 else "",
        }

    def compare(self, request: Request, finding_id: str, left: str = "", right: str = "") -> Response:
        """The two places of a finding, side by side."""
        finding, fact = self.finding(finding_id), self.fact(finding_id)
        by_id = {reading.claim.claim_id: reading for reading in fact.readings}
        sides = _two_sides(finding)
        chosen = [by_id.get(left) or (sides[0] if sides else None), by_id.get(right) or (sides[1] if len(sides) > 1 else None)]
        panes = [self._pane(reading, finding) for reading in chosen if reading is not None]
        options = [(reading.claim.claim_id, f"{reading.document.label}: {reading_words(reading)}") for reading in fact.readings]
        return self.page("compare.html.j2", request, **self._card(finding), panes=panes, options=options, lines=len(self.board.lines))

    def _pane(self, reading: Reading, finding: Finding) -> dict[str, Any]:
        claim, document = reading.claim, reading.document
        start = max((claim.mention_start or 0) - BESIDE, 0)
        end = min((claim.mention_end or 0) + BESIDE, len(document.text))
        claims = self.board.claims_of(document.document_id)
        return {
            "reading": reading,
            "claim_id": claim.claim_id,
            "document": document,
            "published": date_words(document.published_on, document.published_on) if document.published_on else "",
            "stretches": mark_claims(document.text, claims, start=start, end=end),
            "odd": self._odd(claims),
            "cut_before": start > 0,
            "cut_after": end < len(document.text),
            "full": self.place(finding.discrepancy_id)(ReadingView(reading, "", "")),
        }

    def _odd(self, claims: Sequence[Claim]) -> set[str]:
        ids = {claim.claim_id for claim in claims}
        return {
            claim_id for finding in self.board.found.current for conflict in finding.conflicts for claim_id in conflict if claim_id in ids
        }

    # --- documents

    def list_documents(self, request: Request) -> Response:
        """All documents, with their claims and findings."""
        found = self.board.found
        facts = Counter(document.document_id for fact in found.facts for document in fact.documents)
        rows = [
            {
                "document": document,
                "published": date_words(document.published_on, document.published_on) if document.published_on else "",
                "claims": found.claims_by_document.get(document.document_id, 0),
                "facts": facts[document.document_id],
            }
            for document in found.documents
        ]
        return self.page("documents.html.j2", request, rows=rows, lines=len(self.board.lines))

    def show_document(self, request: Request, document_id: str, claim: str = "", finding: str = "", start: int = 0) -> Response:
        """A document's text with every claim marked."""
        document = self.board.document(document_id)
        if document is None:
            raise HTTPException(404, "No document of this run has that id.")
        claims = self.board.claims_of(document_id)
        order = [item.claim_id for item in claims]
        at = order.index(claim) if claim in order else -1
        chosen = claims[at] if at >= 0 else None
        if chosen is not None and chosen.mention_start is not None:
            start = max(chosen.mention_start - WINDOW // 2, 0)
        start = min(max(start, 0), max(len(document.text) - 1, 0))
        end = min(start + WINDOW, len(document.text))
        base = f"/document/{quote(document_id, safe='')}"

        def link(position: int) -> str:
            return f"{base}?{urlencode({'claim': order[position]})}#here" if 0 <= position < len(order) else ""

        current = self.board.found.finding(finding) if finding else None
        return self.page(
            "document.html.j2",
            request,
            document=document,
            published=date_words(document.published_on, document.published_on) if document.published_on else "",
            stretches=mark_claims(document.text, claims, start=start, end=end),
            chosen=_claim_words(chosen) if chosen else None,
            chosen_id=claim if chosen else "",
            chosen_findings=self.board.findings_with({claim}) if chosen else [],
            odd=self._odd(claims),
            count=len(claims),
            at=at + 1,
            previous=link(at - 1) if at > 0 else "",
            next=link(at + 1) if claims else "",
            earlier=f"{base}?start={max(start - WINDOW, 0)}" if start > 0 else "",
            further=f"{base}?start={end}" if end < len(document.text) else "",
            base=base,
            from_finding=current,
            lines=len(self.board.lines),
        )

    # --- decisions

    def decide(
        self,
        request: Request,
        id: Annotated[str, Form()],
        decision: Annotated[AdjudicationStatus, Form()],
        reason: Annotated[str, Form()] = "",
        category: Annotated[str, Form()] = "",
        wrong: Annotated[list[str] | None, Form()] = None,
        expires_on: Annotated[str, Form()] = "",
        pick: Annotated[str, Form()] = "",
        next: Annotated[str, Form()] = "/",
    ) -> Response:
        """Decide on one finding; it is on disk when the answer goes out.

        `pick`: "next" is the first finding about the same fact that nobody has judged, "all" every such finding and the one named.
        """
        finding, fact = self.finding(id), self.fact(id)
        undecided = [other for other in fact.findings if other.status is AdjudicationStatus.NEW]
        if pick == "next":
            finding = undecided[0] if undecided else finding
        findings = [finding, *(other for other in undecided if other is not finding)] if pick == "all" else [finding]
        self.board.log.decide_all(
            [one.key for one in findings],
            decision,
            reviewer=self.signed_by(request),
            reason=reason,
            category=_category(category),
            wrong=[title for title in wrong or [] if any(title == document.title for document in fact.documents)],
            expires_on=_day(expires_on),
            run_id=self.board.found.run_id,
        )
        words = f"Saved: {decision.value}" + (f", {plural(len(findings), 'finding')}." if len(findings) > 1 else ".")
        return self._saved(request, [finding.discrepancy_id], words, next)

    def bulk(
        self,
        request: Request,
        decision: Annotated[AdjudicationStatus, Form()],
        expected: Annotated[int, Form()],
        reason: Annotated[str, Form()] = "",
        category: Annotated[str, Form()] = "",
        expires_on: Annotated[str, Form()] = "",
        query: Annotated[str, Form()] = "",
        only_undecided: Annotated[str, Form()] = "",
    ) -> Response:
        """The same decision on every finding of a filter; refused when the filter no longer lets through as many as were shown."""
        from urllib.parse import parse_qsl

        wanted = FindingFilter.of(dict(parse_qsl(query)))
        chosen = self.board.chosen(wanted)
        if only_undecided:
            chosen = [finding for finding in chosen if finding.status is AdjudicationStatus.NEW]
        if len(chosen) != expected:
            raise HTTPException(
                409, f"The filter now lets {len(chosen):,} findings through, not the {expected:,} you saw; look again. Nothing was saved."
            )
        if not reason.strip() and not category:
            raise HTTPException(400, "A decision on many findings needs a reason or a category. Nothing was saved.")
        self.board.log.decide_all(
            [finding.key for finding in chosen],
            decision,
            reviewer=self.signed_by(request),
            reason=reason,
            category=_category(category),
            expires_on=_day(expires_on),
            run_id=self.board.found.run_id,
        )
        words = f"Saved: {plural(len(chosen), 'finding')} {decision.value}."
        return self._saved(request, [finding.discrepancy_id for finding in chosen], words, f"/?{wanted.query}")

    def undo(
        self, request: Request, id: Annotated[str, Form()], pick: Annotated[str, Form()] = "", next: Annotated[str, Form()] = "/"
    ) -> Response:
        """Take the standing decision on a finding back; one made in bulk is taken back for this finding only.

        `pick`: "last" is the finding about the same fact that was decided last.
        """
        finding = self.finding(id)
        if pick == "last":
            decided = [(one.decision.decision.at, one) for one in self.fact(id).findings if one.decision.decision is not None]
            finding = max(decided, key=lambda item: item[0])[1] if decided else finding
        standing = finding.decision.decision
        if standing is None:
            raise HTTPException(409, "There is no decision on this finding to take back.")
        self.board.log.undo([standing], reviewer=self.signed_by(request))
        return self._saved(
            request, [finding.discrepancy_id], f"Taken back: {standing.decision.value if standing.decision else 'decision'}.", next
        )

    def undo_bulk(self, request: Request, batch: Annotated[str, Form()], next: Annotated[str, Form()] = "/") -> Response:
        """Take a decision on many findings back, wherever it still stands."""
        last, lines = self.board.last_batch(self.signed_by(request))
        if not lines or batch != last:
            raise HTTPException(409, "That decision is not your last on many findings, or it no longer stands. Nothing was saved.")
        self.board.log.undo(lines, reviewer=self.signed_by(request))
        return self._saved(request, [line.discrepancy_id for line in lines], f"Taken back on {plural(len(lines), 'finding')}.", next)

    def assign(
        self, request: Request, id: Annotated[str, Form()], assignee: Annotated[str, Form()] = "", next: Annotated[str, Form()] = "/"
    ) -> Response:
        """Give a finding to somebody."""
        finding = self.finding(id)
        name = plain_text(assignee).strip()[:80]
        self.board.log.assign(finding.key, name, reviewer=self.signed_by(request))
        return self._saved(request, [finding.discrepancy_id], f"Assigned to {name}." if name else "Assigned to nobody.", next)

    def comment(
        self, request: Request, id: Annotated[str, Form()], text: Annotated[str, Form()] = "", next: Annotated[str, Form()] = "/"
    ) -> Response:
        """Say something about a finding."""
        finding = self.finding(id)
        self.board.log.comment(finding.key, text, reviewer=self.signed_by(request))
        return self._saved(request, [finding.discrepancy_id], "Comment saved.", next)

    def _saved(self, request: Request, ids: Sequence[str], words: str, next_page: str) -> Response:
        if not _wants_json(request):
            return RedirectResponse(_local(next_page), 303)
        found = self.board.found
        shown = {fact.fact_id: fact for identity in ids[:PAGE_SIZE] if (fact := found.fact_with(identity)) is not None}
        return JSONResponse(
            {
                "saved": True,
                "words": words,
                "heads": {fact_id: str(self.head(fact)) for fact_id, fact in shown.items()},
                "left": {fact_id: fact.to_judge for fact_id, fact in shown.items()},
                "lines": len(self.board.lines),
                "progress": _progress(found.current),
            }
        )

    def changes(self, since: int = 0) -> Response:
        """What others decided after the first `since` lines: the new heads of the cards concerned."""
        found, lines = self.board.found, self.board.lines
        touched = {line.discrepancy_id for line in lines[max(since, 0) :]}
        who = sorted({line.reviewer for line in lines[max(since, 0) :] if line.reviewer})
        heads = {
            fact.fact_id: str(self.head(fact))
            for fact in (*found.facts, *found.resolved_facts)
            if any(finding.discrepancy_id in touched for finding in fact.findings)
            or any(line.discrepancy_id in touched for finding in fact.findings for line in finding.decision.history)
        }
        return JSONResponse({"lines": len(lines), "heads": heads, "who": who, "progress": _progress(found.current)})

    def set_reviewer(self, request: Request, name: Annotated[str, Form()] = "", next: Annotated[str, Form()] = "/") -> Response:
        """The name this browser's decisions are signed with."""
        answer = RedirectResponse(_local(next), 303)
        answer.set_cookie(_REVIEWER_COOKIE, quote(plain_text(name).strip()[:80]), httponly=True, samesite="strict", path="/")
        return answer

    # --- teaching

    def preview_name(self, request: Request, name: str = "", same_as: str = "", different: str = "") -> Response:
        """What it would change if two names were, or were not, the same."""
        name, same_as = plain_text(name).strip()[:200], plain_text(same_as).strip()[:200]
        claims = self.board.claims_named([name]) if name else []
        if self.rehearsal is not None and name:
            claims = self.board.claims_with(self.rehearsal.claims_named(name))
        others = self.board.claims_named([same_as]) if same_as else []
        ids = {claim.claim_id for claim in claims}
        targets = Counter(claim.subject_id or "" for claim in others)
        target = next((entity for entity, _ in targets.most_common() if entity), same_as)
        documents = sorted({claim.document_path.rsplit("/", 1)[-1] for claim in claims})
        rehearsed = None
        if self.rehearsal is not None and name and (same_as or different):
            rehearsed = self.rehearsal.with_name(NameLesson(name, name if different else target))
        return self.page(
            "names.html.j2",
            request,
            name=name,
            same_as=same_as,
            different=bool(different),
            target=name if different else target,
            claims=len(claims),
            documents=[plain_text(path) for path in documents[:8]],
            documents_more=max(len(documents) - 8, 0),
            current=sorted({plain_text(claim.subject_id or "not aligned") for claim in claims}),
            findings=self.board.findings_with(ids)[:30],
            rehearsed=rehearsed,
            lines=len(self.board.lines),
        )

    def save_name(
        self,
        request: Request,
        name: Annotated[str, Form()],
        target: Annotated[str, Form()],
        reason: Annotated[str, Form()] = "",
        next: Annotated[str, Form()] = "/",
    ) -> Response:
        """Write one name to the workspace's aliases."""
        root = self._teachable()
        name, target = plain_text(name).strip()[:200], plain_text(target).strip()[:200]
        if not name or not target:
            raise HTTPException(400, "Both names are needed.")
        lesson = NameLesson(name, target, self.signed_by(request), plain_text(reason)[:400], date.today().isoformat())
        write_name(root, lesson)
        return self.page(
            "taught.html.j2", request, file="aliases.csv", what=f"“{name}” is taken for “{target}”", lines=len(self.board.lines)
        )

    def preview_correction(self, request: Request, claim_id: str) -> Response:
        """A form to say how a figure should have been read; with values in the query, what that would change."""
        claim, document = self._claim(claim_id)
        values = {name: request.query_params.get(name, "").strip()[:200] for name in ("low", "high", "first", "last", "drop", "reason")}
        correction, problem = None, ""
        if any(values.values()):
            correction, problem = _correction(claim, values, self.signed_by(request))
        after = correction.applied_to(claim) if correction else None
        return self.page(
            "correct.html.j2",
            request,
            claim=_claim_words(claim),
            claim_id=claim_id,
            document=document,
            values=values,
            problem=problem,
            before=plain_text(value_words(claim)),
            after=("no claim" if after is None else plain_text(value_words(after))) if correction else "",
            is_date=claim.date_low is not None,
            findings=self.board.findings_with({claim_id})[:30],
            rehearsed=self.rehearsal.with_correction(correction) if correction is not None and self.rehearsal is not None else None,
            lines=len(self.board.lines),
        )

    def save_correction(
        self,
        request: Request,
        claim_id: str,
        low: Annotated[str, Form()] = "",
        high: Annotated[str, Form()] = "",
        first: Annotated[str, Form()] = "",
        last: Annotated[str, Form()] = "",
        drop: Annotated[str, Form()] = "",
        reason: Annotated[str, Form()] = "",
    ) -> Response:
        """Write one correction to the workspace."""
        root = self._teachable()
        claim, _ = self._claim(claim_id)
        values = {"low": low, "high": high, "first": first, "last": last, "drop": drop, "reason": reason}
        correction, problem = _correction(claim, values, self.signed_by(request))
        if correction is None:
            raise HTTPException(400, problem or "Say how the figure should have been read.")
        write_correction(root, correction)
        after = correction.applied_to(claim)
        what = f"“{plain_text(claim.mention_text)}” is read as {plain_text(value_words(after)) if after else 'no claim'}"
        return self.page("taught.html.j2", request, file="corrections.jsonl", what=clip_text(what, 300), lines=len(self.board.lines))

    def _teachable(self) -> Path:
        if self.root is None:
            raise HTTPException(409, "This app was started without a workspace, so nothing can be taught.")
        return self.root

    def _claim(self, claim_id: str) -> tuple[Claim, SourceDocument]:
        for finding in self.board.found.findings:
            for reading in finding.readings:
                if reading.claim.claim_id == claim_id:
                    return reading.claim, reading.document
        for document in self.board.found.documents:
            for claim in self.board.claims_of(document.document_id):
                if claim.claim_id == claim_id:
                    return claim, document
        raise HTTPException(404, "No claim of this run has that id.")

    # --- coming in, and the files of the pages

    def login_form(self, request: Request) -> Response:
        """Asks for the password."""
        return HTMLResponse(_environment().get_template("login.html.j2").render(wrong=""))

    async def login(self, request: Request, password: Annotated[str, Form()] = "") -> Response:
        """Lets in who knows the password."""
        fits = await self.access.password_fits(password, request.client.host if request.client else "")
        if fits:
            return self.access.let_in(RedirectResponse("/", 303))
        words = "Too many tries are waiting; try again in a minute." if fits is None else "That is not the password."
        return HTMLResponse(_environment().get_template("login.html.j2").render(wrong=words), 429 if fits is None else 403)

    def static(self, name: str) -> Response:
        """One of three files that come with the program; any other name is unknown."""
        if name == "report.css":
            return Response(style_sheet(), media_type="text/css")
        if name in _STATIC:
            return Response(_static_text(name), media_type=_STATIC[name])
        raise HTTPException(404, "There is no such file.")


@cache
def _static_text(name: str) -> str:
    return resources.files("atodds.review").joinpath("static", name).read_text(encoding="utf-8")


def _wants_json(request: Request) -> bool:
    return "application/json" in request.headers.get("accept", "")


def _local(address: str) -> str:
    """An address of this app; anything that could lead elsewhere becomes the list."""
    bad = not address.startswith("/") or address.startswith(("//", "/\\")) or any(ord(character) < 32 for character in address)
    return "/" if bad else address[:2000]


def _category(value: str) -> ReasonCategory | None:
    if not value:
        return None
    try:
        return ReasonCategory(value)
    except ValueError as error:
        raise HTTPException(400, f'There is no category "{value}".') from error


def _day(value: str) -> date | None:
    if not value.strip():
        return None
    try:
        return date.fromisoformat(value.strip())
    except ValueError as error:
        raise HTTPException(400, f'"{value}" is not a day; write it as 2027-01-31.') from error


def _number(value: str) -> float | None:
    value = value.replace(",", "").replace(" ", "").strip()
    return float(value) if value else None


def _correction(claim: Claim, values: Mapping[str, str], reviewer: str) -> tuple[Correction | None, str]:
    if not any(values.get(name, "").strip() for name in ("low", "high", "first", "last", "drop")):
        return None, "Say how the figure should have been read."
    try:
        correction = Correction(
            document_path=claim.document_path,
            document_id=claim.document_id,
            quote=claim.quote,
            mention_text=claim.mention_text,
            measure=claim.measure,
            drop=bool(values.get("drop")),
            value_low=_number(values.get("low", "")),
            value_high=_number(values.get("high", "")),
            date_low=_day(values.get("first", "")),
            date_high=_day(values.get("last", "")),
            reviewer=reviewer,
            reason=plain_text(values.get("reason", ""))[:400],
        )
    except ValidationError as error:
        return None, str(error.errors()[0]["msg"]).removeprefix("Value error, ").capitalize() + "."
    except ValueError:
        return None, "Write figures in digits, as 1250 or 1,250."
    except HTTPException as error:
        return None, str(error.detail)
    return correction, ""


def _two_sides(finding: Finding) -> list[Reading]:
    """The two readings of the first conflict, or the outermost ones; in the order of the card."""
    by_id = {reading.claim.claim_id: reading for reading in finding.readings}
    for conflict in finding.conflicts:
        here = [by_id[claim_id] for claim_id in conflict if claim_id in by_id]
        if len(here) >= 2:
            return sorted([here[0], next((reading for reading in here[1:] if reading.value != here[0].value), here[-1])], key=reading_rank)
    return list(finding.readings[:2])


def _clipped(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(clip_text(plain_text(name), 200) for name in names))[:12]


def _claim_words(claim: Claim) -> dict[str, str]:
    words = {
        "reading": plain_text(value_words(claim)),
        "as written": plain_text(claim.mention_text),
        "measure": measure_words(claim.measure),
        "subject": plain_text(claim.subject or ""),
        "facet": plain_text(claim.facet or ""),
        "as of": date_words(claim.as_of_low, claim.as_of_high) if claim.as_of_low or claim.as_of_high else "",
        "credited to": plain_text(claim.attribution or ""),
        "modality": claim.modality.value,
        "quote": plain_text(claim.quote),
    }
    return {name: clip_text(value, 700) for name, value in words.items() if value}


def _history_line(line: Any) -> dict[str, str]:
    what = {
        AdjudicationKind.DECISION: line.decision.value if line.decision else "decided",
        AdjudicationKind.UNDO: "took a decision back",
        AdjudicationKind.ASSIGN: f"assigned it to {line.assignee}" if line.assignee else "assigned it to nobody",
        AdjudicationKind.COMMENT: "said",
    }[line.kind]
    category = f" ({_CATEGORY_WORDS[line.category]})" if line.category else ""
    until = f" until {line.expires_on}" if line.expires_on else ""
    wrong = f" Wrong: {', '.join(line.wrong)}." if line.wrong else ""
    return {
        "when": f"{line.at:%Y-%m-%d %H:%M} UTC",
        "who": plain_text(line.reviewer) or "somebody",
        "what": f"{what}{category}{until}",
        "words": plain_text(line.reason) + wrong,
    }


def _progress(findings: Sequence[Finding]) -> dict[str, Any]:
    done = sum(1 for finding in findings if finding.status is not AdjudicationStatus.NEW)
    grave = sum(1 for finding in findings if finding.status is AdjudicationStatus.NEW and finding.verdict is Verdict.CONTRADICTION)
    reopened = sum(1 for finding in findings if finding.state is DiscrepancyState.REOPENED)
    return {
        "done": done,
        "all": len(findings),
        "words": f"{done:,} of {len(findings):,} findings judged"
        + (f", {grave:,} contradiction{'' if grave == 1 else 's'} left" if grave else "")
        + (f", {reopened:,} reopened" if reopened else ""),
    }
