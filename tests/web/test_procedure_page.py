"""The page of a procedure: what is known today, how it came about, and nothing of contacts."""

import sys
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from tests.app.mailing_world import corrected, reserved_call
from tests.newsletters.invented import DEADLINE, NOW, notice
from tests.web.visiting import CLAUSE, Visit, furnish, shown, visit
from veille.core.notices import Notice, Text
from veille.core.verdicts import Clause, Evidence, Verdict
from veille.store import procedures, serving
from veille.store.serving import Change

__all__ = ["visit"]

CONTACT = "Contacter Madame Camille Inventée au 04 67 00 00 00, camille@buyer.example"


def test_what_is_known_and_who_said_it(visit: Visit) -> None:
    _, second = furnish(visit.world)
    page = visit.get(f"/consultations/{second}")
    for words in (
        "Entretien des jardins inventés n° 2",
        "Clause d’insertion",
        CLAUSE,
        "Historique",
    ):
        assert words in shown(page)
    assert 'href="https://avis.example/2"' in page.text


def test_a_correction_says_old_and_new(visit: Visit) -> None:
    home, call = reserved_call(visit.world)
    later = DEADLINE + timedelta(days=7)
    visit.world.publish(corrected(call, 9, date(2026, 11, 13), deadline=later), to=home)
    visit.world.read()
    page = shown(visit.get(f"/consultations/{home}"))
    assert "Avis de marché" in page
    assert "Rectificatif , publié le vendredi 13 novembre 2026" in page
    assert "14 décembre 2026" in page
    assert "21 décembre 2026" in page


def test_no_contact_of_a_person_is_shown(visit: Visit) -> None:
    title = f"Tonte des pelouses. {CONTACT}"
    said = f"{CLAUSE} ; {CONTACT}"
    call = notice(1, title=title, texts=(Text(field="conditions", text=said),))
    home = visit.world.publish(call)
    visit.world.judge(call, told(call, said))
    renamed = corrected(call, 9, date(2026, 11, 13), title=f"{title} (bis)")
    visit.world.publish(renamed, to=home)
    visit.world.compose()
    visit.world.approve()
    visit.world.address(NOW)
    for path in (
        f"/consultations/{home}",
        "/editions/1",
        "/editions/1.csv",
        "/recherche",
        "/api/v1/procedures",
        f"/api/v1/procedures/{home}",
    ):
        text = visit.get(path).text
        assert "pelouses" in text, path
        assert "04 67" not in text, path
        assert "camille@buyer.example" not in text, path


def told(call: Notice, quote: str) -> Verdict:
    return Verdict(
        id=call.id,
        rules="r1",
        clause=Clause(answer="yes", kinds=("insertion",)),
        evidence=(
            Evidence(
                signal="stated",
                for_="clause",
                at="/texts/0/text",
                quote=quote,
                start=0,
                end=len(quote),
            ),
        ),
    )


def test_a_merged_procedure_leads_to_what_it_became(visit: Visit) -> None:
    first, second = furnish(visit.world)
    with visit.world.store.transaction() as session:
        procedures.merge(session, first, second)
    moved = visit.get(f"/consultations/{second}")
    assert (moved.status_code, moved.headers["location"]) == (301, f"/consultations/{first}")


def test_verdicts_of_before_are_shown_until_the_new_ones_are_there(visit: Visit) -> None:
    """The world judges by rules of its own: those of the program have judged nothing."""
    home, call = reserved_call(visit.world)
    assert "Réservé aux EA et ESAT" in shown(visit.get(f"/consultations/{home}"))
    newer = replace(told(call, CLAUSE), evidence=())
    visit.world.judge(call, newer, rules="r2")
    assert "Clause d’insertion" in shown(visit.get(f"/consultations/{home}"))


def test_a_notice_that_nothing_judged_yet_has_its_page(visit: Visit) -> None:
    home = visit.world.publish(notice(1))
    assert "jardins inventés n° 1" in shown(visit.get(f"/consultations/{home}"))
    assert visit.get(f"/api/v1/procedures/{home}").status_code == 404


@pytest.mark.parametrize("model", ["disparu-2026-01-01-0123456789ab", "../../etc"])
def test_a_model_that_cannot_be_used_hides_no_page(visit: Visit, model: str) -> None:
    home, _ = reserved_call(visit.world)
    with visit.world.store.transaction() as session:
        change = Change(model=model, cause="hand", since=NOW, by="essai", why="essai")
        serving.record(session, change, over=None)
    assert visit.get(f"/consultations/{home}").status_code == 200


def test_no_model_is_loaded_to_show_a_page(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its weights take seconds; here they judge nothing."""
    home, _ = reserved_call(visit.world)

    def refuse(*_: Any, **__: Any) -> None:
        raise AssertionError("a page loads a model")

    module = sys.modules.get("classifiers.potential") or __import__("classifiers.potential")
    learned = getattr(sys.modules["classifiers.potential"], "LearnedModel")  # noqa: B009
    assert module
    monkeypatch.setattr(learned, "load", refuse)
    assert visit.get(f"/consultations/{home}").status_code == 200
