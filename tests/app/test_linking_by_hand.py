"""What staff join and split stays, whatever the rules find; nothing is told twice for it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text, update

from tests.app.mailing_world import (
    NEXT,
    QUOTE,
    World,
    corrected,
    messages_of,
    reserved_call,
    week_after,
)
from tests.newsletters.invented import NOW, notice
from tests.web.visiting import opened
from veille.app.people import staffing
from veille.app.review import linking_desk
from veille.app.review.linking_desk import LinkingRefusal
from veille.app.review.reviewing import Judges
from veille.app.steps.link import link
from veille.core.notices import Buyer, Notice
from veille.core.tags import NewTag
from veille.store import audit, cards, editions, joins, ledger, procedures, splitting, tags
from veille.store.models import NoticeRow
from veille.store.staff import Member

BY = Judges("r1", None)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """An empty world."""
    with opened(tmp_path) as made:
        yield made


@pytest.fixture
def member(world: World) -> Member:
    with world.store.transaction() as session:
        staffing.add(
            session, "veille", "camille@mission.example", role="facilitator", name=None, now=NOW
        )
        return staffing.known(session, "veille", "camille@mission.example")


def kept(world: World, *given: Notice) -> None:
    """Store notices as a crawl does, and link them."""
    for one in given:
        world.publish(one)
    relink(world)


def relink(world: World) -> None:
    """Look at every notice again, as after a reparse."""
    with world.store.transaction() as session:
        session.execute(update(NoticeRow).values(to_link=True))
    link(world.store, NOW)


def homes(world: World) -> dict[str, int]:
    with world.store.read() as session:
        rows = session.execute(text("SELECT id, procedure_id FROM notices"))
        return dict(tuple(row) for row in rows)


def test_the_rules_never_undo_a_join(world: World, member: Member) -> None:
    one, other = notice(1), notice(2)
    kept(world, one, other)
    first, second = homes(world)[one.id], homes(world)[other.id]
    assert first != second
    assert linking_desk.join(world.store, BY, member, second, first, NOW) == first
    relink(world)
    assert set(homes(world).values()) == {first}
    with world.store.read() as session:
        assert procedures.resolve(session, [second]) == {second: first}
        assert audit.newest(session, "veille", most=1)[0].action == "review.join"


def test_the_rules_never_undo_a_split(world: World, member: Member) -> None:
    call = notice(1)
    correction = notice(2, kind="change", supersedes=(call.id,))
    kept(world, call, correction)
    (home,) = set(homes(world).values())
    apart = linking_desk.split(world.store, BY, member, home, [correction.id], NOW)
    relink(world)
    assert homes(world) == {call.id: home, correction.id: apart}
    later = notice(3, kind="change", supersedes=(correction.id,))
    kept(world, later)
    assert homes(world)[later.id] == apart


def test_a_join_can_be_undone_and_the_other_number_is_itself_again(
    world: World, member: Member
) -> None:
    one, other = notice(1), notice(2)
    kept(world, one, other)
    first, second = homes(world)[one.id], homes(world)[other.id]
    linking_desk.join(world.store, BY, member, first, second, NOW)
    with world.store.read() as session:
        (made,) = joins.standing(session, first)
    assert linking_desk.undo_join(world.store, BY, member, made.id, NOW) == second
    relink(world)
    assert homes(world) == {one.id: first, other.id: second}
    with pytest.raises(LinkingRefusal, match="déjà défaite"):
        linking_desk.undo_join(world.store, BY, member, made.id, NOW)


def test_lookalikes_can_be_declared_two(world: World, member: Member) -> None:
    buyer = Buyer(name="Commune de Valinvente", siret="21340000000011", postcode="34000")
    one = notice(1, title="Entretien des espaces verts", buyer=buyer, deadline=None)
    kept(world, one, replace(one, id="boamp:26-00002"))
    first, second = sorted(set(homes(world).values()))
    with world.store.read() as session:
        assert [other for other, _ in procedures.doubts_of(session, first)] == [second]
    linking_desk.keep_apart(world.store, member, first, second, NOW)
    relink(world)
    with world.store.read() as session:
        assert procedures.doubts_of(session, first) == []
        assert splitting.members(session, first) == (one.id,)


def test_what_was_told_together_is_not_told_again_apart(world: World, member: Member) -> None:
    home, call = reserved_call(world, 1)
    second = notice(2, kind="change", supersedes=(call.id,), title=call.title)
    world.publish(second, to=home)
    world.subscribe("sacha")
    world.compose()
    world.approve()
    world.address(NOW)
    (mail,) = messages_of(world, "sacha")
    linking_desk.split(world.store, BY, member, home, [second.id], NOW)
    later = week_after(NOW)
    world.compose(NEXT, later)
    world.approve(later)
    world.address(later)
    told = [one for one in messages_of(world, "sacha")[1:] if "jardins inventés n° 1" in one.text]
    assert "jardins inventés n° 1" in mail.text
    assert told == []


def test_what_becomes_of_a_procedure_that_is_itself_again_is_told(
    world: World, member: Member
) -> None:
    first, _ = reserved_call(world, 1)
    second, call = reserved_call(world, 2)
    world.read()
    said = NewTag(
        notice_id=call.id, question="reserved", answer="false_positive", quote=QUOTE, reason="other"
    )
    with world.store.transaction() as session:
        tags.add(session, [said], author="Camille", now=NOW)
    assert world.read() == 1  # its second version, which no publication made
    linking_desk.join(world.store, BY, member, first, second, NOW)
    world.read()
    with world.store.read() as session:
        (made,) = joins.standing(session, first)
    linking_desk.undo_join(world.store, BY, member, made.id, NOW)
    world.read()
    longer = corrected(call, 3, NEXT.monday, deadline=call.deadline + timedelta(days=7))
    world.publish(longer, to=second)
    assert world.read(week_after(NOW)) == 1
    with world.store.read() as session:
        *_, last = cards.load(session, [second])[second]
    assert (last.card.version, last.card.deadline) == (3, longer.deadline)


def test_what_staff_withheld_is_not_taken_for_told_apart(world: World, member: Member) -> None:
    home, call = reserved_call(world, 1)
    second = notice(2, kind="change", supersedes=(call.id,), title=call.title)
    world.publish(second, to=home)
    world.compose()
    with world.store.transaction() as session:
        (edition,) = editions.list_editions(session)
        ledger.withhold(session, edition.id, home, withheld=True)
    apart = linking_desk.split(world.store, BY, member, home, [second.id], NOW)
    with world.store.read() as session:
        owner = edition.organisation
        assert ledger.last(session, owner, "weekly", [home, apart]) == {}
        assert set(ledger.withheld(session, owner, "weekly", [home, apart])) == {home, apart}


@pytest.mark.parametrize(
    ("chosen", "why"),
    [([], "choisir des avis"), (["boamp:26-00001"], "laisser au moins un"), (["x"], "choisir")],
)
def test_a_split_that_makes_no_sense_is_refused(
    world: World, member: Member, chosen: list[str], why: str
) -> None:
    kept(world, notice(1))
    (home,) = homes(world).values()
    with pytest.raises(LinkingRefusal, match=why):
        linking_desk.split(world.store, BY, member, home, chosen, NOW)


def test_a_join_that_makes_no_sense_is_refused(world: World, member: Member) -> None:
    kept(world, notice(1))
    (home,) = homes(world).values()
    with pytest.raises(LinkingRefusal, match="la même"):
        linking_desk.join(world.store, BY, member, home, home, NOW)
    with pytest.raises(LinkingRefusal, match="aucune"):
        linking_desk.join(world.store, BY, member, home, 999, NOW)
