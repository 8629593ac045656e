"""When to try a message again: after longer and longer delays, for two days."""

from datetime import datetime, timedelta

LONGEST = timedelta(hours=48)
"""After the first attempt; nobody reads yesterday's deadline with pleasure."""

MOST_UNCERTAIN = 10
"""Attempts after which a message may have arrived: beyond, a reader would get it too often.

Fewer would lose a message whose process is killed again and again before it leaves.
"""

_DELAYS = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 30, 60, 120, 240))


def next_try(attempts: int, first_tried_at: datetime, now: datetime) -> datetime | None:
    """When to try again after ``attempts`` attempts, the last one at ``now``; null to give up.

    The last try is ``LONGEST`` after the first one.
    """
    last = first_tried_at + LONGEST
    if now >= last:
        return None
    delay = _DELAYS[min(max(attempts, 1), len(_DELAYS)) - 1]
    return min(now + delay, last)
