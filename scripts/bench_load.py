"""Asking a server for pages, one after the other or by many people at once, and timing it."""

import http.client
import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from threading import Thread

PATIENCE = 60.0
_PAUSE = (0.5, 1.5)
"""Seconds between two pages of one person: quicker than anybody reads."""


@dataclass(frozen=True, slots=True)
class Timed:
    """One page: its address, the status of the answer and the seconds it took."""

    path: str
    status: int
    seconds: float


class Client:
    """Asks one server, over one connection that is kept."""

    def __init__(self, port: int, cookie: str = "") -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        self._headers = {"Cookie": cookie} if cookie else {}

    def get(self, path: str) -> Timed:
        """Ask for a page and read it whole."""
        start = time.perf_counter()
        self._connection.request("GET", path, headers=self._headers)
        answer = self._connection.getresponse()
        answer.read()
        return Timed(path, answer.status, time.perf_counter() - start)

    def close(self) -> None:
        """End the connection."""
        self._connection.close()


def one_by_one(client: Client, paths: Sequence[str], rounds: int) -> list[Timed]:
    """Every page so many times, after a first look that is not counted."""
    for path in paths:
        client.get(path)
    return [client.get(path) for _ in range(rounds) for path in paths]


def together(port: int, cookie: str, paths: Sequence[str], people: int, pages: int) -> list[Timed]:
    """So many people at once, each looking at so many pages in an order of their own."""
    found: list[Timed] = []
    faults: list[Exception] = []

    def person(number: int) -> None:
        draw = random.Random(number)  # noqa: S311 - the same order in every run
        client = Client(port, cookie)
        try:
            for _ in range(pages):
                time.sleep(draw.uniform(*_PAUSE))
                found.append(client.get(draw.choice(paths)))
        except Exception as fault:
            faults.append(fault)
        finally:
            client.close()

    threads = [Thread(target=person, args=(number,)) for number in range(people)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if faults:
        raise RuntimeError(f"{len(faults)} of {people} people were not served: {faults[0]}")
    return found


def check(found: Sequence[Timed]) -> None:
    """Refuse to measure errors.

    Raises:
        RuntimeError: a page was not shown.
    """
    wrong = {one.path: one.status for one in found if one.status >= http.client.BAD_REQUEST}
    if wrong:
        raise RuntimeError(f"pages that are not shown: {wrong}")


def percentile(found: Sequence[Timed], share: float) -> float:
    """The milliseconds under which this share of the pages came."""
    times = sorted(one.seconds for one in found)
    return 1_000 * times[min(len(times) - 1, int(share * len(times)))]
