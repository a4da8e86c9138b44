"""Driving Chromium for the tests of the report and the review app."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
MISSING = "Chromium is not installed, so nothing was tested in a browser: apt-get install chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run",
    "--disable-default-apps", "--disable-extensions", "--disable-dev-shm-usage",
]  # fmt: skip
AXE = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}


@contextmanager
def chromium() -> Iterator[Any]:
    if CHROMIUM is None:
        pytest.skip(MISSING)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def window(browser: Any, **settings: Any) -> Iterator[Any]:
    """A page of its own, whose script errors, policy violations and dialogs fail the test."""
    width = settings.pop("width", 1100)
    context = browser.new_context(viewport={"width": width, "height": 800}, **settings)
    context.set_default_timeout(20_000)
    page = context.new_page()
    trouble: list[str] = []
    page.on("pageerror", lambda error: trouble.append(f"error: {error}"))
    page.on("console", lambda message: trouble.append(message.text) if message.type == "error" else None)
    page.on("dialog", lambda dialog: (trouble.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda request: trouble.append(f"network: {request.url}") if _leaves(request.url) else None)
    page.trouble = trouble
    yield page
    context.close()
    assert trouble == [], trouble


def _leaves(url: str) -> bool:
    return not url.startswith(("file:", "data:", "blob:", "http://127.0.0.1", "about:"))


def until(page: Any, expression: str, seconds: float = 20) -> None:
    """Wait for an expression to hold. Playwright's own waiting evaluates text inside the page, which a strict policy forbids."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if page.evaluate(expression):
                return
        except Exception as error:
            if "navigation" not in str(error) and "destroyed" not in str(error):
                raise
        page.wait_for_timeout(50)
    raise AssertionError(f"not within {seconds} s: {expression}; on the page: {page.locator('body').inner_text()[:600]}")


def ready(page: Any, address: str) -> None:
    page.goto(address)
    until(page, "document.documentElement.dataset.ready === 'yes'")


def axe_violations(page: Any) -> list[str]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=AXE).response["violations"]
    return [f"{item['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}" for item in found for node in item["nodes"][:3]]


def overflow(page: Any) -> int:
    """By how many pixels the page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@contextmanager
def serving(run: Any, folder: Path, **access_settings: Any) -> Iterator[tuple[str, str]]:
    """The review app on a free port: its address and its start address."""
    import socket

    import uvicorn

    from atodds.adjudications import AdjudicationLog
    from atodds.review.app import create_app
    from atodds.review.security import Access

    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    access = Access(frozenset({f"127.0.0.1:{port}"}), cookie=f"atodds_review_{port}", **access_settings)
    app = create_app(run, AdjudicationLog.beside(folder), access, root=folder, reviewer="ana")
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    yield f"http://127.0.0.1:{port}", f"http://127.0.0.1:{port}/start?token={access.token}"
    server.should_exit = True
    thread.join(timeout=10)
    listener.close()
