"""A message of the outbox as the bytes that leave: content, personal fields, headers.

The same message gives the same bytes. Headers are written here and not by the library, which
encodes long addresses in them so that nobody can follow them.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from email.header import Header
from email.utils import format_datetime
from urllib.parse import quote

from newsletters.addresses import HOST, AddressError, header, mailbox, named, shown
from newsletters.naming import slug
from newsletters.plain import cut, plain, safe_url
from newsletters.quoted_printable import quoted_printable
from newsletters.verp import ReturnAddresses
from veille.core.clock import paris
from veille.core.personal_fields import fill_text, html_value, text_value
from veille.store.claims import Claimed
from veille.store.outbox import Content

ANSWERS: frozenset[str] = frozenset({"confirmation", "goodbye", "sign_in"})
"""Kinds that answer what somebody just did: nothing to unsubscribe from."""

_LONGEST_SUBJECT = 250
_END = "\r\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Identity:
    """Who writes: ``sender`` and ``reply_to`` are header values, ``domain`` names the lists.

    Without ``returns`` bounces go to the sender, and leaving by mail is a mail to a person.

    Raises:
        AddressError: one of them is no address, or no domain.
    """

    sender: str
    domain: str
    reply_to: str | None = None
    returns: ReturnAddresses | None = None

    def __post_init__(self) -> None:
        mailbox(self.sender)
        if self.reply_to is not None:
            mailbox(self.reply_to)
        if not HOST.fullmatch(self.domain):
            raise AddressError(f"pas un nom de domaine, {shown(self.domain)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Assembled:
    """What a server is given: the addresses of the envelope, and the bytes."""

    sender: str
    recipient: str
    message_id: str
    data: bytes


def assemble(message: Claimed, content: Content, identity: Identity) -> Assembled:
    """The letter of ``message``.

    Raises:
        AddressError: the recipient has no address that a message can bear.
        PersonalFieldError: the content asks for a field that the message has not.
    """
    sender = mailbox(identity.sender)
    recipient = named(message.address, message.display_name)
    reply_to = mailbox(identity.reply_to) if identity.reply_to else None
    subject = cut(plain(fill_text(content.subject, message.personal)), _LONGEST_SUBJECT)
    boundary = f"==={hashlib.sha256(message.message_id.encode()).hexdigest()[:32]}==="
    headers = [
        ("From", header("From", sender)),
        ("To", header("To", recipient)),
        *([("Reply-To", header("Reply-To", reply_to))] if reply_to else []),
        ("Subject", _words("Subject", subject)),
        ("Date", _date(message.dated_at)),
        ("Message-ID", message.message_id),
        *_list_headers(message, identity, str((reply_to or sender).addr_spec)),
        ("Auto-Submitted", "auto-generated"),
        ("X-Auto-Response-Suppress", "OOF, AutoReply"),
        ("Content-Language", "fr"),
        ("MIME-Version", "1.0"),
        ("Content-Type", f'multipart/alternative; boundary="{boundary}"'),
    ]
    parts = (
        ("text/plain", quoted_printable(content.text, message.personal, text_value)),
        ("text/html", quoted_printable(content.html, message.personal, html_value)),
    )
    return Assembled(
        sender=_return_path(message, identity, sender.addr_spec),
        recipient=recipient.addr_spec,
        message_id=message.message_id,
        data=_head(headers) + _END.encode() + _body(parts, boundary),
    )


def _return_path(message: Claimed, identity: Identity, sender: str) -> str:
    return identity.returns.address(message.id, "bounce") if identity.returns else sender


def _list_headers(message: Claimed, identity: Identity, person: str) -> list[tuple[str, str]]:
    """How to leave (RFC 2369, RFC 8058) and which list this is (RFC 2919)."""
    if message.kind in ANSWERS:
        return []
    url = safe_url(message.personal.get("unsubscribe_url"))
    one_click = url is not None and url.startswith("https://") and url.isascii()
    by_mail = identity.returns.address(message.id, "unsubscribe") if identity.returns else person
    ways = [f"<{url}>"] if one_click else []
    ways.append(f"<mailto:{_in_a_url(by_mail)}?subject=D%C3%A9sabonnement>")
    found = [
        ("List-Id", f"<{slug(message.kind)}.{identity.domain}>"),
        ("List-Unsubscribe", f",{_END} ".join(ways)),
    ]
    if one_click:
        found.append(("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"))
    return found


def _head(headers: Iterable[tuple[str, str]]) -> bytes:
    return "".join(f"{name}: {value}{_END}" for name, value in headers).encode("ascii")


def _body(parts: Iterable[tuple[str, bytes]], boundary: str) -> bytes:
    """The parts, quoted-printable: in it, ``===`` cannot be but in the boundary."""
    pieces = []
    for content_type, content in parts:
        head = (
            f"--{boundary}{_END}Content-Type: {content_type}; charset=utf-8{_END}"
            f"Content-Transfer-Encoding: quoted-printable{_END}{_END}"
        )
        pieces += [head.encode(), content, _END.encode()]
    return b"".join([*pieces, f"--{boundary}--{_END}".encode()])


def _words(name: str, value: str) -> str:
    """Text as a header holds it, folded, in ASCII."""
    charset = "us-ascii" if value.isascii() and "=?" not in value else "utf-8"
    return Header(value, charset, header_name=name, maxlinelen=76).encode(linesep=_END)


def _date(moment: datetime) -> str:
    return format_datetime(paris(moment).replace(microsecond=0))


def _in_a_url(address: str) -> str:
    return quote(address, safe="@+!$'*-._~")
