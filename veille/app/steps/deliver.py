"""Deliver: without a relay, every edition is a message and a page in ``var/mail``."""

from newsletters import weekly
from newsletters.mailbox import Written, write
from newsletters.message import MessageError, build_message
from newsletters.naming import edition_name
from newsletters.rendering import render
from veille.app.console import Failure
from veille.core.editions import EditionError
from veille.core.refusals import system_refusal
from veille.settings import Settings
from veille.store import editions
from veille.store.database import Store


def deliver(store: Store, settings: Settings) -> list[Written]:
    """Write what is not written yet, from the frozen entries; what was written, oldest first.

    Raises:
        Failure: a file cannot be written, or an address of the settings is none.
    """
    try:
        with store.read() as session:
            frozen = [weekly.load(session, stored) for stored in editions.list_editions(session)]
    except EditionError as error:
        raise Failure(f"édition illisible : {error}") from None
    written = []
    for edition in frozen:
        mail = render(edition, most_bytes=settings.mail_bytes)
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
