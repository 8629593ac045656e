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

import spacy

from classifiers import judge
from scripts.bench_data import MONDAY, payloads_of, write_week
from scripts.bench_gather import measure as measure_gather
from scripts.process_tree import PeakMemory
from spiders.parsers import parse
from spiders.reading import Unread, save_readings
from veille.core.clock import morning_after
from veille.core.notices import passages
from veille.portal.server import Portal
from veille.store import payloads
from veille.store.database import Store

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parent / "shared" / "data"
SAMPLE = ROOT / "veille" / "portal" / "sample"
RECORDS = 10_000
BATCH = 100
LONG_CHARACTERS = 1500
WARMING = 100
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


def judge_vs_tokenise() -> dict[str, Figure]:
    """Judging long notices, every signal, against spaCy tokenising the same texts; both warmed."""
    source = REAL if REAL.is_dir() else SAMPLE
    read = [parse(name, content).notice for name, _, content in payloads_of(source)]
    texts = {notice.id: "\n".join(found.text for found in passages(notice)) for notice in read}
    long = [notice for notice in read if len(texts[notice.id]) >= LONG_CHARACTERS]
    nlp = spacy.blank("fr")
    for notice in long[:WARMING]:
        judge(notice)
        nlp.make_doc(texts[notice.id])

    def tokenise() -> None:
        with nlp.memory_zone():
            for notice in long:
                nlp.make_doc(texts[notice.id])

    judged = median(_timed(lambda: [judge(notice) for notice in long]) for _ in range(3))
    tokenised = median(_timed(tokenise) for _ in range(3))
    name = f"spaCy blank(fr) on the same {len(long)} texts, of {LONG_CHARACTERS} characters or more"
    per = 1000 / len(long)
    return {"judge_vs_tokenise": figure(judged * per, "ms/notice", name, tokenised * per)}


def weekly_job(folder: Path) -> dict[str, Figure]:
    """The weekly job on 10,000 records, in its own process tree, against downloading them."""
    write_week(folder / "week", RECORDS)
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
            judge_vs_tokenise(),
            measure_gather(),
            weekly_job(folder),
            cold_start(),
        ):
            figures |= measured
            for label, one in measured.items():
                print(f"{label}: {one['value']} {one['unit']} (ratio {one['ratio']})", flush=True)
    target = var / "bench.json"
    target.write_text(json.dumps(figures, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(target)
    return 0


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
