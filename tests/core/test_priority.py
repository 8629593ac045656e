"""The order of « à saisir »."""

import itertools
from dataclasses import replace

import pytest

from veille.core.bands import Band, Bands
from veille.core.priority import (
    REMARK,
    Opportunity,
    Weights,
    priority,
    ranked,
    remark,
)
from veille.core.verdicts import HoursEstimate

BASE = Opportunity(
    id="m",
    potential=0.1,
    hours=HoursEstimate(low=70, high=210, basis="essai"),
    days_left=30,
    obligation="not_applicable",
)

BANDS = Bands(
    potential=(Band("high", 0.2, 0.23), Band("low", 0.0, 0.04)),
    likely=(Band("high", 0.18, 0.3), Band("low", 0.0, 0.03)),
)


def hours(value: int) -> HoursEstimate:
    return HoursEstimate(low=value, high=value, basis="essai")


def order(*found: Opportunity, weights: Weights | None = None) -> list[str]:
    return [item.id for item in ranked(found, lambda item: item, weights or Weights())]


@pytest.mark.parametrize(
    "better",
    [
        replace(BASE, potential=0.14),
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
    ("likely", "habit", "expected"),
    [
        (None, 0.9, None),
        (0.17, 0.9, None),
        (0.18, 0.9, REMARK),
        (0.9, 0.0, None),
        (0.9, -0.4, None),
    ],
)
def test_habit_adds_a_remark_where_it_makes_a_clause_likely(
    likely: float | None, habit: float, expected: str | None
) -> None:
    assert remark(replace(BASE, likely=likely, habit=habit), BANDS.likely) == expected


def test_without_bands_habit_says_nothing() -> None:
    assert remark(replace(BASE, likely=0.9, habit=0.9), ()) is None


def test_a_potential_is_weighed_on_the_scale_of_its_model() -> None:
    weights = Weights().on_the_scale_of(BANDS)
    at_the_high_band = priority(replace(BASE, potential=0.2), weights)
    assert at_the_high_band == priority(replace(BASE, potential=0.9), weights)
    assert at_the_high_band > priority(replace(BASE, potential=0.19), weights)


def test_bands_that_begin_at_nothing_leave_the_weights() -> None:
    assert Weights().on_the_scale_of(Bands((Band("high", 0.0, 0.1),), ())) == Weights()
    assert Weights().on_the_scale_of(Bands((), ())) == Weights()


def test_the_weights_can_be_changed() -> None:
    big = replace(BASE, id="big", potential=0.05, hours=hours(1400))
    apt = replace(BASE, id="apt", potential=0.45, hours=hours(35))
    assert order(big, apt) == ["apt", "big"]
    assert order(big, apt, weights=Weights(potential=0.1, hours=0.6)) == ["big", "apt"]


def test_only_the_proportions_count() -> None:
    ten = Weights(potential=5, hours=2, time=2, law=1)
    assert priority(BASE, ten) == priority(BASE)


@pytest.mark.parametrize(
    "wrong",
    [
        {"potential": -0.1},
        {"potential": 0.0, "hours": 0.0, "time": 0.0, "law": 0.0},
        {"law": float("nan")},
        {"days_to_act": 0.0},
        {"hours_least": 0.0},
        {"hours_full": 35.0},
    ],
)
def test_weights_that_give_no_order_are_refused(wrong: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="priorité"):
        Weights(**wrong)
