"""What browsers may do with our pages, and what is turned away before a page sees it."""

import re
from typing import Any

import pytest

from tests.web.test_get_changes_nothing import addresses
from tests.web.visiting import BASE, Visit, dump, furnish, shown, visit
from veille.app.finds import limits
from veille.app.web import assets
from veille.app.web.guard import DOCUMENTS, MOST_BYTES

__all__ = ["visit"]

FORM = {"adresse": "nouvelle@structure.example", "rythme": "weekly"}
NOTICE_TEXT = (
    "/editions/{edition_id}",
    "/consultations/{procedure_id}",
    "/recherche",
    "/mon-edition/{token}",
)


MAIL = "/equipe/editions/{edition_id}/courriel"
"""A mail as it leaves: its styles are in it, and its policy names the hash of each."""

PARTS = ("/s-abonner/apercu", "/equipe/editions/{edition_id}/envoi", MAIL)
"""What a script puts into a page, and what is no page of ours."""


def test_every_answer_says_what_a_browser_may_do(visit: Visit) -> None:
    for path, address in addresses(visit).items():
        headers = visit.get(address).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy, path
        assert "unsafe-inline" not in policy, path
        assert path == MAIL or "unsafe" not in policy, path
        assert headers["x-content-type-options"] == "nosniff", path
        assert headers["referrer-policy"] == "same-origin", path
        assert headers["strict-transport-security"].startswith("max-age="), path
        assert "set-cookie" not in headers, path


def test_no_page_has_a_style_or_a_script_of_its_own(visit: Visit) -> None:
    for path, address in addresses(visit).items():
        page = visit.get(address)
        if path != MAIL and "text/html" in page.headers.get("content-type", ""):
            assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=", page.text), (
                path
            )


def test_every_page_is_french_and_has_one_title(visit: Visit) -> None:
    for path, address in addresses(visit).items():
        page = visit.get(address)
        if "text/html" in page.headers.get("content-type", "") and path not in PARTS:
            assert '<html lang="fr">' in page.text, path
            assert len(re.findall(r"<h1[ >]", page.text)) == 1, path
            assert 'href="#contenu"' in page.text, path


@pytest.mark.parametrize("path", [*NOTICE_TEXT, "/editions/{edition_id}.csv", "/flux/{token}"])
def test_what_holds_the_text_of_notices_is_not_for_search_engines(visit: Visit, path: str) -> None:
    answer = visit.get(addresses(visit)[path])
    assert "noindex" in answer.headers.get("x-robots-tag", "") + answer.text


def test_signed_addresses_are_closed_to_robots(visit: Visit) -> None:
    closed = visit.get("/robots.txt").text
    for path in (
        "confirmer",
        "mon-abonnement",
        "desabonnement",
        "mon-edition",
        "flux",
        "equipe",
        "api",
    ):
        assert f"Disallow: /{path}/" in closed


def test_pages_without_tls_ask_for_none(visit: Visit) -> None:
    bare = Visit(visit.world, public_url="http://veille.example")
    assert "strict-transport-security" not in bare.get("/").headers


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://ailleurs.example"},
        {"Origin": "null"},
    ],
)
def test_another_site_cannot_post_a_form_of_ours(visit: Visit, headers: dict[str, str]) -> None:
    person = visit.person()
    before = dump(visit.world.store)
    for path in ("/s-abonner", f"{visit.manage(person)}/effacer"):
        refused = visit.post(path, FORM | {"oui": "oui"}, headers=headers)
        assert refused.status_code == 403
        assert "ne vient pas de ce site" in shown(refused)
    assert dump(visit.world.store) == before


@pytest.mark.parametrize(
    "headers",
    [{"Sec-Fetch-Site": "same-origin"}, {"Sec-Fetch-Site": "none"}, {"Origin": BASE}, {}],
)
def test_our_own_forms_are_taken(visit: Visit, headers: dict[str, str]) -> None:
    assert visit.post("/s-abonner", FORM, headers=headers).status_code == 200


def test_a_mail_reader_may_post_the_one_click(visit: Visit) -> None:
    link = visit.links(visit.person())["unsubscribe_url"]
    one_click = {"List-Unsubscribe": "One-Click"}
    done = visit.post(link, one_click, headers={"Sec-Fetch-Site": "cross-site"})
    assert done.status_code == 200


def test_a_body_that_is_too_large_is_refused(visit: Visit) -> None:
    refused = visit.post("/s-abonner", {"mots": "a" * MOST_BYTES})
    assert refused.status_code == 413
    assert "trop volumineux" in shown(refused)


def test_documents_may_be_larger_in_their_one_place_and_not_without_end(visit: Visit) -> None:
    def handed(path: str, size: int) -> int:
        file = ("documents", ("a.txt", b"a" * size))
        return int(visit.post(path, files=[file]).status_code)

    visit.sign_in()
    assert handed(DOCUMENTS, 2 * MOST_BYTES) == 303
    assert handed("/equipe/ajouter/apercu", 2 * MOST_BYTES) == 413
    assert handed(DOCUMENTS, limits.MOST_BYTES + 1) == 400
    assert handed(DOCUMENTS, limits.MOST_BYTES + MOST_BYTES) == 413


def test_so_is_one_that_does_not_say_its_size(visit: Visit) -> None:
    def endless() -> Any:
        for _ in range(MOST_BYTES // 10_000 + 2):
            yield b"mots=" + b"a" * 10_000 + b"&"

    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    assert visit.browser.post("/s-abonner", content=endless(), headers=headers).status_code == 413


@pytest.mark.parametrize("length", ["douze", "-1", "1e3"])
def test_so_is_one_that_lies_about_it(visit: Visit, length: str) -> None:
    headers = {"Content-Length": length}
    assert visit.browser.post("/s-abonner", content=b"", headers=headers).status_code == 413


def test_a_file_or_a_thousand_fields_is_no_form_of_ours(visit: Visit) -> None:
    many = {f"champ{number}": "1" for number in range(1000)}
    assert visit.post("/s-abonner", many).status_code == 400
    sent = visit.browser.post("/s-abonner", files={"adresse": ("a.txt", b"x")})
    assert sent.status_code == 400


def test_head_says_what_get_would_without_the_body(visit: Visit) -> None:
    answer = visit.browser.head("/")
    assert (answer.status_code, answer.content) == (200, b"")
    assert visit.browser.head("/nulle-part").status_code == 404


def test_style_and_script_are_kept_for_ever_under_a_name_that_changes_with_them(
    visit: Visit,
) -> None:
    for name in ("style.css", "veille.js", "icon.svg"):
        kept = visit.get(assets.address(name))
        assert kept.status_code == 200
        assert "immutable" in kept.headers["cache-control"]
    assert visit.get("/statique/style.css").status_code == 404
    assert visit.get("/statique/..%2Fsite.py").status_code == 404
    assert len(visit.get(assets.address("style.css")).content) < 25_000


def test_pages_are_never_kept_by_a_proxy(visit: Visit) -> None:
    assert visit.get(visit.manage(visit.person())).headers["cache-control"] == "no-store"


def test_a_site_under_a_path_links_to_itself(visit: Visit) -> None:
    furnish(visit.world)
    under = Visit(visit.world, public_url="https://mairie.example/veille")
    for asked in ("/", "/veille/"):
        page = under.browser.get(f"https://mairie.example{asked}")
        assert page.status_code == 200
        links = re.findall(r'(?:href|action|src)="(/[^"]*)"', page.text)
        assert links
        assert all(link.startswith("/veille/") for link in links)
    style = next(link for link in links if link.endswith(".css"))
    assert under.browser.get(f"https://mairie.example{style}").status_code == 200
    leave = under.links(under.person())["unsubscribe_url"].removeprefix(BASE)
    for path in (leave, f"/veille{leave}"):
        headers = {"Sec-Fetch-Site": "cross-site"}
        done = under.browser.post(f"https://mairie.example{path}", headers=headers)
        assert done.status_code == 200
