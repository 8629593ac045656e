"""Under a path, whether the proxy takes it off or not: links, forms, redirects, cookies, feeds."""

import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup
from starlette.testclient import TestClient

from tests.web.page_examples import addresses
from tests.web.source_world import fail
from tests.web.visiting import Visit, dump, opened, visit
from veille.app.web.signed_in import cookie_name

__all__ = ["visit"]

HOST = "https://mission.example"
ROOT = "/veille"
ATTRIBUTES = {"a": "href", "link": "href", "script": "src", "img": "src", "form": "action"}


class Proxy(TestClient):
    """Hands what is asked under the path on, with the path or without."""

    strips = False

    def request(self, method: str, url: Any, **options: Any) -> Any:
        asked = str(url).removeprefix(HOST)
        assert asked.startswith(f"{ROOT}/"), f"{asked} is not ours"
        return super().request(
            method, HOST + (asked.removeprefix(ROOT) if self.strips else asked), **options
        )


@pytest.fixture(params=[True, False], ids=["strips", "keeps"])
def proxied(request: pytest.FixtureRequest, tmp_path: Path) -> Any:
    with opened(tmp_path) as world:
        at = Visit(world)
        pages = addresses(at)
        under = Visit(world, public_url=HOST + ROOT)
        browser = Proxy(
            under.app,
            base_url=HOST,
            client=("127.0.0.1", 1),
            headers={"Origin": HOST},
            follow_redirects=False,
        )
        browser.strips = request.param
        under.browser = browser
        under.pages = pages  # type: ignore[attr-defined]
        yield under


def ours(value: str) -> bool:
    """Whether an address is on our site."""
    parts = urlsplit(value)
    return not parts.netloc or f"{parts.scheme}://{parts.netloc}" == HOST


def asked(page: Any) -> list[str]:
    """The addresses on our site that a page leads to."""
    soup = BeautifulSoup(page.text, "html.parser")
    found = [
        str(tag[attribute])
        for name, attribute in ATTRIBUTES.items()
        for tag in soup.find_all(name)
        if tag.has_attr(attribute)
    ]
    found += [str(tag["data-preview"]) for tag in soup.select("[data-preview]")]
    return [one for one in found if one and not one.startswith(("#", "mailto:", "?"))]


def test_every_page_leads_to_pages_under_the_path(proxied: Any) -> None:
    proxied.sign_in("admin")
    proxied.browser.headers["Origin"] = HOST
    wrong, followed = [], set()
    for route, path in proxied.pages.items():
        page = proxied.browser.get(ROOT + path.removeprefix("https://veille.example"))
        if route.startswith("/statique"):
            continue
        assert page.status_code in (200, 303), (route, page.status_code)
        kind = page.headers.get("content-type", "")
        if "json" in kind or "xml" in kind or "calendar" in kind:
            links = re.findall(rf'{HOST}[^\s"<\\]*', page.text)
        elif "html" in kind:
            links = asked(page)
        else:
            continue
        wrong += [
            (route, one)
            for one in links
            if ours(one) and not urlsplit(one).path.startswith((f"{ROOT}/", ROOT))
        ]
        followed |= {one for one in links if ours(one)}
    assert wrong == []
    assert len(followed) > 30


def test_what_a_page_leads_to_is_there(proxied: Any) -> None:
    home = proxied.browser.get(f"{ROOT}/")
    for link in {*asked(home)}:
        if ours(link):
            assert proxied.browser.get(link).status_code in (200, 303), link


def test_a_form_is_taken_and_leads_on_under_the_path(proxied: Any) -> None:
    proxied.sign_in("facilitator")
    proxied.browser.headers["Origin"] = HOST
    number = fail(proxied.world, "26-5", b"{}", "illisible", proxied.at)
    done = proxied.browser.post(f"{ROOT}/equipe/sources/boamp/releves/{number}/relire")
    assert done.status_code == 303
    assert done.headers["location"].startswith(f"{ROOT}/equipe/sources/boamp?")
    assert proxied.browser.get(done.headers["location"]).status_code == 200
    before = dump(proxied.world.store)
    elsewhere = {"Origin": "https://elsewhere.example"}
    refused = proxied.browser.post(f"{ROOT}/equipe/sources/boamp/relire", headers=elsewhere)
    assert refused.status_code == 403
    assert dump(proxied.world.store) == before


def test_a_visitor_is_led_to_the_sign_in_under_the_path(proxied: Any) -> None:
    proxied.browser.cookies.clear()
    led = proxied.browser.get(f"{ROOT}/equipe/sources")
    assert led.status_code == 303
    assert led.headers["location"] == f"{ROOT}/equipe?suite=/equipe/sources"


def test_a_slash_too_many_leads_to_the_page_on_this_site_whatever_the_host_is_said_to_be(
    proxied: Any,
) -> None:
    forged = {"Host": "elsewhere.example"}
    led = proxied.browser.get(f"{ROOT}/s-abonner/?qualite=structure", headers=forged)
    assert led.status_code == 301
    assert led.headers["location"] == f"{ROOT}/s-abonner?qualite=structure"
    for path in ("//elsewhere.example/", "/%5Celsewhere.example/"):
        led = proxied.browser.get(f"{ROOT}{path}")
        assert not urlsplit(led.headers["location"].replace("\\", "/")).netloc, path


def test_the_cookie_is_of_the_path_alone(proxied: Any) -> None:
    proxied.sign_in("reader")
    proxied.browser.headers["Origin"] = HOST
    assert cookie_name(proxied.site) == "veille"
    left = proxied.browser.post(f"{ROOT}/equipe/sortir")
    assert f"Path={ROOT}" in left.headers["set-cookie"]
    assert "Secure" in left.headers["set-cookie"]


def test_probes_answer_with_and_without_the_path(proxied: Any) -> None:
    for path in ("/healthz", "/readyz", "/metrics"):
        assert proxied.browser.get(ROOT + path).status_code == 200
    direct = TestClient(proxied.app, base_url="http://127.0.0.1:8000", client=("127.0.0.1", 1))
    for path in ("/healthz", "/readyz", "/metrics"):
        assert direct.get(path).status_code == 200
