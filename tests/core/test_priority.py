"""The order of « à saisir »."""

import itertools
from dataclasses import replace

import pytest

from veille.core.priority import (
    REMARK,
    Opportunity,
    PotentialBand,
    Weights,
    potential_band,
    priority,
    ranked,
    remark,
)
from veille.core.verdicts import HoursEstimate

BASE = Opportunity(
    id="m",
    potential=0.2,
    hours=HoursEstimate(low=70, high=210, basis="essai"),
    days_left=30,
    obligation="not_applicable",
)


def hours(value: int) -> HoursEstimate:
    return HoursEstimate(low=value, high=value, basis="essai")


def order(*found: Opportunity, weights: Weights | None = None) -> list[str]:
    return [item.id for item in ranked(found, lambda item: item, weights or Weights())]


@pytest.mark.parametrize(
    "better",
    [
        replace(BASE, potential=0.3),
        replace(BASE, hours=hours(700)),
        replace(BASE, obligation="expected"),
        replace(BASE, obligation="unknown"),
    ],
)
def test_each_part_raises_the_priority(better: Opportunity) -> None:
    assert priority(better) > priority(BASE)


def test_time_fades_once_a_correction_is_no_longer_possible() -> None:
    found = [priority(replace(BASE, days_left=days)) for days in (40, 21, 20, 10, 1)]
    assert found[0] == found[1]
    assert found[1] > found[2] > found[3] > found[4] > 0


def test_a_passed_deadline_is_nothing() -> None:
    rich = replace(BASE, potential=1.0, hours=hours(5000), obligation="expected")
    assert priority(replace(rich, days_left=0)) == 0
    assert priority(replace(rich, days_left=-3)) == 0


def test_a_planning_notice_has_all_its_time() -> None:
    planned = replace(BASE, days_left=None, ahead=True)
    assert priority(planned) == priority(replace(BASE, days_left=60))
    assert priority(planned) > priority(replace(BASE, days_left=None))
    assert priority(replace(planned, days_left=-1)) > 0


def test_what_is_unknown_is_neither_first_nor_last() -> None:
    def ascend(*found: Opportunity) -> bool:
        return [priority(item) for item in found] == sorted({priority(item) for item in found})

    assert ascend(*(replace(BASE, potential=score) for score in (0.01, None, 0.5)))
    assert ascend(*(replace(BASE, hours=volume) for volume in (hours(0), None, hours(1400))))
    assert ascend(*(replace(BASE, days_left=days) for days in (1, None, 60)))


def test_it_stays_between_0_and_1() -> None:
    most = Opportunity(
        id="a",
        potential=9.0,
        hours=hours(10**9),
        days_left=10**6,
        obligation="expected",
    )
    least = Opportunity(
        id="b", potential=-1.0, hours=hours(0), days_left=0.001, obligation="exempt"
    )
    assert priority(most) == 1
    assert 0 <= priority(least) < 0.001


def test_the_order_does_not_depend_on_that_of_the_items() -> None:
    found = [
        replace(BASE, id="a", potential=0.4),
        replace(BASE, id="b"),
        replace(BASE, id="c"),
        replace(BASE, id="d", days_left=22),
        replace(BASE, id="e", days_left=None, ahead=True),
    ]
    orders = {tuple(order(*items)) for items in itertools.permutations(found)}
    assert orders == {("a", "d", "b", "c", "e")}


def test_who_buys_moves_nothing() -> None:
    assert priority(replace(BASE, likely=0.99)) == priority(BASE)


@pytest.mark.parametrize(
    ("likely", "potential", "expected"),
    [
        (None, 0.1, None),
        (0.29, 0.1, None),
        (0.3, 0.1, REMARK),
        (0.3, None, REMARK),
        (0.4, 0.4, None),
    ],
)
def test_habit_adds_a_remark(
    likely: float | None, potential: float | None, expected: str | None
) -> None:
    assert remark(replace(BASE, likely=likely, potential=potential)) == expected


@pytest.mark.parametrize(
    ("score", "expected"),
    [
        (0.0, "low"),
        (0.099, "low"),
        (0.1, "medium"),
        (0.299, "medium"),
        (0.3, "high"),
        (1.0, "high"),
    ],
)
def test_a_score_lies_in_one_of_three_bands(score: float, expected: PotentialBand) -> None:
    assert potential_band(score) == expected


def test_the_bands_can_be_moved() -> None:
    assert potential_band(0.2, Weights(high_from=0.2)) == "high"
    assert potential_band(0.2, Weights(medium_from=0.25)) == "low"


def test_the_weights_can_be_changed() -> None:
    big = replace(BASE, id="big", potential=0.05, hours=hours(1400))
    apt = replace(BASE, id="apt", potential=0.45, hours=hours(35))
    assert order(big, apt) == ["apt", "big"]
    assert order(big, apt, weights=Weights(potential=0.1, hours=0.6)) == ["big", "apt"]


def test_only_the_proportions_count() -> None:
    ten = Weights(potential=4, hours=2.5, time=2, law=1.5)
    assert priority(BASE, ten) == priority(BASE)


@pytest.mark.parametrize(
    "wrong",
    [
        {"potential": -0.1},
        {"potential": 0.0, "hours": 0.0, "time": 0.0, "law": 0.0},
        {"law": float("nan")},
        {"days_to_act": 0.0},
        {"hours_full": -1.0},
    ],
)
def test_weights_that_give_no_order_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="priorité"):
        Weights(**wrong)
