"""Observe: what was read anew is counted anew, for the observatory. Done again, it changes nothing.

Comes after ``version``, whose readings it counts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from veille.app.domain_tables import tables_of
from veille.app.observatory import desk
from veille.core.observatory.figures import Recall
from veille.core.observatory.observed import observed
from veille.core.tables import Tables
from veille.store import observatory
from veille.store.database import Store

if TYPE_CHECKING:
    from classifiers.potential import LearnedModel

BATCH = 500


def observe(
    store: Store,
    now: datetime,
    tell: Callable[[int], None] = lambda _: None,
    *,
    model: "LearnedModel | None" = None,
    tables: Tables | None = None,
) -> int:
    """Count what waits, a batch a transaction, then estimate recall; gives how many were counted.

    ``model`` and ``tables`` (those of the store by default) are those whose verdicts staff review.
    """
    done, before, touched = 0, _revision(store), set[int]()
    while batch := _count_batch(store):
        done += batch.looked_at
        touched |= batch.years
        tell(done)
    if done:
        desk.keep(store, now, before=before, touched=touched)
        _estimate_recall(store, now, model, tables or tables_of(store))
    return done


@dataclass(frozen=True, slots=True)
class _Batch:
    looked_at: int
    years: frozenset[int]


def _count_batch(store: Store) -> _Batch | None:
    """Count some of what waits; null when nothing does."""
    with store.transaction() as session:
        ids = observatory.to_observe(session, BATCH)
        if not ids:
            return None
        counted = [
            observed(one.stored.card, one.facts, one.notices, sample=one.sample)
            for one in observatory.waiting(session, ids)
        ]
        return _Batch(len(ids), observatory.save(session, counted, ids))


def _revision(store: Store) -> int:
    with store.read() as session:
        return observatory.state(session).revision


def _estimate_recall(
    store: Store, now: datetime, model: "LearnedModel | None", tables: Tables
) -> None:
    from classifiers import rules_version
    from veille.app.review.reviewing import Judges, recall_now

    by = Judges(rules_version(tables), model.name if model else None)
    estimate = Recall(recall_now(store, by, now))
    with store.transaction() as session:
        observatory.save_recall(session, estimate, now)
