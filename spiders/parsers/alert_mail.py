"""A mail as an alert is read from it: who wrote, when, about what, its HTML or its text.

A mail is hostile until proven otherwise: what is larger, deeper or in more parts than an honest
alert is read as far as the limits go; attachments, scripts and invitations are not read at all.
"""

from dataclasses import dataclass
from datetime import date
from email import message_from_bytes
from email.header import decode_header, make_header
from email.message import Message
from email.policy import compat32
from email.utils import parseaddr, parsedate_to_datetime

from spiders.parsers.result import UnreadablePayload
from veille.core.clock import paris

MOST_BYTES = 2 * 2**20
"""Of a mail that are read; the longest honest alerts have a tenth of it."""

_MOST_PARTS = 60
_MOST_DASHED_LINES = 2_000  # each may begin a part, and the library's time goes with their square
_DEEPEST_FORWARD = 3
_LONGEST_BODY = 1_000_000
_LONGEST_SUBJECT = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertMail:
    """What an alert is read from; ``host`` is the domain of who wrote it, in lower case."""

    host: str
    subject: str
    day: date | None
    html: str
    text: str


def read_mail(raw: bytes) -> AlertMail:
    """The mail in ``raw``; of one that was forwarded as an attachment, the one inside.

    Raises:
        UnreadablePayload: it is no mail, or more than one can take.
    """
    head = raw[:MOST_BYTES]
    if head.count(b"\n--") > _MOST_DASHED_LINES:
        raise UnreadablePayload("courriel de trop de parties")
    try:
        message = _innermost(message_from_bytes(head, policy=compat32))
        mail = _read(message)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        # The library trips over headers that no honest sender writes.
        raise UnreadablePayload("courriel illisible") from None
    if not (mail.html.strip() or mail.text.strip() or mail.subject):
        raise UnreadablePayload("courriel vide")
    return mail


def _innermost(message: Message) -> Message:
    for _ in range(_DEEPEST_FORWARD):
        inner = next(
            (part for part in _parts(message) if part.get_content_type() == "message/rfc822"), None
        )
        content = inner.get_payload() if inner is not None else None
        if not isinstance(content, list) or not content or not isinstance(content[0], Message):
            return message
        message = content[0]
    return message


def _read(message: Message) -> AlertMail:
    bodies: dict[str, str] = {}
    for part in _parts(message):
        kind = part.get_content_type()
        if kind in ("text/html", "text/plain") and kind not in bodies and not _is_attached(part):
            bodies[kind] = _decoded(part)
    _, address = parseaddr(_header(message, "From"))
    return AlertMail(
        host=address.rpartition("@")[2].strip().lower(),
        subject=" ".join(_header(message, "Subject").split())[:_LONGEST_SUBJECT],
        day=_day(message),
        html=bodies.get("text/html", ""),
        text=bodies.get("text/plain", ""),
    )


def _parts(message: Message) -> list[Message]:
    """The message and its parts, not those of a message inside it, up to a number."""
    found: list[Message] = []
    waiting = [message]
    while waiting and len(found) < _MOST_PARTS:
        part = waiting.pop(0)
        found.append(part)
        content = part.get_payload()
        if part.get_content_maintype() == "multipart" and isinstance(content, list):
            waiting += [one for one in content[:_MOST_PARTS] if isinstance(one, Message)]
    return found


def _is_attached(part: Message) -> bool:
    return str(part.get("Content-Disposition") or "").strip().lower().startswith("attachment")


def _decoded(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        return ""
    charset = part.get_content_charset() or "utf-8"
    try:
        return content.decode(charset, "replace")[:_LONGEST_BODY]
    except LookupError:  # a charset that nobody knows
        return content.decode("utf-8", "replace")[:_LONGEST_BODY]


def _header(message: Message, name: str) -> str:
    value = message.get(name)
    if value is None:
        return ""
    text = str(value)[:2_000]
    try:
        return str(make_header(decode_header(text)))
    except (ValueError, LookupError, TypeError, AttributeError):
        return text


def _day(message: Message) -> date | None:
    """The day of its date, in Paris; null where it states none."""
    try:
        moment = parsedate_to_datetime(str(message.get("Date")))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return paris(moment).date() if moment.tzinfo else moment.date()
