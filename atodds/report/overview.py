"""All facts at odds on one small plot: how many documents speak of the fact, and how far apart the readings lie."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence

from markupsafe import Markup, escape

from atodds.report.facts import Fact
from atodds.vocabulary import Verdict

__all__ = ["GAP_STEPS", "draw_overview"]

# Upper ends of the rows, as share of the lower figure by which the higher exceeds it; the last is open.
GAP_STEPS = (
    (0.02, "up to 2 %"),
    (0.05, "2 to 5 %"),
    (0.1, "5 to 10 %"),
    (0.25, "10 to 25 %"),
    (1.0, "25 to 100 %"),
    (9.0, "2 to 10 times"),
    (math.inf, "over 10 times"),
)
_WIDTH, _LEFT, _ROW, _MAX_SOURCES = 720, 118, 34, 12


def draw_overview(facts: Sequence[Fact]) -> Markup:
    """The plot as inline SVG, one bubble for all facts with the same place and verdict; empty for fewer than three figures."""
    cells: Counter[tuple[int, int, Verdict]] = Counter()
    for fact in facts:
        if fact.gap is not None:
            row = next(index for index, (upper, _) in enumerate(GAP_STEPS) if fact.gap <= upper)
            cells[min(max(len(fact.documents), 1), _MAX_SOURCES), row, fact.verdict] += 1
    if sum(cells.values()) < 3:
        return Markup("")
    most_sources = max(sources for sources, _, _ in cells)
    rows = sorted({row for _, row, _ in cells})
    first, last = min(rows), max(rows)
    height = (last - first + 1) * _ROW + 46
    bottom = height - 40
    step = min((_WIDTH - _LEFT - 30) / most_sources, 90)
    largest = max(cells.values())
    parts = []
    for row in range(first, last + 1):
        y = bottom - (row - first + 0.5) * _ROW
        parts.append(f'<text x="{_LEFT - 12}" y="{y + 4:g}" text-anchor="end" class="tick">{escape(GAP_STEPS[row][1])}</text>')
        parts.append(f'<path class="grid" d="M{_LEFT} {y:g}H{_LEFT + step * most_sources:g}"/>')
    for sources in range(1, most_sources + 1):
        x = _LEFT + (sources - 0.5) * step
        words = f"{sources}+" if sources == _MAX_SOURCES else str(sources)
        parts.append(f'<text x="{x:g}" y="{bottom + 16}" text-anchor="middle" class="tick">{words}</text>')
    parts.append(f'<text x="{_LEFT}" y="{bottom + 34}" class="tick">documents that speak of the fact</text>')
    for (sources, row, verdict), count in sorted(cells.items(), key=lambda cell: -cell[1]):
        side = -1 if verdict is Verdict.CONTRADICTION else 1
        x = _LEFT + (sources - 0.5) * step + side * min(step / 5, 11)
        y = bottom - (row - first + 0.5) * _ROW
        radius = 4 + 10 * math.sqrt(count / largest) if largest > 1 else 6
        css = "bubble contradiction" if verdict is Verdict.CONTRADICTION else "bubble"
        words = f"{count} {verdict.value}{'s' if count > 1 else ''}, {GAP_STEPS[row][1]}, {sources} documents"
        parts.append(f'<circle class="{css}" cx="{x:.1f}" cy="{y:g}" r="{radius:.1f}"><title>{words}</title></circle>')
        if count > 1:
            parts.append(f'<text x="{x:.1f}" y="{y + 4:g}" text-anchor="middle" class="siglum">{count}</text>')
    label = f"{sum(cells.values())} facts by number of documents and gap between readings"
    return Markup(f'<svg class="apparatus" role="img" viewBox="0 0 {_WIDTH} {height}" aria-label="{label}">{"".join(parts)}</svg>')
