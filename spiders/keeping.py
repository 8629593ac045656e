"""What comes in is kept: payloads before anything reads them, then the notices read from them."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from spiders.items import DamagedPage, FeedState, Page, Record
from spiders.job import CrawlJob, CrawlProgress, CrawlResult
from spiders.reading import Unread, save_readings
from spiders.tally import Tally
from veille.store import buyers, crawl_units, crawls, listings, payload_returns, payloads
from veille.store.crawl_units import DayTotal
from veille.store.database import Store


class Keeper:
    """Stores one crawl; ``tell`` is called with the progress after each page."""

    def __init__(
        self,
        store: Store,
        job: CrawlJob,
        tally: Tally,
        tell: Callable[[CrawlProgress], None],
    ) -> None:
        self.store = store
        self.job = job
        self.tally = tally
        self._tell = tell
        self._crawl_id = 0

    def open(self) -> None:
        """Record that the crawl began: one that never ends is known to be incomplete."""
        with self.store.transaction() as session:
            by_day = not (self.job.feeds or self.job.boxes)  # they only show what they hold now
            self._crawl_id = crawls.start(
                session,
                self.job.source,
                self.job.since if by_day else None,
                self.job.until if by_day else None,
                self.job.now,
            )

    def keep(self, page: Page) -> None:
        """Store the page's payloads, and only then read those that are new.

        Raises:
            StoreError: the database cannot be used.
        """
        added, to_read = self._store(page)
        self.tally.receive(page.unit, (record.key for record in page.records))
        self.tally.stored += sum(answer.new for answer in added)
        records = {
            answer.id: record
            for answer, record in zip(added, page.records, strict=True)
            if answer.id in to_read
        }
        unread = [
            Unread(
                payload_id,
                self.job.source,
                record.content,
                self.job.sample,
                record.decoded,
                record.address,
            )
            for payload_id, record in records.items()
        ]
        self.tally.unread += save_readings(self.store, unread, self.job.now)
        self._tell(self.tally.progress())

    def keep_damaged(self, page: DamagedPage) -> None:
        """Keep an answer that could not be decoded, as it came, with its reason.

        Raises:
            StoreError: the database cannot be used.
        """
        payload = payloads.NewPayload(
            source=self.job.source,
            key=page.address,
            content=page.content,
            media="page",
            fetched_at=self.job.now,
            address=page.address,
            sample=self.job.sample,
        )
        with self.store.transaction() as session:
            (added,) = payloads.add(session, [payload], self._crawl_id)
            outcome = payloads.ParseOutcome(payload_id=added.id, state="failed", error=page.reason)
            payloads.record_parsed(session, [outcome])

    def marks(self, addresses: Iterable[str]) -> dict[str, str]:
        """What each address was marked with when it was last kept, where it was."""
        with self.store.read() as session:
            known = [crawls.fetch_state(session, address) for address in addresses]
        return {state.address: state.etag for state in known if state and state.etag}

    def feed_states(self) -> dict[str, FeedState]:
        """What the job's feeds said of themselves last time."""
        with self.store.read() as session:
            known = [crawls.fetch_state(session, address) for address in self.job.feeds]
        return {
            state.address: FeedState(
                address=state.address, etag=state.etag, last_modified=state.last_modified
            )
            for state in known
            if state is not None
        }

    def known_buyers(self) -> frozenset[str]:
        """The buyers (SIREN) that notices name."""
        with self.store.read() as session:
            return buyers.sirens(session)

    def compare(
        self, owner: str, day: date, keys: Sequence[str]
    ) -> tuple[frozenset[str], listings.Listing]:
        """What is listed of a day against what ``owner`` gave: see ``store.listings.compare``."""
        with self.store.transaction() as session:
            return listings.compare(session, owner, self.job.source, day, keys, self.job.now)

    def close(self, days_done: Iterable[date]) -> CrawlResult:
        """Record how the crawl ended; a check, which reads only the first records, ends no day.

        Raises:
            StoreError: the database cannot be used.
        """
        partial = self.job.max_records is not None
        result = self.tally.result(() if partial else days_done)
        with self.store.transaction() as session:
            crawls.progress(
                session,
                self._crawl_id,
                announced=result.announced,
                received=result.received,
                stored=result.stored,
                failed=result.unread,
            )
            if not partial:
                crawl_units.note(session, self._crawl_id, self.job.source, self._totals())
            crawls.mark_days_done(
                session, self._crawl_id, self.job.source, result.days_done, self.job.now
            )
            crawls.finish(
                session,
                self._crawl_id,
                "complete" if result.complete and not partial else "incomplete",
                self.job.now,
                "; ".join(result.causes)[:2000] or None,
            )
        return result

    def _store(self, page: Page) -> tuple[Sequence[payloads.Added], set[int]]:
        """Store a page's payloads; also the ids of those to be read."""
        sent = [self._payload(record) for record in page.records]
        with self.store.transaction() as session:
            added = payloads.add(session, sent, self._crawl_id)
            to_read = {answer.id for answer in added if answer.new}
            # Of a key that is sent twice in one page, the last is the newest.
            last = {answer.key: answer.id for answer in added}
            to_read |= payload_returns.unsettled(session, set(last.values()) - to_read)
            if page.state is not None and self._stands(page.state, page.unit):
                remembered = crawls.FetchState(
                    address=page.state.address,
                    etag=page.state.etag,
                    last_modified=page.state.last_modified,
                )
                crawls.save_fetch_state(session, remembered, self.job.now)
        return added, to_read

    def _stands(self, state: FeedState, unit: str) -> bool:
        """A feed that failed is to be sent again; what was said of one record stands by itself."""
        return state.address != unit or not self.tally.unit(unit).failed

    def _totals(self) -> list[DayTotal]:
        return [
            DayTotal(day=unit.day, announced=unit.announced, received=len(unit.received))
            for unit in self.tally.units.values()
            if unit.day is not None
        ]

    def _payload(self, record: Record) -> payloads.NewPayload:
        return payloads.NewPayload(
            source=self.job.source,
            key=record.key,
            content=record.content,
            media=record.media,
            fetched_at=self.job.now,
            address=record.address,
            published_on=record.published_on,
            sample=self.job.sample,
        )
