"""A procedure taken up, noted and passed on, as two colleagues do it in their browsers."""

from typing import TYPE_CHECKING

from tests.browser.conftest import Served
from tests.web.staff_worlds import colleague, expected_call, sign_in_as
from veille.store.staff import Member

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

TITLE = "Nettoyage de la halle inventée"


def signed_in(browser: "Browser", served: Served, member: Member) -> "Page":
    """A page of a browser of the member's own."""
    page = browser.new_context().new_page()
    sign_in_as(served.visit, member)
    served.carry(page)
    return page


def test_one_takes_it_up_notes_and_passes_it_on_and_the_other_sees_it(
    browser: "Browser", served: Served
) -> None:
    expected_call(served.visit.world, 50, title=TITLE)
    camille, sacha = colleague(served.visit, "Camille"), colleague(served.visit, "Sacha")
    page = signed_in(browser, served, camille)
    page.goto(f"{served.url}/equipe/suivi")
    page.get_by_role("button", name=f"Je m’en occupe : {TITLE}").press("Enter")
    assert "vous vous en occupez" in page.get_by_role("status").inner_text()
    page.get_by_role("link", name="Les miennes").click()
    page.get_by_role("link", name=f"Noter la suite : {TITLE}").click()
    page.get_by_label("Ce qui a été fait").select_option("acheteur appelé")
    page.get_by_label("Commentaire").fill("rappeler lundi")
    page.get_by_role("button", name="Noter", exact=True).click()
    assert "Acheteur appelé" in page.locator("#suivi").inner_text()
    page.get_by_text("Passer à quelqu’un").click()
    page.get_by_label("À qui").select_option("Sacha Inventée")
    page.get_by_label("Un mot").fill("tu connais le service")
    page.get_by_role("button", name="Passer", exact=True).click()
    assert "Sacha Inventée s’en occupe" in page.locator("#suivi").inner_text()
    page.context.close()

    other = signed_in(browser, served, sacha)
    other.goto(f"{served.url}/equipe/suivi")
    mine = other.locator("article", has_text=TITLE).inner_text()
    assert "Camille Inventée vous la passe" in mine
    assert "tu connais le service" in mine
    assert "acheteur appelé" in mine
    other.context.close()
