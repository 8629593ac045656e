"""What the order of a call without a clause is made of, and how well a clause suits it."""

from datetime import datetime, timedelta

from veille.core.bands import Bands, band_of
from veille.core.editions import Potential
from veille.core.explanations import reasons
from veille.core.priority import DEFAULT, Opportunity, priority
from veille.core.procedures import Facts

_DAY = timedelta(days=1)


def opportunity_of(procedure_id: int, known: Facts, now: datetime) -> Opportunity:
    """The procedure as ``veille.core.priority`` weighs it at ``now``."""
    return Opportunity(
        id=str(procedure_id),
        potential=known.potential,
        likely=known.likely,
        habit=_habit(known),
        hours=known.hours_estimate,
        days_left=None if known.deadline is None else (known.deadline - now) / _DAY,
        ahead=known.state == "planned",
        obligation=known.obligation.answer,
    )


def priority_of(found: Opportunity, bands: Bands | None) -> float:
    """Its place in the order, on the scale of the model that gave its score."""
    return priority(found, DEFAULT.on_the_scale_of(bands) if bands else DEFAULT)


def potential_of(known: Facts, bands: Bands | None, title: str | None) -> Potential | None:
    """The band of the score with its reasons; null without a score, or without bands.

    ``title`` is the object as people read it: only words that stand in it are reasons.
    """
    band = band_of(known.potential, bands.potential if bands else ())
    if band is None:
        return None
    found = reasons((line for _, line in known.evidence), title)
    return Potential(
        band=band.name, share=band.observed, raised=found.raised, lowered=found.lowered
    )


def _habit(known: Facts) -> float:
    """What the buyer's past adds to ``likely``, in log-odds."""
    lines = (line for _, line in known.evidence if line.for_ == "likely")
    return sum(line.weight or 0.0 for line in lines if line.rule == "learned.habit")
