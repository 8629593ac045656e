"""Payloads that a source sends again although it has sent something else since."""

from collections.abc import Iterable

from sqlalchemy import bindparam, or_, select, update
from sqlalchemy.orm import Session, aliased

from veille.store import sql
from veille.store.models import NoticeRow, PayloadRow

_Other = aliased(PayloadRow)

_SELECT_UNSETTLED = select(PayloadRow.id).where(
    PayloadRow.id.in_(sql.listed("sent")),
    or_(
        PayloadRow.state.in_(["pending", "superseded"]),
        select(_Other.id)
        .where(
            _Other.source == PayloadRow.source,
            _Other.key == PayloadRow.key,
            _Other.id > PayloadRow.id,
            _Other.state.in_(["pending", "failed"]),
        )
        .exists(),
    ),
)
_SELECT_OTHERS = (
    select(PayloadRow.id.label("newest"), _Other.id.label("other"))
    .join(_Other, (_Other.source == PayloadRow.source) & (_Other.key == PayloadRow.key))
    .where(PayloadRow.id.in_(sql.listed("newest_ids")), _Other.id != PayloadRow.id)
)
_UPDATE_STATE = (
    update(PayloadRow)
    .where(PayloadRow.id == bindparam("payload_id"))
    .values(state=bindparam("new_state"))
)
_UPDATE_NOTICES = (
    update(NoticeRow)
    .where(NoticeRow.payload_id == bindparam("other"))
    .values(payload_id=bindparam("newest"))
)


def unsettled(session: Session, sent: Iterable[int]) -> set[int]:
    """Which of the known payloads that were just sent again have to be read (again).

    Those that nothing read yet, and those that a newer one of their key had replaced: the source
    went back to an older content, which is its newest word. They become *pending*, the others of
    their key *superseded*, and the key's notice waits for them.
    """
    found: set[int] = set()
    for chunk in sql.chunks(sent):
        found.update(session.scalars(_SELECT_UNSETTLED, {"sent": chunk}))
    for chunk in sql.chunks(sorted(found)):
        _put_first(session, chunk)
    return found


def _put_first(session: Session, newest: list[int]) -> None:
    pairs = [
        {"newest": row.newest, "other": row.other}
        for row in session.execute(_SELECT_OTHERS, {"newest_ids": newest})
    ]
    states = [{"payload_id": one, "new_state": "pending"} for one in newest]
    states += [{"payload_id": pair["other"], "new_state": "superseded"} for pair in pairs]
    sql.execute_many(session, _UPDATE_STATE, states)
    sql.execute_many(session, _UPDATE_NOTICES, pairs)
