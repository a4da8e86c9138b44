"""How big the HTML report is, how soon a reader can use it and what it costs: 100, 1,000 and 5,000 findings, in Chromium.

    python -m benchmarks.report [--record]

Held to (exit code 1 when not): under 10 MB and usable in under 2 s with 5,000 findings. Time to interactive runs from the start of the
navigation to the moment keys, filters and cards answer; the least of three openings counts, since what else the machine does is not ours.
Filtering is from the choice to the page having drawn it. Memory is what Chromium's page process holds for itself (USS).
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from importlib import import_module
from pathlib import Path
from typing import Any

import psutil

from atodds.report import render_html
from benchmarks.results import record_results

__all__ = ["main", "measure"]

SIZES = (100, 1_000, 5_000)
MAX_BYTES = 10_000_000
MAX_SECONDS = 2.0
OPENINGS = 3
_ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run", "--disable-extensions"]
_FILTER = """() => new Promise(done => {
  const start = performance.now(), choice = document.querySelector('select[name=verdict]');
  choice.value = 'tension';
  choice.dispatchEvent(new Event('input', {bubbles: true}));
  const look = () => document.querySelector('.counted').textContent.includes(' of ')
    ? requestAnimationFrame(() => setTimeout(() => done(performance.now() - start))) : setTimeout(look, 5);
  look();
})"""


def _page_memory(browser: Any) -> float:
    """Megabytes of the largest renderer."""
    session = browser.new_browser_cdp_session()
    found = session.send("SystemInfo.getProcessInfo")["processInfo"]
    sizes = []
    for item in found:
        if item["type"] == "renderer":
            try:
                sizes.append(psutil.Process(item["id"]).memory_full_info().uss)
            except psutil.Error:
                continue
    return max(sizes, default=0) / 1e6


def measure(count: int, browser: Any, folder: Path) -> dict[str, float]:
    """Write a report with this many findings and open it."""
    run = import_module("tests.report.sample_run").many_findings(count)
    start = time.perf_counter()
    text = render_html(run)
    rendering = time.perf_counter() - start
    path = folder / f"report-{count}.html"
    path.write_text(text, encoding="utf-8")
    ready, filtering, memory = [], [], 0.0
    for _ in range(OPENINGS):
        page = browser.new_page(viewport={"width": 1200, "height": 900})
        page.add_init_script(
            "new MutationObserver((_, seen) => { if (document.documentElement.dataset.ready) { window.readyAt ??= performance.now();"
            " seen.disconnect(); } }).observe(document, {attributes: true, subtree: true, attributeFilter: ['data-ready']});"
        )
        page.goto(path.as_uri())
        page.wait_for_function("window.readyAt > 0")
        ready.append(page.evaluate("window.readyAt") / 1000)
        page.wait_for_timeout(1500)  # the overview is drawn when the page is idle
        memory = max(memory, _page_memory(browser))
        filtering.append(page.evaluate(_FILTER) / 1000)
        page.close()
    return {
        "findings": count,
        "bytes": len(text.encode()),
        "rendering_s": rendering,
        "ready_s": min(ready),
        "filter_s": min(filtering),
        "memory_mb": memory,
    }


def main() -> int:
    """Print the table; 1 when a figure held to is missed."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--record", action="store_true", help="put the table into RESULTS.md")
    asked = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("Chromium is not installed, so nothing is measured: apt-get install chromium")
        return 0
    from playwright.sync_api import sync_playwright

    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=_ARGUMENTS)
        rows = [measure(count, browser, Path(folder)) for count in SIZES]
        browser.close()
    lines = ["| findings | file | written in | usable after | filter | memory |", "|---:|---:|---:|---:|---:|---:|"]
    lines += [
        f"| {row['findings']:,} | {row['bytes'] / 1e6:.1f} MB | {row['rendering_s']:.1f} s | {row['ready_s']:.2f} s "
        f"| {row['filter_s']:.2f} s | {row['memory_mb']:.0f} MB |"
        for row in rows
    ]
    table = "\n".join(lines)
    print(table)
    if asked.record:
        record_results("Report", table)
    largest = rows[-1]
    missed = []
    if largest["bytes"] >= MAX_BYTES:
        missed.append(f"the file of 5,000 findings is {largest['bytes'] / 1e6:.1f} MB, not under 10 MB")
    if largest["ready_s"] >= MAX_SECONDS:
        missed.append(f"5,000 findings are usable after {largest['ready_s']:.2f} s, not under 2 s")
    for line in missed:
        print(f"MISSED: {line}", file=sys.stderr)
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
