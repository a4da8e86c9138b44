"""Vega-Lite plots, written with altair; the page fills in each card's readings and draws them when the card opens.

Colours are given as `var(--name)` and filled in by the page from its style sheet, so a plot follows light and dark. Nothing in a chart
depends on a run, so they are drawn once: `python -m atodds.report.plot_charts` writes them to `templates/plots.json`, where
`atodds/report/plots.py` reads them. Loading altair and letting it validate them would cost every report two seconds.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import altair as alt

__all__ = ["draw_charts"]

_ODD = "datum.odd"
_INK, _SOFT, _LINE = "var(--ink)", "var(--soft)", "var(--line)"
_COLOUR = alt.condition(_ODD, alt.value("var(--red)"), alt.value("var(--blue)"))
_FILL = alt.condition(_ODD, alt.value("var(--red)"), alt.value("var(--card)"))
# Vega's own number formats write 60 billion as "60G" or "6e+10".
_NUMBER_LABEL = (
    "abs(datum.value) >= 1e12 ? format(datum.value / 1e12, ',~f') + ' trillion'"
    " : abs(datum.value) >= 1e9 ? format(datum.value / 1e9, ',~f') + ' billion'"
    " : abs(datum.value) >= 1e6 ? format(datum.value / 1e6, ',~f') + ' million'"
    " : abs(datum.value) >= 1 || datum.value == 0 ? format(datum.value, ',~f') : format(datum.value, '~g')"
)
# The page puts in the format that suits the span of the readings; days are UTC throughout, or half the world reads the day before.
_DAY_LABEL = "DAY_LABEL"
_DECADES = [0.1, 1, 10, 100, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8]
_TOOLTIP = [alt.Tooltip("document:N"), alt.Tooltip("reading:N"), alt.Tooltip("as_of:N", title="as of")]


def _finished(chart: alt.LayerChart | alt.FacetChart | alt.Chart, *, margin: int) -> dict[str, Any]:
    configured = (
        chart.configure(background="transparent", aria=False, font="system-ui, 'Liberation Sans', sans-serif")
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=_SOFT,
            titleColor=_SOFT,
            gridColor=_LINE,
            domainColor=_SOFT,
            tickColor=_LINE,
            labelLimit=220,
            titleFontWeight="normal",
        )
    )
    spec: dict[str, Any] = configured.to_dict()
    spec["data"] = {"name": "readings"}
    spec.pop("datasets", None)
    spec.pop("$schema", None)
    spec["usermeta"] = {"margin": margin}
    return spec


def _number_axis(kind: str) -> tuple[alt.Axis, alt.Scale]:
    """Of decades for kinds that end in `_log`, from zero for those that end in `_zero`, close around the figures for others."""
    if kind.endswith("_log"):
        return alt.Axis(title=None, labelExpr=_NUMBER_LABEL, values=_DECADES), alt.Scale(type="log", padding=24)
    scale = alt.Scale(zero=True, nice=True) if kind.endswith("_zero") else alt.Scale(zero=False, nice=True, padding=24)
    return alt.Axis(title=None, tickCount=5, labelExpr=_NUMBER_LABEL, labelOverlap=True), scale


def _rows(kind: str) -> dict[str, Any]:
    """One row a reading, on a line of figures or of days."""
    is_date = kind == "dates"
    field_type = "T" if is_date else "Q"
    if is_date:
        axis, scale = alt.Axis(title=None, tickCount=5, labelExpr=_DAY_LABEL, labelOverlap=True), alt.Scale(type="utc", padding=24)
    else:
        axis, scale = _number_axis(kind)
    across = alt.X(f"low:{field_type}", axis=axis, scale=scale)
    down = alt.Y("row:N", sort=None, title=None, axis=alt.Axis(domain=False, ticks=False, grid=True, labelColor=_INK, labelPadding=8))
    base = alt.Chart(alt.NamedData("readings")).encode(y=down, tooltip=_TOOLTIP)
    span = base.mark_rule(aria=False, strokeWidth=2.5).encode(x=across, x2="high", color=_COLOUR)
    point = base.mark_point(aria=False, size=90, filled=True, strokeWidth=2, opacity=1).encode(x=across, fill=_FILL, stroke=_COLOUR)
    far = base.mark_point(aria=False, size=90, filled=True, strokeWidth=2, opacity=1).encode(
        x=f"high:{field_type}", fill=_FILL, stroke=_COLOUR
    )
    words = base.mark_text(aria=False, align="left", dx=12, fontSize=12).encode(
        x=f"high:{field_type}", text="reading:N", color=alt.value(_INK), opacity=alt.value(1)
    )
    copied = (
        base.transform_filter("datum.copy_row")
        .mark_rule(aria=False, strokeDash=[3, 2], color=_SOFT)
        .encode(x=alt.value(6), y2="copy_row:N")
    )
    layers = [span, copied, point, far, words]
    if not is_date:
        up = (
            base.transform_filter("datum.open == 'up'")
            .mark_text(aria=False, align="left", dx=4, dy=-9, fontSize=13, text="→")
            .encode(x=across, color=_COLOUR)
        )
        down_arrow = base.transform_filter("datum.open == 'down'").mark_text(aria=False, align="right", dx=-4, dy=-9, fontSize=13, text="←")
        layers += [up, down_arrow.encode(x=across, color=_COLOUR)]
    return _finished(alt.layer(*layers).properties(width=640, height=alt.Step(26)), margin=330)


def _over_time(kind: str) -> dict[str, Any]:
    """Value against the time it holds for."""
    day_axis = alt.Axis(title=None, tickCount=5, labelExpr=_DAY_LABEL, labelOverlap=True)
    across = alt.X("from:T", axis=day_axis, scale=alt.Scale(type="utc", padding=20))
    number_axis, number_scale = _number_axis(kind)
    up = alt.Y("low:Q", axis=number_axis, scale=number_scale)
    base = alt.Chart(alt.NamedData("readings")).encode(tooltip=_TOOLTIP)
    window = base.mark_rule(aria=False, strokeDash=[2, 3], strokeWidth=2).encode(x=across, x2="to", y=up, color=_COLOUR)
    span = base.mark_rule(aria=False, strokeWidth=2.5).encode(x=across, y=up, y2="high", color=_COLOUR)
    point = base.mark_point(aria=False, size=90, filled=True, strokeWidth=2, opacity=1).encode(x=across, y=up, fill=_FILL, stroke=_COLOUR)
    words = base.mark_text(aria=False, align="left", dx=9, dy=-9, fontWeight="bold", fontSize=12).encode(
        x=across, y=up, text="letter:N", color=alt.value(_INK)
    )
    return _finished(alt.layer(window, span, point, words).properties(width=640, height=230), margin=90)


def _overview() -> dict[str, Any]:
    """Findings by number of documents and gap."""
    chart = (
        alt.Chart(alt.NamedData("readings"))
        .transform_calculate(apart="datum.gap * 100", x="datum.sources + (random() - 0.5) * 0.3")
        .mark_circle(aria=False, size=60, opacity=0.65, cursor="pointer")
        .encode(
            x=alt.X(
                "x:Q",
                title="documents that speak of the fact",
                axis=alt.Axis(grid=False, labelExpr="datum.value % 1 ? '' : format(datum.value, 'd')"),  # no document is a half
                scale=alt.Scale(nice=False, zero=False, padding=24),
            ),
            y=alt.Y(
                "apart:Q",
                title="gap between the readings, %",
                scale=alt.Scale(type="log", padding=10),
                axis=alt.Axis(labelExpr=_NUMBER_LABEL, values=_DECADES),
            ),
            color=alt.condition("datum.verdict == 'contradiction'", alt.value("var(--red)"), alt.value("var(--amber)")),
            tooltip=[alt.Tooltip("topic:N", title="finding"), alt.Tooltip("verdict:N"), alt.Tooltip("sources:Q", title="documents")],
        )
        .properties(width=900, height=220)
    )
    return _finished(chart, margin=90)


def draw_charts() -> dict[str, dict[str, Any]]:
    """One specification a kind of drawing, without its readings."""
    specs = {"dates": _rows("dates"), "overview": _overview()}
    for ending in ("", "_zero", "_log"):
        specs[f"figures{ending}"] = _rows(f"figures{ending}")
        specs[f"figures_over_time{ending}"] = _over_time(f"figures_over_time{ending}")
    return specs


def main() -> None:
    """Write the charts where the report finds them."""
    target = Path(__file__).with_name("templates") / "plots.json"
    target.write_text(json.dumps(draw_charts(), ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
