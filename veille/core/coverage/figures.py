"""The figures of coverage for a span of days, as they were counted and are kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache

from pydantic import TypeAdapter

from veille.core.coverage.shares import Share

SILENT_DAYS = 30
"""So long without anything from a platform that is read, and somebody should look."""

NO_ADDRESS, OTHER_ADDRESS = "none", "other"
"""Instead of the code of a platform: no address was given, or one that is of none."""

SEVERAL = "several"
"""Instead of a source: more than one had it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformLine:
    """A platform. ``by`` counts its consultations by the only source that had them, or ``several``;

    ``first`` by the source that had them first, or ``several`` that did on the same day. ``read``
    are the sources that read the platform itself, with the day of the last notice of each.
    """

    code: str
    buyers: int = 0
    consultations: int = 0
    by: Mapping[str, int] = field(default_factory=dict)
    first: Mapping[str, int] = field(default_factory=dict)
    read: Mapping[str, date] = field(default_factory=dict)
    share: Share = field(default_factory=Share)

    @property
    def known(self) -> bool:
        """Whether it is a platform."""
        return self.code not in (NO_ADDRESS, OTHER_ADDRESS)

    @property
    def last_read(self) -> date | None:
        """The day of the last notice that came from the platform itself; null: it is not read."""
        return max(self.read.values(), default=None)

    def is_read(self, today: date) -> bool:
        """Whether something came of it lately."""
        return self.last_read is not None and not self.is_silent(today)

    def is_silent(self, today: date) -> bool:
        """Whether it was read, and nothing came of it any more."""
        return self.last_read is not None and (today - self.last_read).days > SILENT_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """A source: consultations that it had, and those that it had ``alone``.

    Of those that others had too: ``first``, on the ``same_day``, ``later``. ``lead`` are the days,
    at the median, by which it was ahead where it was first; null where it never was.
    """

    source: str
    consultations: int
    alone: int = 0
    first: int = 0
    same_day: int = 0
    later: int = 0
    lead: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class BuyerLine:
    """A buyer some of whose contracts were not seen; ``platform`` is the code of its usual one."""

    siren: str
    name: str | None
    platform: str
    share: Share


@dataclass(frozen=True, slots=True, kw_only=True)
class HostLine:
    """A domain that is of no platform that is known."""

    host: str
    consultations: int
    buyers: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """All that is counted from ``since`` to ``until``, both included.

    ``only_awarded`` procedures had no call that was read, ``without_address`` consultations name no
    platform, of ``without_siret`` no contract can be recognised. Of the ``contracts`` that were
    notified, ``without_call`` come of none and ``too_early`` come of one that was published, it may
    be, before anything was read; the others are in ``share``. ``buyers`` and ``hosts`` are the
    first of ``buyers_known`` and ``hosts_known``.
    """

    since: date
    until: date
    counted_at: datetime
    consultations: int = 0
    only_awarded: int = 0
    without_address: int = 0
    without_siret: int = 0
    platforms: tuple[PlatformLine, ...] = ()
    sources: tuple[SourceLine, ...] = ()
    share: Share = field(default_factory=Share)
    contracts: int = 0
    without_call: int = 0
    too_early: int = 0
    buyers: tuple[BuyerLine, ...] = ()
    buyers_known: int = 0
    hosts: tuple[HostLine, ...] = ()
    hosts_known: int = 0
    sample: bool = False

    @property
    def named(self) -> tuple[PlatformLine, ...]:
        """The platforms, without the lines of what is of none."""
        return tuple(one for one in self.platforms if one.known)

    @property
    def cited(self) -> tuple[PlatformLine, ...]:
        """The platforms that consultations of these days name."""
        return tuple(one for one in self.named if one.consultations)


def figures_to_json(figures: Figures) -> str:
    """The figures as one line of JSON."""
    return _adapter().dump_json(figures).decode()


def figures_from_json(line: str) -> Figures:
    """What ``figures_to_json`` wrote."""
    return _adapter().validate_json(line)


@cache
def _adapter() -> TypeAdapter[Figures]:
    return TypeAdapter(Figures)
