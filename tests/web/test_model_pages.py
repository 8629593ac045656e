"""Staff see what each model is worth, have it compared, choose it and go back, with a reason."""

import json
import shutil
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from classifiers import gate, registry
from tests.app import learning
from tests.app.mailing_world import World, settings_of
from tests.app.test_learn import opened as opened_store
from tests.store.invented import NOW
from tests.web.visiting import Visit, shown
from veille.app.clock import job_steps
from veille.app.clock.job_work import Work
from veille.app.learn import cycle
from veille.app.learn.comparing import compare_all
from veille.core.schedule import Slot
from veille.store import audit, model_reports, serving

PAGE = "/equipe/modeles"


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return learning.ship(tmp_path_factory.mktemp("shipped"))


@pytest.fixture(autouse=True)
def _ships(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "MODELS", shipped.parent)
    monkeypatch.setattr(gate, "LEAST_POSITIVES", 5)


@pytest.fixture(scope="module")
def learned(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The folder of an install that learned once, and the name of what it learned."""
    folder = tmp_path_factory.mktemp("install")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, "MODELS", shipped.parent)
        patch.setattr(gate, "LEAST_POSITIVES", 5)
        made = opened_store(folder)
        learning.gathered(made)
        turn = cycle.learn(made, folder / "models", NOW)
        made.dispose()
    return folder, turn.challenger


@pytest.fixture
def at(learned: tuple[Path, str], tmp_path: Path) -> Iterator[Visit]:
    """The pages of a copy of it, for an admin."""
    copy = Path(shutil.copytree(learned[0], tmp_path / "install"))
    store = opened_store(copy)
    visit = Visit(World(store, settings_of(copy)), NOW)
    visit.sign_in("admin")
    yield visit
    store.dispose()


@pytest.fixture
def name(learned: tuple[Path, str]) -> str:
    return learned[1]


def held(at: Visit) -> Any:
    with at.world.store.read() as session:
        return serving.current(session)


def compared(at: Visit, name: str) -> None:
    at.post(f"{PAGE}/{name}/comparer")
    assert compare_all(at.world.store, at.world.settings, at.at) == 1


def test_the_list_says_what_serves_and_what_each_is_worth(at: Visit, name: str) -> None:
    page = shown(at.get(PAGE))
    assert f"{registry.shipped().name} sert livré" in page
    assert name in page
    assert "Depuis l’installation" in page
    assert "l’ancien reste" in page or "peut servir" in page


def test_a_model_is_told_in_plain_french_with_intervals_and_what_the_gate_said(
    at: Visit, name: str
) -> None:
    page = shown(at.get(f"{PAGE}/{name}"))
    for words in (
        "Appris de",
        "(95 fois sur 100)",
        "au hasard, ce serait 10 %",
        "Avis mis de côté :",
        "Épreuves :",
    ):
        assert words in page, words


def test_a_comparison_is_asked_for_once_made_by_the_clock_and_kept(at: Visit, name: str) -> None:
    for _ in range(2):
        assert at.post(f"{PAGE}/{name}/comparer").status_code == 303
    with at.world.store.read() as session:
        assert len(model_reports.waiting(session)) == 1
    assert "elle attend l’horloge" in shown(at.get(f"{PAGE}/{name}"))
    work = Work(at.world.store, at.world.settings, at.at, Slot("x", at.at))
    assert not job_steps.nothing_to_compare(work)
    assert job_steps.compare_models(work) == "1\u00a0comparaison faite"
    assert job_steps.nothing_to_compare(work)
    page = at.get(f"{PAGE}/{name}/comparaison")
    assert page.text.count("<svg") == 3
    assert 'style="' not in page.text
    words = shown(page)
    for said in (
        "Calculée lundi 16 novembre 2026",
        "Sur les avis mis de côté",
        "Fiabilité",
        "changeraient de niveau",
        "Les marchés qui changeraient de niveau",
    ):
        assert said in words, said


def test_the_procedures_that_move_are_named_with_their_page(
    at: Visit, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    at.at = NOW.replace(month=9, day=27)
    at.sign_in("admin")
    compared(at, name)
    with at.world.store.read() as session:
        kept = model_reports.last_done(session, name)
    assert kept is not None
    found = json.loads(kept.found or "")["found"]
    page = at.get(f"{PAGE}/{name}/comparaison").text
    for one in found["moved"]:
        assert f'href="/consultations/{one["procedure"]}"' in page
    assert found["moved_total"] == len(found["moved"])


def test_a_comparison_that_cannot_be_made_says_why(at: Visit, name: str) -> None:
    at.post(f"{PAGE}/{name}/comparer")
    weights = at.world.settings.var_dir / "models" / name / registry.TEXTCAT
    weights.unlink()
    assert compare_all(at.world.store, at.world.settings, at.at) == 0
    assert "n’a pas pu être faite" in shown(at.get(f"{PAGE}/{name}"))


def test_choosing_says_what_changes_and_keeps_the_reason(at: Visit, name: str) -> None:
    compared(at, name)
    page = at.get(f"{PAGE}/{name}/choisir")
    assert "changent de niveau" in shown(page)
    assert "Personne n’est prévenu de nouveau" in shown(page)
    refused = at.post(f"{PAGE}/{name}/choisir", {"raison": " ", "sert": "0"})
    assert "une raison est demandée" in shown(refused)
    assert held(at) is None
    answer = at.post(f"{PAGE}/{name}/choisir", {"raison": "essai d’une semaine", "sert": "0"})
    assert answer.status_code == 303
    now = held(at)
    assert (now.model, now.by, now.why) == (name, "admin@mission.example", "essai d’une semaine")
    assert "choisi à la main, par admin@mission.example" in shown(at.get(PAGE))
    with at.world.store.read() as session:
        done = audit.newest(session, "veille", most=5)
    assert [(one.action, one.subject) for one in done][:2] == [
        ("model.promote", name),
        ("model.report", name),
    ]


def test_of_two_who_choose_the_second_is_told(at: Visit, name: str) -> None:
    at.post(f"{PAGE}/{name}/choisir", {"raison": "essai", "sert": "0"})
    other = registry.shipped().name
    answer = at.post(f"{PAGE}/{other}/choisir", {"raison": "essai", "sert": "0"})
    assert answer.status_code == 400
    assert "un autre modèle vient d’être choisi" in shown(answer)
    assert held(at).model == name


def test_going_back_needs_a_reason_and_something_to_go_back_to(at: Visit, name: str) -> None:
    assert "Aucun modèle ne servait avant" in shown(at.get(f"{PAGE}/retour"))
    at.post(f"{PAGE}/{name}/choisir", {"raison": "essai", "sert": "0"})
    number = str(held(at).id)
    assert at.post(f"{PAGE}/retour", {"raison": "", "sert": number}).status_code == 400
    assert at.post(f"{PAGE}/retour", {"raison": "x", "sert": "99"}).status_code == 400
    assert registry.shipped().name in shown(at.get(f"{PAGE}/retour"))
    done = at.post(f"{PAGE}/retour", {"raison": "moins bon ici", "sert": number})
    assert done.status_code == 303
    assert (held(at).cause, held(at).why) == ("rollback", "moins bon ici")
    with at.world.store.read() as session:
        assert audit.newest(session, "veille", most=1)[0].action == "model.rollback"


def test_a_damaged_model_is_not_chosen(at: Visit, name: str) -> None:
    weights = at.world.settings.var_dir / "models" / name / registry.TEXTCAT
    weights.write_bytes(b"x")
    answer = at.post(f"{PAGE}/{name}/choisir", {"raison": "essai", "sert": "0"})
    assert answer.status_code == 400
    assert "a changé, ce modèle ne sert pas" in shown(answer)
    assert held(at) is None


@pytest.mark.parametrize("unknown", ["nulle-part", "..%2F..", "a%2Fb"])
def test_a_name_is_never_a_path(at: Visit, unknown: str) -> None:
    for path in ("", "/comparaison", "/choisir"):
        assert at.get(f"{PAGE}/{unknown}{path}").status_code == 404
    for path in ("/comparer", "/choisir"):
        assert at.post(f"{PAGE}/{unknown}{path}", {"raison": "x"}).status_code == 404


def test_who_is_no_admin_looks_and_chooses_nothing(at: Visit, name: str) -> None:
    at.at += timedelta(minutes=1)
    at.sign_in("facilitator")
    assert "Choisir ce modèle" not in at.get(f"{PAGE}/{name}").text
    for path in (f"/{name}/comparer", f"/{name}/choisir", "/retour"):
        assert at.post(f"{PAGE}{path}", {"raison": "x", "sert": "0"}).status_code == 403
