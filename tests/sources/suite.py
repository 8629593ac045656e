"""What every source is put through, and what each says of itself to be put through it."""

import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from spiders.job import CrawlJob, CrawlResult
from spiders.registry import SOURCES, SourceInfo
from tests.sources.shared_crawler import SharedCrawler
from tests.spiders.crawling import MONDAY, NOW, TUESDAY
from veille.core.contracts import contract_to_json
from veille.core.interchange import notice_to_json
from veille.core.notices import Notice
from veille.portal.replay import Replay
from veille.portal.server import Portal
from veille.store import Store, contracts, notices, payload_reports, payloads
from veille.store.payloads import StoredPayload

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures"
GOLDEN = Path(__file__).resolve().parent / "golden"
SHOWN_AS = "https://portail.example"
"""The portal's address in golden files: its port changes."""
REWRITE = os.environ.get("VEILLE_REWRITE_GOLDEN") == "1"

Lay = Callable[[Path], object]
"""Puts recorded pages into a replay folder (or mails into a box)."""


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A misbehaviour, and what must become of the crawl that meets it.

    It is provoked by ``faults`` of the portal, or by ``broken`` pages in place of the recorded
    ones, or by other fields of the job (``asked``). The crawl is incomplete exactly where ``said``
    gives words of the cause. ``read`` of the expected notices (or contracts) are known afterwards,
    and ``others`` that only these pages give; ``kept`` answers are kept whole; ``unread`` payloads
    are kept although no parser could read them; ``unknown`` is a field that staff are shown as new;
    no day is done but ``done``. Then the source is well again, and a second crawl must find what
    was missed.
    """

    faults: tuple[str, ...] = ()
    broken: Lay | None = None
    asked: Mapping[str, Any] = field(default_factory=dict)
    said: str | None = None
    read: int = 0
    others: int = 0
    kept: int = 0
    unread: int = 0
    unknown: str | None = None
    done: frozenset[date] = frozenset()


@dataclass(frozen=True, kw_only=True)
class Twin:
    """The purchase of the notice ``of``, as ``make`` has another source publish it.

    After linking both are in one procedure where ``together``, else in two, on purpose; ``why``
    says what joins them, or what is missing.
    """

    of: str
    make: Callable[[Notice], Notice]
    together: bool
    why: str


@dataclass(frozen=True, kw_only=True)
class SourceCase:
    """One source: its recorded pages, how it is asked for them, what it is put through.

    ``lay`` puts the pages of ``fixtures`` where the source is read from; ``asked`` gives the fields
    of the crawl's job, from the portal's address and the folder. ``done`` are the days that are
    done when all went well. A behaviour that cannot be is a sentence that says why: only a source
    that is not on the web may have one.
    """

    name: str
    fixtures: Path
    lay: Lay
    asked: Callable[[str, Path], dict[str, Any]]
    done: frozenset[date] = frozenset()
    empty: Trial | str
    changed: Trial | str
    blocked: Trial | str
    truncated: Trial | str
    slow: Trial | str
    duplicate: Twin | Trial

    @property
    def source(self) -> SourceInfo:
        """Its row of the registry."""
        return SOURCES[self.name]

    @property
    def golden(self) -> Path:
        """What its pages give, a notice (or contract) a line."""
        return GOLDEN / f"{self.name}.jsonl"

    def expected(self) -> dict[str, Any]:
        """The golden notices or contracts, by id."""
        lines = self.golden.read_text(encoding="utf-8").splitlines()
        return _by_id(json.loads(line) for line in lines)


BEHAVIOURS = ("empty", "changed", "blocked", "truncated", "slow")


@dataclass
class World:
    """A database, the shared crawler, and folders to lay pages in."""

    url: str
    folder: Path
    crawler: SharedCrawler

    def __post_init__(self) -> None:
        self.store = Store(self.url)
        self._laid = 0
        self._portals: list[str] = []

    def crawl(
        self,
        case: SourceCase,
        *faults: str,
        lay: Lay | None = None,
        times: int = 1,
        asked: Mapping[str, Any] | None = None,
    ) -> list[CrawlResult]:
        """So many crawls of the pages of a case, or of others, from a portal or a box."""
        self._laid += 1
        folder = self.folder / f"laid-{self._laid}"
        folder.mkdir()
        (lay or case.lay)(folder)
        web = case.source.spider is not None
        replay = Replay.load(folder) if web else Replay(folder=folder)
        with Portal(replay, faults=faults) as portal:
            job = self._job(case, portal.url, folder, asked or {})
            self._portals.append(portal.url)
            return [self.crawler.crawl(job) for _ in range(times)]

    def known(self, case: SourceCase) -> dict[str, Any]:
        """What was read, by id, as golden files have it."""
        with self.store.read() as session:
            if case.source.yields == "contracts":
                lines = [contract_to_json(one.contract) for one in contracts.iterate(session)]
            else:
                lines = [notice_to_json(notice) for notice in notices.iterate(session)]
        for address in self._portals:
            lines = [line.replace(address, SHOWN_AS) for line in lines]
        return _by_id(json.loads(line) for line in lines)

    def unknown_fields(self) -> set[str]:
        """The fields that staff are shown as new."""
        with self.store.read() as session:
            return {line.key for line in payload_reports.unread_keys(session)}

    def payloads(self) -> list[StoredPayload]:
        """What is stored, oldest first."""
        with self.store.read() as session:
            return list(payloads.iterate(session))

    def _job(self, case: SourceCase, url: str, folder: Path, asked: Mapping[str, Any]) -> CrawlJob:
        fields: dict[str, Any] = {
            "source": case.name,
            "since": MONDAY,
            "until": TUESDAY,
            "now": NOW,
            "database_url": self.url,
            "address": "",
            "user_agent": "Veille/essai (tests)",
            "nuts": ("FRJ13", "FRJ1", "FRJ"),
            "departments": ("34",),
            "first_wait": 0.01,
            "longest_wait": 0.02,
            "timeout": 20.0,
        }
        return CrawlJob(**{**fields, **case.asked(url, folder), **asked})


def written(case: SourceCase, known: Mapping[str, Any]) -> None:
    """Write the golden file anew, from what was read."""
    lines = (json.dumps(known[key], ensure_ascii=False) for key in sorted(known))
    case.golden.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def copies(kind: str, *paths: Path) -> Lay:
    """Lays these files in the replay's subfolder of that name."""

    def lay(folder: Path) -> None:
        (folder / kind).mkdir()
        for path in paths:
            shutil.copy(path, folder / kind)

    return lay


def edited(lay: Lay, before: str, after: str) -> Lay:
    """Lays the same files with a text of theirs replaced."""

    def lay_edited(folder: Path) -> None:
        lay(folder)
        found = [path for path in folder.rglob("*") if path.is_file()]
        texts = {path: path.read_text(encoding="utf-8") for path in found}
        assert any(before in text for text in texts.values())
        for path, text in texts.items():
            path.write_text(text.replace(before, after), encoding="utf-8")

    return lay_edited


def _by_id(found: Any) -> dict[str, Any]:
    return {one.get("id") or one["uid"]: one for one in found}
