"""Tables and curve of ``docs/learning.md``, from the figures of ``scripts.simulate_gate``.

    python -m scripts.draw_learning [--figures FILE…]

Writes ``docs/learning.svg`` and the part of ``docs/learning.md`` between its two marks.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from statistics import mean, stdev
from typing import Any

from veille.app import charts
from veille.app.charts import Axis, Point

ROOT = Path(__file__).resolve().parents[1]
PAGE, CURVE = ROOT / "docs" / "learning.md", ROOT / "docs" / "learning.svg"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"
_HEADERS = (
    "scenario",
    "installs",
    "kept",
    "failed",
    "undecided",
    "served",
    "served and worse",
    "truly better",
)
_CURVES = ("curve", "weights")
_SCORES = {"potential": "potentiel", "likely": "probable"}


def scenarios(figures: Mapping[str, Any]) -> Iterator[str]:
    """The table of the scenarios, a line each."""
    yield f"| {' | '.join(_HEADERS)} |"
    yield "|---" * len(_HEADERS) + "|"
    for name, found in figures.items():
        if name in _CURVES:
            continue
        made = found["simulations"]
        said = Counter(one["answer"] for one in made)
        served = [one for one in made if one["answer"] == "promote"]
        cells = (
            found["label"],
            len(made),
            *(said[answer] for answer in ("keep", "failed", "undecided", "promote")),
            sum(one["true"] < 0 for one in served),
            sum(one["true"] > 0 for one in made),
        )
        yield f"| {' | '.join(map(str, cells))} |"


def by_tags(points: Sequence[Mapping[str, Any]], key: str) -> Iterator[str]:
    """The table of what a model is worth by ``key``: mean over installs, and standard error."""
    yield f"| {key} | `potential` | `likely` |"
    yield "|---|---|---|"
    for value, group in _groups(points, key).items():
        cells = (f"{mean(values):.4f} ± {_error(values):.4f}" for values in _columns(group))
        yield f"| {value:g} | {' | '.join(cells)} |"


def drawing(points: Sequence[Mapping[str, Any]]) -> str:
    """The curve: worth by number of tags, less that without tags in the same install."""
    drawn = []
    groups = _groups(points, "tags")
    for score, label in _SCORES.items():
        without = [one[score] for one in groups[0]]
        for tags, group in groups.items():
            gains = [one[score] - base for one, base in zip(group, without, strict=True)]
            error = _error(gains)
            drawn.append(Point(tags, mean(gains), label, mean(gains) - error, mean(gains) + error))
    return charts.lines(
        "Ce qu’apportent les étiquettes",
        "Précision moyenne gagnée selon le nombre d’étiquettes justes, et son erreur type.",
        drawn,
        Axis("étiquettes justes"),
        Axis("précision moyenne gagnée"),
    ).svg


def _groups(points: Sequence[Mapping[str, Any]], key: str) -> dict[float, list[Mapping[str, Any]]]:
    found: dict[float, list[Mapping[str, Any]]] = {}
    for point in points:
        found.setdefault(point[key], []).append(point)
    return found


def _columns(group: Sequence[Mapping[str, Any]]) -> list[list[float]]:
    return [[point[score] for point in group] for score in _SCORES]


def _error(values: Sequence[float]) -> float:
    return stdev(values) / len(values) ** 0.5 if len(values) > 1 else 0.0


def main() -> int:
    """Draw, and put the tables in the page."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--figures", type=Path, nargs="+", default=[Path("var/gate.json")])
    figures: dict[str, Any] = {}
    for file in parser.parse_args().figures:
        figures |= json.loads(file.read_text(encoding="utf-8"))
    tables = (
        *scenarios(figures),
        "",
        *by_tags(figures["curve"], "tags"),
        "",
        *by_tags(figures["weights"], "weight"),
    )
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    after = rest.partition(END)[2]
    text = "\n".join((before + BEGIN, *tables, END + after))
    PAGE.write_text(text, encoding="utf-8")
    CURVE.write_text(drawing(figures["curve"]) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
