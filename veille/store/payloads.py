"""Payloads: what the sources sent, stored whole before anything reads it."""

import hashlib
import json
import zlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal

from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session, aliased

from veille.store import sources, sql
from veille.store.models import PayloadRow

Media = Literal["json", "xml", "page", "feed", "mail", "html"]
PayloadState = Literal["pending", "parsed", "failed", "superseded"]

CURRENT: frozenset[PayloadState] = frozenset({"pending", "parsed", "failed"})
"""The states of payloads that no newer one of the same key replaces: what a reparse reads."""

_PAGE = 100
_IDS = 10_000  # ids read at a time: sorting them is cheap, sorting contents is not
_LEVEL = 3  # zlib: level 6 takes twice the time for 4 % less

_SELECT_WHOLE = (
    select(PayloadRow.__table__).where(PayloadRow.id.in_(sql.listed("ids"))).order_by(PayloadRow.id)
)
_Newer = aliased(PayloadRow)

# Built once: building a statement takes longer than running it on a page.
_SELECT_IDS = select(
    PayloadRow.source, PayloadRow.key, PayloadRow.content_hash, PayloadRow.id
).where(PayloadRow.source.in_(sql.listed("sources")), PayloadRow.key.in_(sql.listed("keys")))
_SELECT_OLDER = (
    select(PayloadRow.id)
    .join(_Newer, (_Newer.source == PayloadRow.source) & (_Newer.key == PayloadRow.key))
    .where(
        _Newer.id.in_(sql.listed("parsed")),
        PayloadRow.id < _Newer.id,
        PayloadRow.state != "superseded",
    )
)
_UPDATE_PARSED = (
    update(PayloadRow)
    .where(PayloadRow.id == bindparam("payload_id"))
    .values(
        state=bindparam("new_state"),
        dialect=bindparam("new_dialect"),
        error=bindparam("new_error"),
        unread=bindparam("new_unread"),
        notice_id=bindparam("new_notice_id"),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewPayload:
    """What a source just sent; ``key`` is the record's id in its source."""

    source: str
    key: str
    content: bytes
    media: Media
    fetched_at: datetime
    address: str | None = None
    published_on: date | None = None
    sample: bool = False


@dataclass(frozen=True, slots=True)
class Added:
    """Where a payload is stored; ``new`` is false when the same content was there already."""

    id: int
    key: str
    new: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ParseOutcome:
    """What reading a payload gave; ``unread`` are the keys that no parser read."""

    payload_id: int
    state: PayloadState
    dialect: str | None = None
    error: str | None = None
    unread: tuple[str, ...] = ()
    notice_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredPayload:
    """A payload as it is stored, with what reading it gave the last time."""

    id: int
    source: str
    key: str
    content: bytes
    media: Media
    fetched_at: datetime
    address: str | None
    published_on: date | None
    crawl_id: int | None
    sample: bool
    state: PayloadState
    dialect: str | None
    error: str | None
    unread: tuple[str, ...]
    notice_id: str | None


def add(
    session: Session, payloads: Sequence[NewPayload], crawl_id: int | None = None
) -> list[Added]:
    """Store payloads, in order; one answer for each, in the same order.

    A payload whose content is stored already under its source and key is not stored again. Three
    statements a batch, whatever its size up to 500.
    """
    answers: list[Added] = []
    for batch in sql.chunks(payloads):
        answers.extend(_add(session, batch, crawl_id))
    return answers


def _add(session: Session, batch: Sequence[NewPayload], crawl_id: int | None) -> Iterator[Added]:
    identities = [_identity(payload) for payload in batch]
    known = _ids(session, identities)
    missing = {
        identity: payload
        for identity, payload in zip(identities, batch, strict=True)
        if identity not in known
    }
    ids = known
    if missing:
        sources.ensure(session, (payload.source for payload in batch), batch[0].fetched_at)
        rows = [_row(identity, payload, crawl_id) for identity, payload in missing.items()]
        sql.insert_new(session, PayloadRow, rows)
        ids = known | _ids(session, list(missing))
    for identity, payload in zip(identities, batch, strict=True):
        yield Added(ids[identity], payload.key, missing.pop(identity, None) is not None)


_Identity = tuple[str, str, str]
"""Source, key as stored, hash of the content."""


def _identity(payload: NewPayload) -> _Identity:
    digest = hashlib.sha256(payload.content).hexdigest()
    return payload.source, sql.bounded(payload.key), digest


def _ids(session: Session, identities: Sequence[_Identity]) -> dict[_Identity, int]:
    wanted = {
        "sources": list({source for source, _, _ in identities}),
        "keys": list({key for _, key, _ in identities}),
    }
    rows = session.execute(_SELECT_IDS, wanted)
    return {(source, key, digest): payload_id for source, key, digest, payload_id in rows}


def _row(identity: _Identity, payload: NewPayload, crawl_id: int | None) -> dict[str, Any]:
    source, key, digest = identity
    return {
        "source": source,
        "key": key,
        "content_hash": digest,
        "media": payload.media,
        "address": payload.address,
        "fetched_at": payload.fetched_at,
        "published_on": payload.published_on,
        "crawl_id": crawl_id,
        "sample": payload.sample,
        "state": "pending",
        "content": zlib.compress(payload.content, _LEVEL),
    }


def record_parsed(session: Session, outcomes: Sequence[ParseOutcome]) -> None:
    """Write down what reading payloads gave.

    The payloads that a parsed one replaces, older ones of the same source and key, become
    *superseded*.
    """
    rows = [
        {
            "payload_id": outcome.payload_id,
            "new_state": outcome.state,
            "new_dialect": outcome.dialect,
            "new_error": outcome.error,
            "new_unread": _dumped(outcome.unread),
            "new_notice_id": outcome.notice_id,
        }
        for outcome in outcomes
    ]
    sql.execute_many(session, _UPDATE_PARSED, rows)
    for chunk in sql.chunks(one.payload_id for one in outcomes if one.state == "parsed"):
        _supersede_older(session, chunk)


def _dumped(unread: Sequence[str]) -> str | None:
    return json.dumps(sorted(unread), ensure_ascii=False) if unread else None


def _supersede_older(session: Session, parsed: Collection[int]) -> None:
    older = session.scalars(_SELECT_OLDER, {"parsed": list(parsed)})
    for chunk in sql.chunks(older.all()):
        session.execute(
            update(PayloadRow).where(PayloadRow.id.in_(chunk)).values(state="superseded")
        )


def iterate(
    session: Session,
    *,
    source: str | None = None,
    states: Iterable[PayloadState] | None = None,
    dialects: Iterable[str] | None = None,
) -> Iterator[StoredPayload]:
    """Stored payloads, oldest first, in bounded memory.

    The session may write, ``record_parsed`` included, between two of them.
    """
    query = select(PayloadRow.id).order_by(PayloadRow.id).limit(_IDS)
    if source is not None:
        query = query.where(PayloadRow.source == source)
    if states is not None:
        query = query.where(PayloadRow.state.in_(list(states)))
    if dialects is not None:
        query = query.where(PayloadRow.dialect.in_(list(dialects)))
    last = 0
    while ids := session.scalars(query.where(PayloadRow.id > last)).all():
        for chunk in sql.chunks(ids, _PAGE):
            for row in session.execute(_SELECT_WHOLE, {"ids": chunk}).all():
                yield _stored(row)
        last = ids[-1]


def get(session: Session, payload_id: int) -> StoredPayload | None:
    """The payload of that id, if there is one."""
    row = session.execute(
        select(PayloadRow.__table__).where(PayloadRow.id == payload_id)
    ).one_or_none()
    return None if row is None else _stored(row)


def _stored(row: Any) -> StoredPayload:
    return StoredPayload(
        id=row.id,
        source=row.source,
        key=row.key,
        content=zlib.decompress(row.content),
        media=row.media,
        fetched_at=row.fetched_at,
        address=row.address,
        published_on=row.published_on,
        crawl_id=row.crawl_id,
        sample=row.sample,
        state=row.state,
        dialect=row.dialect,
        error=row.error,
        unread=tuple(json.loads(row.unread)) if row.unread else (),
        notice_id=row.notice_id,
    )
