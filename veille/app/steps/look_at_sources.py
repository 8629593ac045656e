"""Observe: what each source published by day, how full its notices are, what nobody reads of it.

Only days whose notices changed are counted again: run again, it changes nothing.
"""

from datetime import datetime, timedelta

from veille.core.clock import paris
from veille.core.fill_rates import counted
from veille.settings import Settings
from veille.store import notices, source_days, unread_keys
from veille.store.database import Store
from veille.store.source_days import SourceDay

_DAYS_AT_ONCE = 20


def look_at_sources(store: Store, settings: Settings, now: datetime) -> int:
    """Sum up the days that changed, and recount the unread keys; gives how many days."""
    since = paris(now).date() - timedelta(days=settings.keep_runs_days)
    with store.read() as session:
        stale = source_days.stale(session, since)
    for start in range(0, len(stale), _DAYS_AT_ONCE):
        some = stale[start : start + _DAYS_AT_ONCE]
        with store.read() as session:
            summed = [
                SourceDay(
                    source=one.source,
                    day=one.day,
                    notices=one.notices,
                    latest=one.latest,
                    filled=counted(
                        notices.published_between(session, one.day, one.day, source=one.source)
                    ),
                )
                for one in some
            ]
        with store.transaction() as session:
            source_days.save(session, summed)
    with store.transaction() as session:
        unread_keys.recount(session)
    return len(stale)
