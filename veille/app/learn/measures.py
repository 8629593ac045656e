"""Measures of rankings as people read them: names, figures, drawings."""

from collections.abc import Mapping, Sequence
from typing import Any

from veille.app import charts
from veille.app.charts import Axis, Figure, Point
from veille.core.french import NBSP, capitalised, join, number, quoted, typography

NAMES: Mapping[str, str] = {
    "potential": "potentiel",
    "likely": "probable",
    "keyword": "mot-clé dans l’objet",
    "works_and_green_spaces": "travaux ou espaces verts",
    "buyer_rate": "passé de l’acheteur",
    "title_linear": "linéaire, objet seul",
    "linear": "linéaire, objet et codes",
    "linear_with_buyer": "linéaire, avec l’acheteur",
}
_DRAWN = ("potential", "likely", "keyword", "buyer_rate", "title_linear", "linear_with_buyer")


def rate(value: float) -> str:
    """A share as people read it: ``12,3 %``."""
    return f"{number(100 * value, decimals=1)}{NBSP}%"


def score(value: float) -> str:
    """An average precision, to three decimals."""
    return number(value, decimals=3)


def bounds(found: Sequence[float]) -> str:
    """An interval: ``0,17 à 0,23``."""
    low, high = found
    return f"{score(low)} à {score(high)}"


def ranking_table(title: str, sentence: str, rankings: Mapping[str, Mapping[str, Any]]) -> Figure:
    """The figures of each ranking, one a line."""
    columns = (
        "classement",
        "précision moyenne",
        typography("intervalle à 95 %"),
        "dans les 20 premiers",
        "dans les 50",
        "dans les 100",
        "retrouvés dans le premier dixième",
        "dans le premier cinquième",
    )
    rows = tuple(_row(NAMES.get(name, name), found) for name, found in rankings.items())
    return Figure(title, sentence, "", columns, rows)


def precision_recall(rankings: Mapping[str, Mapping[str, Any]]) -> Figure:
    """How right the first notices of each ranking are, as more of all clauses are found."""
    points = [
        Point(recall, precision, NAMES[name])
        for name in _DRAWN
        if name in rankings
        for recall, precision in rankings[name]["curve"]
    ]
    return charts.lines(
        "Précision selon la part retrouvée",
        _half(rankings),
        points,
        Axis("part des avis à clause retrouvés", "share"),
        Axis("part d’avis à clause parmi les premiers", "share"),
    )


def reliability(scores: Mapping[str, Mapping[str, Any]]) -> Figure:
    """What each tenth of the notices was said to carry, beside what it carried."""
    points = [
        Point(part["predicted"], part["observed"], NAMES[name])
        for name, found in scores.items()
        for part in found["calibration"]
    ]
    return charts.lines(
        "Fiabilité",
        _gap(scores),
        points,
        Axis("part annoncée", "share"),
        Axis("part observée", "share"),
        diagonal=True,
    )


def learning_curve(versions: Sequence[Mapping[str, Any]]) -> Figure | None:
    """What each model was worth when it was made, by what it had learned from; null below two."""
    points = [
        Point(one["notices"], one["average_precision"], low=low, high=high)
        for one in versions
        for low, high in [one["interval"]]
    ]
    if len({point.x for point in points}) < 2:
        return None
    sentence = typography(
        f"De {number(versions[0]['notices'])} à {number(versions[-1]['notices'])} avis appris. "
        "Chaque modèle est mesuré sur les avis qu’il n’avait pas appris : d’un point à l’autre, "
        "ce ne sont pas les mêmes."
    )
    return charts.lines(
        "Ce qu’apprendre davantage apporte",
        sentence,
        points,
        Axis("avis appris"),
        Axis("précision moyenne du potentiel", from_zero=False),
    )


def by_group(title: str, labels: Mapping[str, str], found: Mapping[str, Any]) -> Figure | None:
    """Average precision of ``potential`` in each group; none when no group has figures."""
    points = [
        Point(capitalised(labels.get(code, code)), parts["potential"]["average_precision"])
        for code, parts in found.items()
        if "potential" in parts
    ]
    if not points:
        return None
    points.sort(key=lambda point: -point.y)
    first, last = points[0], points[-1]
    sentence = typography(
        f"La précision moyenne va de {score(last.y)} ({last.x}) à {score(first.y)} ({first.x}) ; "
        "seuls les groupes d’au moins dix avis à clause sont montrés."
    )
    return charts.bars(
        title, sentence, points, Axis("groupe", "name"), Axis("précision moyenne du potentiel")
    )


def _row(name: str, found: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        name,
        score(found["average_precision"]),
        bounds(found["interval"]) if "interval" in found else "",
        *(rate(found[f"precision_at_{top}"]) for top in (20, 50, 100)),
        rate(found["recall_first_tenth"]),
        rate(found["recall_first_fifth"]),
    )


def _half(rankings: Mapping[str, Mapping[str, Any]]) -> str:
    """What it takes to find half of the clauses."""
    said = []
    for name in ("potential", "likely"):
        curve = rankings[name]["curve"] if name in rankings else []
        at = next((precision for recall, precision in curve if recall >= 0.5), None)
        if at is not None:
            said.append(f"{rate(at)} pour {quoted(NAMES[name])}")
    return f"Quand la moitié des avis à clause est retrouvée, la précision est de {join(said)}."


def _gap(scores: Mapping[str, Mapping[str, Any]]) -> str:
    widest = max(
        (abs(part["predicted"] - part["observed"]), NAMES[name])
        for name, found in scores.items()
        for part in found["calibration"]
    )
    return typography(
        "Chaque point est un dixième des avis. Sur la diagonale, la part annoncée est celle "
        f"observée. L’écart le plus grand est de {number(100 * widest[0], decimals=1)} points "
        f"({widest[1]}). Les parts observées sont un minimum : toute clause n’est pas déclarée."
    )
