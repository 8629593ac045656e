"""The bands that people see instead of a learned score: fort, moyen, faible.

Their limits are those of the model that gave the score, with the share of calls observed in each
to carry a clause or a reservation: a floor, since not every clause is declared or written.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

BandName = Literal["high", "medium", "low"]


class _Measured(Protocol):
    """A band as a model keeps it."""

    @property
    def name(self) -> BandName: ...
    @property
    def since(self) -> float: ...
    @property
    def observed(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Band:
    """The scores at or above ``since``, below the band before; ``observed``: the share in it."""

    name: BandName
    since: float
    observed: float


@dataclass(frozen=True, slots=True)
class Bands:
    """The bands of both scores of one model, the highest first; the last one begins at 0."""

    potential: tuple[Band, ...]
    likely: tuple[Band, ...]

    @classmethod
    def measured(cls, potential: Sequence[_Measured], likely: Sequence[_Measured]) -> "Bands":
        """Those that a model keeps."""
        return cls(_bands(potential), _bands(likely))


def band_of(score: float | None, bands: Sequence[Band]) -> Band | None:
    """The band that a score (0 to 1) falls in; null without a score, or without bands."""
    if score is None:
        return None
    return next((band for band in bands if score >= band.since), None)


def _bands(measured: Sequence[_Measured]) -> tuple[Band, ...]:
    return tuple(Band(band.name, band.since, band.observed) for band in measured)
