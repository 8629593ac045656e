"""Measure documents that staff found: a long PDF read and judged, hostile files refused.

``python -m scripts.bench_finds`` prints both; ``make bench`` writes the first into its file.
"""

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from scripts.bench_judge import Measured
from scripts.hostile_documents import REFUSED
from scripts.invented_documents import long_pages, pdf
from scripts.process_tree import PeakMemory
from veille.app.finds.extraction import read_file

PAGES = 300
CLAUSE_ON = 287
REPEATS = 3
_BARE = """
import sys
import pypdfium2
for page in pypdfium2.PdfDocument(sys.argv[1]):
    page.get_textpage().get_text_range()
"""


def measure(folder: Path) -> dict[str, Measured]:
    """A PDF of 300 dense pages, in a program that starts, reads, judges and prints the page.

    Raises:
        RuntimeError: the sentence was not found on its page.
    """
    source = folder / "CCAP.pdf"
    source.write_bytes(pdf(long_pages(PAGES, CLAUSE_ON), by_letter=True))
    runs = [_documents(source) for _ in range(REPEATS)]
    seconds, peak = (median(column) for column in zip(*runs, strict=True))
    bare = median(_timed(lambda: _run("-c", _BARE, str(source))) for _ in range(REPEATS))
    size = source.stat().st_size / 2**20
    pages = f"the text of the same {PAGES} pages alone"
    return {
        "find_pdf_seconds": (seconds, "s", pages, bare),
        "find_pdf_peak_mib": (peak, "MiB", "size of the same PDF", size),
    }


def refusals() -> dict[str, float]:
    """Seconds that each hostile file holds its reader, a process that starts included.

    Raises:
        RuntimeError: one was not refused.
    """
    taken = {}
    for name, build in REFUSED.items():
        content = build()
        started = time.perf_counter()
        outcome = read_file(name, content)
        taken[name] = time.perf_counter() - started
        if not outcome.unread:
            raise RuntimeError(f"not refused: {name}")
    return taken


def main() -> int:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="veille-finds-") as name:
        for label, (value, unit, baseline, bare) in measure(Path(name)).items():
            print(f"{label}: {value:.2f} {unit} ({baseline}: {bare:.2f} {unit})")
    taken = refusals()
    for name, seconds in sorted(taken.items(), key=lambda one: -one[1]):
        print(f"{seconds:.2f} s  {name}")
    print(f"find_refused_seconds: {max(taken.values()):.2f} s, the slowest of {len(taken)}")
    return 0


def _documents(source: Path) -> tuple[float, float]:
    """Seconds and peak memory (MiB) of ``veille documents``, of all its processes."""
    command = [sys.executable, "-m", "veille", "documents", str(source)]
    started = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.PIPE)  # noqa: S603 - our own program
    peak = PeakMemory(child.pid)
    said = child.communicate()[0].decode()
    seconds = time.perf_counter() - started
    if f"page {CLAUSE_ON}" not in said:
        raise RuntimeError(f"the sentence was not found: {said[:300]}")
    return seconds, peak.stop()


def _run(*arguments: str) -> None:
    subprocess.run((sys.executable, *arguments), check=True)  # noqa: S603 - our own program


def _timed(work: Callable[[], None]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


if __name__ == "__main__":
    sys.exit(main())
