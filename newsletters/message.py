"""A rendered edition as an Internet message: text and HTML, the same bytes every time."""

import hashlib
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from newsletters.addresses import HOST, AddressError, mailbox, shown
from newsletters.naming import edition_name
from newsletters.plain import plain
from newsletters.rendering import RenderedMail
from veille.core.editions import Edition
from veille.core.refusals import Refusal

_ROLES = {"From": "expéditeur", "To": "destinataire"}


class MessageError(Refusal):
    """A sender, recipient or domain that no message can bear; it says which."""


def build_message(
    mail: RenderedMail, edition: Edition, *, sender: str, recipient: str, domain: str
) -> EmailMessage:
    """The multipart message of ``edition`` for one recipient.

    Date is when the edition was composed; Message-ID comes from the edition and ``domain``, so
    the same edition is the same message however often it is built. ``sender`` and ``recipient``
    are header values such as ``Veille <veille@mission.example>``.

    Raises:
        MessageError: a header value holds a line break or is no address; the domain is none.
    """
    if not HOST.fullmatch(domain):
        raise MessageError(f"pas un nom de domaine : {shown(domain)}")
    name = edition_name(edition)
    message = EmailMessage(policy=SMTP)
    _set_address(message, "From", sender)
    _set_address(message, "To", recipient)
    message["Subject"] = plain(mail.subject)
    message["Date"] = format_datetime(edition.composed_at)
    message["Message-ID"] = f"<{edition.kind}.{name}.{_digest(edition)}@{domain}>"
    message["List-Id"] = f"<{edition.kind}-{edition.territory_code}.{domain}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = "fr"
    # A boundary of our own: the library's is drawn by lot, and bytes must not change.
    message.set_boundary(f"==={hashlib.sha256(mail.html.encode()).hexdigest()[:32]}===")
    return message


def _set_address(message: EmailMessage, header: str, value: str) -> None:
    try:
        message[header] = mailbox(value)
    except AddressError as error:
        raise MessageError(f"{_ROLES[header]} : {error}") from None


def _digest(edition: Edition) -> str:
    """What tells two organisations with the same territory and week apart."""
    key = f"{edition.organisation}/{edition.territory_code}/{edition.period_start.isoformat()}"
    return hashlib.sha256(key.encode()).hexdigest()[:16]
