"""Verdicts: keyed by what was judged and by what."""

from sqlalchemy import text

from tests.store.invented import NOW, keep, notice
from veille.core.interchange import notice_hash
from veille.core.verdicts import Clause, Evidence, Verdict
from veille.store import Store, verdicts

SAID = Evidence(
    signal="stated",
    for_="clause",
    at="/texts/0/text",
    quote="140 heures",
    start=0,
    end=10,
    rule="hours",
)


def verdict(number: int = 1, rules: str = "r1", model: str | None = None) -> Verdict:
    clause = Clause(answer="yes", kinds=("insertion",), hours=140)
    return Verdict(
        id=f"boamp:26-{number}", rules=rules, model=model, clause=clause, evidence=(SAID, SAID)
    )


def test_missing_verdicts_are_those_of_these_rules_and_this_model(store: Store) -> None:
    one, two = notice(1), notice(2)
    with store.transaction() as session:
        keep(session, one, two)
        expected = [(notice_hash(one), one), (notice_hash(two), two)]
        assert verdicts.missing(session, "r1", None, 10) == expected
        assert verdicts.missing(session, "r1", None, 1, after=one.id) == expected[1:]
        verdicts.save(session, {notice_hash(one): verdict()}, NOW)
        assert verdicts.missing(session, "r1", None, 10) == expected[1:]
        assert verdicts.missing(session, "r2", None, 10) == expected
        assert verdicts.missing(session, "r1", "m1", 10) == expected


def test_a_verdict_comes_back_as_it_was_saved_and_is_saved_once(store: Store) -> None:
    one = notice(1)
    given = {notice_hash(one): verdict()}
    with store.transaction() as session:
        keep(session, one)
        assert verdicts.save(session, given, NOW) == 1
        assert verdicts.save(session, given, NOW) == 0
        assert verdicts.save(session, {notice_hash(one): verdict(model="m1")}, NOW) == 1
        assert verdicts.for_notices(session, [one.id], "r1", None) == {one.id: verdict()}
        assert verdicts.for_notices(session, [one.id], "r1", "m1") == {one.id: verdict(model="m1")}
        assert verdicts.for_notices(session, [one.id], "r2", None) == {}
        assert verdicts.by_hashes(session, given, "r1", None) == given


def test_each_line_of_evidence_is_a_row(store: Store) -> None:
    with store.transaction() as session:
        keep(session, notice(1))
        verdicts.save(session, {notice_hash(notice(1)): verdict()}, NOW)
        rows = session.execute(
            text('SELECT position, signal, question, rule, "end", quote FROM signals ORDER BY 1')
        ).all()
    assert [tuple(row) for row in rows] == [
        (0, "stated", "clause", "hours", 10, "140 heures"),
        (1, "stated", "clause", "hours", 10, "140 heures"),
    ]


def test_a_notice_that_changed_is_to_be_judged_again(store: Store) -> None:
    with store.transaction() as session:
        keep(session, notice(1))
        verdicts.save(session, {notice_hash(notice(1)): verdict()}, NOW)
        changed = notice(1, title="Entretien des parcs")
        keep(session, changed)
        assert [one for _, one in verdicts.missing(session, "r1", None, 10)] == [changed]
        assert verdicts.for_notices(session, [changed.id], "r1", None) == {}
