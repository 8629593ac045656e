"""A buyer's habit: how many of its past notices carried a clause, strictly before a day.

Buyers are held by a hash of their SIREN and of their name, never by the name itself.
"""

import hashlib
import math
from bisect import bisect_left
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from veille.core.notices import Buyer, Notice
from veille.core.text import normalise

SMOOTHING = 5.0  # notices at the average rate added to a buyer's own
_SIREN = 9
_SAID_OF_ANY = frozenset(
    ("ville", "commune", "mairie", "de", "du", "des", "d", "la", "le", "les", "l", "et")
)


@dataclass(frozen=True, slots=True)
class Past:
    """Of ``notices`` seen before a day, ``clauses`` carried a clause or were reserved.

    Neither is a whole number where evidence of unequal worth was counted.
    """

    notices: float = 0.0
    clauses: float = 0.0

    def log_odds(self, average: float) -> float:
        """How far the smoothed rate is from ``average`` (a rate between 0 and 1), in log-odds."""
        clauses = min(self.clauses, self.notices)
        rate = (clauses + SMOOTHING * average) / (self.notices + SMOOTHING)
        return _logit(rate) - _logit(average)


@dataclass(frozen=True, slots=True)
class Seen:
    """One past notice of a buyer, known by ``keys``: did it carry a clause, and on which day."""

    keys: tuple[int, ...]
    day: int
    clause: bool
    notices: float = 1.0


@dataclass(frozen=True, slots=True)
class _Line:
    """A buyer's days in order, and the totals at the end of each."""

    days: tuple[int, ...]
    totals: tuple[Past, ...]


class Habits:
    """The past of every buyer known."""

    def __init__(self, seen: Iterable[Seen] = ()) -> None:
        by_key: dict[int, list[Seen]] = {}
        for item in seen:
            for key in item.keys:
                by_key.setdefault(key, []).append(item)
        self._lines: Mapping[int, _Line] = {key: _line(items) for key, items in by_key.items()}

    def __len__(self) -> int:
        return len(self._lines)

    def before(self, keys: Iterable[int], day: int | None) -> Past:
        """What was seen of a buyer strictly before ``day`` (a date's ordinal).

        A buyer is known by several keys: the one that holds most speaks. Nothing is known before
        an unknown day.
        """
        if day is None:
            return Past()
        found = (self._past(key, day) for key in keys)
        return max(found, key=lambda past: past.notices, default=Past())

    def of(self, notice: Notice) -> Past:
        """The past of the notice's buyer, strictly before the notice's day."""
        return self.before(buyer_keys(notice.buyer), day_of(notice))

    def _past(self, key: int, day: int) -> Past:
        line = self._lines.get(key)
        if line is None:
            return Past()
        index = bisect_left(line.days, day)
        return line.totals[index - 1] if index else Past()


def buyer_keys(buyer: Buyer | None) -> tuple[int, ...]:
    """The keys a buyer is known by (64 bits each): its name, then its SIREN; none when unknown.

    « Ville de X », « Commune de X » and « Mairie X » of one département are one buyer.
    """
    if buyer is None:
        return ()
    known = []
    words = normalise(buyer.name or "").split()
    name = " ".join(sorted(word for word in words if word not in _SAID_OF_ANY))
    if name:
        known.append(_key(f"name {name} {(buyer.postcode or '')[:2]}"))
    siret = "".join(char for char in buyer.siret or "" if char.isdigit())
    if len(siret) >= _SIREN:
        known.append(siren_key(siret[:_SIREN]))
    return tuple(known)


def siren_key(siren: str) -> int:
    """The key of the buyer with this SIREN."""
    return _key(f"siren {siren}")


def day_of(notice: Notice) -> int | None:
    """The ordinal of the day a notice was published, else sent; null when neither is known."""
    day = notice.published_on or notice.dispatched_on
    return day.toordinal() if day else None


def _key(text: str) -> int:
    return int.from_bytes(
        hashlib.blake2b(text.encode(errors="replace"), digest_size=8).digest(), "big"
    )


def _line(items: list[Seen]) -> _Line:
    days: list[int] = []
    totals: list[Past] = []
    notices = clauses = 0.0
    for item in sorted(items, key=lambda item: item.day):
        notices += item.notices
        clauses += float(item.clause)
        if days and days[-1] == item.day:
            totals[-1] = Past(notices, clauses)
            continue
        days.append(item.day)
        totals.append(Past(notices, clauses))
    return _Line(tuple(days), tuple(totals))


def _logit(rate: float) -> float:
    return math.log(rate / (1 - rate))
