"""The bands people see instead of a score."""

import pytest

from veille.core.bands import Band, band_of

HIGH, MEDIUM, LOW = Band("high", 0.2, 0.23), Band("medium", 0.1, 0.12), Band("low", 0.0, 0.04)


@pytest.mark.parametrize(
    ("score", "expected"),
    [(0.0, LOW), (0.099, LOW), (0.1, MEDIUM), (0.199, MEDIUM), (0.2, HIGH), (1.0, HIGH)],
)
def test_a_score_lies_in_one_band(score: float, expected: Band) -> None:
    assert band_of(score, (HIGH, MEDIUM, LOW)) == expected


def test_without_a_score_or_bands_there_is_none() -> None:
    assert band_of(None, (HIGH, LOW)) is None
    assert band_of(0.5, ()) is None
