"""What a preview says of the last four weeks."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from tests.english import english_in
from veille.core.cards import RHYTHMS, Rhythm
from veille.core.previews import BROAD, MOST_IMMEDIATE, TooBroadError, check, preview_of, windows

TODAY = date(2026, 11, 16)
OLD = date(2025, 1, 1)
NBSP = "\u00a0"


def days(count: int, day: date = TODAY) -> dict[date, frozenset[int]]:
    return {day: frozenset(range(count))}


def test_four_spans_of_seven_days_end_with_today() -> None:
    found = windows(TODAY)
    assert [(end - first).days for first, end in found] == [7, 7, 7, 7]
    assert found[-1][1] == TODAY + timedelta(days=1)
    assert all(one[1] == other[0] for one, other in pairwise(found))


def test_a_purchase_counts_once_a_week_and_once_in_all() -> None:
    last_week = TODAY - timedelta(days=8)
    found = preview_of(
        {
            TODAY: frozenset({1, 2}),
            TODAY - timedelta(days=1): frozenset({1}),
            last_week: frozenset({1, 3}),
            TODAY - timedelta(days=28): frozenset({9}),
        },
        "weekly",
        TODAY,
        oldest=OLD,
    )
    assert [week.count for week in found.weeks] == [0, 0, 2, 2]
    assert found.total == 3
    assert (found.warning, found.remarks) == (None, ())


@pytest.mark.parametrize("rhythm", RHYTHMS)
def test_what_is_too_broad_is_said(rhythm: Rhythm) -> None:
    assert preview_of(days(BROAD[rhythm]), rhythm, TODAY, oldest=OLD).warning is None
    found = preview_of(days(312), rhythm, TODAY, oldest=OLD)
    assert found.is_broad
    assert found.warning is not None
    assert found.warning.startswith(
        f"Cette alerte aurait envoyé 312{NBSP}marchés en quatre semaines{NBSP}: "
    )
    assert english_in(found.warning) == []


def test_a_mail_is_capped_and_says_so() -> None:
    assert preview_of(days(240), "weekly", TODAY, oldest=OLD).remarks == ()
    [said] = preview_of(days(300), "weekly", TODAY, oldest=OLD).remarks
    assert f"60{NBSP}marchés au plus" in said.replace(" marchés", f"{NBSP}marchés")


def test_an_immediate_flood_is_refused() -> None:
    check(preview_of(days(MOST_IMMEDIATE), "immediate", TODAY))
    check(preview_of(days(5_000), "daily", TODAY))
    with pytest.raises(TooBroadError, match="201\u00a0marchés en quatre semaines") as refused:
        check(preview_of(days(MOST_IMMEDIATE + 1), "immediate", TODAY))
    assert english_in(str(refused.value)) == []


def test_nothing_is_said_too() -> None:
    found = preview_of({}, "weekly", TODAY, oldest=OLD)
    assert found.warning is not None
    assert "n’aurait rien envoyé" in found.warning


@pytest.mark.parametrize(
    ("oldest", "said"),
    [(None, "aucun avis"), (TODAY, f"que 1{NBSP}jour"), (TODAY - timedelta(days=9), "10")],
)
def test_a_young_watch_says_so(oldest: date | None, said: str) -> None:
    [remark] = preview_of(days(3), "weekly", TODAY, oldest=oldest).remarks
    assert said in remark


@pytest.mark.parametrize(
    ("coarse", "said"),
    [(1, "1\u00a0autre marché du département"), (12, "12\u00a0autres marchés du département")],
)
def test_what_no_commune_can_match_is_said(coarse: int, said: str) -> None:
    [remark] = preview_of(days(3), "weekly", TODAY, oldest=OLD, coarse=coarse).remarks
    assert remark.startswith(said)
    assert english_in(remark) == []
