"""What comes in is kept: payloads before anything reads them, then the notices read from them."""

from collections.abc import Callable, Iterable
from datetime import date

from spiders.items import DamagedPage, FeedState, Page, Record
from spiders.job import CrawlJob, CrawlProgress, CrawlResult
from spiders.reading import Unread, save_readings
from spiders.tally import Tally
from veille.store import crawls, payloads
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
        self.days_done: Callable[[], Iterable[date]] = tuple
        self._tell = tell
        self._crawl_id = 0

    def open(self) -> None:
        """Record that the crawl began: one that never ends is known to be incomplete."""
        with self.store.transaction() as session:
            self._crawl_id = crawls.start(
                session, self.job.source, self.job.since, self.job.until, self.job.now
            )

    def keep(self, page: Page) -> None:
        """Store the page's payloads, and only then read those that are new."""
        with self.store.transaction() as session:
            sent = [self._payload(record) for record in page.records]
            added = payloads.add(session, sent, self._crawl_id)
        fresh = {
            answer.id: record
            for answer, record in zip(added, page.records, strict=True)
            if answer.new
        }
        unread = [
            Unread(payload_id, self.job.source, record.content, self.job.sample, record.decoded)
            for payload_id, record in fresh.items()
        ]
        failed = save_readings(self.store, unread, self.job.now)
        self.tally.stored += len(fresh)
        self.tally.unread += failed
        self._tell(self.tally.progress())

    def keep_damaged(self, page: DamagedPage) -> None:
        """Keep an answer that could not be decoded, as it came, with its reason."""
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

    def keep_feed_state(self, state: FeedState) -> None:
        """Remember what a feed said of itself, once its entries are stored."""
        with self.store.transaction() as session:
            remembered = crawls.FetchState(
                address=state.address, etag=state.etag, last_modified=state.last_modified
            )
            crawls.save_fetch_state(session, remembered, self.job.now)

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

    def close(self) -> CrawlResult:
        """Record how the crawl ended; only days that are over and whole are done."""
        partial = self.job.max_records is not None
        result = self.tally.result(() if partial else self.days_done())
        with self.store.transaction() as session:
            crawls.progress(
                session,
                self._crawl_id,
                announced=result.announced,
                received=result.received,
                stored=result.stored,
                failed=result.unread,
            )
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
