"""Staff prepare an edition: remove, add, note, introduce, try, approve, follow, send again."""

import email
import re
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest

from tests.app.mailing_world import NEXT, corrected, messages_of, reserved_call, week_after
from tests.newsletters.invented import NOW, notice
from tests.web.visiting import Visit, shown, visit
from veille.app.steps.editions import refresh_drafts
from veille.store import audit, edition_choices, editions, subscribers
from veille.store.editions import StoredEdition
from veille.store.models import OutboxRow
from veille.store.staff import Role

__all__ = ["visit"]

HELLO = "Bonjour à toutes et tous : deux marchés à ne pas manquer !\nBonne semaine"
NOTE = "Appeler l'acheteur avant jeudi"


def prepared(visit: Visit, role: Role = "facilitator") -> tuple[int, int]:
    """A draft with two procedures, somebody signed in; the procedures."""
    first, _ = reserved_call(visit.world, 1)
    second, _ = reserved_call(visit.world, 2)
    visit.world.compose()
    visit.sign_in(role)
    return first, second


def edition(visit: Visit, number: int = 1) -> StoredEdition:
    with visit.world.store.read() as session:
        found = editions.get(session, number)
    assert found is not None
    return found


def do(visit: Visit, what: str, number: int = 1, **fields: Any) -> Any:
    return visit.post(f"/equipe/editions/{number}/{what}", fields)


def done(visit: Visit, what: str, number: int = 1, **fields: Any) -> str:
    """Do it; what the page then says."""
    answer = do(visit, what, number, **fields)
    assert answer.status_code == 303, shown(answer)
    return shown(visit.get(answer.headers["location"].partition("#")[0]))


def approve(visit: Visit, number: int = 1) -> None:
    done(visit, "approuver", number, revision=edition(visit, number).revision)


def letters(visit: Visit) -> list[EmailMessage]:
    """The mails that left, in the folder."""
    folder = visit.world.settings.var_dir / "mail" / "outbox"
    return [
        email.message_from_bytes(file.read_bytes(), policy=default)
        for file in sorted(folder.glob("*.eml"))
    ]


def body(letter: EmailMessage, kind: str) -> str:
    part = letter.get_body((kind,))
    assert part is not None
    return str(part.get_content()).replace("\u00a0", " ")


def test_what_is_removed_is_not_told_now_nor_later(visit: Visit) -> None:
    first, second = prepared(visit)
    person = visit.person()
    said = done(visit, "retirer", consultation=first, raison="hors territoire")
    assert "La ligne est retirée" in said
    assert "hors territoire" in said
    approve(visit)
    visit.world.address(NOW)
    assert visit.world.versions_told(person) == [(second, 1)]
    (mail,) = messages_of(visit.world, "camille")
    assert "n° 1" not in mail.text
    assert "n° 1" not in visit.get("/editions/1").text
    later = week_after(NOW)
    visit.world.compose(NEXT, later)
    visit.world.approve(later)
    visit.world.address(later)
    assert visit.world.versions_told(person) == [(second, 1)]


def test_what_was_removed_is_told_once_something_new_is_known(visit: Visit) -> None:
    first, call = reserved_call(visit.world, 1)
    visit.world.compose()
    visit.sign_in()
    person = visit.person()
    done(visit, "retirer", consultation=first, raison="hors territoire")
    approve(visit)
    visit.world.address(NOW)
    assert visit.world.told(person) == []
    deadline = call.deadline
    assert deadline is not None
    later = week_after(NOW)
    change = corrected(call, 9, NEXT.monday, deadline=deadline + timedelta(days=9))
    visit.world.publish(change, to=first)
    visit.world.compose(NEXT, later)
    visit.world.approve(later)
    visit.world.address(later)
    assert visit.world.versions_told(person) == [(first, 2)]


def test_what_is_put_back_is_told_and_only_once(visit: Visit) -> None:
    first, second = prepared(visit)
    person = visit.person()
    done(visit, "retirer", consultation=first, raison="hors territoire")
    assert "remise" in done(visit, "remettre", consultation=first)
    approve(visit)
    visit.world.address(NOW)
    later = week_after(NOW)
    visit.world.compose(NEXT, later)
    visit.world.approve(later)
    visit.world.address(later)
    assert sorted(visit.world.versions_told(person)) == [(first, 1), (second, 1)]


def test_choices_outlive_a_composition_and_a_new_version_is_shown_again(visit: Visit) -> None:
    first, call = reserved_call(visit.world, 1)
    second, _ = reserved_call(visit.world, 2)
    visit.world.compose()
    visit.sign_in()
    done(visit, "introduction", texte=HELLO)
    done(visit, "note", consultation=second, texte=NOTE)
    done(visit, "retirer", consultation=first, raison="hors territoire")
    visit.world.read()
    assert "recomposée" in done(visit, "recomposer")
    page = shown(visit.get("/equipe/editions/1"))
    assert "hors territoire" in page
    assert "Note de l’équipe : Appeler l’acheteur avant jeudi" in page
    assert edition(visit).introduction == HELLO.replace(" :", "\u00a0:").replace(" !", "\u00a0!")
    deadline = call.deadline
    assert deadline is not None
    change = corrected(call, 9, call.published_on, deadline=deadline + timedelta(days=9))
    visit.world.publish(change, to=first)
    visit.world.read()
    said = done(visit, "recomposer")
    assert "Retirée (hors territoire), elle a changé depuis" in said


def test_the_jobs_of_the_clock_keep_the_choices_too(visit: Visit) -> None:
    first, _ = prepared(visit)
    done(visit, "introduction", texte=HELLO)
    assert refresh_drafts(visit.world.store, visit.world.settings, NOW) == 1
    found = edition(visit)
    assert (found.id, found.introduction is not None) == (1, True)
    done(visit, "retenir")
    assert refresh_drafts(visit.world.store, visit.world.settings, NOW) == 0
    assert first


def test_the_word_and_the_note_are_in_every_mail_in_html_and_text_and_in_the_archive(
    visit: Visit,
) -> None:
    first, _ = prepared(visit)
    visit.person("camille")
    visit.person("alix", kind="structure")
    done(visit, "introduction", texte=HELLO)
    done(visit, "note", consultation=first, texte=NOTE)
    approve(visit)
    visit.world.address(NOW)
    mails = visit.world.mails()
    assert len(mails) == 2
    for mail in mails:
        for part in (mail.html, mail.text):
            plain = part.replace("\u00a0", " ")
            assert "deux marchés à ne pas manquer !" in plain
            assert "Bonne semaine" in plain
            assert "Appeler l’acheteur avant jeudi" in plain
    archive = shown(visit.get("/editions/1"))
    assert "deux marchés à ne pas manquer !" in archive
    assert "Note de l’équipe : Appeler l’acheteur avant jeudi" in archive


def test_a_procedure_is_added_by_its_number_or_by_words_with_a_note(visit: Visit) -> None:
    prepared(visit)
    outside = notice(
        3,
        places=(),
        departments=("75",),
        buyer=None,
        published_on=NOW.date() - timedelta(days=5),
    )
    home = visit.world.publish(outside)
    visit.world.read()
    person = visit.person("camille")
    for words in (outside.id, outside.id.removeprefix("boamp:"), str(home), outside.title):
        found = visit.get("/equipe/editions/1/ajouter", params={"mots": words})
        assert f'name="consultation" value="{home}"' in found.text, words
    assert "Rien ne correspond" in visit.get("/equipe/editions/1/ajouter?mots=26-99999").text
    said = done(visit, "ajouter", consultation=home, note=NOTE)
    assert "Ajoutée par facilitator@mission.example" in said
    approve(visit)
    visit.world.address(NOW)
    assert (home, 1) in visit.world.versions_told(person)


def test_what_was_told_already_cannot_be_added(visit: Visit) -> None:
    first, _ = prepared(visit)
    approve(visit)
    visit.world.address(NOW)
    later = week_after(NOW)
    visit.world.compose(NEXT, later)
    visit.at = later
    visit.sign_in()
    answer = do(visit, "ajouter", 2, consultation=first)
    assert answer.status_code == 400
    assert "rien n’est dit deux fois" in shown(answer)
    with visit.world.store.read() as session:
        assert edition_choices.of(session, 2) == {}


def test_what_was_removed_may_be_added_to_a_later_edition(visit: Visit) -> None:
    first, _ = prepared(visit)
    person = visit.person()
    done(visit, "retirer", consultation=first, raison="à revoir")
    approve(visit)
    visit.world.address(NOW)
    later = week_after(NOW)
    visit.world.compose(NEXT, later)
    visit.at = later
    visit.sign_in()
    done(visit, "ajouter", 2, consultation=first)
    approve(visit, 2)
    visit.world.address(later)
    assert (first, 1) in visit.world.versions_told(person)


@pytest.mark.parametrize(
    ("what", "fields"),
    [
        ("introduction", {"texte": "x" * 1501}),
        ("note", {"texte": "x" * 501}),
        ("retirer", {"raison": " "}),
        ("note", {"consultation": "999", "texte": "x"}),
        ("retirer", {"consultation": "1.5", "raison": "x"}),
        ("ajouter", {"consultation": "999"}),
    ],
)
def test_what_cannot_be_taken_is_said_and_changes_nothing(
    visit: Visit, what: str, fields: dict[str, str]
) -> None:
    first, _ = prepared(visit)
    before = edition(visit)
    answer = do(visit, what, **{"consultation": str(first), **fields})
    assert answer.status_code == 400
    assert "À corriger" in shown(answer)
    assert edition(visit) == before


def test_hostile_words_stay_words_everywhere(visit: Visit) -> None:
    first, _ = prepared(visit)
    visit.person()
    wicked = "<script>alert(1)</script> ⟦unsubscribe_url⟧ {{ 7*7 }}"
    done(visit, "introduction", texte=wicked)
    done(visit, "note", consultation=first, texte=wicked)
    assert "<script>alert" not in visit.get("/equipe/editions/1").text
    assert "<script>alert" not in visit.get("/equipe/editions/1/courriel").text
    approve(visit)
    visit.world.address(NOW)
    (mail,) = visit.world.mails()
    assert "<script>" not in mail.html
    assert mail.html.count("⟦unsubscribe_url⟧") == 1
    assert "49" not in re.findall(r"script.*", mail.text)[0]


def test_what_changed_since_the_page_was_opened_is_not_approved(visit: Visit) -> None:
    prepared(visit)
    assert do(visit, "approuver").status_code == 400
    seen = edition(visit).revision
    visit.world.read()
    refresh_drafts(visit.world.store, visit.world.settings, NOW)
    answer = do(visit, "approuver", revision=seen)
    assert answer.status_code == 400
    assert "a changé depuis l’ouverture de cette page" in shown(answer)
    assert edition(visit).state == "draft"
    approve(visit)
    assert (edition(visit).state, edition(visit).approved_by) == (
        "approved",
        "facilitator@mission.example",
    )


def test_of_two_who_write_the_word_the_second_is_shown_the_first_one(visit: Visit) -> None:
    prepared(visit)
    done(visit, "introduction", texte="Le mien.")
    answer = do(visit, "introduction", texte="Le tien.", avant="")
    assert answer.status_code == 400
    assert "quelqu’un d’autre l’a changé" in shown(answer)
    assert "Le tien." in answer.text
    assert edition(visit).introduction == "Le mien."
    done(visit, "introduction", texte="Le nôtre.", avant="Le mien.")


def test_an_approval_can_be_taken_back_until_it_is_gone(visit: Visit) -> None:
    first, _ = prepared(visit)
    visit.person()
    approve(visit)
    assert do(visit, "retirer", consultation=first, raison="x").status_code == 400
    assert "retenue" in done(visit, "retenir")
    assert edition(visit).held
    visit.world.address(NOW)
    assert visit.world.mails() == []
    approve(visit)
    visit.world.address(NOW)
    assert len(visit.world.mails()) == 1
    assert do(visit, "retenir").status_code == 400


def test_a_test_goes_to_oneself_alone_and_tells_nobody_anything(visit: Visit) -> None:
    prepared(visit)
    person = visit.person()
    for fields in ({}, {"lecteur": "structure"}, {"adresse": "camille@structure.example"}):
        assert "L’essai vous est envoyé" in done(visit, "essai", **fields)
    sent = letters(visit)
    assert len(sent) == 3
    for letter in sent:
        assert letter["To"] == "facilitator@mission.example"
        assert str(letter["Subject"]).startswith("[Essai] ")
        assert letter["List-Unsubscribe"] is None
        assert "/desabonnement/" not in body(letter, "html")
    assert visit.world.told(person) == []
    assert visit.world.mails() == []
    assert edition(visit).state == "draft"


def test_the_preview_says_subject_and_weight_and_who_gets_it(visit: Visit) -> None:
    prepared(visit)
    visit.person("camille")
    visit.person("alix", kind="structure")
    page = shown(visit.get("/equipe/editions/1/apercu"))
    assert "Objet 2 marchés" in page
    assert "octets de HTML, sous la limite de 90 000" in page
    person = visit.get("/equipe/editions/1/apercu?adresse=camille@structure.example")
    assert "camille@structure.example" in shown(person)
    unknown = visit.get("/equipe/editions/1/apercu?adresse=personne@structure.example")
    assert unknown.status_code == 400
    assert "personne d’abonné" in shown(unknown)
    readers = shown(visit.get("/equipe/editions/1/destinataires"))
    assert re.search(r"structure 1 0 0 public 1 0 0 ensemble 2 0 0", readers)


def test_the_mail_is_shown_under_a_policy_of_its_own_styles(visit: Visit) -> None:
    prepared(visit)
    answer = visit.get("/equipe/editions/1/courriel?lecteur=structure")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe-inline" not in policy
    assert policy.count("'sha256-") > 5
    assert "Marchés auxquels votre structure pourrait répondre" in answer.text


def test_the_sending_is_followed_with_its_failures_by_reason(visit: Visit) -> None:
    prepared(visit)
    for name in ("camille", "alix", "claude"):
        visit.person(name)
    approve(visit)
    visit.world.address(NOW)
    assert "0 sur 3 messages" in shown(visit.get("/equipe/editions/1"))
    with visit.world.store.transaction() as session:
        first, second, _ = session.query(OutboxRow).order_by(OutboxRow.id)
        for row, who in ((first, "camille"), (second, "alix")):
            row.state, row.ended_at = "failed", NOW
            row.reason = f"le serveur refuse le destinataire : 550 <{who}@structure.example>"
    part = shown(visit.get("/equipe/editions/1/envoi"))
    assert "2 sur 3 messages" in part
    assert "2 échoués : le serveur refuse le destinataire : 550 …" in part
    assert "<html" not in visit.get("/equipe/editions/1/envoi").text
    assert "2 échoués, 1 en attente" in shown(visit.get("/equipe/editions"))


def test_it_is_sent_again_to_one_person_marked_and_nothing_is_told_twice(visit: Visit) -> None:
    prepared(visit)
    person = visit.person()
    visit.person("dominique", kind="structure")
    approve(visit)
    visit.world.address(NOW)
    waiting = do(visit, "renvoyer", adresse="camille@structure.example")
    assert "attend déjà de partir" in shown(waiting)
    visit.world.end_messages(NOW)
    told = visit.world.told(person)
    assert "sera renvoyé" in done(visit, "renvoyer", adresse="Camille@structure.example")
    first, again = messages_of(visit.world, "camille")
    assert again.subject == f"[Renvoi] {first.subject}"
    assert (again.html, again.text) == (first.html, first.text)
    assert again.message_id != first.message_id
    assert visit.world.told(person) == told
    assert "1 renvoi à une personne" in shown(visit.get("/equipe/editions/1"))


@pytest.mark.parametrize("why", ["unknown", "not addressed", "left"])
def test_it_is_sent_again_only_to_whom_it_was_addressed(visit: Visit, why: str) -> None:
    prepared(visit)
    person = visit.person()
    approve(visit)
    visit.world.address(NOW)
    visit.world.end_messages(NOW)
    visit.person("tardive")
    if why == "left":
        with visit.world.store.transaction() as session:
            subscribers.end(session, person)
    name = {"unknown": "personne", "not addressed": "tardive", "left": "camille"}[why]
    before = len(visit.world.mails())
    answer = do(visit, "renvoyer", adresse=f"{name}@structure.example")
    assert answer.status_code == 400
    assert len(visit.world.mails()) == before


def test_a_reader_looks_and_changes_nothing(visit: Visit) -> None:
    first, _ = prepared(visit, "reader")
    page = visit.get("/equipe/editions/1")
    assert page.status_code == 200
    assert "Approuver" not in page.text
    assert "Annoter" not in page.text
    assert do(visit, "retirer", consultation=first, raison="x").status_code == 403


def test_what_staff_did_is_in_the_trail(visit: Visit) -> None:
    first, second = prepared(visit)
    done(visit, "introduction", texte="Bonjour.")
    done(visit, "note", consultation=first, texte=NOTE)
    done(visit, "retirer", consultation=second, raison="hors territoire")
    done(visit, "essai")
    approve(visit)
    with visit.world.store.read() as session:
        lines = audit.newest(session, "veille", most=20)
    assert [one.action for one in lines][:5] == [
        "edition.approve",
        "edition.test",
        "edition.remove",
        "edition.note",
        "edition.introduction",
    ]
    assert lines[2].detail == f"consultation {second} : hors territoire"
    assert lines[2].subject.startswith("édition 1, hebdomadaire, Hérault")


def test_an_edition_that_does_not_exist_is_no_page(visit: Visit) -> None:
    prepared(visit)
    for path in ("", "/apercu", "/courriel", "/destinataires", "/ajouter", "/envoi"):
        assert visit.get(f"/equipe/editions/99{path}").status_code == 404
    assert do(visit, "retenir", 99).status_code == 404
