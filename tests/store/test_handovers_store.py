"""Hand-overs and territories of members, on both databases."""

from datetime import date, timedelta
from typing import Any

from sqlalchemy.orm import Session

from tests.store.invented import NOW, keep_apart, notice
from veille.core.handover import Event
from veille.store import Store, handovers, procedures, staff, staff_territories
from veille.store.staff import NewMember

OURS = "veille"


def member(session: Session, name: str = "camille") -> int:
    address = f"{name}@mission.example"
    new = NewMember(
        organisation=OURS, address=address, address_key=address, role="facilitator", name=name
    )
    return staff.add(session, new, NOW)


def claim(who: int, hours: int = 0, **known: Any) -> Event:
    name = f"n° {who}"
    facts = {"what": "claim", "by": who, "who": name, "holder": who, "holder_name": name}
    return Event(at=NOW + timedelta(hours=hours), **(facts | known))


def note(by: int, hours: int = 0, **known: Any) -> Event:
    facts = {"what": "note", "by": by, "who": f"n° {by}", "outcome": "called"}
    done = {"done_on": date(2026, 11, 16), "comment": "rappeler lundi"}
    return Event(at=NOW + timedelta(hours=hours), **(facts | done | known))


def test_lines_come_back_as_they_were_written(store: Store) -> None:
    with store.transaction() as session:
        mine, other = keep_apart(session, notice(1), notice(2))
        who = member(session)
        lines = (claim(who), note(who, 1))
        for line in lines:
            handovers.add(session, OURS, mine, line)
        handovers.add(session, "autre", mine, note(who, 2))
        handovers.add(session, OURS, other, note(who, 3))
    with store.read() as session:
        assert handovers.of(session, OURS, mine) == lines
        assert handovers.of_many(session, OURS, [mine, other, 99]).keys() == {mine, other}
        assert handovers.touched(session, OURS, most=5) == [other, mine]
        assert handovers.touched(session, OURS, most=1) == [other]


def test_whose_each_procedure_is(store: Store) -> None:
    with store.transaction() as session:
        one, two, three, four = keep_apart(session, *(notice(n) for n in range(1, 5)))
        camille, sacha, lou = (member(session, name) for name in ("camille", "sacha", "lou"))
        handovers.add(session, OURS, one, claim(camille))
        handovers.add(session, OURS, one, claim(sacha, 1, what="pass", by=camille))
        handovers.add(session, OURS, one, note(camille, 2))
        handovers.add(session, OURS, two, claim(camille))
        release = claim(camille, 1, what="release", holder=None, holder_name=None)
        handovers.add(session, OURS, two, release)
        handovers.add(session, OURS, three, note(camille))
        handovers.add(session, OURS, four, claim(lou))
        staff.end(session, lou, NOW)
    with store.read() as session:
        assert handovers.holders(session, OURS) == {one: sacha}


def test_a_merge_brings_the_lines_together(store: Store) -> None:
    with store.transaction() as session:
        older, newer = keep_apart(session, notice(1), notice(2))
        camille, sacha = member(session), member(session, "sacha")
        handovers.add(session, OURS, older, claim(camille))
        handovers.add(session, OURS, newer, claim(sacha, 1))
        handovers.add(session, OURS, newer, note(sacha, 2))
        assert procedures.merge(session, older, newer) == older
    with store.transaction() as session:
        assert [line.by for line in handovers.of(session, OURS, older)] == [camille, sacha, sacha]
        assert handovers.of(session, OURS, newer) == ()
        assert handovers.holders(session, OURS) == {older: sacha}
        assert handovers.lock(session, newer) == older
        assert handovers.lock(session, older) == older
        assert handovers.lock(session, 99) is None


def test_outcomes_count_procedures_not_lines(store: Store) -> None:
    with store.transaction() as session:
        one, two = keep_apart(session, notice(1), notice(2))
        who = member(session)
        for line in (note(who), note(who, 1), note(who, 2, outcome="clause_added")):
            handovers.add(session, OURS, one, line)
        handovers.add(session, OURS, two, note(who))
        handovers.add(session, OURS, two, note(who, done_on=date(2025, 12, 31), outcome="other"))
    with store.read() as session:
        year = date(2026, 1, 1), date(2027, 1, 1)
        found = handovers.outcomes(session, OURS, *year)
        assert found == {"called": 2, "clause_added": 1}
        assert handovers.outcomes(session, "autre", *year) == {}


def test_old_comments_are_emptied_and_what_was_done_stays(store: Store) -> None:
    with store.transaction() as session:
        (one,) = keep_apart(session, notice(1))
        who = member(session)
        for hours in range(3):
            handovers.add(session, OURS, one, note(who, hours))
    with store.transaction() as session:
        before = NOW + timedelta(hours=2)
        assert handovers.forget_comments(session, before, 1) == 1
        assert handovers.forget_comments(session, before, 10) == 1
        assert handovers.forget_comments(session, before, 10) == 0
        said = [(line.outcome, line.comment) for line in handovers.of(session, OURS, one)]
    assert said == [("called", None), ("called", None), ("called", "rappeler lundi")]


def test_a_member_covers_what_was_chosen_last(store: Store) -> None:
    with store.transaction() as session:
        camille, sacha = member(session), member(session, "sacha")
        staff_territories.replace(session, camille, ["34", "34301", "34"])
        staff_territories.replace(session, sacha, ["243400017"])
        staff_territories.replace(session, camille, ["34301"])
    with store.read() as session:
        assert staff_territories.of(session, camille) == ("34301",)
        assert staff_territories.of_many(session, [camille, sacha, 99]) == {
            camille: ("34301",),
            sacha: ("243400017",),
        }
        assert staff_territories.of(session, 99) == ()
