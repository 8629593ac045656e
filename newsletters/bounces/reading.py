"""A message that came back, read without believing it: what it says, and of which of our messages.

Only a sealed address says of which message a report speaks: names, addresses and identifiers in it
can be made up by anyone. What it cannot be read as is ``unknown``, and changes nothing.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.policy import compat32

from newsletters.bounces.severity import Severity, severity, status_in
from newsletters.plain import cut, plain
from newsletters.verp import Return, ReturnAddresses
from veille.store.bounces import BounceKind

MOST_BYTES = 2**20
"""Of a report that are looked at; what it quotes of our message may be cut."""

_MOST_PARTS = 60
_LONGEST_WORDS = 300
_LONGEST_TYPE = 2_000
_MOST_DASHED_LINES = 1_000  # each may begin a part
_TYPE = re.compile(rb"content-type[ \t]*:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE)
_RECIPIENT_HEADERS = ("Delivered-To", "X-Original-To", "Envelope-To", "To", "Cc")
_COMPLAINT = "message/feedback-report"
_DELIVERY = "message/delivery-status"
_FAILED = "failed"
_UNWANTED = frozenset({"abuse", "fraud", "virus", "opt-out", "other"})
_AUTOMATIC = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply-From")
_AUTOMATIC_PRECEDENCE = frozenset({"auto_reply", "auto-reply"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What came back: ``outbox_id`` is null where it bears no sealed address of ours.

    ``status`` is of RFC 3463, ``said`` the words of the server that refused, plain and bounded.
    """

    kind: BounceKind
    outbox_id: int | None = None
    status: str | None = None
    said: str | None = None


def read_report(raw: bytes, returns: ReturnAddresses, recipients: Sequence[str] = ()) -> Report:
    """What ``raw`` says; ``recipients`` are those of its envelope, where they are known.

    Never fails: what is too large is read as far as ``MOST_BYTES``, what is damaged or nested
    without end is ``unknown``.
    """
    head = raw[:MOST_BYTES]
    if _is_overgrown(head):
        return Report(kind="unknown", said="trop de parties")
    try:
        message = message_from_bytes(head, policy=compat32)
        return _read(message, head, returns, recipients)
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
        # The library trips over headers that no honest sender writes.
        return Report(kind="unknown", said="illisible")


def _is_overgrown(head: bytes) -> bool:
    """Is it more than the library can take? Its time goes with the square of these numbers."""
    types = [len(found[0]) for found in _TYPE.finditer(head)]
    if len(types) > _MOST_PARTS or max(types, default=0) > _LONGEST_TYPE:
        return True
    return head.count(b"\n--") > _MOST_DASHED_LINES


def _read(
    message: Message, head: bytes, returns: ReturnAddresses, recipients: Sequence[str]
) -> Report:
    to_us = [*recipients, *(str(value) for value in _values(message, _RECIPIENT_HEADERS))]
    asked = list(returns.find("\n".join(to_us)))
    if message.get_content_type() == "multipart/report":
        kinds = {part.get_content_type() for part in message.walk()}
        if _COMPLAINT in kinds:
            return _complaint(message, _of(asked, head, returns))
        if _DELIVERY in kinds:
            return _delivery(message, _of(asked, head, returns))
    if _is_automatic(message):
        return Report(kind="ignored", outbox_id=_of(asked, head, returns))
    leaving = next((one for one in asked if one.reason == "unsubscribe"), None)
    if leaving is not None:
        return Report(kind="unsubscribe", outbox_id=leaving.outbox_id)
    return Report(kind="unknown", outbox_id=_of(asked, head, returns))


def _of(asked: Sequence[Return], head: bytes, returns: ReturnAddresses) -> int | None:
    """The message it speaks of: whom it was sent to says so first, then what it quotes."""
    quoted = returns.find(head.decode("latin-1"))
    found = next(iter(asked), None) or next(quoted, None)
    return None if found is None else found.outbox_id


def _complaint(message: Message, outbox_id: int | None) -> Report:
    """A report of RFC 5965: somebody pressed « indésirable »."""
    fields = next(_blocks(message, _COMPLAINT), None)
    what = _value(fields, "Feedback-Type").lower()
    return Report(
        kind="complaint" if what in _UNWANTED else "ignored",
        outbox_id=outbox_id,
        said=_bounded(what) or None,
    )


def _delivery(message: Message, outbox_id: int | None) -> Report:
    """A report of RFC 3464: the worst of what it says of its recipients."""
    failures = [
        block for block in _blocks(message, _DELIVERY) if _value(block, "Action").lower() == _FAILED
    ]
    if not failures:
        return Report(kind="ignored", outbox_id=outbox_id)
    read = [_failure(block, outbox_id) for block in failures]
    return next((report for report in read if report.kind == "hard"), read[0])


def _failure(block: Message, outbox_id: int | None) -> Report:
    words = _value(block, "Diagnostic-Code")
    status = status_in(_value(block, "Status")) or status_in(words)
    kind: Severity = severity(status)
    return Report(kind=kind, outbox_id=outbox_id, status=status, said=_bounded(words) or None)


def _is_automatic(message: Message) -> bool:
    """Is it an answer that a program wrote (RFC 3834): absent until Monday, thank you…"""
    submitted = _value(message, "Auto-Submitted").partition(";")[0].strip().lower()
    precedence = _value(message, "Precedence").lower()
    return (
        submitted not in ("", "no")
        or precedence in _AUTOMATIC_PRECEDENCE
        or any(name in message for name in _AUTOMATIC)
    )


def _blocks(message: Message, content_type: str) -> Iterator[Message]:
    """The groups of fields of the first part of a type; the library reads each as a message."""
    for part in message.walk():
        if part.get_content_type() != content_type:
            continue
        content = part.get_payload()
        if isinstance(content, list):
            yield from (block for block in content if isinstance(block, Message))
        else:
            yield _fields(part)
        return


def _fields(part: Message) -> Message:
    """The fields of a part that the library left as bytes or as text."""
    content = part.get_payload(decode=True)
    return message_from_bytes(content if isinstance(content, bytes) else b"", policy=compat32)


def _values(message: Message, names: Sequence[str]) -> Iterator[object]:
    for name in names:
        yield from message.get_all(name, [])


def _value(message: Message | None, name: str) -> str:
    return "" if message is None else str(message.get(name, "")).strip()


def _bounded(words: str) -> str:
    return cut(plain(words), _LONGEST_WORDS)
