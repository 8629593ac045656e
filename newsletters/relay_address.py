"""Where the relay is, and why it cannot be used, in French."""

import smtplib
import socket
import ssl
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import SplitResult, unquote, urlsplit

from newsletters.addresses import shown
from newsletters.plain import cut, plain
from veille.core.refusals import Refusal

Security = Literal["none", "starttls", "tls"]

_SCHEMES: dict[str, tuple[Security, int]] = {
    "smtp": ("none", 25),
    "smtp+starttls": ("starttls", 587),
    "smtps": ("tls", 465),
}
HERE = ("localhost", "127.0.0.1", "::1")
_LONGEST_ANSWER = 200
_REASONS: tuple[tuple[type[Exception], str], ...] = (
    (
        smtplib.SMTPNotSupportedError,
        "il n’offre pas ce que l’adresse demande (STARTTLS ou mot de passe)",
    ),
    (smtplib.SMTPServerDisconnected, "connexion fermée par le serveur"),
    (ssl.SSLError, "pas de liaison chiffrée possible à ce port"),
    (TimeoutError, "pas de réponse dans le délai"),
    (ConnectionRefusedError, "connexion refusée, vérifier le port et que le serveur est démarré"),
    (socket.gaierror, "nom de serveur introuvable"),
    (OSError, "connexion impossible"),
)


class RelayError(Refusal):
    """The relay cannot be used at all; the message says why, in French, with its words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayAddress:
    """Where the relay is, and who says so there."""

    host: str
    port: int
    security: Security
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    def __str__(self) -> str:
        """The relay as a person is told of it: without who says so there."""
        return f"relais {self.host}:{self.port}"


def parse_relay(url: str) -> RelayAddress:
    """The relay of ``smtp://``, ``smtp+starttls://`` or ``smtps://[user:password@]host[:port]``.

    Raises:
        RelayError: it is no such address, or would send a password in clear over a network.
    """
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise RelayError("adresse du relais illisible") from None
    if parts.scheme not in _SCHEMES or not host or _says_more(parts):
        raise RelayError(
            "adresse du relais illisible, écrire par exemple smtp+starttls://nom:secret@hote:587"
        )
    security, usual_port = _SCHEMES[parts.scheme]
    if parts.username and security == "none" and host not in HERE:
        raise RelayError(
            "le mot de passe du relais partirait en clair : écrire smtp+starttls:// ou smtps://"
        )
    return RelayAddress(
        host=host,
        port=port or usual_port,
        security=security,
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password or "") if parts.username else None,
    )


def _says_more(parts: SplitResult) -> bool:
    return parts.path not in ("", "/") or bool(parts.query or parts.fragment)


def why(error: Exception) -> str:
    """Why there is no connection, in French, with the server's words where it said any."""
    if isinstance(error, smtplib.SMTPAuthenticationError):
        return f"nom ou mot de passe refusé, {_said(error)}"
    if isinstance(error, smtplib.SMTPResponseException):
        return f"refus, {_said(error)}"
    if isinstance(error, ssl.SSLCertVerificationError):
        return f"certificat refusé {shown(bounded(error.verify_message.encode()))}"
    known = (words for kind, words in _REASONS if isinstance(error, kind))
    return next(known, "réponse illisible")


def bounded(words: bytes) -> str:
    """Words of a server, which may be anything, as a person reads them."""
    return cut(plain(words.decode("utf-8", "replace")), _LONGEST_ANSWER)


def _said(error: smtplib.SMTPResponseException) -> str:
    words = error.smtp_error
    text = words.encode() if isinstance(words, str) else words
    return f"{error.smtp_code} {shown(bounded(text))}"
