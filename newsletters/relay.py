"""The server that mail is handed to: one connection kept open, and exact outcomes.

The library's ``sendmail`` does not tell a connection lost before the end of a message, which
cannot have been accepted, from one lost after it, which may have been.
"""

import re
import smtplib
import ssl
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from newsletters.assembly import Assembled
from newsletters.relay_address import RelayAddress, RelayError, bounded, why

if TYPE_CHECKING:
    from collections.abc import Callable

Outcome = Literal["accepted", "deferred", "refused", "cut", "uncertain"]
Stage = Literal["sender", "recipient", "content"]

CONNECT_SECONDS = 30.0
COMMAND_SECONDS = 120.0
LAST_WORD_SECONDS = 600.0
"""How long a server may think about a whole message (RFC 5321, 4.5.3.2.6)."""

GOODBYE_SECONDS = 5.0

_CLOSING = 421
_TOO_HEAVY = 552
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What became of one letter.

    ``accepted``: it is the server's now. ``deferred``, ``refused``: its answer, at ``stage``.
    ``cut``: the connection was lost before the end, it cannot have been accepted. ``uncertain``:
    lost after the end, nobody can know.
    """

    outcome: Outcome
    stage: Stage = "content"
    code: int | None = None
    words: str = ""

    @property
    def blames_the_sender(self) -> bool:
        """Would every letter of this sender be refused like it? One that is too heavy is not."""
        return self.outcome == "refused" and self.stage == "sender" and self.code != _TOO_HEAVY


class Relay:
    """A connection to the relay, made when needed and kept from one letter to the next.

    ``name`` is what this end calls itself. Certificates are verified against those of the system
    (``SSL_CERT_FILE`` adds others).
    """

    def __init__(self, address: RelayAddress, *, name: str) -> None:
        self.address = address
        self._name = name
        self._smtp: smtplib.SMTP | None = None

    def open(self) -> None:
        """Connect where there is no connection yet.

        Raises:
            RelayError: see ``connect``.
        """
        self.connect()

    def connect(self) -> smtplib.SMTP:
        """The connection, encrypted and identified as the address says.

        Raises:
            RelayError: the relay is not there, is not who it says, or refuses us.
        """
        if self._smtp is None:
            try:
                self._smtp = self._opened()
            except RelayError:
                raise
            except (smtplib.SMTPException, OSError, ValueError) as error:
                raise RelayError(f"{self.address} : {why(error)}") from error
        return self._smtp

    def send(self, letter: Assembled) -> Answer:
        """Hand a letter over.

        A kept connection that the server closed meanwhile is made again.

        Raises:
            RelayError: the relay cannot be reached or used; nothing was sent.
        """
        kept = self._smtp is not None
        answer = self._hand_over(self.connect(), letter)
        lost = answer.stage == "sender" and (answer.outcome == "cut" or answer.code == _CLOSING)
        if kept and lost:
            return self._hand_over(self.connect(), letter)
        return answer

    def close(self) -> None:
        """Let go of the connection, politely where it still is one."""
        if self._smtp is None:
            return
        try:
            _wait_for(self._smtp, GOODBYE_SECONDS)
            self._smtp.quit()
        except (smtplib.SMTPException, OSError):
            pass
        finally:
            self._drop()

    def _hand_over(self, smtp: smtplib.SMTP, letter: Assembled) -> Answer:
        options = [f"SIZE={len(letter.data)}"] if smtp.has_extn("size") else []
        steps: tuple[tuple[Stage, Callable[[], tuple[int, bytes]]], ...] = (
            ("sender", lambda: smtp.mail(letter.sender, options)),
            ("recipient", lambda: smtp.rcpt(letter.recipient)),
            ("content", lambda: smtp.docmd("DATA")),
        )
        for stage, ask in steps:
            try:
                answer = _read(stage, *ask())
            except (smtplib.SMTPException, OSError):
                answer = Answer(outcome="cut", stage=stage)
            if answer.outcome != "accepted":
                return self._ready(answer)
        try:
            smtp.send(_LEADING_DOT.sub(b"..", letter.data) + b".\r\n")
        except (smtplib.SMTPException, OSError):
            return self._ready(Answer(outcome="cut"))
        return self._ready(_last_word(smtp))

    def _ready(self, answer: Answer) -> Answer:
        """Ready for the next letter, whatever became of this one."""
        if answer.outcome in ("cut", "uncertain") or answer.code == _CLOSING:
            self._drop()
        elif answer.outcome != "accepted" and self._smtp is not None:
            try:
                self._smtp.rset()
            except (smtplib.SMTPException, OSError):
                self._drop()
        return answer

    def _drop(self) -> None:
        if self._smtp is not None:
            self._smtp.close()
            self._smtp = None

    def _opened(self) -> smtplib.SMTP:
        there = self.address
        # Reading the certificates of the system takes a tenth of a second.
        context = None if there.security == "none" else ssl.create_default_context()
        if there.security == "tls":
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                there.host, there.port, self._name, timeout=CONNECT_SECONDS, context=context
            )
        else:
            smtp = smtplib.SMTP(there.host, there.port, self._name, timeout=CONNECT_SECONDS)
        try:
            if there.security == "starttls":
                smtp.starttls(context=context)
            smtp.ehlo_or_helo_if_needed()
            if there.user is not None:
                smtp.login(there.user, there.password or "")
            _wait_for(smtp, COMMAND_SECONDS)
        except BaseException:
            smtp.close()
            raise
        return smtp


def _last_word(smtp: smtplib.SMTP) -> Answer:
    """What the server says of the whole: without an answer nobody can know."""
    try:
        _wait_for(smtp, LAST_WORD_SECONDS)
        answer = _read("content", *smtp.getreply())
        _wait_for(smtp, COMMAND_SECONDS)
    except (smtplib.SMTPException, OSError):
        return Answer(outcome="uncertain")
    return replace(answer, outcome="uncertain") if answer.outcome == "cut" else answer


def _read(stage: Stage, code: int, words: bytes) -> Answer:
    """What an answer means; one that is none is as good as a lost connection."""
    by_class: dict[int, Outcome] = {2: "accepted", 3: "accepted", 4: "deferred", 5: "refused"}
    outcome = by_class.get(code // 100, "cut")
    return Answer(outcome=outcome, stage=stage, code=code, words=bounded(words))


def _wait_for(smtp: smtplib.SMTP, seconds: float) -> None:
    if smtp.sock is not None:
        smtp.sock.settimeout(seconds)
