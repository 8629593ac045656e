"""An edition made light enough for a mailbox to show whole, whatever it holds.

First the least urgent entries become one line each; if that is not enough, the last ones stand
behind a link.
"""

from bisect import bisect_left
from collections.abc import Callable, Sequence

from newsletters.brief import giving_way
from veille.core.editions import Edition
from veille.core.personal_fields import pieces

MOST_BYTES = 90_000
"""Of HTML: above about 102 kB Gmail cuts a message."""

FIELD_BYTES = 160
"""What a personal field weighs once it is filled, above its placeholder."""

_MOST_LINES = 500
"""Entries of one line each that may be tried: more are too heavy in any case."""

Page = Callable[[Edition, frozenset[int]], str]
"""The HTML of an edition, the procedures of the set in one line each."""

Cut = Callable[[Edition, set[int]], Edition]
"""The edition with the entries of these procedures, which says that there are others."""


def fitted(edition: Edition, page: Page, cut: Cut, most_bytes: int = MOST_BYTES) -> str:
    """The HTML with as many entries in full, then in one line, as ``most_bytes`` hold."""
    whole = page(edition, frozenset())
    if weight(whole) <= most_bytes:
        return whole
    order = giving_way(edition.entries)

    def in_lines(count: int) -> str:
        return page(edition, frozenset(order[:count]))

    shortened = in_lines(len(order))
    if weight(shortened) <= most_bytes:
        return in_lines(_fewest(len(order), in_lines, most_bytes))
    return _cut(edition, page, cut, order, most_bytes)


def _cut(edition: Edition, page: Page, cut: Cut, order: Sequence[int], most_bytes: int) -> str:
    """What is left when entries are taken out too: the first to give way, then all others."""
    always_full = [one.procedure_id for one in edition.entries[::-1]]
    last_first = [*order, *(key for key in always_full if key not in set(order))]
    last_first = last_first[max(0, len(last_first) - _MOST_LINES) :]
    lines = frozenset(last_first)

    def without(count: int) -> str:
        return page(cut(edition, set(last_first[count:])), lines)

    return without(_fewest(len(last_first), without, most_bytes))


def _fewest(most: int, page: Callable[[int], str], most_bytes: int) -> int:
    return bisect_left(range(most), True, key=lambda count: weight(page(count)) <= most_bytes)


def weight(html: str) -> int:
    """Bytes as a mailbox counts them: in a message a line ends with two.

    A personal field weighs what it becomes at most, an address with its token.
    """
    return len(html.encode()) + html.count("\n") + FIELD_BYTES * len(pieces(html)[1::2])
