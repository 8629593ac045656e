"""Stored payloads become notices; one that cannot be read is counted and kept for later."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from spiders.parsers import Parsed, UnreadablePayload, parse, parse_decoded
from veille.core.notices import Notice
from veille.store import notices, payloads
from veille.store.database import Store

BATCH = 100


@dataclass(frozen=True, slots=True)
class Unread:
    """A payload to be read; ``decoded`` where its JSON was decoded already."""

    payload_id: int
    source: str
    content: bytes
    sample: bool
    decoded: Mapping[str, Any] | None = None


@dataclass(slots=True)
class RereadCounts:
    """What reading stored payloads again gave."""

    read: int = 0
    changed: int = 0
    failed: int = 0


def save_readings(store: Store, unread: Sequence[Unread], now: datetime) -> int:
    """Read the payloads and store what they say; how many could not be read."""
    return _save(store, unread, now).failed


def reread(
    store: Store,
    now: datetime,
    states: frozenset[payloads.PayloadState] = payloads.CURRENT,
    done: Callable[[int], None] = lambda _: None,
) -> RereadCounts:
    """Read stored payloads again, oldest first: after a fix, nothing has to be fetched again."""
    total = RereadCounts()
    for batch in _batches(store, states):
        counts = _save(store, batch, now)
        total.read += counts.read
        total.changed += counts.changed
        total.failed += counts.failed
        done(total.read + total.failed)
    return total


def _save(store: Store, unread: Sequence[Unread], now: datetime) -> RereadCounts:
    read: list[tuple[Notice, int, bool]] = []
    outcomes: list[payloads.ParseOutcome] = []
    for payload in unread:
        try:
            parsed = _read(payload)
        except UnreadablePayload as error:
            outcomes.append(
                payloads.ParseOutcome(
                    payload_id=payload.payload_id, state="failed", error=str(error)
                )
            )
            continue
        read.append((parsed.notice, payload.payload_id, payload.sample))
        outcomes.append(
            payloads.ParseOutcome(
                payload_id=payload.payload_id,
                state="parsed",
                dialect=parsed.dialect,
                unread=parsed.unread,
                notice_id=parsed.notice.id,
            )
        )
    if not outcomes:
        return RereadCounts()
    with store.transaction() as session:
        saved = notices.save(session, read, now)
        payloads.record_parsed(session, outcomes)
    return RereadCounts(
        read=len(read), changed=saved.new + saved.changed, failed=len(outcomes) - len(read)
    )


def _read(payload: Unread) -> Parsed:
    if payload.decoded is not None:
        return parse_decoded(payload.source, payload.decoded)
    return parse(payload.source, payload.content)


def _batches(store: Store, states: frozenset[payloads.PayloadState]) -> Iterator[list[Unread]]:
    with store.read() as session:
        batch: list[Unread] = []
        for stored in payloads.iterate(session, states=states):
            if stored.media == "page":
                continue
            batch.append(Unread(stored.id, stored.source, stored.content, stored.sample))
            if len(batch) == BATCH:
                yield batch
                batch = []
        if batch:
            yield batch
