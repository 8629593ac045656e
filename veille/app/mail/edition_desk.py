"""Editions as staff handle them from the command line."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from sqlalchemy.orm import Session

from newsletters import runs
from newsletters.mails.personal import PersonalMail
from veille.app.console import Failure
from veille.app.editing.naming import KINDS, STATES, period_of
from veille.app.opening import opened
from veille.app.people.personal_links import greeting
from veille.core import french
from veille.core.addresses import AddressError, checked_address
from veille.core.clock import PARIS
from veille.core.editions import EditionError
from veille.core.personal_fields import PERSONAL_FIELDS, fill_html
from veille.core.refusals import system_refusal
from veille.settings import Settings, load
from veille.store import edition_life, editions, subscribers, subscriptions
from veille.store.editions import StoredEdition
from veille.store.subscribers import Subscriber

_PAGE = "https://page.invalid/"


def show_list(limit: int) -> None:
    """Print the newest editions, one a line."""
    with _session(load()) as session:
        for one in editions.list_editions(session)[:limit]:
            sys.stdout.write(f"{_line(one)}\n")


def approve(number: int, by: str, now: datetime | None) -> None:
    """Approve a draft.

    Raises:
        Failure: there is none of that number.
    """
    with opened(load()) as store, store.transaction() as session:
        if not edition_life.approve(session, number, by, now or datetime.now(PARIS)):
            raise Failure(f"édition {number} : aucun brouillon de ce numéro")


def hold(number: int) -> None:
    """Keep an edition back until it is approved.

    Raises:
        Failure: there is none of that number that has not gone out.
    """
    with opened(load()) as store, store.transaction() as session:
        if not edition_life.hold(session, number):
            raise Failure(f"édition {number} : aucune de ce numéro qui ne soit déjà partie")


def preview(number: int, address: str, out: Path) -> None:
    """Write the page of what a person gets of an edition; its links lead nowhere.

    Raises:
        Failure: the edition, or the person, is not known; the file cannot be written.
    """
    settings = load()
    with _session(settings) as session:
        edition = editions.get(session, number)
        if edition is None:
            raise Failure(f"édition {number} : aucune de ce numéro")
        person = _person(session, settings, address)
        try:
            mail = _previewed(session, settings, edition, person)
        except EditionError as error:
            raise Failure(f"édition {number} illisible : {error}") from None
    fields: dict[str, str] = {
        **dict.fromkeys(PERSONAL_FIELDS, _PAGE),
        "greeting": greeting(person.display_name),
        "address": person.address,
    }
    try:
        out.write_text(fill_html(mail.mail.html, fields), encoding="utf-8")
    except OSError as error:
        raise Failure(f"{out} : {system_refusal(error)}") from None
    sys.stdout.write(f"{mail.mail.subject}\n{out}\n")


def _previewed(
    session: Session, settings: Settings, edition: StoredEdition, person: Subscriber
) -> PersonalMail:
    asked = subscriptions.of(session, person.id)
    served = [one for one in asked if one.confirmed_at and one.rhythm == edition.kind]
    return runs.preview(
        session,
        [edition],
        person,
        served,
        linked=settings.public_url is not None,
        hold=settings.hold,
    )


def _person(session: Session, settings: Settings, address: str) -> Subscriber:
    try:
        key = checked_address(address).key
    except AddressError as error:
        raise Failure(str(error)) from None
    found = subscribers.find(session, settings.organisation, key)
    if found is None:
        raise Failure(f"{address} : personne d’abonné à cette adresse")
    return found


@contextmanager
def _session(settings: Settings) -> Iterator[Session]:
    with opened(settings) as store, store.read() as session:
        yield session


def _line(one: StoredEdition) -> str:
    """``12  hebdomadaire  veille/34  du 9 au 15 novembre 2026  brouillon, part …``."""
    period = period_of(one)
    words = [STATES[one.state]]
    if one.held:
        words.append("retenue")
    elif one.state in ("draft", "approved") and one.due_at is not None:
        words.append(f"part {french.date_and_time(one.due_at)}")
    if one.unapproved:
        words.append("partie sans relecture")
    kind = KINDS[one.kind]
    return f"{one.id}  {kind}  {one.organisation}  {period}  {', '.join(words)}"
