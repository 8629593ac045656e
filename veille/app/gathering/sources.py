"""The sources that can be gathered, and the crawl each one is asked for."""

from dataclasses import dataclass
from datetime import date, datetime

from spiders.job import CrawlJob
from veille.app.console import Failure
from veille.core.territory import UnknownTerritoryError, territory
from veille.settings import Settings


@dataclass(frozen=True, slots=True)
class SourceInfo:
    """A source's name in the data, and for people."""

    name: str
    label: str


SOURCES: tuple[SourceInfo, ...] = (
    SourceInfo("boamp", "BOAMP"),
    SourceInfo("dila", "Répertoires du BOAMP (DILA)"),
    SourceInfo("ted", "TED"),
    SourceInfo("feed", "Flux"),
    SourceInfo("alert", "Alertes par courriel"),
    SourceInfo("decp", "DECP"),
)
BY_DAY = ("boamp", "ted")
"""The sources that are read by day of publication; feeds and boxes show what they hold now."""


def enabled(settings: Settings) -> tuple[SourceInfo, ...]:
    """The sources there is something to ask of: those that need an address, where one is named."""
    named = {
        "dila": settings.dila_url,
        "feed": settings.feeds,
        "alert": settings.alert_boxes,
        "decp": settings.decp,
    }
    return tuple(source for source in SOURCES if named.get(source.name, True))


def address_of(source: SourceInfo, settings: Settings) -> str:
    """The base address that a source is asked at."""
    own = {"boamp": settings.boamp_url, "dila": settings.dila_url, "ted": settings.ted_api_url}
    return own.get(source.name, "")


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
    return CrawlJob(
        source=source.name,
        since=since,
        until=until,
        now=now,
        database_url=settings.store_url,
        address=address_of(source, settings).rstrip("/"),
        documents=settings.ted_url.rstrip("/"),
        user_agent=settings.user_agent,
        nuts=places_asked(settings.territories),
        feeds={"feed": settings.feeds, "decp": settings.decp}.get(source.name, ()),
        boxes=settings.alert_boxes if source.name == "alert" else (),
        departments=departments_of(settings.territories),
        sample=sample,
        max_records=max_records,
        delay=settings.crawl_delay,
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
