"""The search page: what people type and choose, what they are shown, what they take with them."""

import csv
import html
import io
import json
import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import unquote_plus

import openpyxl
import pytest

from tests.newsletters.invented import DEADLINE, NOW, award, clause, notice
from tests.web.visiting import Visit, furnish, shown, visit
from veille.app.web import search_exports
from veille.core.notices import Buyer, Lot, Text, Value

__all__ = ["visit"]

HOSTILE = '<script>alert("jardin")</script><b>jardins</b>'


def found(visit: Visit, query: str) -> list[int]:
    """The procedures that the page shows, in order."""
    answer = visit.get(f"/recherche?{query}")
    assert answer.status_code == 200, shown(answer)
    return [int(one) for one in re.findall(r'<h3><a href="/consultations/(\d+)"', answer.text)]


@pytest.fixture
def three(visit: Visit) -> tuple[int, int, int]:
    """A small tender with a clause, a planned one of another buyer, and one that is over."""
    world = visit.world
    own = notice(
        1,
        title="Tonte des pelouses",
        value=Value(amount=40_000),
        lots=(Lot(id="LOT-0001", title="Stades", description="Arrosage des stades"),),
        texts=(Text(field="conditions", text="Une clause d’insertion de 140 heures. Voirie."),),
        published_on=date(2026, 11, 10),
    )
    first = world.publish(own)
    world.judge(own, clause("clause d’insertion de 140 heures"))
    planned = notice(
        2,
        title="Peinture de la voirie",
        stage="planning",
        kind="planning",
        deadline=None,
        buyer=Buyer(name="Agglomération de Lagune", postcode="34200", city="Sète"),
        value=Value(amount=2_000_000),
        published_on=date(2026, 11, 11),
    )
    over = notice(3, title="Balayage", deadline=NOW - timedelta(days=1), texts=(
        Text(field="other", text=f"Écrire à jean.test@mairie.example. {HOSTILE} balayeuse"),
    ))  # fmt: skip
    second, third = world.publish(planned), world.publish(over)
    world.read()
    return first, second, third


def test_words_are_looked_for_in_all_that_a_notice_says(
    visit: Visit, three: tuple[int, int, int]
) -> None:
    first, second, third = three
    assert found(visit, "mots=arrosage") == [first]
    assert found(visit, "mots=insertion+heures") == [first]
    assert found(visit, "mots=voirie") == [second, first]  # in the title before elsewhere
    assert found(visit, "mots=voirie&tri=newest") == [second, first]
    assert found(visit, "mots=voirie&sauf=insertion") == [second]
    assert found(visit, "mots=voirie+-insertion") == [second]
    assert found(visit, "mots=balayage,+peintures") == [third, second]
    assert found(visit, "mots=valinvente+tonte") == [first]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("etat=planned", {1}),
        ("etat=open", {0}),
        ("etat=closed", {2}),
        ("etat=open&etat=planned", {0, 1}),
        ("montant_min=1+000+000", {1}),
        ("montant_max=50000", {0}),
        ("du=2026-11-11", {1, 2}),
        ("du=10/11/2026&au=10/11/2026", {0}),
        ("limite_du=2026-12-01&limite_au=2026-12-31", {0}),
        ("acheteur_nom=lagune", {1}),
        ("quoi=clause&clause=insertion", {0}),
        ("quoi=clause&clause=training", set()),
        ("clause=training", {0, 1, 2}),
        ("source=ted", set()),
        ("tri=deadline", {0}),
        ("commune=Montpellier", {0, 1, 2}),
    ],
)
def test_each_choice_keeps_what_it_says(
    visit: Visit, three: tuple[int, int, int], query: str, expected: set[int]
) -> None:
    assert set(found(visit, query)) == {three[index] for index in expected}


def test_an_open_call_says_how_many_days_are_left(
    visit: Visit, three: tuple[int, int, int]
) -> None:
    page = shown(visit.get("/recherche"))
    assert page.count("(il reste") == 1, page
    assert "délai dépassé" not in page


def test_what_was_looked_for_is_marked_and_contacts_are_not_shown(
    visit: Visit, three: tuple[int, int, int]
) -> None:
    page = visit.get("/recherche?mots=balayeuses").text
    assert "<mark>balayeuse</mark>" in page
    assert "jean.test" not in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "<mark>Tonte</mark> des pelouses" in visit.get("/recherche?mots=tontes").text


def test_hostile_words_are_shown_as_text(visit: Visit, three: tuple[int, int, int]) -> None:
    page = visit.get("/recherche", params={"mots": HOSTILE, "acheteur_nom": HOSTILE})
    assert page.status_code == 200
    assert "<script>alert" not in page.text


def test_the_number_of_a_notice_leads_to_its_page(
    visit: Visit, three: tuple[int, int, int]
) -> None:
    for number in ("26-00002", "boamp:26-00002", " BOAMP 26-00002 "):
        answer = visit.get("/recherche", params={"mots": number, "territoire": ""})
        assert answer.status_code == 303
        assert answer.headers["location"].endswith(f"/consultations/{three[1]}")
    assert visit.get("/recherche?mots=26-99999").status_code == 200
    assert visit.get("/recherche?mots=26-00002&etat=open").status_code == 200


def test_every_choice_can_be_taken_back(visit: Visit, three: tuple[int, int, int]) -> None:
    page = visit.get("/recherche?mots=voirie&etat=open&quoi=clause&clause=insertion&du=2026-11-02")
    links = dict(re.findall(r'recherche\?([^"]*)" aria-label="Retirer : ([^"]*)"', page.text))
    said = {html.unescape(words).replace("\u00a0", " "): html.unescape(query)
            for query, words in links.items()}  # fmt: skip
    assert said["ouverte"] == "mots=voirie&quoi=clause&clause=insertion&du=2026-11-02"
    assert said["clauses sociales"] == "mots=voirie&etat=open&du=2026-11-02"
    assert said["publié depuis le 2 nov. 2026"].endswith("etat=open")


def test_an_empty_answer_says_what_to_take_back(visit: Visit, three: tuple[int, int, int]) -> None:
    page = shown(visit.get("/recherche?mots=tonte&etat=planned"))
    assert "Rien n’a été trouvé" in page
    assert "sans annoncée (1)" in page
    assert "sans « tonte » (1)" in page


def test_a_buyer_is_chosen_among_those_of_the_name(
    visit: Visit, three: tuple[int, int, int]
) -> None:
    page = visit.get("/recherche?acheteur_nom=lagunes&mots=voirie").text
    (query,) = re.findall(r'recherche\?([^"]+)">Agglomération de Lagune', page)
    assert "acheteur_nom" not in query
    assert found(visit, html.unescape(query)) == [three[1]]


def test_what_a_subscription_cannot_follow_is_said(
    visit: Visit, three: tuple[int, int, int]
) -> None:
    answer = visit.get("/recherche?mots=tonte&etat=open&quoi=clause&territoire=34&du=2026-01-01")
    (query,) = re.findall(r'/s-abonner\?([^"]*)"', answer.text)
    assert html.unescape(query) == "mots=tonte&territoire=34&quoi=clause"
    assert "Il ne peut pas suivre l’état, les dates" in shown(answer)
    assert "Il ne peut pas suivre" not in shown(visit.get("/recherche?mots=tonte"))


@pytest.mark.parametrize(
    ("typed", "followed"),
    [
        ("tonte", "mots=tonte"),
        ("tonte pelouses", "tous=tonte, pelouses"),
        ('"tonte des pelouses"', "mots=tonte des pelouses"),
        ('"tonte des pelouses" stades -neige', "tous=tonte des pelouses, stades&sauf=neige"),
        ("tonte, voirie", "mots=tonte, voirie"),
        ("tonte pelouse, voirie", ""),
    ],
)
def test_words_are_followed_as_they_were_looked_for(
    visit: Visit, three: tuple[int, int, int], typed: str, followed: str
) -> None:
    answer = visit.get("/recherche", params={"mots": typed})
    (query,) = re.findall(r'/s-abonner\?([^"]*)"', answer.text)
    assert unquote_plus(html.unescape(query)) == followed
    assert ("Il ne peut pas suivre des mots dont un groupe" in shown(answer)) is (followed == "")
    filled = shown(visit.get(f"/s-abonner?{html.unescape(query)}"))
    assert "À corriger" not in filled
    assert "ces quatre dernières semaines" in filled or not followed


def test_pages_go_forward_and_back_in_every_order(visit: Visit) -> None:
    for number in range(1, 61):
        title = "Jardins" if number % 3 else "Tonte"
        text = (Text(field="other", text="jardin"),)
        made = notice(
            number,
            title=f"{title} {number}",
            texts=text,
            published_on=date(2026, 11, 9 + number % 5),
            deadline=DEADLINE + timedelta(days=number % 7),
        )
        visit.world.publish(made)
    visit.world.read()
    for sort in ("relevance", "newest", "deadline"):
        forward, seen = [], f"/recherche?mots=jardin&tri={sort}"
        while seen:
            page = visit.get(seen).text
            forward.append((seen, re.findall(r'<h3><a href="/consultations/(\d+)"', page)))
            seen = _link(page, "next")
        ids = [one for _, some in forward for one in some]
        assert len(ids) == len(set(ids)) == 60, sort
        back = _link(visit.get(forward[-1][0]).text, "prev")
        for _, expected in reversed(forward[:-1]):
            page = visit.get(back).text
            assert re.findall(r'<h3><a href="/consultations/(\d+)"', page) == expected
            back = _link(page, "prev")
        assert back == ""
    assert "60 marchés" in shown(visit.get("/recherche?mots=jardins"))


def _link(page: str, relation: str) -> str:
    link = re.search(rf'rel="{relation}" href="([^"#]+)', page)
    return html.unescape(link[1]) if link else ""


@pytest.mark.parametrize(
    "query",
    [
        "mots=de+la",
        "du=hier",
        "montant_min=trop",
        "etat=perdue",
        "territoire=99999",
        "tri=deadline&apres=2026-11-12.4.dx",
        "quoi=reserved&pour=personne",
    ],
)
def test_what_cannot_be_asked_is_said_beside_the_form(visit: Visit, query: str) -> None:
    answer = visit.get(f"/recherche?{query}")
    assert answer.status_code == 400
    assert "À corriger" in shown(answer)
    assert 'name="mots"' in answer.text


def test_files_hold_what_the_page_finds(visit: Visit, three: tuple[int, int, int]) -> None:
    won = award(9)
    visit.world.publish(won)
    visit.world.read()
    query = "acheteur_nom=valinvente"
    answer = visit.get(f"/recherche.csv?{query}")
    assert "recherche.csv" in answer.headers["content-disposition"]
    lines = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert [int(line["Consultation"].rpartition("/")[2]) for line in lines] == found(visit, query)
    by_title = {line["Objet"]: line for line in lines}
    assert by_title["Tonte des pelouses"]["Montant"] == "40000.00"
    assert by_title["Tonte des pelouses"]["État"] == "ouverte"
    assert by_title["Balayage"]["État"] == "close"
    sheet = openpyxl.load_workbook(io.BytesIO(visit.get(f"/recherche.xlsx?{query}").content)).active
    assert sheet is not None
    rows = [[cell or "" for cell in row] for row in sheet.iter_rows(values_only=True)]
    assert rows[1:] == [list(line.values()) for line in lines]
    told = json.loads(visit.get(f"/recherche.json?{query}").content)
    assert (told["total"], told["cut"]) == (3, False)
    api: Any = visit.get("/api/v1/procedures?buyer_name=valinvente").json()
    assert told["items"] == api["items"]


def test_a_file_says_where_it_was_cut(
    visit: Visit, three: tuple[int, int, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search_exports, "MOST", 2)
    monkeypatch.setattr(search_exports, "_A_PART", 1)
    text = visit.get("/recherche.csv").content.decode("utf-8-sig")
    assert text.splitlines()[-1].startswith("Fichier coupé à 2 marchés sur 3")
    assert len(text.splitlines()) == 4
    assert "Fichier coupé" in str(
        list(openpyxl.load_workbook(io.BytesIO(visit.get("/recherche.xlsx").content)).active.values)  # type: ignore[union-attr]
    )
    told = json.loads(visit.get("/recherche.json").content)
    assert (told["total"], told["cut"], len(told["items"])) == (3, True, 2)
    assert "(les 2 premiers)" in shown(visit.get("/recherche"))


def test_nothing_in_a_file_is_run_as_a_formula(visit: Visit) -> None:
    visit.world.publish(
        notice(1, title="=cmd|' /C calc'!A0", buyer=Buyer(name="@SUM(A1)", postcode="34000"))
    )
    visit.world.read()
    text = visit.get("/recherche.csv").content.decode("utf-8-sig")
    cells = next(iter(csv.reader(text.splitlines()[1:], delimiter=";")))
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)


def test_a_file_of_what_cannot_be_asked_is_refused(visit: Visit) -> None:
    assert visit.get("/recherche.csv?du=hier").status_code == 400


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("q=arrosage", {0}),
        ("q=voirie&sort=relevance", {0, 1}),
        ("state=planned", {1}),
        ("state=ouverte", {0}),
        ("what=clause&clause_kind=insertion", {0}),
        ("amount_from=1000000", {1}),
        ("published_to=2026-11-10", {0}),
        ("deadline_from=2026-12-01&deadline_to=2026-12-31", {0}),
        ("buyer_name=lagune", {1}),
        ("source=boamp", {0, 1, 2}),
        ("sort=deadline", {0}),
        ("word=arrosage&word=introuvable", {0}),
        ("word=insertion", set()),
    ],
)
def test_the_api_takes_the_same_choices(
    visit: Visit, three: tuple[int, int, int], query: str, expected: set[int]
) -> None:
    answer = visit.get(f"/api/v1/procedures?{query}").json()
    assert {one["id"] for one in answer["items"]} == {three[index] for index in expected}
    assert answer["total"] == len(expected)


def test_the_api_says_what_it_does_not_understand(visit: Visit) -> None:
    for query in ("state=perdue", "published_from=hier", "q=de+la"):
        refused = visit.get(f"/api/v1/procedures?{query}")
        assert refused.status_code == 400
        assert refused.json()["error"]
    assert visit.get("/api/v1/procedures?sort=price").status_code == 422


def test_the_api_describes_every_choice(visit: Visit) -> None:
    described = visit.get("/api/v1/openapi.json").json()["paths"]["/api/v1/procedures"]["get"]
    names = {one["name"] for one in described["parameters"]}
    assert names >= {"q", "state", "amount_from", "deadline_to", "buyer", "sort", "word"}


def test_a_buyer_s_other_tenders_are_found_by_who_it_is(visit: Visit) -> None:
    first, second = furnish(visit.world)
    page = visit.get(f"/consultations/{first}").text
    (query,) = re.findall(r'/recherche\?(acheteur=[^"]+)', page)
    assert set(found(visit, html.unescape(query))) >= {first, second}


def test_a_call_is_closed_by_the_clock(visit: Visit, three: tuple[int, int, int]) -> None:
    visit.at = DEADLINE + timedelta(minutes=1)
    assert found(visit, "etat=open") == []
    assert set(found(visit, "etat=closed")) == {three[0], three[2]}
    assert found(visit, "tri=deadline") == []
