"""The count of a crawl: what the source announced against what was stored, unit by unit."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from spiders.job import CrawlProgress, CrawlResult
from veille.core.french import count, plural, typography


@dataclass(slots=True)
class Unit:
    """One day or one feed: the highest total announced (null: none yet), the keys stored.

    ``day`` is the day that it is, of a source that is asked day by day.
    """

    announced: int | None = None
    received: set[str] = field(default_factory=set)
    failed: bool = False
    day: date | None = None

    @property
    def complete(self) -> bool:
        """Nothing failed, and what was announced is what came."""
        return not self.failed and self.announced == len(self.received)

    def cause(self) -> str:
        """Why its counts do not agree; more records than announced means a total not to trust."""
        if self.announced is None:
            return "sans réponse"
        here = count(len(self.received), "relevé")
        announced = f"{self.announced} {plural(self.announced, 'annoncé')}"
        if len(self.received) > self.announced:
            return f"{here} pour {announced}, total douteux"
        return f"{here} sur {announced}"


@dataclass(slots=True)
class Tally:
    """Counts of one crawl; ``causes`` says in one line of French each why it is incomplete."""

    source: str
    units: dict[str, Unit] = field(default_factory=dict)
    stored: int = 0
    unread: int = 0
    causes: list[str] = field(default_factory=list)

    def unit(self, name: str) -> Unit:
        """The unit of that name, made at its first use; until it answers it is not complete."""
        return self.units.setdefault(name, Unit())

    def announce(self, name: str, total: int) -> None:
        """The source says that this unit holds ``total`` records."""
        unit = self.unit(name)
        unit.announced = max(unit.announced or 0, total)

    def receive(self, name: str, keys: Iterable[str]) -> None:
        """These records came and are stored."""
        self.unit(name).received.update(keys)

    def fail(self, cause: str, name: str | None = None) -> None:
        """Something went wrong: the unit, if named, is not done; the crawl is incomplete."""
        if name is not None:
            self.unit(name).failed = True
            cause = f"{name} : {cause}"
        cause = typography(cause)
        if cause not in self.causes:
            self.causes.append(cause)

    def progress(self) -> CrawlProgress:
        """Where the crawl stands."""
        return CrawlProgress(
            announced=sum(unit.announced or 0 for unit in self.units.values()),
            received=sum(len(unit.received) for unit in self.units.values()),
            stored=self.stored,
        )

    def result(self, days_done: Iterable[date]) -> CrawlResult:
        """The end of the crawl, with a cause for every unit whose counts do not agree."""
        short = [
            typography(f"{name} : {unit.cause()}")
            for name, unit in self.units.items()
            if not unit.failed and not unit.complete
        ]
        now = self.progress()
        return CrawlResult(
            source=self.source,
            announced=now.announced,
            received=now.received,
            stored=now.stored,
            unread=self.unread,
            days_done=tuple(days_done),
            causes=(*self.causes, *short),
        )
