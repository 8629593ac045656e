"""Which ends of contracts an edition tells that award data alone know, and whom."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy.orm import Session

from newsletters.addressing import Recipient
from newsletters.entries import TITLE_LENGTH
from newsletters.plain import cut, plain
from veille.core.clock import paris
from veille.core.endings import Candidate, Ending, areas_of, card_of, most_useful, window
from veille.core.people import SubscriberKind
from veille.core.periods import EditionKind, Period
from veille.core.redaction import redact
from veille.core.selecting import CardIndex
from veille.core.tables import Tables
from veille.core.territory import Territory
from veille.store import endings, practices
from veille.store.endings import EndingTelling, Told

KINDS: tuple[EditionKind, ...] = ("weekly", "monthly")
"""An alert is for what is published: ends of contracts wait for the next digest."""

READERS: tuple[SubscriberKind, ...] = ("facilitator", "staff")
"""Those whose work it is to talk to a buyer before the next call is written."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """The endings of an edition; ``sample`` says that one of them is invented."""

    endings: tuple[Ending, ...] = ()
    sample: bool = False


def choose(
    session: Session, owner: str, where: Territory, period: Period, now: datetime, tables: Tables
) -> Chosen:
    """The most useful ends of contracts of a territory that editions of the kind told not yet.

    None in the editions of earlier periods that are made up at once: one mail tells them all.
    """
    today = paris(now).date()
    if period.kind not in KINDS or today - period.end >= period.end - period.start:
        return Chosen()
    since, before = window(today)
    known = endings.untold(
        session, owner, period.kind, since, before, departments=where.departments
    )
    here = [
        (one.id, one.contract)
        for one in known
        if where.is_department or where.code in areas_of(one.contract).executed
    ]
    invented = {one.id for one in known if one.sample}
    useful = most_useful(here, tables)
    told = {number for one in useful for number, _ in one.contracts}
    return Chosen(tuple(_ending(session, one, tables) for one in useful), bool(told & invented))


def told_by(chosen: Iterable[Ending]) -> list[Told]:
    """What the ledgers remember of endings."""
    return [Told(number, one.ends_on) for one in chosen for number in one.contracts]


def as_topics(found: Mapping[int, set[date]]) -> dict[int, dict[str, int]]:
    """Ends that were told before their procedure was known, as topics told up to any version."""
    return {
        procedure_id: {f"renewal:{day.isoformat()}": _ANY_VERSION for day in days}
        for procedure_id, days in found.items()
    }


_ANY_VERSION = 2**31


def endings_for(
    session: Session,
    told: Sequence[Ending],
    kind: EditionKind,
    recipients: Sequence[Recipient],
    *,
    before: datetime | None = None,
) -> dict[int, tuple[Ending, ...]]:
    """What each of ``recipients`` is told of these, by subscriber; who is told none is left out.

    With ``before``, the moment at which they were told, as it was then.
    """
    asked = [one for one in recipients if one[0].kind in READERS]
    if not told or kind not in KINDS or not asked:
        return {}
    alone = asked[0][0].id if len(asked) == 1 else None
    ids = (number for one in told for number in one.contracts)
    known = {
        (one.subscriber_id, one.told)
        for one in endings.tellings(session, ids, subscriber_id=alone)
        if before is None or one.told_at < before
    }
    index = CardIndex([card_of(one) for one in told])
    found: dict[int, tuple[Ending, ...]] = {}
    for person, subscriptions in asked:
        places = sorted({at for one in subscriptions for at in index.positions(one.filter)})
        new = (told[at] for at in places)
        kept = tuple(
            one for one in new if not any((person.id, told) in known for told in told_by([one]))
        )
        if kept:
            found[person.id] = kept
    return found


def tellings_of(
    subscriber_id: int, told: Iterable[Ending], outbox_id: int, now: datetime
) -> list[EndingTelling]:
    """What the ledger remembers of endings in a message."""
    return [
        EndingTelling(subscriber_id=subscriber_id, told=one, told_at=now, outbox_id=outbox_id)
        for one in told_by(told)
    ]


def _ending(session: Session, one: Candidate, tables: Tables) -> Ending:
    contract, where = one.first, areas_of(one.first)
    siret = contract.buyer_siret
    known = None if contract.buyer_name else practices.buyer(session, f"siret:{siret}")
    name = contract.buyer_name or (known.name if known else None) or f"SIRET {siret}"
    since = contract.starts_on or contract.notified_on
    return Ending(
        contracts=tuple(number for number, _ in one.contracts),
        title=shown(contract.object or ""),
        buyer=shown(name),
        buyer_siret=siret,
        ends_on=one.ends_on,
        since=since or one.ends_on,
        notified=contract.starts_on is None,
        months=contract.duration_today or 0.0,
        amount=one.amount or None,
        sectors=tables.sectors_of([contract.cpv] if contract.cpv else []),
        executed=tuple(sorted(where.executed)),
        bought=tuple(sorted(where.bought)),
    )


def shown(text: str) -> str:
    """What somebody wrote, on one line and without contacts nor names of persons."""
    return cut(redact(plain(text)), TITLE_LENGTH)
