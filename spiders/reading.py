"""Stored payloads become notices; one that cannot be read is counted and kept for later."""

import logging
import traceback
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from spiders.parsers import Parsed, UnreadablePayload, parse, parse_decoded
from veille.store import notices, payloads
from veille.store.database import Store
from veille.store.errors import StoreError

BATCH = 100

_log = logging.getLogger(__name__)


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

    def add(self, other: "RereadCounts") -> None:
        """Count these too."""
        self.read += other.read
        self.changed += other.changed
        self.failed += other.failed


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
        total.add(_save(store, batch, now))
        done(total.read + total.failed)
    return total


def _save(store: Store, unread: Sequence[Unread], now: datetime) -> RereadCounts:
    """Read and store a batch; where one of it cannot be stored, each is tried alone."""
    readings = [(payload, _read(payload)) for payload in unread]
    try:
        return _store(store, readings, now)
    except StoreError:
        raise
    except Exception as error:  # as in _read: one odd notice must not lose the others
        if len(unread) == 1:
            return _store(store, [(unread[0], _unexpected(unread[0], error))], now)
        total = RereadCounts()
        for payload in unread:
            total.add(_save(store, [payload], now))
        return total


def _store(
    store: Store, readings: Sequence[tuple[Unread, Parsed | str]], now: datetime
) -> RereadCounts:
    if not readings:
        return RereadCounts()
    read = [
        (parsed.notice, payload.payload_id, payload.sample)
        for payload, parsed in readings
        if isinstance(parsed, Parsed)
    ]
    with store.transaction() as session:
        saved = notices.save(session, read, now)
        payloads.record_parsed(session, [_outcome(*reading) for reading in readings])
    return RereadCounts(len(read), saved.new + saved.changed, len(readings) - len(read))


def _outcome(payload: Unread, parsed: Parsed | str) -> payloads.ParseOutcome:
    if isinstance(parsed, str):
        return payloads.ParseOutcome(payload_id=payload.payload_id, state="failed", error=parsed)
    return payloads.ParseOutcome(
        payload_id=payload.payload_id,
        state="parsed",
        dialect=parsed.dialect,
        unread=parsed.unread,
        notice_id=parsed.notice.id,
    )


def _read(payload: Unread) -> Parsed | str:
    """What the payload says, or why it cannot be read."""
    try:
        if payload.decoded is not None:
            return parse_decoded(payload.source, payload.decoded)
        return parse(payload.source, payload.content)
    except UnreadablePayload as error:
        return str(error)
    # The one place for it: sources send what no parser foresaw, and a mistake of ours must cost
    # one notice, kept and shown to staff, not the page nor the crawl.
    except Exception as error:
        return _unexpected(payload, error)


def _unexpected(payload: Unread, error: Exception) -> str:
    """A program's error as the payload's own: which, and where; its words are in the log."""
    _log.warning("payload %d cannot be read", payload.payload_id, exc_info=error)
    frames = traceback.extract_tb(error.__traceback__)
    place = f", {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"erreur du programme ({type(error).__name__}{place})"


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
