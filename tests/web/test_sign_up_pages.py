"""Signing up: the form, its preview, the mail, the button that confirms."""

import re
from datetime import timedelta

import pytest

from tests.app.mailing_world import messages_of
from tests.web.visiting import Visit, confirmation_page, dump, furnish, shown, visit
from veille.store import subscribers, subscriptions

__all__ = ["visit"]

FORM = {
    "territoire": "34",
    "quoi": "reserved",
    "rythme": "weekly",
    "qualite": "structure",
    "adresse": "Nouvelle@Structure.example",
    "prenom_nom": "Camille Inventée",
}


def found(
    visit: Visit, address: str = "nouvelle@structure.example"
) -> subscribers.Subscriber | None:
    with visit.world.store.read() as session:
        return subscribers.find(session, "veille", address)


def test_asked_then_confirmed_then_welcomed(visit: Visit) -> None:
    answer = visit.post("/s-abonner", FORM)
    assert answer.status_code == 200
    assert "Un message vient d’être envoyé" in shown(answer)
    person = found(visit)
    assert person is not None
    assert person.state == "pending"
    page = confirmation_page(visit.world)
    assert "Je confirme" in visit.get(page).text
    assert found(visit) == person
    done = visit.post(page)
    assert done.status_code == 200
    assert "confirmé" in shown(done)
    person = found(visit)
    assert person is not None
    assert (person.state, person.kind, person.display_name) == (
        "active",
        "structure",
        "Camille Inventée",
    )
    with visit.world.store.read() as session:
        (one,) = subscriptions.of(session, person.id)
    assert (one.filter.territories, one.filter.what, one.rhythm) == (
        ("34",),
        ("reserved",),
        "weekly",
    )


@pytest.mark.parametrize(
    ("asked", "label"),
    [
        ({"territoire": "", "quoi": "reserved"}, "Marchés réservés"),
        ({"territoire": "34", "quoi": "reserved"}, "Hérault"),
        ({"territoire": "", "quoi": ""}, "Tous les marchés"),
    ],
)
def test_a_subscription_without_a_name_is_called_by_what_it_asks(
    visit: Visit, asked: dict[str, str], label: str
) -> None:
    visit.post("/s-abonner", {key: value for key, value in (FORM | asked).items() if value})
    person = found(visit)
    assert person is not None
    with visit.world.store.read() as session:
        (one,) = subscriptions.of(session, person.id)
    assert one.label == label


def test_confirmed_twice_is_confirmed_once(visit: Visit) -> None:
    visit.post("/s-abonner", FORM)
    page = confirmation_page(visit.world)
    visit.post(page)
    after = dump(visit.world.store)
    assert visit.post(page).status_code == 200
    assert dump(visit.world.store) == after
    assert [mail.kind for mail in messages_of(visit.world, "Nouvelle")] == [
        "confirmation",
        "welcome",
    ]


def test_nobody_learns_who_is_known(visit: Visit) -> None:
    visit.person("camille")
    known = visit.post("/s-abonner", FORM | {"adresse": "camille@structure.example"})
    unknown = visit.post("/s-abonner", FORM)
    assert known.text == unknown.text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"adresse": "pas une adresse"}, "adresse"),
        ({"adresse": ""}, "adresse"),
        ({"adresse": "a" * 250 + "@" + "b" * 70 + ".example"}, "adresse"),
        ({"adresse": "x@y.example\nBcc: z@z.example"}, "adresse"),
        ({"territoire": "75"}, "territoire"),
        ({"territoire": "Atlantide"}, "territoire inconnu"),
        ({"secteur": "zz"}, "secteur inconnu"),
        ({"quoi": "tout ce qui brille"}, "liste"),
        ({"rythme": "toutes les heures"}, "liste"),
        ({"mots": "a" * 300}, "mot trop long"),
        ({"prenom_nom": "\u202eétrange"}, "nom"),
        ({"consultation": "-4"}, "consultation inconnue"),
    ],
)
def test_what_cannot_be_served_is_said_beside_the_form(
    visit: Visit, wrong: dict[str, str], said: str
) -> None:
    before = dump(visit.world.store)
    page = visit.post("/s-abonner", FORM | wrong)
    assert page.status_code == 400
    assert said in shown(page).lower()
    assert 'role="alert"' in page.text
    assert dump(visit.world.store) == before


def test_what_was_typed_is_still_there_and_harmless(visit: Visit) -> None:
    page = visit.post("/s-abonner", FORM | {"adresse": '"><script>alert(1)</script>'})
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert" in page.text
    assert re.search(r'value="reserved" checked', page.text)


def test_nobody_makes_themselves_staff(visit: Visit) -> None:
    visit.post("/s-abonner", FORM | {"qualite": "staff"})
    person = found(visit)
    assert person is not None
    assert person.kind == "public"


def test_a_network_that_asks_too_often_is_refused(visit: Visit) -> None:
    answers = [
        visit.post("/s-abonner", FORM | {"adresse": f"n{number}@structure.example"})
        for number in range(25)
    ]
    assert answers[-1].status_code == 429
    assert answers[0].status_code == 200


def test_a_request_that_nobody_confirmed_in_time_is_gone(visit: Visit) -> None:
    visit.post("/s-abonner", FORM)
    page = confirmation_page(visit.world)
    visit.at += timedelta(days=8)
    for answer in (visit.get(page), visit.post(page)):
        assert answer.status_code == 400
        assert "expiré" in shown(answer)


def test_the_preview_counts_what_the_choices_would_have_told(visit: Visit) -> None:
    furnish(visit.world)
    query = {"territoire": "34", "quoi": "reserved", "rythme": "weekly"}
    alone = visit.browser.get("/s-abonner/apercu", params=query)
    assert "1 marché ces quatre dernières semaines" in shown(alone)
    whole = visit.browser.get("/s-abonner", params=query)
    assert "1 marché ces quatre dernières semaines" in shown(whole)
    nothing = visit.browser.get("/s-abonner/apercu", params=query | {"mots": "piscine"})
    assert "n’aurait rien envoyé" in shown(nothing)


def test_without_a_script_the_preview_is_posted_and_saves_nothing(visit: Visit) -> None:
    furnish(visit.world)
    before = dump(visit.world.store)
    page = visit.post("/s-abonner/apercu", FORM)
    assert "1 marché ces quatre dernières semaines" in shown(page)
    assert "Nouvelle@Structure.example" in page.text
    assert dump(visit.world.store) == before


def test_one_procedure_can_be_followed(visit: Visit) -> None:
    first, _ = furnish(visit.world)
    page = visit.get(f"/s-abonner?consultation={first}")
    assert "Vous suivrez : Entretien des jardins inventés n° 1" in shown(page)
    assert "Quels achats" not in page.text
    visit.post("/s-abonner", FORM | {"territoire": "", "quoi": "", "consultation": str(first)})
    person = found(visit)
    assert person is not None
    with visit.world.store.read() as session:
        (one,) = subscriptions.of(session, person.id)
    assert one.filter.procedure == first


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"adresse": "rien"}, "adresse"),
        ({"prenom_nom": "x" * 101}, "prenom_nom"),
        ({"commune": "Nulle-Part"}, "commune"),
        ({"territoire": "75"}, "commune"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_which_has_the_focus(
    visit: Visit, fields: dict[str, str], field: str
) -> None:
    given = {"adresse": "neuve@structure.example", "rythme": "weekly"}
    page = visit.post("/s-abonner", given | fields).text
    (tag,) = re.findall(rf'<input [^>]*id="{field}"[^>]*>', page)
    assert f"{field}-faute" in tag
    assert 'aria-invalid="true" autofocus' in tag
    assert f'<p class="fault" id="{field}-faute">' in page
    assert f'<a href="#{field}">' in page
    assert page.count("autofocus") == 1


def test_what_is_wrong_of_the_whole_has_the_focus_itself(visit: Visit) -> None:
    given = {"adresse": "neuve@structure.example", "quoi": "potential", "mots": "x" * 90}
    page = visit.post("/s-abonner", given).text
    assert re.search(r'role="alert" id="erreur" tabindex="-1" autofocus', page)
    assert page.count("autofocus") == 1
