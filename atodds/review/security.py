"""What keeps other web pages, other machines and hostile documents out of the review app.

A page anywhere on the web can make the browser send requests to 127.0.0.1, and with DNS rebinding even read the answers. So every
request needs a `Host` we serve under and a session cookie, got only with the token of the start address (or the password where
binding to another address was allowed); every request that changes something needs an `Origin` that is ours. Answers carry a
Content-Security-Policy without any inline script or style, so that even markup that slipped through could run nothing.
"""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import ipaddress
import secrets
import time
from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

__all__ = ["POLICY", "Access", "Guard"]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
MAX_BODY = 1_000_000
_SAFE = {"GET", "HEAD"}
_OPEN = {"/start", "/login", "/static/review.css", "/static/report.css"}
LOGIN_TRIES = 10
LOGIN_WINDOW_S = 60.0
MOST_WAITING = 30
MOST_ADDRESSES = 10_000


def _digest(password: str, salt: bytes) -> bytes:
    return hashlib.scrypt(password.encode(), salt=salt, n=2**14, r=8, p=1)


@dataclass(slots=True)
class _Queue:
    """When one address tried a wrong password lately, and when its next turn is."""

    wrong: list[float] = field(default_factory=list)
    next_turn: float = 0.0


def _network(address: str) -> str:
    """The address; for IPv6 its /64, all of which is usually one machine's."""
    try:
        known = ipaddress.ip_address(address)
    except ValueError:
        return address
    if known.version == 4:
        return address
    return str(known.ipv4_mapped or ipaddress.ip_network((known, 64), strict=False))


@dataclass(slots=True)
class Access:
    """Who may come in, made once when the app starts.

    `hosts` are the values of `Host` that are served; empty means any, which is only right together with a password. `token` opens
    the start address; without it (a remote app) the password is the only way in.
    """

    hosts: frozenset[str]
    token: str | None = field(default_factory=lambda: secrets.token_urlsafe(32))
    writable: bool = True
    cookie: str = "atodds_review"
    _session: str = field(default_factory=lambda: secrets.token_urlsafe(32), repr=False)
    _salt: bytes = field(default_factory=lambda: secrets.token_bytes(16), repr=False)
    _password: bytes | None = field(default=None, repr=False)
    turn_s: float = 1.0  # between two tries of one address that has tried too often
    _queues: dict[str, _Queue] = field(default_factory=dict, repr=False)

    def with_password(self, password: str) -> Access:
        """The same, with a password; kept as its scrypt digest only."""
        self._password = _digest(password, self._salt)
        return self

    @property
    def has_password(self) -> bool:
        """Whether one may come in by password."""
        return self._password is not None

    def token_fits(self, token: str) -> bool:
        """Whether this is the token of the start address."""
        return self.token is not None and hmac.compare_digest(self.token.encode(), token.encode("utf-8", "replace"))

    async def password_fits(self, password: str, address: str) -> bool | None:
        """Whether this is the password.

        Who has tried too often from one address in a minute waits for a turn, and is then heard like anyone else: guessing is slow, and
        whoever knows the password comes in, from that address after a moment and from any other at once. None, unheard, only when too many
        wait at one address already.
        """
        queue = self._queue_of(address)
        now = time.monotonic()
        if len(queue.wrong) >= LOGIN_TRIES:
            turn = max(now, queue.next_turn) + self.turn_s
            if turn - now > MOST_WAITING * self.turn_s:
                return None
            queue.next_turn = turn
            await asyncio.sleep(turn - now)
        if await run_in_threadpool(self._is_password, password):
            queue.wrong.clear()
            return True
        queue.wrong.append(time.monotonic())
        return False

    def _is_password(self, password: str) -> bool:
        return self._password is not None and hmac.compare_digest(self._password, _digest(password[:1024], self._salt))

    def _queue_of(self, address: str) -> _Queue:
        """Of one address; of one network, where a network has addresses without number."""
        since = time.monotonic() - LOGIN_WINDOW_S
        name = _network(address)
        queue = self._queues.setdefault(name, _Queue())
        queue.wrong[:] = [tried for tried in queue.wrong if tried > since]
        if len(self._queues) > MOST_ADDRESSES:
            for idle in [other for other, its in self._queues.items() if other != name and (not its.wrong or its.wrong[-1] <= since)]:
                del self._queues[idle]
        return queue

    def session_fits(self, value: str) -> bool:
        """Whether this is the cookie we gave."""
        return hmac.compare_digest(self._session.encode(), value.encode("utf-8", "replace"))

    def let_in(self, response: Response) -> Response:
        """Put the session cookie on an answer."""
        response.set_cookie(self.cookie, self._session, httponly=True, samesite="strict", path="/")
        return response


class Guard:
    """The middleware around the whole app."""

    def __init__(self, app: ASGIApp, access: Access) -> None:
        self.app = app
        self.access = access

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse what must not come in; put the headers on everything that goes out."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(raw=message["headers"])
                headers["Content-Security-Policy"] = POLICY
                headers["X-Content-Type-Options"] = "nosniff"
                headers["X-Frame-Options"] = "DENY"
                headers["Referrer-Policy"] = "same-origin"  # "no-referrer" would make browsers send "Origin: null" with our own forms
                headers["Cross-Origin-Opener-Policy"] = "same-origin"
                headers["Cross-Origin-Resource-Policy"] = "same-origin"
                headers["Cache-Control"] = "no-store"
                message["headers"] = headers.raw
            await send(message)

        refusal = self._refusal(scope)
        if refusal is not None:
            await refusal(scope, receive, send_guarded)
            return
        await self.app(scope, _limited(receive), send_guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        host, path, method = headers.get("host", ""), scope["path"], scope["method"]
        if len(headers.getlist("host")) != 1 or (self.access.hosts and host.lower() not in self.access.hosts):
            return PlainTextResponse("This address is not served here.\n", 421)
        if method not in _SAFE:
            if not _same_origin(headers, host):
                return PlainTextResponse("RefusedError: the request did not come from this app's own pages.\n", 403)
            length = headers.get("content-length", "0")
            if not length.isdecimal() or len(length) > len(str(MAX_BODY)) or int(length) > MAX_BODY:
                return PlainTextResponse("RefusedError: too long.\n", 413)
        if path == "/start":
            token = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
            if method in _SAFE and self.access.token_fits(token):
                return self.access.let_in(RedirectResponse("/", 303))
            return PlainTextResponse("This start address is not valid. Open the one the command printed.\n", 403)
        if path in _OPEN and (path != "/login" or self.access.has_password):
            return None
        if not self.access.session_fits(cookie_parser(headers.get("cookie", "")).get(self.access.cookie, "")):
            if self.access.has_password and method in _SAFE:
                return RedirectResponse("/login", 303)
            return PlainTextResponse("Not open yet in this browser. Open the start address that the command printed.\n", 401)
        if method not in _SAFE and not self.access.writable:
            return PlainTextResponse("Read only: decisions are made by whoever owns the workspace and started this app.\n", 403)
        return None


def _same_origin(headers: Headers, host: str) -> bool:
    origin = headers.get("origin")
    if origin is not None:
        parts = urlsplit(origin)
        return parts.scheme in ("http", "https") and parts.netloc.lower() == host.lower()
    return headers.get("sec-fetch-site") == "same-origin"


def _limited(receive: Receive) -> Receive:
    taken = 0

    async def limited() -> Message:
        nonlocal taken
        message = await receive()
        taken += len(message.get("body", b""))
        return {"type": "http.disconnect"} if taken > MAX_BODY else message

    return limited
