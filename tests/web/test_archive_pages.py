"""Editions as pages and as tables; the mail of a person in a browser."""

import csv
import io
import re
from datetime import timedelta
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.app.mailing_world import reserved_call
from tests.newsletters.invented import IN_THE_WEEK, NOW
from tests.store.invented_contracts import SIRET, contract, keep_contracts
from tests.web.visiting import CLAUSE, Visit, confirmation_page, furnish, shown, visit
from veille.app.steps.awards import join_contracts
from veille.core.filters import Filter
from veille.core.notices import Buyer
from veille.core.periods import Period
from veille.store import edition_choices, edition_life, subscriptions
from veille.store.edition_choices import Choice

__all__ = ["visit"]

HOSTILE = "<script>alert(1)</script>"
FORMULA = '=HYPERLINK("https://ailleurs.example";"réservé aux EA et ESAT")'


def sheet(answer: Any) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


def test_an_edition_that_went_out_is_listed_and_shown(visit: Visit) -> None:
    furnish(visit.world)
    assert "Hérault, du 9 au 15 novembre 2026" in shown(visit.get("/"))
    assert "Hérault, du 9 au 15 novembre 2026" in shown(visit.get("/editions"))
    page = shown(visit.get("/editions/1"))
    for words in ("Marchés réservés (1)", "Entretien des jardins inventés n° 1", CLAUSE):
        assert words in page


def test_a_draft_is_nobody_s_yet(visit: Visit) -> None:
    reserved_call(visit.world)
    visit.world.compose()
    assert visit.world.states() == ["draft"]
    for path in ("/editions/1", "/editions/1.csv", "/editions/1.xlsx"):
        assert visit.get(path).status_code == 404
    assert "Aucune édition" in shown(visit.get("/editions"))


def test_a_private_archive_shows_nothing(visit: Visit) -> None:
    furnish(visit.world)
    private = Visit(visit.world, public_archive=False)
    assert "novembre" not in shown(private.get("/"))
    assert "Aucune édition" in shown(private.get("/editions"))
    for path in ("/editions/1", "/editions/1.csv", "/editions/1.xlsx"):
        assert private.get(path).status_code == 404


def test_daily_editions_are_not_in_the_archive(visit: Visit) -> None:
    reserved_call(visit.world)
    day = Period("daily", IN_THE_WEEK, IN_THE_WEEK + timedelta(days=1))
    assert visit.world.compose_period(day, NOW)
    visit.world.address()
    assert visit.get("/editions/1").status_code == 404


def test_a_table_has_every_entry(visit: Visit) -> None:
    first, _ = furnish(visit.world)
    answer = visit.get("/editions/1.csv")
    assert 'filename="2026-W46-herault.csv"' in answer.headers["content-disposition"]
    head, *rows = sheet(answer)
    assert head[:3] == ["Rubrique", "Objet", "Acheteur"]
    assert [row[0] for row in rows] == ["Marchés réservés", "Avec clause sociale", "Attributions"]
    at = head.index("Consultation")
    assert rows[0][at] == f"https://veille.example/consultations/{first}"
    assert head[at + 1 :] == ["Note de l’équipe", "Mot de l’équipe"]
    assert {cell for row in rows for cell in row[at + 1 :]} == {""}
    book = load_workbook(io.BytesIO(visit.get("/editions/1.xlsx").content))
    assert [[cell or "" for cell in row] for row in book.active.values] == [head, *rows]


def test_a_table_has_what_staff_wrote_and_the_contracts_that_end(visit: Visit) -> None:
    home, _ = reserved_call(visit.world)
    with visit.world.store.transaction() as session:
        keep_contracts(session, contract(buyer_name="=cmd()"))
    join_contracts(visit.world.store, NOW)
    visit.world.compose()
    with visit.world.store.transaction() as session:
        (edition,) = edition_life.drafts(session)
        note = Choice(procedure_id=home, note="=Appeler l’acheteur", by="Camille", at=NOW)
        edition_choices.put(session, edition.id, note)
        edition_life.introduce(session, edition.id, "Bonjour\nà tous")
    visit.world.approve()
    visit.world.address(NOW)
    head, entry, ending = sheet(visit.get("/editions/1.csv"))
    assert entry[-2:] == ["'=Appeler l’acheteur", "Bonjour\nà tous"]
    known = dict(zip(head, ending, strict=True))
    assert known["Rubrique"] == "Contrats à préparer, d’après les données d’attribution"
    assert known["Objet"] == "Entretien des espaces verts, secteur 1"
    assert known["Acheteur"] == "'=cmd()"
    assert known["Secteurs"] == "espaces verts"
    assert known["Fin du contrat"] == "2027-03-02"
    assert known["Mot de l’équipe"] == "Bonjour\nà tous"


def test_a_table_of_nothing_has_the_word_of_staff(visit: Visit) -> None:
    visit.world.compose()
    with visit.world.store.transaction() as session:
        (edition,) = edition_life.drafts(session)
        edition_life.introduce(session, edition.id, "Rien cette semaine")
    visit.world.approve()
    visit.world.address(NOW)
    _, row = sheet(visit.get("/editions/1.csv"))
    assert [cell for cell in row if cell] == ["Rien cette semaine"]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@"])
def test_a_spreadsheet_never_runs_a_cell(visit: Visit, sign: str) -> None:
    name = f"{sign}cmd|' /C calc'!A0"
    reserved_call(visit.world, title=f"{sign}{FORMULA[1:]}", buyer=Buyer(name=name))
    visit.world.compose()
    visit.world.approve()
    visit.world.address(NOW)
    _, row = sheet(visit.get("/editions/1.csv"))
    assert row[1].startswith(f"'{sign}")
    assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)
    book = load_workbook(io.BytesIO(visit.get("/editions/1.xlsx").content))
    assert "f" not in {cell.data_type for line in book.active.iter_rows() for cell in line}


def test_markup_of_others_is_text(visit: Visit) -> None:
    title = f"{HOSTILE} lot réservé aux EA et ESAT"
    home, _ = reserved_call(visit.world, title=title, buyer=Buyer(name=HOSTILE))
    visit.world.compose()
    visit.world.approve()
    visit.world.address(NOW)
    for path in ("/editions/1", f"/consultations/{home}", "/recherche"):
        page = visit.get(path)
        assert HOSTILE not in page.text
        assert "&lt;script&gt;" in page.text


def test_invented_data_says_so_everywhere(visit: Visit) -> None:
    first, _ = furnish(visit.world)
    with visit.world.store.transaction() as session:
        session.connection().exec_driver_sql("UPDATE procedures SET sample = 1")
        session.connection().exec_driver_sql("UPDATE editions SET sample = 1")
    said = "Données d’exemple, aucune consultation réelle"
    for path in ("/", "/editions", f"/consultations/{first}", "/recherche"):
        assert said in shown(visit.get(path)), path
    assert all(item["sample"] for item in visit.get("/api/v1/procedures").json()["items"])
    assert "[Exemple]" in visit.get("/recherche").text


def test_the_mail_of_a_person_is_there_whole(visit: Visit) -> None:
    person = visit.world.subscribe("camille", Filter(what=("reserved",)))
    furnish(visit.world)
    page = shown(visit.get(visit.links(person, editions=[1])["view_url"]))
    assert "Entretien des jardins inventés n° 1" in page
    assert "Pourquoi vous le recevez" in page
    assert "jardins inventés n° 2" not in page
    assert "camille" not in page


def test_contracts_that_end_stand_in_the_archive_and_in_the_mail_of_whom_was_told(
    visit: Visit,
) -> None:
    with visit.world.store.transaction() as session:
        keep_contracts(session, contract())
    join_contracts(visit.world.store, NOW)
    told = visit.world.subscribe("camille", kind="facilitator")
    other = visit.world.subscribe("sacha", kind="structure")
    furnish(visit.world)
    archive = visit.get("/editions/1")
    own = visit.get(visit.links(told, editions=[1])["view_url"])
    for page in (archive, own):
        assert "Entretien des espaces verts, secteur 1" in shown(page)
        assert "fin estimée" in shown(page)
        assert f"/acheteurs/siret:{SIRET}" in page.text
    page = shown(visit.get(visit.links(other, editions=[1])["view_url"]))
    assert "espaces verts, secteur 1" not in page


def test_what_was_told_stays_told_when_the_alert_changes(visit: Visit) -> None:
    person = visit.world.subscribe("camille", Filter(what=("reserved",)))
    furnish(visit.world)
    with visit.world.store.transaction() as session:
        subscriptions.remove(session, person)
    page = shown(visit.get(visit.links(person, editions=[1])["view_url"]))
    assert "Entretien des jardins inventés n° 1" in page
    assert "jardins inventés n° 2" not in page


def test_a_mail_of_somebody_gone_is_not_there(visit: Visit) -> None:
    person = visit.person()
    furnish(visit.world)
    link = visit.links(person, editions=[1])["view_url"]
    visit.post(f"{visit.manage(person)}/effacer", {"oui": "oui"})
    assert visit.get(link).status_code == 404
    assert (
        visit.get(visit.links(visit.person("sacha"), editions=[9])["view_url"]).status_code == 404
    )


def test_a_welcome_leads_to_what_it_told(visit: Visit) -> None:
    furnish(visit.world)
    visit.post("/s-abonner", {"adresse": "nouvelle@structure.example", "quoi": "reserved"})
    visit.post(confirmation_page(visit.world))
    (welcome,) = [mail for mail in visit.world.mails() if mail.kind == "welcome"]
    assert "jardins inventés n° 1" in welcome.text
    link = re.search(r"https://veille\.example/mon-edition/[\w.-]+", welcome.personal)
    assert link is not None
    page = shown(visit.get(link[0]))
    assert "Entretien des jardins inventés n° 1" in page
    assert "jardins inventés n° 2" not in page


def test_a_mail_that_told_nothing_says_so(visit: Visit) -> None:
    furnish(visit.world)
    person = visit.person("sacha")
    page = shown(visit.get(visit.links(person, editions=[1])["view_url"]))
    assert "Aucun avis de cette période ne vous a été envoyé" in page
