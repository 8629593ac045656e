"""Who manages the social clauses of a territory (gestionnaire); much of it is to be confirmed."""

from dataclasses import dataclass
from functools import cache
from typing import Literal, cast

from veille.core.reference.tables import rows

Status = Literal["seen", "assumed", "to_confirm"]

COORDINATION = "Mission Interinstitutionnelle Clause Sociale 34"


@dataclass(frozen=True, slots=True)
class Facilitator:
    """A body that follows clauses: ``seen`` in a source, ``assumed``, or ``to_confirm``."""

    name: str
    status: Status
    source: str | None

    @property
    def label(self) -> str:
        """The name as people read it, marked where no source was read."""
        return self.name if self.status == "seen" else f"{self.name} (à confirmer)"


def facilitator_of_epci(siren: str) -> Facilitator | None:
    """The facilitator of an EPCI of the Hérault; null when none is known."""
    return _by_epci().get(siren)


@cache
def _by_epci() -> dict[str, Facilitator]:
    return {
        row["epci"]: Facilitator(row["name"], cast("Status", row["status"]), row["source"] or None)
        for row in rows("facilitators")
    }
