"""Deliver: hand over the outbox; each edition is also a message and a page in ``var/mail``."""

from collections.abc import Callable
from datetime import datetime

from newsletters import making
from newsletters.delivery import Tally
from newsletters.mailbox import Written, write
from newsletters.message import MessageError, build_message
from newsletters.naming import edition_name
from newsletters.rendering import render
from newsletters.showing import Caps
from veille.app.console import Failure
from veille.app.mail import mailing
from veille.core.editions import EditionError
from veille.core.refusals import system_refusal
from veille.settings import Settings
from veille.store import editions
from veille.store.database import Store


def deliver(store: Store, settings: Settings) -> list[Written]:
    """Write the editions that are not written yet, from their frozen entries, oldest first.

    Raises:
        Failure: a file cannot be written, or an address of the settings is none.
    """
    try:
        with store.read() as session:
            frozen = [
                making.load(session, stored)
                for stored in editions.list_editions(session)
                if stored.kind == "weekly"
            ]
    except EditionError as error:
        raise Failure(f"édition illisible : {error}") from None
    written = []
    for edition in frozen:
        mail = render(edition, most_bytes=settings.mail_bytes, caps=Caps())
        try:
            message = build_message(
                mail,
                edition,
                sender=settings.mail_from,
                recipient=settings.mail_to,
                domain=settings.mail_domain,
            )
            folder = settings.var_dir / "mail"
            written.append(write(folder, edition_name(edition), message, mail.page))
        except MessageError as error:
            raise Failure(f"VEILLE_MAIL_FROM, VEILLE_MAIL_TO : {error}") from None
        except OSError as error:
            raise Failure(f"{error.filename} : {system_refusal(error)}") from None
    return [one for one in written if one.changed]


def deliver_outbox(
    store: Store,
    settings: Settings,
    clock: Callable[[], datetime],
    *,
    to_relay: bool = True,
    progress: Callable[[int], None] = lambda _: None,
) -> Tally:
    """Hand over every message that is due: to the relay, or to ``var/mail/outbox`` without one.

    Not ``to_relay``, nothing leaves this machine. What could not be handed over stays in the
    outbox, and ``Tally.stopped`` says why.

    Raises:
        Failure: a setting or the folder cannot be used.
    """
    try:
        return mailing.delivery(store, settings, clock, to_relay=to_relay).run(progress)
    except OSError as error:
        raise Failure(f"{error.filename} : {system_refusal(error)}") from None
