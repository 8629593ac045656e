"""Memory of a process and all its descendants, read from ``/proc``."""

import threading
from pathlib import Path

EVERY_SECONDS = 0.05


class PeakMemory:
    """Samples the resident memory of a process tree until stopped; Linux only."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._peak = 0
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def stop(self) -> float:
        """The highest sum seen, in MiB."""
        self._stopping.set()
        self._thread.join()
        return self._peak / 1024

    def _watch(self) -> None:
        while not self._stopping.wait(EVERY_SECONDS):
            self._peak = max(self._peak, _resident(self._pid))


def _resident(pid: int) -> int:
    """KiB of a process and its descendants; those that just ended count nothing."""
    total = 0
    waiting = [pid]
    while waiting:
        folder = Path("/proc") / str(waiting.pop())
        try:
            status = (folder / "status").read_text()
            for task in (folder / "task").iterdir():
                waiting.extend(int(child) for child in (task / "children").read_text().split())
        except OSError:
            continue
        lines = [line for line in status.splitlines() if line.startswith("VmRSS:")]
        total += sum(int(line.split()[1]) for line in lines)
    return total
