"""Reports in a mailbox reached by IMAP over TLS: those not seen yet, marked as seen once done."""

import imaplib
import re
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from newsletters.bounces.errors import ReturnsError
from newsletters.bounces.reading import MOST_BYTES

SECONDS = 60.0
_MOST_MESSAGES = 1_000
"""In one run; the others wait for the next."""

_NUMBER = re.compile(rb"\d{1,10}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImapAddress:
    """Where the mailbox is, and whose it is."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    folder: str = "INBOX"


class Imap:
    """A mailbox; the certificate of its server is verified."""

    def __init__(self, address: ImapAddress) -> None:
        self._address = address

    def drain(self, take: Callable[[bytes, tuple[str, ...]], None]) -> None:
        """Hand over the messages that were not seen yet.

        Raises:
            ReturnsError: the mailbox cannot be reached or read.
        """
        try:
            with self._opened() as mailbox:
                for number in self._unseen(mailbox):
                    raw = self._fetched(mailbox, number)
                    if raw is not None:
                        take(raw, ())
                    mailbox.uid("STORE", number, "+FLAGS", r"(\Seen)")
        except imaplib.IMAP4.error:
            raise ReturnsError(f"{self._described} : nom, mot de passe ou dossier refusé") from None
        except ssl.SSLError:
            raise ReturnsError(f"{self._described} : certificat ou liaison refusés") from None
        except OSError:
            raise ReturnsError(f"{self._described} : connexion impossible") from None

    @property
    def _described(self) -> str:
        return f"{self._address.host}:{self._address.port}"

    def _opened(self) -> imaplib.IMAP4_SSL:
        there = self._address
        mailbox = imaplib.IMAP4_SSL(
            there.host, there.port, ssl_context=ssl.create_default_context(), timeout=SECONDS
        )
        try:
            mailbox.login(there.user, there.password)
            answer, _ = mailbox.select(f'"{there.folder}"')
            if answer != "OK":
                raise imaplib.IMAP4.error(there.folder)
        except BaseException:
            mailbox.shutdown()
            raise
        return mailbox

    def _unseen(self, mailbox: imaplib.IMAP4_SSL) -> Iterator[str]:
        _, found = mailbox.uid("SEARCH", "UNSEEN")
        numbers = found[0].split() if found and isinstance(found[0], bytes) else []
        for number in numbers[:_MOST_MESSAGES]:
            if _NUMBER.fullmatch(number):
                yield number.decode()

    def _fetched(self, mailbox: imaplib.IMAP4_SSL, number: str) -> bytes | None:
        """The beginning of a message; null when it is gone."""
        _, found = mailbox.uid("FETCH", number, f"(BODY.PEEK[]<0.{MOST_BYTES}>)")
        whole = [part[1] for part in found if isinstance(part, tuple)]
        return whole[0] if whole else None
