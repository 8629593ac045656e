"""In what state a source is: a closed list, worked out from how it was read and what it gave."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from veille.core.rhythm import Silence

SourceState = Literal["fresh", "late", "silent", "incomplete", "down", "new"]

STATE_NAMES: dict[SourceState, str] = {
    "fresh": "à jour",
    "late": "en retard",
    "silent": "muette",
    "incomplete": "incomplète",
    "down": "en panne",
    "new": "jamais lue",
}
WHAT_TO_DO: dict[SourceState, str] = {
    "fresh": "Rien à faire.",
    "late": "Vérifier que l’horloge tourne (veille doctor), puis lancer : veille job run gather.",
    "silent": "Regarder le site de la source : si des avis y paraissent, son format ou son adresse "
    "a changé (veille source check). Sinon, noter sur sa page qu’on le sait.",
    "incomplete": "Attendre la prochaine collecte : elle relit ce qui manque. Si elle échoue "
    "aussi, lancer : veille source check.",
    "down": "Lancer veille source check, qui dit ce que répond la source ; prévenir qui la tient.",
    "new": "Lancer veille source check, puis veille job run gather.",
}

DOWN_AFTER = timedelta(hours=36)
_IN_A_ROW = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class HowRead:
    """How a source was read: when last whole, and whether the last crawls were, newest first.

    ``due`` is when it should have been read at the latest.
    """

    last_success: datetime | None
    last_ones: Sequence[bool]
    due: datetime | None

    @property
    def failures(self) -> int:
        """How many crawls in a row ended badly until now."""
        whole = [number for number, well in enumerate(self.last_ones) if well]
        return whole[0] if whole else len(self.last_ones)


def state_of(read: HowRead, silence: Silence | None, now: datetime) -> SourceState:
    """The one state to show: what keeps a source from being read comes first."""
    if read.last_success is None:
        return "down" if read.failures >= _IN_A_ROW else "new"
    if read.failures >= _IN_A_ROW and now - read.last_success > DOWN_AFTER:
        return "down"
    if read.failures:
        return "incomplete"
    if read.due is not None and read.last_success < read.due:
        return "late"
    return "silent" if silence else "fresh"
