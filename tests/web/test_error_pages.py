"""What went wrong is said in French, without a trace of the program."""

from datetime import timedelta
from typing import Any

import pytest

from tests.english import english_in
from tests.newsletters.invented import NOW
from tests.web.visiting import Visit, shown, visit
from veille.core.tokens import sign
from veille.store import searching
from veille.store.errors import StoreError

__all__ = ["visit"]

SIGNED = ("confirmer", "mon-abonnement", "desabonnement", "mon-edition", "flux")


@pytest.mark.parametrize(
    "path",
    [
        "/nulle-part",
        "/consultations/12",
        "/consultations/abc",
        "/consultations/99999999999999999999",
        "/consultations/-1",
        "/editions/7",
        "/editions/7.csv",
    ],
)
def test_a_page_that_does_not_exist(visit: Visit, path: str) -> None:
    page = visit.get(path)
    assert page.status_code == 404
    assert "Cette page n’existe pas" in shown(page)
    assert english_in(shown(page)) == []


@pytest.mark.parametrize("name", SIGNED)
@pytest.mark.parametrize("token", ["x", "a.b.c", "é", "a" * 5000, "%00"])
def test_a_forged_link(visit: Visit, name: str, token: str) -> None:
    page = visit.get(f"/{name}/{token}")
    assert page.status_code in (400, 404)
    assert "Traceback" not in page.text
    assert english_in(shown(page)) == []


@pytest.mark.parametrize("name", SIGNED)
def test_a_link_of_another_purpose(visit: Visit, name: str) -> None:
    token = sign(visit.world.settings.secret_keys, "bounce", 1, NOW)
    page = visit.get(f"/{name}/{token}")
    assert page.status_code == 400
    assert "ce lien n’est pas valide" in shown(page).lower()


@pytest.mark.parametrize("name", ["unsubscribe", "card", "feed", "manage"])
@pytest.mark.parametrize("data", [None, [], "1", {"subscriber": "1"}, {"subscriber": 1}, -1])
def test_a_link_of_ours_with_something_else_in_it(visit: Visit, name: Any, data: Any) -> None:
    pages = {
        "unsubscribe": "desabonnement",
        "card": "mon-edition",
        "feed": "flux",
        "manage": "mon-abonnement",
    }
    token = sign(visit.world.settings.secret_keys, name, data, NOW)
    assert visit.get(f"/{pages[name]}/{token}").status_code in (400, 404)


def test_a_link_that_is_too_old_says_so(visit: Visit) -> None:
    path = visit.manage(visit.person())
    visit.at = NOW + timedelta(days=500)
    assert "ce lien a expiré" in shown(visit.get(path)).lower()


def test_a_store_that_does_not_answer(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: Any) -> None:
        raise StoreError("postgresql://compte@machine : connexion refusée")

    monkeypatch.setattr(type(visit.world.store), "ping", fail)
    page = visit.get("/sante")
    assert page.status_code == 503
    assert "réessayez plus tard" in shown(page)
    assert "machine" not in page.text


def test_a_mistake_of_ours_shows_nothing_of_it(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ValueError("un secret de la maison")

    monkeypatch.setattr(searching, "find", fail)
    for path in ("/recherche", "/api/v1/procedures"):
        page = visit.get(path)
        assert page.status_code == 500
        assert "Une erreur est survenue" in shown(page)
        assert "secret" not in page.text
        assert page.headers["content-security-policy"]


def test_a_wrong_method(visit: Visit) -> None:
    page = visit.post("/recherche")
    assert page.status_code == 405
    assert "GET" in page.headers["allow"]


def test_the_interface_for_programs_answers_in_json(visit: Visit) -> None:
    assert visit.get("/api/v1/rien").json() == {
        "error": "Cette page n’existe pas, ou n’existe plus."
    }
    assert visit.get("/api/v1/procedures?limit=0").status_code == 422
    refused = visit.get("/api/v1/procedures?territory=Atlantide")
    assert refused.status_code == 400
    assert "Atlantide" in refused.json()["error"]


def test_a_site_that_is_well_says_so(visit: Visit) -> None:
    assert visit.get("/sante").json() == {"status": "ok"}
