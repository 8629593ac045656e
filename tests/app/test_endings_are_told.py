"""Contracts that award data alone know, ending soon: in the digest of the territory, once."""

import shutil
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from newsletters.ending_lines import SHOWN
from newsletters.fitting import MOST_BYTES, weight
from newsletters.weekly import load
from tests.app.mailing_world import EVERYTHING, NEXT, World, messages_of, settings_of, week_after
from tests.app.test_awards import call, won
from tests.newsletters.invented import NOW, WEEK
from tests.store.invented_contracts import SIRET, keep_contracts
from tests.store.templates import store_at
from veille.app.steps.awards import join_contracts
from veille.app.steps.editions import refresh_drafts
from veille.app.steps.link import date_contracts
from veille.core.contracts import Contract
from veille.core.editions import Edition
from veille.core.endings import MOST
from veille.core.filters import Filter
from veille.core.periods import monthly
from veille.store import Store, contract_joins, editions

LATER = week_after(NOW)
END = date(2027, 3, 2)
BUYERS_PAGE = f"⟦site_url⟧/acheteurs/siret:{SIRET}"


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("store") / "template.db"
    store = store_at(path)
    store.dispose()
    return path


@pytest.fixture
def world(template: Path, tmp_path: Path) -> Iterator[World]:
    shutil.copy(template, tmp_path / "veille.db")
    store = Store(f"sqlite:///{tmp_path / 'veille.db'}")
    settings = settings_of(tmp_path).model_copy(update={"public_url": "https://veille.example"})
    yield World(store, settings)
    store.dispose()


def given(world: World, *some: Contract, sample: bool = False) -> None:
    with world.store.transaction() as session:
        keep_contracts(session, *some, sample=sample)
    join_contracts(world.store, NOW)


def many(count: int) -> list[Contract]:
    """Contracts of other objects, each larger than the one before."""
    return [
        won(number, object=f"Nettoyage de l’école n° {number}", amount=50_000.0 * number)
        for number in range(1, count + 1)
    ]


def told(world: World) -> list[Edition]:
    """Every edition, the oldest first."""
    with world.store.read() as session:
        return [load(session, one) for one in reversed(editions.list_editions(session))]


def test_the_digest_says_what_ends_from_whom_and_how_that_is_known(world: World) -> None:
    given(world, won())
    world.subscribe("camille", kind="facilitator")
    world.compose()
    world.address()
    (mail,) = messages_of(world, "camille")
    words = mail.text.replace("\u00a0", " ")
    assert mail.subject.startswith("1 contrat à préparer")
    assert "Contrats à préparer, d’après les données d’attribution (1)" in words
    assert "NETTOYAGE DES LOCAUX COMMUNAUX" in words
    assert "Commune de Valinvente" in words
    assert "fin estimée : mardi 2 mars 2027 (notifié le 2 mars 2026, pour 12 mois)" in words
    assert "84 000 € HT" in words
    assert "La date est une estimation" in words
    assert BUYERS_PAGE in mail.html
    assert BUYERS_PAGE in mail.text


def test_it_is_told_once(world: World) -> None:
    given(world, won())
    person = world.subscribe("camille", kind="facilitator")
    world.compose()
    world.address()
    assert world.address().editions == 0
    world.end_messages(NOW)
    world.compose(NEXT, LATER)
    world.address(LATER)
    first, second = told(world)
    assert [one.ends_on for one in first.endings] == [END]
    assert second.endings == ()
    assert "Contrats à préparer" not in messages_of(world, "camille")[-1].text
    assert "Contrats à préparer" in world.preview(person, [1]).text


def test_two_rhythms_tell_a_person_once(world: World) -> None:
    given(world, won())
    world.subscribe("camille", kind="facilitator")
    world.subscribe("sacha", kind="facilitator", rhythm="monthly")
    world.compose()
    world.address()
    with world.store.transaction() as session:
        world._ask(session, 1, EVERYTHING, "monthly", NOW - timedelta(days=90), 2)
    in_december = NOW.replace(month=12, day=1)
    assert world.compose_period(monthly(date(2026, 11, 1)), in_december)
    world.address(in_december)
    assert "Contrats à préparer" in messages_of(world, "camille")[0].text
    assert "Contrats à préparer" not in messages_of(world, "camille")[-1].text
    assert "Contrats à préparer" in messages_of(world, "sacha")[-1].text


def test_a_new_end_is_told_again(world: World) -> None:
    given(world, won())
    world.compose()
    given(world, won(duration_months=13.0, published_on=date(2026, 11, 17)))
    world.compose(NEXT, LATER)
    assert [one.ends_on for one in told(world)[1].endings] == [date(2027, 4, 2)]


def test_a_draft_composed_anew_tells_the_same(world: World) -> None:
    given(world, won())
    world.compose()
    assert refresh_drafts(world.store, world.settings, NOW) == 1
    (edition,) = told(world)
    assert [one.ends_on for one in edition.endings] == [END]


def test_what_comes_or_may_come_of_a_procedure_is_left_to_it(world: World) -> None:
    world.publish(call(1))
    world.publish(call(2))
    given(world, won(1), won(2, object="Achat de gravillons", cpv="90910000"))
    with world.store.read() as session:
        assert len(contract_joins.doubts(session, most=5)) == 1
    world.compose()
    (edition,) = told(world)
    assert [one.title for one in edition.endings] == ["Achat de gravillons"]


def test_the_procedure_that_is_found_afterwards_does_not_repeat_the_end(world: World) -> None:
    given(world, won())
    world.compose()
    home = world.publish(call(1), now=LATER)
    with world.store.transaction() as session:
        keep_contracts(session, won(offers=3, published_on=date(2026, 11, 18)))
    join_contracts(world.store, LATER)
    date_contracts(world.store, LATER)
    with world.store.read() as session:
        assert contract_joins.of_procedure(session, home)
    world.compose(NEXT, LATER)
    assert [one.procedure_id for one in told(world)[1].entries] == []


@pytest.mark.parametrize(
    ("kind", "asked"),
    [
        ("facilitator", Filter(what=("reserved",))),
        ("facilitator", Filter(sectors=("batiment",))),
        ("facilitator", Filter(territories=("30",))),
        ("buyer_agent", EVERYTHING),
        ("structure", EVERYTHING),
    ],
)
def test_it_goes_to_whom_it_concerns(world: World, kind: str, asked: Filter) -> None:
    given(world, won())
    world.subscribe("camille", asked, kind=kind)
    world.compose()
    world.address()
    assert all("Contrats à préparer" not in mail.text for mail in messages_of(world, "camille"))


def test_a_contract_of_a_commune_concerns_its_intercommunality(world: World) -> None:
    given(world, won(place_code="34301"))
    world.subscribe("camille", Filter(territories=("34301",)), kind="facilitator")
    world.compose(territory="200066355")  # Sète agglopôle méditerranée
    world.address()
    (mail,) = messages_of(world, "camille")
    assert "Contrats à préparer" in mail.text


def test_few_are_told_the_most_useful_first_and_a_mail_shows_fewer(world: World) -> None:
    given(world, *many(MOST + 2), won(90, cpv=None), won(91, amount=None))
    person = world.subscribe("camille", kind="facilitator")
    world.compose()
    world.address()
    (edition,) = told(world)
    assert [one.amount for one in edition.endings] == [
        50_000.0 * number for number in range(MOST + 2, 2, -1)
    ]
    (mail,) = messages_of(world, "camille")
    assert mail.html.count(BUYERS_PAGE) == SHOWN
    assert f"et {MOST - SHOWN} autres contrats" in mail.text.replace("\u00a0", " ")
    assert weight(mail.html) <= MOST_BYTES
    assert world.preview(person, [1]).page.count("Nettoyage de l’école") == MOST
    world.compose(NEXT, LATER)
    assert [one.amount for one in told(world)[1].endings] == [100_000.0, 50_000.0]


@pytest.mark.parametrize("months", [6.0, 36.0])
def test_too_late_and_too_early_are_not_told(world: World, months: float) -> None:
    given(world, won(notified_on=date(2026, 7, 1), duration_months=months))
    world.compose()
    assert told(world)[0].endings == ()


def test_weeks_made_up_at_once_tell_them_in_the_last_one(world: World) -> None:
    given(world, *many(2))
    world.compose(WEEK, LATER)
    world.compose(NEXT, LATER)
    assert [len(edition.endings) for edition in told(world)] == [0, 2]


def test_lots_of_one_object_are_one_line(world: World) -> None:
    given(world, won(1, amount=100_000.0), won(2, amount=50_000.0))
    world.compose()
    (ending,) = told(world)[0].endings
    assert (ending.contracts, ending.amount) == ((1, 2), 150_000.0)
    world.compose(NEXT, LATER)
    assert told(world)[1].endings == ()


def test_an_invented_contract_marks_the_edition(world: World) -> None:
    given(world, won(), sample=True)
    world.compose()
    assert told(world)[0].sample


def test_names_of_persons_and_contacts_are_not_shown(world: World) -> None:
    hostile: dict[str, Any] = {
        "object": "<b>Nettoyage</b>, contacter Mme Camille Inventée au 04 67 00 00 00",
        "buyer_name": "=CMD() ⟦view_url⟧",
    }
    given(world, won(**hostile))
    world.subscribe("camille", kind="facilitator")
    world.compose()
    world.address()
    (mail,) = messages_of(world, "camille")
    assert "04 67" not in mail.text
    assert "Inventée" not in mail.text
    assert "<b>Nettoyage" not in mail.html
    assert "=CMD() ⟦" not in mail.text
