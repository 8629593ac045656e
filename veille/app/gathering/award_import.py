"""``veille awards import``: consolidated award files into the store, then joined."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path

from spiders.award_pages import SOURCE, Sifted, Wanted, pages
from spiders.job import CrawlJob, CrawlProgress, CrawlResult
from spiders.keeping import Keeper
from spiders.tally import Tally
from veille.core.refusals import system_refusal
from veille.settings import Settings
from veille.store.database import Store
from veille.store.sources import Source, register

LABEL = "DECP"
_NEVER = date(1990, 1, 1)


@dataclass(slots=True)
class Imported:
    """What came of the files: records read, new payloads, unreadable, left out by reason.

    ``causes`` says in a line each what could not be read to its end.
    """

    read: int = 0
    stored: int = 0
    unread: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    causes: list[str] = field(default_factory=list)


def import_files(
    store: Store,
    settings: Settings,
    files: Sequence[Path],
    wanted: Wanted,
    now: datetime,
    tell: Callable[[int], None] = lambda _: None,
) -> Imported:
    """Keep the contracts of these files; the same file again adds nothing."""
    with store.transaction() as session:
        register(session, [Source(name=SOURCE, label=LABEL, address=None)], now)
    total = Imported()
    for file in files:
        _import(store, settings, file, wanted, now, total, tell)
    return total


def _import(
    store: Store,
    settings: Settings,
    file: Path,
    wanted: Wanted,
    now: datetime,
    total: Imported,
    tell: Callable[[int], None],
) -> None:
    sifted, before = Sifted(), total.read

    def say(_: CrawlProgress) -> None:
        tell(before + sifted.read)

    job = CrawlJob(
        source=SOURCE,
        since=wanted.since or _NEVER,
        until=now.date(),
        now=now,
        database_url=settings.store_url,
        address="",
        user_agent="",
        feeds=(file.name,),
    )
    tally = Tally(SOURCE)
    keeper = Keeper(store, job, tally, say)
    keeper.open()
    unit = tally.unit(file.name)
    try:
        for page in pages(file, file.name, wanted, sifted):
            keeper.keep(page)
    except OSError as error:
        sifted.damage = f"{file.name} : {system_refusal(error)}"
    tally.announce(file.name, len(unit.received))
    if sifted.damage is not None:
        unit.failed = True
        tally.fail(sifted.damage)
    _add(total, sifted, keeper.close(()))


def _add(total: Imported, sifted: Sifted, result: CrawlResult) -> None:
    total.read += sifted.read
    total.left_out += sifted.left_out
    total.stored += result.stored
    total.unread += result.unread
    total.causes.extend(result.causes)
