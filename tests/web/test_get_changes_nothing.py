"""Mail gateways and browsers fetch any address, more than once: nothing may come of it."""

import re
from pathlib import Path
from typing import Any

from starlette.routing import Route

from tests.app.mailing_world import messages_of
from tests.web.visiting import LATER, Visit, confirmation_page, dump, furnish, opened, visit
from veille.app.people.signed_pages import feed_page
from veille.store import subscriptions

__all__ = ["visit"]

ASKED = {"adresse": "nouvelle@structure.example", "rythme": "weekly"}


def addresses(at: Visit, first: int | None = None) -> dict[str, str]:
    """A page for every route that answers GET, by the path of the route.

    ``first`` is a procedure of a world that is furnished.
    """
    world = at.world
    person = at.person("camille")
    first = first or furnish(world)[0]
    at.post("/s-abonner", ASKED)
    with world.store.read() as session:
        (one,) = subscriptions.of(session, person)
    links = at.links(person, subscriptions=[one.id], editions=[1])
    token = {name: url.rpartition("/")[2] for name, url in links.items()}
    feed = feed_page(world.settings.secret_keys, one)
    values = {
        "/confirmer/{token}": confirmation_page(world),
        "/mon-abonnement/{token}": f"/mon-abonnement/{token['manage_url']}",
        "/desabonnement/{token}": f"/desabonnement/{token['unsubscribe_url']}",
        "/mon-edition/{token}": f"/mon-edition/{token['view_url']}",
        "/mon-abonnement/{token}/abonnements": f"/mon-abonnement/{token['manage_url']}/abonnements",
        "/mon-abonnement/{token}/abonnements/{subscription_id}": (
            f"/mon-abonnement/{token['manage_url']}/abonnements/{one.id}"
        ),
        "/flux/{token}.ics": f"{feed}.ics",
        "/flux/{token}": feed,
        "/equipe/entrer/{secret}": "/equipe/entrer/secret",
        "/statique/{name}": re.findall(r'href="(/statique/[^"]+css)"', at.get("/").text)[0],
    }
    plain = {"edition_id": "1", "procedure_id": str(first)}
    others = [path for path in paths(at) if path not in values]
    return values | {path: path.format_map(plain) for path in others}


def paths(at: Visit) -> list[str]:
    found = list[str]()

    def walk(routes: Any) -> None:
        for route in routes:
            inner = getattr(route, "original_router", None) or getattr(route, "app", None)
            if getattr(inner, "routes", None):
                walk(inner.routes)
            elif isinstance(route, Route) and "GET" in (route.methods or ()):
                found.append(route.path)

    walk(at.app.routes)
    return found


def test_every_page_is_shown_twice_and_nothing_changes(visit: Visit) -> None:
    pages = addresses(visit)
    before = dump(visit.world.store)
    for _ in range(2):
        answers = {path: visit.get(address).status_code for path, address in pages.items()}
        assert set(answers.values()) == {200}, answers
    assert dump(visit.world.store) == before
    assert len(pages) > 15


def test_the_walk_sees_every_kind_of_route(visit: Visit) -> None:
    assert {"/", "/s-abonner", "/desabonnement/{token}", "/api/v1/procedures"} <= set(paths(visit))


def test_every_link_of_every_mail_is_fetched_twice_and_nothing_changes(tmp_path: Path) -> None:
    with opened(tmp_path) as world:
        at = Visit(world)
        at.person("camille")
        furnish(world)
        at.post("/s-abonner", ASKED)
        mails = world.mails()
        links = {
            link for mail in mails for link in re.findall(r"https?://[^\s\"<⟧]+", mail.personal)
        }
        ours = sorted(link for link in links if link.startswith("https://veille.example"))
        assert {mail.kind for mail in mails} >= {"confirmation"}
        assert messages_of(world, "camille")
        before = dump(world.store)
        for _ in range(2):
            for method in ("GET", "HEAD"):
                answers = [at.browser.request(method, link).status_code for link in ours]
                assert set(answers) == {200}, answers
        assert len(ours) > 4
        assert dump(world.store) == before
        assert at.at == LATER
