"""Doubts: notices that look alike and were kept apart, to be shown to staff."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

from veille.core.link_keys import Linkable, age
from veille.core.procedures import Key

ALIKE_WITHIN = timedelta(days=180)
"""Two look-alikes published further apart are a yearly purchase, not a doubt."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """Two notices, oldest first, that look alike by ``key`` and are in different procedures."""

    notice_id: str
    other_id: str
    key: Key


def find_doubts(
    notices: Iterable[Linkable],
    home: Callable[[Linkable], object],
    pinned: Collection[str] = (),
) -> tuple[Doubt, ...]:
    """Each notice beside the one before it that has the same look but another ``home``.

    Two notices that staff placed themselves (``pinned``) raise no doubt.
    """
    holders: dict[Key, list[Linkable]] = defaultdict(list)
    for notice in sorted(notices, key=age):
        for key in notice.keys:
            if key.kind in ("doubt", "fallback"):
                holders[key].append(notice)
    return tuple(
        Doubt(one.id, other.id, key)
        for key, alike in sorted(holders.items())
        for one, other in pairwise(alike)
        if home(one) != home(other)
        and age(other)[0] - age(one)[0] <= ALIKE_WITHIN
        and not (one.id in pinned and other.id in pinned)
    )
