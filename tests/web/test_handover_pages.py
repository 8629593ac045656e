"""Facilitators take procedures up, note what was done, pass them on; the public sees none of it."""

from datetime import date, datetime, timedelta

import pytest

from tests.app.mailing_world import corrected, messages_of
from tests.newsletters.invented import DEADLINE, NOW, award, clause, notice
from tests.web.staff_worlds import colleague, expected_call, sign_in_as, trail
from tests.web.visiting import CLAUSE, Visit, dump, shown, visit
from veille.core.handover import OUTCOME_NAMES
from veille.core.notices import Place, Text
from veille.core.verdicts import Verdict
from veille.store import handovers, staff, staff_territories

__all__ = ["visit"]

LIST = "/equipe/suivi"


def page_of(procedure: int) -> str:
    return f"/consultations/{procedure}"


def listed(visit: Visit, name: str) -> str:
    return shown(visit.get(f"{LIST}?liste={name}"))


def act(visit: Visit, procedure: int, what: str, **fields: str) -> int:
    done = visit.post(f"{LIST}/{procedure}/{what}", fields)
    return int(done.status_code)


def later(visit: Visit, moment: datetime) -> None:
    """A session lasts half a day: sign in again at that moment."""
    visit.at = moment
    visit.sign_in()


def note(visit: Visit, procedure: int, outcome: str = "called", **fields: str) -> int:
    return act(visit, procedure, "noter", fait=outcome, **fields)


def test_what_can_be_taken_up_is_offered_until_somebody_has_it(visit: Visit) -> None:
    one = expected_call(visit.world, 50, title="Nettoyage de la halle inventée")
    camille, sacha = colleague(visit, "Camille"), colleague(visit, "Sacha")
    sign_in_as(visit, camille)
    assert "Nettoyage de la halle inventée" in shown(visit.get(LIST))
    done = visit.post(f"{LIST}/{one}/prendre", {"depuis": "liste"})
    assert done.headers["location"] == f"{LIST}?liste=a-prendre&fait=prise"
    assert "Nettoyage" not in listed(visit, "a-prendre")
    assert "Nettoyage" in shown(visit.get(LIST))
    sign_in_as(visit, sacha)
    assert "Nettoyage" not in listed(visit, "a-prendre")
    assert "Nettoyage" not in listed(visit, "miennes")
    assert "Camille Inventée depuis le lundi 16 novembre 2026" in listed(visit, "toutes")
    assert ("handover.claim", f"consultation n° {one}", None) in trail(visit)


def test_the_days_left_say_what_they_allow(visit: Visit) -> None:
    visit.sign_in()
    expected_call(visit.world, 50)
    assert "Il reste 28 jours" in listed(visit, "a-prendre")
    assert "un rectificatif peut encore porter une clause" in listed(visit, "a-prendre")
    later(visit, NOW + timedelta(days=10))
    assert "Il reste 18 jours" in listed(visit, "a-prendre")
    assert "trop court pour un rectificatif" in listed(visit, "a-prendre")
    later(visit, DEADLINE + timedelta(minutes=1))
    assert "Rien à prendre" in listed(visit, "a-prendre")


def test_what_leaves_time_comes_before_what_does_not(visit: Visit) -> None:
    visit.sign_in()
    soon = NOW + timedelta(days=5)
    expected_call(visit.world, 50, title="Tonte urgente inventée", deadline=soon)
    expected_call(visit.world, 51, title="Tonte lointaine inventée")
    page = listed(visit, "a-prendre")
    assert page.index("Tonte lointaine") < page.index("Tonte urgente")


def test_a_territory_narrows_what_is_offered(visit: Visit) -> None:
    member = visit.sign_in()
    expected_call(visit.world, 50, title="Tonte de Sète", places=(Place(city="Sète"),))
    expected_call(visit.world, 51, title="Tonte de Béziers", places=(Place(city="Béziers"),))
    assert "toute la veille" in shown(visit.get("/equipe/mon-territoire"))
    done = visit.post("/equipe/mon-territoire", {"commune": "Sète"})
    assert done.status_code == 303
    page = shown(visit.get(done.headers["location"]))
    assert "Votre territoire est enregistré" in page
    assert "Tonte de Sète" in page
    assert "Tonte de Béziers" not in page
    assert 'value="Sète"' in visit.get("/equipe/mon-territoire").text
    with visit.world.store.read() as session:
        assert staff_territories.of(session, member.id) == ("34301",)
    assert trail(visit)[0] == ("staff.territory", "Sète", None)


@pytest.mark.parametrize("fields", [{"commune": "Nulle-Part"}, {"territoire": "75"}])
def test_a_territory_that_is_none_of_ours_is_refused(visit: Visit, fields: dict[str, str]) -> None:
    visit.sign_in()
    before = dump(visit.world.store)
    refused = visit.post("/equipe/mon-territoire", fields)
    assert refused.status_code == 400
    assert "À corriger" in shown(refused)
    assert dump(visit.world.store) == before


def test_what_was_done_is_noted_and_read_by_all_of_staff(visit: Visit) -> None:
    one = expected_call(visit.world)
    sign_in_as(visit, colleague(visit, "Camille"))
    act(visit, one, "prendre")
    assert note(visit, one, jour="2026-11-14", commentaire="rappeler\nlundi") == 303
    visit.sign_in("reader")
    page = shown(visit.get(page_of(one)))
    assert "Acheteur appelé , le samedi 14 novembre 2026, par Camille Inventée" in page
    assert "rappeler lundi" in page
    assert "Noter ce qui a été fait" not in page
    assert "Je m’en occupe" not in page
    assert trail(visit)[0] == ("handover.note", f"consultation n° {one}", "acheteur appelé")


def test_the_public_sees_nothing_of_it(visit: Visit) -> None:
    one = expected_call(visit.world)
    sign_in_as(visit, colleague(visit, "Camille"))
    act(visit, one, "prendre")
    note(visit, one, commentaire="entre nous")
    visit.sign_out()
    page = visit.get(page_of(one)).text
    for words in ("Suivi de l’équipe", "Camille", "entre nous", "/equipe/suivi"):
        assert words not in page


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"fait": "rêvé"}, "n’est pas dans la liste"),
        ({"fait": "called", "jour": "2026-11-17"}, "un jour passé"),
        ({"fait": "called", "jour": "2020-01-01"}, "un jour passé"),
        ({"fait": "called", "jour": "lundi"}, "date attendue"),
        ({"fait": "other", "commentaire": " "}, "dire en quelques mots"),
        ({"fait": "called", "commentaire": "x" * 2001}, "commentaire trop long"),
    ],
)
def test_a_note_that_says_nothing_usable_is_refused_and_kept_in_the_form(
    visit: Visit, fields: dict[str, str], words: str
) -> None:
    one = expected_call(visit.world)
    visit.sign_in()
    before = dump(visit.world.store)
    refused = visit.post(f"{LIST}/{one}/noter", fields | {"mot": "gardé"})
    assert refused.status_code == 400
    assert words in shown(refused)
    assert fields.get("commentaire", "") in refused.text
    assert dump(visit.world.store) == before


def test_a_hostile_comment_stays_text(visit: Visit) -> None:
    one = expected_call(visit.world)
    visit.sign_in()
    act(visit, one, "prendre")
    note(visit, one, commentaire="<script>alert(1)</script>")
    for path in (page_of(one), LIST):
        page = visit.get(path).text
        assert "<script>alert" not in page
        assert "&lt;script&gt;" in page


def test_passing_on_puts_it_at_the_top_of_the_other_s_list_and_tells_by_mail(
    visit: Visit,
) -> None:
    one = expected_call(visit.world, 50, title="Tonte inventée")
    two = expected_call(visit.world, 51, title="Peinture inventée", deadline=NOW + timedelta(9))
    camille, sacha = colleague(visit, "Camille"), colleague(visit, "Sacha")
    sign_in_as(visit, sacha)
    act(visit, two, "prendre")
    sign_in_as(visit, camille)
    act(visit, one, "prendre")
    assert act(visit, one, "passer", a=str(sacha.id), mot="tu connais ⟦address⟧ <b>mieux") == 303
    sign_in_as(visit, sacha)
    page = shown(visit.get(LIST))
    assert page.index("Tonte inventée") < page.index("Peinture inventée")
    assert "Camille Inventée vous la passe" in page
    (mail,) = messages_of(visit.world, "sacha")
    assert (mail.kind, mail.subject) == ("handover", "Camille Inventée vous passe une consultation")
    assert "Tonte inventée" in mail.html
    assert "&lt;b&gt;mieux" in mail.html
    assert "[address]" in mail.html
    assert f"https://veille.example/consultations/{one}" in mail.personal
    note(visit, one)
    assert "vous la passe" not in shown(visit.get(LIST)).replace("vous l’a passée", "")
    assert trail(visit)[1] == ("handover.pass", f"consultation n° {one}", "à Sacha Inventée")


def test_two_who_take_it_up_at_once(visit: Visit) -> None:
    one = expected_call(visit.world)
    camille, sacha = colleague(visit, "Camille"), colleague(visit, "Sacha")
    sign_in_as(visit, camille)
    assert act(visit, one, "prendre") == 303
    assert act(visit, one, "prendre") == 303
    sign_in_as(visit, sacha)
    refused = visit.post(f"{LIST}/{one}/prendre")
    assert refused.status_code == 400
    assert "Camille Inventée s’en occupe déjà" in shown(refused)
    refused = visit.post(f"{LIST}/{one}/prendre", {"depuis": "liste"})
    assert refused.status_code == 400
    assert "Camille Inventée s’en occupe déjà" in shown(refused)
    for what, fields in (("rendre", {}), ("passer", {"a": str(sacha.id)})):
        assert act(visit, one, what, **fields) == 400
    with visit.world.store.read() as session:
        assert handovers.holders(session, "veille") == {one: camille.id}
        assert len(handovers.of(session, "veille", one)) == 1
    sign_in_as(visit, colleague(visit, "Lou", "admin"))
    assert act(visit, one, "passer", a=str(sacha.id)) == 303


@pytest.mark.parametrize("to", ["", "abc", "9" * 30, "0", "12345"])
def test_passing_on_to_nobody_is_refused(visit: Visit, to: str) -> None:
    one = expected_call(visit.world)
    colleague(visit, "Camille")
    visit.sign_in()
    act(visit, one, "prendre")
    refused = visit.post(f"{LIST}/{one}/passer", {"a": to, "mot": "à toi"})
    assert refused.status_code == 400
    assert "choisir à qui" in shown(refused).lower()
    assert "à toi" in refused.text


def test_neither_readers_nor_those_who_left_get_anything(visit: Visit) -> None:
    one = expected_call(visit.world)
    reader, gone = colleague(visit, "Rosa", "reader"), colleague(visit, "Gus")
    with visit.world.store.transaction() as session:
        staff.end(session, gone.id, visit.at)
    visit.sign_in()
    act(visit, one, "prendre")
    for other in (reader, gone):
        assert act(visit, one, "passer", a=str(other.id)) == 400
    assert "Passer à quelqu’un" not in shown(visit.get(page_of(one)))


def test_what_somebody_who_left_had_can_be_taken_up_again(visit: Visit) -> None:
    one = expected_call(visit.world, title="Tonte inventée")
    camille = colleague(visit, "Camille")
    sign_in_as(visit, camille)
    act(visit, one, "prendre")
    with visit.world.store.transaction() as session:
        staff.end(session, camille.id, visit.at)
    visit.sign_out()
    visit.sign_in()
    assert "Tonte inventée" in listed(visit, "a-prendre")
    assert act(visit, one, "prendre") == 303


def test_letting_go_gives_it_back_to_all(visit: Visit) -> None:
    one = expected_call(visit.world, title="Tonte inventée")
    visit.sign_in()
    act(visit, one, "prendre")
    assert act(visit, one, "rendre") == 303
    assert act(visit, one, "rendre") == 303
    assert "Tonte inventée" in listed(visit, "a-prendre")
    assert [done[0] for done in trail(visit)][:2] == ["handover.release", "handover.claim"]


@pytest.mark.parametrize("outcome", ["clause_added", "refused", "nothing_to_do"])
def test_what_ends_the_matter_leaves_the_lists(visit: Visit, outcome: str) -> None:
    one = expected_call(visit.world, title="Tonte inventée")
    visit.sign_in()
    act(visit, one, "prendre")
    note(visit, one, outcome)
    for name in ("miennes", "a-prendre", "toutes"):
        assert "Tonte inventée" not in listed(visit, name)
    page = listed(visit, "terminees")
    assert "Tonte inventée" in page
    assert OUTCOME_NAMES[outcome] in page  # type: ignore[index]


def test_what_became_of_it_is_said(visit: Visit) -> None:
    call = notice(50)
    one = visit.world.publish(call)
    visit.world.judge(call, Verdict(id="", rules="r1"))
    visit.world.read()
    visit.sign_in()
    act(visit, one, "prendre")
    fix = corrected(
        call,
        60,
        date(2026, 11, 18),
        texts=(Text(field="correction", text=f"Le marché prévoit {CLAUSE}."),),
    )
    later(visit, NOW + timedelta(days=3))
    visit.world.publish(fix, to=one, now=visit.at)
    visit.world.judge(fix, clause())
    visit.world.read(visit.at)
    words = "Clause vue dans le rectificatif du mercredi 18 novembre 2026"
    assert words in listed(visit, "miennes")
    won = award(61, published_on=date(2026, 12, 20))
    later(visit, NOW + timedelta(days=40))
    visit.world.publish(won, to=one, now=visit.at)
    visit.world.read(visit.at)
    assert words in listed(visit, "terminees")


def test_a_clause_seen_before_anybody_took_it_up_is_no_news(visit: Visit) -> None:
    call = notice(50, texts=(Text(field="conditions", text=f"Le marché prévoit {CLAUSE}."),))
    one = visit.world.publish(call)
    visit.world.judge(call, clause())
    visit.world.read()
    visit.sign_in()
    act(visit, one, "prendre")
    assert "vue dans" not in listed(visit, "miennes")


def test_a_procedure_that_is_none_is_none(visit: Visit) -> None:
    visit.sign_in()
    for what in ("prendre", "noter", "passer", "rendre"):
        assert act(visit, 999, what, fait="called") == 404
