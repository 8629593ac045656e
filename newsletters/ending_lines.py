"""Ends of contracts that award data alone know, as people read them: a line each."""

from dataclasses import dataclass, replace

from veille.core import french
from veille.core.editions import Edition
from veille.core.endings import LAST_DAY, Ending
from veille.core.french import NBSP, typography

SHOWN = 8
"""How many a mail shows; the page that it links to has all."""

TITLE = "Contrats à préparer, d’après les données d’attribution"
_MONTHS = round(LAST_DAY / 30.4)
_INTRODUCTION = (
    f"Aucun avis lu ne parle de ces contrats : seules les données d’attribution les font "
    f"connaître. Ils se terminent d’ici {_MONTHS} mois. La date est une estimation, d’après la "
    "durée publiée, reconductions comprises : le contrat peut s’arrêter plus tôt, à vérifier avec "
    "l’acheteur. Ceux où la main-d’œuvre compte le plus sont les premiers."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingLine:
    """One contract: what, from whom, until when and how that is known; ``page`` is its buyer's."""

    title: str
    facts: tuple[str, ...]
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class EndingsView:
    """The section; ``more`` says how many others are told."""

    title: str
    introduction: str
    lines: tuple[EndingLine, ...]
    more: str | None


def endings_view(edition: Edition) -> EndingsView | None:
    """The section of an edition; null where it tells none."""
    if not edition.endings:
        return None
    omitted = edition.endings_omitted
    others = french.count(omitted, "autre contrat", "autres contrats")
    return EndingsView(
        title=f"{TITLE} ({french.number(len(edition.endings))})",
        introduction=typography(_INTRODUCTION),
        lines=tuple(_line(one) for one in edition.endings),
        more=f"et {others} dans l’édition complète." if omitted else None,
    )


def with_endings(edition: Edition, told: tuple[Ending, ...], most: int | None = SHOWN) -> Edition:
    """The edition with these endings, ``most`` shown and the others counted; all of them by null.

    What it had is replaced.
    """
    shown = told if most is None else told[:most]
    return replace(edition, endings=shown, endings_omitted=len(told) - len(shown))


def counted(edition: Edition) -> str | None:
    """``3 contrats à préparer``; null where it tells none."""
    told = len(edition.endings) + edition.endings_omitted
    return french.count(told, "contrat à préparer", "contrats à préparer") if told else None


def _line(one: Ending) -> EndingLine:
    amount = french.amount(one.amount) if one.amount is not None else None
    together = len(one.contracts)
    facts = (
        one.buyer,
        f"fin estimée{NBSP}: {french.long_date(one.ends_on)} ({_basis(one)})",
        f"{french.count(together, 'contrat')} de même objet" if together > 1 else None,
        amount,
    )
    return EndingLine(
        title=one.title,
        facts=tuple(fact for fact in facts if fact),
        page=f"/acheteurs/{one.buyer_identity}",
    )


def _basis(one: Ending) -> str:
    """How the end is known: ``notifié le 2 mars 2026, pour 12 mois``."""
    began = "notifié" if one.notified else "commencé"
    day = f"{french.day_month(one.since)}{NBSP}{one.since.year}"
    return f"{began} le {day}, pour {french.number(one.months)}{NBSP}mois"
