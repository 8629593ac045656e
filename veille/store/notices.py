"""Notices: one row a publication, always what the payload that counts most says.

That is the newest of the notice's own source; what another source tells of it (see ``precedence``)
is stored only where its own said nothing.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, exists, func, select, tuple_, update
from sqlalchemy.orm import Session

from veille.core import by_hand
from veille.core.interchange import line_hash, notice_from_json, notice_hash, notice_to_json
from veille.core.notices import Buyer, Links, Notice
from veille.core.platforms import hosts_of
from veille.store import buyers, precedence, sources, sql
from veille.store.models import NoticeRow
from veille.store.models.base import storable

_PAGE = 200
_NUL = re.compile(r"(?<!\\)((?:\\\\)*)\\u0000")


@dataclass(frozen=True, slots=True)
class SaveCounts:
    """What became of the notices that were saved; ``same`` needed no change."""

    new: int = 0
    changed: int = 0
    same: int = 0

    def __add__(self, other: "SaveCounts") -> "SaveCounts":
        return SaveCounts(
            self.new + other.new, self.changed + other.changed, self.same + other.same
        )


class Prepared(NamedTuple):
    """A notice as its row: ``columns`` hold no character that a database refuses."""

    id: str
    buyer: Buyer | None
    columns: dict[str, Any]


@dataclass(frozen=True, slots=True)
class _Item:
    """A prepared notice with where it comes from."""

    notice: Prepared
    payload_id: int
    sample: bool

    @property
    def content_hash(self) -> str:
        return str(self.notice.columns["content_hash"])


def prepare(notice: Notice) -> Prepared:
    """The part of storing a notice that needs no database, so that another process can do it.

    NUL and lone surrogates in texts become U+FFFD.
    """
    content = notice_to_json(notice)
    clean = storable(content)
    if "\\u0000" in clean:
        clean = _NUL.sub("\\1\ufffd", clean)
    as_written = clean is content and notice.label is None
    if clean is not content:
        notice, content = notice_from_json(clean), clean
    columns = {
        "source": notice.source,
        "content_hash": line_hash(content) if as_written else notice_hash(notice),
        "kind": notice.kind,
        "stage": notice.stage,
        "published_on": notice.published_on,
        "dispatched_on": notice.dispatched_on,
        "deadline": notice.deadline,
        "title": notice.title,
        "content": content,
        "hosts": written_hosts(notice.links),
    }
    return Prepared(notice.id, notice.buyer, columns)


def written_hosts(links: Links | None) -> str:
    """The domains that a notice names, as its row keeps them."""
    return " ".join(hosts_of(links))


def save(
    session: Session, rows: Sequence[tuple[Notice | Prepared, int, bool]], now: datetime
) -> SaveCounts:
    """Store notices, each with the id of its payload and whether it is a sample.

    A notice replaces the stored one of the same id unless that comes from a payload that counts
    more; the same notice again changes nothing. A few statements a batch, whatever its size up to
    500.
    """
    counts = SaveCounts()
    for batch in sql.chunks(rows):
        items = [
            _Item(one if isinstance(one, Prepared) else prepare(one), payload_id, sample)
            for one, payload_id, sample in batch
        ]
        counts += _save(session, items, now)
    return counts


def _save(session: Session, batch: Sequence[_Item], now: datetime) -> SaveCounts:
    told_by = precedence.sources_of(session, {item.payload_id for item in batch})

    def rank(item: _Item) -> precedence.Rank:
        own = told_by.get(item.payload_id) == item.notice.columns["source"]
        return own, item.payload_id

    first: dict[str, _Item] = {}
    for item in batch:
        before = first.get(item.notice.id)
        if before is None or rank(before) <= rank(item):
            first[item.notice.id] = item
    stored = precedence.stored(session, first)
    new = [item for key, item in first.items() if key not in stored]
    changed, confirmed = [], []
    for key, item in first.items():
        rank_before, hash_before = stored.get(key, (None, ""))
        if rank_before is None or rank(item) < rank_before:
            continue
        if item.content_hash != hash_before:
            changed.append(item)
        elif rank(item) > rank_before:
            confirmed.append(item)
    told_otherwise = [item for item in new if not rank(item)[0]]
    if told_otherwise:  # their own source may never have been asked
        sources.ensure(session, {item.notice.columns["source"] for item in told_otherwise}, now)
    _write(session, new, changed, now)
    _confirm(session, confirmed)
    return SaveCounts(len(new), len(changed), len(batch) - len(new) - len(changed))


def _write(session: Session, new: Sequence[_Item], changed: Sequence[_Item], now: datetime) -> None:
    written = [*new, *changed]
    if not written:
        return
    known = dict.fromkeys(item.notice.buyer for item in written if item.notice.buyer is not None)
    buyer_ids = buyers.save(session, known)

    def columns(item: _Item) -> dict[str, Any]:
        buyer = item.notice.buyer
        return item.notice.columns | {
            "buyer_id": buyer_ids.get(buyer) if buyer else None,
            "payload_id": item.payload_id,
            "to_link": True,
            "sample": item.sample,
            "updated_at": now,
        }

    rows = [{"id": item.notice.id, "first_seen_at": now, **columns(item)} for item in new]
    sql.insert_new(session, NoticeRow, rows)
    if changed:
        rows = [{"notice_id": item.notice.id, **columns(item)} for item in changed]
        names = rows[0].keys() - {"notice_id"}
        assigned: dict[str, Any] = {name: bindparam(name) for name in names}
        statement = update(NoticeRow).where(NoticeRow.id == bindparam("notice_id"))
        sql.execute_many(session, statement.values(assigned), rows)


def _confirm(session: Session, confirmed: Sequence[_Item]) -> None:
    """Point notices at the payload that counts more and says the same."""
    statement = (
        update(NoticeRow)
        .where(NoticeRow.id == bindparam("notice_id"))
        .values(payload_id=bindparam("newest"))
    )
    rows = [{"notice_id": item.notice.id, "newest": item.payload_id} for item in confirmed]
    sql.execute_many(session, statement, rows)


def get(session: Session, notice_id: str) -> Notice | None:
    """The notice of that id, if there is one."""
    return by_ids(session, [notice_id]).get(notice_id)


def by_ids(session: Session, ids: Iterable[str]) -> dict[str, Notice]:
    """The notices of these ids; those that are not stored are left out."""
    found: dict[str, Notice] = {}
    for chunk in sql.chunks(ids):
        rows = session.execute(
            select(NoticeRow.id, NoticeRow.content).where(NoticeRow.id.in_(chunk))
        )
        found.update((notice_id, notice_from_json(content)) for notice_id, content in rows)
    return found


def count(session: Session) -> int:
    """How many notices are stored."""
    return session.execute(select(func.count()).select_from(NoticeRow)).scalar_one()


def all_invented(session: Session) -> bool:
    """Whether the store holds the sample and nothing that a source sent; true of an empty one."""
    query = select(exists().where(NoticeRow.sample.is_(False), NoticeRow.source != by_hand.SOURCE))
    return not session.scalar(query)


def count_by_source(
    session: Session, since: date | None = None, until: date | None = None
) -> dict[str, int]:
    """How many notices each source published between two days, both included."""
    query = select(NoticeRow.source, func.count().label("published")).group_by(NoticeRow.source)
    if since is not None:
        query = query.where(NoticeRow.published_on >= since)
    if until is not None:
        query = query.where(NoticeRow.published_on <= until)
    return {row.source: row.published for row in session.execute(query)}


def published_between(
    session: Session, since: date, until: date, *, source: str | None = None
) -> Iterator[Notice]:
    """The notices published between two days, both included, oldest first, in bounded memory."""
    place = tuple_(NoticeRow.published_on, NoticeRow.id)
    query = (
        select(NoticeRow.published_on, NoticeRow.id, NoticeRow.content)
        .where(NoticeRow.published_on.between(since, until))
        .order_by(NoticeRow.published_on, NoticeRow.id)
        .limit(_PAGE)
    )
    if source is not None:
        query = query.where(NoticeRow.source == source)
    page = query
    while rows := session.execute(page).all():
        for row in rows:
            yield notice_from_json(row.content)
        page = query.where(place > (rows[-1].published_on, rows[-1].id))


def iterate(session: Session) -> Iterator[Notice]:
    """Every notice, by id, in bounded memory."""
    query = select(NoticeRow.id, NoticeRow.content).order_by(NoticeRow.id).limit(_PAGE)
    page = query
    while rows := session.execute(page).all():
        for row in rows:
            yield notice_from_json(row.content)
        page = query.where(NoticeRow.id > rows[-1].id)
