"""An install to measure pages on: a large store, somebody subscribed, an edition out, staff in.

Every page that answers GET is looked at, as a member of staff with every right; the addresses of
those with a parameter in their path are made here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from starlette.routing import Route

from classifiers import registry, rules_version
from newsletters import weekly
from scripts.bench_store import Judged, build
from veille.app.people import staffing
from veille.app.people.personal_links import Links
from veille.app.people.signed_pages import feed_page
from veille.app.steps.address import address
from veille.app.steps.cover import cover
from veille.app.steps.observe import observe
from veille.app.web.application import create_app
from veille.app.web.signed_in import cookie_name
from veille.app.web.site import Site
from veille.core.clock import Week, paris
from veille.core.editions import Coverage, SourceCoverage
from veille.core.filters import Filter
from veille.core.search_question import ANSWERABLE
from veille.core.tables import reference_tables
from veille.settings import Settings
from veille.store import Store, edition_life, editions, subscribers, subscriptions
from veille.store.models import CardFacetRow, SearchEntryRow
from veille.store.subscribers import NewSubscriber
from veille.store.subscriptions import NewSubscription

SUBSCRIBERS = 500
BASE = "http://127.0.0.1"
_FILES = re.compile(r"^/statique/|\.(?:csv|xlsx|json|jsonl|svg|png|atom)$")
"""Files are no pages: they are as long as what they hold."""

MORE = (
    "/s-abonner?territoire=34&secteur=batiment&quoi=clause&rythme=weekly",
    "/s-abonner?commune=Lunel&mots=travaux,entretien&sauf=toiture",
    "/s-abonner/apercu?mots=services&quoi=potential&potentiel=high",
    "/api/v1/procedures?territory=34&what=clause&limit=50",
    "/recherche",
)
"""Pages that do the more, the more is chosen in their address."""


@dataclass(frozen=True, slots=True)
class Bench:
    """The install: its folder, the addresses of its pages, the cookie of a member of staff.

    ``left_out`` are the paths of which no address is known.
    """

    folder: Path
    pages: tuple[str, ...]
    cookie: str
    left_out: tuple[str, ...]


def prepare(folder: Path, notices: int, now: datetime) -> Bench:
    """Make the install in ``folder``, which is its folder of data."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    settings = Settings(_env_file=None, var_dir=folder)  # type: ignore[call-arg]
    store = Store(settings.store_url, durable=False)
    store.migrate()
    try:
        known = _furnish(store, settings, notices, now)
        site = Site(store, settings, lambda: now)
        pages, left_out = _addresses(site, known)
        cookie = f"{cookie_name(site)}={_staff(store, settings, now)}"
        return Bench(folder, (*pages, *MORE), cookie, left_out)
    finally:
        store.dispose()


def _furnish(store: Store, settings: Settings, notices: int, now: datetime) -> dict[str, str]:
    """Fill the store; gives what stands for each parameter of a path."""
    manifest = registry.read_manifest(registry.shipped())
    rules = rules_version(reference_tables())
    build(store, notices, now, Judged(rules, manifest.name, manifest.bands))
    person = _people(store, settings, now)
    local = paris(now).date()
    weekly.compose(
        store,
        "34",
        Week.of(local - timedelta(days=7)),
        now,
        organisation=settings.organisation,
        publisher=settings.publisher,
        rules=rules,
        model=manifest.name,
        bands=manifest.bands,
        coverage=Coverage(sources=(SourceCoverage(label="BOAMP", notices_read=notices),)),
    )
    with store.transaction() as session:
        for one in edition_life.drafts(session):
            edition_life.approve(session, one.id, "bench", now)
    address(store, settings, now)
    observe(store, now)
    cover(store, now)
    return _parameters(store, settings, person, now)


def _people(store: Store, settings: Settings, now: datetime) -> int:
    """Some hundred subscribers; the first one's id."""
    long_ago = now - timedelta(days=90)
    with store.transaction() as session:
        people = []
        for number in range(SUBSCRIBERS):
            name = f"personne{number}@structure.example"
            new = NewSubscriber(
                organisation=settings.organisation,
                kind="public",
                address=name,
                address_key=name,
                legal_basis="consent",
                created_at=long_ago,
                confirmed_at=long_ago,
                state="active",
            )
            people.append(subscribers.add(session, new))
            asked = NewSubscription(
                subscriber_id=people[-1],
                label="Hérault",
                filter=Filter(territories=("34",), words=("travaux", "entretien")),
                rhythm="weekly",
                created_at=long_ago,
                confirmed_at=long_ago,
            )
            subscriptions.add(session, asked)
        return people[0]


def _staff(store: Store, settings: Settings, now: datetime) -> str:
    """The key of a session of somebody with every right."""
    who = "bench@mission.example"
    with store.transaction() as session:
        staffing.add(session, settings.organisation, who, role="admin", name=None, now=now)
        member = staffing.known(session, settings.organisation, who)
        return staffing.begin(session, member.id, now)


def _parameters(store: Store, settings: Settings, person: int, now: datetime) -> dict[str, str]:
    """What stands for a parameter: by its name, or by the path that has it."""
    with store.read() as session:
        (one,) = subscriptions.of(session, person)
        who = subscribers.get(session, person)
        own = (CardFacetRow.procedure_id == SearchEntryRow.procedure_id, CardFacetRow.value == "34")
        procedure = session.scalar(
            select(SearchEntryRow.procedure_id)
            .join(CardFacetRow, own[0])
            .where(own[1], SearchEntryRow.state.in_(ANSWERABLE))
            .order_by(SearchEntryRow.place.desc())
        )
        edition = editions.list_editions(session)[0].id
    assert who is not None  # noqa: S101 - just added
    links = Links(public_url=BASE, keys=settings.secret_keys, now=now)
    urls = links.fields(who, subscriptions=[one.id], editions=[edition])
    token = {name: url.rpartition("/")[2] for name, url in urls.items()}
    feed = feed_page(settings.secret_keys, one)
    return {
        "procedure_id": str(procedure),
        "edition_id": str(edition),
        "subscription_id": str(one.id),
        "subscriber_id": str(person),
        "insee": "34301",
        "slug": "seuils",
        "year": "2026",
        "territory": "34",
        "section": "consultations",
        "/mon-abonnement/{token}": token["manage_url"],
        "/desabonnement/{token}": token["unsubscribe_url"],
        "/mon-edition/{token}": token["view_url"],
        "/flux/{token}": feed.rpartition("/")[2],
    }


def _addresses(site: Site, known: dict[str, str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """An address for every page, and the paths for which none can be made."""
    found, left_out = [], []
    for path in _paths(create_app(site).routes):
        if _FILES.search(path):
            continue
        beginning = next((one for one in known if one[0] == "/" and path.startswith(one)), "")
        values = known | ({"token": known[beginning]} if beginning else {})
        try:
            found.append(path.format_map(values))
        except KeyError:
            left_out.append(path)
    return tuple(dict.fromkeys(found)), tuple(left_out)


def _paths(routes: Any) -> Iterator[str]:
    for route in routes:
        inner = getattr(route, "original_router", None) or getattr(route, "app", None)
        if getattr(inner, "routes", None):
            yield from _paths(getattr(inner, "routes", ()))
        elif isinstance(route, Route) and "GET" in (route.methods or ()):
            yield route.path
