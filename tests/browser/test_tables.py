"""A member of staff changes a labour share, and the hours of a purchase follow."""

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from tests.app.mailing_world import NOW
from tests.browser.conftest import Served
from tests.browser.ledger import Ledger
from tests.web.test_table_files import CHANGED, edited, written
from tests.web.test_table_pages import a_call
from veille.app.clock import job_steps
from veille.app.clock.job_work import Work
from veille.app.steps.judge import judge_missing
from veille.app.steps.version import version
from veille.core.schedule import Slot

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LATER = NOW + timedelta(minutes=20)


@pytest.fixture
def page(browser: "Browser") -> Any:
    """A page without a script: nothing here needs one."""
    made = browser.new_page(java_script_enabled=False)
    yield made
    made.close()


def published(served: Served) -> int:
    """A call that is judged by the tables that ship."""
    world = served.visit.world
    home = world.publish(a_call(41))
    judge_missing(world.store, NOW)
    version(world.store, NOW)
    return home


def clock(served: Served) -> None:
    """The job of the clock that is due after the change, here without a model."""
    world = served.visit.world
    work = Work(world.store, world.settings, LATER, Slot(LATER, "now"))
    assert not job_steps.nothing_new(work)
    judge_missing(world.store, LATER)
    version(world.store, LATER)


def hours(page: "Page", served: Served, home: int) -> str:
    page.goto(f"{served.url}/consultations/{home}")
    found = re.search(r"Estimation\s:\s(.+?\sheures)", page.inner_text("main"))
    assert found
    return found[1]


def test_a_labour_share_is_changed_and_the_hours_follow(page: "Page", served: Served) -> None:
    home = published(served)
    before = hours(page, served, home)
    served.sign_in(page)
    page.goto(f"{served.url}/equipe")
    page.get_by_role("link", name="Tables").first.click()
    page.get_by_role("link", name="Parts de main-d’œuvre", exact=True).click()
    page.get_by_role("link", name="peinture intérieure").click()
    page.get_by_label("Bas").fill("35 %")
    page.get_by_label("Haut").fill("0,35")
    page.get_by_label("Source", exact=True).fill("enquête inventée de 2026")
    page.get_by_role("button", name="Voir ce qui change").click()
    said = page.inner_text("main")
    assert "1 consultation ouverte change" in said
    assert before in said
    page.get_by_role("button", name="Enregistrer").click()
    assert "C’est enregistré" in page.inner_text("main")
    assert hours(page, served, home) == before, "not before the step ran"
    clock(served)
    after = hours(page, served, home)
    assert after != before
    assert after in said, "as the preview said"


def test_a_file_is_looked_at_before_it_is_applied(
    page: "Page", served: Served, tmp_path: Any
) -> None:
    file = tmp_path / "parts.csv"
    file.write_text(written(edited(**CHANGED)), encoding="utf-8")
    served.sign_in(page)
    table = f"{served.url}/equipe/tables/parts-de-main-d-oeuvre"
    page.goto(table)
    page.get_by_label("Fichier CSV").set_input_files(file)
    page.get_by_role("button", name="Vérifier ce fichier").click()
    assert "1 ligne change, 44 sont déjà ainsi" in page.inner_text("main")
    page.get_by_role("button", name="Garder ce changement").click()
    assert page.url.startswith(table)
    assert "Le fichier est appliqué" in page.inner_text("main")
    assert "enquête inventée" in page.inner_text("main")


def test_the_directory_is_found_and_searched(page: "Page", served: Served) -> None:
    page.goto(f"{served.url}/")
    page.get_by_role("link", name="Facilitateurs", exact=True).click()
    page.get_by_label("Commune ou code postal").fill("st jean de vedas")
    page.get_by_role("button", name="Chercher").click()
    page.get_by_role("link", name="Saint-Jean-de-Védas").first.click()
    assert "Montpellier Méditerranée Métropole" in page.inner_text("main")
    assert "à confirmer" in page.inner_text("main")


def test_what_is_looked_at_before_it_is_kept_has_no_violation(
    browser: "Browser", served: Served, ledger: Ledger, tmp_path: Any
) -> None:
    """These pages answer a form, so the walk over all addresses does not see them."""
    published(served)
    file = tmp_path / "parts.csv"
    file.write_text(written([*edited(**CHANGED), ["x"]]), encoding="utf-8")
    page = browser.new_page(viewport={"width": 320, "height": 800})
    served.sign_in(page)
    table = f"{served.url}/equipe/tables/parts-de-main-d-oeuvre"
    page.goto(f"{table}/ligne?cle=peinture")
    page.get_by_label("Bas").fill("35 %")
    page.get_by_label("Source", exact=True).fill("enquête inventée")
    page.get_by_role("button", name="Voir ce qui change").click()
    wrong = ledger.look(page, "table, aperçu")
    wide = page.evaluate("document.documentElement.scrollWidth") > 320
    page.goto(table)
    page.get_by_label("Fichier CSV").set_input_files(file)
    page.get_by_role("button", name="Vérifier ce fichier").click()
    assert "Lignes refusées" in page.inner_text("main")
    wrong += ledger.look(page, "table, fichier")
    wide |= page.evaluate("document.documentElement.scrollWidth") > 320
    page.close()
    assert wrong == []
    assert not wide
