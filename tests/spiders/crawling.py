"""Crawls for tests: an invented replay folder behind a portal, a child process, a database."""

import json
import shutil
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from spiders.job import CrawlJob, CrawlProgress, CrawlResult
from tests.spiders.parsers.boamp_records import record
from veille.core.clock import PARIS
from veille.portal.replay import Replay
from veille.portal.server import Portal
from veille.store import Store, crawls, notices, payloads
from veille.store.crawls import CrawlRun
from veille.store.payloads import StoredPayload

MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 9), date(2026, 11, 10), date(2026, 11, 11)
NOW = datetime(2026, 11, 17, 7, 30, tzinfo=PARIS)
TED_FIXTURE = Path(__file__).resolve().parents[1] / "fixtures" / "ted" / "eforms" / "planning_4.xml"


def small_record(idweb: str, day: date, **fields: Any) -> dict[str, Any]:
    """An invented FNSimple record."""
    form = {"FNSimple": {"initial": {"natureMarche": {"intitule": f"Entretien {idweb}"}}}}
    return {**record(form, idweb=idweb, dateparution=day.isoformat()), **fields}


def write_boamp(folder: Path, records: Iterable[dict[str, Any]]) -> Path:
    """A replay folder with these records."""
    (folder / "boamp").mkdir(parents=True, exist_ok=True)
    lines = "\n".join(json.dumps(one, ensure_ascii=False) for one in records)
    (folder / "boamp" / "records.jsonl").write_text(lines, encoding="utf-8")
    return folder


def ted_notice(number: int, issue: int = 217, day: str = "2026-11-09") -> str:
    """A planning notice of the fixtures under another number."""
    text = TED_FIXTURE.read_text(encoding="utf-8")
    changes = {
        "00600301-2026": f"{number:08d}-2026",
        ">200/2026<": f">{issue}/2026<",
        ">2026-11-09+01:00<": f">{day}+01:00<",
        "00000004-1111": f"{number:08d}-1111",
    }
    for before, after in changes.items():
        assert before in text
        text = text.replace(before, after)
    return text


def write_ted(folder: Path, numbers: Iterable[int], issue: int = 217) -> Path:
    """A replay folder with planning notices of these numbers, published on MONDAY."""
    (folder / "ted").mkdir(parents=True, exist_ok=True)
    for number in numbers:
        (folder / "ted" / f"{number}-2026.xml").write_text(ted_notice(number, issue), "utf-8")
    return folder


@dataclass
class Crawls:
    """Runs crawls into one database; ``said`` is the progress of the last one.

    ``crawl`` runs them; ``first`` are statements that each runs before it, see ``patched_crawl``.
    """

    url: str
    crawl: Callable[..., CrawlResult]
    said: list[CrawlProgress] = field(default_factory=list)
    first: str = ""

    def __post_init__(self) -> None:
        self.store = Store(self.url)

    def run(self, address: str, source: str = "boamp", **changes: Any) -> CrawlResult:
        """One crawl of MONDAY and TUESDAY with waits a test can bear."""
        asked: dict[str, Any] = {
            "source": source,
            "since": MONDAY,
            "until": TUESDAY,
            "now": NOW,
            "database_url": self.url,
            "address": "" if source == "feed" else address,
            "documents": address,
            "user_agent": "Veille/essai (tests)",
            "nuts": ("FRJ13", "FRJ1", "FRJ"),
            "first_wait": 0.02,
            "longest_wait": 0.1,
            "timeout": 20.0,
        }
        self.said.clear()
        patched = {"first": self.first} if self.first else {}
        return self.crawl(CrawlJob(**{**asked, **changes}), self.said.append, **patched)

    def payloads(self) -> list[StoredPayload]:
        """What is stored, oldest first."""
        with self.store.read() as session:
            return list(payloads.iterate(session))

    def pages(self) -> list[StoredPayload]:
        """The answers that were kept whole because they could not be decoded."""
        return [one for one in self.payloads() if one.media == "page"]

    def notice_ids(self) -> set[str]:
        """The notices that were read."""
        with self.store.read() as session:
            return {notice.id for notice in notices.iterate(session)}

    def title(self, notice_id: str) -> str | None:
        """The title of a notice."""
        with self.store.read() as session:
            notice = notices.get(session, notice_id)
        return notice.title if notice else None

    def last(self) -> CrawlRun:
        """The last crawl, as it is recorded."""
        with self.store.read() as session:
            return crawls.recent(session, datetime(2000, 1, 1, tzinfo=PARIS))[-1]

    def done(self, source: str = "boamp") -> set[date]:
        """The days that need not be read again."""
        with self.store.read() as session:
            return crawls.done_days(session, source)


def plain(cause: str) -> str:
    """A cause with ordinary spaces, to compare."""
    return cause.replace("\u00a0", " ").replace("\u202f", " ")


def asked_of(portal: Portal, path: str) -> list[Any]:
    """The requests that came for addresses beginning with ``path``, oldest first."""
    return [one.request for one in portal.requests if one.request.path.startswith(path)]


def patched_crawl(crawls: Crawls, *changes: str) -> None:
    """Crawls run these statements first: limits no test could reach otherwise."""
    crawls.first = "\n".join(("import spiders.boamp, spiders.ted, spiders.ted_search", *changes))


def copied(template: Path, folder: Path, crawl: Callable[..., CrawlResult]) -> Crawls:
    """A database of its own, with the tables of today."""
    path = folder / "veille.db"
    shutil.copy(template, path)
    return Crawls(f"sqlite:///{path}", crawl)


def portal_of(replay: Replay | Path, *faults: str) -> Portal:
    """The portal of a replay, misbehaving as told."""
    rules: Sequence[str] = faults
    return Portal(replay, faults=rules)
