"""A typed tender kept: stored first, then read, linked and judged by the rules at once.

The model, which takes seconds to load, judges it in a process of its own (``finishing``).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from classifiers import judge_many, rules_version
from spiders.reading import Unread, save_readings
from veille.app.by_hand.typed import Record, content_of
from veille.app.domain_tables import tables_of
from veille.app.steps.link import link
from veille.core import by_hand
from veille.core.clock import paris
from veille.core.french import capitalised, quoted
from veille.core.interchange import notice_hash
from veille.core.procedures import Procedure
from veille.core.refusals import Refusal
from veille.store import (
    Store,
    audit,
    linking,
    payload_returns,
    payloads,
    procedures,
    sources,
    verdicts,
)
from veille.store.payloads import NewPayload
from veille.store.sources import Source
from veille.store.staff import Member

_SHOWN = 80


class UnreadError(Refusal):
    """What was typed is kept, and could not be read yet."""

    def __init__(self) -> None:
        super().__init__("la saisie est gardée, mais n’a pas pu être lue : elle le sera plus tard")


@dataclass(frozen=True, slots=True)
class Saved:
    """The procedure that a typed tender is in; ``is_new``: it was not known, or not like this."""

    procedure_id: int
    is_new: bool


def save(store: Store, member: Member, record: Record, now: datetime) -> Saved:
    """Keep the record; the same again keeps nothing.

    Raises:
        StoreError: the database cannot be used.
        UnreadError: it was stored, and could not be read or linked: the next run tries again.
    """
    if "documents" in record:
        record = {**record, "found_on": paris(now).date().isoformat()}
    added, to_read = _stored(store, member, record, now)
    if to_read:
        content = content_of(record)
        unread = Unread(added.id, by_hand.SOURCE, content, sample=False, decoded=record)
        save_readings(store, [unread], now)
        link(store, now)
    with store.read() as session:
        home = _home(session, notice_id(record))
        found = tuple(procedures.load(session, [home]))
    _judge(store, found, now)
    return Saved(home, to_read)


def _stored(
    store: Store, member: Member, record: Record, now: datetime
) -> tuple[payloads.Added, bool]:
    """The payload, and who typed it, in one transaction; also whether it is to be read."""
    published = record.get("published_on")
    payload = NewPayload(
        source=by_hand.SOURCE,
        key=record["key"],
        content=content_of(record),
        media="json",
        fetched_at=now,
        address=record.get("link"),
        published_on=date.fromisoformat(published) if published else None,
    )
    with store.transaction() as session:
        known = Source(name=by_hand.SOURCE, label=capitalised(by_hand.LABEL))
        sources.register(session, [known], now)
        (added,) = payloads.add(session, [payload])
        came_back = payload_returns.unsettled(session, [] if added.new else [added.id])
        if added.new:
            title = quoted(record["title"][:_SHOWN])
            audit.note(session, member, "tender.add", notice_id(record), now, detail=title)
    return added, added.new or bool(came_back)


def notice_id(record: Record) -> str:
    """The id of its notice."""
    return f"{by_hand.SOURCE}:{record['key']}"


def _home(session: Session, own: str) -> int:
    """The procedure of the notice."""
    home = linking.procedures_of(session, [own]).get(own)
    if home is None:
        raise UnreadError
    return home


def _judge(store: Store, found: Iterable[Procedure], now: datetime) -> None:
    """By the rules alone: what a page shows until the model that serves has judged."""
    tables = tables_of(store)
    mine = [notice for one in found for notice in one.notices if notice.source == by_hand.SOURCE]
    judged = dict(zip(map(notice_hash, mine), judge_many(mine, tables), strict=True))
    with store.transaction() as session:
        known = verdicts.by_hashes(session, judged, rules_version(tables), None)
        verdicts.save(session, {key: one for key, one in judged.items() if key not in known}, now)
