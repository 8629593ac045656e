"""Judge: every notice that has no verdict of today's rules, tables and model gets one."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING

from classifiers import judge_many, rules_version
from veille.app.domain_tables import tables_of
from veille.app.learn.contract_habits import habits_of
from veille.core.tables import Tables
from veille.store import judgings, procedures, verdicts
from veille.store.database import Store
from veille.store.judges import Judge

if TYPE_CHECKING:
    from classifiers.habits import Habits
    from classifiers.potential import LearnedModel

BATCH = 500


def judge_missing(
    store: Store,
    now: datetime,
    tell: Callable[[int], None] = lambda _: None,
    *,
    model: "LearnedModel | None" = None,
    habits: "Habits | None" = None,
    tables: Tables | None = None,
) -> int:
    """Judge what is not judged, a batch a transaction; how many notices were.

    Without a ``model`` the learned scores are null; ``habits`` replace those inside the model, by
    default with what the contracts of the store add to them; ``tables`` are those of the store by
    default. Where other rules, tables or another model judged everything before, the procedures of
    which something else is said now are to be read anew.
    """
    tables = tables or tables_of(store)
    rules = rules_version(tables)
    name = model.name if model else None
    done, after = 0, ""
    while True:
        with store.read() as session:
            batch = verdicts.missing(session, rules, name, BATCH, after)
        if not batch:
            _all_judged(store, (rules, name or ""), now)
            return done
        if model is not None and habits is None and done == 0:
            habits = habits_of(store, model)
        found = judge_many((notice for _, notice in batch), tables, model, habits)
        judged = {digest: verdict for (digest, _), verdict in zip(batch, found, strict=True)}
        with store.transaction() as session:
            verdicts.save(session, judged, now)
        done, after = done + len(batch), batch[-1][1].id
        tell(done)


def _all_judged(store: Store, judge: Judge, now: datetime) -> None:
    with store.read() as session:
        before = judgings.last(session)
        changed = judgings.differing(session, before, judge) if before not in (None, judge) else ()
    if before == judge:
        return
    with store.transaction() as session:
        procedures.mark_read_anew(session, changed)
        judgings.done(session, judge, now)
