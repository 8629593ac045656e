"""« Signaler une erreur », from a mail to the effective verdict; a link gives no other right."""

import re
from typing import Any

import pytest

from tests.app.mailing_world import messages_of
from tests.web.reviewing_world import (
    APPRENTICES,
    CLAUSE,
    LANDSCAPE,
    Reviewing,
    furnish_week,
)
from tests.web.visiting import BASE, Visit, dump, furnish, shown, visit
from veille.app.people import rights
from veille.core.tokens import sign
from veille.store import audit, personal_data, proposals, subscribers, tag_reading

__all__ = ["visit"]

PROPOSALS = "/equipe/relecture/propositions"


@pytest.fixture
def week(visit: Visit) -> Reviewing:
    """Cards to report, nobody signed in."""
    return furnish_week(visit)


@pytest.fixture
def link(week: Reviewing) -> str:
    """The link of somebody's mail, without the number of a procedure."""
    person = week.visit.person("camille", display_name="Camille")
    return week.visit.links(person)["report_url"].removeprefix(BASE)


def code(page: Any, place: int = 0) -> str:
    return re.findall(r'name="cle" value="([^"]*)"', page.text)[place]


def wrong(week: Reviewing, link: str, card: int, **more: str) -> Any:
    """Say that the first sentence of a card is no clause."""
    cle = code(week.visit.get(f"{link}/{card}"))
    return week.visit.post(f"{link}/{card}", {"cle": cle, "quoi": "faux"} | more)


def waiting(week: Reviewing) -> list[Any]:
    with week.visit.world.store.read() as session:
        return proposals.waiting(session, most=50)


def test_every_entry_of_a_mail_has_its_link(visit: Visit) -> None:
    visit.person("camille")
    first, second = furnish(visit.world)
    (mail,) = messages_of(visit.world, "camille")
    for body in (mail.html, mail.text):
        for home in (first, second):
            assert f"⟦report_url⟧/{home}" in body
    assert "Signaler une erreur" in mail.html


def test_a_report_is_a_proposal_that_changes_nothing_yet(week: Reviewing, link: str) -> None:
    answer = wrong(week, link, 3, motif="landscape_insertion", commentaire="Vu sur place")
    thanks = week.visit.get(answer.headers["location"])
    assert thanks.status_code == 200
    assert "L’équipe va lire" in shown(thanks)
    (one,) = waiting(week)
    assert (one.tag.answer, one.tag.reason, one.tag.quote) == (
        "false_positive",
        "landscape_insertion",
        LANDSCAPE,
    )
    assert (one.who, one.comment) == ("Camille", "Vu sur place")
    assert one.tag.author == "public, par un mail"
    assert week.effective("boamp:26-00013").clause.answer == "yes"
    assert not week.visit.browser.cookies


def test_accepted_it_changes_the_verdict_and_mails_nobody(week: Reviewing, link: str) -> None:
    wrong(week, link, 3)
    week.visit.sign_in()
    page = week.visit.get(PROPOSALS)
    assert "Camille (public)" in shown(page)
    (one,) = waiting(week)
    mails = len(week.visit.world.mails())
    answer = week.visit.post(f"{PROPOSALS}/{one.tag.id}/accepter")
    assert answer.headers["location"] == f"{PROPOSALS}?fait=accepter"
    assert week.effective("boamp:26-00013").clause.answer == "no"
    assert waiting(week) == []
    assert len(week.visit.world.mails()) == mails
    with week.visit.world.store.read() as session:
        assert audit.newest(session, "veille", most=1)[0].action == "review.accept"
    again = week.visit.post(f"{PROPOSALS}/{one.tag.id}/accepter")
    assert again.status_code == 409


def test_declined_it_leaves_the_verdict(week: Reviewing, link: str) -> None:
    wrong(week, link, 3)
    week.visit.sign_in()
    (one,) = waiting(week)
    week.visit.post(f"{PROPOSALS}/{one.tag.id}/ecarter")
    assert week.effective("boamp:26-00013").clause.answer == "yes"
    assert waiting(week) == []
    page = shown(week.visit.get("/equipe/relecture/3"))
    assert "écartée par facilitator@mission.example" in page
    with week.visit.world.store.read() as session:
        assert audit.newest(session, "veille", most=1)[0].action == "review.decline"


def test_another_kind_and_a_missed_passage_can_be_proposed(week: Reviewing, link: str) -> None:
    wrong(week, link, 1, quoi="type", type="clause.training")
    missed = {"quoi": "manque", "passage": APPRENTICES.upper(), "type": "clause.training"}
    assert week.visit.post(f"{link}/4", missed).status_code == 303
    kinds, passage = waiting(week)
    assert (kinds.tag.answer, kinds.tag.kinds) == ("kind", ("training",))
    assert (passage.tag.answer, passage.tag.quote) == ("missed", APPRENTICES)


def test_what_cannot_be_taken_is_said_and_what_was_typed_stays(week: Reviewing, link: str) -> None:
    fields = {"quoi": "manque", "passage": "Rien de tel", "type": "clause.training"}
    answer = week.visit.post(f"{link}/4", fields)
    assert answer.status_code == 400
    assert "mot pour mot" in shown(answer)
    assert "Rien de tel</textarea>" in answer.text
    assert wrong(week, link, 1, quoi="type").status_code == 400
    assert waiting(week) == []


def test_one_proposal_of_a_person_and_sentence(week: Reviewing, link: str) -> None:
    assert wrong(week, link, 1).status_code == 303
    assert wrong(week, link, 1, motif="negation").status_code == 303
    assert len(waiting(week)) == 1
    other = week.visit.links(week.visit.person("sacha"))["report_url"].removeprefix(BASE)
    wrong(week, other, 1)
    assert len(waiting(week)) == 2


def test_reports_are_limited(week: Reviewing, link: str) -> None:
    answers = [wrong(week, link, 1).status_code for _ in range(22)]
    assert answers[:20] == [303] * 20
    assert answers[20:] == [429, 429]


def test_looking_changes_nothing_and_signs_nobody_in(week: Reviewing, link: str) -> None:
    before = dump(week.visit.world.store)
    page = week.visit.get(f"{link}/2")
    assert page.status_code == 200
    assert "set-cookie" not in page.headers
    assert "Camille" not in page.text
    assert "camille@" not in page.text
    assert week.visit.get("/equipe/relecture/2").status_code == 303
    assert dump(week.visit.world.store) == before


def test_a_forged_or_foreign_link_is_refused(week: Reviewing, link: str) -> None:
    token = link.rpartition("/")[2]
    settings = week.visit.world.settings
    foreign = sign(settings.secret_keys, "manage", 1, week.visit.at)
    for bad in (token[:-2] + "xx", foreign, "abc"):
        for path in (f"/signaler/{bad}", f"/signaler/{bad}/1"):
            assert week.visit.get(path).status_code == 400
        assert week.visit.post(f"/signaler/{bad}/1", {"quoi": "faux"}).status_code == 400
    assert week.visit.get(f"{link}/999").status_code == 404
    for way in ("mon-abonnement", "mon-edition", "desabonnement"):
        assert week.visit.get(f"/{way}/{token}").status_code == 400


def test_contacts_are_not_shown_to_readers_of_mails(week: Reviewing, link: str) -> None:
    said = "clause d’insertion, contact : Jeanne DUPONT, 04 67 00 00 00"
    home = week.card(51, said, text=f"Une {said}.")
    page = week.visit.get(f"{link}/{home}").text
    assert "DUPONT" not in page
    assert "04 67" not in page
    assert wrong(week, link, home).status_code == 303
    assert waiting(week)[0].tag.quote == said


def test_staff_are_led_to_the_card(week: Reviewing, link: str) -> None:
    week.visit.sign_in()
    answer = week.visit.get(f"{link}/2")
    assert (answer.status_code, answer.headers["location"]) == (303, "/equipe/relecture/2")


def test_who_was_erased_leaves_the_tag_and_nothing_of_theirs(week: Reviewing, link: str) -> None:
    wrong(week, link, 1, commentaire="Mon numéro : 04 67 00 00 00")
    with week.visit.world.store.transaction() as session:
        person = subscribers.find(session, "veille", "camille@structure.example")
        assert person is not None
        copy = personal_data.collect(session, person.id)
        assert copy["proposals"][0]["comment"] == "Mon numéro : 04 67 00 00 00"
        rights.erase(session, person, week.visit.at)
    (one,) = waiting(week)
    assert (one.who, one.comment) == (None, None)
    with week.visit.world.store.read() as session:
        assert tag_reading.of_id(session, one.tag.id) is not None
    assert wrong(week, link, 2).status_code == 400
    assert CLAUSE in week.visit.get(f"{link}/1").text
