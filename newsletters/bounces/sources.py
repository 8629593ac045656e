"""Where reports arrive: a maildir, a mailbox reached by IMAP, or a local LMTP listener."""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

from newsletters.bounces.errors import ReturnsError
from newsletters.bounces.imap import Imap, ImapAddress
from newsletters.bounces.lmtp import Lmtp
from newsletters.bounces.maildir import Maildir
from newsletters.verp import ReturnAddresses

__all__ = ["ReturnsError", "Source", "Take", "open_source"]

Take = Callable[[bytes, tuple[str, ...]], None]
"""Is given a report and the recipients of its envelope, where they are known.

It returns when what the report asks for is done; an exception keeps the report where it is.
"""

_IMAPS_PORT = 993
_EXAMPLES = "maildir:///var/mail/retours, imaps://nom:secret@hote/INBOX ou lmtp://127.0.0.1:8024"


class Source(Protocol):
    """A place where reports arrive."""

    def drain(self, take: Take) -> None:
        """Hand over every new report; a listener goes on until it is stopped.

        Raises:
            ReturnsError: the place cannot be read.
        """
        ...


def open_source(url: str, returns: ReturnAddresses) -> Source:
    """The place named by an address.

    Raises:
        ReturnsError: it is no such address.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError:
        raise ReturnsError(f"adresse illisible, écrire {_EXAMPLES}") from None
    if parts.scheme == "maildir" and parts.path and not host:
        return Maildir(Path(unquote(parts.path)))
    if parts.scheme == "imaps" and host and parts.username:
        return Imap(
            ImapAddress(
                host=host,
                port=port or _IMAPS_PORT,
                user=unquote(parts.username),
                password=unquote(parts.password or ""),
                folder=unquote(parts.path.strip("/")) or "INBOX",
            )
        )
    if parts.scheme == "lmtp" and host and port is not None:
        return Lmtp(host, port, returns)
    raise ReturnsError(f"adresse illisible, écrire {_EXAMPLES}")
