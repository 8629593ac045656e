"""A tender that staff type in is kept as typed, then read, linked and judged like any other."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from newsletters.reading import coverage_of
from spiders.reading import reread
from tests.newsletters.invented import NOW, notice
from tests.web.staff_worlds import trail
from tests.web.visiting import Visit, dump, shown, visit
from veille.app.by_hand import finishing
from veille.app.by_hand.typed import record_of
from veille.core.notices import Buyer
from veille.core.periods import Period
from veille.core.reference.sectors import SECTORS, sectors_of
from veille.store import cards, notices, payloads, procedures

__all__ = ["visit"]

PAGE = "/equipe/ajouter"
CLAUSE = "Le titulaire réserve 140 heures d’insertion à des personnes éloignées de l’emploi."
TYPED = {
    "objet": "Nettoyage des halles inventées de Sète",
    "acheteur": "Ville de Sète",
    "commune": "sete",
    "limite": "2026-12-14",
    "heure": "12:00",
    "paru_le": "2026-11-12",
    "cpv": "90910000-9",
    "adresse": "https://profil.example/avis?id=1",
    "texte": f"Marché de services.\n{CLAUSE}\nContact : M. Jean Inventé, 04 67 00 00 00.",
}


@pytest.fixture(autouse=True)
def finished(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What would be done in a process of its own is only counted."""
    asked: list[Any] = []
    monkeypatch.setattr(finishing, "finish", lambda *given: asked.append(given))
    return asked


def save(visit: Visit, **changed: str) -> Any:
    return visit.post(PAGE, TYPED | changed)


def kept(visit: Visit) -> dict[str, Any]:
    with visit.world.store.read() as session:
        (one,) = [
            stored
            for stored in payloads.iterate(session, source="manual")
            if stored.state != "superseded"
        ]
    return {"state": one.state, "key": one.key, **json.loads(one.content)}


def test_it_is_kept_as_typed_read_judged_and_shown(visit: Visit, finished: list[Any]) -> None:
    visit.sign_in()
    answer = save(visit)
    assert answer.status_code == 303
    page = shown(visit.get(answer.headers["location"]))
    for words in (
        "Nettoyage des halles inventées de Sète",
        "Ville de Sète",
        "lundi 14 décembre 2026 à 12 h",
        "140 heures",
        "La consultation est enregistrée",
        "saisie par l’équipe",
    ):
        assert words in page, words
    assert "Jean Inventé" not in page
    stored = kept(visit)
    assert stored["state"] == "parsed"
    assert stored["text"] == TYPED["texte"]
    with visit.world.store.read() as session:
        found = notices.get(session, f"manual:{stored['key']}")
    assert found is not None
    assert found.departments == ("34",)
    assert found.cpv == ("90910000",)
    assert found.published_on == date(2026, 11, 12)
    assert len(finished) == 1
    assert trail(visit)[0][:2] == ("tender.add", f"manual:{stored['key']}")


def test_typed_again_it_adds_nothing(visit: Visit, finished: list[Any]) -> None:
    visit.sign_in()
    first = save(visit)
    before = dump(visit.world.store)
    again = save(visit)
    assert again.headers["location"] == first.headers["location"].replace("saisie", "connue")
    assert "était déjà saisie" in shown(visit.get(again.headers["location"]))
    assert dump(visit.world.store) == before
    spaced = save(visit, objet="  Nettoyage  des halles inventées de Sète ")
    assert spaced.headers["location"] == again.headers["location"]
    assert len(finished) == 1


def test_with_another_deadline_it_is_the_same_one_corrected(visit: Visit) -> None:
    visit.sign_in()
    first = save(visit)
    other = save(visit, limite="2026-12-21")
    assert other.headers["location"] == first.headers["location"]
    page = shown(visit.get(other.headers["location"]))
    assert "lundi 21 décembre 2026" in page
    back = save(visit)
    assert "lundi 14 décembre 2026" in shown(visit.get(back.headers["location"]))


def test_looking_at_it_first_changes_nothing(visit: Visit) -> None:
    visit.sign_in()
    before = dump(visit.world.store)
    page = visit.post(f"{PAGE}/apercu", TYPED)
    assert page.status_code == 200
    assert "140 heures" in shown(page)
    assert "Aucune consultation connue ne lui ressemble" in shown(page)
    assert "/consultations/0" not in page.text
    for text in (TYPED["objet"], "Marché de services.\n"):
        assert text in page.text
    assert dump(visit.world.store) == before
    save(visit)
    assert "Déjà saisie" in shown(visit.post(f"{PAGE}/apercu", TYPED))


def test_what_it_looks_like_is_proposed(visit: Visit) -> None:
    buyer = Buyer(name="Ville de Sète", postcode="34200", city="Sète")
    home = visit.world.publish(notice(7, title=TYPED["objet"], buyer=buyer))
    visit.world.read()
    visit.sign_in()
    page = visit.post(f"{PAGE}/apercu", TYPED)
    assert "Elle ressemble à" in shown(page)
    assert f'href="/consultations/{home}"' in page.text


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"objet": ""}, "objet"),
        ({"objet": " … "}, "objet"),
        ({"objet": "x" * 501}, "objet"),
        ({"texte": "x" * 100_001}, "texte"),
        ({"acheteur": "x" * 301}, "acheteur"),
        ({"adresse": "javascript:alert(1)"}, "adresse"),
        ({"adresse": "ftp://profil.example"}, "adresse"),
        ({"adresse": "https://a b"}, "adresse"),
        ({"siret": "123"}, "siret"),
        ({"limite": "demain"}, "limite"),
        ({"limite": "9999-12-31"}, "limite"),
        ({"limite": "", "heure": "12:00"}, "limite"),
        ({"heure": "midi"}, "heure"),
        ({"cpv": "12345678"}, "cpv"),
        ({"cpv": "90910000 " * 21}, "cpv"),
        ({"cpv": "", "secteur": "rien"}, "secteur"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field_and_nothing_is_lost(
    visit: Visit, changed: dict[str, str], field: str
) -> None:
    visit.sign_in()
    before = dump(visit.world.store)
    for path in (PAGE, f"{PAGE}/apercu"):
        refused = visit.post(path, TYPED | changed)
        assert refused.status_code == 400
        assert f'aria-describedby="{field}-faute"' in refused.text
        assert f'id="{field}-faute"' in refused.text
        assert "Ville de Sète" in refused.text or field == "acheteur"
    assert dump(visit.world.store) == before


def test_hostile_text_stays_text(visit: Visit) -> None:
    visit.sign_in()
    hostile = "<script>alert(1)</script> </textarea>\x00\u202e=HYPERLINK(1)"
    fields = {"objet": f"Achat {hostile}", "texte": hostile, "acheteur": hostile}
    page = visit.post(f"{PAGE}/apercu", TYPED | fields)
    assert "<script>alert" not in page.text
    answer = save(visit, **fields)
    assert answer.status_code == 303
    assert "<script>alert" not in visit.get(answer.headers["location"]).text


@pytest.mark.parametrize("sector", list(SECTORS))
def test_a_sector_stands_in_for_a_code(sector: str) -> None:
    record = record_of({"objet": "Achat inventé", "secteur": sector})
    assert sectors_of(record["cpv"]) == (sector,)


def test_what_was_stored_and_not_read_is_read_by_the_next_run(visit: Visit) -> None:
    visit.sign_in()
    save(visit)
    with visit.world.store.transaction() as session:
        (one,) = payloads.iterate(session, source="manual")
        again = payloads.ParseOutcome(payload_id=one.id, state="pending")
        payloads.record_parsed(session, [again])
    reread(visit.world.store, NOW, frozenset({"pending"}))
    assert kept(visit)["state"] == "parsed"


def test_it_is_named_in_the_coverage_and_never_silent(visit: Visit) -> None:
    period = Period("weekly", date(2026, 11, 9), date(2026, 11, 16))
    visit.sign_in()
    save(visit)
    with visit.world.store.read() as session:
        named = {one.label: one for one in coverage_of(session, period).sources}
        later = Period("weekly", date(2026, 11, 16), date(2026, 11, 23))
        after = {one.label for one in coverage_of(session, later).sources}
    assert named["Saisie par l’équipe"].notices_read == 1
    assert named["Saisie par l’équipe"].complete
    assert "Saisie par l’équipe" not in after


def test_the_model_judges_it_in_a_process_of_its_own(
    visit: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.undo()
    visit.sign_in()
    answer = save(visit)
    home = int(answer.headers["location"].split("/")[2].split("?")[0])
    with visit.world.store.read() as session:
        (card,) = cards.load(session, [home])[home]
        assert "clause" in card.card.whats
        assert not procedures.to_version(session, 10)


def test_a_process_that_cannot_is_logged_and_loses_nothing(
    visit: Visit, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.undo()
    nowhere = visit.world.settings.model_copy(update={"var_dir": tmp_path / "rien"})
    assert not finishing.finish(nowhere, NOW)
