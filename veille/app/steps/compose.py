"""Compose: one edition a territory and a week, once."""

from collections.abc import Sequence
from datetime import datetime

from classifiers import RULES_VERSION
from newsletters import weekly
from veille.core.clock import Week
from veille.core.editions import Edition
from veille.settings import Settings
from veille.store.database import Store


def compose(
    store: Store, settings: Settings, weeks: Sequence[Week], now: datetime
) -> list[Edition]:
    """The editions that were not there yet, oldest week first."""
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
                rules=RULES_VERSION,
            )
            if edition is not None:
                composed.append(edition)
    return composed
