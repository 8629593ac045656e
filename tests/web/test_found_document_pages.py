"""Documents that staff found: read, looked at with page numbers, kept or attached."""

import json
import re
from typing import Any

import pytest
from sqlalchemy import update

from scripts.invented_documents import CLAUSE, pdf
from tests.newsletters.invented import notice
from tests.web.visiting import Visit, dump, shown, visit
from veille.app.by_hand import finding, finishing
from veille.app.finds.extraction import GivenFile
from veille.core.facts import facts_from_json
from veille.core.notices import Buyer
from veille.store import cards, finds, notices, payloads
from veille.store.finds import KEPT
from veille.store.models import ProcedureRow

__all__ = ["visit"]

PAGE = "/equipe/ajouter"
CONTACT = "Contact : Mme Jeanne INVENTEE, jeanne@mairie.example, 04 67 00 00 00."
CCAP = (
    "Cahier des clauses administratives particulières\nObjet du marché : Nettoyage des halles\n"
    "Pouvoir adjudicateur : Ville de Sète\n"
    "Date limite de réception des offres : lundi 14 décembre 2026 à 12h00",
    f"Article 7\n{CLAUSE}\n{CONTACT}",
)


@pytest.fixture(autouse=True)
def finished(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What would be done in a process of its own is only counted."""
    asked: list[Any] = []
    monkeypatch.setattr(finishing, "finish", lambda *given: asked.append(given))
    return asked


def hand_over(visit: Visit, *files: tuple[str, bytes], path: str = f"{PAGE}/documents") -> Any:
    return visit.post(path, files=[("documents", one) for one in files])


def found(visit: Visit, *files: tuple[str, bytes]) -> tuple[str, dict[str, str]]:
    """The page of what was found, and the form as it is filled in."""
    answer = hand_over(visit, *(files or (("ccap.pdf", pdf(CCAP)),)))
    assert answer.status_code == 303, shown(answer)
    page = visit.get(answer.headers["location"])
    assert page.status_code == 200, shown(page)
    fields = re.findall(r'<input[^>]* name="(\w+)" value="([^"]*)"', page.text)
    return shown(page), {name: value for name, value in fields if name != "rattacher"}


def test_a_document_is_read_and_its_sentences_are_shown_with_their_page(visit: Visit) -> None:
    visit.sign_in()
    page, filled = found(visit)
    assert "ccap.pdf , 2 pages" in page
    assert "CCAP" in page
    assert "Page 2 , clause sociale" in page
    assert "140 heures" in page
    assert "CCAP, page 2" in page
    assert filled["objet"] == "Nettoyage des halles"
    assert filled["acheteur"] == "Ville de Sète"
    assert (filled["limite"], filled["heure"]) == ("2026-12-14", "12:00")


def test_kept_it_is_a_procedure_whose_quotation_names_the_page(
    visit: Visit, finished: list[Any]
) -> None:
    visit.sign_in()
    _, filled = found(visit)
    answer = visit.post(PAGE, filled)
    page = shown(visit.get(answer.headers["location"]))
    for words in ("CCAP, page 2", "Documents trouvés par l’équipe", "Ville de Sète", "140 heures"):
        assert words in page, words
    assert len(finished) == 1
    with visit.world.store.read() as session:
        (stored,) = payloads.iterate(session, source="manual")
        read = notices.get(session, f"manual:{stored.key}")
    record = json.loads(stored.content)
    assert record["documents"][0]["pages"][1].startswith("Article 7")
    assert [one["name"] for one in record["files"]] == ["ccap.pdf"]
    assert "content" not in record["files"][0]
    assert read is not None
    assert [text.document for text in read.texts] == ["CCAP"]
    home = answer.headers["location"].split("?")[0].rpartition("/")[2]
    card = shown(visit.get(f"/equipe/relecture/{home}"))
    assert "CCAP, page 2" in card


def test_no_page_shows_who_is_named_in_a_document_nor_its_other_text(visit: Visit) -> None:
    visit.sign_in()
    page, filled = found(visit, ("CCAP.pdf", pdf([CCAP[0], f"{CLAUSE[:-1]}, {CONTACT}"])))
    answer = visit.post(PAGE, filled)
    visit.sign_out()
    public = visit.get(answer.headers["location"])
    for text in (page, shown(public)):
        assert "INVENTEE" not in text
        assert "jeanne@" not in text
        assert "04 67" not in text
    assert "Pouvoir adjudicateur" not in public.text


def test_the_same_documents_again_add_nothing(visit: Visit, finished: list[Any]) -> None:
    visit.sign_in()
    _, filled = found(visit)
    first = visit.post(PAGE, filled)
    page, filled = found(visit)
    assert "Déjà saisie" in page
    before = dump(visit.world.store)
    again = visit.post(PAGE, filled)
    assert again.headers["location"] == first.headers["location"].replace("saisie", "connue")
    after = dump(visit.world.store)
    assert {name for name in after if after[name] != before[name]} == {"finds"}
    assert len(finished) == 1


def test_attached_they_join_a_procedure_whose_facts_stay(visit: Visit, finished: list[Any]) -> None:
    buyer = Buyer(name="Ville de Sète", postcode="34200", city="Sète")
    call = notice(7, title="Nettoyage des halles et marchés", buyer=buyer)
    home = visit.world.publish(call)
    visit.world.read()
    visit.sign_in()
    page, filled = found(visit)
    assert "La rattacher à « Nettoyage des halles et marchés »" in page
    answer = visit.post(PAGE, filled | {"rattacher": str(home), "objet": ""})
    assert answer.headers["location"] == f"/consultations/{home}?fait=rattachee#suivi"
    page = shown(visit.get(answer.headers["location"]))
    for words in (
        "Nettoyage des halles et marchés",
        "CCAP, page 2",
        "Les documents sont rattachés",
    ):
        assert words in page, words
    assert len(finished) == 1
    again = visit.post(PAGE, found(visit)[1] | {"rattacher": str(home)})
    assert again.headers["location"] == f"/consultations/{home}?fait=connue#suivi"
    other = visit.world.publish(notice(8, title="Autre achat inventé"))
    refused = visit.post(PAGE, found(visit)[1] | {"rattacher": str(other)})
    assert refused.status_code == 400
    assert f"déjà dans la consultation n° {home}" in shown(refused)


def test_a_clause_that_documents_bring_raises_the_version(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    call = notice(7, title="Nettoyage des halles et marchés")
    home = visit.world.publish(call)
    visit.world.read()
    with visit.world.store.read() as session:
        assert [one.card.version for one in cards.load(session, [home])[home]] == [1]
    monkeypatch.undo()
    visit.sign_in()
    answer = visit.post(PAGE, found(visit)[1] | {"rattacher": str(home)})
    assert answer.headers["location"].startswith(f"/consultations/{home}?")
    with visit.world.store.read() as session:
        last = cards.load(session, [home])[home][-1]
    assert last.card.version == 2
    assert "clause" in last.card.whats
    assert facts_from_json(last.facts).title == call.title


def test_nobody_else_reads_or_finds_the_text_of_a_document(visit: Visit) -> None:
    visit.sign_in()
    telling = "mot introuvable"
    _, filled = found(visit, ("CCAP.pdf", pdf([CCAP[0], f"{CLAUSE} Autre {telling}."])))
    answer = visit.post(PAGE, filled)
    home = int(answer.headers["location"].split("?")[0].rpartition("/")[2])
    visit.world.read()
    visit.sign_out()
    assert "Nettoyage des halles" in shown(visit.get("/recherche?mots=nettoyage des halles"))
    assert "Nettoyage des halles" not in shown(visit.get(f"/recherche?mots={telling}"))
    report = visit.links(visit.person())["report_url"]
    for path in (f"/consultations/{home}", f"{report}/{home}"):
        page = visit.get(path)
        assert page.status_code == 200
        assert telling not in page.text


def test_a_text_is_attached_as_a_document_and_nothing_is_not(visit: Visit) -> None:
    home = visit.world.publish(notice(7))
    visit.world.read()
    visit.sign_in()
    typed = {"rattacher": str(home), "texte": CLAUSE}
    looked = shown(visit.post(f"{PAGE}/apercu", typed))
    assert "140 heures" in looked
    assert visit.post(PAGE, typed).status_code == 303
    assert "texte ajouté par l’équipe" in shown(visit.get(f"/consultations/{home}"))
    for wrong in ({"texte": ""}, {"rattacher": "99"}, {"rattacher": "x" * 40}):
        assert visit.post(PAGE, typed | wrong).status_code == 400


def test_nothing_is_attached_to_an_invented_procedure(visit: Visit) -> None:
    home = visit.world.publish(notice(7))
    with visit.world.store.transaction() as session:
        session.execute(update(ProcedureRow).values(sample=True))
    visit.sign_in()
    refused = visit.post(PAGE, found(visit)[1] | {"rattacher": str(home)})
    assert refused.status_code == 400
    assert "consultation d’exemple" in shown(refused)


def test_a_procedure_is_found_by_its_words(visit: Visit) -> None:
    home = visit.world.publish(notice(7, title="Entretien des berges inventées"))
    visit.world.read()
    visit.sign_in()
    _, filled = found(visit)
    page = visit.post(f"{PAGE}/apercu", filled | {"chercher": "berges inventées", "objet": ""})
    assert f'id="ranger-{home}"' in page.text
    assert "CCAP, page 2" in shown(page)


def test_from_a_procedure_it_is_the_one_that_is_chosen(visit: Visit) -> None:
    home = visit.world.publish(notice(7))
    visit.world.read()
    visit.sign_in()
    path = f"{PAGE}/documents?rattacher={home}"
    assert path in visit.get(f"{PAGE}?rattacher={home}").text
    answer = hand_over(visit, ("ccap.pdf", pdf(CCAP)), path=path)
    page = visit.get(answer.headers["location"]).text
    assert f'name="rattacher" value="{home}" checked' in page


def test_what_is_held_is_for_whoever_found_it_and_for_a_day(visit: Visit) -> None:
    visit.sign_in()
    where = hand_over(visit, ("ccap.pdf", pdf(CCAP))).headers["location"]
    before = dump(visit.world.store)
    assert visit.get(where).status_code == 200
    assert dump(visit.world.store) == before
    visit.sign_in("admin")
    refused = visit.get(where)
    assert refused.status_code == 400
    assert "ne sont plus en attente" in shown(refused)
    member = visit.sign_in()
    visit.at += KEPT
    with visit.world.store.transaction() as session:
        for _ in range(finds.MOST_HELD + 3):
            finds.add(session, member, "{}", visit.at)
    assert len(dump(visit.world.store)["finds"]) == finds.MOST_HELD


@pytest.mark.parametrize(
    ("files", "why"),
    [
        ([], "choisir au moins un fichier"),
        ([("vide.pdf", b"")], "fichier vide"),
        ([("avis.pdf", b"MZ\x90\x00")], "avis.pdf : programme, jamais ouvert"),
        ([(f"{one}.txt", b"un texte") for one in range(11)], "10 fichiers au plus"),
    ],
)
def test_what_is_refused_is_said_and_nothing_is_held(
    visit: Visit, files: list[tuple[str, bytes]], why: str
) -> None:
    visit.sign_in()
    refused = hand_over(visit, *files)
    assert refused.status_code == 400
    assert why in shown(refused)
    assert dump(visit.world.store)["finds"] == []


def test_what_is_at_an_address_is_read_and_its_link_is_kept(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = f"<html><body><main><h1>Avis</h1><p>{CLAUSE} {'Nettoyage des halles. ' * 9}</p></main>"
    asked: list[str] = []

    def fetched(address: str, *_: Any) -> GivenFile:
        asked.append(address)
        return GivenFile("profil.example", page.encode())

    monkeypatch.setattr(finding, "fetch", fetched)
    visit.sign_in()
    where = visit.post(f"{PAGE}/adresse", {"page": " https://profil.example/avis?id=1 "})
    assert asked == ["https://profil.example/avis?id=1"]
    looked = visit.get(where.headers["location"])
    assert "profil.example" in shown(looked)
    assert 'name="adresse" value="https://profil.example/avis?id=1"' in looked.text
    assert "140 heures" in shown(looked)


@pytest.mark.parametrize(
    "address", ["http://127.0.0.1/", "http://[::1]/", "file:///etc/passwd", "", "https://a:b@c.fr/"]
)
def test_an_address_of_no_public_machine_is_refused_at_its_field(
    visit: Visit, address: str
) -> None:
    visit.sign_in()
    refused = visit.post(f"{PAGE}/adresse", {"page": address})
    assert refused.status_code == 400
    assert 'id="page-faute"' in refused.text
    assert dump(visit.world.store)["finds"] == []


def test_a_visitor_and_a_reader_hand_nothing_over(visit: Visit) -> None:
    assert hand_over(visit, ("ccap.pdf", pdf(CCAP))).status_code in (303, 401, 403)
    visit.sign_in("reader")
    assert hand_over(visit, ("ccap.pdf", pdf(CCAP))).status_code == 403
    assert dump(visit.world.store)["finds"] == []
