"""A member of staff prepares an edition in a browser, approves it, and it leaves."""

import email
from email.message import EmailMessage
from email.policy import default
from typing import TYPE_CHECKING, Any

import pytest

from tests.app.mailing_world import reserved_call
from tests.browser.conftest import Served
from tests.newsletters.invented import NOW
from tests.web.visiting import Visit, opened
from veille.app.steps.deliver import deliver_outbox

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page


@pytest.fixture
def drafted(tmp_path: "Path") -> "Iterator[Served]":
    """A site with a draft of two procedures, and one reader."""
    from tests.browser.conftest import running

    with opened(tmp_path) as world:
        first, _ = reserved_call(world, 1)
        reserved_call(world, 2)
        visit = Visit(world)
        visit.person("camille", display_name="Camille")
        world.compose()
        with running(visit) as url:
            yield Served(url, visit, first)


def letters(served: Served) -> list[EmailMessage]:
    folder = served.visit.world.settings.var_dir / "mail" / "outbox"
    found = (file.read_bytes() for file in folder.glob("*.eml"))
    return [email.message_from_bytes(content, policy=default) for content in found]


def text_of(letter: EmailMessage) -> str:
    part = letter.get_body(("plain",))
    assert part is not None
    return str(part.get_content()).replace("\u00a0", " ")


def opened_page(browser: "Browser", served: Served) -> tuple["Page", list[str]]:
    page = browser.new_page()
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    served.sign_in(page)
    return page, said


def test_from_the_draft_to_the_mail(browser: "Browser", drafted: Served) -> None:
    page, said = opened_page(browser, drafted)
    page.goto(f"{drafted.url}/equipe/editions")
    page.get_by_role("link", name="du 9 au 15 novembre 2026").click()
    page.get_by_label("En tête de chaque courriel").fill("Bonjour : deux marchés à voir !")
    page.get_by_role("button", name="Enregistrer le mot").click()
    assert "Le mot d’introduction est enregistré" in page.inner_text("main")

    entry = page.locator(f"#consultation-{drafted.first}")
    entry.get_by_text("Annoter ou retirer").click()
    entry.get_by_label("Retirer, parce que").fill("Hors de notre territoire")
    entry.get_by_role("button", name="Retirer").click()
    assert "Hors de notre territoire" in page.locator(f"#consultation-{drafted.first}").inner_text()

    other = page.locator(".desk-entry:not(.removed)")
    other.get_by_text("Annoter ou retirer").click()
    other.get_by_label("Note sous cette ligne").fill("Appeler l'acheteur avant jeudi")
    other.get_by_role("button", name="Enregistrer la note").click()

    page.get_by_role("button", name="M’envoyer un essai").click()
    (test,) = letters(drafted)
    assert str(test["Subject"]).startswith("[Essai] 1\u00a0marché")
    assert test["To"] == "facilitator@mission.example"

    page.get_by_role("link", name="Aperçu du courriel").click()
    assert "sous la limite" in page.inner_text("main").replace("\u00a0", " ")
    page.get_by_role("link", name="Voir le courriel tel qu’il part").click()
    mark = page.get_by_text("Réservé aux EA et ESAT").first
    assert mark.evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(91, 42, 134)"
    page.go_back()
    page.get_by_role("link", name="Lignes").click()

    page.get_by_role("button", name="Approuver").click()
    assert "L’édition est approuvée" in page.inner_text("main")
    world = drafted.visit.world
    world.address(NOW)
    page.reload()
    assert "0 sur 1 message" in page.inner_text("#envoi").replace("\u00a0", " ")
    deliver_outbox(world.store, world.settings, lambda: drafted.visit.at)
    page.get_by_text("L’envoi est terminé").wait_for(timeout=9000)
    (mail,) = (one for one in letters(drafted) if "camille" in str(one["To"]))
    words = text_of(mail)
    assert "Bonjour : deux marchés à voir !" in words
    assert "Note de l’équipe : Appeler l’acheteur avant jeudi" in words
    assert "n° 2" in words
    assert "n° 1" not in words
    page.close()
    assert said == []


def test_the_desk_works_with_a_keyboard_and_without_a_script(
    browser: "Browser", drafted: Served
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page: Any = context.new_page()
    drafted.sign_in(page)
    page.goto(f"{drafted.url}/equipe/editions/1")
    entry = page.locator(f"#consultation-{drafted.first}")
    summary = entry.locator("summary")
    summary.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    page.keyboard.type("Doublon")
    page.keyboard.press("Enter")
    assert "Doublon" in page.locator(".removed").inner_text()
    page.get_by_role("button", name="Remettre").press("Enter")
    assert page.locator(".removed").count() == 0
    context.close()
