"""An invented world to address mail in: notices, versions, editions, people."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from newsletters import weekly
from newsletters.making import Recipe, make
from newsletters.runs import preview
from tests.newsletters.invented import NOW, WEEK, notice, reserved
from tests.store.invented import keep
from veille.app.steps.address import Addressed, address
from veille.app.steps.version import note_versions
from veille.core.clock import Week, paris
from veille.core.editions import Coverage, SourceCoverage
from veille.core.filters import Filter
from veille.core.interchange import notice_hash
from veille.core.notices import Notice
from veille.core.periods import Period
from veille.core.verdicts import Verdict
from veille.settings import Settings
from veille.store import (
    Store,
    edition_life,
    editions,
    linking,
    procedures,
    sources,
    subscribers,
    subscriptions,
    tellings,
    verdicts,
)
from veille.store.models import ContentRow, OutboxRow
from veille.store.sources import Source
from veille.store.subscribers import NewSubscriber
from veille.store.subscriptions import NewSubscription
from veille.store.tellings import Telling

NEXT = WEEK.next()
LONG_AGO = NOW - timedelta(days=90)
EVERYTHING = Filter()
READ = Coverage(sources=(SourceCoverage(label="BOAMP", notices_read=1482),))
SILENT = Coverage(
    sources=(SourceCoverage(label="BOAMP", notices_read=0, complete=False, cause="essai"),)
)
QUOTE = "lot réservé aux EA et ESAT"


@dataclass(frozen=True)
class Mail:
    """A message of the outbox with its content."""

    to: str
    kind: str
    subject: str
    html: str
    text: str
    message_id: str
    personal: str


class World:
    """A store, its settings, and what one does to them in a few words."""

    def __init__(self, store: Store, settings: Settings) -> None:
        self.store = store
        self.settings = settings
        self.coverage: Coverage | None = READ

    def publish(self, *given: Notice, to: int | None = None, now: datetime = NOW) -> int:
        """Store notices in one procedure, a new one or ``to``."""
        with self.store.transaction() as session:
            known = [Source(name=one.source, label=one.source.upper()) for one in given]
            sources.register(session, known, now)
            keep(session, *given, now=now)
            (home,) = [to] if to else procedures.create(session, 1, now)
            linking.attach_many(
                session, [linking.Attachment(one.id, home, "test") for one in given]
            )
        return home

    def judge(self, one: Notice, verdict: Verdict, rules: str = "r1") -> None:
        with self.store.transaction() as session:
            named = replace(verdict, id=one.id, rules=rules)
            verdicts.save(session, {notice_hash(one): named}, NOW)

    def read(self, now: datetime = NOW, rules: str = "r1") -> int:
        """Judge what is not judged, and note the versions."""
        with self.store.transaction() as session:
            missing = verdicts.missing(session, rules, None, 10_000)
            blank = {digest: Verdict(id=one.id, rules=rules) for digest, one in missing}
            verdicts.save(session, blank, now)
        return note_versions(self.store, now, rules=rules)

    def compose(self, week: Week = WEEK, now: datetime = NOW, territory: str = "34") -> None:
        self.read(now)
        made = weekly.compose(
            self.store,
            territory,
            week,
            now,
            organisation="veille",
            publisher="Mission inventée",
            rules="r1",
            coverage=self.coverage,
        )
        assert made is not None

    def compose_period(self, period: Period, now: datetime) -> bool:
        self.read(now)
        recipe = Recipe(
            organisation="veille",
            publisher="Mission inventée",
            rules="r1",
            coverage=self.coverage,
        )
        return make(self.store, "34", period, now, recipe) is not None

    def subscribe(
        self,
        name: str,
        *asked: Filter,
        since: datetime = LONG_AGO,
        rhythm: str = "weekly",
        kind: str = "public",
        **known: Any,
    ) -> int:
        """A person who confirmed these subscriptions."""
        with self.store.transaction() as session:
            new = NewSubscriber(
                organisation="veille",
                kind=kind,  # type: ignore[arg-type]
                address=f"{name}@structure.example",
                address_key=f"{name}@structure.example",
                legal_basis="consent",
                created_at=since,
                confirmed_at=since,
                state="active",
                **known,
            )
            person = subscribers.add(session, new)
            for number, one in enumerate(asked or (EVERYTHING,)):
                self._ask(session, person, one, rhythm, since, number)
        return person

    def address(self, now: datetime = NOW) -> Addressed:
        return address(self.store, self.settings, now)

    def mails(self) -> list[Mail]:
        """The outbox, in the order in which it was filled."""
        with self.store.read() as session:
            rows = session.query(OutboxRow, ContentRow).join(
                ContentRow, ContentRow.id == OutboxRow.content_id
            )
            return [
                Mail(
                    to=row.address.partition("@")[0],
                    kind=content.kind,
                    subject=content.subject.replace("\u00a0", " "),
                    html=content.html,
                    text=content.text,
                    message_id=row.message_id,
                    personal=row.personal,
                )
                for row, content in rows.order_by(OutboxRow.id)
            ]

    def contents(self) -> int:
        with self.store.read() as session:
            return session.query(ContentRow).count()

    def told(self, person: int) -> list[Telling]:
        with self.store.read() as session:
            return tellings.of_subscriber(session, person)

    def versions_told(self, person: int) -> list[tuple[int, int]]:
        return [(one.procedure_id, one.version) for one in self.told(person)]

    def states(self) -> list[str]:
        with self.store.read() as session:
            return [one.state for one in reversed(editions.list_editions(session))]

    def preview(self, person: int, edition_ids: Iterable[int] | None = None) -> Any:
        """What a person gets, or got, of the editions (all by default)."""
        with self.store.read() as session:
            every = reversed(editions.list_editions(session))
            wanted = None if edition_ids is None else set(edition_ids)
            together = [one for one in every if wanted is None or one.id in wanted]
            who = subscribers.get(session, person)
            assert who is not None
            asked = subscriptions.of(session, person)
            return preview(session, together, who, asked, linked=False).mail

    def approve(self, now: datetime = NOW) -> None:
        with self.store.transaction() as session:
            for one in edition_life.drafts(session):
                edition_life.approve(session, one.id, "Camille", now)

    def end_messages(self, now: datetime) -> None:
        """Every message is handed over."""
        with self.store.transaction() as session:
            for row in session.query(OutboxRow):
                row.state = "sent"
                row.ended_at = now

    @staticmethod
    def _ask(
        session: Any, person: int, asked: Filter, rhythm: str, since: datetime, number: int
    ) -> None:
        subscriptions.add(
            session,
            NewSubscription(
                subscriber_id=person,
                label=f"Alerte {number}",
                filter=asked,
                rhythm=rhythm,  # type: ignore[arg-type]
                created_at=since,
                confirmed_at=since,
            ),
        )


def corrected(call: Notice, number: int, on: date, **changed: Any) -> Notice:
    """A correction of ``call``."""
    return replace(
        call,
        **(
            {
                "id": f"boamp:26-{number:05d}",
                "kind": "change",
                "supersedes": (call.id,),
                "published_on": on,
            }
            | changed
        ),
    )


def reserved_call(world: World, number: int = 1, **known: Any) -> tuple[int, Notice]:
    """A call that is reserved; its procedure and its notice."""
    title = f"Entretien des jardins inventés n° {number}, {QUOTE}"
    call = notice(number, **({"title": title} | known))
    home = world.publish(call)
    world.judge(call, reserved(QUOTE))
    return home, call


def settings_of(folder: Path) -> Settings:
    """The settings of a test: nothing of the environment, its own folder, a key."""
    known: dict[str, Any] = {"_env_file": None, "var_dir": folder}
    return Settings(**known).model_copy(update={"given_secret_keys": ("c" * 40,)})


def messages_of(world: World, name: str) -> list[Mail]:
    """The mails of one person."""
    return [mail for mail in world.mails() if mail.to == name]


def week_after(moment: datetime) -> datetime:
    """The same wall time a week later."""
    local = paris(moment)
    return datetime.combine(local.date() + timedelta(days=7), local.time(), tzinfo=local.tzinfo)
