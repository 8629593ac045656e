"""A member of staff signs in with the code of their mail, in the tab that asked."""

import email
from email.policy import default
from typing import TYPE_CHECKING

from tests.browser.conftest import Served
from veille.app.people import staffing

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ADDRESS = "sacha@mission.example"


def test_a_member_comes_in_by_code_and_leaves(browser: "Browser", served: Served) -> None:
    world = served.visit.world
    with world.store.transaction() as session:
        now = served.visit.at
        staffing.add(session, "veille", ADDRESS, role="admin", name="Sacha", now=now)
    page = browser.new_page()
    page.goto(f"{served.url}/equipe/journal")
    page.get_by_label("Votre adresse électronique").fill(ADDRESS)
    page.get_by_role("button", name="Recevoir un code").click()
    page.get_by_label("Code à six chiffres").wait_for()
    (file,) = (world.settings.var_dir / "mail" / "outbox").glob("*.eml")
    letter = email.message_from_bytes(file.read_bytes(), policy=default)
    page.get_by_label("Code à six chiffres").fill(str(letter["Subject"])[:6])
    page.keyboard.press("Enter")
    page.wait_for_url("**/equipe/journal")
    assert "connexion" in page.inner_text("tbody")
    page.get_by_role("button", name="Se déconnecter").click()
    page.get_by_label("Votre adresse électronique").wait_for()
    page.goto(f"{served.url}/equipe/journal")
    assert page.get_by_label("Votre adresse électronique").is_visible()
    page.context.close()
