"""An address for every page, on a furnished site: what the tests that look at all pages go through.

A page whose path has a parameter needs a line here; a test says which one is missing.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from starlette.routing import Route

from classifiers import registry
from tests.web.edited_tables import change_share
from tests.web.source_world import source_page
from tests.web.visiting import Visit, confirmation_page, furnish
from veille.app.open_data import dump
from veille.app.people.signed_pages import feed_page
from veille.app.steps.cover import cover
from veille.store import subscriptions

ASKED = {"adresse": "nouvelle@structure.example", "rythme": "weekly"}

LEADS_STAFF = "/signaler/{token}/{procedure_id}"
"""The page for readers of a mail that leads whoever is signed in to the card."""

Example = Callable[[Visit], str]

_PACKAGES, _WEEK = "/donnees-ouvertes", "du=2026-11-09&au=2026-11-15"


def _dumped(at: Visit, name: str) -> str:
    dump.write(at.world.store, at.world.settings, at.at)
    return f"{_PACKAGES}/{name}"


OWN: Mapping[str, Example] = {
    "/donnees-ouvertes/consultations.csv": lambda at: _dumped(at, "consultations.csv"),
    "/donnees-ouvertes/consultations.jsonl": lambda at: _dumped(at, "consultations.jsonl"),
    "/donnees-ouvertes/releases.json": lambda _: f"{_PACKAGES}/releases.json?{_WEEK}",
    "/donnees-ouvertes/records.json": lambda _: f"{_PACKAGES}/records.json?{_WEEK}",
}
"""Pages of anyone that need more than their path."""


def edited_share(at: Visit) -> str:
    """The page of a labour share that staff changed."""
    change_share(at.world.store, at.sign_in("admin"), at.at)
    return "/equipe/tables/parts-de-main-d-oeuvre/ligne?cle=peinture"


def covered_file(at: Visit) -> str:
    """A table of coverage, once it was counted."""
    cover(at.world.store, at.at)
    return "/equipe/sources/couverture/plateformes.csv"


STAFF: Mapping[str, Example] = {
    "/equipe/entrer/{secret}": lambda _: "/equipe/entrer/secret",
    "/equipe/tables/{slug}": lambda _: "/equipe/tables/seuils?a_confirmer=1",
    "/equipe/tables/{slug}/fichier.csv": lambda _: "/equipe/tables/seuils/fichier.csv",
    "/equipe/tables/{slug}/ligne": edited_share,
    "/equipe/sources/couverture/{table}.csv": covered_file,
    "/equipe/sources/{name}": source_page,
    "/equipe/editions/{edition_id}/ajouter": lambda _: "/equipe/editions/1/ajouter?mots=jardin",
    "/equipe/modeles/{name}": lambda _: f"/equipe/modeles/{registry.shipped().name}",
    "/equipe/modeles/{name}/comparaison": (
        lambda _: f"/equipe/modeles/{registry.shipped().name}/comparaison"
    ),
    "/equipe/modeles/{name}/choisir": (
        lambda _: f"/equipe/modeles/{registry.shipped().name}/choisir"
    ),
}
"""Pages of staff with a parameter, by the path of their route; the visit is signed in."""

NAMES: Mapping[str, str] = {
    "edition_id": "1",
    "insee": "34301",
    "subscriber_id": "1",
    "year": "2026",
    "territory": "34",
    "section": "consultations",
    "name": "etapes.000000000000.svg",
    "identity": "name:commune de valinvente|34000",
}
"""What a parameter of this name stands for everywhere; ``procedure_id`` is the first furnished."""


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
        "/signaler/{token}": f"/signaler/{token['report_url']}",
        "/signaler/{token}/{procedure_id}": f"/signaler/{token['report_url']}/{first}",
        "/mon-abonnement/{token}/abonnements": f"/mon-abonnement/{token['manage_url']}/abonnements",
        "/mon-abonnement/{token}/abonnements/{subscription_id}": (
            f"/mon-abonnement/{token['manage_url']}/abonnements/{one.id}"
        ),
        "/flux/{token}.ics": f"{feed}.ics",
        "/flux/{token}": feed,
        "/statique/{name}": re.findall(r'href="(/statique/[^"]+css)"', at.get("/").text)[0],
    }
    values |= {path: made(at) for path, made in (*OWN.items(), *STAFF.items())}
    plain = {**NAMES, "procedure_id": str(first)}
    others = [path for path in paths(at) if path not in values]
    return values | {path: path.format_map(plain) for path in others}


def paths(at: Visit, method: str = "GET") -> list[str]:
    """The paths of the routes that answer ``method``."""
    return [route.path for route in routes(at) if method in (route.methods or ())]


def routes(at: Visit) -> list[Route]:
    """Every route of the site."""
    found = list[Route]()

    def walk(some: Any) -> None:
        for route in some:
            inner = getattr(route, "original_router", None) or getattr(route, "app", None)
            if getattr(inner, "routes", None):
                walk(inner.routes)
            elif isinstance(route, Route):
                found.append(route)

    walk(at.app.routes)
    return found
