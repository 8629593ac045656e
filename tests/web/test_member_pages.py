"""Admins say who may come in; there is always one left."""

from typing import Any

import pytest

from tests.web.visiting import Visit, shown, visit
from veille.store import staff

__all__ = ["visit"]

PAGE = "/equipe/membres"


def members(visit: Visit) -> dict[str, tuple[str, bool]]:
    with visit.world.store.read() as session:
        known = staff.every(session, "veille")
    return {one.address: (one.role, one.ended_at is None) for one in known}


def number(visit: Visit, address: str) -> int:
    with visit.world.store.read() as session:
        return next(one.id for one in staff.every(session, "veille") if one.address == address)


def test_somebody_is_added_changed_and_taken_out(visit: Visit) -> None:
    visit.sign_in("admin")
    new = {"adresse": "lou@mission.example", "nom": "Lou Inventé", "role": "reader"}
    assert visit.post(PAGE, new).status_code == 303
    assert members(visit)["lou@mission.example"] == ("reader", True)
    lou = number(visit, "lou@mission.example")
    visit.post(f"{PAGE}/{lou}/role", {"role": "facilitator"})
    assert members(visit)["lou@mission.example"] == ("facilitator", True)
    visit.post(f"{PAGE}/{lou}/fin")
    assert members(visit)["lou@mission.example"] == ("facilitator", False)
    words = shown(visit.get("/equipe/journal"))
    assert words.count("lou@mission.example") == 3


def test_a_mistake_keeps_what_was_typed(visit: Visit) -> None:
    visit.sign_in("admin")
    answer = visit.post(PAGE, {"adresse": "lou@", "nom": "Lou <b>", "role": "reader"})
    assert answer.status_code == 400
    assert 'value="lou@"' in answer.text
    assert "Lou &lt;b&gt;" in answer.text


@pytest.mark.parametrize("what", ["fin", "role", "again"])
def test_the_last_admin_stays(visit: Visit, what: str) -> None:
    admin = visit.sign_in("admin")
    fields = {"adresse": admin.address, "role": "reader"}
    path = PAGE if what == "again" else f"{PAGE}/{admin.id}/{what}"
    answer = visit.post(path, fields)
    assert answer.status_code == 400
    assert "au moins une personne admin" in shown(answer)
    assert members(visit)[admin.address] == ("admin", True)


def test_an_unknown_number_or_role_is_refused(visit: Visit) -> None:
    admin = visit.sign_in("admin")
    assert visit.post(f"{PAGE}/999/fin").status_code == 400
    assert visit.post(f"{PAGE}/{admin.id}/role", {"role": "king"}).status_code == 400


def test_the_journal_is_filtered_and_paged(visit: Visit) -> None:
    admin = visit.sign_in("admin")
    for turn in range(60):
        visit.post(PAGE, {"adresse": f"p{turn}@mission.example", "nom": "", "role": "reader"})
    page = visit.get(f"/equipe/journal?quoi=staff.add&qui={admin.id}")
    assert "p59@mission.example" in lines(page)
    assert "p5@mission.example" not in lines(page)
    further = page.text.partition('class="button second" href="')[2].partition('"')[0]
    older = visit.get(further.replace("&amp;", "&"))
    assert "p5@mission.example" in lines(older)
    assert "p59@mission.example" not in lines(older)
    for odd in (
        "qui=x",
        "avant=-1",
        "avant=99999999999999999999",
        "quoi=zz",
        "qui=²",
        f"avant={'9' * 5_000}",
    ):
        assert visit.get(f"/equipe/journal?{odd}").status_code == 200


def lines(page: Any) -> str:
    return str(page.text.partition("<tbody>")[2])
