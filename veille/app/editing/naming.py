"""What an edition is called, and how it stands, in French."""

from datetime import timedelta

from veille.core import french
from veille.core.areas import area
from veille.core.editions import EditionError, edition_from_json
from veille.core.periods import EditionKind
from veille.store.editions import EditionState, StoredEdition

KINDS: dict[EditionKind, str] = {
    "immediate": "immédiate",
    "daily": "quotidienne",
    "weekly": "hebdomadaire",
    "monthly": "mensuelle",
}
STATES: dict[EditionState, str] = {
    "draft": "brouillon",
    "approved": "approuvée",
    "sending": "en cours d’envoi",
    "sent": "envoyée",
}


def territory_of(edition: StoredEdition) -> str:
    """The name of its territory, as it was frozen."""
    try:
        return edition_from_json(edition.coverage).territory_label
    except EditionError:
        return area(edition.organisation.rpartition("/")[2]).label


def period_of(edition: StoredEdition) -> str:
    """``du 9 au 15 novembre 2026``; a day alone is ``lundi 9 novembre 2026``."""
    last = edition.period_end - timedelta(days=1)
    if last <= edition.period_start:
        return french.long_date(edition.period_start)
    return french.period(edition.period_start, last)


def name_of(edition: StoredEdition) -> str:
    """``édition 12, hebdomadaire, Hérault, du 9 au 15 novembre 2026``."""
    parts = (f"édition {edition.id}", KINDS[edition.kind], territory_of(edition))
    return ", ".join((*parts, period_of(edition)))
