"""What coverage is counted from, out of the store; what was counted, kept."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import update
from sqlalchemy.orm import Session

from tests.core.invented_cards import card
from tests.store.invented import MONDAY, NOW, keep_apart, notice
from tests.store.invented_contracts import SIREN, SIRET, contract, keep_contracts
from veille.core.contract_join import Candidate, Decision, Evidence
from veille.core.coverage.figures import Figures
from veille.core.coverage.seen import Noticed
from veille.core.notices import Buyer, Links
from veille.store import Store, cards, contract_joins, contracts, coverage, crawls, sources
from veille.store.cards import StoredCard
from veille.store.models import NoticeRow
from veille.store.sources import Source

BUYER = Buyer(name="Commune de Valinvente", siret=SIRET, postcode="34999")
LINKS = Links(profile="HTTP://WWW.ACHATPUBLIC.COM/x", documents="https://valinvente.example/dce")
ALERT = {"id": "alert:1", "source": "alert", "published_on": None}


def tell(session: Session, procedure_id: int, territory: str = "34") -> None:
    """The procedure is of the territory."""
    bought = frozenset({territory})
    one = StoredCard(
        card=card(procedure_id, bought=bought, executed=frozenset(), published=frozenset()),
        facts="{}",
        cause="publication",
        effective_on=MONDAY,
    )
    cards.save(session, [one])


def test_the_notices_of_the_procedures_of_the_territory(store: Store) -> None:
    with store.transaction() as session:
        sources.ensure(session, ["alert"], NOW)
        ids = keep_apart(
            session,
            notice(1, buyer=BUYER, links=LINKS),
            notice(2, stage="result", kind="result"),
            notice(3, kind="cancellation"),
            notice(4, **ALERT),
            notice(5),
            notice(6, published_on=MONDAY - timedelta(days=1)),
        )
        for one in (*ids[:4], ids[5]):
            tell(session, one)
        tell(session, ids[4], "30")
    with store.read() as session:
        found = {
            one.procedure_id: one for one in coverage.noticed(session, "34", MONDAY, sample=False)
        }
        assert coverage.noticed(session, "34", MONDAY, sample=True) == []
    assert sorted(found) == ids[:4]
    assert found[ids[0]] == Noticed(
        procedure_id=ids[0],
        source="boamp",
        day=MONDAY,
        called=True,
        hosts=("achatpublic.com", "valinvente.example"),
        buyer=f"siret:{SIRET}",
        buyer_name="Commune de Valinvente",
    )
    assert [found[one].called for one in ids[:4]] == [True, False, False, True]
    assert found[ids[3]].day == NOW.date()  # an alert without a day: that on which it came


def test_domains_of_notices_that_were_stored_before_they_were_kept(store: Store) -> None:
    with store.transaction() as session:
        keep_apart(session, notice(1, links=LINKS), notice(2), notice(3, links=LINKS))
        session.execute(update(NoticeRow).values(hosts=None))
    with store.transaction() as session:
        assert coverage.note_hosts(session, 2) == 2
        assert coverage.note_hosts(session, 2) == 1
        assert coverage.note_hosts(session, 2) == 0
        kept = session.query(NoticeRow.hosts).order_by(NoticeRow.id).all()
    assert [one.hosts for one in kept] == [
        "achatpublic.com valinvente.example",
        "",
        "achatpublic.com valinvente.example",
    ]


def test_when_a_source_last_had_something_of_each_domain(store: Store) -> None:
    with store.transaction() as session:
        sources.ensure(session, ["alert"], NOW)
        keep_apart(session, notice(1, links=LINKS), notice(2, **ALERT, links=LINKS))
    with store.read() as session:
        found = coverage.last_seen(session, ("alert", "aws"), sample=False)
    hosts = ("achatpublic.com", "valinvente.example")
    assert found == {("alert", hosts): NOW.date()}


def test_contracts_of_the_place_or_of_its_buyers_with_their_procedures(store: Store) -> None:
    elsewhere = "213099900"
    with store.transaction() as session:
        ids = keep_apart(session, notice(1, buyer=BUYER, links=LINKS), notice(2, stage="result"))
        keep_contracts(
            session,
            contract(1),
            contract(2),
            contract(3),
            contract(4, place_code="30999"),
            contract(
                5, uid=f"{elsewhere}0001726M5", buyer_siret=f"{elsewhere}00017", place_code="30999"
            ),
            contract(6, notified_on=date(2025, 1, 1)),
        )
        numbers = {one.contract.number: one.id for one in contracts.iterate(session)}
        sure, shaky = (
            Candidate(ids[0], 0.9, Evidence(object=1.0)),
            Candidate(ids[1], 0.5, Evidence(object=0.5)),
        )
        decisions = {
            numbers["26M1"]: Decision("joined", (sure,)),
            numbers["26M2"]: Decision("doubt", (sure, shaky)),
        }
        contract_joins.record(session, decisions, NOW)
    with store.read() as session:
        found = coverage.notified(session, ["34"], [SIREN], date(2026, 1, 1), sample=False)
        placed = coverage.notified(session, ["34"], [], date(2026, 1, 1), sample=False)
        called = coverage.called(session, ids)
        assert coverage.notified(session, ["34"], [SIREN], date(2026, 1, 1), sample=True) == []
    assert [one.contract.number for one in found] == ["26M1", "26M2", "26M3", "26M4"]
    assert [one.contract.number for one in placed] == ["26M1", "26M2", "26M3"]
    assert [(one.joined, len(one.doubtful)) for one in found[:3]] == [
        (ids[0], 0),
        (None, 2),
        (None, 0),
    ]
    assert called == {ids[0]: ("achatpublic.com", "valinvente.example")}


def test_buyers_and_days(store: Store) -> None:
    with store.transaction() as session:
        keep_apart(session, notice(1, buyer=BUYER), notice(2))
        sources.register(session, [Source(name="boamp", label="BOAMP")], NOW)
        crawl = crawls.start(session, "boamp", MONDAY, MONDAY, NOW)
        crawls.mark_days_done(session, crawl, "boamp", [MONDAY], NOW)
    with store.read() as session:
        assert [one.siret for one in coverage.buyers_known(session)] == [SIRET]
        assert coverage.days_read(session, "boamp") == [MONDAY]
        assert coverage.days_read(session, "ted") == []


def test_figures_are_kept_by_span_and_replaced(store: Store) -> None:
    one = Figures(since=MONDAY, until=MONDAY, counted_at=datetime(2026, 11, 16, tzinfo=UTC))
    other = replace(one, consultations=3)
    with store.transaction() as session:
        coverage.keep(session, {"12-mois": one, "2026-T3": one})
        coverage.keep(session, {"12-mois": other, "2026-T4": one})
    with store.read() as session:
        assert coverage.kept(session, "12-mois") == other
        assert coverage.kept(session, "2026-T3") is None
