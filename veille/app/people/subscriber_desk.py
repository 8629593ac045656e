"""What staff do about subscribers from a terminal: results on standard output, one line each."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.orm import Session

from veille.app.console import Failure, complain, progress
from veille.app.opening import opened
from veille.app.people import importing, rights, self_service
from veille.app.people.batches import take_over
from veille.app.people.importing import Entrant, Ground
from veille.app.people.list_file import read_list, refused_as_csv
from veille.app.people.previewing import check_scope, preview
from veille.core.addresses import checked_address
from veille.core.asking import KIND_NAMES, RHYTHM_NAMES, SUBSCRIBER_STATES
from veille.core.cards import Rhythm
from veille.core.clock import start_of_day
from veille.core.filters import Filter
from veille.core.french import count, short_date
from veille.core.people import SubscriberState
from veille.core.refusals import Refusal, system_refusal
from veille.settings import Settings, load
from veille.store import Store, subscribers, subscriptions
from veille.store.subscribers import Subscriber


@contextmanager
def stated() -> Iterator[None]:
    """A refusal is a stated failure."""
    try:
        yield
    except Refusal as refusal:
        raise Failure(str(refusal)) from None


@contextmanager
def desk() -> Iterator[tuple[Store, Settings]]:
    """The store and the settings; a refusal is a stated failure."""
    settings = load()
    with stated(), opened(settings) as store:
        yield store, settings


def show_list(state: SubscriberState | None) -> None:
    """One line a subscriber: address, name, kind, state, subscriptions; tabs between."""
    with desk() as (store, settings), store.read() as session:
        people = subscribers.every(session, settings.organisation)
        asked = subscriptions.of_many(session, [person.id for person in people])
    for person in people:
        if state in (None, person.state):
            own = (f"{one.label} ({RHYTHM_NAMES[one.rhythm]})" for one in asked.get(person.id, ()))
            cells = (
                person.address,
                person.display_name or "",
                KIND_NAMES[person.kind],
                SUBSCRIBER_STATES[person.state],
                ", ".join(own),
            )
            print("\t".join(cells))


def add(entrant: Entrant, now: datetime, *, again: bool) -> None:
    """Write to somebody from now on, ``again`` where they had left."""
    with desk() as (store, settings), store.transaction() as session:
        is_new = importing.take(
            session,
            settings.organisation,
            entrant,
            settings.territories,
            now,
            how="command",
            again=again,
        )
    print("ajouté" if is_new else "déjà connu")


def import_file(path: Path, ground: Ground, refused_to: Path | None, now: datetime) -> bool:
    """Take a list over; false when a line was refused."""
    with desk() as (store, settings):
        lines = read_list(path)
        with progress("lignes") as bar:
            report = take_over(
                store,
                settings.organisation,
                lines,
                ground,
                settings.territories,
                now,
                done=lambda number: bar.update(number, len(lines)),
            )
    for one in report.refused:
        complain(f"{path}, ligne {one.line.number} : {one.reason}")
    if refused_to and report.refused:
        _write(refused_to, refused_as_csv(report.refused))
    parts = (
        count(report.added, "ligne ajoutée", "lignes ajoutées"),
        count(report.known, "déjà connue", "déjà connues"),
        count(len(report.refused), "refusée", "refusées"),
    )
    print(", ".join(parts))
    return not report.refused


def export(address: str, now: datetime) -> None:
    """All that is kept of a person, as JSON."""
    with desk() as (store, settings), store.read() as session:
        copy = rights.export(session, _person(session, settings, address), now)
    print(copy)


def erase(address: str, now: datetime) -> None:
    """Forget a person."""
    with desk() as (store, settings), store.transaction() as session:
        rights.erase(session, _person(session, settings, address), now)
    print(f"effacé. {rights.KEPT}")


def pause(address: str, until: date, now: datetime) -> None:
    """Write nothing to a person until a day."""
    with desk() as (store, settings), store.transaction() as session:
        person = _person(session, settings, address)
        if not self_service.pause(session, person, start_of_day(until), now, "command"):
            raise Failure(f"{address} : aucun envoi à mettre en pause")
    print(f"en pause jusqu’au {short_date(until, year=True)}")


def resume(address: str, now: datetime) -> None:
    """End a pause."""
    with desk() as (store, settings), store.transaction() as session:
        if not self_service.resume(session, _person(session, settings, address), now, "command"):
            raise Failure(f"{address} : pas de pause en cours")
    print("reprise")


def show_preview(asked: Filter, rhythm: Rhythm, now: datetime) -> None:
    """What a subscription would have told in four weeks."""
    with desk() as (store, settings), store.read() as session:
        check_scope(asked, settings.territories)
        found = preview(session, asked, rhythm, now)
    for week in found.weeks:
        days = f"du {short_date(week.first)} au {short_date(week.last, year=True)}"
        print(f"{days}\t{count(week.count, 'marché')}")
    print(f"en quatre semaines\t{count(found.total, 'marché')}")
    for line in (found.warning, *found.remarks):
        if line:
            print(line)


def _person(session: Session, settings: Settings, address: str) -> Subscriber:
    found = subscribers.find(session, settings.organisation, checked_address(address).key)
    if found is None:
        raise Failure(f"{address} : adresse inconnue")
    return found


def _write(path: Path, content: str) -> None:
    try:
        with path.open("x", encoding="utf-8-sig", newline="") as file:
            file.write(content)
    except OSError as error:
        raise Failure(f"{path} : {system_refusal(error)}") from None
