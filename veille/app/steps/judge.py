"""Judge: every notice that has no verdict of today's rules and tables gets one."""

from collections.abc import Callable
from datetime import datetime

from classifiers import judge, rules_version
from veille.core.tables import reference_tables
from veille.store import verdicts
from veille.store.database import Store

BATCH = 500


def judge_missing(store: Store, now: datetime, tell: Callable[[int], None] = lambda _: None) -> int:
    """Judge what is not judged, a batch a transaction; how many notices were."""
    tables = reference_tables()
    rules = rules_version(tables)
    done, after = 0, ""
    while True:
        with store.read() as session:
            batch = verdicts.missing(session, rules, None, BATCH, after)
        if not batch:
            return done
        judged = {digest: judge(notice, tables) for digest, notice in batch}
        with store.transaction() as session:
            verdicts.save(session, judged, now)
        done, after = done + len(batch), batch[-1][1].id
        tell(done)
