"""Anybody finds whom to turn to for a commune of the Hérault."""

import re

import pytest

from tests.newsletters.invented import notice
from tests.web.edited_tables import change_row
from tests.web.visiting import Visit, furnish, shown, visit
from veille.core.commune_search import find_communes
from veille.core.notices import Place
from veille.core.reference import communes as register

__all__ = ["visit"]


def names(text: str) -> list[str]:
    return [commune.name for commune in find_communes(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sète", ["Sète"]),
        ("  SETE ", ["Sète"]),
        ("34200", ["Sète"]),
        ("34200 Sète", ["Sète"]),
        ("st jean de vedas", ["Saint-Jean-de-Védas"]),
        ("Balaruc", ["Balaruc-le-Vieux", "Balaruc-les-Bains"]),
        ("Nîmes", []),
        ("30000", []),
        ("", []),
        ("'; DROP TABLE communes", []),
        ("x" * 5000, []),
    ],
)
def test_a_commune_is_found_by_what_people_type(text: str, expected: list[str]) -> None:
    assert names(text) == expected


def test_a_postcode_gives_all_that_share_it_and_an_epci_all_that_are_in_it() -> None:
    assert len(names("34120")) > 1
    assert "Sète" in names("Sète Agglopôle Méditerranée")
    assert len(names("Lunel Agglo")) > 10


def test_the_directory_is_searched_without_a_script(visit: Visit) -> None:
    page = visit.get("/facilitateurs?commune=34200")
    assert "1 commune pour « 34200 »" in shown(page)
    assert 'href="/facilitateurs/34301"' in page.text
    assert "Sète agglopôle Méditerranée" in shown(page)
    assert "Rien pour" in shown(visit.get("/facilitateurs?commune=Nîmes"))
    hostile = visit.get("/facilitateurs?commune=<script>alert(1)</script>")
    assert hostile.status_code == 200
    assert "<script>alert" not in hostile.text


def test_every_commune_is_listed_and_has_its_page(visit: Visit) -> None:
    listed = set(re.findall(r'href="/facilitateurs/(\d{5})"', visit.get("/facilitateurs").text))
    assert listed == set(register.communes())
    for insee in sorted(listed)[::20]:
        answer = visit.get(f"/facilitateurs/{insee}")
        assert answer.status_code == 200
        assert register.communes()[insee].name in answer.text.replace("&#39;", "'")
    for wrong in ("75056", "nulle-part", "34301x"):
        assert visit.get(f"/facilitateurs/{wrong}").status_code == 404


def test_what_nobody_confirmed_says_so(visit: Visit) -> None:
    assert "à confirmer" in shown(visit.get("/facilitateurs/34172"))
    known = shown(visit.get("/facilitateurs/34301"))
    assert "à confirmer" not in known
    assert "magazine Notre agglo" in known


def test_what_staff_wrote_is_shown_at_once(visit: Visit) -> None:
    member = visit.sign_in("facilitator")
    store, now = visit.world.store, visit.at
    body = {
        "name": "Corps inventé <b>",
        "email": "clauses@corps.example",
        "phone": "04 67 00 00 00",
        "site": "https://corps.example/clauses",
        "address": "1 rue Inventée, Sète",
        "source": "leur page",
        "status": "seen",
    }
    change_row(store, member, now, "gestionnaires", None, body)
    area = {"area": "34301", "name": body["name"], "source": "réunion", "status": "seen"}
    change_row(store, member, now, "territoires", None, area)
    visit.sign_out()
    page = visit.get("/facilitateurs/34301")
    assert "Corps inventé &lt;b&gt;" in page.text
    assert 'href="mailto:clauses@corps.example"' in page.text
    assert 'href="tel:0467000000"' in page.text
    assert 'href="https://corps.example/clauses"' in page.text
    assert "Corps inventé" in shown(visit.get("/facilitateurs"))
    assert "Corps inventé" not in shown(visit.get("/facilitateurs/34108")), "another commune"


def test_staff_are_led_to_the_rows_and_nobody_else_is(visit: Visit) -> None:
    assert "Corriger" not in visit.get("/facilitateurs/34301").text
    visit.sign_in("facilitator")
    links = re.findall(r'href="(/equipe/tables/[^"]+)"', visit.get("/facilitateurs/34301").text)
    assert len(links) == 2
    assert [visit.get(link.replace("&amp;", "&")).status_code for link in links] == [200, 200]


def test_a_procedure_leads_to_its_facilitator(visit: Visit) -> None:
    places = (Place(nuts="FRJ13", postcode="34200", city="Sète"),)
    home = visit.world.publish(notice(7, places=places))
    visit.world.read()
    text = visit.get(f"/consultations/{home}").text
    assert '<a href="/facilitateurs/34301">Sète agglopôle Méditerranée</a>' in text


def test_an_entry_of_an_edition_leads_to_its_facilitator(visit: Visit) -> None:
    furnish(visit.world)
    text = visit.get("/editions/1").text
    assert re.search(r'Facilitateur&nbsp;: <a href="/facilitateurs/34\d{3}">', text)
