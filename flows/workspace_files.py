"""Files the command writes for people: a new workspace, the demo, a new check."""

from __future__ import annotations

import keyword
import re
import shutil
import tempfile
from pathlib import Path
from typing import Final

from atodds.errors import ConfigurationError
from atodds.seeds import SEEDS_FOLDER
from atodds.settings import SETTINGS_FILE
from atodds.workspace import Workspace

__all__ = ["init_workspace", "make_demo", "write_new_check"]

SETTINGS_TEXT: Final = """\
# Settings of this workspace. Every key has a default; what is written out here is the default, or an example behind a #.
# A folder seeds/ beside this file may hold units, words, claim types, aliases and trusted figures (reference_facts.csv) of your own,
# which are laid over those of the program: docs/extending.md says how.

# Packages of checks, yours beside ours.
checks = ["checks"]

[sources]
# Files, folders or patterns, as seen from this file.
paths = ["documents"]
# Addresses that each run fetches anew.
urls = []
# Names or patterns to leave out.
ignore = []

[run]
# How many processes read and extract.
processes = 1
# From what on the exit code is 1: contradiction, tension or never.
fail_on = "contradiction"

[report]
# title = "What our sources disagree on"
formats = ["html", "md"]

[schedule]
# Minute, hour, day, month, weekday: every day at six.
cron = "0 6 * * *"
# timezone = "Europe/Berlin"

# [check.rules.value_mismatch]
# enabled = true
# severity = 0.5
# tolerance = 0.02
"""


def init_workspace(folder: Path) -> list[str]:
    """Make a folder a workspace; what was made, in words.

    Raises:
        ConfigurationError: when it is one already, or cannot be written to.
    """
    settings = folder / SETTINGS_FILE
    if settings.exists():
        raise ConfigurationError(f"{settings}: is there already; this folder is a workspace")
    try:
        (folder / "documents").mkdir(parents=True, exist_ok=True)
        settings.write_text(SETTINGS_TEXT, encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{folder}: cannot be written ({error.strerror}); choose another folder") from error
    return [
        f"wrote {settings}",
        f"put your documents into {folder / 'documents'}, then run: atodds check",
        f"units, words, claim types and trusted figures of your own may stand in {folder / 'seeds'}: see docs/extending.md",
    ]


def make_demo(folder: Path | None) -> Workspace:
    """A workspace with the demo corpus in it, in a folder or a temporary one.

    Raises:
        ConfigurationError: when the folder holds documents of somebody else.
    """
    corpus = SEEDS_FOLDER / "documents"
    if not corpus.is_dir():
        raise ConfigurationError(f"{corpus}: the demo corpus is not there; run from a checkout of the project")
    root = Path(tempfile.mkdtemp(prefix="atodds-demo-")) if folder is None else folder
    target = root / "documents"
    names = {path.name for path in corpus.iterdir()}
    if target.exists() and any(path.name not in names for path in target.iterdir()):
        raise ConfigurationError(f"{target}: holds documents that are not the demo's; choose another folder")
    try:
        shutil.copytree(corpus, target, dirs_exist_ok=True, ignore=shutil.ignore_patterns("*.toml"))
        if not (root / SETTINGS_FILE).exists():
            (root / SETTINGS_FILE).write_text(SETTINGS_TEXT, encoding="utf-8")
    except OSError as error:
        raise ConfigurationError(f"{root}: cannot be written ({error.strerror}); choose another folder") from error
    return Workspace.at(root)


_CHECK_TEXT: Final = '''\
"""{title}."""

from atodds.judging.checking import check
from atodds.claims import ClaimPair, Discrepancy

__all__ = ["{name}"]


@check()
def {name}(pair: ClaimPair) -> Discrepancy | None:
    """{title}.

    Say here when two claims conflict, and give one look-alike that does not.
    """
    if pair.lower.high >= pair.higher.low:
        return None
    return Discrepancy(reason=f"{{pair.lower.value}} in {{pair.lower.source}}, yet {{pair.higher.value}} in {{pair.higher.source}}")
'''

_TEST_TEXT: Final = '''\
"""{title}."""

import sys
from pathlib import Path

import pytest

from atodds.claims import Claim
from atodds.judging.checking import find_checks
from atodds.judging.running import CheckContext, run_checks
from atodds.store.claim_table import ClaimTable

sys.path.append(str(Path(__file__).resolve().parents[2]))  # where {package} is: pytest looks beside the tests alone


def claim(document: str, value: float) -> Claim:
    return Claim(
        claim_id=f"{{document}}-{{value:g}}",
        document_id=document,
        document_path=f"{{document}}.txt",
        quote=f"The town has {{value:g}} inhabitants.",
        mention_text=f"{{value:g}}",
        claim_type="population",
        measure="population",
        predicate="population",  # the classes of seeds/classes that the quote's words are in
        counted="people",
        unit="people",
        subject="the town",
        value_low=value,
        value_high=value,
    )


@pytest.mark.parametrize(
    ("first", "second", "flagged"),
    [
        pytest.param(1000.0, 4000.0, True, id="must flag"),
        pytest.param(1000.0, 1000.0, False, id="must not: the same figure"),
        pytest.param(1001.0, 1000.0, False, id="must not: rounding"),
    ],
)
def test_{name}(first: float, second: float, flagged: bool) -> None:
    checks = {{"{name}": find_checks(["{package}"])["{name}"]}}
    context = CheckContext()
    with ClaimTable.of([claim("a", first), claim("b", second)], context) as claims:
        outcome = run_checks(claims, context, checks)
    assert outcome.problems == ()
    assert bool(outcome.discrepancies) is flagged
'''


def write_new_check(name: str, folder: Path | None) -> list[Path]:
    """Write the file of a new check and its test; the paths written.

    Args:
        name: of the check; its id and the name of its file.
        folder: a package of checks, made where there is none; `checks` below the working folder without. The test goes to
            `tests/<package>` beside it.

    Raises:
        ConfigurationError: for a name that is none, no folder where there is no `checks`, or a file that is there already.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", name) or keyword.iskeyword(name):
        raise ConfigurationError(f'"{name}" is no name for a check; use lower case letters, digits and underscores: falling_share')
    package = folder or Path("checks")
    if not re.fullmatch(r"[a-z_][a-z0-9_]*", package.name) or keyword.iskeyword(package.name):
        raise ConfigurationError(f'"{package.name}" is no name for a package; use lower case letters, digits and underscores')
    written = []
    if not (package / "__init__.py").is_file():
        if folder is None:
            raise ConfigurationError(
                "there is no package of checks here; name one of your own with --folder newsroom_checks, which is made, "
                'and in atodds.toml: checks = ["checks", "newsroom_checks"]'
            )
        written.append(package / "__init__.py")
    title = name.replace("_", " ").capitalize()
    check, test = package / f"{name}.py", package.parent / "tests" / package.name / f"test_{name}.py"
    for path in (check, test):
        if path.exists():
            raise ConfigurationError(f"{path}: is there already; choose another name")
    for path in written:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('"""Checks of our own."""\n', encoding="utf-8")
    for path, text in ((check, _CHECK_TEXT), (test, _TEST_TEXT)):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text.format(name=name, title=title, package=package.name), encoding="utf-8")
    return [*written, check, test]
