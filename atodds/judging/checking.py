'''What the author of a check imports: two decorators, and nothing to register.

    """A cumulative death toll that a later document puts lower."""
    from atodds.judging.checking import check
    from atodds.claims import ClaimPair, Discrepancy

    @check(measure_kind="cumulative", times=("earlier", "later"))
    def falling_toll(pair: ClaimPair) -> Discrepancy | None:
        """A later count is lower than an earlier one."""
        if pair.later.high >= pair.earlier.low:
            return None
        return Discrepancy(reason=f"{pair.earlier.value} by {pair.earlier.as_of}, yet {pair.later.value} by {pair.later.as_of}")

The function's name is the check's id, its docstring's first line the legend in the report. `@check` sees pairs that pairing lets be
held against each other, `@group_check` all claims of a sentence, a table, a document or a fact. A rule returns a finding; it never logs
one, and it reads nothing but what it is given.

Checks are found by package: every module of `checks`, of the packages named in the setting `checks`, and of those that an installed
distribution announces under the entry point group `atodds.checks`.
'''

from __future__ import annotations

import importlib
import importlib.metadata
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from atodds.claims import Claim, ClaimGroup, ClaimPair, Discrepancy
from atodds.errors import ConfigurationError
from atodds.linking.axes_compared import extents_of, status_of
from atodds.linking.values import value_kind
from atodds.vocabulary import MeasureKind, Standing, TimeRelation

__all__ = [
    "ENTRY_POINT_GROUP",
    "CheckDefinition",
    "PairRule",
    "SqlCheck",
    "check",
    "extents_of",
    "find_checks",
    "group_check",
    "legend_of",
    "status_of",
    "value_kind",
]

ENTRY_POINT_GROUP = "atodds.checks"
VALUE_KINDS = ("number", "date", "members", "polarity")
GROUPINGS = ("sentence", "table", "document", "fact", "subject", "copies", "versions", "derived")
_MARK = "__atodds_check__"

PairRule = Callable[[ClaimPair], Discrepancy | None]
GroupRule = Callable[[ClaimGroup], Discrepancy | Iterable[Discrepancy] | None]
_Rule = TypeVar("_Rule", bound=Callable[..., object])


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckDefinition:
    """A check as the runner sees it. `grouping` is None for a check of pairs.

    A pair reaches the rule when its value kind, measure kind, measures or claim types, its scope, the relation of its measures and its
    times are among those named here, and nothing that is stated forbids it. `instead_of` names checks whose finding on the same pair
    this one replaces, because it says more.
    """

    check_id: str
    legend: str
    pair_rule: PairRule | None = None
    group_rule: GroupRule | None = None
    value: str = "number"
    measure_kinds: frozenset[MeasureKind] = frozenset()
    claim_types: frozenset[str] = frozenset()
    measures: frozenset[str] = frozenset()
    scopes: frozenset[Standing] = frozenset({Standing.SAME, Standing.UNKNOWN})
    measure_relations: frozenset[Standing] = frozenset({Standing.SAME, Standing.UNKNOWN})
    times: frozenset[TimeRelation] = frozenset({TimeRelation.SAME, TimeRelation.UNKNOWN})
    least_ratio: float = 1.0
    leap: float | None = None
    grouping: str | None = None
    instead_of: tuple[str, ...] = ()
    severity: float = 0.5
    tolerance: float | None = None
    enabled: bool = True
    module: str = ""

    def takes(self, claim: Claim) -> bool:
        """Whether a claim is of the kind this check is about."""
        return (
            (not self.measure_kinds or claim.measure_kind in self.measure_kinds)
            and (not self.claim_types or claim.claim_type in self.claim_types)
            and (not self.measures or claim.measure in self.measures)
        )


@dataclass(frozen=True, slots=True)
class SqlCheck:
    """A `.sql` file in a package of checks: a query over the table `claims` that returns the failing rows.

    Columns of the answer: `claim_ids` (a list of text), `reason`, and if wished `verdict`. The first line is a comment: the legend.
    """

    check_id: str
    legend: str
    sql: str
    path: Path
    severity: float = 0.5
    enabled: bool = True


def check(
    *,
    value: str = "number",
    measure_kind: str | Sequence[str] = (),
    claim_types: Sequence[str] = (),
    measures: Sequence[str] = (),
    scopes: Sequence[str] = ("same", "unknown"),
    measure_relations: Sequence[str] = ("same", "unknown"),
    times: Sequence[str] = ("same", "unknown"),
    least_ratio: float = 1.0,
    leap: float | None = None,
    instead_of: Sequence[str] = (),
    severity: float = 0.5,
    tolerance: float | None = None,
) -> Callable[[_Rule], _Rule]:
    """A rule about two claims.

    Args:
        value: what is compared: "number", "date", "members" or "polarity".
        measure_kind: "level", "flow", "cumulative", or several; all when left out.
        claim_types: families it is about ("casualties"); all when left out.
        measures: measures it is about ("deaths"); all when left out.
        scopes: how the scopes may stand to each other: same, part, whole, disjoint, unknown.
        measure_relations: the same for the measures (deaths are a part of casualties).
        times: same, earlier, later (of tolls where the later is the lower), rising (where it is the higher), apart, unknown.
        least_ratio: how many times the smaller value the larger has to be; a rule about all times costs less with one.
        leap: how many times an earlier toll a later one has to be for a rule about `rising` ones to see the two: tolls grow.
        instead_of: ids of checks that keep silent about a pair this one flags.
        severity: 0 to 1, how grave a finding is apart from its values.
        tolerance: share up to which a gap between two figures is none; that of the claim type when left out.
    """
    if value not in VALUE_KINDS:
        raise ConfigurationError(f'check: value "{value}" is none of {", ".join(VALUE_KINDS)}; name one of them')
    kinds = (measure_kind,) if isinstance(measure_kind, str) else tuple(measure_kind)

    def decorate(rule: _Rule) -> _Rule:
        definition = CheckDefinition(
            check_id=rule.__name__,
            legend=legend_of(rule),
            pair_rule=rule,  # type: ignore[arg-type]
            value=value,
            measure_kinds=frozenset(MeasureKind(kind) for kind in kinds),
            claim_types=frozenset(claim_types),
            measures=frozenset(measures),
            scopes=frozenset(Standing(scope) for scope in scopes),
            measure_relations=frozenset(Standing(relation) for relation in measure_relations),
            times=frozenset(TimeRelation(time) for time in times),
            least_ratio=least_ratio,
            leap=leap,
            instead_of=tuple(instead_of),
            severity=severity,
            tolerance=tolerance,
            module=rule.__module__,
        )
        setattr(rule, _MARK, definition)
        return rule

    return decorate


def group_check(
    *,
    by: str,
    value: str = "number",
    claim_types: Sequence[str] = (),
    measures: Sequence[str] = (),
    instead_of: Sequence[str] = (),
    severity: float = 0.5,
    tolerance: float | None = None,
) -> Callable[[_Rule], _Rule]:
    """A rule about several claims at once: sums, shares, series, a headline and its text.

    Args:
        by: which claims come together: those of one "sentence", "table" or "document", those of one "fact" (measure, subject and facet)
            or of one "subject" (measure and subject, all facets) across documents, those of a document or passage and of what it
            "copies", the original's first, those of the "versions" of a document, the earlier first, or those of a "derived" document and
            of the longer one it sums up (the key is the id of the derived one).
        value: as for `check`; a group holds claims of this kind of value only, and "any" leaves it open.
        claim_types: families it is about; all when left out.
        measures: measures it is about; all when left out.
        instead_of: ids of checks that keep silent about a conflict this one flags.
        severity: 0 to 1.
        tolerance: share up to which a gap between two figures is none; that of the claim type when left out.
    """
    if by not in GROUPINGS:
        raise ConfigurationError(f'group_check: by "{by}" is none of {", ".join(GROUPINGS)}; name one of them')
    if value not in (*VALUE_KINDS, "any"):
        raise ConfigurationError(f'group_check: value "{value}" is none of {", ".join(VALUE_KINDS)}, any; name one of them')

    def decorate(rule: _Rule) -> _Rule:
        definition = CheckDefinition(
            check_id=rule.__name__,
            legend=legend_of(rule),
            group_rule=rule,  # type: ignore[arg-type]
            value=value,
            claim_types=frozenset(claim_types),
            measures=frozenset(measures),
            grouping=by,
            instead_of=tuple(instead_of),
            severity=severity,
            tolerance=tolerance,
            module=rule.__module__,
        )
        setattr(rule, _MARK, definition)
        return rule

    return decorate


def legend_of(rule: Callable[..., object]) -> str:
    """The first line of the docstring.

    Raises:
        ConfigurationError: when there is none.
    """
    lines = (rule.__doc__ or "").strip().splitlines()
    if not lines:
        place = f"{rule.__module__}.{rule.__name__}"
        raise ConfigurationError(f"{place}: a check needs a docstring; its first line is the legend in the report")
    return lines[0].strip()


def find_checks(packages: Sequence[str] = ("checks",), *, entry_points: bool = True) -> dict[str, CheckDefinition | SqlCheck]:
    """Every check of the packages, by id, in the order of package and name.

    Raises:
        ConfigurationError: for a package or module that cannot be imported, and for two checks of one id.
    """
    names = list(packages)
    if entry_points:
        announced = importlib.metadata.entry_points(group=ENTRY_POINT_GROUP)
        names += [point.value for point in sorted(announced, key=lambda point: point.name) if point.value not in names]
    found: dict[str, CheckDefinition | SqlCheck] = {}
    for name in names:
        for definition in _checks_of(name):
            other = found.get(definition.check_id)
            if other is not None:
                raise ConfigurationError(
                    f"{name}: a check named {definition.check_id} is there already, in {_place(other)}; rename one of them"
                )
            found[definition.check_id] = definition
    return dict(sorted(found.items()))


def with_settings(
    checks: Mapping[str, CheckDefinition | SqlCheck], settings: Mapping[str, Mapping[str, object]]
) -> dict[str, CheckDefinition | SqlCheck]:
    """The checks as the user set them: `{"falling_toll": {"enabled": False, "severity": 0.9, "tolerance": 0.1}}`.

    Raises:
        ConfigurationError: for a check or a key that is not there, or a value of the wrong kind.
    """
    from dataclasses import replace

    changed = dict(checks)
    for check_id, values in settings.items():
        definition = changed.get(check_id)
        if definition is None:
            raise ConfigurationError(f'check "{check_id}" is not there; the checks are {", ".join(sorted(changed))}')
        allowed = {"enabled": bool, "severity": (int, float)} | ({} if isinstance(definition, SqlCheck) else {"tolerance": (int, float)})
        for key, value in values.items():
            kind = allowed.get(key)
            if kind is None:
                raise ConfigurationError(f'check "{check_id}": unknown key "{key}"; the keys are {", ".join(sorted(allowed))}')
            if not isinstance(value, kind) or (key != "enabled" and isinstance(value, bool)):  # type: ignore[arg-type]
                raise ConfigurationError(f'check "{check_id}": {key} = {value!r} is of the wrong kind; give true or false, or a number')
            if key != "enabled" and not 0 <= float(value) <= 1:  # type: ignore[arg-type]
                raise ConfigurationError(f'check "{check_id}": {key} = {value!r} is not between 0 and 1')
        changed[check_id] = replace(definition, **dict(values))  # type: ignore[arg-type]
    return changed


def _place(definition: CheckDefinition | SqlCheck) -> str:
    return definition.module if isinstance(definition, CheckDefinition) else str(definition.path)


def _checks_of(package_name: str) -> Iterator[CheckDefinition | SqlCheck]:
    try:
        package = importlib.import_module(package_name)
    except ImportError as error:
        raise ConfigurationError(f'checks: package "{package_name}" cannot be imported ({error}); install it or mend the name') from error
    folders = [Path(folder) for folder in getattr(package, "__path__", [])]
    modules = [package]
    for info in sorted(pkgutil.iter_modules([str(folder) for folder in folders]), key=lambda info: info.name):
        try:
            modules.append(importlib.import_module(f"{package_name}.{info.name}"))
        except Exception as error:
            raise ConfigurationError(f"{package_name}.{info.name}: cannot be imported ({error}); mend the file or move it away") from error
    for module in modules:
        for value in vars(module).values():
            definition = getattr(value, _MARK, None)
            if isinstance(definition, CheckDefinition) and definition.module == module.__name__:
                yield definition
    for folder in folders:
        for path in sorted(folder.glob("*.sql")):
            yield _sql_check(path)


def _sql_check(path: Path) -> SqlCheck:
    text = path.read_text(encoding="utf-8")
    first = text.lstrip().splitlines()[0] if text.strip() else ""
    if not re.match(r"--\s*\S", first):
        raise ConfigurationError(f"{path.name}: the first line must be a comment, -- and the legend of the check; add one")
    return SqlCheck(path.stem, first.removeprefix("--").strip(), text, path)
