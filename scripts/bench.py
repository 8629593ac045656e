"""The benchmarks: ``make bench`` writes ``var/bench.json``.

Each figure stands beside a baseline measured in the same run: on a shared machine only the ratio
means something. Real notices are read from ``../shared/data`` where that folder is, else the
project's own sample is; the baseline's name says which.
"""

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
import urllib.request
import zlib
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

from scripts import bench_finds, bench_pages, bench_selection
from scripts.bench_data import MONDAY, payloads_of, write_week
from scripts.bench_gather import measure as measure_gather
from scripts.bench_judge import judge_peak_mib, judge_vs_tokenise
from scripts.bench_mail import mail_rate
from scripts.process_tree import PeakMemory
from spiders.parsers import parse
from spiders.reading import Unread, save_readings
from veille.core.clock import morning_after, start_of_day
from veille.portal.server import Portal
from veille.store import payloads
from veille.store.database import Store

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parent / "shared" / "data"
SAMPLE = ROOT / "veille" / "portal" / "sample"
RECORDS = 10_000
SUBSCRIPTIONS = 1_000
BATCH = 100
NOW = morning_after(MONDAY)

Figure = dict[str, Any]


def figure(value: float, unit: str, baseline_name: str, baseline: float) -> Figure:
    """One entry of ``bench.json``."""
    return {
        "value": round(value, 4),
        "unit": unit,
        "baseline": {"name": baseline_name, "value": round(baseline, 4)},
        "ratio": round(value / baseline, 4) if baseline else None,
    }


def parse_store_rate(folder: Path) -> dict[str, Figure]:
    """Payloads stored, read and stored as notices, one process, against bare inserts."""
    source = REAL if REAL.is_dir() else SAMPLE
    sent = payloads_of(source)
    url = f"sqlite:///{folder / 'rate.db'}"
    store = Store(url)
    store.migrate()
    seconds = _timed(lambda: _store_all(store, sent))
    store.dispose()
    bare = _timed(lambda: _insert_all(folder / "bare.db", sent))
    what = "real notices" if source == REAL else "the project's sample"
    name = f"bare insert of the same {len(sent)} compressed payloads ({what})"
    return {"parse_store_rate": figure(len(sent) / seconds, "notices/s", name, len(sent) / bare)}


def judging(folder: Path) -> dict[str, Figure]:
    """Judging real notices where they are at hand, else the sample's: time, and memory."""
    source = REAL if REAL.is_dir() else SAMPLE
    read = [parse(name, content).notice for name, _, content in payloads_of(source)]
    return {
        "judge_vs_tokenise": figure(*judge_vs_tokenise(read)),
        "judge_peak_mib": figure(*judge_peak_mib(read, folder)),
    }


def selection(folder: Path) -> dict[str, Figure]:
    """Who gets what, for 10,000 subscriptions and 2,000 procedures, against pair by pair."""
    seconds, name, baseline = bench_selection.measure(folder)
    exponent = bench_selection.growth_exponent()
    return {
        "selection_seconds": figure(seconds, "s", name, baseline),
        "growth_subscriptions_exponent": figure(exponent, "", "in proportion", 1.0),
    }


def pages(folder: Path) -> dict[str, Figure]:
    """Pages and search on 100,000 notices, alone and with twenty people, against an empty page."""
    measured = bench_pages.measure(folder)
    empty = f"GET {bench_pages.EMPTY} of the same server"
    figures = {
        name: figure(one.milliseconds, "ms", empty, one.empty) for name, one in measured.items()
    }
    exponent = bench_pages.growth_exponent(folder, measured["search_median_ms"].milliseconds)
    return figures | {"growth_notices_exponent": figure(exponent, "", "in proportion", 1.0)}


def mail() -> dict[str, Figure]:
    """Messages assembled and handed to a local server, against bare smtplib of the same bytes."""
    rate, name, baseline = mail_rate()
    return {"mail_rate": figure(rate, "messages/s", name, baseline)}


def weekly_job(folder: Path) -> dict[str, Figure]:
    """The weekly job on 10,000 records and 1,000 subscriptions, in its own process tree,

    against downloading the records.
    """
    write_week(folder / "week", RECORDS)
    _subscribe(folder / "var")
    with Portal(folder / "week") as portal:
        download = _timed(lambda: _download(portal.url))
    environment = os.environ | {"VEILLE_VAR_DIR": str(folder / "var")}
    environment.pop("VEILLE_DATABASE_URL", None)
    until = MONDAY.fromordinal(MONDAY.toordinal() + 6)
    command = [sys.executable, "-m", "veille", "watch", "--replay", str(folder / "week")]
    command += ["--since", MONDAY.isoformat(), "--until", until.isoformat()]
    started = time.perf_counter()
    child = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)  # noqa: S603
    peak = PeakMemory(child.pid)
    status = child.wait()
    seconds = time.perf_counter() - started
    if status != 0:
        raise RuntimeError(f"the weekly job ended with status {status}")
    raw = sum(path.stat().st_size for path in (folder / "week").rglob("*.jsonl")) / 2**20
    pages = f"bare download of the same {RECORDS} records"
    return {
        "weekly_job_seconds": figure(seconds, "s", pages, download),
        "weekly_job_peak_mib": figure(peak.stop(), "MiB", "size of the same records", raw),
    }


def found_documents(folder: Path) -> dict[str, Figure]:
    """A PDF of 300 pages read and judged, against reading its text alone."""
    folder.mkdir()
    return {name: figure(*measured) for name, measured in bench_finds.measure(folder).items()}


def cold_start() -> dict[str, Figure]:
    """A command that needs no model, against an interpreter that does nothing."""

    def run(*arguments: str) -> float:
        command = [sys.executable, *arguments]
        return median(
            _timed(
                lambda: subprocess.run(  # noqa: S603
                    command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL
                )
            )
            for _ in range(5)
        )

    fixture = next((SAMPLE / "ted").glob("*.xml"))
    seconds = run("-m", "veille", "parse", "--source", "ted", str(fixture))
    return {"cold_start_seconds": figure(seconds, "s", "python -c pass", run("-c", "pass"))}


def main() -> int:
    """Run every benchmark and write the file."""
    var = Path(os.environ.get("VEILLE_VAR_DIR", ROOT / "var"))
    var.mkdir(parents=True, exist_ok=True)
    figures: dict[str, Figure] = {}
    with tempfile.TemporaryDirectory(prefix="veille-bench-") as name:
        folder = Path(name)
        for measured in (
            parse_store_rate(folder),
            judging(folder),
            measure_gather(),
            selection(folder),
            mail(),
            weekly_job(folder),
            pages(folder / "pages"),
            found_documents(folder / "finds"),
            cold_start(),
        ):
            figures |= measured
            for label, one in measured.items():
                print(f"{label}: {one['value']} {one['unit']} (ratio {one['ratio']})", flush=True)
    target = var / "bench.json"
    target.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(target)
    return 0


def _subscribe(var: Path) -> None:
    var.mkdir()
    store = Store(f"sqlite:///{var / 'replay.db'}")
    store.migrate()
    with store.transaction() as session:
        filters = bench_selection.drawn_filters(SUBSCRIPTIONS)
        bench_selection.subscribe(session, filters, start_of_day(MONDAY))
    store.dispose()


def _store_all(store: Store, sent: list[tuple[str, str, bytes]]) -> None:
    for start in range(0, len(sent), BATCH):
        batch = sent[start : start + BATCH]
        new = [
            payloads.NewPayload(
                source=source,
                key=key,
                content=content,
                media="json" if source == "boamp" else "xml",
                fetched_at=NOW,
            )
            for source, key, content in batch
        ]
        with store.transaction() as session:
            added = payloads.add(session, new)
        unread = [
            Unread(answer.id, source, content, sample=False)
            for answer, (source, _, content) in zip(added, batch, strict=True)
        ]
        save_readings(store, unread, NOW)


def _insert_all(path: Path, sent: list[tuple[str, str, bytes]]) -> None:
    connection = sqlite3.connect(path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("CREATE TABLE p (source TEXT, key TEXT, content BLOB)")
    for start in range(0, len(sent), BATCH):
        rows = [
            (source, key, zlib.compress(content, 3))
            for source, key, content in sent[start : start + BATCH]
        ]
        with connection:
            connection.executemany("INSERT INTO p VALUES (?, ?, ?)", rows)
    connection.close()


def _download(url: str) -> None:
    base = f"{url}/api/explore/v2.1/catalog/datasets/boamp/records"
    for offset in range(0, RECORDS, 100):
        page = f"{base}?order_by=dateparution,idweb&limit=100&offset={offset}"
        with urllib.request.urlopen(page) as answer:  # noqa: S310 - our own portal
            answer.read()


def _timed(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
