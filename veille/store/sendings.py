"""The sending of editions as staff follow it: what waits, what left, what failed and why.

A message that was sent to somebody again is counted apart: its key says so.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import ColumnElement, case, exists, func, select, update
from sqlalchemy.orm import Session

from veille.store.bounces import BounceKind
from veille.store.models import BounceRow, DeliveryRow, OutboxRow
from veille.store.outbox import MessageState

AGAIN = "/renvoi/"
"""In the key of a message that repeats another one to the same person."""

Stage = Literal["waiting", "deferred", "sending", "sent", "failed", "cancelled"]

_OPEN = ("waiting", "claimed", "sending")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """Why messages ended as ``failed`` or ``cancelled``, and how many."""

    state: str
    reason: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message of an edition, as it was addressed; ``personal`` fills its placeholders."""

    id: int
    key: str
    kind: str
    subscriber_id: int | None
    address: str
    display_name: str | None
    edition_id: int | None
    content_id: int
    state: MessageState
    ended_at: datetime | None
    reason: str | None
    personal: Mapping[str, str]

    @property
    def is_open(self) -> bool:
        """Whether it may still leave."""
        return self.state in _OPEN

    @property
    def again(self) -> bool:
        """Whether it repeats another one."""
        return AGAIN in self.key


def stages(session: Session, edition_ids: Collection[int]) -> dict[Stage, int]:
    """How many messages are where; what was put off after an attempt is ``deferred``."""
    stage = case(
        (OutboxRow.state == "claimed", "waiting"),
        ((OutboxRow.state == "waiting") & (OutboxRow.attempts > 0), "deferred"),
        else_=OutboxRow.state,
    )
    query = (
        select(stage, func.count())
        .where(_of(edition_ids), ~OutboxRow.key.contains(AGAIN))
        .group_by(stage)
    )
    found: dict[Stage, int] = {row[0]: row[1] for row in session.execute(query)}
    return found


def ended(session: Session, edition_ids: Collection[int]) -> dict[int, dict[str, int]]:
    """How many messages of each edition ended in each state; repeated ones do not count."""
    rows = session.execute(
        select(OutboxRow.edition_id, OutboxRow.state, func.count())
        .where(_of(edition_ids), ~OutboxRow.key.contains(AGAIN))
        .group_by(OutboxRow.edition_id, OutboxRow.state)
    )
    found: dict[int, dict[str, int]] = {}
    for edition_id, state, number in rows:
        found.setdefault(edition_id or 0, {})[state] = number
    return found


def next_try(session: Session, edition_ids: Collection[int]) -> datetime | None:
    """When the first message that was put off is tried again; null when none was."""
    return session.scalar(
        select(func.min(OutboxRow.due_at)).where(
            _of(edition_ids), OutboxRow.state == "waiting", OutboxRow.attempts > 0
        )
    )


def reasons(session: Session, edition_ids: Collection[int]) -> list[Ended]:
    """Why messages failed or were cancelled, the most frequent first."""
    counted = func.count()
    rows = session.execute(
        select(OutboxRow.state, OutboxRow.reason, counted)
        .where(_of(edition_ids), OutboxRow.state.in_(("failed", "cancelled")))
        .group_by(OutboxRow.state, OutboxRow.reason)
        .order_by(counted.desc(), OutboxRow.reason)
    )
    return [Ended(state=state, reason=reason or "", count=number) for state, reason, number in rows]


def failed(session: Session, edition_ids: Collection[int], most: int) -> list[Message]:
    """The messages that failed, the last one first."""
    query = _SELECT.where(_of(edition_ids), OutboxRow.state == "failed")
    rows = session.scalars(query.order_by(OutboxRow.ended_at.desc(), OutboxRow.id).limit(most))
    return [_message(row) for row in rows]


def of_person(session: Session, edition_ids: Collection[int], subscriber_id: int) -> list[Message]:
    """What was sent to one person of these editions, the first first."""
    query = _SELECT.where(_of(edition_ids), OutboxRow.subscriber_id == subscriber_id)
    return [_message(row) for row in session.scalars(query.order_by(OutboxRow.id))]


def repeated(session: Session, edition_ids: Collection[int]) -> int:
    """How many messages were sent to somebody again."""
    query = select(func.count()).where(_of(edition_ids), OutboxRow.key.contains(AGAIN))
    return session.scalar(query) or 0


def returns(session: Session, edition_ids: Collection[int]) -> dict[BounceKind, int]:
    """What came back of these editions, by kind."""
    query = (
        select(BounceRow.kind, func.count())
        .join(OutboxRow, OutboxRow.id == BounceRow.outbox_id)
        .where(_of(edition_ids))
        .group_by(BounceRow.kind)
    )
    found: dict[BounceKind, int] = {row[0]: row[1] for row in session.execute(query)}  # type: ignore[misc]
    return found


def passing(session: Session, edition_ids: Collection[int]) -> int:
    """How many messages failed only because servers went on saying « later »."""
    return session.scalar(select(func.count()).where(*_gave_up(edition_ids))) or 0


def retry(session: Session, edition_ids: Collection[int], now: datetime) -> int:
    """Try these again as if they had never been tried, the same messages; gives how many."""
    again = session.execute(
        update(OutboxRow)
        .where(*_gave_up(edition_ids))
        .values(state="waiting", due_at=now, first_tried_at=None, ended_at=None, reason=None)
        .returning(OutboxRow.id)
        .execution_options(synchronize_session=False)
    )
    return len(again.all())


def _gave_up(edition_ids: Collection[int]) -> tuple[ColumnElement[bool], ...]:
    """None of them may have arrived: the last attempt was refused for the time being."""
    put_off = exists().where(
        DeliveryRow.outbox_id == OutboxRow.id,
        DeliveryRow.number == OutboxRow.attempts,
        DeliveryRow.outcome == "deferred",
    )
    return _of(edition_ids), OutboxRow.state == "failed", OutboxRow.uncertain == 0, put_off


def _of(edition_ids: Collection[int]) -> ColumnElement[bool]:
    return OutboxRow.edition_id.in_(sorted(edition_ids))


_SELECT = select(OutboxRow)


def _message(row: OutboxRow) -> Message:
    names = (name for name in Message.__dataclass_fields__ if name != "personal")
    values = {name: getattr(row, name) for name in names}
    return Message(**values, personal=json.loads(row.personal))
