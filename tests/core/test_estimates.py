"""Recall from samples: the value, and intervals that hold what they promise."""

import math
from collections.abc import Iterator

import numpy as np
import pytest

from veille.core.estimates import Interval, Stratum, recall, stratified, wilson


def test_wilson_is_that_of_the_tables() -> None:
    found = wilson(0.9, 100)
    assert (round(found.low, 4), round(found.high, 4)) == (0.8256, 0.9448)


def test_wilson_of_nothing_seen_is_not_nothing() -> None:
    found = wilson(0.0, 300)
    assert found.low == 0
    assert round(found.high, 4) == 0.0126


def test_what_was_read_whole_leaves_no_doubt_and_what_was_not_all_of_it() -> None:
    assert stratified([Stratum(20, 20, 18)]) == Interval(0.9, 0.9, 0.9)
    assert wilson(0.5, 0) == Interval(0.5, 0.0, 1.0)
    assert wilson(0.5, math.inf) == Interval(0.5, 0.5, 0.5)


def test_weeks_count_by_their_size() -> None:
    assert stratified([Stratum(300, 10, 0), Stratum(100, 10, 10)]).value == 0.25


def test_a_thin_week_widens_the_interval() -> None:
    even = stratified([Stratum(100, 25, 5), Stratum(100, 25, 5)])
    thin = stratified([Stratum(100, 45, 9), Stratum(100, 5, 1)])
    assert even.value == pytest.approx(thin.value)
    assert thin.high - thin.low > even.high - even.low


WEEK = (Stratum(20, 20, 18), Stratum(250, 25, 0))


def test_the_value_is_the_weighted_share_of_what_is_found() -> None:
    found = recall([WEEK] * 11 + [(Stratum(20, 20, 18), Stratum(250, 25, 1))])
    assert found is not None
    assert found.value == pytest.approx(216 / (216 + 10))
    assert found.low < found.value < found.high


def test_nothing_missed_in_the_sample_still_leaves_room_below() -> None:
    found = recall([WEEK] * 12)
    assert found is not None
    assert (found.value, found.high) == (1.0, pytest.approx(1.0))
    assert 0.8 < found.low < 0.95


@pytest.mark.parametrize(
    "weeks",
    [
        [],
        [WEEK] * 3,
        [(Stratum(20, 20, 0), Stratum(250, 25, 2))] * 12,
        [(Stratum(20, 0, 0), Stratum(250, 25, 2))] * 12,
    ],
)
def test_too_little_gives_nothing(weeks: list[tuple[Stratum, Stratum]]) -> None:
    assert recall(weeks) is None


def test_a_week_that_was_not_read_is_left_out() -> None:
    unread = (Stratum(50, 0, 0), Stratum(900, 0, 0))
    assert recall([WEEK] * 12 + [unread]) == recall([WEEK] * 12)


def weeks_drawn(
    random: np.random.Generator,
    precision: float,
    miss: float,
    read: tuple[int, int],
    spread: float = 0.0,
) -> tuple[float, list[tuple[Stratum, Stratum]]]:
    """Twelve weeks of unequal size: the true recall, and what a random reading saw of them.

    ``spread``: by how much of itself the share that is missed varies from week to week.
    """
    found = missed = 0
    weeks = []
    for _ in range(12):
        strata = []
        sizes = int(random.integers(8, 40)), int(random.integers(80, 400))
        varied = miss * float(random.uniform(1 - spread, 1 + spread))
        for size, share, most in zip(sizes, (precision, varied), read, strict=True):
            positive = int(random.binomial(size, share))
            count = min(size, most)
            seen = int(random.hypergeometric(positive, size - positive, count))
            strata.append((positive, Stratum(size, count, seen)))
        found += strata[0][0]
        missed += strata[1][0]
        weeks.append((strata[0][1], strata[1][1]))
    return found / (found + missed), weeks


def covered(
    precision: float, miss: float, read: tuple[int, int], spread: float = 0.0
) -> Iterator[bool]:
    random = np.random.default_rng(34)
    for _ in range(400):
        true, weeks = weeks_drawn(random, precision, miss, read, spread)
        found = recall(weeks)
        if found is not None:
            yield found.low <= true <= found.high


@pytest.mark.parametrize("miss", [0.0, 0.002, 0.01, 0.05])
@pytest.mark.parametrize("precision", [0.7, 0.97])
@pytest.mark.parametrize("read", [(40, 25), (10, 25), (10, 60)], ids=str)
def test_the_interval_holds_the_truth_nine_times_in_ten(
    precision: float, miss: float, read: tuple[int, int]
) -> None:
    seen = list(covered(precision, miss, read))
    assert len(seen) > 300
    assert sum(seen) / len(seen) >= 0.90


@pytest.mark.parametrize("miss", [0.01, 0.05])
def test_it_holds_when_weeks_differ(miss: float) -> None:
    seen = list(covered(0.9, miss, (40, 25), spread=0.9))
    assert sum(seen) / len(seen) >= 0.90
