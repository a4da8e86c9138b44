"""What `atodds sources` and `atodds topics` list: documents and what a run made of them, topics and what stands in them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from atodds.discovering import Discovery, discover
from atodds.errors import ConfigurationError
from atodds.store.snapshot import Snapshot
from atodds.workspace import Workspace

__all__ = ["list_sources", "list_topics"]


def list_sources(workspace: Workspace) -> dict[str, Any]:
    """The documents of the workspace's sources and of the latest run's, each with what that run made of it, and what is left out.

    A document is "new" or "changed" since that run, or "gone"; else it has the status it was given there, with the reason where it was not
    read, what was left out of it, and the number of its claims. Addresses are not fetched: they are as the run had them.

    Raises:
        ConfigurationError: when nothing is named and nothing was checked so far, or a path of the settings does not exist.
    """
    try:
        latest = Snapshot.find(workspace)
    except ConfigurationError:
        latest = None
    found = _found(workspace, latest)
    known = {row["path"]: row for row in latest.documents.to_dicts()} if latest is not None else {}
    documents = [_document(file.path, file.size_bytes, file.reason, file.document_id, known.get(file.path)) for file in found.files]
    seen = {document["path"] for document in documents}
    urls = set(workspace.settings.sources.urls)
    documents += [{**_as_run(row), **_since(row, urls)} for path, row in known.items() if path not in seen]
    documents += [_document(url, 0, None, "", None) for url in sorted(urls - seen - known.keys())]
    return {
        "run_id": latest.run_id if latest is not None else None,
        "documents": sorted(documents, key=lambda document: str(document["path"])),
        "left_out": [{"path": item.path, "reason": item.reason} for item in found.left_out],
        "problems": [{"name": name, "message": message} for name, message in found.problems],
    }


def list_topics(snapshot: Snapshot) -> list[dict[str, Any]]:
    """The topics of a run, those of most claims first, each with its claims and its passages.

    A passage is a document or a stretch of a long one, from the character `char_start` on; `shares` are the words it has in common with the
    rest of the topic.
    """
    claims = dict(snapshot.claims.group_by("topic_id").len().iter_rows())
    topics: dict[str, dict[str, Any]] = {}
    for row in snapshot.topics.sort("document_path", "char_start").iter_rows(named=True):
        named = {name: row[name] for name in ("topic_id", "name", "kind", "period_low", "period_high")}
        topic = topics.setdefault(row["topic_id"], {**named, "claims": claims.get(row["topic_id"], 0), "passages": []})
        topic["passages"].append({name: row[name] for name in ("document_path", "char_start", "shares")})
    return sorted(topics.values(), key=lambda topic: (-topic["claims"], topic["topic_id"]))


def _found(workspace: Workspace, latest: Snapshot | None) -> Discovery:
    """What is there now, of the settings' sources and of those the latest run was given."""
    of_run = list(_paths_of(workspace, latest)) if latest is not None else []
    sources = workspace.settings.sources
    if not sources.paths:
        if of_run or sources.urls or latest is not None:
            return discover(workspace, of_run, urls=[]) if of_run else Discovery(files=())
        return discover(workspace)  # which says that nothing is named
    configured = discover(workspace, urls=[])
    if not of_run:
        return configured
    beside = discover(workspace, of_run, urls=[])
    files = {file.path: file for file in (*configured.files, *beside.files)}
    left_out = {item.path: item for item in (*configured.left_out, *beside.left_out) if item.path not in files}
    problems = tuple(dict.fromkeys((*configured.problems, *beside.problems)))
    return Discovery(tuple(files[path] for path in sorted(files)), tuple(left_out[path] for path in sorted(left_out)), problems)


def _paths_of(workspace: Workspace, latest: Snapshot) -> Iterator[Path]:
    """Files and folders the run was given that are still there; claims files are no documents."""
    given = {str(path) for path in latest.run.get("claims_files", ())}
    for name in latest.run["sources"]:
        path = workspace.root / name
        if name not in given and "://" not in name and path.exists():
            yield Path(name) if Path(name).is_absolute() else path


def _document(path: str, size_bytes: int, reason: str | None, document_id: str, row: dict[str, Any] | None) -> dict[str, Any]:
    if row is not None and row["document_id"] == document_id:
        return _as_run(row)
    status = "unreadable" if reason else "changed" if row is not None else "new"
    return {"path": path, "size_bytes": size_bytes, "status": status, "reason": reason, "claims": None, "notices": []}


def _as_run(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "path": row["path"],
        "size_bytes": row["size_bytes"],
        "status": row["status"],
        "reason": row["reason"],
        "claims": row["claim_count"],
        "notices": list(row["notices"] or ()),
    }


def _since(row: dict[str, Any], urls: set[str]) -> dict[str, Any]:
    """What has become of a document of the run that was not found: an address and a claims file are not looked for."""
    if row["format"] == "claims" or row["path"] in urls or "://" in row["path"]:
        return {}
    return {"status": "gone", "reason": None}
