"""axe-core on every page and every mail, in light and dark; nothing is wider than a telephone."""

from typing import TYPE_CHECKING, Any

import pytest

from newsletters.rendering import render
from tests.browser.conftest import Served
from tests.browser.ledger import Ledger
from tests.newsletters.mail_kinds import filled
from tests.newsletters.small_edition import EDITION
from tests.web.page_examples import addresses
from tests.web.visiting import Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SCHEMES = ("light", "dark")
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
NARROWEST = 320  # a page of 1280 pixels at 400 %, which WCAG 1.4.10 asks for
NO_PAGE = ("/s-abonner/apercu",)  # a part of one, for the script


def pages(visit: Visit, first: int) -> dict[str, str]:
    """Every page that people look at, by the path of its route, and some that refuse."""
    html = {
        path: address
        for path, address in addresses(visit, first).items()
        if path not in NO_PAGE and "text/html" in visit.get(address).headers["content-type"]
    }
    return html | {
        "404": "/nulle-part",
        "400": "/mon-abonnement/faux",
        "s-abonner, aperçu": "/s-abonner?territoire=34&quoi=reserved",
        "recherche, rien": "/recherche?mots=piscine",
        "recherche, refusée": "/recherche?secteur=zz",
        "consultation suivie": f"/s-abonner?consultation={first}",
    }


def mails() -> dict[str, str]:
    """A mail of every kind, as one reader gets it, and the digest of an organisation."""
    found = {name: html for name, (_, html, _) in filled().items()}
    return found | {"organisation": render(EDITION).html}


def violations(page: "Page") -> Any:
    from axe_playwright_python.sync_playwright import Axe

    return Axe().run(page, options=RULES).response["violations"]


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_page_has_a_violation(
    browser: "Browser", served: Served, ledger: Ledger, scheme: Any
) -> None:
    page = browser.new_page(color_scheme=scheme, viewport={"width": NARROWEST, "height": 800})
    served.sign_in(page, "admin")
    wrong, wide = [], []
    for name, address in pages(served.visit, served.first).items():
        page.goto(served.url + address.removeprefix("https://veille.example"))
        wrong += ledger.note("page", name, scheme, violations(page))
        if page.evaluate("document.documentElement.scrollWidth") > NARROWEST:
            wide.append(name)
    page.close()
    assert wrong == []
    assert wide == []


@pytest.mark.parametrize("scheme", SCHEMES)
def test_no_mail_has_a_violation(browser: "Browser", ledger: Ledger, scheme: Any) -> None:
    page = browser.new_page(color_scheme=scheme, viewport={"width": 360, "height": 800})
    wrong = []
    found = mails()
    for name, html in found.items():
        page.set_content(html)
        wrong += ledger.note("mail", name, scheme, violations(page))
    page.close()
    assert wrong == []
    assert len(found) > 8


def test_a_violation_would_be_seen(browser: "Browser") -> None:
    page = browser.new_page()
    page.set_content('<html lang="fr"><title>x</title><main><h1>x</h1><img src="x"></main>')
    assert "image-alt" in {one["id"] for one in violations(page)}
    page.close()
