"""The report about a model as a page."""

from collections.abc import Iterator, Mapping
from typing import Any

from classifiers.gate import sentence_of
from veille.app import charts
from veille.app.charts import Axis, Figure, Point
from veille.app.learn import measures
from veille.app.learn.figures_page import Page
from veille.core.french import count, number, typography

_BEFORE, _AFTER = "celui qui sert", "le nouveau"


def report_page(found: Mapping[str, Any]) -> Page:
    """The page of what ``veille.app.learn.report`` found."""
    decision = found["decision"]
    lead = [
        typography(f"Celui qui sert : {found['champion']}. Le nouveau : {found['challenger']}."),
        typography(f"La comparaison dit : {sentence_of(decision['answer'])}."),
        typography(
            f"Avis mis de côté : {number(decision['notices'])}, dont "
            f"{number(decision['positives'])} portent une clause ou sont réservés."
        ),
    ]
    return Page(f"Modèle {found['challenger']}", lead, list(_figures(found)))


def _figures(found: Mapping[str, Any]) -> Iterator[Figure]:
    before, after = found["frozen"]["champion"], found["frozen"]["challenger"]
    if "curve" in before["potential"]:
        yield _compared(before, after)
        yield _curves(before, after)
        yield measures.reliability(after)
    yield _bands(found["bands"], found["days"])
    curve = measures.learning_curve(found["versions"])
    if curve is not None:
        yield curve


def _compared(before: Mapping[str, Any], after: Mapping[str, Any]) -> Figure:
    rankings = {
        f"{measures.NAMES[score]}, {name}": figures[score]
        for score in ("potential", "likely")
        for name, figures in ((_BEFORE, before), (_AFTER, after))
    }
    change = after["potential"]["average_precision"] - before["potential"]["average_precision"]
    sentence = (
        f"La précision moyenne du potentiel passe de "
        f"{measures.score(before['potential']['average_precision'])} à "
        f"{measures.score(after['potential']['average_precision'])} "
        f"(différence {measures.score(change)})."
    )
    return measures.ranking_table("Sur les avis mis de côté", sentence, rankings)


def _curves(before: Mapping[str, Any], after: Mapping[str, Any]) -> Figure:
    points = [
        Point(recall, precision, name)
        for name, figures in ((_BEFORE, before), (_AFTER, after))
        for recall, precision in figures["potential"]["curve"]
    ]
    return charts.lines(
        "Précision selon la part retrouvée",
        "La courbe la plus haute met plus d’avis à clause parmi les premiers.",
        points,
        Axis("part des avis à clause retrouvés", "share"),
        Axis("part d’avis à clause parmi les premiers", "share"),
    )


def _bands(changes: Mapping[str, Mapping[str, int]], days: int) -> Figure:
    total = sum(sum(row.values()) for row in changes.values())
    same = sum(changes[band][band] for band in changes)
    sentence = (
        f"Sur {count(total, 'avis', 'avis')} des {number(days)} derniers jours, "
        f"{number(total - same)} changeraient de niveau de potentiel."
    )
    columns = (_BEFORE, *(f"{_AFTER} : {band}" for band in changes))
    rows = tuple(
        (band, *(number(after) for after in row.values())) for band, row in changes.items()
    )
    return Figure("Ce qui changerait", sentence, "", tuple(map(typography, columns)), rows)
