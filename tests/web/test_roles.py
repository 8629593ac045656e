"""Every page of staff asks for a role, and lets nobody else in, whatever the way."""

from typing import Any

import pytest
from starlette.routing import Route

from tests.web.page_examples import addresses, routes
from tests.web.visiting import BASE, Visit, dump, visit
from veille.app.web.staff.access import next_page, required_roles
from veille.store.staff import ROLES, Role

__all__ = ["visit"]

OPEN = {
    ("GET", "/equipe"),
    ("POST", "/equipe/demander"),
    ("POST", "/equipe/code"),
    ("GET", "/equipe/entrer/{secret}"),
    ("POST", "/equipe/entrer/{secret}"),
    ("POST", "/equipe/demonstration/{role}"),
    ("POST", "/equipe/sortir"),
}
"""What a visitor needs to sign in, and out."""


def asked_for(route: Any) -> frozenset[Role] | None:
    """The roles that a route asks for; null when it asks for none."""
    found = (required_roles(one.call) for one in route.dependant.dependencies)
    return next((roles for roles in found if roles is not None), None)


def staff_routes(visit: Visit) -> list[tuple[str, Any]]:
    return [
        (method, route)
        for route in routes(visit)
        if route.path == "/equipe" or route.path.startswith("/equipe/")
        for method in sorted((route.methods or set()) - {"HEAD"})
    ]


def test_every_route_of_staff_asks_for_a_role(visit: Visit) -> None:
    bare = {(method, route.path) for method, route in staff_routes(visit) if not asked_for(route)}
    assert bare == OPEN


def test_every_change_by_a_reader_is_refused(visit: Visit) -> None:
    """Whoever only reads changes nothing: every route but GET asks for more."""
    changing = [
        route.path
        for method, route in staff_routes(visit)
        if method != "GET" and (method, route.path) not in OPEN
    ]
    may = [
        route.path
        for method, route in staff_routes(visit)
        if method != "GET" and "reader" in (asked_for(route) or ())
    ]
    assert changing
    assert may == []


@pytest.mark.parametrize("role", [None, *ROLES])
def test_the_role_decides_on_every_route(visit: Visit, role: Role | None) -> None:
    visit.sign_in("admin")
    pages = addresses(visit)
    visit.sign_out()
    if role is not None:
        visit.sign_in(role)
    before = dump(visit.world.store)
    wrong = []
    for method, route in staff_routes(visit):
        roles = asked_for(route)
        if roles is None or (role in roles and method != "GET"):
            continue
        path = pages.get(route.path) or _any(route)
        answer = visit.browser.request(method, path.removeprefix(BASE), headers={"Origin": BASE})
        expected = _expected(role, roles, method)
        if (answer.status_code == expected) is not True:
            wrong.append((method, route.path, answer.status_code, expected))
    assert wrong == []
    assert dump(visit.world.store) == before


def _expected(role: Role | None, roles: frozenset[Role], method: str) -> int:
    if role in roles:
        return 200
    return 303 if role is None and method == "GET" else 403


def _any(route: Route) -> str:
    """The path with a 1 for each parameter."""
    return route.path_format.format_map(dict.fromkeys(route.param_convertors, "1"))


def test_a_visitor_is_led_to_sign_in_and_back(visit: Visit) -> None:
    answer = visit.get("/equipe/journal?quoi=staff.add")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/equipe?suite=/equipe/journal%3Fquoi%3Dstaff.add"
    assert 'value="/equipe/journal?quoi=staff.add"' in visit.get(answer.headers["location"]).text


@pytest.mark.parametrize(
    "text",
    [
        "https://ailleurs.example/",
        "//ailleurs.example",
        "/equipe//ailleurs.example",
        "/equipe/../s-abonner",
        "/equipe\\ailleurs",
        "/equipe/\r\nSet-Cookie: x=1",
        "/equipement",
        "/s-abonner",
        "javascript:alert(1)",
        "/equipe/" + "a" * 600,
        "",
    ],
)
def test_signing_in_leads_nowhere_else(text: str) -> None:
    assert next_page(text) == "/equipe"


@pytest.mark.parametrize("text", ["/equipe", "/equipe/relecture/12", "/equipe?suite=x"])
def test_signing_in_leads_to_pages_of_staff(text: str) -> None:
    assert next_page(text) == text
