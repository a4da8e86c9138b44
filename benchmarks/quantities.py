"""How well the number grammar reads figures, on two public sets and on the annotated documents.

    python -m benchmarks.quantities [--misses N] [--set quantulum|recognizers|gold]

What each figure means:

- quantulum3: of the quantities its gold states, how many we answer with the same value, and with the same value and unit. Its gold folds a
  range to midpoint and uncertainty: here both ends must be ours, as one range or as two figures. Every disagreement is listed with whose
  fault it is; faults of the gold are named in `GOLD_AT_FAULT` by case.
- Recognizers-Text: of the cases, how many we answer as the gold does, disagreements grouped by cause. A gold item that is a unit without
  a number states no quantity and is left out.
- gold: of the annotated numbers, how many are found in their quote by one end, and by both; and of the mentions found in those quotes, how
  many belong to no annotated number.

Nothing of the sets is kept here; they are read from ../shared, and their absence is said.
"""

from __future__ import annotations

import argparse
import collections
import json
import math
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from atodds.normalising.mentions import QuantityMention
from atodds.normalising.quantities import find_quantities

__all__ = ["Disagreement", "Measured", "main", "measure_gold", "measure_quantulum", "measure_recognizers"]

SHARED = Path(__file__).resolve().parents[2] / "shared"

# Cases of quantulum3's gold that we hold to be wrong or to follow another convention, each with the reason. Ids alone, no text.
GOLD_AT_FAULT: dict[str, str] = {
    "quantities-3": "a year, and the number in the name of a probe, are no quantities",
    "quantities-4": "the number of a course is a name",
    "quantities-25": "a decade is no quantity",
    "quantities-47": "the number in the name of a company is a name",
    "quantities-55": "a year is no quantity",
    "quantities-61": "the number in the name of a processor is a name",
    "quantities-63": "years are no quantities",
    "quantities-97": "millilitre is named cubic centimetre",
    "quantities-98": "millilitre is named cubic centimetre",
    "quantities.ambiguity-5": "the number in the name of a tool is a name",
}
# quantulum3's unit names where ours differ.
_UNIT_NAMES = {
    "percentage": "percent", "degree fahrenheit": "degree Fahrenheit", "ton per day": "ton per day", "dimensionless": None,
    "cubic centimetre": "millilitre", "dozen": None, "baker's dozen": None, "gross": None, "count": None,
}  # fmt: skip
_CURRENCIES = {
    "dollar": "USD", "pound sterling": "GBP", "euro": "EUR", "penny": "GBP", "cent": "USD", "dime": "USD", "yen": "JPY",
}  # fmt: skip
_PARTS = {"cent": 0.01, "penny": 0.01, "dime": 0.1, "dozen": 12.0, "baker's dozen": 13.0, "gross": 144.0}


@dataclass(frozen=True, slots=True)
class Disagreement:
    """One gold item answered otherwise, with its cause and whose fault it is."""

    case: str
    text: str
    expected: str
    answered: str
    cause: str


@dataclass(slots=True)
class Measured:
    """Figures by name as (right, all), and the disagreements."""

    name: str
    figures: dict[str, tuple[int, int]] = field(default_factory=dict)
    disagreements: list[Disagreement] = field(default_factory=list)

    def share(self, figure: str) -> float:
        """Right out of all, 0..1; 0 where nothing was measured."""
        right, total = self.figures.get(figure, (0, 0))
        return right / total if total else 0.0

    def table(self) -> str:
        """A Markdown table of the figures."""
        rows = [
            f"| {self.name}: {name} | {100 * right / total if total else 0:.1f} % ({right}/{total}) |"
            for name, (right, total) in self.figures.items()
        ]
        return "\n".join(["| on | figure |", "|---|---|", *rows])


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            if line.strip():
                yield json.loads(line)


def _close(a: float | None, b: float | None, tolerance: float = 1e-6) -> bool:
    if a is None or b is None:
        return a is b
    return abs(a - b) <= tolerance * max(1e-30, abs(a), abs(b)) or abs(a - b) < 1e-12


def _shown(mention: QuantityMention) -> str:
    ends = f"{mention.low:g}" if mention.low is not None and mention.low == mention.high else f"{mention.low}..{mention.high}"
    unit = mention.currency or mention.unit or ""
    return f"{ends} {unit}{'/' + mention.per_unit if mention.per_unit else ''}".strip()


# quantulum3


def _has_value(mention: QuantityMention, value: float) -> bool:
    """Whether a mention states one value: both ends, or the stated end where the other is open; shares of one are ours in percent."""
    if mention.fraction and not mention.vague:
        ends = [end for end in (mention.low, mention.high) if end is not None]
        return bool(ends) and all(abs(end / 100 - value) <= 0.0006 for end in ends)
    ends = [end for end in (mention.low, mention.high) if end is not None]
    return bool(ends) and all(_close(end, value, 1e-5) for end in ends)


def _same_unit(mention: QuantityMention, name: str, text: str) -> bool:
    if " per " in name:
        unit, per = name.split(" per ", 1)
        said = mention.per_unit or ""
        if unit == "count":
            return mention.unit is None and said == per
        if mention.unit == name or (mention.unit == unit and said == per) or (_same_unit(mention, unit, text) and said == per):
            return True
        return _UNIT_NAMES.get(name, name) == mention.unit
    if name in _CURRENCIES:
        return mention.unit == "currency" and mention.currency == _CURRENCIES[name]
    wanted = _UNIT_NAMES.get(name, name)
    if wanted is None:
        return mention.unit is None or mention.fraction or mention.unit in {"times", "sigma"}
    return mention.unit == wanted


def measure_quantulum(path: Path = SHARED / "benchmarks" / "quantulum3.jsonl") -> Measured:
    """Values, and values with unit, against quantulum3's own test suite."""
    measured = Measured("quantulum3.jsonl")
    total = values = units = spurious = mentions_count = 0
    for case in _lines(path):
        mentions = list(find_quantities(case["text"]).mentions)
        mentions_count += len(mentions)
        used: set[int] = set()
        for gold in case["gold"]:
            total += 1
            found = _quantulum_item(mentions, used, gold)
            right_unit = bool(found) and all(_same_unit(mentions[i], gold["unit"], case["text"]) for i in found)
            values += bool(found)
            units += right_unit
            used.update(found)
            if not right_unit:
                spread = f" ± {gold['uncertainty']}" if gold.get("uncertainty") else ""
                measured.disagreements.append(
                    Disagreement(
                        case["id"],
                        case["text"],
                        f"{gold['value']:g}{spread} {gold['unit']}",
                        "; ".join(_shown(m) for m in mentions) or "nothing",
                        f"gold: {GOLD_AT_FAULT[case['id']]}" if case["id"] in GOLD_AT_FAULT else "ours",
                    )
                )
        extra = [i for i in range(len(mentions)) if i not in used]
        spurious += len(extra)
        if extra and not case["gold"]:
            measured.disagreements.append(
                Disagreement(case["id"], case["text"], "nothing", "; ".join(_shown(mentions[i]) for i in extra), "ours: not to be read")
            )
    measured.figures["values right"] = (values, total)
    measured.figures["values with unit right"] = (units, total)
    faults = sum(d.cause.startswith("gold") for d in measured.disagreements)
    measured.figures["values with unit right, faults of the gold set aside"] = (units, total - faults)
    measured.figures["mentions that are in the gold"] = (mentions_count - spurious, mentions_count)
    return measured


def _quantulum_item(mentions: Sequence[QuantityMention], used: set[int], gold: dict[str, Any]) -> list[int]:
    """Indices of the mentions that state a gold item; two for a range stated as two figures."""
    value, spread = float(gold["value"]), gold.get("uncertainty")
    value *= _PARTS.get(gold["unit"], 1.0)
    free = [i for i in range(len(mentions)) if i not in used]
    if spread:
        low, high = sorted((value - spread, value + spread))
        for i in free:
            if _close(mentions[i].low, low, 1e-5) and _close(mentions[i].high, high, 1e-5):
                return [i]
        ends = [next((i for i in free if _has_value(mentions[i], end)), None) for end in (low, high)]
        return [i for i in ends if i is not None] if None not in ends else []
    fitting = [i for i in free if _has_value(mentions[i], value)]
    return sorted(fitting, key=lambda i: not _same_unit(mentions[i], gold["unit"], ""))[:1]


# Recognizers-Text


def _interval(text: str) -> tuple[float | None, float | None]:
    low, high = text.strip("[]()").split(",")
    return (float(low) if low else None, float(high) if high else None)


_RECOGNIZER_UNITS = {
    "Meter": "metre", "Kilometer": "kilometre", "Decimeter": "decimetre", "Millimeter": "millimetre", "Picometer": "picometre",
    "Square kilometer": "square kilometre", "Square meter": "square metre", "Milliliter": "millilitre", "Metric ton": "tonne",
    "Pound": "pound-mass", "Kilometer per hour": "kilometre per hour", "Mile per hour": "mile per hour", "F": "degree Fahrenheit",
    "C": "degree Celsius", "Microgram": "microgram", "Age": "year",
}  # fmt: skip
_RECOGNIZER_MONEY = {"Dollar": "USD", "Pound": "GBP", "Franc": None, "Cent": "USD", "Pence": "GBP", "Rupee": "INR", "Peseta": "ESP"}


def _measured_in(mention: QuantityMention, unit: str) -> bool:
    wanted = _RECOGNIZER_UNITS.get(unit, unit.lower())
    if mention.unit == wanted or (wanted == "tonne" and mention.unit == "ton") or (wanted == "ton" and mention.unit == "tonne"):
        return True
    return mention.per_unit is not None and f"{mention.unit} per {mention.per_unit}" == wanted


def _answers(item: dict[str, Any], mentions: Sequence[QuantityMention], used: set[int]) -> bool:
    """Whether a gold item of Recognizers-Text is among the mentions; marks the mention as used."""
    kind, resolution = item["type"], item["resolution"]
    stated = str(resolution.get("value", ""))
    for i, mention in enumerate(mentions):
        if i in used:
            continue
        if kind == "numberrange":
            right = _same_interval(mention, _interval(stated))
        elif kind == "percentage":
            right = mention.unit == "percent" and _has_plain(mention, float(stated.rstrip("%")))
        elif kind == "number":
            value = float(stated)
            right = (mention.fraction and _share_close(mention, value)) or _has_plain(mention, value) or _is_end(mention, value)
        elif kind == "currency":
            part = 0.01 if resolution["unit"] in {"Cent", "Pence", "Sen"} else 1.0
            code = resolution.get("isoCurrency")
            bare = resolution["unit"] in _RECOGNIZER_MONEY
            right = (
                mention.unit == "currency"
                and _has_plain(mention, float(stated) * part)
                and (mention.currency == code if code else not bare or mention.currency == _RECOGNIZER_MONEY[resolution["unit"]])
            )
        else:  # dimension, age, temperature
            right = (_has_plain(mention, float(stated)) or _is_end(mention, float(stated))) and (
                _measured_in(mention, resolution["unit"])
                or (kind == "temperature" and resolution["unit"] == "Degree" and mention.unit == "degree")
            )
        if right:
            used.add(i)
            return True
    return False


def _has_plain(mention: QuantityMention, value: float) -> bool:
    ends = [end for end in (mention.low, mention.high) if end is not None]
    return bool(ends) and all(_close(end, value, 1e-6) for end in ends)


def _is_end(mention: QuantityMention, value: float) -> bool:
    """Ranges state two of the numbers such a gold lists one by one."""
    return mention.low != mention.high and (_close(mention.low, value) or _close(mention.high, value))


def _share_close(mention: QuantityMention, value: float) -> bool:
    end = mention.low if mention.low is not None else mention.high
    return end is not None and (abs(end / 100 - value) <= 0.0006 or _close(end / 100, value, 1e-3))


def _same_interval(mention: QuantityMention, ends: tuple[float | None, float | None]) -> bool:
    if mention.fraction:
        ends = (None if ends[0] is None else ends[0] * 100, None if ends[1] is None else ends[1] * 100)
    return _close(mention.low, ends[0]) and _close(mention.high, ends[1])


def measure_recognizers(path: Path = SHARED / "benchmarks" / "recognizers_units.jsonl") -> Measured:
    """Cases of the English specs of Recognizers-Text answered alike."""
    measured = Measured("recognizers_units.jsonl")
    right: collections.Counter[str] = collections.Counter()
    count: collections.Counter[str] = collections.Counter()
    for case in _lines(path):
        golds = [item for item in case["gold"] if item["resolution"].get("value") not in (None, "null")]
        mentions = find_quantities(case["text"]).mentions
        used: set[int] = set()
        found = [_answers(item, mentions, used) for item in golds]
        extra = _unasked(case["family"], case["spec"], mentions, used) if not golds else []
        count[case["family"]] += 1
        if all(found) and not extra:
            right[case["family"]] += 1
            continue
        missed = [item for item, ok in zip(golds, found, strict=True) if not ok]
        measured.disagreements.append(
            Disagreement(
                case["id"],
                case["text"],
                "; ".join(f"{item['resolution'].get('value')} {item['resolution'].get('unit', '')}".strip() for item in golds) or "nothing",
                "; ".join(_shown(m) for m in mentions) or "nothing",
                _cause(case, missed, mentions),
            )
        )
    measured.figures["cases right"] = (sum(right.values()), sum(count.values()))
    for family in sorted(count):
        measured.figures[f"{family} cases right"] = (right[family], count[family])
    return measured


def _unasked(family: str, spec: str, mentions: Sequence[QuantityMention], used: set[int]) -> list[QuantityMention]:
    """Mentions of the kind the spec asks for where its gold has none."""
    free = [mention for i, mention in enumerate(mentions) if i not in used]
    if spec.startswith("NumberRange"):
        return [m for m in free if m.low != m.high]
    if spec.startswith("Number"):
        return [m for m in free if m.unit is None]
    if spec.startswith("Percent"):
        return [m for m in free if m.unit == "percent"]
    if spec.startswith("Currency"):
        return [m for m in free if m.unit == "currency"]
    if spec.startswith("Age"):
        return [m for m in free if m.dimension == "duration"]
    if spec.startswith("Temperature"):
        return [m for m in free if m.dimension in {"temperature", "angle"}]
    return [
        m for m in free if m.dimension is not None and m.unit not in {"currency", "percent", "times", "rank"} and m.dimension != "duration"
    ]


_CAUSES: tuple[tuple[str, Callable[[dict[str, Any], Sequence[QuantityMention]], bool]], ...] = (
    (
        "a name, a date or a telephone number read as numbers by the gold",
        lambda case, _: bool(re.search(r"\d/\d+/\d{4}|\d-\d{3}|[A-Z]{2,}-\d", case["text"])),
    ),
    ("an ordinal as a number", lambda case, _: bool(re.search(r"\b\w+(?:th|nth)\b", case["text"])) and case["family"] == "NumberRange"),
    ("a number written as a formula", lambda case, _: "^" in case["text"]),
    (
        "a fraction of compound words",
        lambda case, _: bool(re.search(r"(?:ths|sts|nds|rds|th)\b", case["text"])) and case["family"] == "Number",
    ),
    ("two numbers divided in words", lambda case, _: " over " in case["text"]),
)


def _cause(case: dict[str, Any], missed: Sequence[dict[str, Any]], mentions: Sequence[QuantityMention]) -> str:
    for name, applies in _CAUSES:
        if applies(case, mentions):
            return name
    if not case["gold"]:
        return "read where the gold has nothing"
    if not missed:
        return "more than the gold"
    return "not found" if not mentions else "another value or unit"


# The annotated documents


def _gold_files() -> list[tuple[str, Path]]:
    files = [(path.stem, path) for path in sorted((SHARED / "gold").glob("claims_*.jsonl"))]
    return files + [(path.parent.name, path) for path in sorted((SHARED / "corpora").glob("*/claims.gold.jsonl"))]


def _scorable(gold: dict[str, Any]) -> bool:
    note = (gold.get("note") or "").lower()
    return (
        gold["kind"] not in {"date", "membership"}
        and not any(word in note for word in ("nominal", "my reading", "vague"))
        and (gold["value_low"] is not None or gold["value_high"] is not None)
    )


def measure_gold() -> list[Measured]:
    """Each gold file: numbers found in their quote by one end, by both, and mentions beyond the gold."""
    results = []
    for name, path in _gold_files():
        measured = Measured(name)
        quotes: dict[str, list[dict[str, Any]]] = collections.defaultdict(list)
        every: dict[str, list[dict[str, Any]]] = collections.defaultdict(list)
        for gold in _lines(path):
            if _scorable(gold):
                quotes[gold["quote"]].append(gold)
            every[gold["quote"]].append(gold)
        total = seen = both = matched = found = 0
        for quote, golds in quotes.items():
            mentions = find_quantities(quote, taken=_dates(quote)).mentions
            found += len(mentions)
            edges = []
            for g, gold in enumerate(golds):
                total += 1
                for m, mention in enumerate(mentions):
                    ends = (_close_gold(gold["value_low"], mention.low), _close_gold(gold["value_high"], mention.high))
                    shared = any(
                        a is not None and b is not None and _close_gold(a, b)
                        for a in (gold["value_low"], gold["value_high"])
                        for b in (mention.low, mention.high)
                    )
                    if shared:
                        edges.append((2 if all(ends) else 1, g, m))
            edges.sort(key=lambda edge: (-edge[0], edge[1], edge[2]))
            taken_gold: dict[int, int] = {}
            taken_mentions: set[int] = set()
            for score, g, m in edges:
                if g not in taken_gold and m not in taken_mentions:
                    taken_gold[g] = score
                    taken_mentions.add(m)
            seen += len(taken_gold)
            both += sum(score == 2 for score in taken_gold.values())
            matched += len(taken_mentions)
            for g, gold in enumerate(golds):
                if taken_gold.get(g) != 2:
                    measured.disagreements.append(
                        Disagreement(
                            gold["id"],
                            quote,
                            f"[{gold['value_text']}] {gold['value_low']}..{gold['value_high']}",
                            "; ".join(_shown(m) for m in mentions) or "nothing",
                            "one end" if g in taken_gold else "not seen",
                        )
                    )
            for m, mention in enumerate(mentions):
                if m not in taken_mentions:
                    measured.disagreements.append(
                        Disagreement(golds[0]["id"], quote, "", f"[{mention.text}] {_shown(mention)}", "beyond the gold")
                    )
        measured.figures["numbers seen"] = (seen, total)
        measured.figures["both ends right"] = (both, total)
        measured.figures["mentions in the gold"] = (matched, found)
        results.append(measured)
    return results


def _close_gold(a: float | None, b: float | None) -> bool:
    if a is None or b is None:
        return a is b
    return abs(float(a) - float(b)) <= 1e-6 * max(1.0, abs(float(a)), abs(float(b)))


def _dates(text: str) -> list[tuple[int, int]]:
    """The spans the date grammar owns, as extraction hands them over."""
    from atodds.normalising.dates import find_dates

    return [(mention.start, mention.end) for mention in find_dates(text)]


def _speed() -> tuple[float, float]:
    """Megabytes of prose a second, without candidates and with: the sentences of document 002 with and without a digit or number word."""
    from atodds.normalising.quantities import may_hold_quantity

    path = next((SHARED / "seeds").glob("002_*.txt"), None)
    if path is None:
        return (math.nan, math.nan)
    sentences = re.split(r"(?<=[.!?])\s+", path.read_text(encoding="utf-8", errors="replace"))
    rates = []
    for wanted in (False, True):
        chosen = [sentence for sentence in sentences if may_hold_quantity(sentence) is wanted]
        size = sum(len(sentence.encode()) for sentence in chosen)
        start = time.perf_counter()
        for sentence in chosen:
            find_quantities(sentence)
        rates.append(size / max(1e-9, time.perf_counter() - start) / 1e6)
    return rates[0], rates[1]


def _print_measured(measured: Measured, misses: int) -> None:
    print(f"\n{measured.table()}")
    groups = collections.Counter(d.cause for d in measured.disagreements)
    for cause, number in groups.most_common():
        print(f"  {number:3d}  {cause}")
    for one in measured.disagreements[:misses]:
        print(f"    {one.case} [{one.cause}] expected {one.expected!r}, answered {one.answered!r}: {one.text[:160]}")


def main(arguments: Sequence[str] | None = None) -> dict[str, float]:
    """Print the tables; answers the shares by name ("quantulum3.jsonl: values right": 0.93)."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--misses", type=int, default=0, help="list this many disagreements of each set")
    parser.add_argument("--set", choices=("quantulum", "recognizers", "gold"), help="measure this set only")
    options = parser.parse_args(arguments)
    if not SHARED.is_dir():
        print(f"quantities: {SHARED} is not here; nothing measured", file=sys.stderr)
        return {}
    results: list[Measured] = []
    if options.set in (None, "quantulum"):
        results.append(measure_quantulum())
    if options.set in (None, "recognizers"):
        results.append(measure_recognizers())
    if options.set in (None, "gold"):
        results.extend(measure_gold())
    for measured in results:
        _print_measured(measured, options.misses if measured.name != "quantulum3.jsonl" else max(options.misses, 200))
    if options.set is None:
        without, with_candidates = _speed()
        print(f"\nspeed: {without:.1f} MB/s of prose without candidates, {with_candidates:.2f} MB/s of prose with")
    return {f"{measured.name}: {name}": measured.share(name) for measured in results for name in measured.figures}


if __name__ == "__main__":
    main()
