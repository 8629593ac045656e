"""Who follows a procedure and what was done, on its page: for staff only."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from veille.app.handover.desk import LONGEST_COMMENT, colleagues, name_of
from veille.core.handover import OUTCOME_NAMES, Event, Outcome, Standing, standing
from veille.store import handovers
from veille.store.staff import Member

Choices = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """What the panel shows; ``events`` the newest first.

    ``is_mine``: the member has it; ``may_act``: the role allows to; ``may_move``: to pass it on or
    let it go too. ``others`` are whom it can be passed on to.
    """

    procedure_id: int
    standing: Standing
    events: tuple[Event, ...]
    is_mine: bool
    may_act: bool
    may_move: bool
    others: Choices
    outcomes: Choices
    names: dict[Outcome, str]
    longest: int


def handover_of(session: Session, member: Member, procedure_id: int) -> Panel:
    """What ``staff/handover/panel.html.j2`` shows of a procedure to a member."""
    events = handovers.of(session, member.organisation, procedure_id)
    found = standing(events)
    may_act = member.role != "reader"
    is_free = found.holder in (None, member.id)
    return Panel(
        procedure_id=procedure_id,
        standing=found,
        events=tuple(reversed(events)),
        is_mine=found.holder == member.id,
        may_act=may_act,
        may_move=may_act and (is_free or member.role == "admin"),
        others=tuple((str(one.id), name_of(one)) for one in colleagues(session, member)),
        outcomes=tuple(OUTCOME_NAMES.items()),
        names=dict(OUTCOME_NAMES),
        longest=LONGEST_COMMENT,
    )
