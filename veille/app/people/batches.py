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


class _Undone(Exception):
    """What was only foreseen is not kept."""


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
        _add(whole, part)
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
    """What ``take_over`` would report; nothing is kept. A line that repeats one of another batch

    counts as added.
    """
    whole = Report()
    for start in range(0, len(lines), BATCH):
        part = Report()
        try:
            with store.transaction() as session:
                part = importing.import_list(
                    session, organisation, lines[start : start + BATCH], ground, scopes, now
                )
                raise _Undone
        except _Undone:
            _add(whole, part)
    return whole


def _add(whole: Report, part: Report) -> None:
    whole.added += part.added
    whole.known += part.known
    whole.refused += part.refused
