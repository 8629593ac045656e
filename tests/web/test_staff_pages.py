"""Staff sign in by a link that serves once; the store can end what the cookie says."""

from datetime import timedelta
from typing import Any

import pytest

from tests.web.visiting import BASE, Visit, dump, shown, visit
from veille.app.people import staffing
from veille.store import staff
from veille.store.staff import Role

__all__ = ["visit"]

ADDRESS = "Equipe@Mission.example"
HERE = {"Origin": BASE}


def link(visit: Visit, role: Role = "facilitator") -> str:
    """The path of a fresh link of a member."""
    with visit.world.store.transaction() as session:
        staffing.add(session, "veille", ADDRESS, role=role, name="Sacha Inventé", now=visit.at)
        member = staffing.known(session, "veille", ADDRESS.lower())
        return staffing.link(session, member, visit.at)


def enter(visit: Visit, path: str | None = None) -> Any:
    return visit.post(path or link(visit), headers=HERE)


def is_in(visit: Visit) -> bool:
    return "Bonjour Sacha Inventé" in shown(visit.get("/equipe"))


def test_a_link_lets_in_once(visit: Visit) -> None:
    path = link(visit)
    assert not is_in(visit)
    assert enter(visit, path).headers["location"] == "/equipe"
    assert is_in(visit)
    visit.browser.cookies.clear()
    again = enter(visit, path)
    assert again.status_code == 400
    assert "ce lien ne sert plus" in shown(again).lower()
    assert not is_in(visit)


def test_whatever_fetches_the_link_does_not_use_it(visit: Visit) -> None:
    path = link(visit)
    before = dump(visit.world.store)
    assert "Entrer" in visit.get(path).text
    assert dump(visit.world.store) == before
    assert enter(visit, path).status_code == 303


def test_a_link_is_good_for_ten_minutes(visit: Visit) -> None:
    path = link(visit)
    visit.at += timedelta(minutes=10)
    assert enter(visit, path).status_code == 400


@pytest.mark.parametrize("secret", ["x", "a" * 3000, "%00", "é"])
def test_a_forged_link_lets_nobody_in(visit: Visit, secret: str) -> None:
    link(visit)
    assert enter(visit, f"/equipe/entrer/{secret}").status_code == 400


def test_the_cookie_is_for_this_site_alone(visit: Visit) -> None:
    cookie = enter(visit).headers["set-cookie"].lower()
    for said in ("__host-veille=", "httponly", "secure", "samesite=lax", "path=/"):
        assert said in cookie
    assert "domain" not in cookie


def test_the_store_holds_nothing_that_lets_in(visit: Visit) -> None:
    path = link(visit)
    enter(visit, path)
    (key,) = visit.browser.cookies.values()
    everything = str(dump(visit.world.store))
    assert path.rpartition("/")[2] not in everything
    assert key not in everything


def test_signing_in_never_keeps_a_key_that_was_there(visit: Visit) -> None:
    """Else somebody could set a cookie of theirs first, and be signed in with it."""
    enter(visit)
    (before,) = visit.browser.cookies.values()
    enter(visit)
    (after,) = visit.browser.cookies.values()
    assert before != after
    with visit.world.store.read() as session:
        assert staffing.signed_in(session, before, visit.at) is None
        assert staffing.signed_in(session, after, visit.at) is not None


def test_signing_out_ends_it_in_the_store_too(visit: Visit) -> None:
    enter(visit)
    (key,) = visit.browser.cookies.values()
    visit.post("/equipe/sortir", headers=HERE)
    assert not is_in(visit)
    visit.browser.cookies.set("__Host-veille", key)
    assert not is_in(visit)


def test_it_ends_by_itself(visit: Visit) -> None:
    enter(visit)
    visit.at += timedelta(hours=12)
    assert not is_in(visit)


def test_who_leaves_is_out_at_once(visit: Visit) -> None:
    enter(visit)
    unused = link(visit)
    with visit.world.store.transaction() as session:
        member = staffing.known(session, "veille", ADDRESS)
        staff.end(session, member.id, visit.at)
    assert not is_in(visit)
    assert enter(visit, unused).status_code == 400


def test_another_site_cannot_sign_somebody_in_or_out(visit: Visit) -> None:
    enter(visit)
    for headers in ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://ailleurs.example"}, {}):
        assert visit.post("/equipe/sortir", headers=headers).status_code == 403
    assert is_in(visit)


def test_the_mail_of_a_subscriber_signs_nobody_in(visit: Visit) -> None:
    person = visit.person()
    for address in visit.links(person, editions=[1]).values():
        if address.startswith(BASE):
            assert "set-cookie" not in visit.get(address).headers
    assert not is_in(visit)
