"""What people do, as they do it: with a mouse or a keyboard, with a script or without."""

import re
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.conftest import Served
from tests.web.visiting import confirmation_page
from veille.store import subscribers, subscriptions

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ADDRESS = "nouvelle@structure.example"


@pytest.fixture
def page(browser: "Browser") -> Any:
    """A page that must not break a rule of ours, nor fail to load anything."""
    made = browser.new_page()
    said: list[str] = []
    made.on("console", lambda message: said.append(message.text))
    made.on("pageerror", lambda error: said.append(str(error)))
    yield made
    made.close()
    assert said == []


def subscribe(page: "Page", url: str) -> None:
    page.goto(f"{url}/s-abonner")
    page.get_by_label("Les marchés réservés").check()
    page.get_by_label("Je travaille dans un ESAT").check()
    page.get_by_label("Adresse électronique").fill(ADDRESS)
    page.get_by_role("button", name="S’abonner", exact=True).click()
    assert "Un message vient d’être envoyé" in page.inner_text("main")


def state(served: Served) -> str | None:
    with served.visit.world.store.read() as session:
        found = subscribers.find(session, "veille", ADDRESS)
    return found.state if found else None


def test_subscribe_confirm_change_and_leave(page: "Page", served: Served) -> None:
    subscribe(page, served.url)
    assert state(served) == "pending"
    page.goto(served.url + confirmation_page(served.visit.world))
    assert state(served) == "pending"
    page.get_by_role("button", name="Je confirme").click()
    assert "confirmé" in page.inner_text("main")
    assert state(served) == "active"

    with served.visit.world.store.read() as session:
        person = subscribers.find(session, "veille", ADDRESS)
        assert person is not None
    page.goto(served.at(served.visit.links(person.id)["manage_url"]))
    page.get_by_role("link", name=re.compile("Modifier")).click()
    assert page.get_by_label("Les marchés réservés").is_checked()
    page.get_by_label("chaque jour ouvré").check()
    page.get_by_role("button", name="Enregistrer").click()
    assert "C’est enregistré" in page.inner_text("main")
    with served.visit.world.store.read() as session:
        (one,) = subscriptions.of(session, person.id)
    assert one.rhythm == "daily"

    page.goto(served.at(served.visit.links(person.id)["unsubscribe_url"]))
    page.get_by_role("button", name="Tout arrêter").first.click()
    assert "plus rien" in page.inner_text("main")
    assert state(served) == "ended"


def test_the_preview_follows_the_choices(page: "Page", served: Served) -> None:
    page.goto(f"{served.url}/s-abonner")
    page.get_by_label("Les marchés réservés").check()
    page.locator("#apercu").get_by_text("1 marché").wait_for(timeout=5000)
    page.get_by_text("Affiner").click()
    page.get_by_label("Avec l’un de ces mots").fill("piscine")
    page.locator("#apercu").get_by_text("n’aurait rien envoyé").wait_for(timeout=5000)


def test_all_of_it_works_without_a_script(browser: "Browser", served: Served) -> None:
    page = browser.new_page(java_script_enabled=False)
    page.goto(f"{served.url}/s-abonner")
    page.get_by_label("Les marchés réservés").check()
    page.get_by_label("Adresse électronique").fill(ADDRESS)
    page.get_by_role("button", name="Voir l’aperçu").click()
    assert "1 marché" in page.inner_text("#apercu")
    assert ADDRESS not in page.url
    assert page.get_by_label("Adresse électronique").input_value() == ADDRESS
    page.get_by_role("button", name="S’abonner", exact=True).click()
    assert state(served) == "pending"
    page.close()


def test_a_keyboard_suffices(page: "Page", served: Served) -> None:
    page.goto(f"{served.url}/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Aller au contenu"
    assert page.locator(".skip").bounding_box()["x"] >= 0  # type: ignore[index]
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "S’abonner par courriel"
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert outline == "3px"
    page.keyboard.press("Enter")
    page.wait_for_url("**/s-abonner")


def test_a_search_leads_to_a_procedure_and_to_following_it(page: "Page", served: Served) -> None:
    page.goto(f"{served.url}/recherche")
    page.get_by_role("searchbox").fill("jardin")
    page.get_by_role("button", name="Rechercher").click()
    page.get_by_role("link", name=re.compile("jardins inventés n° 1")).click()
    page.get_by_role("link", name="Être prévenu de la suite").click()
    assert "Vous suivrez" in page.inner_text("main")
    assert page.get_by_label("dès qu’un avis paraît").is_checked()


def test_forms_are_taken_where_browsers_tell_less(browser: "Browser", served: Served) -> None:
    """Without TLS, and off this machine, a browser says no Fetch Metadata: Origin must do."""
    page = browser.new_page()
    sent: list[dict[str, str]] = []
    page.on("request", lambda one: sent.append(one.headers) if one.method == "POST" else None)
    subscribe(page, served.url.replace("127.0.0.1", "mairie.example"))
    page.close()
    (headers,) = sent
    assert "sec-fetch-site" not in headers
    assert state(served) == "pending"


def test_another_site_cannot_send_our_form(browser: "Browser", served: Served) -> None:
    page = browser.new_page()
    page.route("http://ailleurs.example/**", lambda route: route.fulfill(
        content_type="text/html",
        body=f'<form method="post" action="{served.url}/s-abonner">'
        f'<input name="adresse" value="{ADDRESS}"></form>',
    ))  # fmt: skip
    page.goto("http://ailleurs.example/")
    with page.expect_navigation():
        page.evaluate("document.forms[0].submit()")
    assert "ne vient pas de ce site" in page.inner_text("main")
    assert state(served) is None
    page.close()
