"""Invented weeks to compose and address while being killed: notices, readers, editions."""

from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from newsletters import weekly
from veille.app.steps.address import address
from veille.app.steps.version import note_versions
from veille.core.clock import Week, morning_after, paris
from veille.core.editions import Coverage, SourceCoverage
from veille.core.filters import Filter
from veille.core.interchange import notice_hash
from veille.core.notices import Buyer, Notice, Place
from veille.core.verdicts import Verdict
from veille.core.workdays import next_working_moment
from veille.settings import Settings
from veille.store import (
    Store,
    linking,
    notices,
    payloads,
    procedures,
    sources,
    subscribers,
    subscriptions,
    verdicts,
)
from veille.store.payloads import NewPayload
from veille.store.sources import Source
from veille.store.subscribers import NewSubscriber
from veille.store.subscriptions import NewSubscription

FIRST = Week(2026, 46)
POINTS_A_WEEK = 10
EVERY = timedelta(minutes=20)
LONG_AGO = morning_after(FIRST.monday) - timedelta(days=90)
READERS = tuple(f"lecteur{number}@mission.example" for number in range(1, 10))
NOBODY = "personne@mission.example"
"""An address that the server always refuses."""

NOTICES_A_WEEK = 2
RULES = "r1"
ORGANISATION = "veille"
COVERAGE = Coverage(sources=(SourceCoverage(label="BOAMP", notices_read=1482),))


def moment(point: int) -> datetime:
    """When point ``point`` is: from Monday 07:30 on (Tuesday after a holiday)."""
    due = next_working_moment(morning_after(week_at(point).sunday))
    return due + point % POINTS_A_WEEK * EVERY


def week_at(point: int) -> Week:
    """The week whose edition is due at a point."""
    monday = FIRST.monday + timedelta(weeks=point // POINTS_A_WEEK)
    return Week.of(monday)


def prepare(store: Store) -> None:
    """Readers who subscribed long ago to everything, every week."""
    with store.transaction() as session:
        sources.register(session, [Source(name="boamp", label="BOAMP")], LONG_AGO)
        for reader in (*READERS, NOBODY):
            person = subscribers.add(
                session,
                NewSubscriber(
                    organisation=ORGANISATION,
                    kind="facilitator",
                    address=reader,
                    address_key=reader,
                    legal_basis="consent",
                    created_at=LONG_AGO,
                    confirmed_at=LONG_AGO,
                    state="active",
                ),
            )
            subscriptions.add(
                session,
                NewSubscription(
                    subscriber_id=person,
                    label="Tout",
                    filter=Filter(),
                    rhythm="weekly",
                    created_at=LONG_AGO,
                    confirmed_at=LONG_AGO,
                ),
            )


def compose(store: Store, now: datetime) -> None:
    """Publish and judge what the week brought, note versions, compose its edition, address it."""
    week = Week.of(paris(now).date() - timedelta(days=7))
    _publish(store, week, now)
    note_versions(store, now, rules=RULES)
    weekly.compose(
        store,
        "34",
        week,
        now,
        organisation=ORGANISATION,
        publisher="Mission inventée",
        rules=RULES,
        coverage=COVERAGE,
    )
    address(store, _settings(), now)


def nothing(store: Store, now: datetime) -> None:
    """Compose nothing more."""


def _publish(store: Store, week: Week, now: datetime) -> None:
    brought = [_notice(week, number) for number in range(NOTICES_A_WEEK)]
    with store.transaction() as session:
        if notices.get(session, brought[0].id) is not None:
            return
        added = payloads.add(session, [_payload(one, now) for one in brought])
        rows = [(one, stored.id, False) for one, stored in zip(brought, added, strict=True)]
        notices.save(session, rows, now)
        homes = procedures.create(session, len(brought), now)
        linking.attach_many(
            session,
            [
                linking.Attachment(one.id, home, "crash")
                for one, home in zip(brought, homes, strict=True)
            ],
        )
        judged = {notice_hash(one): Verdict(id=one.id, rules=RULES) for one in brought}
        verdicts.save(session, judged, now)


def _notice(week: Week, number: int) -> Notice:
    return Notice(
        id=f"boamp:26-{week.year}{week.number:02d}{number}",
        source="boamp",
        stage="competition",
        kind="competition",
        published_on=week.monday,
        deadline=morning_after(week.sunday) + timedelta(days=28),
        title=f"Entretien des jardins inventés, semaine {week}, n° {number}",
        buyer=Buyer(name=f"Commune inventée {week} {number}", postcode="34000", city="Valinvente"),
        departments=("34",),
        places=(Place(nuts="FRJ13", postcode="34000", city="Montpellier"),),
    )


def _payload(notice: Notice, now: datetime) -> NewPayload:
    return NewPayload(
        source="boamp",
        key=notice.id,
        content=repr(notice).encode(),
        media="json",
        fetched_at=now,
        published_on=notice.published_on,
    )


@cache
def _settings() -> Settings:
    """Nothing of the environment, and a key of its own."""
    known: dict[str, Any] = {"_env_file": None, "var_dir": Path("nowhere")}
    update = {"given_secret_keys": ("k" * 40,), "public_url": "https://veille.example"}
    return Settings(**known).model_copy(update=update)
