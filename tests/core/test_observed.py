"""What is counted of a procedure, and what kind of body buys."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from tests.core.invented_cards import card
from veille.core.notices import Award, Buyer, Winner
from veille.core.observatory.buyer_kinds import buyer_sort
from veille.core.observatory.figures import Counts, Scope, YearFigures, added, quantiles
from veille.core.observatory.observed import Seen, observed
from veille.core.procedures import Facts
from veille.core.verdicts import Clause, HoursEstimate, Reserved

SEEN = datetime(2026, 11, 9, 5, tzinfo=UTC)


def seen(stage: str = "competition", kind: str = "competition", day: date | None = None) -> Seen:
    return Seen(stage, kind, day or date(2026, 11, 9), SEEN)


def known(**changed: Any) -> Facts:
    facts: dict[str, Any] = {
        "state": "open",
        "stage": "competition",
        "deadline": datetime(2026, 12, 14, 11, tzinfo=UTC),
        "buyer": Buyer(name="Commune de Valrouge", postcode="34999"),
        "publications": 2,
    }
    return Facts(**(facts | changed))


def test_it_counts_in_the_year_of_its_first_publication() -> None:
    notices = [seen(day=date(2026, 1, 3)), seen("planning", "planning", date(2025, 12, 30))]
    found = observed(card(), known(), notices, sample=False)
    assert found.day == date(2025, 12, 30)
    assert (found.planned, found.opened, found.called) == (True, True, True)


def test_without_a_day_of_publication_it_is_when_it_was_first_seen() -> None:
    found = observed(card(), known(), [Seen("competition", "competition", None, SEEN)], sample=True)
    assert (found.day, found.sample) == (date(2026, 11, 9), True)


def test_a_planned_purchase_is_not_opened_and_an_award_alone_is_not_called() -> None:
    announced = observed(card(), known(), [seen("planning", "planning")], sample=False)
    assert (announced.called, announced.opened, announced.wait) == (True, False, None)
    award = observed(card(), known(state="awarded"), [seen("result", "result")], sample=False)
    assert (award.called, award.awarded) == (False, True)


def test_days_go_from_the_call_to_the_deadline_as_corrected() -> None:
    notices = [seen(day=date(2026, 11, 9)), seen(kind="change", day=date(2026, 11, 20))]
    assert observed(card(), known(), notices, sample=False).wait == 35
    approximate = known(deadline_approximate=True)
    assert observed(card(), approximate, notices, sample=False).wait is None
    before_the_call = known(deadline=datetime(2026, 10, 1, tzinfo=UTC))
    assert observed(card(), before_the_call, notices, sample=False).wait is None


def test_stated_hours_and_estimates_are_kept_apart() -> None:
    estimate = HoursEstimate(low=140, high=140, basis="écrites")
    stated = known(clause=Clause(answer="yes", hours=140), hours_estimate=estimate)
    found = observed(card(), stated, [seen()], sample=False)
    assert (found.hours, found.low, found.high) == (140, None, None)
    spread = HoursEstimate(low=60, high=180, basis="montant")
    silent = known(clause=Clause(answer="yes"), hours_estimate=spread)
    found = observed(card(), silent, [seen()], sample=False)
    assert (found.hours, found.low, found.high) == (None, 60, 180)


@pytest.mark.parametrize(
    ("sectors", "outside"),
    [(("nettoyage",), True), (("batiment", "nettoyage"), False), ((), None)],
)
def test_one_lot_of_works_makes_it_works(sectors: tuple[str, ...], outside: bool | None) -> None:
    found = observed(card(sectors=frozenset(sectors)), known(), [seen()], sample=False)
    assert found.outside is outside


def test_kinds_count_where_the_answer_is_yes() -> None:
    doubtful = card(reserved_kinds=frozenset({"iae"}))
    unclear = known(reserved=Reserved(answer="unclear", kinds=("iae",)))
    assert observed(doubtful, unclear, [seen()], sample=False).reserved_kinds == frozenset()
    sure = known(reserved=Reserved(answer="yes", kinds=("iae",)))
    assert observed(doubtful, sure, [seen()], sample=False).reserved_kinds == {"iae"}


def test_a_winner_that_looks_like_a_person_is_counted_without_a_name() -> None:
    winners = [
        Winner(name="Jardins Solidaires Inventés", siret="123 456 789 00011"),
        Winner(name="JARDINS SOLIDAIRES INVENTES", siret="12345678900029"),
        Winner(name="Mme Durand Camille"),
        Winner(name="Sacha Inventé EI"),
        Winner(),
    ]
    awarded = known(state="awarded", awards=tuple(Award(winner=one) for one in winners))
    found = observed(card(), awarded, [seen()], sample=False)
    assert len(found.winners) == 3
    assert [one.name for one in found.winners if one.name] == ["JARDINS SOLIDAIRES INVENTES"]
    assert "durand" not in repr(found).lower()


@pytest.mark.parametrize(
    ("name", "sort"),
    [
        ("Commune de Valrouge", "commune"),
        ("Ville de Valrouge", "commune"),
        ("CCAS de la ville de Valrouge", "establishment"),
        ("Communauté de communes du Val inventé", "intercommunal"),
        ("Syndicat mixte de traitement des déchets", "syndicate"),
        ("Conseil départemental de l'Hérault", "department"),
        ("Département de l’Hérault", "department"),
        ("Région Occitanie", "region"),
        ("Préfecture de région", "state"),
        ("Ministère des Armées", "state"),
        ("CHU de Valrouge", "establishment"),
        ("Hérault Logement", "landlord"),
        ("OPH de Valrouge", "landlord"),
        ("Entité inventée", "other"),
        (None, "other"),
    ],
)
def test_the_kind_of_body_is_told_by_its_name(name: str | None, sort: str) -> None:
    assert buyer_sort(Buyer(name=name)) == sort


def test_a_siren_of_the_herault_is_surer_than_a_name() -> None:
    assert buyer_sort(Buyer(name="Service achats", siret="24340001700022")) == "intercommunal"
    assert buyer_sort(Buyer(name="Service achats", siret="21340001300012")) == "commune"
    assert buyer_sort(None) == "other"


def test_quartiles_are_values_that_were_seen() -> None:
    assert quantiles({}) is None
    assert quantiles({30: 1}) == (30, 30, 30)
    assert quantiles({10: 1, 20: 1, 30: 1, 40: 1}) == (10, 20, 30)


def test_a_year_is_the_sum_of_its_months_and_quarters() -> None:
    months = {1: Counts(procedures=2, hours=70), 3: Counts(procedures=1), 4: Counts(procedures=5)}
    figures = YearFigures(scope=Scope(2026, "34"), months=months)
    assert figures.total.procedures == 8
    assert figures.quarters == {1: Counts(procedures=3, hours=70), 2: Counts(procedures=5)}
    assert added(figures.quarters.values()) == figures.total
