"""One's own page: all that changes is a POST, and only of one's own."""

import json
from datetime import timedelta

import pytest

from tests.web.visiting import Visit, dump, furnish, shown, visit
from veille.core.filters import Filter
from veille.store import subscribers, subscriptions
from veille.store.subscriptions import Subscription

__all__ = ["visit"]

CHOICES = {"territoire": "34", "quoi": "clause", "rythme": "daily", "nom": "Clauses"}


def own(visit: Visit, person: int) -> tuple[Subscription, ...]:
    with visit.world.store.read() as session:
        return subscriptions.of(session, person)


def known(visit: Visit, person: int) -> subscribers.Subscriber:
    with visit.world.store.read() as session:
        found = subscribers.get(session, person)
    assert found is not None
    return found


def test_it_says_who_one_is_and_what_one_gets(visit: Visit) -> None:
    wanted = Filter(territories=("34301",), what=("reserved",))
    person = visit.world.subscribe("camille", wanted, display_name="Camille Inventée")
    page = shown(visit.get(visit.manage(person)))
    for words in ("camille@structure.example", "Sète", "marchés réservés", "chaque lundi matin"):
        assert words in page


def test_a_pause_ends_on_the_day_that_was_said(visit: Visit) -> None:
    person = visit.person()
    path = visit.manage(person)
    done = visit.post(f"{path}/pause", {"jusqu_au": "2026-12-24"})
    assert done.status_code == 303
    page = shown(visit.get(done.headers["location"]))
    assert "en pause jusqu’au jeudi 24 décembre 2026" in page
    visit.post(f"{path}/reprendre")
    assert visit.state(person) == "active"


@pytest.mark.parametrize("day", ["", "demain", "2020-01-01", "2099-01-01", "2026-02-30"])
def test_a_pause_until_no_day_to_come_is_refused(visit: Visit, day: str) -> None:
    person = visit.person()
    refused = visit.post(f"{visit.manage(person)}/pause", {"jusqu_au": day})
    assert refused.status_code == 400
    assert "À corriger" in shown(refused)
    assert visit.state(person) == "active"


def test_to_go_on_is_a_sign_of_life(visit: Visit) -> None:
    person = visit.person()
    with visit.world.store.transaction() as session:
        subscribers.note_asked(session, [person], visit.at)
    path = visit.manage(person)
    assert "Je veux continuer" in shown(visit.get(path))
    assert known(visit, person).last_sign_of_life < visit.at
    visit.post(f"{path}/garder")
    assert known(visit, person).last_sign_of_life == visit.at
    assert "Je veux continuer" not in shown(visit.get(path))


def test_a_name_and_a_kind_are_changed(visit: Visit) -> None:
    person = visit.person()
    path = visit.manage(person)
    visit.post(f"{path}/nom", {"prenom_nom": "Sacha Inventé", "qualite": "structure"})
    assert (known(visit, person).display_name, known(visit, person).kind) == (
        "Sacha Inventé",
        "structure",
    )
    refused = visit.post(f"{path}/nom", {"prenom_nom": "Bcc: x@y.example\r\n", "qualite": "zz"})
    assert refused.status_code == 400


def test_one_more_subscription(visit: Visit) -> None:
    person = visit.person()
    path = f"{visit.manage(person)}/abonnements"
    assert "Ajouter un abonnement" in shown(visit.get(path))
    assert visit.post(path, CHOICES).status_code == 303
    added = own(visit, person)[-1]
    assert (added.label, added.rhythm, added.filter.what) == ("Clauses", "daily", ("clause",))


def test_a_subscription_is_shown_as_it_stands_and_changed(visit: Visit) -> None:
    asked = Filter(territories=("34301", "34"), what=("reserved",), words=("tonte", "haies"))
    person = visit.world.subscribe("camille", asked)
    (one,) = own(visit, person)
    path = f"{visit.manage(person)}/abonnements/{one.id}"
    page = visit.get(path).text
    for filled in ('value="tonte, haies"', 'value="Sète"', 'value="34" checked'):
        assert filled in page
    assert visit.post(path, CHOICES).status_code == 303
    (one,) = own(visit, person)
    assert (one.label, one.filter) == ("Clauses", Filter(territories=("34",), what=("clause",)))


def test_trying_other_choices_saves_nothing(visit: Visit) -> None:
    furnish(visit.world)
    person = visit.person()
    (one,) = own(visit, person)
    path = f"{visit.manage(person)}/abonnements"
    before = dump(visit.world.store)
    for tried in (f"{path}/apercu", f"{path}/{one.id}/apercu"):
        page = visit.post(tried, CHOICES)
        assert "1 marché ces quatre dernières semaines" in shown(page)
        assert 'value="clause" checked' in page.text
    assert dump(visit.world.store) == before


@pytest.mark.parametrize("wrong", [{"territoire": "75"}, {"secteur": "zz"}, {"rythme": "zz"}])
def test_choices_that_cannot_be_served_are_said(visit: Visit, wrong: dict[str, str]) -> None:
    person = visit.person()
    (one,) = own(visit, person)
    path = f"{visit.manage(person)}/abonnements"
    for address in (path, f"{path}/{one.id}"):
        refused = visit.post(address, CHOICES | wrong)
        assert refused.status_code == 400
        assert "À corriger" in shown(refused)
    assert own(visit, person) == (one,)


def test_what_belongs_to_another_stays_theirs(visit: Visit) -> None:
    camille, sacha = visit.person("camille"), visit.person("sacha")
    (theirs,) = own(visit, sacha)
    path = f"{visit.manage(camille)}/abonnements/{theirs.id}"
    assert visit.get(path).status_code == 400
    assert visit.post(path, CHOICES).status_code == 400
    assert visit.post(f"{path}/retirer").status_code == 400
    assert own(visit, sacha) == (theirs,)


def test_one_subscription_is_ended_and_the_others_stay(visit: Visit) -> None:
    person = visit.world.subscribe("camille", Filter(what=("award",)), Filter(what=("clause",)))
    first, second = own(visit, person)
    done = visit.post(f"{visit.manage(person)}/abonnements/{first.id}/retirer")
    assert "arrêté" in shown(visit.get(done.headers["location"]))
    assert own(visit, person) == (second,)


def test_all_that_is_kept_is_given(visit: Visit) -> None:
    person = visit.person()
    furnish(visit.world)
    copy = visit.post(f"{visit.manage(person)}/exporter")
    assert "attachment" in copy.headers["content-disposition"]
    kept = json.loads(copy.content)
    assert kept["adresse"] == "camille@structure.example"
    assert kept["donnees"]["tellings"]


def test_all_is_erased_once_the_box_is_ticked(visit: Visit) -> None:
    person = visit.person()
    path = visit.manage(person)
    assert "Cochez la case" in shown(visit.post(f"{path}/effacer"))
    assert visit.state(person) == "active"
    assert "Vos données sont effacées" in shown(visit.post(f"{path}/effacer", {"oui": "oui"}))
    assert visit.state(person) is None
    assert visit.get(path).status_code == 400
    assert "camille@structure" not in str(dump(visit.world.store))


def test_a_link_that_is_no_longer_good_opens_no_form(visit: Visit) -> None:
    path = visit.manage(visit.person())
    visit.at += timedelta(days=500)
    for address in (path, f"{path}/abonnements", f"{path}/abonnements/1"):
        assert visit.get(address).status_code == 400
        assert "<form" not in visit.post(address, CHOICES).text


@pytest.mark.parametrize(
    ("what", "fields", "field"),
    [
        ("pause", {"jusqu_au": "2020-01-01"}, "jusqu_au"),
        ("pause", {"jusqu_au": "demain"}, "jusqu_au"),
        ("nom", {"prenom_nom": "x" * 101, "qualite": "public"}, "prenom_nom"),
        ("effacer", {}, "oui"),
    ],
)
def test_what_is_wrong_opens_its_part_of_the_page(
    visit: Visit, what: str, fields: dict[str, str], field: str
) -> None:
    path = visit.manage(visit.person())
    refused = visit.post(f"{path}/{what}", fields)
    assert refused.status_code == 400
    opened = refused.text.split("<details open>")[1].split("</details>")[0]
    assert f'id="{field}-faute"' in opened
    assert 'aria-invalid="true"' in opened
    assert refused.text.count("<details open>") == 1
