"""The weekly edition: one ISO week of one territory."""

from datetime import datetime

from newsletters.making import Recipe, ledger_owner, load, make
from veille.core.bands import Bands
from veille.core.clock import Week
from veille.core.editions import Coverage, Edition
from veille.core.periods import EditionKind, weekly
from veille.core.tables import Tables, reference_tables
from veille.store import Store

__all__ = ["KIND", "compose", "ledger_owner", "load"]

KIND: EditionKind = "weekly"


def compose(
    store: Store,
    territory_code: str,
    week: Week,
    now: datetime,
    *,
    organisation: str,
    publisher: str,
    rules: str,
    model: str | None = None,
    bands: Bands | None = None,
    tables: Tables | None = None,
    coverage: Coverage | None = None,
) -> Edition | None:
    """The edition of a territory for ``week``, see ``newsletters.making.make``."""
    recipe = Recipe(
        organisation=organisation,
        publisher=publisher,
        rules=rules,
        model=model,
        bands=bands,
        tables=tables or reference_tables(),
        coverage=coverage,
    )
    return make(store, territory_code, weekly(week), now, recipe)
