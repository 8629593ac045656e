"""Cover: what share of the Hérault's consultations was seen is counted anew, and kept.

Comes after ``version``, which says what is of the territory. Pages and editions read what is kept.
"""

from collections import defaultdict
from collections.abc import Container
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from veille.core.clock import paris
from veille.core.contracts import SIREN_LENGTH
from veille.core.coverage.counting import Material, count
from veille.core.coverage.seen import (
    JOURNAL,
    READERS,
    ContractState,
    Notified,
    consultations,
    watched_since,
    without_call,
)
from veille.core.coverage.spans import spans
from veille.core.platforms import platform_of_hosts
from veille.core.reference import communes
from veille.core.territory import Territory, relation, territory
from veille.store import coverage, observatory_counts
from veille.store.coverage import Joined
from veille.store.database import Store

PLACE = communes.DEPARTMENT
BATCH = 1000
_EARLIER = timedelta(days=365)
"""How long before a span a consultation may have been published whose contract is counted in it."""


def cover(store: Store, now: datetime) -> None:
    """Count every span of days."""
    _note_hosts(store)
    asked = spans(paris(now).date())
    since = min(span.since for span in asked)
    with store.read() as session:
        material = _material(session, since)
    figures = {span.code: count(material, span, now) for span in asked}
    with store.transaction() as session:
        coverage.keep(session, figures)


def _note_hosts(store: Store) -> None:
    while True:
        with store.transaction() as session:
            if not coverage.note_hosts(session, BATCH):
                return


def _material(session: Session, since: date) -> Material:
    where, sample = territory(PLACE), observatory_counts.is_sample(session)
    rows = coverage.noticed(session, where.code, since - _EARLIER, sample=sample)
    local = _sirens(session, where)
    contracts = coverage.notified(session, where.departments, local, since, sample=sample)
    return Material(
        consultations=consultations(rows),
        contracts=_notified(session, contracts),
        read=_read(session, sample=sample),
        watched_since=watched_since(coverage.days_read(session, JOURNAL)),
        sample=sample,
    )


def _sirens(session: Session, where: Territory) -> set[str]:
    """The buyers of the territory: its communes and EPCI, and those whose notices place them."""
    own = {one.siren for one in communes.communes().values()} | set(communes.epcis())
    return own | {
        (buyer.siret or "")[:SIREN_LENGTH]
        for buyer in coverage.buyers_known(session)
        if relation((), buyer, (), where) == "bought"
    }


def _notified(session: Session, contracts: list[Joined]) -> list[Notified]:
    asked = {number for one in contracts for number in one.procedures}
    called = coverage.called(session, asked)
    return [
        Notified(
            siren=one.contract.siren,
            name=one.contract.buyer_name,
            on=one.contract.notified_on,
            state=_state(one, called),
            without_call=without_call(
                one.contract.procedure, one.contract.nature, one.contract.framework
            ),
            hosts=called.get(one.joined, ()) if one.joined is not None else (),
        )
        for one in contracts
        if one.contract.notified_on is not None
    ]


def _state(one: Joined, called: Container[int]) -> ContractState:
    if one.joined is not None:
        return "seen" if one.joined in called else "awarded"
    return "doubtful" if any(number in called for number in one.doubtful) else "unseen"


def _read(session: Session, *, sample: bool) -> dict[str, dict[str, date]]:
    """By platform and source, when that source last had something from the platform."""
    found: defaultdict[str, dict[str, date]] = defaultdict(dict)
    for (source, hosts), day in coverage.last_seen(session, READERS, sample=sample).items():
        platform = platform_of_hosts(hosts)
        if platform is not None:
            known = found[platform.code]
            known[source] = max(day, known.get(source, day))
    return dict(found)
