"""Stored payloads become notices; one that cannot be read is counted and kept for later."""

import logging
import traceback
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from spiders.parsers import Parsed, ParsedContract, UnreadablePayload, read_payload
from veille.core.contracts import Contract
from veille.store import contracts, notices, payloads
from veille.store.database import Store
from veille.store.errors import StoreError

BATCH = 100

_log = logging.getLogger(__name__)


class Unread(NamedTuple):
    """A payload to be read; ``decoded`` where its JSON was decoded already.

    ``address`` is where it was found.
    """

    payload_id: int
    source: str
    content: bytes
    sample: bool
    decoded: Mapping[str, Any] | None = None
    address: str | None = None


@dataclass(slots=True)
class RereadCounts:
    """What reading stored payloads again gave."""

    read: int = 0
    changed: int = 0
    failed: int = 0

    def add(self, other: "RereadCounts") -> None:
        """Count these too."""
        self.read += other.read
        self.changed += other.changed
        self.failed += other.failed


class Read(NamedTuple):
    """What reading one payload gave: its outcome and, where it could be read, its notices or its

    contract.
    """

    outcome: payloads.ParseOutcome
    sample: bool
    prepared: tuple[notices.Prepared, ...] = ()
    contract: Contract | None = None


def read(unread: Iterable[Unread]) -> list[Read]:
    """Read payloads; one that cannot be read is an outcome too. No database."""
    return [_read(payload) for payload in unread]


def save(store: Store, reads: Sequence[Read], now: datetime) -> RereadCounts:
    """Store what was read; where one of them cannot be stored, each is tried alone.

    Raises:
        StoreError: the database cannot be used.
    """
    if not reads:
        return RereadCounts()
    try:
        return _store(store, reads, now)
    except StoreError:
        raise
    except Exception as error:  # as in _read: one odd notice must not lose the others
        if len(reads) == 1:
            return _store(store, [_unexpected(reads[0].outcome.payload_id, error)], now)
        total = RereadCounts()
        for one in reads:
            total.add(save(store, [one], now))
        return total


def save_readings(store: Store, unread: Sequence[Unread], now: datetime) -> int:
    """Read the payloads and store what they say; how many could not be read."""
    return save(store, read(unread), now).failed


def reread(
    store: Store,
    now: datetime,
    states: frozenset[payloads.PayloadState] = payloads.CURRENT,
    done: Callable[[int], None] = lambda _: None,
    *,
    source: str | None = None,
    most: int | None = None,
) -> RereadCounts:
    """Read stored payloads again, oldest first: after a fix, nothing has to be fetched again.

    ``source`` takes those of one source, ``most`` no more than so many.
    """
    total = RereadCounts()
    for batch in _batches(store, states, source, most):
        total.add(save(store, read(batch), now))
        done(total.read + total.failed)
    return total


def reread_one(store: Store, payload_id: int, now: datetime) -> RereadCounts:
    """Read one stored payload again; a page that was no data, or none, is not read."""
    with store.read() as session:
        stored = payloads.get(session, payload_id)
    if stored is None or stored.media == "page":
        return RereadCounts()
    return save(store, read([_unread(stored)]), now)


def _store(store: Store, reads: Sequence[Read], now: datetime) -> RereadCounts:
    rows = [
        (notice, one.outcome.payload_id, one.sample) for one in reads for notice in one.prepared
    ]
    given = [
        contracts.Given(one.contract, one.outcome.payload_id, one.sample)
        for one in reads
        if one.contract
    ]
    could = sum(bool(one.prepared or one.contract) for one in reads)
    with store.transaction() as session:
        saved = notices.save(session, rows, now)
        awarded = contracts.save(session, given, now)
        payloads.record_parsed(session, [one.outcome for one in reads])
    changed = saved.new + saved.changed + awarded.new + awarded.changed
    return RereadCounts(could, changed, len(reads) - could)


def _read(payload: Unread) -> Read:
    """What the payload says, or why it cannot be read."""
    try:
        found = read_payload(payload.source, payload.content, payload.address, payload.decoded)
        if isinstance(found, ParsedContract):
            return _contract(payload, found)
        return _notice(payload, found)
    except UnreadablePayload as error:
        return _failed(payload.payload_id, str(error))
    # The one place for it: sources send what no parser foresaw, and a mistake of ours must cost
    # one notice, kept and shown to staff, not the page nor the crawl.
    except Exception as error:
        return _unexpected(payload.payload_id, error)


def _contract(payload: Unread, parsed: ParsedContract) -> Read:
    outcome = payloads.ParseOutcome(
        payload_id=payload.payload_id,
        state="parsed",
        dialect=parsed.dialect,
        unread=parsed.unread,
    )
    return Read(outcome, payload.sample, contract=parsed.contract)


def _notice(payload: Unread, parsed: Parsed) -> Read:
    outcome = payloads.ParseOutcome(
        payload_id=payload.payload_id,
        state="parsed",
        dialect=parsed.dialect,
        unread=parsed.unread,
        notice_id=parsed.notice.id,
    )
    read = (parsed.notice, *parsed.others)
    return Read(outcome, payload.sample, tuple(notices.prepare(notice) for notice in read))


def _failed(payload_id: int, error: str) -> Read:
    outcome = payloads.ParseOutcome(payload_id=payload_id, state="failed", error=error)
    return Read(outcome, sample=False)


def _unexpected(payload_id: int, error: Exception) -> Read:
    """A program's error as the payload's own: which, and where it was raised."""
    _log.warning("payload %d cannot be read", payload_id, exc_info=error)
    frames = traceback.extract_tb(error.__traceback__)
    place = f" ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else ""
    said = " ".join(str(error).split())[:200]
    return _failed(payload_id, f"{type(error).__name__}{place}: {said}")


def _batches(
    store: Store,
    states: frozenset[payloads.PayloadState],
    source: str | None,
    most: int | None,
) -> Iterator[list[Unread]]:
    with store.read() as session:
        found = (
            _unread(stored)
            for stored in payloads.iterate(session, source=source, states=states)
            if stored.media != "page"
        )
        some = islice(found, most)
        while batch := list(islice(some, BATCH)):
            yield batch


def _unread(stored: payloads.StoredPayload) -> Unread:
    return Unread(stored.id, stored.source, stored.content, stored.sample, address=stored.address)
