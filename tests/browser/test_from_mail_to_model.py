"""From the request to subscribe to the model that learned: what one reader said changes it all."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from classifiers import gate, registry, rules_version
from classifiers.gate import is_frozen
from newsletters import weekly
from tests.app import learning
from tests.app.mailing_world import READ, messages_of
from tests.browser.conftest import Served, running
from tests.newsletters.invented import NOW, WEEK, notice
from tests.web.visiting import Visit, confirmation_page, opened
from veille.app.learn import choosing, cycle, material
from veille.app.learn.serving import models_dir, serving_model
from veille.app.steps.judge import judge_missing
from veille.app.steps.version import note_versions
from veille.core.notices import Buyer, Notice, Text
from veille.core.personal_fields import fill_html
from veille.core.tables import reference_tables
from veille.core.verdicts import Verdict
from veille.store import verdicts

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

ADDRESS = "nouvelle@structure.example"
RULES = rules_version(reference_tables())


@pytest.fixture
def served(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """A site whose shipped model is a small one, with one call in it, judged by it."""
    shipped = learning.ship(tmp_path / "shipped")
    monkeypatch.setattr(registry, "MODELS", shipped.parent)
    monkeypatch.setattr(gate, "LEAST_POSITIVES", 5)
    with opened(tmp_path) as world:
        home = world.publish(call())
        visit = Visit(world)
        read(visit)
        with running(visit) as url:
            yield Served(url, visit, home)


def call() -> Notice:
    """A call whose words the rules take for a clause; of a buyer that models may learn from."""
    names = (f"Commune de Valinvente {number}" for number in range(50))
    buyers = (Buyer(name=name, postcode="34000", city="Valinvente") for name in names)
    known = next(buyer for buyer in buyers if not is_frozen(buyer))
    return notice(
        900, buyer=known, texts=(Text(field="conditions", text=learning.CLAUSE),), lots=()
    )


def read(visit: Visit) -> None:
    """Judge what is not judged by who serves, and note the versions."""
    world = visit.world
    model = serving_model(world.store, models_dir(world.settings))
    judge_missing(world.store, visit.at, model=model)
    note_versions(world.store, visit.at, rules=RULES, model=model.name, bands=model.bands)


def effective(visit: Visit) -> Verdict:
    """What everybody is shown of the call, by who serves."""
    world = visit.world
    model = serving_model(world.store, models_dir(world.settings))
    with world.store.read() as session:
        return verdicts.for_notices(session, [call().id], RULES, model.name)[call().id]


def send_edition(visit: Visit) -> None:
    """Compose the edition of the week, and address it."""
    world = visit.world
    model = serving_model(world.store, models_dir(world.settings))
    weekly.compose(
        world.store,
        "34",
        WEEK,
        visit.at,
        organisation="veille",
        publisher="Mission inventée",
        rules=RULES,
        model=model.name,
        bands=model.bands,
        coverage=READ,
    )
    world.approve(visit.at)
    world.address(visit.at)


def subscribe(page: "Page", served: Served) -> None:
    """Ask on the page, then confirm by the link of the mail."""
    page.goto(f"{served.url}/s-abonner")
    page.get_by_label("Adresse électronique").fill(ADDRESS)
    page.get_by_role("button", name="S’abonner", exact=True).click()
    page.goto(served.url + confirmation_page(served.visit.world))
    page.get_by_role("button", name="Je confirme").click()
    assert "confirmé" in page.inner_text("main")


def report_link(served: Served) -> str:
    """« Signaler une erreur » of the call, in the mail as its reader has it."""
    mail = messages_of(served.visit.world, "nouvelle")[-1]
    html = fill_html(mail.html, json.loads(mail.personal))
    found = re.search(rf'href="([^"]+/signaler/[^"]+/{served.first})"', html)
    assert found is not None
    return served.at(found[1])


def test_what_a_reader_says_changes_the_verdict_and_the_model(
    browser: "Browser", served: Served
) -> None:
    page, visit = browser.new_page(), served.visit
    subscribe(page, served)
    visit.at += timedelta(minutes=1)
    send_edition(visit)
    assert effective(visit).clause.answer == "yes"

    page.goto(report_link(served))
    page.get_by_label("Ce n’est pas une clause sociale").first.check()
    page.get_by_role("button", name=re.compile("^Signaler : clause")).first.click()
    assert "L’équipe va lire" in page.inner_text("main")
    assert effective(visit).clause.answer == "yes"

    served.sign_in(page)
    page.goto(f"{served.url}/equipe/relecture/propositions")
    with page.expect_navigation():
        page.keyboard.press("a")
    assert "Proposition acceptée" in page.inner_text("main")
    assert effective(visit).clause.answer == "no"

    store, folder = visit.world.store, models_dir(visit.world.settings)
    learning.gathered(store)
    champion = serving_model(store, folder)
    turn = cycle.learn(store, folder, NOW + timedelta(days=1))
    labels = {
        one.id: label for one, label in material.taught(cycle.judged_notices([store], champion))
    }
    assert (labels[call().id].positive, labels[call().id].origin) == (False, "tag")
    if not turn.serves:
        choosing.promote(store, folder, turn.challenger, by="Camille", why="essai", now=visit.at)
    read(visit)
    assert serving_model(store, folder).name == turn.challenger != champion.name
    assert effective(visit).clause.answer == "no"
    page.goto(f"{served.url}/consultations/{served.first}")
    assert "Clause d’insertion" not in page.inner_text("main")
    page.close()
