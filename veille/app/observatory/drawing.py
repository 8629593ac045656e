"""The charts of the observatory drawn: SVG for pages, light or dark, and PNG for documents.

Drawing takes a tenth of a second, and the first one a second more: a page never waits for it, it
names an image whose address changes with what is drawn. The last drawings are kept in memory.
"""

from functools import lru_cache
from threading import Lock
from typing import Any, Literal

from veille.app.charts import png_of, svg_of
from veille.core.french import capitalised
from veille.core.observatory.tables import Chart, Section

Form = Literal["svg", "sombre.svg", "png"]

_KEPT = 200  # drawings of some 20 kB
_WIDTH, _HEIGHT = 440, 220
_BAR_WIDTH, _BAR = 300, 26
_LABEL = 310  # pixels of a name before it is cut
_FONT = "Arial, 'Liberation Sans', Helvetica, sans-serif"
# Room for a reader's font that is wider than the one that labels were measured with.
_PADDING = {"left": 30, "right": 12, "top": 6, "bottom": 6}
_LIGHT = {"ink": "#1b2733", "line": "#c5ced8", "paper": "#ffffff"}
_DARK = {"ink": "#e4e9ef", "line": "#3c4854", "paper": "transparent"}
_SERIES = {  # 3:1 against the paper of each scheme, and told apart by lightness too
    False: ["#0b4f9e", "#d9822b", "#0b6350"],
    True: ["#8ab8f5", "#f0bd6a", "#74d3b9"],
}
_lock = Lock()


def drawing(section: Section, form: Form) -> bytes:
    """The drawing of a section that has a chart."""
    if section.chart is None:
        raise ValueError(f"section {section.code} has no chart")
    return _drawn(section.chart, f"{section.title}. {section.sentence}", form)


@lru_cache(maxsize=_KEPT)
def _drawn(chart: Chart, label: str, form: Form) -> bytes:
    with _lock:  # one at a time: a page asks for a dozen at once, and others wait for an answer
        specification = _specification(chart, dark=form == "sombre.svg")
        return png_of(specification) if form == "png" else svg_of(specification, label).encode()


def _specification(chart: Chart, *, dark: bool) -> dict[str, Any]:
    import altair as alt

    values = [{"x": mark.x, "y": mark.y, "series": mark.series} for mark in chart.marks]
    names = list(dict.fromkeys(mark.x for mark in chart.marks))
    series = list(dict.fromkeys(mark.series for mark in chart.marks))
    colours = _SERIES[dark]
    is_bars = chart.kind == "bars"
    base = alt.Chart(
        alt.InlineData(values=values),
        width=_BAR_WIDTH if is_bars else _WIDTH,
        height=_BAR * len(names) if is_bars else _HEIGHT,
    )
    measured = alt.Axis(format=".0%") if chart.share else alt.Axis(format=",d", tickMinStep=1)
    named: dict[str, Any] = {"sort": names, "title": None}
    encoded: dict[str, Any] = {}
    if is_bars:
        encoded["x"] = alt.X("y:Q", title=capitalised(chart.y), axis=measured)
        encoded["y"] = alt.Y("x:N", axis=alt.Axis(labelLimit=_LABEL), **named)
    else:
        encoded["x"] = alt.X("x:N", axis=alt.Axis(labelAngle=_angle(names)), **named)
        encoded["y"] = alt.Y("y:Q", title=capitalised(chart.y), axis=measured)
    if series == [""]:
        drawn = base.mark_bar(color=colours[0])
    else:
        drawn = base.mark_bar()
        scale = alt.Scale(domain=series, range=colours[: len(series)])
        legend = alt.Legend(title=None, orient="top")
        encoded["color"] = alt.Color("series:N", scale=scale, legend=legend)
        encoded["yOffset" if is_bars else "xOffset"] = _offset(series, is_bars=is_bars)
    return _coloured(drawn.encode(**encoded), dark=dark)


def _offset(series: list[str], *, is_bars: bool) -> Any:
    import altair as alt

    return (alt.YOffset if is_bars else alt.XOffset)("series:N", sort=series)


def _angle(names: list[str]) -> int:
    """Names of more than a few letters are turned, so that none hides another."""
    return 0 if max(map(len, names)) * len(names) < 60 else -40


def _coloured(chart: Any, *, dark: bool) -> dict[str, Any]:
    scheme = _DARK if dark else _LIGHT
    ink, line = scheme["ink"], scheme["line"]
    specification: dict[str, Any] = (
        chart.configure(font=_FONT, background=scheme["paper"], padding=_PADDING)
        .configure_view(stroke=None)
        .configure_axis(
            labelColor=ink, titleColor=ink, gridColor=line, domainColor=line, tickColor=line,
            labelFontSize=13, titleFontSize=13, titleFontWeight="normal",
        )
        .configure_legend(labelColor=ink, labelFontSize=13)
        .to_dict()
    )  # fmt: skip
    return specification
