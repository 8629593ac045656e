"""What a job is given to work with."""

from dataclasses import dataclass
from datetime import datetime

from veille.core.schedule import Slot
from veille.settings import Settings
from veille.store.database import Store


@dataclass(frozen=True, slots=True)
class Work:
    """Where to work, what time it is, which slot the run is for."""

    store: Store
    settings: Settings
    now: datetime
    slot: Slot
