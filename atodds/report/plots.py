"""What a report's plots are drawn with: the specifications of `templates/plots.json`, and Vega itself.

Vega, Vega-Lite and Vega-Embed come out of vl-convert, so nothing is fetched from anywhere. Bundling them takes a second and a half and
100 MB, so a process of its own does it, beside the reading of the documents where the command knows that a report will follow, and what it
made is kept for the next run: `~/.cache/atodds/vega-<version of vl-convert>.js`, or under `$XDG_CACHE_HOME`.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from functools import cache
from importlib import metadata, resources
from pathlib import Path
from typing import Any, Final

__all__ = ["begin_bundle", "plot_bundle", "plot_specs"]

_SETS: Final = "window.vegaEmbed = vegaEmbed;"
_WRITE: Final = (
    "import os, sys, vl_convert\n"
    "part = f'{sys.argv[2]}.{os.getpid()}.part'\n"
    "with open(part, 'w', encoding='utf-8') as file:\n"
    "    file.write(vl_convert.javascript_bundle(sys.argv[1]))\n"
    "os.replace(part, sys.argv[2])\n"
)


_WHOLE: Final = re.compile(r"window\.vegaEmbed=[\w$]+;\s*\Z")


@cache
def plot_specs() -> dict[str, dict[str, Any]]:
    """One specification a kind of drawing, without its readings."""
    text = resources.files("atodds.report").joinpath("templates", "plots.json").read_text(encoding="utf-8")
    specs: dict[str, dict[str, Any]] = json.loads(text)
    return specs


@cache
def begin_bundle() -> subprocess.Popen[bytes] | None:
    """Have the bundle made by a process of its own, unless it is kept from an earlier run or nothing can be kept."""
    kept = _kept_bundle()
    if kept is None or kept.is_file():
        return None
    try:
        kept.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=kept.parent):
            pass  # it can be written to
        return subprocess.Popen([sys.executable, "-c", _WRITE, _SETS, str(kept)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    except OSError:
        return None


@cache
def plot_bundle() -> str:
    """Vega, Vega-Lite and Vega-Embed as one script that sets `window.vegaEmbed`; about 0.9 MB."""
    making = begin_bundle()
    if making is not None:
        making.wait()
    kept = _kept_bundle()
    try:
        bundle = kept.read_text(encoding="utf-8") if kept else ""
    except (OSError, ValueError):
        bundle = ""
    if not _WHOLE.search(bundle, max(len(bundle) - 100, 0)):
        bundle = _make_bundle()
    return bundle.replace("</script", "<\\/script").replace("<!--", "<\\!--")


def _kept_bundle() -> Path | None:
    """The file a bundle of this vl-convert is kept in; None where the user has no home."""
    folder = os.environ.get("XDG_CACHE_HOME")
    try:
        root = Path(folder) if folder and Path(folder).is_absolute() else Path.home() / ".cache"
        return root / "atodds" / f"vega-{metadata.version('vl-convert-python')}.js"
    except (RuntimeError, metadata.PackageNotFoundError):
        return None


def _make_bundle() -> str:
    import vl_convert

    bundle: str = vl_convert.javascript_bundle(_SETS)
    return bundle
