"""What coverage is counted from: notices that were read, contracts that were notified."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from veille.core.contracts import SIREN_LENGTH
from veille.core.platforms import Platform, platform_of_hosts
from veille.core.text import normalise

CALLS = ("planning", "consultation", "competition")
"""The stages that call for tenders, or announce that: what can be answered."""

JOURNAL = "boamp"
"""The source that has most calls of a territory: before it was read, none could be seen."""

READERS = ("alert", "aws")
"""The sources that read platforms themselves."""

_HOLE = timedelta(days=31)

ContractState = Literal["seen", "doubtful", "awarded", "unseen"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Noticed:
    """One notice: of which procedure, from which source, on which day, whether it is a call.

    ``hosts`` are the domains that it names; ``buyer`` is an identity (``core.buyer_identity``).
    """

    procedure_id: int
    source: str
    day: date
    called: bool
    hosts: tuple[str, ...] = ()
    buyer: str | None = None
    buyer_name: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Consultation:
    """One procedure: the first day on which each source had a call of it.

    ``firsts`` is empty where only its award was read. ``day`` is that of the first call, else of
    the first notice.
    """

    procedure_id: int
    day: date
    firsts: Mapping[str, date]
    hosts: tuple[str, ...] = ()
    buyer: str | None = None
    buyer_name: str | None = None

    @property
    def platform(self) -> Platform | None:
        """Where the buyer put it."""
        return platform_of_hosts(self.hosts)

    @property
    def siren(self) -> str | None:
        """The nine digits of the buyer; null where notices do not give its SIRET."""
        kind, _, value = (self.buyer or "").partition(":")
        return value[:SIREN_LENGTH] if kind == "siret" else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Notified:
    """A contract, and what became known of its consultation.

    ``seen``: a call was read; ``doubtful``: a call that was read may be its; ``awarded``: only the
    notice of the award was read; ``unseen``: nothing. ``hosts`` are those of its consultation.
    ``without_call`` is true where no call is published: negotiated without publicity, or under a
    framework agreement.
    """

    siren: str
    name: str | None
    on: date
    state: ContractState
    without_call: bool = False
    hosts: tuple[str, ...] = ()


def watched_since(days: Iterable[date]) -> date | None:
    """Since when a journal is read without a hole of more than a month; null: never."""
    since, last = None, None
    for day in sorted(days):
        if last is None or day - last > _HOLE:
            since = day
        last = day
    return since


def consultations(rows: Iterable[Noticed]) -> list[Consultation]:
    """The procedures of these notices, by number."""
    by_procedure: defaultdict[int, list[Noticed]] = defaultdict(list)
    for row in rows:
        by_procedure[row.procedure_id].append(row)
    return [_consultation(number, own) for number, own in sorted(by_procedure.items())]


def without_call(procedure: str | None, nature: str | None, framework: str | None) -> bool:
    """Whether a contract of such data comes of no published call."""
    words = normalise(f"{procedure or ''} {nature or ''}")
    return framework is not None or "sans publicite" in words or "subsequent" in words


def _age(one: Noticed) -> tuple[object, ...]:
    """Oldest first; those of a day in one order, in whichever they were read."""
    return one.day, one.source, one.hosts, one.buyer or "", one.buyer_name or ""


def _consultation(number: int, rows: list[Noticed]) -> Consultation:
    ordered = sorted(rows, key=_age)
    firsts: dict[str, date] = {}
    for one in ordered:
        if one.called:
            firsts.setdefault(one.source, one.day)
    # Alert mails give a name alone: a notice with a SIRET says better who buys.
    named = max(ordered, key=lambda one: ((one.buyer or "").startswith("siret:"), bool(one.buyer)))
    return Consultation(
        procedure_id=number,
        day=min(firsts.values(), default=ordered[0].day),
        firsts=firsts,
        hosts=tuple(dict.fromkeys(host for one in ordered for host in one.hosts)),
        buyer=named.buyer,
        buyer_name=named.buyer_name,
    )
