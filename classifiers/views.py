"""A notice as buckets, in six views: the words and facts of its object and what goes together of
them; its buyer's words and identity, and what that buyer buys.

The text categorizer reads words and facts as one. The linear layers read each view on its own
scale, so that a long title does not drown the one descriptor beside it. Only ``likely`` reads the
buyer's.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from classifiers.crosses import crosses, trades
from classifiers.features import Features, buckets
from veille.core.notices import Notice
from veille.core.text import normalise

Buckets = tuple[int, ...]

_MOST_WORDS = 40  # of a buyer's name


@dataclass(frozen=True, slots=True)
class Views:
    """Buckets by view, each in order."""

    words: Buckets = ()
    facts: Buckets = ()
    crosses: Buckets = ()
    name: Buckets = ()
    identity: Buckets = ()
    trades: Buckets = ()

    @property
    def object(self) -> tuple[Buckets, ...]:
        """What ``potential`` reads."""
        return self.words, self.facts, self.crosses

    @property
    def all(self) -> tuple[Buckets, ...]:
        """What ``likely`` reads."""
        return *self.object, self.name, self.identity, self.trades

    @property
    def merged(self) -> Buckets:
        """The words and facts as the text categorizer reads them."""
        return tuple(sorted({*self.words, *self.facts}))


def views_of(notice: Notice, found: Features) -> Views:
    """The views of a notice whose object was read as ``found``."""
    name = normalise((notice.buyer.name if notice.buyer else None) or "").split()[:_MOST_WORDS]
    full = " ".join(name)
    return replace(
        object_views(found),
        name=buckets(_name(name)),
        identity=buckets(_identity(full, notice.departments)),
        trades=buckets(trades(full, found)),
    )


def object_views(found: Features) -> Views:
    """The views of an object alone, without any buyer."""
    return Views(
        words=buckets(found.words()),
        facts=buckets(found.facts),
        crosses=buckets(cross.name for cross in crosses(found)),
    )


def _name(words: list[str]) -> Iterator[str]:
    yield from (f"bw={word}" for word in words)
    yield from (f"bb={left} {right}" for left, right in pairwise(words))


def _identity(name: str, departments: tuple[str, ...]) -> Iterator[str]:
    if name:
        yield f"bi={name}"
    yield from (f"dep={code}" for code in departments[:_MOST_WORDS])
