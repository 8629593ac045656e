"""A code in the tab that asked, a link anywhere else; nothing tells who is a member."""

import email
import re
from datetime import timedelta
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.web.visiting import BASE, Visit, dump, shown, visit
from veille.app.people import staffing

__all__ = ["visit"]

ADDRESS = "sacha@mission.example"
HERE = {"Origin": BASE}


@pytest.fixture(autouse=True)
def _member(visit: Visit) -> None:
    with visit.world.store.transaction() as session:
        staffing.add(session, "veille", ADDRESS, role="reader", name="Sacha", now=visit.at)


def ask(visit: Visit, address: str = ADDRESS, suite: str = "") -> Any:
    return visit.post("/equipe/demander", {"adresse": address, "suite": suite}, headers=HERE)


def letters(visit: Visit) -> list[EmailMessage]:
    """What was handed over, the newest last."""
    folder = visit.world.settings.var_dir / "mail" / "outbox"
    files = sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
    return [email.message_from_bytes(file.read_bytes(), policy=default) for file in files]


def code_of(letter: EmailMessage) -> str:
    return str(letter["Subject"])[:6]


def link_of(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    assert body is not None
    (found,) = re.findall(r"https://veille\.example(/equipe/entrer/[\w-]+)", body.get_content())
    return str(found)


def enter(visit: Visit, code: str, suite: str = "") -> Any:
    return visit.post("/equipe/code", {"code": code, "suite": suite}, headers=HERE)


def is_in(visit: Visit) -> bool:
    return "Bonjour Sacha" in shown(visit.get("/equipe"))


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 1_000_000:06d}"


def test_the_code_lets_the_asking_tab_in_once(visit: Visit) -> None:
    assert "un message vient de lui être envoyé" in shown(ask(visit))
    (letter,) = letters(visit)
    assert letter["To"] == f"Sacha <{ADDRESS}>"
    code = code_of(letter)
    spaced = f"{code[:3]} {code[3:]}"
    assert enter(visit, spaced, "/equipe?x=1").headers["location"] == "/equipe?x=1"
    assert is_in(visit)
    visit.sign_out()
    assert enter(visit, code).status_code == 400


def test_another_tab_cannot_use_the_code(visit: Visit) -> None:
    ask(visit)
    code = code_of(letters(visit)[-1])
    visit.sign_out()
    assert enter(visit, code).status_code == 400
    ask(visit, "nobody@mission.example")
    assert enter(visit, code).status_code == 400
    assert not is_in(visit)


def test_the_link_lets_in_anywhere_and_takes_the_code_with_it(visit: Visit) -> None:
    ask(visit)
    (letter,) = letters(visit)
    tab = dict(visit.browser.cookies)
    visit.sign_out()
    assert visit.post(link_of(letter), headers=HERE).status_code == 303
    assert is_in(visit)
    visit.sign_out()
    visit.browser.cookies.update(tab)
    assert enter(visit, code_of(letter)).status_code == 400


def test_after_five_wrong_codes_the_right_one_is_wrong_too(visit: Visit) -> None:
    ask(visit)
    code = code_of(letters(visit)[-1])
    for _ in range(staffing.MOST_TRIES):
        assert enter(visit, wrong(code)).status_code == 400
    assert enter(visit, code).status_code == 400
    assert not is_in(visit)


def test_a_code_is_good_for_ten_minutes(visit: Visit) -> None:
    ask(visit)
    visit.at += timedelta(minutes=10)
    assert enter(visit, code_of(letters(visit)[-1])).status_code == 400


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "１２３４５６", "' OR 1=1"])
def test_what_is_no_code_is_said_to_be_none(visit: Visit, code: str) -> None:
    ask(visit)
    answer = enter(visit, code)
    assert answer.status_code == 400
    assert "ce code n’est pas le bon" in shown(answer)


def test_nothing_tells_who_is_a_member(visit: Visit) -> None:
    known, unknown = ask(visit), ask(visit, "nobody@mission.example")
    assert known.text == unknown.text
    assert known.status_code == unknown.status_code
    names = [{one.name for one in answer.cookies.jar} for answer in (known, unknown)]
    assert names[0] == names[1]
    assert len(letters(visit)) == 1


def test_who_left_gets_no_letter(visit: Visit) -> None:
    admin = visit.sign_in("admin")
    with visit.world.store.transaction() as session:
        member = staffing.known(session, "veille", ADDRESS)
        staffing.end(session, member.id, visit.at, by=admin)
    visit.sign_out()
    ask(visit)
    assert letters(visit) == []


def test_the_store_holds_nothing_that_lets_in(visit: Visit) -> None:
    ask(visit)
    (letter,) = letters(visit)
    everything = str(dump(visit.world.store))
    assert code_of(letter) not in everything
    assert link_of(letter).rpartition("/")[2] not in everything


def test_no_mailbox_is_flooded(visit: Visit) -> None:
    answers = [ask(visit).status_code for _ in range(12)]
    assert answers == [200] * 10 + [429] * 2
    assert len(letters(visit)) == 10


def test_without_a_public_address_the_letter_has_no_link(visit: Visit) -> None:
    """The address that a request states is whatever its sender wants."""
    object.__setattr__(visit.site, "settings", visit.site.settings.model_copy(
        update={"public_url": None}
    ))  # fmt: skip
    headers = {"Origin": "https://ailleurs.example", "Host": "ailleurs.example"}
    visit.post("/equipe/demander", {"adresse": ADDRESS}, headers=headers)
    (letter,) = letters(visit)
    assert "ailleurs" not in letter.as_string()
    assert "/equipe/entrer" not in letter.as_string()


def test_a_relay_that_refuses_is_told_to_the_journal_not_to_the_asker(
    visit: Visit,
) -> None:
    visit.world.settings.var_dir.joinpath("mail").write_text("a file where a folder should be")
    with capture_logs() as said:
        assert ask(visit).status_code == 200
    assert "sign-in letter not handed over" in {line["event"] for line in said}


def test_signing_in_and_out_is_written_down(visit: Visit) -> None:
    ask(visit)
    enter(visit, code_of(letters(visit)[-1]))
    visit.post("/equipe/sortir", headers=HERE)
    visit.sign_in("admin")
    words = shown(visit.get("/equipe/journal"))
    assert "Sacha connexion" in words
    assert "Sacha déconnexion" in words
