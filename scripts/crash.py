"""``make crash``: composing and delivering, killed again and again; writes ``var/crash.json``.

At each point a process of its own composes what is due and delivers it to a real mail server that
defers, refuses, is slow and cuts at random; the process is killed (SIGKILL) at a random line of
the project's code, or at a random time. The next process goes on. In the end every reader must
have each edition exactly once; only after a moment at which nobody can know whether it arrived may
there be one repeat, with the same Message-ID.
"""

import argparse
import json
import multiprocessing
import os
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from email import message_from_bytes
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from scripts import crash_weeks
from scripts.crash_worker import Job, Phase, work
from scripts.mail_server import Fault, MailServer, Received
from veille.store import Store, claims
from veille.store.models import OutboxRow

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext

ROOT = Path(__file__).resolve().parents[1]
POINTS = 200
TIMED_SHARE = 0.3
COMPOSE_SHARE = 0.4
LONGEST_TIME = 0.8
PATIENCE_SECONDS = 60

FAULTS: dict[Fault, int] = {
    "none": 70,
    "slow": 4,
    "defer_recipient": 5,
    "defer_content": 4,
    "busy": 3,
    "cut_recipient": 3,
    "cut_content": 3,
    "cut_before_keeping": 4,
    "cut_after_keeping": 4,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """What came of it.

    ``recipients``: readers times weeks, each of which must arrive. ``repeated_same_message_id``
    counts second copies after a moment at which nobody could know; ``duplicated`` all others.
    """

    points: int
    recipients: int
    deliveries: int
    lost: int
    duplicated: int
    repeated_same_message_id: int

    @property
    def holds(self) -> bool:
        """Did every reader get each edition exactly once, as far as it can be known?"""
        return self.lost == self.duplicated == 0


def crash(points: int, seed: int, folder: Path) -> Result:
    """Kill ``points`` processes that work on a database in ``folder``; let others end the work."""
    chance = random.Random(seed)  # noqa: S311 - a seed makes a failure come again
    url = f"sqlite:///{folder / 'crash.db'}"
    store = Store(url)
    store.migrate()
    crash_weeks.prepare(store)
    with MailServer(lambda _sender, recipient: _fault(chance, recipient)) as server:
        job = Job(url=url, port=server.port, now=crash_weeks.moment(0), compose=crash_weeks.compose)
        weeks = _kill_week_after_week(store, job, points, chance)
        result = _judged(store, points, weeks, server.received)
        if not result.holds:
            _explain(store)
    store.dispose()
    return result


def _kill_week_after_week(store: Store, job: Job, points: int, chance: random.Random) -> int:
    """Kill that many workers, ending each week's work before the next; gives how many weeks."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["scripts.crash_worker", "scripts.crash_weeks"])
    lines = work(job)
    killed = tries = 0
    while killed < points:
        tries += 1
        if tries % crash_weeks.POINTS_A_WEEK == 0:
            _finish(store, replace(job, now=crash_weeks.moment(tries - 1)))
        killed += _kill(context, chance, replace(job, now=crash_weeks.moment(tries)), lines)
    _finish(store, replace(job, now=crash_weeks.moment(tries)))
    return tries // crash_weeks.POINTS_A_WEEK + 1


def _fault(chance: random.Random, recipient: str) -> Fault:
    if recipient == crash_weeks.NOBODY:
        return "refuse_recipient"
    return chance.choices(list(FAULTS), list(FAULTS.values()))[0]


def _kill(
    context: "ForkServerContext", chance: random.Random, job: Job, lines: Mapping[Phase, int]
) -> bool:
    """Start a process that dies somewhere in its work; false when it ended before."""
    timed = chance.random() < TIMED_SHARE
    if not timed:
        phase: Phase = "compose" if chance.random() < COMPOSE_SHARE else "deliver"
        job = replace(job, phase=phase, line=chance.randint(1, lines[phase]))
    process = context.Process(target=work, args=(job, not timed))
    process.start()
    if timed:
        process.join(chance.uniform(0, LONGEST_TIME))
        process.kill()
    process.join(PATIENCE_SECONDS)
    if process.exitcode is None:
        process.kill()
        raise RuntimeError("a worker neither ended nor died")
    if process.exitcode > 0:
        raise RuntimeError("a worker failed")
    return process.exitcode < 0


def _finish(store: Store, job: Job) -> None:
    """Compose what is missing, and deliver until nothing waits."""
    work(job, traced=False)
    while True:
        with store.read() as session:
            due = claims.next_due(session)
        if due is None:
            return
        job = replace(job, now=max(job.now, due), compose=crash_weeks.nothing)
        work(job, traced=False)


def _judged(store: Store, points: int, weeks: int, received: list[Received]) -> Result:
    """Compare what the readers have with what they should have: one mail a week each."""
    copies = Counter(
        (one.recipient, str(message_from_bytes(one.data)["Message-ID"])) for one in received
    )
    with store.read() as session:
        rows = session.execute(
            select(OutboxRow.address, OutboxRow.message_id, OutboxRow.uncertain).where(
                OutboxRow.address.in_(crash_weeks.READERS)
            )
        ).all()
    uncertain = {(row.address, row.message_id): row.uncertain for row in rows}
    per_reader = Counter(row.address for row in rows)
    lost = sum(about not in copies for about in uncertain)
    repeated = duplicated = 0
    for reader in crash_weeks.READERS:
        lost += max(0, weeks - per_reader[reader])
        duplicated += max(0, per_reader[reader] - weeks)
    for about, times in copies.items():
        extra = times - 1 if about in uncertain else times
        allowed = uncertain.get(about, 0)
        repeated += min(extra, allowed)
        duplicated += max(0, extra - allowed)
    return Result(
        points=points,
        recipients=weeks * len(crash_weeks.READERS),
        deliveries=len(received),
        lost=lost,
        duplicated=duplicated,
        repeated_same_message_id=repeated,
    )


def _explain(store: Store) -> None:
    """Say on standard error why messages failed that should not have."""
    failed = select(OutboxRow).where(
        OutboxRow.state != "sent", OutboxRow.address != crash_weeks.NOBODY
    )
    with store.read() as session:
        for row in session.scalars(failed):
            print(f"{row.key}: {row.state}, {row.attempts} attempts, {row.reason}", file=sys.stderr)


def main() -> int:
    """Run the crash tests and write the file; 1 when a reader lost or got twice something."""
    parser = argparse.ArgumentParser(description="Kill deliveries and see what readers got.")
    parser.add_argument("--points", type=int, default=POINTS)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    var = Path(os.environ.get("VEILLE_VAR_DIR", ROOT / "var"))
    var.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="veille-crash-") as folder:
        result = crash(options.points, options.seed, Path(folder))
    target = var / "crash.json"
    target.write_text(json.dumps(asdict(result), indent=2) + "\n", encoding="utf-8")
    print(target.read_text(encoding="utf-8"), target, sep="")
    return 0 if result.holds else 1


if __name__ == "__main__":
    sys.exit(main())
