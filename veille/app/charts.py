"""Charts for pages, mails and docs: an SVG from one specification, its table, a sentence.

The drawing is the same bytes for the same figures. Altair and the renderer take a second to
import, so they are imported when something is drawn.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Any, Literal

from veille.core.french import NBSP, number, short_date

Scale = Literal["share", "number", "name", "day"]

WIDTH, HEIGHT = 460, 240  # of the drawing, without axes and legend, in pixels
_BAR = 24  # height of one bar with its space
_MOST_DOTS = 60  # points of a chart that are marked one by one
_FONT = "system-ui, sans-serif"
_COLOURS = ("#0b3d91", "#b3400b", "#00695c", "#6a1b9a", "#5d4037", "#455a64")  # 4.5:1 on white
_DASHES = ((1, 0), (6, 3), (2, 2), (8, 3, 2, 3), (4, 4), (1, 3))
_TYPES = {"share": "Q", "number": "Q", "name": "N", "day": "T"}
_SPOKEN = re.compile(r' (?:aria-[a-z]+|role)="[^"]*"')


@dataclass(frozen=True, slots=True)
class Axis:
    """What an axis shows: its title, how its values are written, whether it begins at zero."""

    title: str
    scale: Scale = "number"
    from_zero: bool = True

    def written(self, value: float | str) -> str:
        """A value as people read it."""
        if isinstance(value, str):
            return short_date(date.fromisoformat(value[:10])) if self.scale == "day" else value
        if self.scale == "share":
            return f"{number(100 * value, decimals=1)}{NBSP}%"
        return number(value, decimals=3)


@dataclass(frozen=True, slots=True)
class Point:
    """One value of a series; ``low`` and ``high`` bound its interval where it has one."""

    x: float | str
    y: float
    series: str = ""
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Figure:
    """A drawing, and what says the same without it: a ``sentence`` that reads it, its ``rows``.

    A figure may be a table alone: its ``svg`` is empty.
    """

    title: str
    sentence: str
    svg: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def lines(
    title: str, sentence: str, points: Sequence[Point], x: Axis, y: Axis, *, diagonal: bool = False
) -> Figure:
    """A line for each series; with ``diagonal``, the one where both axes are equal besides."""
    import altair as alt

    dots = len(points) <= _MOST_DOTS
    drawn = _base(points).mark_line(point=dots).encode(**_encoding(points, x, y))
    layers: list[Any] = [drawn]
    if diagonal:
        most = max(max(float(point.x), point.y) for point in points)
        ends: list[dict[str, Any]] = [{"x": 0, "y": 0}, {"x": most, "y": most}]
        rule = alt.Chart(alt.InlineData(values=ends)).mark_line(
            color="#777", strokeDash=[3, 3], strokeWidth=1
        )
        layers.append(rule.encode(x="x:Q", y="y:Q"))
    if any(point.low is not None for point in points):
        spread = {"y": alt.Y("low:Q", title=y.title), "y2": "high:Q"}
        seen = {
            name: one for name, one in _encoding(points, x, y).items() if name in ("x", "color")
        }
        layers.append(_base(points).mark_errorbar(ticks=True).encode(**seen, **spread))
    return _figure(title, sentence, alt.layer(*layers), points, x, y)


def bars(title: str, sentence: str, points: Sequence[Point], x: Axis, y: Axis) -> Figure:
    """A horizontal bar for each point, the first one on top; ``x`` names, ``y`` measures."""
    import altair as alt

    chart = _base(points, height=_BAR * len(points)).mark_bar(color=_COLOURS[0])
    encoded = chart.encode(
        x=alt.X("y:Q", title=y.title, axis=_axis(y)),
        y=alt.Y("x:N", title=None, sort=None, axis=alt.Axis(labelLimit=260)),
    )
    return _figure(title, sentence, encoded, points, x, y)


def day_value(day: date) -> str:
    """A day on an axis of days: its noon, which is of the same day whatever the zone."""
    return f"{day.isoformat()}T12:00:00"


def columns(title: str, sentence: str, points: Sequence[Point], x: Axis, y: Axis) -> Figure:
    """A bar for each day of the first series, a stroke across for each day of the second."""
    import altair as alt

    names = list(dict.fromkeys(point.series for point in points))
    colours = alt.Scale(domain=names, range=list(_COLOURS[: len(names)]))
    legend = alt.Legend(title=None, orient="bottom", labelLimit=260)
    encoding = _encoding(points, x, y) | {
        "color": alt.Color("series:N", scale=colours, legend=legend)
    }
    encoding.pop("strokeDash", None)
    bar, stroke = ([point for point in points if point.series == name] for name in (*names, "")[:2])
    layers = [_base(bar).mark_bar(size=7).encode(**encoding)]
    if stroke:
        layers.append(_base(stroke).mark_tick(size=11, thickness=3).encode(**encoding))
    return _figure(title, sentence, alt.layer(*layers), points, x, y)


def _base(points: Sequence[Point], height: int = HEIGHT) -> Any:
    import altair as alt

    values = [
        {"x": point.x, "y": point.y, "series": point.series, "low": point.low, "high": point.high}
        for point in points
    ]
    return alt.Chart(alt.InlineData(values=values), width=WIDTH, height=height)


def _encoding(points: Sequence[Point], x: Axis, y: Axis) -> dict[str, Any]:
    import altair as alt

    encoding: dict[str, Any] = {
        "x": alt.X(f"x:{_TYPES[x.scale]}", title=x.title, axis=_axis(x)),
        "y": alt.Y("y:Q", title=y.title, axis=_axis(y), scale=alt.Scale(zero=y.from_zero)),
    }
    names = list(dict.fromkeys(point.series for point in points))
    if names != [""]:
        colours = alt.Scale(domain=names, range=list(_COLOURS[: len(names)]))
        dashes = alt.Scale(domain=names, range=[list(dash) for dash in _DASHES[: len(names)]])
        legend = alt.Legend(title=None, orient="bottom", columns=2, labelLimit=260)
        encoding["color"] = alt.Color("series:N", scale=colours, legend=legend)
        encoding["strokeDash"] = alt.StrokeDash("series:N", scale=dashes, legend=legend)
    return encoding


def _axis(axis: Axis) -> Any:
    import altair as alt

    if axis.scale == "day":
        return alt.Axis(format="%d/%m", grid=False)
    return alt.Axis(format=".0%") if axis.scale == "share" else alt.Axis()


def _figure(
    title: str, sentence: str, chart: Any, points: Sequence[Point], x: Axis, y: Axis
) -> Figure:
    named = any(point.series for point in points)
    bounded = any(point.low is not None for point in points)
    columns = (["série"] * named) + [x.title, y.title] + (["intervalle"] * bounded)
    rows = tuple(_row(point, x, y, named=named, bounded=bounded) for point in points)
    return Figure(title, sentence, _svg(chart, f"{title}. {sentence}"), tuple(columns), rows)


def _row(point: Point, x: Axis, y: Axis, *, named: bool, bounded: bool) -> tuple[str, ...]:
    cells = [point.series] if named else []
    cells += [x.written(point.x), y.written(point.y)]
    if bounded:
        ends = (point.low, point.high)
        cells.append(" à ".join(y.written(end) for end in ends if end is not None))
    return tuple(cells)


def _svg(chart: Any, label: str) -> str:
    """The drawing as one image with a French name; the renderer's own labels are English."""
    specification = chart.configure(font=_FONT).configure_view(stroke=None).to_dict()
    return svg_of(specification, label)


def svg_of(specification: dict[str, Any], label: str) -> str:
    """The drawing of a specification as one image that is called ``label``."""
    import vl_convert

    drawn = vl_convert.vegalite_to_svg(specification, format_locale="fr-FR")
    silent = _SPOKEN.sub("", drawn)
    return silent.replace("<svg ", f'<svg role="img" aria-label="{escape(label)}" ', 1)


def png_of(specification: dict[str, Any]) -> bytes:
    """The same as a picture, for mails and documents."""
    import vl_convert

    drawn: bytes = vl_convert.vegalite_to_png(specification, scale=2, format_locale="fr-FR")
    return drawn
