"""The law in words: what the obligation's reason says, in French, with article and figures.

Every text has its unbreakable spaces: it is made for each notice, and to look for them would cost
more than the rest.
"""

from collections.abc import Mapping
from datetime import date

from classifiers.amounts import Basis, Total, Unusable
from classifiers.law_thresholds import buyer_kind
from veille.core.french import NBSP, amount, day_month, lots, number
from veille.core.notices import Notice
from veille.core.reference.thresholds import Threshold
from veille.core.verdicts import Clause

TO_CHECK = f"L’acheteur n’a pas à publier ce qui l’en dispenserait{NBSP}: à vérifier au DCE."
CORRECTED = f"Rectificatif{NBSP}: la date qui compte est celle de l’avis initial."

UNUSABLE: Mapping[Unusable, str] = {
    "missing": "Montant inconnu.",
    "currency": f"Montant inconnu{NBSP}: l’avis en donne un dans une autre monnaie que l’euro.",
    "awarded": f"Montant inconnu{NBSP}: seule l’estimation compte, pas ce qui est attribué.",
    "implausible": f"Montant inconnu{NBSP}: celui de l’avis n’est pas vraisemblable.",
}
_WORTH: Mapping[Basis, str] = {
    "estimated": "montant estimé",
    "framework_maximum": "maximum de l’accord-cadre",
    "lots": "somme des lots",
}


def sentences(*texts: str | None) -> str:
    """The texts that are there, one after the other."""
    return " ".join(text for text in texts if text)


def full_date(day: date) -> str:
    """``24 août 2026``."""
    return f"{day_month(day)}{NBSP}{day.year}"


def dated(notice: Notice) -> str:
    """``avis envoyé le 24 août 2026``, or its publication where that is all that is known."""
    if notice.dispatched_on is not None:
        return f"avis envoyé le {full_date(notice.dispatched_on)}"
    if notice.published_on is not None:
        return f"avis paru le {full_date(notice.published_on)} (date d’envoi inconnue)"
    return "date d’envoi inconnue"


def is_seen(clause: Clause, notice: Notice) -> bool:
    """Whether the notice shows an execution condition for every lot; a criterion is none."""
    if clause.answer != "yes" or set(clause.kinds) == {"criterion"}:
        return False
    listed = {lot.id for lot in notice.lots}
    return not clause.lots or (bool(listed) and listed <= set(clause.lots))


def seen(clause: Clause, notice: Notice, *, ahead: bool) -> str:
    """``Clause attendue, non vue dans l’avis``, or what the notice does show.

    ``ahead``: the notice comes before the consultation.
    """
    expected = "Clause attendue lors de la consultation" if ahead else "Clause attendue"
    if is_seen(clause, notice):
        return f"{expected}, vue dans l’avis"
    if clause.answer == "unclear":
        return f"{expected}, l’avis se contredit"
    if clause.answer == "no":
        return f"{expected}, non vue dans l’avis"
    if set(clause.kinds) == {"criterion"}:
        return f"{expected}, non vue dans l’avis, qui n’annonce qu’un critère social"
    where = "le" if len(clause.lots) == 1 else "les"
    return f"{expected}, vue dans l’avis pour {where} {lots(clause.lots)} seulement"


def article(name: str) -> str:
    """``article L2112-2-1 du code de la commande publique``."""
    return f"article{NBSP}{name} du code de la commande publique"


def worth(found: Total) -> str:
    """``montant estimé de 216 000 € HT``."""
    least = "" if found.complete else "au moins "
    return f"{_WORTH[found.basis]} de {least}{amount(found.amount)}"


def highest(threshold: Threshold, *, only: bool) -> str:
    """``seuil européen de 216 000 € HT``; not ``only``: the highest of those that may apply."""
    which = "seuil européen de" if only else "plus haut des seuils européens possibles,"
    return f"{which} {figure(threshold)}"


def lowest(threshold: Threshold, *, only: bool) -> str:
    """The same for the lowest of those that may apply."""
    which = "seuil européen de" if only else "plus bas des seuils européens possibles,"
    return f"{which} {figure(threshold)}"


def figure(threshold: Threshold) -> str:
    """``216 000 € HT``, marked where it is not confirmed."""
    return amount(threshold.amount) + ("" if threshold.confirmed else " (à confirmer)")


def short_works(months: float) -> str:
    """``travaux de 4 mois, moins de six mois``."""
    return f"travaux de {number(months)}{NBSP}mois, moins de six mois"


def missing(notice: Notice) -> str:
    """What the notice does not tell that would settle between two thresholds."""
    if buyer_kind(notice) == "unknown":
        return "type d’acheteur inconnu"
    return "nature du marché inconnue" if notice.contract_nature is None else "régime incertain"


def hint(notice: Notice) -> str | None:
    """What the form of a notice without an amount suggests."""
    if notice.procedure_type == "adapted" or notice.family in {"MAPA", "FNS"}:
        return "Une procédure adaptée reste en principe sous les seuils européens."
    if notice.family == "JOUE":
        return "Un avis publié au JOUE dépasse en principe les seuils européens."
    return None
