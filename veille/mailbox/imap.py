"""A box reached by IMAP over TLS: what was not dealt with yet, marked once it is."""

import imaplib
import re
import ssl
from collections.abc import Iterator
from dataclasses import dataclass, field

from veille.mailbox.box import Take
from veille.mailbox.errors import MailboxError

SECONDS = 60.0
SEEN = r"\Seen"
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
    """A mailbox; the certificate of its server is verified.

    What is dealt with gets the ``keyword`` where the server keeps keywords, else is seen.
    """

    def __init__(self, address: ImapAddress, most_bytes: int, keyword: str | None = None) -> None:
        self._address = address
        self._most_bytes = most_bytes
        self._keyword = keyword

    def drain(self, take: Take) -> None:
        """Hand over the messages that were not dealt with yet, the oldest first.

        Raises:
            MailboxError: the mailbox cannot be reached or read.
        """
        try:
            with self._opened() as mailbox:
                keyword = self._keyword if self._keyword and _keeps_keywords(mailbox) else None
                for number in _numbers(mailbox, f"UNKEYWORD {keyword}" if keyword else "UNSEEN"):
                    raw = self._fetched(mailbox, number)
                    if raw is not None:
                        take(raw, ())
                    mailbox.uid("STORE", number, "+FLAGS", f"({keyword or SEEN})")
        except imaplib.IMAP4.error:
            raise MailboxError(f"{self._described} : nom, mot de passe ou dossier refusé") from None
        except ssl.SSLError:
            raise MailboxError(f"{self._described} : certificat ou liaison refusés") from None
        except OSError:
            raise MailboxError(f"{self._described} : connexion impossible") from None

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

    def _fetched(self, mailbox: imaplib.IMAP4_SSL, number: str) -> bytes | None:
        """The beginning of a message; null when it is gone."""
        _, found = mailbox.uid("FETCH", number, f"(BODY.PEEK[]<0.{self._most_bytes}>)")
        whole = [part[1] for part in found if isinstance(part, tuple)]
        return whole[0] if whole else None


def _numbers(mailbox: imaplib.IMAP4_SSL, criterion: str) -> Iterator[str]:
    _, found = mailbox.uid("SEARCH", criterion)
    numbers = found[0].split() if found and isinstance(found[0], bytes) else []
    for number in numbers[:_MOST_MESSAGES]:
        if _NUMBER.fullmatch(number):
            yield number.decode()


def _keeps_keywords(mailbox: imaplib.IMAP4_SSL) -> bool:
    """Whether a new keyword stays after this session (RFC 3501, 7.1, PERMANENTFLAGS)."""
    _, said = mailbox.response("PERMANENTFLAGS")
    return any(isinstance(one, bytes) and rb"\*" in one for one in said)
