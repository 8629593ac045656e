"""DILA's daily directories of the BOAMP: the fallback of its API, and what it is checked against.

Publisher: DILA.
Licence: Licence Ouverte 2.0.
Address: ``OPENDATA/BOAMP/YYYY/MM/DD/`` of its exchange server, an index page a day and an XML file
    a notice (``26-87466.xml``, 30 to 500 kB).
Rhythm: that of the API; a day is complete once it is over, and is not asked for before.
Page size: one request for the index, then one a file, and only for the files whose notice is not
    known: in normal times one request a day.
Known limits: no query of any kind; nothing tells a day without publication from directories that
    moved, so that a day without a file is never done.
"""

import re
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import date

from scrapy import Request
from scrapy.http import Response

from spiders.answers import UnexpectedAnswer, document
from spiders.base import SourceSpider
from spiders.boamp import unit_of
from spiders.items import DamagedPage, Page, Record
from veille.core.french import count
from veille.core.second_ways import SECOND_WAYS

MOST_FILES = 5_000
_FILE = re.compile(rb"href=[\"']?(?:[^\"'<> ]{0,200}/)?([0-9]{2}-[0-9]{1,9})\.xml[\"' >]", re.I)
_INDEX = re.compile(rb"<title>\s{0,20}Index of|href=[\"']?\?C=", re.I)
_END, _LAST = b"</html>", 1_000

Output = Iterator[Request | Page | DamagedPage]


class DilaSpider(SourceSpider):
    """Reads the index of each day, and the files of the notices that nothing gave yet."""

    name = "dila"

    async def start(self) -> AsyncIterator[Request]:
        """The index of every day that is over, oldest first.

        Of the running day the API lags behind by hours: every file of it would be fetched.
        """
        for day in self.days_over():
            self.tally.unit(unit_of(day)).day = day
            yield self._request(self._folder(day), day, self.parse_index)

    def parse_index(self, response: Response) -> Output:
        """The files of a day: what is known is counted, the rest is asked for."""
        day: date = response.meta["day"]
        unit = unit_of(day)
        try:
            keys = () if response.status == 404 else listed(response)
        except UnexpectedAnswer as error:
            yield self.damaged(response, str(error), unit)
            return
        known, given = self._compared(day, keys)
        self.announce(unit, len(keys))
        if given and not keys:
            said = count(given, "avis", "avis")
            self.tally.fail(f"aucun fichier, alors que le BOAMP a donné {said} ce jour-là", unit)
        wanted = [key for key in keys if key not in known]
        self.tally.receive(unit, (key for key in keys if key in known))
        for key in wanted[: self.page_size] if self.checking else wanted:
            address = f"{self._folder(day)}{key}.xml"
            yield self._request(address, day, self.parse_file, key=key)

    def parse_file(self, response: Response) -> Output:
        """One notice."""
        day, key = response.meta["day"], response.meta["key"]
        try:
            content = document(response)
        except UnexpectedAnswer as error:
            yield self.damaged(response, f"{key}.xml : {error}", unit_of(day))
            return
        record = Record(
            key=key, content=content, media="xml", address=response.url, published_on=day
        )
        yield Page(unit=unit_of(day), records=(record,))

    def days_done(self) -> Iterator[date]:
        """The days that are over and whose notices all came.

        A day without a file is never done: nothing tells a day without publication from
        directories that moved.
        """
        for day in self.days_over():
            unit = self.tally.unit(unit_of(day))
            if unit.complete and unit.received:
                yield day

    def _compared(self, day: date, keys: tuple[str, ...]) -> tuple[frozenset[str], int]:
        """The keys that need not be fetched, and how many notices only the owner gave."""
        if self.checking:
            return frozenset(), 0
        known, found = self.keeper.compare(SECOND_WAYS[self.name], day, keys)
        return known, found.unlisted_count

    def _folder(self, day: date) -> str:
        return f"{self.job.address}/{day:%Y/%m/%d}/"

    def _request(
        self, address: str, day: date, callback: Callable[[Response], Output], **meta: str
    ) -> Request:
        return Request(
            address,
            callback=callback,
            errback=self.failed,
            meta={"day": day, "unit": unit_of(day), **meta},
            dont_filter=True,
        )


def listed(response: Response) -> tuple[str, ...]:
    """The numbers of the notices that an index page lists, in order, each once.

    Raises:
        UnexpectedAnswer: another status, a page that is no index, one that stops before its end,
            or one that lists more files than a day can hold.
    """
    if response.status != 200:
        raise UnexpectedAnswer(f"HTTP {response.status}")
    found = dict.fromkeys(match.decode("ascii") for match in _FILE.findall(response.body))
    if not _INDEX.search(response.body):
        raise UnexpectedAnswer("page sans liste de fichiers")
    if _END not in response.body[-_LAST:].lower():
        raise UnexpectedAnswer("liste de fichiers incomplète")
    if len(found) > MOST_FILES:
        raise UnexpectedAnswer(f"plus de {MOST_FILES} fichiers pour un jour")
    return tuple(found)
