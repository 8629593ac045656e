"""Contracts in the store: what is new, corrected, the same; joins of rules and of staff."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.store.invented import NOW, keep_apart, notice, payload
from tests.store.invented_contracts import SIREN, SIRET, contract, keep_contracts
from veille.core.contract_join import Candidate, Decision, Evidence
from veille.core.contracts import Holder
from veille.core.notices import Buyer
from veille.store import (
    Store,
    contract_counts,
    contract_joins,
    contracts,
    expiry,
    joining,
    payloads,
    practices,
    procedures,
)
from veille.store.contracts import SaveCounts
from veille.store.models import ContractHolderRow

BUYER = Buyer(name="Commune de Valinvente", siret=SIRET)
SURE = Evidence(object=1.0, cpv=1.0)


def decision(outcome: str, *procedure_ids: int) -> Decision:
    chosen = tuple(Candidate(one, 0.9 - 0.1 * at, SURE) for at, one in enumerate(procedure_ids))
    return Decision(outcome, chosen)  # type: ignore[arg-type]


def number_of(store: Store, uid: str) -> int:
    with store.read() as session:
        found = contracts.by_uid(session, uid)
    assert found is not None
    return found.id


def furnished(store: Store, *names: int) -> tuple[int, list[int]]:
    """A contract, and procedures of its buyer."""
    with store.transaction() as session:
        keep_contracts(session, contract())
        homes = keep_apart(session, *(notice(one, buyer=BUYER) for one in names))
    return number_of(store, contract().uid), homes


def test_the_same_contract_again_changes_nothing(store: Store) -> None:
    with store.transaction() as session:
        assert keep_contracts(session, contract(1), contract(2)) == SaveCounts(2, 0, 0)
    with store.transaction() as session:
        assert keep_contracts(session, contract(1), contract(2)) == SaveCounts(0, 0, 2)


def test_a_corrected_contract_replaces_and_an_older_one_does_not(store: Store) -> None:
    newer = contract(published_on=date(2026, 4, 1), amount=90_000.0)
    newer = replace(newer, holders=(Holder(identifier="99900022200014"),))
    with store.transaction() as session:
        keep_contracts(session, contract())
        assert keep_contracts(session, newer) == SaveCounts(0, 1, 0)
        assert keep_contracts(session, contract(amount=1_000.0)) == SaveCounts(0, 0, 1)
    with store.read() as session:
        found = contracts.by_uid(session, newer.uid)
        held = session.query(ContractHolderRow.identifier).all()
    assert found is not None
    assert found.contract == newer
    assert [one.identifier for one in held] == ["99900022200014"]


def test_the_payload_that_a_contract_was_read_from_stays(store: Store) -> None:
    later = NOW + timedelta(days=100)
    with store.transaction() as session:
        keep_contracts(session, contract(published_on=date(2026, 4, 1)))
        keep_contracts(session, contract())  # of an older day: it changes nothing
        first, second = payloads.iterate(session)
        outcomes = [payloads.ParseOutcome(payload_id=second.id, state="parsed")]
        payloads.record_parsed(session, outcomes)
        assert expiry.forget_replaced(session, later, 10) == 0
    same = contract(published_on=date(2026, 4, 1))
    with store.transaction() as session:
        sent = payload(key=same.uid, content=b"the same, in another order", source="decp")
        (kept,) = payloads.add(session, [sent])
        contracts.save(session, [contracts.Given(same, kept.id)], NOW)
        payloads.record_parsed(session, [payloads.ParseOutcome(payload_id=kept.id, state="parsed")])
        assert expiry.forget_replaced(session, later, 10) == 2
    with store.read() as session:
        assert [one.id for one in payloads.iterate(session)] == [kept.id]
    assert first.id < kept.id


def test_odd_characters_are_storable(store: Store) -> None:
    odd = contract(object="Tonte\x00 \ud800")
    with store.transaction() as session:
        assert keep_contracts(session, odd).new == 1
    with store.read() as session:
        found = contracts.by_uid(session, odd.uid)
    assert found is not None
    assert "Tonte" in (found.contract.object or "")


def test_a_holder_is_named_by_any_contract_that_names_it(store: Store) -> None:
    bare = contract(2, holders=(Holder(identifier="99900011100017"),))
    with store.transaction() as session:
        keep_contracts(session, contract(1), bare)
    with store.read() as session:
        names = contracts.names_of(session, ["99900011100017", "99900000000000"])
    assert names == {"99900011100017": "Jardins Inventés"}


def test_a_join_dates_the_procedure_and_is_read_with_it(store: Store) -> None:
    one, (home, _) = furnished(store, 1, 2)
    with store.transaction() as session:
        procedures.record_ends(session, {home: None})
        contract_joins.record(session, {one: decision("joined", home)}, NOW)
        assert home in procedures.undated(session, 10)
    with store.read() as session:
        (procedure,) = procedures.load(session, [home])
        ((found, join),) = contract_joins.of_procedure(session, home)
        assert contract_counts.totals(session) == contract_counts.Totals(1, 1, 0)
        assert joining.waiting(session, 10) == []
    assert procedure.contract_ends_on == date(2027, 3, 2)
    assert found.contract == contract()
    assert (join.decided_by, join.evidence) == ("rule", SURE)


def test_what_rules_decide_anew_takes_the_place_of_what_they_decided(store: Store) -> None:
    one, (first, second) = furnished(store, 1, 2)
    with store.transaction() as session:
        contract_joins.record(session, {one: decision("joined", first)}, NOW)
        procedures.record_ends(session, dict.fromkeys((first, second)))
        contract_joins.record(session, {one: decision("doubt", second, first)}, NOW)
        assert procedures.undated(session, 10) == [first]
    with store.read() as session:
        (doubt,) = contract_joins.doubts(session, most=5)
        assert contract_joins.doubts(session, most=5, after=one) == []
        assert contract_joins.count_doubts(session) == 1
    assert [join.procedure_id for join in doubt.joins] == [second, first]


def test_staff_win_over_rules_whatever_comes_later(store: Store) -> None:
    one, (first, second) = furnished(store, 1, 2)
    with store.transaction() as session:
        contract_joins.record(session, {one: decision("doubt", first, second)}, NOW)
        contract_joins.accept(session, one, second, NOW)
        assert contract_joins.settled(session, [one]).joined == {one}
        contract_joins.record(session, {one: decision("none")}, NOW)
    with store.read() as session:
        assert contract_joins.procedure_of(session, [one]) == {one: second}
        assert contract_joins.count_doubts(session) == 0


def test_what_staff_refused_is_never_proposed_again(store: Store) -> None:
    one, (first, second) = furnished(store, 1, 2)
    with store.transaction() as session:
        contract_joins.record(session, {one: decision("joined", first)}, NOW)
        contract_joins.refuse(session, one, first, NOW)
        contract_joins.record(session, {one: decision("joined", first)}, NOW)
        settled = contract_joins.settled(session, [one])
        assert settled.refused == {one: frozenset((first,))}
    with store.read() as session:
        assert contract_joins.of_procedure(session, first) == []
    with store.transaction() as session, pytest.raises(LookupError):
        contract_joins.refuse(session, one, second, NOW)


def test_contracts_follow_a_procedure_that_is_merged(store: Store) -> None:
    one, (older, newer) = furnished(store, 1, 2)
    with store.transaction() as session:
        contract_joins.record(session, {one: decision("joined", newer)}, NOW)
        procedures.merge(session, older, newer)
    with store.read() as session:
        assert contract_joins.procedure_of(session, [one]) == {one: older}


def test_a_doubt_between_two_that_become_one_is_a_doubt_about_one(store: Store) -> None:
    one, (older, newer) = furnished(store, 1, 2)
    with store.transaction() as session:
        contract_joins.record(session, {one: decision("doubt", newer, older)}, NOW)
        procedures.merge(session, older, newer)
    with store.read() as session:
        (doubt,) = contract_joins.doubts(session, most=5)
    assert [join.procedure_id for join in doubt.joins] == [older]


def test_a_contract_looks_again_when_its_buyer_publishes(store: Store) -> None:
    one, _ = furnished(store, 1)
    later = NOW + timedelta(days=1)
    with store.transaction() as session:
        contract_joins.record(session, {one: decision("none")}, later)
        joining.wake(session)
        assert joining.waiting(session, 10) == []
    with store.transaction() as session:
        contract_joins.record(session, {one: decision("none")}, NOW)
        joining.wake(session)
        assert joining.waiting(session, 10) == [SIREN]


def test_the_procedures_of_a_buyer_are_those_its_notices_name(store: Store) -> None:
    _, homes = furnished(store, 1, 2)
    with store.transaction() as session:
        keep_apart(session, notice(9, buyer=Buyer(name="Autre", siret="99900088800014")))
        found = joining.published_by(session, [SIREN], sample=False)
        assert joining.published_by(session, [SIREN], sample=True) == {}
    assert list(found[SIREN]) == homes


def test_what_a_buyer_declares_is_counted_by_year_and_by_day(store: Store) -> None:
    with store.transaction() as session:
        keep_contracts(
            session,
            contract(1),
            contract(2, social=()),
            contract(3, social=None, notified_on=date(2021, 1, 4), published_on=None),
            contract(4, social=(), published_on=date(2026, 5, 1)),
        )
        keep_contracts(session, contract(5), sample=True)
    with store.read() as session:
        counted = practices.counted(session, SIREN)
        declared = practices.declared(session)
        ending = practices.ending(session, date(2027, 3, 1), date(2027, 3, 3), departments=["34"])
        assert practices.ending(session, date(2027, 3, 1), date(2027, 3, 3), siren="1") == []
    assert sum(one.contracts for one in counted) == 5
    assert {one.year for one in counted} == {2021, 2026}
    assert [(one.day, one.clause) for one in declared] == [
        (date(2026, 3, 20), True),
        (date(2026, 5, 1), False),
    ]
    assert [one.contract.number for one in ending] == ["26M1", "26M2", "26M4", "26M5"]


def test_the_contracts_of_a_procedure_label_its_notices(store: Store) -> None:
    one, (home, _) = furnished(store, 1, 2)
    with store.transaction() as session:
        contract_joins.record(session, {one: decision("joined", home)}, NOW)
    with store.read() as session:
        assert practices.declared_of_notices(session) == {"boamp:26-1": True}
