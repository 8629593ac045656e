"""The mails that answer what somebody did."""

import json
import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.app.mailing_world import NEXT, NOW, World, reserved_call, settings_of, week_after
from tests.newsletters.invented import notice
from tests.store.templates import store_at
from veille.app.mail import mails
from veille.app.people.subscribing import Request
from veille.core.clock import PARIS
from veille.core.filters import Filter
from veille.store import Store, subscribers, subscriptions

RESERVED = Filter(territories=("34",), what=("reserved",))
LATER = week_after(NOW)
SUNDAY = datetime(2026, 11, 22, 15, 0, tzinfo=PARIS)


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
    made = World(store, settings_of(tmp_path))
    made.settings = made.settings.model_copy(update={"public_url": "https://veille.example"})
    yield made
    store.dispose()


def welcomed(world: World, person: int, now: datetime = NOW) -> None:
    with world.store.transaction() as session:
        who = subscribers.get(session, person)
        assert who is not None
        (asked,) = subscriptions.of(session, person)
        mails.welcome(session, world.settings, who, asked, now)


def test_a_confirmation_asks_by_a_page_whatever_the_day(world: World) -> None:
    person = world.subscribe("camille", RESERVED)
    with world.store.transaction() as session:
        who = subscribers.get(session, person)
        assert who is not None
        (asked,) = subscriptions.of(session, person)
        request = Request(subscriber=who, subscription=asked, token="jeton", at=SUNDAY)
        mails.send_confirmation(world.settings, SUNDAY)(session, request)
    (mail,) = world.mails()
    assert mail.kind == "confirmation"
    assert json.loads(mail.personal)["view_url"] == "https://veille.example/confirmer/jeton"
    assert "Territoires\u00a0: Hérault" in mail.text
    assert "chaque semaine" in mail.text


def test_the_welcome_carries_the_last_edition_and_tells_it(world: World) -> None:
    home, _ = reserved_call(world)
    world.publish(notice(2))
    world.compose()
    world.address()
    person = world.subscribe("camille", RESERVED, since=NOW + timedelta(hours=3))
    welcomed(world, person, NOW + timedelta(hours=3))
    (mail,) = world.mails()
    assert mail.kind == "welcome"
    assert mail.subject.startswith("Bienvenue : 1 marché réservé")
    assert world.versions_told(person) == [(home, 1)]
    world.compose(NEXT, LATER)
    world.address(LATER)
    assert len(world.mails()) == 1


def test_without_an_edition_the_welcome_says_when_the_first_comes(world: World) -> None:
    person = world.subscribe("camille", RESERVED)
    welcomed(world, person)
    (mail,) = world.mails()
    assert mail.kind == "welcome"
    assert "lundi 23\u00a0novembre" in mail.text


def test_a_goodbye_says_what_ended_and_what_is_kept(world: World) -> None:
    person = world.subscribe("camille", RESERVED)
    with world.store.transaction() as session:
        who = subscribers.get(session, person)
        assert who is not None
        ended = subscriptions.of(session, person)
        mails.goodbye(session, world.settings, who, ended, NOW, everything=True)
    (mail,) = world.mails()
    assert mail.kind == "goodbye"
    assert "réservés" in mail.text
    assert "empreinte" in mail.text
    assert json.loads(mail.personal)["view_url"] == "https://veille.example/s-abonner"
