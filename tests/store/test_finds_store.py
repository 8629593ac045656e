"""What staff found and have not kept yet, on both databases."""

from datetime import timedelta

from sqlalchemy.orm import Session

from tests.store.invented import NOW
from veille.store import Store, finds, staff
from veille.store.finds import KEPT, MOST_HELD
from veille.store.staff import Member, NewMember


def member(session: Session, name: str) -> Member:
    address = f"{name}@mission.example"
    new = NewMember(
        organisation="veille", address=address, address_key=address, role="facilitator", name=name
    )
    known = {one: getattr(new, one) for one in NewMember.__dataclass_fields__}
    return Member(id=staff.add(session, new, NOW), created_at=NOW, **known)


def test_a_find_is_its_member_s_for_a_day(store: Store) -> None:
    with store.transaction() as session:
        camille, sacha = member(session, "camille"), member(session, "sacha")
        secret = finds.add(session, camille, '{"é": "\f"}', NOW)
        late = NOW + KEPT
        assert finds.get(session, camille, secret, late - timedelta(seconds=1)) == '{"é": "\f"}'
        assert finds.get(session, camille, secret, late) is None
        assert finds.get(session, sacha, secret, NOW) is None
        finds.remove(session, sacha, secret)
        assert finds.get(session, camille, secret, NOW) is not None
        finds.remove(session, camille, secret)
        assert finds.get(session, camille, secret, NOW) is None


def test_a_few_are_held_the_newest_of_each_member(store: Store) -> None:
    with store.transaction() as session:
        camille, sacha = member(session, "camille"), member(session, "sacha")
        other = finds.add(session, sacha, "{}", NOW)
        held = [
            finds.add(session, camille, "{}", NOW + timedelta(minutes=minute))
            for minute in range(MOST_HELD + 2)
        ]
        kept = [one for one in held if finds.get(session, camille, one, NOW)]
        assert kept == held[-MOST_HELD:]
        assert finds.get(session, sacha, other, NOW) is not None
        finds.add(session, camille, "{}", NOW + KEPT + timedelta(hours=1))
        assert finds.get(session, sacha, other, NOW) is None
