"""What the learned part says of a card, and what it rests on."""

from dataclasses import dataclass

from veille.core import explanations
from veille.core.bands import BAND_LABELS, Band, Bands, band_of
from veille.core.procedures import Facts
from veille.core.verdicts import Evidence

SHOWN = 10


@dataclass(frozen=True, slots=True)
class Learned:
    """The bands of both scores in words (null without a score), and what counted, for or against.

    ``observed`` is the share of past notices of the band that carried a clause, from 0 to 100.
    """

    potential: str | None
    observed: int | None
    likely: str | None
    raised: tuple[str, ...]
    lowered: tuple[str, ...]


def learned(known: Facts, bands: Bands | None) -> Learned:
    """What the model says of ``known``."""
    potential = band_of(known.potential, bands.potential if bands else ())
    lines = [
        said
        for _, said in known.evidence
        if said.for_ in ("potential", "likely") and said.signal == "learned"
    ]
    strongest = sorted(lines, key=lambda said: -abs(said.weight or 0.0))
    return Learned(
        potential=_label(potential),
        observed=round(100 * potential.observed) if potential else None,
        likely=_label(band_of(known.likely, bands.likely if bands else ())),
        raised=_phrases([said for said in strongest if (said.weight or 0.0) > 0]),
        lowered=_phrases([said for said in strongest if (said.weight or 0.0) <= 0]),
    )


def _label(band: Band | None) -> str | None:
    return BAND_LABELS[band.name] if band else None


def _phrases(lines: list[Evidence]) -> tuple[str, ...]:
    """Each once, the strongest first."""
    return tuple(dict.fromkeys(map(explanations.phrase, lines)))[:SHOWN]
