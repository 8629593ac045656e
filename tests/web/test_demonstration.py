"""The sign-in without proof is there on this machine, on the sample, and nowhere else."""

from typing import Any

import pytest
from starlette.testclient import TestClient

from tests.newsletters.invented import notice
from tests.web.visiting import Visit, shown, visit
from veille.app.commands.serve import serve
from veille.app.console import Failure
from veille.app.web.application import create_app
from veille.app.web.site import Site
from veille.store.models import NoticeRow

__all__ = ["visit"]

LOCAL = "http://127.0.0.1:8000"
PAGE = "/equipe/demonstration/admin"


def browser(visit: Visit, *, demonstration: bool = True, client: str = "127.0.0.1") -> Any:
    settings = visit.world.settings.model_copy(update={"public_url": None})
    site = Site(visit.world.store, settings, lambda: visit.at, demonstration=demonstration)
    return TestClient(
        create_app(site), base_url=LOCAL, client=(client, 5000), follow_redirects=False
    )


def test_it_lets_in_on_this_machine(visit: Visit) -> None:
    here = browser(visit)
    assert "Entrer comme admin" in shown(here.get("/equipe"))
    answer = here.post(PAGE, headers={"Origin": LOCAL})
    assert answer.status_code == 303
    assert "Bonjour Démonstration" in shown(here.get("/equipe"))
    assert here.get("/equipe/membres").status_code == 200


def refused(answer: Any) -> bool:
    return answer.status_code in (403, 404) and "set-cookie" not in answer.headers


def test_it_does_not_exist_unless_it_was_asked_for(visit: Visit) -> None:
    plain = browser(visit, demonstration=False)
    assert "Entrer comme" not in shown(plain.get("/equipe"))
    assert refused(plain.post(PAGE, headers={"Origin": LOCAL}))


@pytest.mark.parametrize(
    "headers",
    [
        {"X-Forwarded-For": "203.0.113.9"},
        {"Forwarded": "for=203.0.113.9"},
        {"Via": "1.1 proxy"},
        {"Host": "ailleurs.example", "Origin": "http://ailleurs.example"},
        {"Host": "127.0.0.1.ailleurs.example", "Origin": "http://127.0.0.1.ailleurs.example"},
    ],
)
def test_it_does_not_exist_for_who_comes_from_elsewhere(
    visit: Visit, headers: dict[str, str]
) -> None:
    here = browser(visit)
    assert "Entrer comme" not in shown(here.get("/equipe", headers=headers))
    assert refused(here.post(PAGE, headers={"Origin": LOCAL} | headers))


def test_it_does_not_exist_for_another_machine(visit: Visit) -> None:
    there = browser(visit, client="192.0.2.7")
    assert "Entrer comme" not in shown(there.get("/equipe"))
    assert refused(there.post(PAGE, headers={"Origin": LOCAL}))


def test_it_does_not_exist_on_what_a_source_sent(visit: Visit) -> None:
    visit.world.publish(notice(1))
    with visit.world.store.transaction() as session:
        for row in session.query(NoticeRow):
            row.sample = False
    here = browser(visit)
    assert "Entrer comme" not in shown(here.get("/equipe"))
    assert refused(here.post(PAGE, headers={"Origin": LOCAL}))


def test_an_unknown_role_is_none(visit: Visit) -> None:
    answer = browser(visit).post("/equipe/demonstration/king", headers={"Origin": LOCAL})
    assert refused(answer)


def test_it_is_not_served_to_the_network(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(Failure, match="qu’à cette machine"):
        serve(host="0.0.0.0", port=0, now=None, demo=True)  # noqa: S104 - must be refused


def test_it_is_not_served_over_real_notices(
    monkeypatch: pytest.MonkeyPatch, visit: Visit, tmp_path: Any
) -> None:
    visit.world.publish(notice(1))
    with visit.world.store.transaction() as session:
        for row in session.query(NoticeRow):
            row.sample = False
    monkeypatch.setenv("VEILLE_DATABASE_URL", f"sqlite:///{tmp_path / 'veille.db'}")
    with pytest.raises(Failure, match="données d’exemple"):
        serve(host=None, port=0, now=None, demo=True)
