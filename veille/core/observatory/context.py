"""What the sections of a year need beside its counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from veille.core.observatory.figures import Counts


@dataclass(frozen=True, slots=True)
class Context:
    """What is needed beside the counts: every year's, until when the year is read, what its parts

    are called (« intercommunalités », null where a territory has none) and how many there are.

    ``until`` is null once the year is over.
    """

    years: Mapping[int, Counts]
    until: date | None
    parts: str | None
    parts_known: int
