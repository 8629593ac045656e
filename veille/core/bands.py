"""The bands that people see instead of a learned score: fort, moyen, faible.

Their limits are those of the model that gave the score, with the share of calls observed in each
to carry a clause or a reservation: a floor, since not every clause is declared or written.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

BandName = Literal["high", "medium", "low"]
BAND_NAMES: tuple[BandName, ...] = get_args(BandName)
"""From the highest down."""

BAND_LABELS: Mapping[BandName, str] = {"high": "fort", "medium": "moyen", "low": "faible"}


@dataclass(frozen=True, slots=True)
class Band:
    """The scores at or above ``since``, below the band before.

    ``observed`` is the share that carried a clause or were reserved, of ``notices``.
    """

    name: BandName
    since: float
    observed: float
    notices: int = 0


@dataclass(frozen=True, slots=True)
class Bands:
    """The bands of both scores of one model, the highest first; the last one begins at 0."""

    potential: tuple[Band, ...]
    likely: tuple[Band, ...]


def band_of(score: float | None, bands: Sequence[Band]) -> Band | None:
    """The band that a score (0 to 1) falls in; null without a score, or without bands."""
    if score is None:
        return None
    return next((band for band in bands if score >= band.since), None)
