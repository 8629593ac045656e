"""Learning of an install: what it learns from, what it keeps apart, what then serves."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest

from classifiers import gate, registry, training
from classifiers.gate import Decision, is_frozen
from classifiers.habits import buyer_keys
from classifiers.registry import ModelError
from classifiers.table import from_bytes
from classifiers.training import Learned
from tests.app import learning
from tests.store.invented import NOW
from tests.store.templates import store_at
from veille.app.learn import choosing, cycle, exam, listing, material
from veille.app.learn.choosing import ChoiceError
from veille.app.learn.cycle import Turn
from veille.app.learn.figures_page import rendered
from veille.app.learn.report import report
from veille.app.learn.report_page import report_page
from veille.app.learn.serving import load, serving_model
from veille.app.learn.wording import told
from veille.app.steps.judge import judge_missing
from veille.core.tags import NewTag
from veille.store import Store, serving, tags


class Install(NamedTuple):
    """A store, the folder of its models, and the last turn of learning there."""

    store: Store
    models: Path
    turn: Turn


@pytest.fixture(scope="module")
def shipped(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return learning.ship(tmp_path_factory.mktemp("shipped"))


@pytest.fixture(autouse=True)
def _ships(shipped: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "MODELS", shipped.parent)


@pytest.fixture(scope="module")
def turned(shipped: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Turn]:
    """A folder with an install that learned once."""
    folder = tmp_path_factory.mktemp("install")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(registry, "MODELS", shipped.parent)
        patch.setattr(gate, "LEAST_POSITIVES", 5)
        made = opened(folder)
        learning.gathered(made)
        turn = cycle.learn(made, folder / "models", NOW)
        made.dispose()
    return folder, turn


@pytest.fixture
def install(turned: tuple[Path, Turn], tmp_path: Path) -> Iterator[Install]:
    """A copy of it, for one test."""
    folder, turn = turned
    copy = Path(shutil.copytree(folder, tmp_path / "install"))
    store = opened(copy)
    yield Install(store, copy / "models", turn)
    store.dispose()


@pytest.fixture
def _learned(install: Install, monkeypatch: pytest.MonkeyPatch) -> None:
    """Training gives the model that the install made, at once."""
    manifest = registry.read_manifest(install.models / install.turn.challenger)
    monkeypatch.setattr(training, "learn", lambda *_, **__: Learned(manifest, {}))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = opened(tmp_path)
    yield made
    made.dispose()


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "models"


def opened(folder: Path) -> Store:
    return store_at(folder / "veille.db")


def test_the_shipped_model_serves_until_another_is_chosen(store: Store, models: Path) -> None:
    assert serving_model(store, models).name == registry.shipped().name


def test_a_turn_learns_from_all_but_the_frozen_buyers(install: Install) -> None:
    turn, made = install.turn, learning.notices()
    folder = install.models / turn.challenger
    manifest = registry.read_manifest(folder)
    rows = from_bytes(registry.read_file(folder, manifest, registry.TABLE))
    learned = {key for row in rows for key in row.buyer}
    frozen = [notice for notice in made if is_frozen(notice.buyer)]
    taught = [notice for notice in made if not is_frozen(notice.buyer)]
    assert len(frozen) > 20
    assert not any(set(buyer_keys(notice.buyer)) & learned for notice in frozen)
    assert all(set(buyer_keys(notice.buyer)) <= learned for notice in taught)
    shipped_rows = len(cycle.shipped_table().rows)
    assert len(rows) == shipped_rows + len(taught)
    assert turn.decision.notices == len(frozen)
    assert manifest.trained.sources == ("avis inventés", cycle.OWN)


@pytest.mark.usefixtures("_learned")
@pytest.mark.parametrize("better", [True, False])
def test_what_the_gate_says_decides_and_is_kept(
    install: Install, monkeypatch: pytest.MonkeyPatch, better: bool
) -> None:
    decision = replace(install.turn.decision, answer="promote" if better else "keep")
    monkeypatch.setattr(exam.Sitting, "decision", lambda _: decision)
    store, models, shipped = install.store, install.models, registry.shipped().name
    turn = cycle.learn(store, models, NOW)
    with store.read() as session:
        trial = serving.trials(session, turn.challenger)[0]
        held = serving.current(session)
    assert (trial.answer, trial.champion) == (decision.answer, shipped)
    assert json.loads(trial.decision)["positives"] == decision.positives
    assert turn.serves is better
    assert (held.by if held else None) == (cycle.BY_THE_GATE if better else None)
    assert serving_model(store, models).name == (turn.challenger if better else shipped)


@pytest.mark.usefixtures("_learned")
def test_a_choice_made_while_it_learned_stands(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    decision = replace(install.turn.decision, answer="promote")

    def chosen_meanwhile(_: object) -> Decision:
        change = serving.Change(model="m9", cause="hand", since=NOW, by="camille", why="essai")
        with install.store.transaction() as session:
            serving.record(session, change, over=None)
        return decision

    monkeypatch.setattr(exam.Sitting, "decision", chosen_meanwhile)
    turn = cycle.learn(install.store, install.models, NOW)
    assert not turn.serves
    assert any("entre-temps" in line for line in told(turn))
    with install.store.read() as session:
        [held] = serving.history(session)
    assert held.model == "m9"


@pytest.mark.usefixtures("_learned")
def test_too_few_positives_leave_the_champion(install: Install) -> None:
    store, models = install.store, install.models
    turn = cycle.learn(store, models, NOW)
    assert (turn.decision.answer, turn.serves) == ("undecided", False)
    assert "pas assez pour trancher" in next(iter(told(turn)))
    assert serving_model(store, models).name == turn.champion


def test_without_frozen_notices_nothing_is_decided(store: Store, models: Path) -> None:
    model = serving_model(store, models)
    decision = exam.sat(model, model, []).decision()
    assert (decision.answer, decision.notices) == ("undecided", 0)
    assert decision.challenges[0] == decision.challenges[1]


def test_learning_again_the_same_day_gives_the_same_model(install: Install) -> None:
    turn = cycle.learn(install.store, install.models, NOW)
    assert turn.challenger == install.turn.challenger
    assert len(list(install.models.iterdir())) == 1


def test_a_tag_takes_the_place_of_what_was_observed(store: Store, models: Path) -> None:
    made = learning.gathered(store, 60)
    stated = next(one for one in made if one.texts and not is_frozen(one.buyer))
    model = serving_model(store, models)
    judge_missing(store, NOW, model=model)
    source = cycle.judged_notices([store], model)
    before = {notice.id: label for notice, label in material.taught(source)}
    with store.read() as session, source() as judged:
        verdict = next(verdict for notice, verdict, _ in judged if notice.id == stated.id)
    false = [
        NewTag(
            notice_id=stated.id,
            question="clause",
            answer="false_positive",
            reason="other",
            quote=line.quote,
        )
        for line in verdict.evidence
        if line.for_ == "clause" and line.quote
    ]
    with store.transaction() as session:
        tags.add(session, false, author="camille", now=NOW)
    after = {notice.id: label for notice, label in material.taught(source)}
    assert (before[stated.id].positive, before[stated.id].origin) == (True, "observed")
    assert (after[stated.id].positive, after[stated.id].origin) == (False, "tag")
    assert {key for key in after if after[key] != before[key]} == {stated.id}


def test_days_that_the_shipped_table_covers_are_no_exam(store: Store, models: Path) -> None:
    learning.gathered(store, 60)
    model = serving_model(store, models)
    judge_missing(store, NOW, model=model)
    source = cycle.judged_notices([store], model)
    manifest = cycle.shipped_table().manifest
    apart = list(material.kept_apart(source, manifest))
    assert apart
    wider = replace(manifest.trained, until=learning.FIRST_DAY + timedelta(days=100))
    assert list(material.kept_apart(source, replace(manifest, trained=wider))) == []


def test_a_notice_that_the_history_holds_too_counts_once(store: Store, tmp_path: Path) -> None:
    past = tmp_path / "past"
    past.mkdir()
    history = opened(past)
    learning.gathered(store, 40)
    learning.gathered(history, 60)
    model = serving_model(store, tmp_path / "models")
    for one in (store, history):
        judge_missing(one, NOW, model=model)
    with cycle.judged_notices([store, history], model)() as judged:
        found = [notice.id for notice, _, _ in judged]
    history.dispose()
    assert sorted(found) == sorted(one.id for one in learning.notices(60))


def test_choosing_by_hand_needs_a_reason_and_warns(
    install: Install, capsys: pytest.CaptureFixture[str]
) -> None:
    store, models, challenger = install.store, install.models, install.turn.challenger
    with pytest.raises(ChoiceError, match="demande une raison"):
        choosing.promote(store, models, challenger, by="camille", why="  ", now=NOW)
    choosing.promote(store, models, challenger, by="camille", why="essai", now=NOW)
    assert "veille model rollback" in capsys.readouterr().err
    assert serving_model(store, models).name == challenger
    with pytest.raises(ChoiceError, match="sert déjà"):
        choosing.promote(store, models, challenger, by="camille", why="essai", now=NOW)
    [line] = listing.changes(store)
    assert "camille" in line
    assert "essai" in line


def test_going_back_is_one_step(install: Install) -> None:
    store, models, challenger = install.store, install.models, install.turn.challenger
    choosing.promote(store, models, challenger, by="camille", why="essai", now=NOW)
    back = choosing.roll_back(store, by="camille", why="", now=NOW)
    assert back.model is None
    assert serving_model(store, models).name == registry.shipped().name
    with pytest.raises(ChoiceError, match="aucun modèle"):
        choosing.roll_back(store, by="camille", why="", now=NOW)


@pytest.mark.parametrize("harm", ["remove", "change"])
def test_a_model_that_is_gone_or_changed_stops_and_says_how_to_go_back(
    install: Install, harm: str
) -> None:
    store, models, challenger = install.store, install.models, install.turn.challenger
    choosing.promote(store, models, challenger, by="camille", why="essai", now=NOW)
    weights = models / challenger / registry.TEXTCAT
    if harm == "remove":
        weights.unlink()
    else:
        weights.write_bytes(weights.read_bytes()[:-1] + b"\x00")
    with pytest.raises(ModelError, match="veille model rollback") as raised:
        serving_model(store, models)
    assert "\n" not in str(raised.value)
    choosing.roll_back(store, by="camille", why="abîmé", now=NOW)
    assert serving_model(store, models).name == registry.shipped().name


@pytest.mark.parametrize("name", ["../shipped", "nowhere", "", ".", "a/b"])
def test_a_name_is_never_a_path(models: Path, name: str) -> None:
    models.mkdir()
    with pytest.raises(ModelError, match="aucun modèle de ce nom"):
        load(name, models)


def test_the_list_marks_what_serves_and_what_is_unusable(install: Install) -> None:
    store, models, challenger = install.store, install.models, install.turn.challenger
    (models / "broken").mkdir()
    lines = list(listing.table(listing.listed(store, models)))
    assert [line.startswith("*") for line in lines] == [False, True, False, False]
    assert challenger in lines[2]
    assert "inutilisable" in lines[3]
    choosing.promote(store, models, challenger, by="camille", why="essai", now=NOW)
    (models / challenger).rename(models / "elsewhere")
    assert any(
        line.startswith("*") and "introuvable" in line
        for line in listing.table(listing.listed(store, models))
    )


def test_the_report_compares_and_says_what_would_change(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gate, "LEAST_POSITIVES", 5)
    store, models, challenger = install.store, install.models, install.turn.challenger
    found = report(store, models, None, NOW)
    assert (found["champion"], found["challenger"]) == (registry.shipped().name, challenger)
    assert len(found["trials"]) == 1
    assert found["decision"] == found["trials"][0]["decision"]
    assert list(found["bands"]) == ["fort", "moyen", "faible"]
    assert sum(sum(row.values()) for row in found["bands"].values()) == len(learning.notices())
    html = rendered(report_page(json.loads(json.dumps(found))))
    assert html.count("<svg") == 3
    assert found["moved_total"] == len(found["moved"])
    assert all(one["procedure"] and one["before"] != one["after"] for one in found["moved"])
    assert "changeraient de niveau" in html


def test_there_is_nothing_to_report_on_alone(store: Store, models: Path) -> None:
    with pytest.raises(ChoiceError, match="aucun autre modèle"):
        report(store, models, None, NOW)
