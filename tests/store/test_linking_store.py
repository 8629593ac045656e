"""What linking asks of the store: what is new, who shares a key, who goes where."""

from dataclasses import replace
from datetime import timedelta

from tests.store.invented import MONDAY, NOW, keep, keep_apart, notice, payload
from veille.core.link_keys import keys, linkable
from veille.core.notices import Buyer
from veille.core.procedures import Key
from veille.store import Store, linking, notices, payloads, procedures
from veille.store.linking import Attachment

SIRET = "21340000000019"


def test_notices_to_link_come_oldest_first_until_they_are_attached(store: Store) -> None:
    newer, older = notice(1), notice(2, published_on=MONDAY - timedelta(days=3))
    with store.transaction() as session:
        keep(session, newer, older)
        assert [one.notice for one in linking.unlinked(session, 10)] == [older, newer]
        (first,) = linking.unlinked(session, 1)
        assert (first.notice, first.procedure_id, first.sample) == (older, None, False)
        assert first.first_seen_at == NOW
        (procedure,) = procedures.create(session, 1, NOW)
        linking.attach_many(session, [Attachment(older.id, procedure, "alone")])
        assert [one.notice for one in linking.unlinked(session, 10)] == [newer]


def test_a_notice_that_changed_is_looked_at_again_where_it_is(store: Store) -> None:
    with store.transaction() as session:
        (procedure,) = keep_apart(session, notice(1))
        assert linking.unlinked(session, 10) == []
        keep(session, notice(1))
        assert linking.unlinked(session, 10) == []
        keep(session, notice(1, title="Entretien des parcs et jardins"))
        (again,) = linking.unlinked(session, 10)
    assert again.procedure_id == procedure


def test_notices_that_share_a_key_are_found_as_linking_sees_them(store: Store) -> None:
    folder = "7b0c3a52-6f0e-4f6e-9a51-0c1d2e3f4a5b"
    first = notice(1, procedure_id=folder, buyer=Buyer(name="Commune de Valrouge", siret=SIRET))
    second = notice(2, procedure_id=folder, published_on=None, dispatched_on=MONDAY)
    stranger = notice(3, buyer=None)
    known = {one.id: keys(one) for one in (first, second, stranger)}
    with store.transaction() as session:
        keep(session, first, second, stranger)
        linking.save_keys(session, known)
        (procedure,) = procedures.create(session, 1, NOW)
        linking.attach_many(session, [Attachment(first.id, procedure, "folder")])
        found = linking.sharing(session, {Key("folder", folder, True)})
        assert linking.sharing(session, {Key("folder", "unseen", True)}) == []
        assert linking.sharing(session, []) == []
    expected = [linkable(first, procedure), linkable(second)]
    assert found == [replace(one, keys=tuple(sorted(one.keys))) for one in expected]


def test_keys_of_a_notice_are_replaced_however_long_they_are(store: Store) -> None:
    long = Key("doubt", "x" * 100_000, False)
    longer = Key("doubt", "x" * 100_001, False)
    with store.transaction() as session:
        keep(session, notice(1), notice(2))
        linking.save_keys(session, {"boamp:26-1": (long,), "boamp:26-2": (longer,)})
        (found,) = linking.sharing(session, [long])
        assert (found.id, found.keys) == ("boamp:26-1", (long,))
        linking.save_keys(session, {"boamp:26-1": (longer,)})
        assert linking.sharing(session, [long]) == []
        assert len(linking.sharing(session, [longer])) == 2


def test_what_staff_attached_rules_leave_where_it_is(store: Store) -> None:
    with store.transaction() as session:
        keep(session, notice(1), notice(2))
        by_rule, by_staff = procedures.create(session, 2, NOW)
        linking.attach_many(session, [Attachment("boamp:26-1", by_staff, "staff", "staff")])
        linking.attach_many(
            session,
            [
                Attachment("boamp:26-1", by_rule, "folder"),
                Attachment("boamp:26-2", by_rule, "folder"),
            ],
        )
        assert linking.pinned(session, ["boamp:26-1", "boamp:26-2"]) == {"boamp:26-1": by_staff}
        assert linking.unlinked(session, 10) == []
        linking.attach_many(session, [Attachment("boamp:26-2", by_staff, "staff", "staff")])
        (procedure,) = procedures.load(session, [by_rule, by_staff])
    assert [one.id for one in procedure.notices] == ["boamp:26-1", "boamp:26-2"]


def test_a_staff_notice_that_changed_is_linked_once_looked_at(store: Store) -> None:
    with store.transaction() as session:
        keep(session, notice(1))
        mine, other = procedures.create(session, 2, NOW)
        linking.attach_many(session, [Attachment("boamp:26-1", mine, "staff", "staff")])
        keep(session, notice(1, title="Entretien des parcs et jardins"))
        assert len(linking.unlinked(session, 10)) == 1
        linking.attach_many(session, [Attachment("boamp:26-1", other, "alone")])
        assert linking.unlinked(session, 10) == []
        assert linking.pinned(session, ["boamp:26-1"]) == {"boamp:26-1": mine}


def test_sample_and_real_notices_are_handed_out_apart(store: Store) -> None:
    with store.transaction() as session:
        invented, real = payloads.add(session, [payload("1"), payload("2")])
        rows = [(notice(1), invented.id, True), (notice(2), real.id, False)]
        notices.save(session, rows, NOW)
        found = {
            sample: [one.notice.id for one in linking.unlinked(session, 10, sample=sample)]
            for sample in (True, False, None)
        }
    assert found == {
        True: ["boamp:26-1"],
        False: ["boamp:26-2"],
        None: ["boamp:26-1", "boamp:26-2"],
    }


def test_the_notices_of_procedures_are_found_as_linking_sees_them(store: Store) -> None:
    with store.transaction() as session:
        a, b, _ = keep_apart(session, notice(1), notice(2), notice(3))
        found = linking.members(session, [b, a, 999])
    assert [(one.id, one.procedure) for one in found] == [("boamp:26-1", a), ("boamp:26-2", b)]
