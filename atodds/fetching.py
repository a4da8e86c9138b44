"""Web sources: each address is fetched anew by each run, and its last good copy serves where it does not answer.

Whatever a server does costs its own address a row and no more: no answer in time (`fetch_timeout_s` is for all of it, from the name to the
last byte), no HTTP, half a body, an error page. The copy of an earlier run gives way only to a whole answer.

An address that the user names may be anywhere; where its server leads on to must not be this machine or a private network, unless
`private_redirects` of `[sources]` says so: a page on the web must not have us read and publish what only we can reach.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import ipaddress
import os
import re
import socket
import urllib.request
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from atodds.source_files import SourceFile, hash_file
from atodds.workspace import Workspace

if TYPE_CHECKING:
    import httpx

__all__ = ["MAX_BYTES", "fetch", "fetch_all"]

MAX_BYTES: Final = 256 * 1024 * 1024
MOST_REDIRECTS: Final = 10
MOST_AT_ONCE: Final = 8
_HEADERS: Final = {"User-Agent": "atodds (checks whether sources agree)", "Accept-Encoding": "gzip, deflate"}
_GZIP_OR_ZLIB: Final = zlib.MAX_WBITS | 32
_UNPACKED_AT_ONCE: Final = 1 << 20
_SUFFIX_OF_TYPE: Final = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "application/pdf": ".pdf",
    "text/plain": ".txt",
    "text/markdown": ".md",
    "text/csv": ".csv",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
}


class _NoAnswerError(Exception):
    """An address did not give a whole answer; the message says what it gave."""


@dataclass(frozen=True, slots=True)
class _Answer:
    """A whole answer: the file it was written to, and the suffix that its type asks for."""

    part: Path
    suffix: str


def fetch(url: str, workspace: Workspace, max_bytes: int = MAX_BYTES) -> tuple[SourceFile, str | None]:
    """Fetch one address into the workspace; the file, and a problem when an earlier copy had to serve."""
    return fetch_all([url], workspace, max_bytes)[0]


def fetch_all(urls: Sequence[str], workspace: Workspace, max_bytes: int = MAX_BYTES) -> list[tuple[SourceFile, str | None]]:
    """Fetch addresses into the workspace, a few at a time; for each the file, and a problem when an earlier copy had to serve.

    A file without a copy, of this run or of an earlier one, has its `reason` for that.
    """
    if not urls:
        return []
    answers = asyncio.run(_answers(urls, workspace, max_bytes))
    return [_kept(url, answer, workspace) for url, answer in zip(urls, answers, strict=True)]


def _kept(url: str, answer: _Answer | Exception, workspace: Workspace) -> tuple[SourceFile, str | None]:
    """The file of an address: its new copy, or the earlier one."""
    part = _part_of(url, workspace)
    try:
        if isinstance(answer, Exception):
            raise answer
        target = part.with_name(f"{_stem(url)}{answer.suffix}")
        part.replace(target)
    except Exception as error:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        reason = f"{url}: cannot be fetched ({_in_words(error)}); check the address and the network"
        earlier = _copies(url, workspace)
        if not earlier:
            return SourceFile(path=url, location="", url=url, reason=reason), None
        return hash_file(SourceFile(path=url, location=os.fspath(earlier[0]), url=url)), f"{reason}; the copy of an earlier run was used"
    for path in _copies(url, workspace):
        if path != target:
            path.unlink()
    return hash_file(SourceFile(path=url, location=os.fspath(target), url=url)), None


def _part_of(url: str, workspace: Workspace) -> Path:
    """Where this process writes an answer until it is whole."""
    return workspace.folder / "fetched" / f"{_stem(url)}.{os.getpid()}.part"


def _stem(url: str) -> str:
    return hashlib.sha256(url.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _copies(url: str, workspace: Workspace) -> list[Path]:
    return sorted(path for path in (workspace.folder / "fetched").glob(f"{_stem(url)}.*") if path.suffix != ".part")


def _in_words(error: Exception) -> str:
    if isinstance(error, TimeoutError):
        return "no whole answer in time; see fetch_timeout_s in [run]"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    words = " ".join(str(error).split())
    return words or type(error).__name__


async def _answers(urls: Sequence[str], workspace: Workspace, max_bytes: int) -> list[_Answer | Exception]:
    import httpx

    (workspace.folder / "fetched").mkdir(parents=True, exist_ok=True)
    turns = asyncio.Semaphore(MOST_AT_ONCE)
    limit_s = workspace.settings.run.fetch_timeout_s
    private = workspace.settings.sources.private_redirects

    async def answer(url: str) -> _Answer | Exception:
        async with turns:
            try:
                async with asyncio.timeout(limit_s):
                    return await _follow(client, url, _part_of(url, workspace), max_bytes, private)
            except Exception as error:  # whatever a server does, or is called, costs its own address alone
                return error

    async with httpx.AsyncClient(headers=_HEADERS, timeout=None, follow_redirects=False) as client:
        return list(await asyncio.gather(*(answer(url) for url in urls)))


async def _follow(client: httpx.AsyncClient, url: str, part: Path, max_bytes: int, private: bool) -> _Answer:
    """The answer of an address, or of where it leads on to, written to a file."""
    import httpx

    at = httpx.URL(url)
    for step in range(MOST_REDIRECTS + 1):
        if at.scheme not in ("http", "https"):
            raise _NoAnswerError(f"it leads on to {at}, which is neither https:// nor http://")
        guarded = step > 0 and not private
        if guarded:
            _refuse_private(await _addresses(at), at)
        async with client.stream("GET", at) as response:
            if guarded and not _by_proxy(at):
                # A name may answer otherwise the second time it is asked.
                _refuse_private(_peer(response), at)
            if response.has_redirect_location:
                at = at.join(response.headers["location"])
                continue
            if response.status_code != 200:
                raise _NoAnswerError(f"its server answers {response.status_code} {response.reason_phrase}".rstrip())
            await _write(response, part, max_bytes)
            return _Answer(part, _suffix(url, response.headers.get("content-type", "")))
    raise _NoAnswerError(f"it leads on more than {MOST_REDIRECTS} times")


async def _write(response: httpx.Response, part: Path, max_bytes: int) -> None:
    """Write what the answer holds; unpacked here, because httpx takes a packed answer that was cut off for a whole one."""
    packing = response.headers.get("content-encoding", "identity").strip().lower()
    if packing not in ("identity", "", "gzip", "x-gzip", "deflate"):
        raise _NoAnswerError(f"it is packed as {packing}, which was not asked for")
    unpacker = None if packing in ("identity", "") else zlib.decompressobj(_GZIP_OR_ZLIB)
    size = 0
    with part.open("wb") as file:
        async for piece in response.aiter_raw():
            while piece:
                plain = unpacker.decompress(piece, _UNPACKED_AT_ONCE) if unpacker else piece
                size += file.write(plain)
                if size > max_bytes:
                    raise _NoAnswerError(f"larger than {max_bytes:,} bytes")
                piece = unpacker.unconsumed_tail if unpacker else b""
    if unpacker is not None and not unpacker.eof:
        raise _NoAnswerError("its packed answer was cut off")
    if not size:
        raise _NoAnswerError("its server answers with nothing")


def _by_proxy(url: httpx.URL) -> bool:
    return url.scheme in urllib.request.getproxies() and not urllib.request.proxy_bypass(url.host)


async def _addresses(url: httpx.URL) -> list[str]:
    """What the host's name stands for; none where a proxy will ask in our place."""
    if _by_proxy(url):
        try:
            ipaddress.ip_address(url.host)
        except ValueError:
            return []
        return [url.host]
    found = await asyncio.get_running_loop().getaddrinfo(url.raw_host.decode("ascii"), url.port or 0, type=socket.SOCK_STREAM)
    return [str(known[4][0]) for known in found]


def _peer(response: httpx.Response) -> list[str]:
    stream = response.extensions.get("network_stream")
    address = stream.get_extra_info("server_addr") if stream is not None else None
    return [str(address[0])] if address else []


def _refuse_private(addresses: Sequence[str], url: httpx.URL) -> None:
    for address in addresses:
        if not _is_public(address):
            raise _NoAnswerError(
                f"it leads on to {url}, which is {address}, of this machine or a private network;"
                " name that address itself, or set private_redirects = true in [sources]"
            )


def _is_public(address: str) -> bool:
    known = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(known, ipaddress.IPv6Address):
        inner = known.ipv4_mapped or known.sixtofour
        if inner is None and known in ipaddress.ip_network("64:ff9b::/96"):
            inner = ipaddress.IPv4Address(int(known) & 0xFFFFFFFF)
        known = inner or known
    return known.is_global and not known.is_multicast


def _suffix(url: str, content_type: str) -> str:
    known = _SUFFIX_OF_TYPE.get(content_type.partition(";")[0].strip().lower())
    if known is not None:
        return known
    found = re.search(r"\.([A-Za-z0-9]{1,5})(?:[?#].*)?$", url.rsplit("/", 1)[-1])
    return f".{found.group(1).lower()}" if found and found.group(1).lower() != "part" else ".html"
