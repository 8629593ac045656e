"""Counts coverage: consultations by platform and by source, contracts by what was seen of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from veille.core.coverage.figures import Figures
from veille.core.coverage.lines import (
    buyer_lines,
    host_lines,
    platform_lines,
    source_lines,
    usual_platforms,
)
from veille.core.coverage.seen import Consultation, Notified
from veille.core.coverage.shares import share_of
from veille.core.coverage.spans import Span
from veille.core.text import normalise

BEFORE_NOTIFIED = timedelta(days=180)
"""A call is seldom published longer before the contract is notified."""

_A_YEAR = timedelta(days=365)

MOST_BUYERS = 30
MOST_HOSTS = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """All that is counted from, of any days.

    ``read`` says, by platform and source, when that source last had something from the platform
    itself. ``watched_since`` is the first day that was read; null: none was.
    """

    consultations: Sequence[Consultation] = ()
    contracts: Sequence[Notified] = ()
    read: Mapping[str, Mapping[str, date]]
    watched_since: date | None = None
    sample: bool = False


def count(material: Material, span: Span, now: datetime) -> Figures:
    """The figures of a span of days."""
    inside = [one for one in material.consultations if span.since <= one.day <= span.until]
    called = [one for one in inside if one.firsts]
    notified = [one for one in material.contracts if span.since <= one.on <= span.until]
    expected = [one for one in notified if not one.without_call]
    in_time = [one for one in expected if _in_time(one, material.watched_since)]
    measured = _doubting(in_time, material.consultations)
    usual = usual_platforms(material.consultations)
    buyers, hosts = buyer_lines(measured, usual), host_lines(called)
    return Figures(
        since=span.since,
        until=span.until,
        counted_at=now,
        consultations=len(called),
        only_awarded=len(inside) - len(called),
        without_address=sum(not one.hosts for one in called),
        without_siret=sum(one.siren is None for one in called),
        platforms=platform_lines(called, measured, usual, material.read, span),
        sources=source_lines(called),
        share=share_of(measured),
        contracts=len(notified),
        without_call=len(notified) - len(expected),
        too_early=len(expected) - len(measured),
        buyers=buyers[:MOST_BUYERS],
        buyers_known=len(buyers),
        hosts=hosts[:MOST_HOSTS],
        hosts_known=len(hosts),
        sample=material.sample,
    )


def _in_time(contract: Notified, watched_since: date | None) -> bool:
    return watched_since is not None and contract.on - watched_since >= BEFORE_NOTIFIED


def _doubting(
    contracts: Iterable[Notified], consultations: Iterable[Consultation]
) -> list[Notified]:
    """A contract is recognised by the SIRET of its buyer. One that was not seen is in doubt where

    notices of that year name its buyer without a SIRET, as alert mails do.
    """
    named: defaultdict[str, list[date]] = defaultdict(list)
    for one in consultations:
        if one.siren is None and one.buyer_name:
            named[normalise(one.buyer_name)].append(one.day)

    def is_doubtful(one: Notified) -> bool:
        days = named.get(normalise(one.name), []) if one.name else []
        return one.state == "unseen" and any(one.on - _A_YEAR <= day <= one.on for day in days)

    return [replace(one, state="doubtful") if is_doubtful(one) else one for one in contracts]
