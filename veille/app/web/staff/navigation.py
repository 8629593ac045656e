"""The menu of staff: each page, its words, the least role that sees it, what it is for."""

from collections.abc import Iterator

from veille.store.staff import Role

_RANK: dict[Role, int] = {"reader": 0, "facilitator": 1, "admin": 2}

PAGES: tuple[tuple[str, str, Role, str], ...] = (
    ("/equipe/relecture", "Relecture", "reader", "Ce qu’il faut étiqueter d’abord cette semaine."),
    ("/equipe/editions", "Éditions", "reader", "Relire, compléter et approuver ce qui va partir."),
    ("/equipe/suivi", "Suivi", "reader", "Qui s’occupe de quelle consultation, et où l’on en est."),
    ("/equipe/ajouter", "Saisir", "facilitator", "Ajouter une consultation trouvée ailleurs."),
    ("/equipe/abonnes", "Abonnés", "facilitator", "Les personnes, leurs alertes, leurs droits."),
    ("/equipe/sources", "Sources", "reader", "Ce qui a été lu, ce qui manque, ce qui a changé."),
    ("/equipe/tables", "Tables", "reader", "Seuils, parts de main-d’œuvre, coûts, gestionnaires."),
    ("/equipe/observatoire", "Observatoire", "reader", "Les heures faites et les personnes."),
    ("/equipe/attributions", "Attributions", "reader", "À quelle consultation va un contrat."),
    ("/equipe/modeles", "Modèles", "reader", "Le modèle qui sert, et ceux qui pourraient servir."),
    ("/equipe/membres", "Membres", "admin", "Qui peut entrer ici, et avec quel rôle."),
    ("/equipe/journal", "Journal", "admin", "Qui a fait quoi, et quand."),
)
"""In the order in which a week is worked."""


def menu(role: Role) -> Iterator[tuple[str, str, str]]:
    """The addresses, words and purposes of the pages that somebody with this role is shown."""
    for address, words, least, purpose in PAGES:
        if _RANK[role] >= _RANK[least]:
            yield address, words, purpose
