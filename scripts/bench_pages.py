"""Pages and search on 100,000 notices: what a browser on the same machine waits for.

The server is ``veille serve`` in a process of its own. Each figure stands beside ``/robots.txt`` of
the same server, which asks the store for nothing.
"""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from math import log
from pathlib import Path
from urllib.parse import urlencode

from scripts.bench_load import Client, Timed, check, one_by_one, percentile, together
from scripts.bench_site import Bench, prepare

NOTICES = 100_000
FEW = 10_000
PEOPLE = 20
PAGES_EACH = 15
ROUNDS = 5
P95 = 0.95
EMPTY = "/robots.txt"

SEARCHES = tuple(
    f"/recherche?{urlencode(fields)}"
    for fields in (
        {"mots": "travaux"},
        {"mots": "candidats"},
        {"mots": "entretien services", "tri": "newest"},
        {"mots": "anchois"},
        {"mots": "introuvable"},
        {"mots": '"visite du site"', "territoire": "34"},
        {"mots": "travaux, services, clause", "sauf": "construction"},
        {"mots": "insertion", "quoi": "clause", "clause": "insertion", "territoire": "34"},
        {"mots": "candidats", "etat": "open"},
        {"mots": "candidats", "tri": "deadline"},
        {"commune": "Lunel, Sète, Béziers"},
        {"territoire": "34", "secteur": "batiment", "quoi": "potential", "potentiel": "high"},
        {"quoi": "reserved", "pour": "handicap"},
        {"etat": "closed", "montant_min": "4000000"},
        {"tri": "deadline"},
        {"acheteur_nom": "commune exemple 12"},
        {"du": "2026-01-01", "au": "2026-02-28", "mots": "services"},
        {"limite_du": "2026-12-01", "limite_au": "2026-12-15", "etat": "open"},
        {"mots": "services", "apres": "2025-06-01.5000.r2"},
        {"apres": "2025-03-01.5000"},
        {"territoire": "34", "etat": "planned", "mots": "introuvable"},
    )
)


@dataclass(frozen=True, slots=True)
class Measured:
    """A time in milliseconds, and that of the empty page in the same minute."""

    milliseconds: float
    empty: float


def measure(folder: Path, notices: int = NOTICES) -> dict[str, Measured]:
    """The figures by name; builds the store first."""
    bench = prepare(folder / "site", notices, datetime.now(UTC))
    if bench.left_out:
        print(f"pages not measured, no example is known: {', '.join(bench.left_out)}")
    with serving(bench.folder) as (port, _):
        client = Client(port, bench.cookie)
        pages = one_by_one(client, bench.pages, ROUNDS)
        searches = one_by_one(client, SEARCHES, ROUNDS)
        alone = _empty(client)
        many_pages = _with_company(port, bench, bench.pages)
        many_searches = _with_company(port, bench, SEARCHES)
        client.close()
    check([*pages, *searches, *many_pages, *many_searches])
    _print_slowest(pages, searches)
    crowded = percentile([one for one in many_searches if one.path == EMPTY], P95)
    return {
        "page_p95_ms": Measured(percentile(pages, P95), alone),
        "page_median_ms": Measured(percentile(pages, 0.5), alone),
        "search_p95_ms": Measured(percentile(searches, P95), alone),
        "search_median_ms": Measured(percentile(searches, 0.5), alone),
        "page_p95_20_users_ms": Measured(_p95_of_pages(many_pages), crowded),
        "search_p95_20_users_ms": Measured(_p95_of_pages(many_searches), crowded),
    }


def growth_exponent(folder: Path, large: float) -> float:
    """How the median search grows with notices: 0 is not at all, 1 in proportion."""
    bench = prepare(folder / "small", FEW, datetime.now(UTC))
    with serving(bench.folder) as (port, _):
        client = Client(port, bench.cookie)
        small = percentile(one_by_one(client, SEARCHES, ROUNDS), 0.5)
        client.close()
    return log(large / small) / log(NOTICES / FEW)


@contextmanager
def serving(folder: Path) -> Iterator[tuple[int, int]]:
    """The port and the process of ``veille serve`` on the data of ``folder``."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    own = {name: value for name, value in os.environ.items() if not name.startswith("VEILLE_")}
    child = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "veille", "serve", "--port", str(port)],
        env=own | {"VEILLE_VAR_DIR": str(folder)},
        stdout=subprocess.DEVNULL,
    )
    try:
        _wait_for(port, child)
        yield port, child.pid
    finally:
        child.send_signal(signal.SIGTERM)
        child.wait(timeout=30)


def _wait_for(port: int, child: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until and child.poll() is None:
        try:
            Client(port).get(EMPTY)
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise RuntimeError("veille serve did not start")


def _empty(client: Client) -> float:
    return percentile(one_by_one(client, [EMPTY], 200), P95)


def _with_company(port: int, bench: Bench, paths: tuple[str, ...]) -> list[Timed]:
    """Twenty people at once; one page in ten is the empty one, for comparison."""
    mixed = [*paths, *[EMPTY] * max(1, len(paths) // 10)]
    return together(port, bench.cookie, mixed, PEOPLE, PAGES_EACH)


def _p95_of_pages(found: list[Timed]) -> float:
    return percentile([one for one in found if one.path != EMPTY], P95)


def _print_slowest(*several: list[Timed]) -> None:
    for found in several:
        by_path: dict[str, list[Timed]] = {}
        for one in found:
            by_path.setdefault(one.path, []).append(one)
        slowest = sorted(by_path.items(), key=lambda pair: -percentile(pair[1], 0.5))[:5]
        for path, own in slowest:
            print(f"  {percentile(own, 0.5):7.1f} ms  {path[:90]}")


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory(prefix="veille-bench-") as name:
        folder = Path(name)
        for label, one in measure(folder).items():
            print(f"{label} {one.milliseconds:.1f} ({EMPTY}: {one.empty:.1f})")


if __name__ == "__main__":
    main()
