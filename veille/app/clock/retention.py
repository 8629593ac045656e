"""Retention: what was kept long enough is dropped, and people are asked before they are.

Run again, it changes nothing: what is due is worked out from what is there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from newsletters.mails.staying import KIND, staying
from veille.app.clock.job_work import Work
from veille.app.people import rights
from veille.app.people.personal_links import Links
from veille.core.clock import paris
from veille.core.french import count
from veille.settings import Settings
from veille.store import (
    acknowledgements,
    attempts,
    consents,
    crawl_units,
    expiry,
    finds,
    handovers,
    judgings,
    listings,
    outbox,
    retention,
    runs,
    source_days,
    staff_warnings,
    subscribers,
)
from veille.store.consents import Consent
from veille.store.database import Store
from veille.store.outbox import NewMessage
from veille.store.retention import PeopleDue, Periods
from veille.store.subscribers import Subscriber

ATTEMPTS_KEPT = timedelta(days=7)
REPLACED_VERDICTS_KEPT = timedelta(days=7)
"""Verdicts of rules or tables that hold no more: what was told of them is frozen elsewhere."""
COMMENTS_KEPT = timedelta(days=3 * 366)
"""Of what staff write freely about a procedure; that something was done, and what, stays."""
BATCH = 1000
"""Rows dropped in one transaction: others write in between."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Applied:
    """What was done: people asked, erased, requests forgotten, and rows dropped."""

    asked: int = 0
    erased: int = 0
    unconfirmed: int = 0
    payloads: int = 0
    messages: int = 0
    runs: int = 0
    verdicts: int = 0

    def __str__(self) -> str:
        parts = [
            count(self.asked, "personne interrogée", "personnes interrogées"),
            count(self.erased, "effacée", "effacées"),
            count(self.unconfirmed, "demande oubliée", "demandes oubliées"),
            count(self.payloads, "relevé", "relevés"),
            count(self.messages, "envoi", "envois"),
            f"{count(self.runs, 'passage', 'passages')} supprimés",
            *([count(self.verdicts, "classement remplacé")] if self.verdicts else []),
        ]
        return ", ".join(parts)


def periods_of(settings: Settings) -> Periods:
    """How long data about people is kept in this install."""
    return Periods(inactive=timedelta(days=settings.keep_subscribers_days))


def apply_periods(work: Work) -> str:
    """The job: see ``apply``."""
    return str(apply(work.store, work.settings, work.now))


def apply(store: Store, settings: Settings, now: datetime) -> Applied:
    """Ask, erase and drop what is due at ``now``."""
    periods = periods_of(settings)
    with store.read() as session:
        due = retention.people_due(session, now, periods)
    with store.transaction() as session:
        asked = _ask(session, settings, due, periods, now)
    erased = sum(_erase(store, one, periods, now) for one in due.to_erase)
    with store.transaction() as session:
        retention.forget_unconfirmed(session, due)
        retention.forget_oppositions(session, now, periods)
        attempts.forget(session, now - ATTEMPTS_KEPT)
        finds.forget(session, now - finds.KEPT)
    payloads = _in_batches(
        store, expiry.empty_old, now - timedelta(days=settings.keep_payloads_days)
    ) + _in_batches(
        store, expiry.forget_replaced, now - timedelta(days=settings.keep_replaced_payloads_days)
    )
    messages = _in_batches(
        store, expiry.forget_messages, now - timedelta(days=settings.keep_messages_days)
    )
    verdicts = _in_batches(store, judgings.forget_replaced, now - REPLACED_VERDICTS_KEPT)
    _in_batches(store, handovers.forget_comments, now - COMMENTS_KEPT)
    with store.transaction() as session:
        expiry.forget_contents(session)
        forgotten = runs.forget_before(session, now - timedelta(days=settings.keep_runs_days))
        _forget_sources(session, settings, now)
    return Applied(
        asked=asked,
        erased=erased,
        unconfirmed=len(due.unconfirmed_subscribers) + len(due.unconfirmed_subscriptions),
        payloads=payloads,
        messages=messages,
        runs=forgotten,
        verdicts=verdicts,
    )


def _forget_sources(session: Session, settings: Settings, now: datetime) -> None:
    """What was summed up of sources, noted and told of them, goes with the runs of that time."""
    before = now - timedelta(days=settings.keep_runs_days)
    source_days.forget(session, paris(before).date())
    crawl_units.forget(session, before)
    listings.forget(session, paris(before).date())
    acknowledgements.forget(session, paris(before).date())
    staff_warnings.forget(session, settings.organisation, before)


def _ask(
    session: Session, settings: Settings, due: PeopleDue, periods: Periods, now: datetime
) -> int:
    """The question goes into the outbox in the transaction that notes it was asked."""
    asked = [one for one in (subscribers.get(session, key) for key in due.to_ask) if one]
    if not asked:
        return 0
    until = paris(now + periods.answer).date()
    content = staying(settings.publisher, until, linked=settings.public_url is not None)
    content_id = outbox.put_content(session, content)
    links = Links(public_url=settings.public_url, keys=settings.secret_keys, now=now)
    outbox.enqueue(session, [_question(settings, one, content_id, links, now) for one in asked])
    subscribers.note_asked(session, [one.id for one in asked], now)
    consent = Consent(at=now, what="asked", how="mail")
    consents.note_many(session, [(one.id, consent) for one in asked])
    return len(asked)


def _question(
    settings: Settings, person: Subscriber, content_id: int, links: Links, now: datetime
) -> NewMessage:
    key = f"{KIND}/{paris(now).date()}/subscriber/{person.id}"
    return NewMessage(
        key=key,
        kind=KIND,
        address=person.address,
        display_name=person.display_name,
        content_id=content_id,
        message_id=outbox.message_id(key, settings.mail_domain),
        created_at=now,
        subscriber_id=person.id,
        personal=links.fields(person),
    )


def _erase(store: Store, subscriber_id: int, periods: Periods, now: datetime) -> int:
    """Whoever answered in between stays."""
    with store.transaction() as session:
        person = subscribers.get(session, subscriber_id)
        still = retention.people_due(session, now, periods).to_erase
        if person is None or subscriber_id not in still:
            return 0
        rights.erase(session, person, now)
    return 1


def _in_batches(
    store: Store, drop: Callable[[Session, datetime, int], int], before: datetime
) -> int:
    total = 0
    while True:
        with store.transaction() as session:
            dropped = drop(session, before, BATCH)
        total += dropped
        if dropped < BATCH:
            return total
