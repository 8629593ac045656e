"""The legal pages of an install: complete, French, and saying what its settings say."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from tests.english import english_in
from veille.app.legal import MISSING
from veille.app.web.application import create_app
from veille.app.web.site import Site
from veille.core.clock import PARIS
from veille.settings import Settings
from veille.store import Store

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=PARIS)


def client(tmp_path: Path, **given: str) -> Iterator[TestClient]:
    settings = Settings(var_dir=tmp_path, **given)  # type: ignore[arg-type]
    store = Store(settings.store_url)
    store.migrate()
    with TestClient(create_app(Site(store, settings, lambda: NOW))) as made:
        yield made
    store.dispose()


@pytest.fixture
def site(tmp_path: Path) -> Iterator[TestClient]:
    """The site of an organisation that filled in what it must."""
    yield from client(
        tmp_path,
        legal_publisher="Agence <de> la clause",
        legal_address="1, place du Marché",
        legal_director="Camille Exemple",
        legal_host="Un hébergeur",
        legal_contact="contact@agence.example",
    )


@pytest.mark.parametrize("address", ["/mentions-legales", "/donnees-personnelles"])
def test_a_page_names_who_publishes(site: TestClient, address: str) -> None:
    page = site.get(address)
    assert page.status_code == 200
    assert "Agence &lt;de&gt; la clause" in page.text
    assert MISSING not in page.text
    words = " ".join(page.text.split("<main")[1].split("</main>")[0].split())
    assert english_in(words) == []
    assert "'" not in words


def test_the_periods_are_those_of_the_install(site: TestClient) -> None:
    page = site.get("/donnees-personnelles").text
    assert "3\u00a0ans" in page
    assert "400\u00a0jours" in page


def test_what_is_not_filled_in_is_said(tmp_path: Path) -> None:
    for made in client(tmp_path):
        assert MISSING in made.get("/mentions-legales").text
