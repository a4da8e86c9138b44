"""Web sources, against real servers on this machine that do what servers on the web do, well and badly."""

from __future__ import annotations

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from atodds.discovering import discover
from atodds.fetching import _is_public, fetch, fetch_all
from atodds.pipeline import check_corpus
from atodds.workspace import Workspace

Answer = Callable[[socket.socket, str], None]
"""What a server does with a connection, once it has read the request for a path."""


@contextmanager
def server(answer: Answer, host: str = "127.0.0.1") -> Iterator[str]:
    """A server that answers every connection in a thread of its own; its address."""
    listener = socket.create_server((host, 0), backlog=64, family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    ended = threading.Event()

    def serve() -> None:
        while not ended.is_set():
            try:
                connection, _ = listener.accept()
            except OSError:
                return
            threading.Thread(target=one, args=(connection,), daemon=True).start()

    def one(connection: socket.socket) -> None:
        with connection:
            request = b""
            try:
                while b"\r\n\r\n" not in request:
                    piece = connection.recv(65536)
                    if not piece:
                        return
                    request += piece
                answer(connection, request.split(b" ")[1].decode())
            except OSError:
                return

    threading.Thread(target=serve, daemon=True).start()
    try:
        shown = f"[{host}]" if ":" in host else host
        yield f"http://{shown}:{listener.getsockname()[1]}"
    finally:
        ended.set()
        listener.close()


def says(content: bytes) -> Answer:
    """Sends these bytes and closes."""
    return lambda connection, path: connection.sendall(content)


def page(body: bytes, status: str = "200 OK", content_type: str = "text/html; charset=utf-8", *headers: str) -> bytes:
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {content_type}", f"Content-Length: {len(body)}", "Connection: close", *headers]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + body


def slowly(head: bytes, every_s: float = 3.0) -> Answer:
    """A byte now and then, for ever."""

    def answer(connection: socket.socket, path: str) -> None:
        connection.sendall(head)
        while True:
            connection.sendall(b"a")
            time.sleep(every_s)

    return answer


def never(connection: socket.socket, path: str) -> None:
    time.sleep(30)


GOOD = page(b"<p>40 people died.</p>")

BAD = {
    "a bad status line": says(b"HTTP/banana 9999 what\r\n\r\n<p>41</p>"),
    "no status line at all": says(b"\x16\x03\x01 <p>41</p>\r\n\r\n"),
    "a broken chunk": says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<p>41\r\nzz\r\nmore"),
    "chunks that end too early": says(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n40\r\n<p>41"),
    "a body shorter than was said": says(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<p>41</p>"),
    "two lengths": says(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 9\r\n\r\n<p>41</p>"),
    "headers without end": says(b"HTTP/1.1 200 OK\r\n" + b"".join(b"X-%d: %s\r\n" % (n, b"x" * 1000) for n in range(400)) + b"\r\n<p>"),
    "compressed, and cut off": says(page(gzip.compress(b"<p>41</p>" * 100)[:-20], "200 OK", "text/html", "Content-Encoding: gzip")),
    "said to be compressed, and not": says(page(b"<p>41</p>", "200 OK", "text/html", "Content-Encoding: gzip")),
    "nothing": says(b""),
    "an empty page": says(page(b"")),
    "a page of another kind of answer": says(page(b"<p>41</p>", "206 Partial Content")),
    "not found": says(page(b"<p>41</p>", "404 Not Found")),
    "down": says(page(b"<p>41</p>", "503 Service Unavailable")),
    "a redirect to nowhere": says(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n"),
    "a redirect to what is no address": says(b"HTTP/1.1 302 Found\r\nLocation: http://[::1/\r\nContent-Length: 0\r\n\r\n"),
    "a redirect to a file": says(b"HTTP/1.1 302 Found\r\nLocation: file:///etc/hostname\r\nContent-Length: 0\r\n\r\n"),
    "larger than is taken": says(page(b"x" * 200_000)),
    "larger than is taken, once unpacked": says(page(gzip.compress(b"x" * 50_000_000), "200 OK", "text/html", "Content-Encoding: gzip")),
    "packed in a way that was not asked for": says(page(b"<p>41</p>", "200 OK", "text/html", "Content-Encoding: br")),
    "a byte of the body every three seconds": slowly(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>41"),
    "a byte of the headers every three seconds": slowly(b"HTTP/1.1 200 OK\r\nX-Slow: "),
    "no answer": never,
}


def quick(workspace: Workspace, sources: str = "") -> Workspace:
    """The workspace with a second for each address."""
    (workspace.root / "atodds.toml").write_text(f"[sources]\n{sources}\n[run]\nfetch_timeout_s = 1.0\n", encoding="utf-8")
    return Workspace.at(workspace.root)


@pytest.mark.faults
@pytest.mark.parametrize("fault", BAD)
def test_a_bad_answer_costs_its_address_a_row_and_never_a_good_copy(workspace: Workspace, fault: str) -> None:
    workspace = quick(workspace)
    turn = [BAD[fault]]
    with server(lambda connection, path: turn[0](connection, path)) as url:
        began = time.monotonic()
        file, problem = fetch(url, workspace, max_bytes=100_000)
        assert time.monotonic() - began < 2.5, "all of it takes no longer than is set"
        assert (file.content_sha256, problem) == ("", None)
        assert file.reason is not None
        assert file.reason.startswith(f"{url}: cannot be fetched (")
        assert "\n" not in file.reason
        turn[0] = says(GOOD)
        good, problem = fetch(url, workspace, max_bytes=100_000)
        assert (good.reason, problem) == (None, None)
        turn[0] = BAD[fault]
        again, problem = fetch(url, workspace, max_bytes=100_000)
    assert again.content_sha256 == good.content_sha256
    assert problem is not None
    assert problem.endswith("; the copy of an earlier run was used")
    assert [path.name for path in (workspace.folder / "fetched").iterdir()] == [Path(good.location).name], "and no half of anything"


@pytest.mark.faults
@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/x", "http://exa mple/", "http://[::1/", "http://", "http://a..b/", "http://\udcff/", "http://x:99999999/"]
)
def test_an_address_that_is_none_costs_a_row(workspace: Workspace, url: str) -> None:
    file, problem = fetch(url, quick(workspace))
    assert problem is None
    assert "cannot be fetched" in (file.reason or "")


def test_a_blank_in_the_path_is_asked_for_as_browsers_do(workspace: Workspace) -> None:
    asked: list[str] = []

    def answer(connection: socket.socket, path: str) -> None:
        asked.append(path)
        connection.sendall(GOOD)

    with server(answer) as url:
        file, problem = fetch(f"{url}/the report.html?year=2 020", quick(workspace))
    assert (file.reason, problem, asked) == (None, None, ["/the%20report.html?year=2%20020"])


def test_a_hundred_and_fifty_headers_are_no_fault(workspace: Workspace) -> None:
    many = [f"X-{number}: {number}" for number in range(150)]
    with server(says(page(b"<p>40</p>", "200 OK", "text/html", *many))) as url:
        file, problem = fetch(url, quick(workspace))
    assert (file.reason, problem, file.size_bytes) == (None, None, 9)


@pytest.mark.parametrize(
    ("content_type", "path", "suffix"),
    [
        ("text/html; charset=utf-8", "/report.pdf", ".html"),
        ("Application/PDF", "/x", ".pdf"),
        ("application/octet-stream", "/report.docx?v=2", ".docx"),
        ("", "/report", ".html"),
        ("", "/evil.part", ".html"),
        ("", "/../../x.sh", ".sh"),
    ],
)
def test_the_type_or_else_the_address_says_what_it_is_read_as(workspace: Workspace, content_type: str, path: str, suffix: str) -> None:
    with server(says(page(b"x", "200 OK", content_type))) as url:
        file, _ = fetch(f"{url}{path}", quick(workspace))
    assert Path(file.location).suffix == suffix
    assert Path(file.location).parent == workspace.folder / "fetched"


@pytest.mark.parametrize("packing", ["gzip", "deflate"])
def test_a_packed_page_is_unpacked(workspace: Workspace, packing: str) -> None:
    packed = (gzip.compress if packing == "gzip" else zlib.compress)(b"<p>40 people died.</p>" * 1000)
    with server(says(page(packed, "200 OK", "text/html", f"Content-Encoding: {packing}"))) as url:
        file, problem = fetch(url, quick(workspace))
    assert (file.reason, problem, file.size_bytes) == (None, None, 22_000)


def test_a_page_of_another_type_takes_the_place_of_the_copy(workspace: Workspace) -> None:
    turn = [GOOD]
    with server(lambda connection, path: connection.sendall(turn[0])) as url:
        fetch(url, quick(workspace))
        turn[0] = page(b"40 people died.", "200 OK", "text/plain")
        file, _ = fetch(url, quick(workspace))
    assert [path.suffix for path in (workspace.folder / "fetched").iterdir()] == [".txt"]
    assert file.size_bytes == 15


# --- where an address leads on to


def leads_to(url: str) -> Answer:
    return says(f"HTTP/1.1 302 Found\r\nLocation: {url}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n".encode())


@pytest.mark.faults
def test_an_address_on_the_web_must_not_lead_to_this_machine(workspace: Workspace) -> None:
    reached: list[str] = []

    def secret(connection: socket.socket, path: str) -> None:
        reached.append(path)
        connection.sendall(page(b"<p>secret</p>"))

    with server(secret) as inside:
        port = inside.rsplit(":", 1)[1]
        for target in (
            inside,
            f"http://localhost:{port}/",
            f"http://0.0.0.0:{port}/",
            f"http://2130706433:{port}/",
            f"http://[::ffff:127.0.0.1]:{port}/",
        ):
            with server(leads_to(target)) as url:
                file, _ = fetch(url, quick(workspace))
            assert "of this machine or a private network" in (file.reason or ""), target
            assert "private_redirects = true" in (file.reason or "")
        with server(leads_to(inside)) as last, server(leads_to(last)) as url:
            assert fetch(url, quick(workspace))[0].reason is not None
    assert reached == [], "nothing is asked of it"


def test_where_it_is_allowed_an_address_may_lead_to_this_machine(workspace: Workspace) -> None:
    with server(says(GOOD)) as inside, server(leads_to(f"{inside}/x")) as url:
        file, problem = fetch(url, quick(workspace, "private_redirects = true"))
    assert (file.reason, problem) == (None, None)
    assert file.path == url


@pytest.mark.faults
def test_redirects_that_go_round_end(workspace: Workspace) -> None:
    with server(lambda connection, path: leads_to("/again")(connection, path)) as url:
        file, _ = fetch(url, quick(workspace, "private_redirects = true"))
    assert "it leads on more than 10 times" in (file.reason or "")


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.9.9.9", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "224.0.0.1", "::1",
     "::", "fe80::1%eth0", "fc00::1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1"],
)  # fmt: skip
def test_addresses_of_this_machine_and_of_private_networks_are_not_public(address: str) -> None:
    assert not _is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f::1", "::ffff:93.184.215.14", "64:ff9b::5db8:d70e"])
def test_addresses_of_the_web_are_public(address: str) -> None:
    assert _is_public(address)


# --- a run over them


@pytest.mark.faults
def test_one_bad_server_costs_its_row_and_the_others_are_read(workspace: Workspace, toy: list[str]) -> None:
    with server(says(page(b"mills: 3\n", "200 OK", "text/plain"))) as good, server(BAD["a broken chunk"]) as bad, server(never) as silent:
        listed = ", ".join(f'"{url}"' for url in (good, bad, silent))
        outcome = check_corpus(quick(workspace, f"urls = [{listed}]"))
    rows = {row["path"]: row for row in outcome.snapshot.documents.to_dicts()}
    assert rows[good]["status"] == "read"
    assert [rows[url]["status"] for url in (bad, silent)] == ["unreadable"] * 2
    assert "no whole answer in time; see fetch_timeout_s in [run]" in rows[silent]["reason"]


@pytest.mark.faults
def test_a_server_that_is_down_for_a_day_resolves_nothing(workspace: Workspace, toy: list[str]) -> None:
    turn = [says(page(b"mills: 3\n", "200 OK", "text/plain"))]
    (workspace.root / "documents" / "a.txt").write_text("mills: 5\n", encoding="utf-8")
    with server(lambda connection, path: turn[0](connection, path)) as url:
        workspace = quick(workspace, f'paths = ["documents"]\nurls = ["{url}"]')
        assert check_corpus(workspace).snapshot.discrepancies["state"].to_list() == ["new"]
        turn[0] = BAD["a body shorter than was said"]
        outcome = check_corpus(workspace)
    assert outcome.snapshot.discrepancies["state"].to_list() == ["persisting"]
    assert outcome.snapshot.problems["name"].to_list() == [url]


def test_many_addresses_are_fetched_side_by_side(workspace: Workspace) -> None:
    def answer(connection: socket.socket, path: str) -> None:
        time.sleep(0.3)
        connection.sendall(page(path.encode()))

    with server(answer) as url:
        began = time.monotonic()
        files = fetch_all([f"{url}/{number}" for number in range(8)], quick(workspace))
        assert time.monotonic() - began < 1.5
    assert [Path(file.location).read_text() for file, _ in files] == [f"/{number}" for number in range(8)]


def test_an_address_that_is_named_twice_is_one_document(workspace: Workspace) -> None:
    with server(says(GOOD)) as url:
        found = discover(quick(workspace, f'urls = ["{url}", "{url}"]'))
    assert [file.path for file in found.files] == [url]
