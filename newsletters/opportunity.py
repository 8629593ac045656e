"""What the order of a call without a clause is made of, from the facts of its procedure."""

from datetime import datetime, timedelta

from veille.core.priority import Opportunity
from veille.core.procedures import Facts

_DAY = timedelta(days=1)


def opportunity_of(procedure_id: int, known: Facts, now: datetime) -> Opportunity:
    """The procedure as ``veille.core.priority`` weighs it at ``now``."""
    return Opportunity(
        id=str(procedure_id),
        potential=known.potential,
        likely=known.likely,
        hours=known.hours_estimate,
        days_left=None if known.deadline is None else (known.deadline - now) / _DAY,
        ahead=known.state == "planned",
        obligation=known.obligation.answer,
    )
