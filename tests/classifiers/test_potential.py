"""Scoring: what moves the two scores, and what must not."""

import time
from dataclasses import replace
from datetime import date

import pytest

from classifiers import training
from classifiers.habits import Habits, Seen, buyer_keys
from classifiers.potential import BATCH, LearnedModel, Scores
from tests.classifiers.learned_data import TODAY, labelled, notice
from veille.core.bands import band_of
from veille.core.notices import Buyer, Declared, Descriptor, Lot, Notice, Text

CLEANING = notice(descriptors=(Descriptor(code="239"),))
INSURANCE = notice("Contrat d'assurance", descriptors=(Descriptor(code="20"),))


def _potential(model: LearnedModel, made: Notice) -> float:
    score = model.score(made).potential
    assert score is not None
    return score


def test_what_is_bought_moves_both_scores(model: LearnedModel) -> None:
    cleaning, insurance = model.score_many([CLEANING, INSURANCE])
    assert cleaning.potential is not None
    assert insurance.potential is not None
    assert cleaning.likely is not None
    assert insurance.likely is not None
    assert cleaning.potential > insurance.potential
    assert cleaning.likely > insurance.likely


def test_who_buys_moves_likely_only(model: LearnedModel) -> None:
    habitual = model.score(
        replace(CLEANING, buyer=Buyer(name="Service fictif 1", postcode="34999"))
    )
    other = model.score(replace(CLEANING, buyer=Buyer(name="Service fictif 31", postcode="34999")))
    assert habitual.potential == other.potential
    assert habitual.likely is not None
    assert other.likely is not None
    assert habitual.likely > other.likely


def test_a_habit_of_the_same_day_or_later_moves_nothing(model: LearnedModel) -> None:
    day = date(2026, 9, 1)
    made = replace(CLEANING, published_on=day)
    keys = buyer_keys(made.buyer)
    future = Habits(Seen(keys, day.toordinal() + days, True) for days in range(30))
    past = Habits(Seen(keys, day.toordinal() - days, True) for days in range(1, 31))
    none = model.score(made, Habits())
    assert model.score(made, future) == none
    assert (model.score(made, past).likely or 0) > (none.likely or 1)
    assert model.score(made, past).potential == none.potential


@pytest.mark.parametrize(
    "stated",
    [
        {"title": "Nettoyage des locaux de la mairie (réservé)"},
        {"description": "Marché réservé aux ESAT. Clause d'insertion : 300 heures."},
        {"texts": (Text(field="conditions", text="Clause sociale d'insertion obligatoire."),)},
        {"declared": (Declared(field="criteres", value="sociaux"),)},
        {"label": {"any": True}},
    ],
)
def test_the_answer_is_never_read(model: LearnedModel, stated: dict[str, object]) -> None:
    assert model.score(replace(CLEANING, **stated)) == model.score(CLEANING)  # type: ignore[arg-type]


def test_a_field_it_was_not_trained_on_is_not_read(model: LearnedModel) -> None:
    assert model.manifest.fields == ("title", "codes", "family")
    told = replace(CLEANING, description="Assurance", contract_nature="works", duration_months=48)
    assert model.score(told) == model.score(CLEANING)


def test_a_cpv_is_judged_as_its_descriptor(model: LearnedModel) -> None:
    by_cpv = replace(CLEANING, descriptors=(), cpv=("90911200",))
    assert _potential(model, by_cpv) == _potential(model, CLEANING)


def test_lots_are_scored_on_their_own_words(model: LearnedModel) -> None:
    made = replace(
        CLEANING,
        lots=(
            Lot(id="LOT-0001", title="Nettoyage des locaux"),
            Lot(id="LOT-0002", title="Contrat d'assurance", cpv=("66510000",)),
            Lot(id="LOT-0003"),
        ),
    )
    scores = model.score(made)
    assert scores.by_lot["LOT-0001"] > scores.by_lot["LOT-0002"]
    assert scores.by_lot["LOT-0003"] == scores.potential


def test_more_lots_than_are_read_take_the_notice_s_score(model: LearnedModel) -> None:
    lots = tuple(Lot(id=f"LOT-{number:04d}", title="Assurance") for number in range(150))
    scores = model.score(replace(CLEANING, lots=lots))
    assert len(scores.by_lot) == 150
    assert scores.by_lot["LOT-0149"] == scores.potential


def test_one_by_one_or_together_is_the_same(model: LearnedModel) -> None:
    notices = [made for made, _ in labelled(BATCH + 5)]
    together = list(model.score_many(notices))
    assert [model.score(made) for made in notices[-7:]] == together[-7:]
    assert list(model.score_many(notices)) == together


@pytest.mark.parametrize("made", [notice(None, family=None), notice("…"), notice(" ")])
def test_a_notice_that_says_nothing_gets_no_score(model: LearnedModel, made: Notice) -> None:
    scores = model.score(made)
    assert (scores.potential, scores.likely, scores.evidence) == (None, None, ())


@pytest.mark.parametrize(
    "title",
    [
        "Reinigung von Gebäuden",
        "清掃サービス",
        "x" * 1_000_000,
        "mot " * 250_000,
        "\x00\ud800 réservé tonte" * 9,
    ],
)
def test_any_title_gets_an_answer_in_time(model: LearnedModel, title: str) -> None:
    started = time.perf_counter()
    score = _potential(model, notice(title))
    assert 0 < score < 1
    assert time.perf_counter() - started < 5


def test_bands_follow_the_scores(model: LearnedModel) -> None:
    order = ["low", "medium", "high"]
    found = [band_of(score / 100, model.bands.potential) for score in range(101)]
    names = [band.name for band in found if band]
    assert len(names) == len(found)
    assert names == sorted(names, key=order.index)
    assert names[0] == "low"
    likely = band_of(1.0, model.bands.likely)
    assert likely is not None
    assert likely.name == "high"


def test_hostile_words_anywhere_get_an_answer(model: LearnedModel) -> None:
    broken = "\ud800\udfff\x00"
    made = notice(
        f"Contrat{broken}",
        buyer=f"Commune{broken}",
        family=f"FNS{broken}",
        descriptors=(Descriptor(code=f"239{broken}"),),
        departments=(broken,),
        lots=(Lot(id=broken, title=f"{broken} Tonte"),),
    )
    scores = model.score(made)
    assert 0 < (scores.potential or 0) < 1
    assert 0 < (scores.likely or 0) < 1
    word = next(line for line in scores.evidence if line.rule == "learned.word")
    assert word.quote == "Contrat"


def test_an_empty_notice_gets_no_score(model: LearnedModel) -> None:
    assert model.score(Notice(id="x:1", source="boamp")) == Scores()


def test_a_long_description_takes_linear_time(reading_model: LearnedModel) -> None:
    """A megabyte is masked up to its limit, so ten take no longer than one."""
    for unit in (
        "mot ",
        "marché réservé aux ",
        "a" * 50,
        "clause d'insertion. ",
        "((((",
        "1 heure ",
    ):
        made = notice(description=unit * (1_000_000 // len(unit)))
        started = time.perf_counter()
        score = reading_model.score(made).potential
        assert score is not None
        assert 0 < score < 1
        assert time.perf_counter() - started < 5


def test_a_model_that_reads_descriptions_never_reads_the_answer(
    reading_model: LearnedModel,
) -> None:
    plain = notice(description="Les prestations durent douze mois.")
    stated = notice(
        description="Les prestations durent douze mois. Marché réservé aux ESAT. "
        "Clause sociale d'insertion obligatoire. Le titulaire réalise 300 heures d'insertion."
    )
    assert "description" in reading_model.manifest.fields
    assert reading_model.score(stated) == reading_model.score(plain)
    other = notice(description="Assurance des véhicules.")
    assert reading_model.score(other) != reading_model.score(plain)


@pytest.fixture(scope="module")
def reading_model(tmp_path_factory: pytest.TempPathFactory) -> LearnedModel:
    """A model trained on notices that have a description."""
    told = ((replace(made, description=f"{made.title}."), label) for made, label in labelled())
    folder = tmp_path_factory.mktemp("reading") / "model"
    return LearnedModel.load(training.train(told, today=TODAY).write(folder))
