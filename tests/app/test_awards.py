"""Award files imported and joined: what comes of them in the store, in renewals, in judgement."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from spiders.award_pages import Wanted
from spiders.reading import reread
from tests.app.mailing_world import World, settings_of
from tests.newsletters.invented import NOW, notice
from tests.spiders.crawling import plain
from tests.store.invented_contracts import SIRET, contract, keep_contracts
from tests.store.templates import store_at
from veille.app.cli import app
from veille.app.gathering.award_import import Imported, import_files
from veille.app.steps.awards import join_contracts
from veille.app.steps.link import date_contracts
from veille.core.cards import Card
from veille.core.contracts import Contract
from veille.core.notices import Buyer, Lot, Notice
from veille.store import Store, cards, contract_counts, contract_joins, contracts, procedures
from veille.store.contract_counts import Totals

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "decp"
BUYER = Buyer(name="Commune de Valinvente", siret=SIRET, postcode="34000", city="Valinvente")
DUE = datetime(2025, 12, 1, 12, tzinfo=UTC)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    store = store_at(tmp_path / "veille.db")
    yield World(store, settings_of(tmp_path))
    store.dispose()


def call(number: int = 1, **known: Any) -> Notice:
    """A call of the buyer, long closed."""
    facts: dict[str, Any] = {
        "title": "Nettoyage des locaux communaux",
        "buyer": BUYER,
        "cpv": ("90910000",),
        "published_on": date(2025, 11, 1),
        "deadline": DUE,
    }
    return notice(number, **(facts | known))


def won(number: int = 1, **known: Any) -> Contract:
    facts: dict[str, Any] = {"object": "NETTOYAGE DES LOCAUX COMMUNAUX", "cpv": "90910000"}
    return contract(number, **(facts | known))


def given(world: World, *some: Contract, sample: bool = False) -> None:
    with world.store.transaction() as session:
        keep_contracts(session, *some, sample=sample)


def totals(world: World) -> Totals:
    with world.store.read() as session:
        return contract_counts.totals(session)


def of(world: World, procedure_id: int) -> list[str]:
    """The numbers of the contracts of a procedure."""
    with world.store.read() as session:
        found = contract_joins.of_procedure(session, procedure_id)
    return [one.contract.number for one, _ in found]


def card(world: World, procedure_id: int) -> Card:
    with world.store.read() as session:
        return cards.load(session, [procedure_id])[procedure_id][-1].card


def run(world: World, *names: str, wanted: Wanted | None = None) -> Imported:
    files = [FIXTURES / name for name in names]
    return import_files(world.store, world.settings, files, wanted or Wanted(), NOW)


def test_the_same_file_twice_adds_nothing(world: World) -> None:
    first = run(world, "2019.json", "2022.json", "2024.json", "table.json")
    again = run(world, "2019.json", "2022.json", "2024.json", "table.json")
    assert (first.read, first.stored, first.unread, first.causes) == (11, 11, 0, [])
    assert (again.read, again.stored) == (11, 0)
    assert totals(world).contracts == 11


def test_payloads_of_contracts_are_read_again_after_a_fix(world: World) -> None:
    run(world, "2022.json", "table.json")
    counts = reread(world.store, NOW)
    assert (counts.read, counts.changed, counts.failed) == (6, 0, 0)


def test_contracts_find_their_procedure_lot_by_lot(world: World) -> None:
    lots = (Lot(id="LOT-0001", title="Écoles"), Lot(id="LOT-0002", title="Gymnases"))
    home = world.publish(call(1, lots=lots))
    other = world.publish(call(2, title="Achat de fournitures de bureau", cpv=("30192000",)))
    given(
        world,
        won(1, object="Nettoyage des locaux communaux – lot 1 : écoles"),
        won(2, object="Nettoyage des locaux communaux – lot 2 : gymnases"),
    )
    assert join_contracts(world.store, NOW) == 2
    assert of(world, home) == ["26M1", "26M2"]
    assert of(world, other) == []
    assert join_contracts(world.store, NOW + timedelta(days=1)) == 0


def test_the_contract_of_another_year_joins_nothing(world: World) -> None:
    home = world.publish(call())
    given(world, won(1, notified_on=date(2027, 3, 1)), won(2, notified_on=date(2025, 3, 1)))
    join_contracts(world.store, NOW)
    assert of(world, home) == []
    assert totals(world) == Totals(2, 0, 0)


def test_two_calls_alike_are_a_doubt_that_staff_settle(world: World) -> None:
    first, second = world.publish(call(1)), world.publish(call(2))
    given(world, won())
    join_contracts(world.store, NOW)
    assert totals(world) == Totals(1, 0, 1)
    with world.store.transaction() as session:
        (doubt,) = contract_joins.doubts(session, most=5)
        contract_joins.refuse(session, doubt.contract.id, first, NOW)
    given(world, won(published_on=date(2026, 5, 1), amount=90_000.0))
    join_contracts(world.store, NOW)
    assert of(world, second) == ["26M1"]


def test_an_invented_contract_never_joins_a_real_procedure(world: World) -> None:
    home = world.publish(call())
    given(world, won(), sample=True)
    join_contracts(world.store, NOW)
    assert of(world, home) == []


def test_a_contract_waits_for_a_notice_that_is_found_late(world: World) -> None:
    given(world, won())
    join_contracts(world.store, NOW - timedelta(days=2))
    home = world.publish(call(), now=NOW)
    assert join_contracts(world.store, NOW) == 1
    assert of(world, home) == ["26M1"]


def test_the_end_that_only_award_data_know_makes_a_renewal(world: World) -> None:
    home = world.publish(call())
    world.read()
    assert "renewal" not in card(world, home).whats
    given(world, won(duration_months=13.0))  # from March 2026 to April 2027
    join_contracts(world.store, NOW)
    world.read()
    with world.store.read() as session:
        today = NOW.date()
        assert procedures.ending_between(session, today, today + timedelta(days=270)) == [home]
    assert "renewal" in card(world, home).whats
    assert card(world, home).version == 1


def test_a_published_end_is_kept_against_a_worked_out_one(world: World) -> None:
    home = world.publish(call(ends_on=date(2029, 1, 1)))
    given(world, won(duration_months=13.0))
    join_contracts(world.store, NOW)
    date_contracts(world.store, NOW)
    with world.store.read() as session:
        found = procedures.ending_between(session, date(2029, 1, 1), date(2029, 1, 2))
    assert found == [home]


def test_the_command_keeps_the_territory_and_says_what_it_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VEILLE_VAR_DIR", str(tmp_path / "var"))
    monkeypatch.delenv("VEILLE_DATABASE_URL", raising=False)
    command = ["awards", "import", str(FIXTURES / "2022.json"), "--since", "2024-03-01"]
    app(command, standalone_mode=False)
    said = plain(capsys.readouterr().out)
    assert "DECP : 3 marchés lus, 1 nouveau." in said
    assert "Non gardés, hors du territoire : 1." in said
    assert "Non gardés, trop anciens : 1." in said
    assert "En tout : 1 marché, 0 rapproché d’une consultation, 0 en doute" in said
    app(["awards", "join"], standalone_mode=False)
    assert "0 marché regardé" in plain(capsys.readouterr().out)
    app([*command, "--everywhere"], standalone_mode=False)
    assert "2 marchés" in plain(capsys.readouterr().out)


def test_a_damaged_file_is_one_line_and_status_1(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("VEILLE_VAR_DIR", str(tmp_path / "var"))
    monkeypatch.delenv("VEILLE_DATABASE_URL", raising=False)
    cut = tmp_path / "coupe.json"
    cut.write_bytes((FIXTURES / "2019.json").read_bytes()[:-200])
    assert app(["awards", "import", str(cut), str(tmp_path / "absent.json")], standalone_mode=False)
    captured = capsys.readouterr()
    said = plain(captured.err).splitlines()
    assert len(said) == 2
    assert "coupe.json : JSON incomplet" in said[0]
    assert "absent.json : fichier ou dossier introuvable" in said[1]
    store = Store(f"sqlite:///{tmp_path / 'var' / 'veille.db'}")
    with store.read() as session:
        assert contracts.by_uid(session, f"{SIRET}202100102") is not None
    store.dispose()
