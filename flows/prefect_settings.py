"""How Prefect is set up here, without importing it: whether an API is configured, and a quiet server of our own where none is.

A command that answers at once must not pay for a server, and one that starts a server must not phone home, ask for newer versions, or
write to the user's own Prefect folder.
"""

from __future__ import annotations

import os
import tomllib
from pathlib import Path
from typing import Any, Final

__all__ = ["api_is_configured", "be_quiet"]

_QUIET: Final = {
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
    "PREFECT_CLIENT_SERVER_VERSION_CHECK_ENABLED": "false",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_EPHEMERAL_STARTUP_TIMEOUT_SECONDS": "120",
}
# On a server of our own nobody reads logs: a failure is told by the command, in one line.
_QUIET_EMBEDDED: Final = {
    "PREFECT_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_SERVER_LEVEL": "CRITICAL",
    "PREFECT_INTERNAL_LOGGING_LEVEL": "CRITICAL",
    "PREFECT_LOGGING_TO_API_ENABLED": "false",
}


def api_is_configured() -> bool:
    """Whether flows have a server to go to: PREFECT_API_URL in the environment or in the active profile."""
    if os.environ.get("PREFECT_API_URL"):
        return True
    home = Path(os.environ.get("PREFECT_HOME", "~/.prefect")).expanduser()
    profiles = Path(os.environ.get("PREFECT_PROFILES_PATH", home / "profiles.toml")).expanduser()
    try:
        known: dict[str, Any] = tomllib.loads(profiles.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    active = os.environ.get("PREFECT_PROFILE", known.get("active"))
    profile = known.get("profiles", {}).get(active, {})
    return isinstance(profile, dict) and bool(profile.get("PREFECT_API_URL"))


def be_quiet(folder: Path, *, logs: bool = False) -> None:
    """Set the environment before Prefect is imported; what the user has set stays.

    Args:
        folder: keeps the data of a server of our own.
        logs: leave the logs of flows as they are, for a process that runs for days.
    """
    for name, value in _QUIET.items():
        os.environ.setdefault(name, value)
    if not api_is_configured():
        for name, value in _QUIET_EMBEDDED.items():
            if not logs and not os.environ.get("ATODDS_TRACEBACK"):
                os.environ.setdefault(name, value)
        os.environ.setdefault("PREFECT_HOME", str(folder))
