"""Compose: one edition a territory and a week, once."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from classifiers import rules_version
from newsletters import weekly
from veille.app.domain_tables import tables_of
from veille.core.clock import Week
from veille.core.editions import Edition
from veille.core.tables import Tables
from veille.settings import Settings
from veille.store.database import Store

if TYPE_CHECKING:
    from classifiers.potential import LearnedModel


def compose(
    store: Store,
    settings: Settings,
    weeks: Sequence[Week],
    now: datetime,
    *,
    model: "LearnedModel | None" = None,
    tables: Tables | None = None,
) -> list[Edition]:
    """The editions that were not there yet, oldest week first, from the verdicts of ``model``.

    ``tables`` are those of the store by default.
    """
    tables = tables or tables_of(store)
    rules = rules_version(tables)
    bands = model.bands if model else None
    composed = []
    for week in weeks:
        for code in settings.territories:
            edition = weekly.compose(
                store,
                code,
                week,
                now,
                organisation=settings.organisation,
                publisher=settings.publisher,
                rules=rules,
                model=model.name if model else None,
                bands=bands,
                tables=tables,
            )
            if edition is not None:
                composed.append(edition)
    return composed
