"""A list taken over, or only foreseen, a few hundred lines at a time.

In between the database is free for others.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from veille.app.people import importing
from veille.app.people.importing import Ground, Report
from veille.app.people.list_file import Line
from veille.store import Store

BATCH = 200


def take_over(
    store: Store,
    organisation: str,
    lines: Sequence[Line],
    ground: Ground,
    scopes: Collection[str],
    now: datetime,
    *,
    done: Callable[[int], None] = lambda _: None,
    also: Callable[[Session, Report], None] = lambda _session, _report: None,
) -> Report:
    """Take every line that can be; ``also`` is done with each batch, ``done`` told after it."""
    whole = Report()
    for start in range(0, len(lines), BATCH):
        with store.transaction() as session:
            part = importing.import_list(
                session, organisation, lines[start : start + BATCH], ground, scopes, now
            )
            also(session, part)
        whole.added += part.added
        whole.known += part.known
        whole.refused += part.refused
        done(start + BATCH)
    return whole


def foresee(
    store: Store,
    organisation: str,
    lines: Sequence[Line],
    ground: Ground,
    scopes: Collection[str],
    now: datetime,
) -> Report:
    """What ``take_over`` would report; nothing is kept.

    A line that repeats one of another batch counts as added.
    """
    return take_over(store, organisation, lines, ground, scopes, now, also=_undo)


def _undo(session: Session, _: Report) -> None:
    session.rollback()
