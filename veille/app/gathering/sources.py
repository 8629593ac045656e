"""The sources that can be gathered, and the crawl each one is asked for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from spiders.job import CrawlJob
from spiders.registry import ROWS, SourceInfo
from veille.app.console import Failure
from veille.core.territory import UnknownTerritoryError, territory
from veille.settings import Settings

OFFICIAL_API = Settings.model_fields["boamp_url"].default
DIRECTORIES = "https://echanges.dila.gouv.fr/OPENDATA/BOAMP"

SOURCES: tuple[SourceInfo, ...] = tuple(row for row in ROWS if row.gathered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """Where a source is asked, as ``CrawlJob`` has it; nothing at all is a source that is off."""

    address: str = ""
    documents: str = ""
    feeds: tuple[str, ...] = ()
    boxes: tuple[str, ...] = ()

    @property
    def anything(self) -> bool:
        """Whether the source is on."""
        return bool(self.address or self.feeds or self.boxes)


_ASKED: Mapping[str, Callable[[Settings], Asked]] = {
    "boamp": lambda settings: Asked(address=settings.boamp_url.rstrip("/")),
    "dila": lambda settings: Asked(address=_directories(settings)),
    "ted": lambda settings: Asked(
        address=settings.ted_api_url.rstrip("/"), documents=settings.ted_url.rstrip("/")
    ),
    "feed": lambda settings: Asked(feeds=settings.feeds),
    "alert": lambda settings: Asked(boxes=settings.alert_boxes),
    "decp": lambda settings: Asked(feeds=settings.decp),
    "aws": lambda settings: Asked(feeds=settings.aws),
}
"""By a setting of its own; every other source by ``VEILLE_SOURCES``, under its name."""


def _directories(settings: Settings) -> str:
    """Where DILA's directories are, unless told otherwise: beside the official API only.

    What somebody else's copy of it holds says nothing of them.
    """
    if settings.dila_url is not None:
        return settings.dila_url.rstrip("/")
    return DIRECTORIES if settings.boamp_url == OFFICIAL_API else ""


def asked_of(source: SourceInfo, settings: Settings) -> Asked:
    """Where the settings want a source to be asked."""
    if source.name in _ASKED:
        return _ASKED[source.name](settings)
    return Asked(feeds=settings.sources.get(source.name, ()))


def enabled(settings: Settings) -> tuple[SourceInfo, ...]:
    """The sources there is something to ask of: feeds, boxes, files, sites where one is named."""
    return tuple(source for source in SOURCES if asked_of(source, settings).anything)


def crawl_job(
    source: SourceInfo,
    settings: Settings,
    *,
    since: date,
    until: date,
    now: datetime,
    sample: bool = False,
    max_records: int | None = None,
) -> CrawlJob:
    """What a crawl of ``source`` is asked to do, as the settings say."""
    asked = asked_of(source, settings)
    return CrawlJob(
        source=source.name,
        since=since,
        until=until,
        now=now,
        database_url=settings.store_url,
        address=asked.address,
        documents=asked.documents,
        user_agent=settings.user_agent,
        nuts=places_asked(settings.territories),
        feeds=asked.feeds,
        boxes=asked.boxes,
        departments=departments_of(settings.territories),
        sample=sample,
        max_records=max_records,
        delay=max(settings.crawl_delay, source.pause),
        first_wait=settings.first_wait,
        longest_wait=settings.longest_wait,
    )


def departments_of(codes: tuple[str, ...]) -> tuple[str, ...]:
    """The départements that the territories of these codes are in."""
    return tuple(dict.fromkeys(one for code in codes for one in territory(code).departments))


def checked_territories(settings: Settings) -> None:
    """Every territory of the settings is one we know.

    Raises:
        Failure: one is not.
    """
    for code in settings.territories:
        try:
            territory(code)
        except UnknownTerritoryError as error:
            raise Failure(f"VEILLE_TERRITORIES : {error}") from None


def places_asked(codes: tuple[str, ...]) -> tuple[str, ...]:
    """NUTS regions to ask TED for: each territory's own, and the coarser ones that hold it.

    A notice coded for the whole region may be performed in the territory; the country would be
    too much.
    """
    asked: dict[str, None] = {}
    for code in codes:
        for nuts in territory(code).nuts:
            for length in (5, 4, 3):
                asked.setdefault(nuts[:length])
    return tuple(asked)
