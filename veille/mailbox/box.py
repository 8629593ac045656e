"""What every box of mail does, and the one that an address names."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from veille.mailbox.errors import MailboxError

Take = Callable[[bytes, tuple[str, ...]], None]
"""Is given a message and the recipients of its envelope, where they are known.

It returns when the message is dealt with; an exception keeps the message where it is.
"""

IMAPS_PORT = 993
EXAMPLES = "maildir:///var/mail/alertes, mbox:///var/mail/alertes ou imaps://nom:secret@hote/INBOX"


class Box(Protocol):
    """A place where messages arrive."""

    def drain(self, take: Take) -> None:
        """Hand over every message that was not dealt with, whole or up to a number of bytes.

        Raises:
            MailboxError: the place cannot be read.
        """
        ...


def open_box(url: str, *, most_bytes: int, keyword: str | None = None) -> Box:
    """The box that an address names; of each message ``most_bytes`` are read.

    In an IMAP box what is dealt with gets the ``keyword``, so that people who read the box too are
    not in the way; without one it is marked as seen.

    Raises:
        MailboxError: it is no such address.
    """
    from veille.mailbox.imap import Imap, ImapAddress
    from veille.mailbox.maildir import Maildir
    from veille.mailbox.mbox import Mbox

    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise MailboxError(f"adresse illisible, écrire {EXAMPLES}") from None
    if parts.scheme == "maildir" and parts.path and not host:
        return Maildir(Path(unquote(parts.path)), most_bytes)
    if parts.scheme == "mbox" and parts.path and not host:
        return Mbox(Path(unquote(parts.path)), most_bytes)
    if parts.scheme == "imaps" and host and parts.username:
        address = ImapAddress(
            host=host,
            port=port or IMAPS_PORT,
            user=unquote(parts.username),
            password=unquote(parts.password or ""),
            folder=unquote(parts.path.strip("/")) or "INBOX",
        )
        return Imap(address, most_bytes, keyword)
    raise MailboxError(f"adresse illisible, écrire {EXAMPLES}")


def name_of(url: str) -> str:
    """What people may read of the address of a box: no name, no password."""
    parts = urlsplit(url)
    return f"{parts.hostname or ''}{unquote(parts.path)}" or "boîte"
