"""A site with an invented world behind it, and a browser that visits it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from sqlalchemy import text
from starlette.testclient import TestClient

from tests.app.mailing_world import LONG_AGO, World, reserved_call, settings_of
from tests.newsletters.invented import NOW, award, clause, notice
from tests.store.templates import store_at
from veille.app.observatory import desk
from veille.app.people import staffing
from veille.app.people.personal_links import Links
from veille.app.steps.observe import observe
from veille.app.web.application import create_app
from veille.app.web.signed_in import cookie_name
from veille.app.web.site import Site
from veille.core.notices import Text
from veille.store import Store, subscribers
from veille.store.staff import Member, Role

BASE = "https://veille.example"
LATER = NOW + timedelta(minutes=5)
CLAUSE = "une clause d’insertion de 140 heures"

__all__ = ["BASE", "CLAUSE", "LATER", "NOW", "Visit", "visit"]


class Visit:
    """The pages of a world at one moment; ``self.at`` moves the clock."""

    def __init__(self, world: World, at: datetime = LATER, **settings: Any) -> None:
        self.world = world
        self.at = at
        world.settings = world.settings.model_copy(update={"public_url": BASE, **settings})
        self.site = Site(world.store, world.settings, lambda: self.at)
        self.app = create_app(self.site)
        self.browser = TestClient(
            self.app,
            base_url=f"{(world.settings.public_url or BASE)}/",
            client=("127.0.0.1", 50000),
            follow_redirects=False,
            raise_server_exceptions=False,
        )

    def get(self, path: str, **options: Any) -> Any:
        return self.browser.get(path.removeprefix(BASE), **options)

    def post(self, path: str, fields: Any = None, **options: Any) -> Any:
        return self.browser.post(path.removeprefix(BASE), data=fields or {}, **options)

    def person(self, name: str = "camille", **known: Any) -> int:
        return self.world.subscribe(name, since=LONG_AGO, **known)

    def links(self, person: int, **carried: Any) -> dict[str, str]:
        """The personal addresses of a mail."""
        with self.world.store.read() as session:
            who = subscribers.get(session, person)
        assert who is not None
        made = Links(public_url=BASE, keys=self.world.settings.secret_keys, now=NOW)
        return made.fields(who, **carried)

    def manage(self, person: int) -> str:
        return self.links(person)["manage_url"].removeprefix(BASE)

    def sign_in(self, role: Role = "facilitator") -> Member:
        """Sign this browser in as a member with that role; gives the member."""
        address = f"{role}@mission.example"
        with self.world.store.transaction() as session:
            staffing.add(session, "veille", address, role=role, name=None, now=self.at)
            member = staffing.known(session, "veille", address)
            key = staffing.begin(session, member.id, self.at)
        # A browser says where a form was; without that, what has a cookie is refused.
        self.browser.headers["Origin"] = BASE
        self.browser.cookies.set(cookie_name(self.site), key)
        return member

    def sign_out(self) -> None:
        """Be a visitor again."""
        self.browser.cookies.clear()

    def state(self, person: int) -> str | None:
        with self.world.store.read() as session:
            found = subscribers.get(session, person)
        return found.state if found else None


@pytest.fixture
def visit(tmp_path: Path) -> Iterator[Visit]:
    """A site whose store has nothing in it."""
    with opened(tmp_path) as world:
        yield Visit(world)


@contextmanager
def opened(folder: Path) -> Iterator[World]:
    """An empty world."""
    store = store_at(folder / "veille.db")
    yield World(store, settings_of(folder))
    store.dispose()


def furnish(world: World) -> tuple[int, int]:
    """A reserved call and one with a clause, told in an edition that went out; their ids.

    The observatory counts when it is asked: what the step keeps ahead of time takes a second.
    """
    told = tell(world)
    with patch.object(desk, "keep"):
        observe(world.store, NOW)
    return told


def tell(world: World) -> tuple[int, int]:
    """What ``furnish`` publishes and tells, not counted."""
    first, _ = reserved_call(world, 1)
    with_clause = notice(2, texts=(Text(field="conditions", text=f"Le marché prévoit {CLAUSE}."),))
    second = world.publish(with_clause)
    world.judge(with_clause, clause())
    won = award(3)
    world.publish(won)
    world.compose()
    world.approve()
    world.address(NOW)
    return first, second


def dump(store: Store) -> dict[str, list[Any]]:
    """Every row of every table."""
    with store.read() as session:
        names = session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
        return {
            name: [tuple(row) for row in session.execute(text(f'SELECT * FROM "{name}"'))]  # noqa: S608
            for name in names
        }


def shown(page: Any) -> str:
    """What a person reads of a page, with plain spaces."""
    bare = re.sub(r"<[^>]+>", " ", page.text)
    return re.sub(r"\s+", " ", bare.replace("&nbsp;", " ").replace("\u00a0", " "))


def confirmation_page(world: World) -> str:
    """The page that the last confirmation mail leads to."""
    asked = [mail for mail in world.mails() if mail.kind == "confirmation"]
    found = re.search(r"https://veille\.example(/confirmer/[\w.-]+)", asked[-1].personal)
    assert found is not None
    return found[1]


def changed(one: Any, **values: Any) -> Any:
    """The same with other values."""
    return replace(one, **values)
