"""The lines of coverage: by platform, by source, by buyer, by domain that is not known."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from statistics import median_low

from veille.core.coverage.figures import (
    NO_ADDRESS,
    OTHER_ADDRESS,
    SEVERAL,
    BuyerLine,
    HostLine,
    PlatformLine,
    SourceLine,
)
from veille.core.coverage.seen import Consultation, Notified
from veille.core.coverage.shares import share_of
from veille.core.coverage.spans import Span
from veille.core.platforms import platform_of_hosts


def _code(hosts: Iterable[str]) -> str:
    """The code of the platform that some of these domains are of."""
    named = list(hosts)
    found = platform_of_hosts(named)
    if found is not None:
        return found.code
    return OTHER_ADDRESS if named else NO_ADDRESS


def usual_platforms(consultations: Iterable[Consultation]) -> dict[str, str]:
    """By SIREN, where each buyer puts most of its consultations."""
    counted: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for one in consultations:
        if one.siren and one.hosts:
            counted[one.siren][_code(one.hosts)] += 1
    return {siren: codes.most_common(1)[0][0] for siren, codes in counted.items()}


def _platform_of(contract: Notified, usual: Mapping[str, str]) -> str:
    return _code(contract.hosts) if contract.hosts else usual.get(contract.siren, NO_ADDRESS)


def platform_lines(
    called: Sequence[Consultation],
    measured: Sequence[Notified],
    usual: Mapping[str, str],
    read: Mapping[str, Mapping[str, date]],
    span: Span,
) -> tuple[PlatformLine, ...]:
    """What is missed most first."""
    own: defaultdict[str, list[Consultation]] = defaultdict(list)
    for one in called:
        own[_code(one.hosts)].append(one)
    contracts: defaultdict[str, list[Notified]] = defaultdict(list)
    for contract in measured:
        contracts[_platform_of(contract, usual)].append(contract)
    current = {code: _today(days, span) for code, days in read.items()}
    codes = {*own, *contracts, *(code for code, days in current.items() if days)}
    lines = [_line(code, own[code], contracts[code], current.get(code, {})) for code in codes]
    return tuple(sorted(lines, key=lambda one: (-one.share.missed, -one.consultations, one.code)))


def _today(days: Mapping[str, date], span: Span) -> dict[str, date]:
    """Who reads a platform, unless nothing came of it since these days began."""
    return {source: day for source, day in days.items() if day >= span.since}


def _line(
    code: str, own: Sequence[Consultation], contracts: Sequence[Notified], read: Mapping[str, date]
) -> PlatformLine:
    return PlatformLine(
        code=code,
        buyers=len({one.buyer for one in own if one.buyer}),
        consultations=len(own),
        by=dict(Counter(_only(one.firsts) for one in own)),
        first=dict(Counter(_first(one.firsts) for one in own)),
        read=read,
        share=share_of(contracts),
    )


def _only(firsts: Mapping[str, date]) -> str:
    return next(iter(firsts)) if len(firsts) == 1 else SEVERAL


def _first(firsts: Mapping[str, date]) -> str:
    earliest = min(firsts.values())
    return _only({source: day for source, day in firsts.items() if day == earliest})


def source_lines(called: Sequence[Consultation]) -> tuple[SourceLine, ...]:
    """The source that had most first."""
    names = {source for one in called for source in one.firsts}
    lines = [_source(name, [one for one in called if name in one.firsts]) for name in names]
    return tuple(sorted(lines, key=lambda one: (-one.consultations, one.source)))


def _source(name: str, own: Sequence[Consultation]) -> SourceLine:
    leads = [lead for one in own if (lead := _lead(name, one.firsts)) is not None]
    ahead = [lead for lead in leads if lead > 0]
    return SourceLine(
        source=name,
        consultations=len(own),
        alone=len(own) - len(leads),
        first=len(ahead),
        same_day=leads.count(0),
        later=sum(lead < 0 for lead in leads),
        lead=median_low(ahead) if ahead else None,
    )


def _lead(name: str, firsts: Mapping[str, date]) -> int | None:
    """By how many days a source was ahead of the first of the others; null where it was alone."""
    others = [day for source, day in firsts.items() if source != name]
    return (min(others) - firsts[name]).days if others else None


def buyer_lines(measured: Sequence[Notified], usual: Mapping[str, str]) -> tuple[BuyerLine, ...]:
    """The buyers most of whose contracts were not seen first."""
    own: defaultdict[str, list[Notified]] = defaultdict(list)
    for one in measured:
        own[one.siren].append(one)
    lines = [
        BuyerLine(
            siren=siren,
            name=next((one.name for one in contracts if one.name), None),
            platform=usual.get(siren, NO_ADDRESS),
            share=share_of(contracts),
        )
        for siren, contracts in own.items()
    ]
    missed = [one for one in lines if one.share.missed]
    return tuple(sorted(missed, key=lambda one: (-one.share.missed, one.share.seen, one.siren)))


def host_lines(called: Sequence[Consultation]) -> tuple[HostLine, ...]:
    """The first domain of each consultation of which no platform is known."""
    own: defaultdict[str, list[Consultation]] = defaultdict(list)
    for one in called:
        if one.hosts and one.platform is None:
            own[one.hosts[0]].append(one)
    lines = [
        HostLine(host=host, consultations=len(some), buyers=len({one.buyer for one in some}))
        for host, some in own.items()
    ]
    return tuple(sorted(lines, key=lambda one: (-one.consultations, one.host)))
