"""Every source, a row each: what gathers it and what reads its payloads, named, not imported.

A crawl needs one spider and one parser, and imports are half of a small crawl's time. What a source
is called in French is in ``veille.core.source_labels``; where it is asked, and whether it is
switched on, is a matter of settings: ``veille.app.gathering.sources``. How one is added:
``docs/sources.md``.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pkgutil import resolve_name
from typing import Any, Literal

from veille.core import by_hand
from veille.core.source_labels import SOURCE_LABELS


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceInfo:
    """A source; code is named as ``module:attribute``.

    ``spider`` is a Scrapy spider; ``reader`` reads a source that is not on the web, and is called
    with the crawl's keeper. A source with neither is gathered by nobody.
    ``parse`` reads one payload: its bytes, or what ``load`` decodes them to where the source sends
    records; with ``addressed`` it is also told where the payload was found, which a web page does
    not say. ``by_day`` is read by day of publication, the others show what they hold now.
    ``pause`` is the least number of seconds between two requests.
    """

    name: str
    parse: str
    load: str | None = None
    spider: str | None = None
    reader: str | None = None
    addressed: bool = False
    by_day: bool = False
    yields: Literal["notices", "contracts"] = "notices"
    pause: float = 0.0

    @property
    def label(self) -> str:
        """Its name for people."""
        return SOURCE_LABELS[self.name]

    @property
    def gathered(self) -> bool:
        """Whether a crawl can be asked for."""
        return bool(self.spider or self.reader)


ROWS: tuple[SourceInfo, ...] = (
    SourceInfo(
        name="boamp",
        spider="spiders.boamp:BoampSpider",
        load="spiders.parsers.boamp:load_record",
        parse="spiders.parsers.boamp:parse_record",
        by_day=True,
    ),
    SourceInfo(
        name="dila",
        spider="spiders.dila:DilaSpider",
        parse="spiders.parsers.dila:parse_document",
        by_day=True,
    ),
    SourceInfo(
        name="ted",
        spider="spiders.ted:TedSpider",
        parse="spiders.parsers.ted:parse_document",
        by_day=True,
    ),
    SourceInfo(
        name="feed",
        spider="spiders.feeds:FeedsSpider",
        load="spiders.parsers.feed:load_entry",
        parse="spiders.parsers.feed:parse_entry",
    ),
    SourceInfo(
        name="alert",
        reader="spiders.alerts:read_boxes",
        parse="spiders.parsers.alert:parse_mail",
    ),
    SourceInfo(
        name="decp",
        spider="spiders.decp:DecpSpider",
        load="spiders.parsers.decp:load_contract",
        parse="spiders.parsers.decp:parse_contract",
        yields="contracts",
    ),
    SourceInfo(
        name="aws",
        spider="spiders.aws:AwsSpider",
        parse="spiders.parsers.aws:parse_page",
        addressed=True,
        pause=5.0,
    ),
    SourceInfo(
        name=by_hand.SOURCE,
        load="spiders.parsers.feed:load_entry",
        parse="spiders.parsers.manual:parse_record",
    ),
)
SOURCES: Mapping[str, SourceInfo] = {row.name: row for row in ROWS}


@cache
def load_code(path: str) -> Any:
    """What ``module:attribute`` names, imported when it is first needed."""
    return resolve_name(path)
