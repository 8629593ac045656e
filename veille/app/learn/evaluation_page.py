"""The evaluation of a model as a page that people can read."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from veille.app.charts import Figure
from veille.app.learn import measures
from veille.app.learn.figures_page import Page
from veille.core.french import count, number, period, typography
from veille.core.reference.sectors import SECTORS

_GATES = {
    "potential - title_linear": "potentiel − linéaire, objet seul",
    "likely - linear_with_buyer": "probable − linéaire, avec l’acheteur",
}


def evaluation_page(found: Mapping[str, Any]) -> Page:
    """The page of what ``classifiers.evaluation.evaluate`` found."""
    rankings = {**found["scores"], **found["baselines"]}
    figures = [
        measures.ranking_table("Les classements", _read(found), rankings),
        measures.precision_recall(rankings),
        measures.reliability(found["scores"]),
        _differences(found["differences"]),
        measures.by_group("Par secteur", SECTORS, found["by_sector"]),
        measures.by_group("Par département", {}, found["by_department"]),
        _unseen(found["unseen_buyers"]),
    ]
    return Page(
        f"Évaluation du modèle {found['model']}",
        [typography(line) for line in _lead(found)],
        [figure for figure in figures if figure is not None],
    )


def _lead(found: Mapping[str, Any]) -> list[str]:
    lines = [
        f"Mesuré sur {count(found['notices'], 'appel', 'appels')} à la concurrence{_days(found)}, "
        f"de {count(found['buyers'], 'acheteur')}, dont "
        f"{number(found['positives'])} portent une clause ou sont réservés.",
        "Les classements de comparaison ont appris de "
        f"{number(found['baselines_trained_on'])} avis.",
    ]
    if found["learned_from"]:
        lines.append(
            f"Attention : le modèle a pu apprendre de {number(found['learned_from'])} de ces "
            "avis ; ces chiffres le flattent."
        )
    return lines


def _days(found: Mapping[str, Any]) -> str:
    if found["since"] is None:
        return ""
    first, last = (date.fromisoformat(found[end]) for end in ("since", "until"))
    return f" {period(first, last)}"


def _read(found: Mapping[str, Any]) -> str:
    best = found["scores"]["likely"]
    share = measures.rate(best["recall_first_fifth"])
    return typography(
        f"En lisant le premier cinquième des avis dans l’ordre du score « probable », on retrouve "
        f"{share} de ceux qui portent une clause ; au hasard, ce serait 20 %."
    )


def _differences(found: Mapping[str, Any]) -> Figure | None:
    if not found:
        return None
    rows = tuple(
        (_GATES[name], measures.score(one["value"]), measures.bounds(one["interval"]))
        for name, one in found.items()
    )
    sentence = "Au-dessus de zéro, le modèle fait mieux que ce à quoi il est comparé."
    columns = ("différence de précision moyenne", "valeur", typography("intervalle à 95 %"))
    return Figure("Face aux classements simples", sentence, "", columns, rows)


def _unseen(found: Mapping[str, Any]) -> Figure | None:
    if "potential" not in found:
        return None
    sentence = "Sans rien savoir de l’acheteur : ce que vaut le modèle chez quelqu’un de nouveau."
    return measures.ranking_table("Acheteurs jamais vus", typography(sentence), found)
