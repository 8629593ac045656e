"""axe-core on every page and every mail, in light and dark; nothing is wider than a telephone."""

from typing import TYPE_CHECKING

import pytest

from newsletters.rendering import render
from tests.browser.conftest import Served
from tests.browser.ledger import Ledger, in_both_schemes
from tests.newsletters.mail_kinds import filled
from tests.newsletters.small_edition import EDITION
from tests.web.page_examples import addresses
from tests.web.visiting import Visit

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

PARTS = 2
NARROWEST = 320  # a page of 1280 pixels at 400 %, which WCAG 1.4.10 asks for
NO_PAGE = ("/s-abonner/apercu", "/equipe/editions/{edition_id}/envoi")  # parts, for scripts


def pages(visit: Visit, first: int) -> dict[str, str]:
    """Every page that people look at, by the path of its route, and some that refuse."""
    html = {
        path: address
        for path, address in addresses(visit, first).items()
        if path not in NO_PAGE and "text/html" in visit.get(address).headers.get("content-type", "")
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


@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_has_a_violation(
    browser: "Browser", served: Served, ledger: Ledger, part: int
) -> None:
    page = browser.new_page(viewport={"width": NARROWEST, "height": 800})
    served.sign_in(page, "admin")
    wrong, wide = [], []
    some = list(pages(served.visit, served.first).items())[part::PARTS]
    for name, address in some:
        page.goto(served.url + address.removeprefix("https://veille.example"))
        wrong += ledger.look(page, name)
        if page.evaluate("document.documentElement.scrollWidth") > NARROWEST:
            wide.append(name)
    page.close()
    assert wrong == []
    assert wide == []
    assert len(some) > 20


def test_no_mail_has_a_violation(browser: "Browser", ledger: Ledger) -> None:
    page = browser.new_page(viewport={"width": 360, "height": 800})
    wrong = []
    found = mails()
    for name, html in found.items():
        page.set_content(html)
        wrong += ledger.look(page, name, sort="mail")
    page.close()
    assert wrong == []
    assert len(found) > 8


def test_a_violation_would_be_seen(browser: "Browser") -> None:
    page = browser.new_page()
    page.set_content('<html lang="fr"><title>x</title><main><h1>x</h1><img src="x"></main>')
    assert "image-alt" in seen(page)["light"]
    page.close()


def test_a_colour_that_is_faint_in_the_dark_would_be_seen(browser: "Browser") -> None:
    page = browser.new_page()
    page.set_content(
        '<html lang="fr"><title>x</title><style>@media (prefers-color-scheme: dark) '
        "{ body { background: #222; color: #333 } }</style><main><h1>Les marchés</h1></main>"
    )
    assert seen(page) == {"light": set(), "dark": {"color-contrast"}}
    page.close()


def seen(page: "Page") -> dict[str, set[str]]:
    return {scheme: {one["id"] for one in found} for scheme, found in in_both_schemes(page)}
