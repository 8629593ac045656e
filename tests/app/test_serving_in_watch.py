"""The model that serves: its verdicts are those that are shown, and without it nothing is lost."""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import cast

import pytest

from classifiers import registry, rules_version
from classifiers.potential import LearnedModel, Scores
from tests.store.invented import NOW, keep_apart, notice
from tests.store.templates import store_at
from veille.app.console import Failure
from veille.app.steps.compose import compose
from veille.app.steps.judge import judge_missing
from veille.app.steps.version import note_versions
from veille.app.watch import watch
from veille.core.bands import band_of
from veille.core.clock import Week
from veille.core.notices import Notice, Place
from veille.core.tables import reference_tables
from veille.settings import Settings
from veille.store import verdicts
from veille.store.database import Store

HERE = Place(nuts="FRJ13", postcode="34000", city="Montpellier")
PLAIN = notice(1, texts=(), lots=(), places=(HERE,), published_on=date(2026, 11, 11))
RULES = rules_version(reference_tables())


class _Other:
    """Another model, which scores all the same."""

    name = "autre"

    def score_many(self, read: Sequence[Notice], habits: object) -> Iterator[Scores]:
        return iter([Scores(potential=0.5, likely=0.5)] * len(read))


@pytest.fixture(scope="module")
def model() -> LearnedModel:
    """The model that ships."""
    return LearnedModel.load(registry.shipped())


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = store_at(tmp_path / "veille.db")
    with made.transaction() as session:
        keep_apart(session, PLAIN)
    yield made
    made.dispose()


def stored_potential(store: Store, model: str | None) -> float | None:
    with store.read() as session:
        return verdicts.for_notices(session, [PLAIN.id], RULES, model)[PLAIN.id].potential


def test_each_model_has_its_own_verdicts(store: Store, model: LearnedModel) -> None:
    other = cast("LearnedModel", _Other())
    assert judge_missing(store, NOW) == 1
    assert judge_missing(store, NOW, model=model) == 1
    assert judge_missing(store, NOW, model=other) == 1
    assert stored_potential(store, None) is None
    assert stored_potential(store, "autre") == 0.5
    assert stored_potential(store, model.name) == model.score(PLAIN).potential


def test_judging_again_with_the_same_model_finds_nothing(store: Store, model: LearnedModel) -> None:
    judge_missing(store, NOW, model=model)
    assert judge_missing(store, NOW, model=model) == 0


def test_an_edition_shows_the_verdicts_of_the_model_that_serves(
    store: Store, model: LearnedModel, tmp_path: Path
) -> None:
    judge_missing(store, NOW)
    judge_missing(store, NOW, model=model)
    note_versions(store, NOW, rules=RULES, model=model.name, bands=model.bands)
    settings = Settings(var_dir=tmp_path, territories=("34",))
    (edition,) = compose(store, settings, [Week(2026, 46)], NOW, model=model)
    (entry,) = edition.entries
    score = model.score(PLAIN).potential
    assert score is not None
    assert entry.potential is not None
    band = band_of(score, model.bands.potential)
    assert band is not None
    assert band.name == entry.potential.band
    shares = {band.name: band.observed for band in model.bands.potential}
    assert entry.potential.share == shares[entry.potential.band]


def test_without_a_model_what_was_gathered_is_kept_and_one_line_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    record = {
        "idweb": "26-1",
        "objet": "Entretien des locaux de la régie exemple",
        "famille": "FNS",
        "code_departement": ["34"],
        "dateparution": "2026-11-10",
        "nomacheteur": "Régie exemple",
        "nature": "APPEL_OFFRE",
        "etat": "INITIAL",
    }
    replay = tmp_path / "replay"
    (replay / "boamp").mkdir(parents=True)
    (replay / "boamp" / "week.jsonl").write_text(json.dumps(record), encoding="utf-8")
    monkeypatch.setenv("VEILLE_VAR_DIR", str(tmp_path))
    monkeypatch.delenv("VEILLE_DATABASE_URL", raising=False)
    monkeypatch.setattr(registry, "MODELS", tmp_path / "no models")
    with pytest.raises(Failure) as refused:
        watch(since=date(2026, 11, 9), until=date(2026, 11, 15), replay=replay, now=None)
    (line,) = refused.value.lines
    assert "\n" not in line
    with sqlite3.connect(tmp_path / "replay.db") as connection:
        kept = "SELECT (SELECT count(*) FROM payloads), (SELECT count(*) FROM notices)"
        assert connection.execute(kept).fetchone() == (1, 1)
