"""Where reports arrive: a maildir, a mailbox reached by IMAP, or a local LMTP listener."""

from urllib.parse import urlsplit

from newsletters.bounces.lmtp import Lmtp
from newsletters.bounces.reading import MOST_BYTES
from newsletters.verp import ReturnAddresses
from veille.mailbox.box import Box, open_box
from veille.mailbox.errors import MailboxError

_EXAMPLES = "maildir:///var/mail/retours, imaps://nom:secret@hote/INBOX ou lmtp://127.0.0.1:8024"


def open_source(url: str, returns: ReturnAddresses) -> Box:
    """The place named by an address; a listener goes on until it is stopped.

    Raises:
        MailboxError: it is no such address.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
        if parts.scheme == "lmtp" and host and port is not None:
            return Lmtp(host, port, returns)
        return open_box(url, most_bytes=MOST_BYTES)
    except (ValueError, MailboxError):
        raise MailboxError(f"adresse illisible, écrire {_EXAMPLES}") from None
