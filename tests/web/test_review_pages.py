"""Review in pages: the queue, a card, what staff say of it, and two people at once."""

import re
from typing import Any

import pytest

from scripts.invented_documents import CLAUSE as INSERTION
from scripts.invented_documents import long_pages
from tests.newsletters.invented import NOW, notice
from tests.web.reviewing_world import (
    APPRENTICES,
    CLAUSE,
    LANDSCAPE,
    RESERVED,
    Reviewing,
    call,
    furnish_week,
)
from tests.web.visiting import Visit, dump, shown, visit
from veille.core.documents import joined
from veille.core.notices import Text
from veille.store import audit, procedures, tag_reading, tags

__all__ = ["visit"]

HOME = "/equipe/relecture"


@pytest.fixture
def week(visit: Visit) -> Reviewing:
    """A week that staff began, whoever is signed in a facilitator."""
    visit.sign_in()
    world = furnish_week(visit)
    assert world.begin().status_code == 303
    return world


def field(page: Any, name: str, place: int = 0) -> str:
    """The value of a hidden field of a page."""
    return re.findall(rf'name="{name}" value="([^"]*)"', page.text)[place]


def say(week: Reviewing, card: int, answer: str, place: int = 0, **more: Any) -> Any:
    """Answer for the sentence at that place of a card, as it is now."""
    page = week.visit.get(f"{HOME}/{card}")
    fields = {"version": field(page, "version"), "cle": field(page, "cle", place), "dire": answer}
    return week.visit.post(f"{HOME}/{card}/phrase", fields | more)


def of(week: Reviewing, card: int) -> list[Any]:
    """Every tag of a card."""
    with week.visit.world.store.read() as session:
        return list(tag_reading.of_procedures(session, [card]).get(card, ()))


def actions(week: Reviewing) -> list[str]:
    with week.visit.world.store.read() as session:
        return [one.action for one in audit.newest(session, "veille", most=50)]


def test_the_queue_says_why_and_how_far_it_is(week: Reviewing) -> None:
    page = shown(week.visit.get(HOME))
    assert "0 sur 4" in page
    assert "Tirée au hasard" in page
    assert "pas encore assez d’étiquettes" in page
    assert RESERVED in page
    assert "Commencée le lundi 16 novembre 2026 par facilitator@mission.example" in page
    assert "review.sample" in actions(week)


def test_before_it_is_begun_a_look_draws_nothing(visit: Visit) -> None:
    visit.sign_in()
    furnish_week(visit)
    before = dump(visit.world.store)
    page = shown(visit.get(HOME))
    assert "Commencer la semaine" in page
    assert "pas encore établie" in page
    assert dump(visit.world.store) == before


def test_beginning_again_draws_nothing_new(week: Reviewing) -> None:
    before = dump(week.visit.world.store)["sample_members"]
    week.begin()
    assert dump(week.visit.world.store)["sample_members"] == before
    assert actions(week).count("review.sample") == 1


def test_a_reason_filters_the_queue(week: Reviewing) -> None:
    rare = "réservé aux établissements en prison"
    home = week.card(21, rare, text=f"Le lot est {rare}.")
    with week.visit.world.store.transaction() as session:
        tags.add(
            session,
            [
                tags.NewTag(
                    notice_id="boamp:26-00021",
                    question="clause",
                    answer="missed",
                    kinds=("qpv",),
                    quote="Le lot est",
                )
            ],
            author="Camille",
            now=NOW,
        )
    week.begin()
    page = week.visit.get(f"{HOME}?pourquoi=rare")
    assert re.findall(rf'href="{HOME}/(\d+)">', page.text)[0] == str(home)
    assert "type rare : quartiers prioritaires" in shown(page)
    assert "n° 12" not in shown(page)


def test_a_card_shows_its_sentences_in_the_text(week: Reviewing) -> None:
    page = week.visit.get(f"{HOME}/2")
    assert page.text.count("<mark") == 2
    assert f">{RESERVED}</mark>" in page.text
    said = shown(page)
    assert "1. Réservation : entreprises adaptées et ESAT" in said
    assert "2. Clause sociale : insertion" in said
    assert "L’avis ne permet pas de le dire" in said
    assert "seul avis" in said or "pourquoi ici" in said
    assert "Potentiel fort" in said


def test_what_a_source_sends_never_runs(week: Reviewing) -> None:
    evil = "<script>alert(1)</script> clause d’insertion \u202e<img src=x onerror=alert(1)>"
    home = week.card(31, "clause d’insertion", text=evil, title="<b>Objet</b> & autres")
    page = week.visit.get(f"{HOME}/{home}")
    assert page.status_code == 200
    assert "<script>alert" not in page.text
    assert "<img" not in page.text
    assert "<b>Objet" not in page.text
    assert "\u202e" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page.text


def test_right_leads_on_and_is_noted(week: Reviewing) -> None:
    answer = say(week, 1, "right", commentaire="Vu au CCAP")
    (made,) = of(week, 1)
    assert (made.answer, made.quote, made.author) == (
        "right",
        CLAUSE,
        "facilitator@mission.example",
    )
    assert made.comment == "Vu au CCAP"
    assert re.fullmatch(rf"{HOME}/[234]\?fait=etiquette&no={made.id}", answer.headers["location"])
    assert actions(week)[0] == "review.tag"
    assert "1 sur 4" in shown(week.visit.get(HOME))


def test_a_card_with_another_sentence_stays(week: Reviewing) -> None:
    answer = say(week, 2, "right")
    assert answer.headers["location"].startswith(f"{HOME}/2?fait=etiquette")
    assert say(week, 2, "right", 1).headers["location"].startswith(f"{HOME}/")
    assert "1 sur 4" in shown(week.visit.get(HOME))


@pytest.mark.parametrize(
    "reason",
    [
        "landscape_insertion",
        "reserve",
        "regulated_profession",
        "negation",
        "boilerplate",
        "other_lot",
        "other",
    ],
)
def test_a_false_positive_takes_the_clause_away(week: Reviewing, reason: str) -> None:
    assert week.effective("boamp:26-00013").clause.answer == "yes"
    say(week, 3, f"false_positive.{reason}")
    assert week.effective("boamp:26-00013").clause.answer == "no"
    assert of(week, 3)[0].reason == reason


def test_a_tag_may_speak_of_one_lot(week: Reviewing) -> None:
    say(week, 1, "false_positive.other_lot", lot="LOT-0002")
    assert of(week, 1)[0].lot == "LOT-0002"


def test_the_kind_is_corrected(week: Reviewing) -> None:
    say(week, 1, "kind", types="training")
    assert week.effective("boamp:26-00011").clause.kinds == ("training",)


def test_a_kind_without_one_is_refused_and_what_was_typed_stays(week: Reviewing) -> None:
    answer = say(week, 1, "kind", commentaire="À préciser")
    assert answer.status_code == 400
    assert 'value="À préciser"' in answer.text
    assert of(week, 1) == []


def test_a_missed_passage_is_placed_where_it_was_selected(week: Reviewing) -> None:
    page = week.visit.get(f"{HOME}/4")
    text = f"Rien de particulier. {APPRENTICES}"
    answer = week.visit.post(
        f"{HOME}/4/manque",
        {
            "version": field(page, "version"),
            "avis": "boamp:26-00014",
            "endroit": "/texts/0/text",
            "debut": str(text.index(APPRENTICES)),
            "passage": APPRENTICES,
            "question": "clause",
            "types": ["clause.training", "reserved.iae"],
        },
    )
    assert answer.status_code == 303
    (made,) = of(week, 4)
    assert (made.at, made.start, made.end) == ("/texts/0/text", 21, 21 + len(APPRENTICES))
    assert made.kinds == ("training",)
    verdict = week.effective("boamp:26-00014")
    assert verdict.clause.answer == "yes"
    assert verdict.evidence[0].quote == APPRENTICES
    again = week.visit.get(f"{HOME}/4")
    assert f">{APPRENTICES}</mark>" in again.text
    assert "ajouté par l’équipe" in shown(again)


def test_of_a_long_document_what_is_around_its_sentences_is_shown_and_the_rest_on_demand(
    week: Reviewing,
) -> None:
    pages = long_pages(300, 287)
    pages[6] += f" {APPRENTICES}"
    text = joined(pages)
    document = Text(field="other", text=text, document="CCAP")
    home = week.card(32, INSERTION, texts=(document,))
    short = week.visit.get(f"{HOME}/{home}")
    assert len(short.content) < 150_000
    assert f">{INSERTION}</mark>" in short.text
    assert "page 287" in shown(short)
    assert APPRENTICES not in short.text
    whole = week.visit.get(re.findall(r'href="([^"#]*texte=entier)', short.text)[0])
    ((start, run),) = re.findall(rf'data-de="(\d+)">([^<]*){APPRENTICES}', whole.text)
    begin = int(start) + len(run)
    assert text[begin:].startswith(APPRENTICES)
    fields = {"version": field(whole, "version"), "passage": APPRENTICES, "question": "clause"}
    fields |= {"avis": "boamp:26-00032", "endroit": "/texts/0/text", "debut": str(begin)}
    fields["types"] = "clause.training"
    assert week.visit.post(f"{HOME}/{home}/manque", fields).status_code == 303
    again = week.visit.get(f"{HOME}/{home}")
    assert f">{APPRENTICES}</mark>" in again.text
    assert "page 7" in shown(again)


def test_without_a_script_the_pasted_passage_is_found(week: Reviewing) -> None:
    fields = {
        "version": field(week.visit.get(f"{HOME}/4"), "version"),
        "passage": "  le TITULAIRE accueille\r\n des apprentis. ",
        "question": "clause",
        "types": "clause.training",
    }
    assert week.visit.post(f"{HOME}/4/manque", fields).status_code == 303
    assert of(week, 4)[0].quote == APPRENTICES


def test_a_passage_that_is_not_there_is_refused_and_kept_in_the_form(week: Reviewing) -> None:
    fields = {
        "version": field(week.visit.get(f"{HOME}/4"), "version"),
        "passage": "Une phrase inventée",
        "question": "clause",
        "types": "clause.training",
    }
    answer = week.visit.post(f"{HOME}/4/manque", fields)
    assert answer.status_code == 400
    assert "n’est pas dans l’avis" in shown(answer)
    assert "Une phrase inventée</textarea>" in answer.text


def test_nothing_was_missed_closes_a_silent_card(week: Reviewing) -> None:
    version = field(week.visit.get(f"{HOME}/4"), "version")
    week.visit.post(f"{HOME}/4/complet", {"version": version})
    assert of(week, 4)[0].quote is None
    assert "1 sur 4" in shown(week.visit.get(HOME))
    assert "Rien n’a été manqué, selon" in shown(week.visit.get(f"{HOME}/4"))


def test_everywhere_says_how_many_before_and_can_be_undone_at_once(week: Reviewing) -> None:
    page = week.visit.get(f"{HOME}/1")
    assert "sur 1 autre fiche qui a la même phrase" in shown(page)
    answer = say(week, 1, "false_positive.boilerplate", partout="oui")
    assert "autres=1" in answer.headers["location"]
    (first,), (second,) = of(week, 1), of(week, 2)
    assert second.reason == "boilerplate"
    told = week.visit.get(answer.headers["location"])
    assert "Et sur 1 autre fiche" in shown(told)
    assert "Annuler partout" in shown(told)
    week.visit.post(f"{HOME}/etiquettes/{first.id}/annuler", {"copies": "oui"})
    assert all(one.undone_at for one in [*of(week, 1), *of(week, 2)])
    assert "0 sur 4" in shown(week.visit.get(HOME))
    assert actions(week)[0] == "review.undo"
    assert week.effective("boamp:26-00011").clause.answer == "yes"


def test_undoing_twice_is_told(week: Reviewing) -> None:
    say(week, 3, "right")
    (made,) = of(week, 3)
    path = f"{HOME}/etiquettes/{made.id}/annuler"
    assert week.visit.post(path).headers["location"] == f"{HOME}/3?fait=annulee"
    again = week.visit.post(path)
    assert again.status_code == 400
    assert "déjà annulée" in shown(again)
    page = shown(week.visit.get(f"{HOME}/3"))
    assert "annulée par facilitator@mission.example" in page


def test_of_two_people_the_second_is_told_and_loses_nothing(week: Reviewing) -> None:
    opened = week.visit.get(f"{HOME}/2")
    stale = {"version": field(opened, "version"), "cle": field(opened, "cle")}
    say(week, 2, "right")
    answer = week.visit.post(
        f"{HOME}/2/phrase",
        stale | {"dire": "false_positive.negation", "commentaire": "Réservé au lot 3"},
    )
    assert answer.status_code == 409
    page = shown(answer)
    assert "La fiche a changé pendant que vous la lisiez" in page
    assert "par facilitator@mission.example" in page
    assert "Vous alliez répondre : faux positif, la phrase dit le contraire" in page
    assert 'value="Réservé au lot 3"' in answer.text
    assert [one.answer for one in of(week, 2)] == ["right"]
    fresh = {"version": field(answer, "version"), "cle": stale["cle"]}
    assert fresh["version"] != stale["version"]
    done = week.visit.post(f"{HOME}/2/phrase", fresh | {"dire": "false_positive.negation"})
    assert done.status_code == 303


def test_a_form_without_a_version_is_refused(week: Reviewing) -> None:
    cle = field(week.visit.get(f"{HOME}/2"), "cle")
    assert week.visit.post(f"{HOME}/2/phrase", {"cle": cle, "dire": "right"}).status_code == 409
    assert of(week, 2) == []


def test_a_sentence_that_the_card_has_not_is_refused(week: Reviewing) -> None:
    version = field(week.visit.get(f"{HOME}/2"), "version")
    fields = {"version": version, "cle": "clause.inventee", "dire": "right"}
    assert week.visit.post(f"{HOME}/2/phrase", fields).status_code == 409


def test_a_correction_shows_what_changed_and_opens_the_card_again(week: Reviewing) -> None:
    given = call(11, f"Le marché prévoit {CLAUSE} par an.")
    say(week, 1, "false_positive.boilerplate")
    changed = notice(
        41,
        kind="change",
        supersedes=(given.id,),
        lots=given.lots,
        title=given.title,
        published_on=given.published_on,
        texts=(Text(field="conditions", text="Le marché prévoit 200 heures d’insertion par an."),),
    )
    week.visit.world.publish(changed, to=1, now=week.visit.at)
    week.judge(changed, "200 heures d’insertion")
    week.begin()
    page = week.visit.get(f"{HOME}/1")
    said = shown(page)
    assert "Rectificatif" in said
    assert re.search(r"<del>.*140.*</del>|<del>.*clause.*</del>", page.text)
    assert re.search(r"<ins>.*200.*</ins>", page.text)
    assert "portait sur une phrase qui n’est plus dans aucun avis" not in said
    assert "200 heures d’insertion" in said


def test_a_merged_procedure_leads_to_what_it_became(week: Reviewing) -> None:
    with week.visit.world.store.transaction() as session:
        procedures.merge(session, 1, 2)
    answer = week.visit.get(f"{HOME}/2")
    assert (answer.status_code, answer.headers["location"]) == (301, f"{HOME}/1")
    assert week.visit.get(f"{HOME}/999").status_code == 404


def test_a_reader_sees_and_says_nothing(week: Reviewing) -> None:
    week.visit.sign_out()
    week.visit.sign_in("reader")
    page = week.visit.get(f"{HOME}/2")
    assert page.status_code == 200
    assert "Faux positif" not in page.text
    assert 'name="dire"' not in page.text
    assert week.visit.post(f"{HOME}/2/phrase", {"dire": "right"}).status_code == 403


def test_a_false_friend_is_marked_in_what_the_card_says(week: Reviewing) -> None:
    say(week, 3, "false_positive.landscape_insertion")
    page = shown(week.visit.get(f"{HOME}/3"))
    assert LANDSCAPE in page
    assert "clause sociale : faux positif (insertion paysagère" in page


def test_until_what_serves_has_judged_it_the_last_verdict_is_shown(visit: Visit) -> None:
    from tests.web.visiting import furnish

    visit.sign_in()
    first, _ = furnish(visit.world)
    page = shown(visit.get(f"{HOME}/{first}"))
    assert "1. Réservation" in page


def test_the_whole_queue_ends_with_a_word(week: Reviewing) -> None:
    for card, places in ((1, 1), (2, 2), (3, 1)):
        for place in range(places):
            say(week, card, "right", place)
    version = field(week.visit.get(f"{HOME}/4"), "version")
    answer = week.visit.post(f"{HOME}/4/complet", {"version": version})
    assert answer.headers["location"] == f"{HOME}?fait=finie"
    assert "la file est vide" in shown(week.visit.get(answer.headers["location"]))
    assert "4 sur 4" in shown(week.visit.get(HOME))
