"""What staff change of the domain tables is kept, whole and in order, and can be taken back."""

from dataclasses import replace
from datetime import timedelta

import pytest

from tests.store.invented import NOW, keep, notice
from tests.store.invented_people import member
from veille.core.interchange import notice_hash
from veille.core.verdicts import Evidence, HoursEstimate, Verdict
from veille.store import Store, judgings, linking, procedures, tables, verdicts
from veille.store.tables import NewEdit

PAINT = NewEdit(
    table="labour_shares", key="peinture", cells={"trade": "peinture", "low": "0.6"}, source="Insee"
)


def test_the_newest_edit_that_stands_holds(store: Store) -> None:
    later = replace(PAINT, cells=PAINT.cells | {"low": "0.5"}, source="enquête")
    with store.transaction() as session:
        camille = member(session)
        tables.add(session, [PAINT], camille, NOW)
        tables.add(session, [later], camille, NOW)
    with store.read() as session:
        first, second = tables.standing(session)
        known = tables.history(session, "labour_shares", "peinture")
    assert (first.cells["low"], second.cells["low"]) == ("0.6", "0.5")
    assert [one.id for one in known] == [second.id, first.id]
    assert (known[0].author, known[0].source, known[0].at) == ("Camille", "enquête", NOW)


def test_undoing_shows_what_was_there_before_and_keeps_everything(store: Store) -> None:
    with store.transaction() as session:
        camille = member(session)
        tables.add(session, [PAINT, replace(PAINT, withdrawn=True)], camille, NOW)
        _, withdrawn = tables.standing(session)
        assert tables.undo(session, withdrawn, camille, NOW)
    with store.transaction() as session:
        (left,) = tables.standing(session)
        assert not left.withdrawn
        undoing, undone, _ = tables.history(session, "labour_shares", "peinture")
        assert (undoing.undoes, undone.undone) == (undone.id, True)
        assert not tables.undo(session, undone, member(session), NOW), "once"
        assert tables.last_id(session, "labour_shares") == undoing.id
        assert tables.last_id(session, "labour_shares", "autre") == 0


def test_text_that_no_database_holds_is_stored(store: Store) -> None:
    hostile = replace(PAINT, key="a\x00b", source="\ud800", cells={"note": "x\x00"})
    with store.transaction() as session:
        tables.add(session, [hostile], member(session), NOW)
    with store.read() as session:
        assert tables.history(session, "labour_shares", "a\x00b")[0].cells == {"note": "x\x00"}


@pytest.mark.parametrize("again", [False, True])
def test_who_judged_everything_last_is_known(store: Store, again: bool) -> None:
    with store.transaction() as session:
        assert judgings.last(session) is None
        for judge in (("r1", ""), ("r2", "m"), *([("r1", "")] if again else [])):
            judgings.done(session, judge, NOW)
        assert judgings.last(session) == (("r1", "") if again else ("r2", "m"))


def test_the_procedures_of_which_something_else_is_said_are_told(store: Store) -> None:
    with store.transaction() as session:
        one, two, three = (notice(number) for number in (1, 2, 3))
        keep(session, one, two, three)
        homes = procedures.create(session, 3, NOW)
        linking.attach_many(
            session,
            [
                linking.Attachment(given.id, home, "test")
                for given, home in zip((one, two, three), homes, strict=True)
            ],
        )

        def judge(given: object, rules: str, low: int) -> None:
            hours = HoursEstimate(low=low, high=350, basis="essai")
            verdict = Verdict(id=given.id, rules=rules, hours_estimate=hours)  # type: ignore[attr-defined]
            verdicts.save(session, {notice_hash(given): verdict}, NOW)  # type: ignore[arg-type]

        for rules, low in (("r+1", 35), ("r+2", 70)):
            judge(one, rules, low)
            judge(two, rules, 35)
        judge(three, "r+2", 35)
        assert judgings.differing(session, ("r+1", ""), ("r+2", "")) == {homes[0]}
        assert judgings.differing(session, ("r+1", ""), ("r+1", "")) == set()


def test_verdicts_of_rules_that_hold_no_more_are_dropped(store: Store) -> None:
    one = notice(1)
    later = NOW + timedelta(days=8)

    def kept() -> list[str]:
        with store.read() as session:
            return [
                rules
                for rules in ("r1", "r2")
                if verdicts.raw_by_hashes(session, [notice_hash(one)], rules, None)
            ]

    with store.transaction() as session:
        keep(session, one)
        for rules in ("r1", "r2"):
            said = Evidence(signal="stated", for_="clause", at="/title", quote="x", start=0, end=1)
            verdict = Verdict(id=one.id, rules=rules, evidence=(said,))
            verdicts.save(session, {notice_hash(one): verdict}, NOW)
        assert judgings.forget_replaced(session, later, 10) == 0, "nothing was judged whole"
        judgings.done(session, ("r2", ""), NOW)
        assert judgings.forget_replaced(session, NOW, 10) == 0, "not yet"
    assert kept() == ["r1", "r2"]
    with store.transaction() as session:
        assert judgings.forget_replaced(session, later, 10) == 1
        assert judgings.forget_replaced(session, later, 10) == 0
    assert kept() == ["r2"]


def test_what_is_to_be_read_anew_waits_and_a_tag_is_not_forgotten(store: Store) -> None:
    with store.transaction() as session:
        one, two, three = procedures.create(session, 3, NOW)
        procedures.versions_done(session, [one, two, three])
        procedures.mark_tagged(session, [two])
        procedures.mark_read_anew(session, [one, two])
        assert procedures.to_version(session, 9) == [(one, "publication"), (two, "tag")]
        procedures.mark_all_read_anew(session)
        assert len(procedures.to_version(session, 9)) == 3
