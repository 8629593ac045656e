"""What the sections of a year need beside its counts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from veille.core.observatory.figures import Counts
from veille.core.observatory.ratios import when

_WHOLE_FROM = 15  # a year that is read from mid January at the latest is taken for whole


@dataclass(frozen=True, slots=True)
class Context:
    """Every year's counts, the first day that was read and today, and the parts of the territory.

    ``parts`` is what these are called (« intercommunalités »), null where it has none, and
    ``parts_known`` how many there are.
    """

    years: Mapping[int, Counts]
    since: date
    today: date
    parts: str | None
    parts_known: int

    def is_running(self, year: int) -> bool:
        """Is it this year?"""
        return year == self.today.year

    def is_whole(self, year: int) -> bool:
        """Was it read from its beginning to its end?"""
        return not self.is_running(year) and not self._starts_late(year)

    def when(self, year: int) -> str:
        """« En 2026 », and what part of it where it is not whole."""
        since = self.since if self._starts_late(year) else None
        return when(year, since, self.today if self.is_running(year) else None)

    def named(self, year: int) -> str:
        """« 2025 », « 2026 (en cours) », « 2024 (en partie) »."""
        if self.is_running(year):
            return f"{year} (en cours)"
        return f"{year} (en partie)" if self._starts_late(year) else str(year)

    def _starts_late(self, year: int) -> bool:
        return year == self.since.year and self.since > date(year, 1, _WHOLE_FROM)
