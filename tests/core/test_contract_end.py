"""The end of a contract, published or computed."""

from datetime import date

import pytest

from veille.core.contract_end import contract_end

START = date(2026, 1, 31)


def end(**known: object) -> tuple[date | None, bool]:
    nothing = dict.fromkeys(
        ("ends_on", "starts_on", "awarded_on", "duration_months", "renewals"), None
    )
    return contract_end(**(nothing | known))  # type: ignore[arg-type]


def test_a_published_end_is_taken_as_it_is() -> None:
    assert end(ends_on=START, starts_on=START, duration_months=12.0) == (START, False)


@pytest.mark.parametrize(
    ("months", "renewals", "expected"),
    [
        (1.0, None, date(2026, 2, 28)),
        (12.0, None, date(2027, 1, 31)),
        (12.0, 3, date(2030, 1, 31)),
        (0.5, None, date(2026, 2, 15)),
        (12.0, -1, date(2027, 1, 31)),
    ],
)
def test_start_and_duration_give_the_end(
    months: float, renewals: int | None, expected: date
) -> None:
    assert end(starts_on=START, duration_months=months, renewals=renewals) == (expected, True)


def test_the_award_stands_in_for_the_start() -> None:
    assert end(awarded_on=START, duration_months=12.0) == (date(2027, 1, 31), True)
    both = end(starts_on=date(2026, 3, 1), awarded_on=START, duration_months=12.0)
    assert both == (date(2027, 3, 1), True)


@pytest.mark.parametrize(
    "known",
    [
        {},
        {"starts_on": START},
        {"duration_months": 12.0},
        {"starts_on": START, "duration_months": 0.0},
        {"starts_on": START, "duration_months": -3.0},
        {"starts_on": START, "duration_months": 1e9},
        {"starts_on": START, "duration_months": 12.0, "renewals": 10**9},
        {"starts_on": date(9999, 12, 1), "duration_months": 12.0},
        {"starts_on": date(9999, 12, 31), "duration_months": float("nan")},
    ],
)
def test_an_unknown_or_absurd_duration_gives_no_end(known: dict[str, object]) -> None:
    assert end(**known) == (None, False)
