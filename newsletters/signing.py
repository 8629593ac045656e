"""Signing messages (DKIM, RFC 6376) where the relay does not."""

import base64
from dataclasses import dataclass, field, replace
from pathlib import Path

import dkim  # type: ignore[import-untyped]
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

from newsletters.addresses import HOST, shown
from newsletters.assembly import Assembled
from veille.core.refusals import Refusal, system_refusal

FEWEST_BITS = 1024
ADVISED_BITS = 2048

SIGNED = (
    "From",
    "To",
    "Reply-To",
    "Subject",
    "Date",
    "Message-ID",
    "MIME-Version",
    "Content-Type",
    "List-Id",
    "List-Unsubscribe",
    "List-Unsubscribe-Post",
    "Auto-Submitted",
)
"""What a signature covers; mailboxes want both List-Unsubscribe headers in it (RFC 8058)."""

_LONGEST_FILE = 20_000


class SigningError(Refusal):
    """A key with which nothing can be signed; it says why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signer:
    """Signs for ``domain`` with the key whose public half is under ``selector``."""

    domain: str
    selector: str
    key: bytes = field(repr=False)
    bits: int
    public_key: str

    @property
    def record_name(self) -> str:
        """Where the public key is published."""
        return f"{self.selector}._domainkey.{self.domain}"

    @property
    def record(self) -> str:
        """The text that is published there."""
        return f"v=DKIM1; k=rsa; p={self.public_key}"

    def sign(self, letter: Assembled) -> Assembled:
        """The letter with its signature in front."""
        present = {line.partition(b":")[0].lower() for line in _head(letter.data)}
        names = [name.encode() for name in SIGNED if name.lower().encode() in present]
        signature = dkim.sign(
            letter.data,
            self.selector.encode(),
            self.domain.encode(),
            self.key,
            canonicalize=(b"relaxed", b"relaxed"),
            include_headers=names,
        )
        return replace(letter, data=signature + letter.data)


def load_signer(path: Path, *, domain: str, selector: str) -> Signer:
    """The signer with the RSA key of a PEM file.

    Raises:
        SigningError: the file or the key cannot be used, or a name is none.
    """
    name = f"{selector}.{domain}"
    if not HOST.fullmatch(domain) or not HOST.fullmatch(name):
        raise SigningError(f"pas un nom de domaine : {shown(name)}")
    try:
        with path.open("rb") as file:
            pem = file.read(_LONGEST_FILE)
    except OSError as error:
        raise SigningError(f"{path} : {system_refusal(error)}") from None
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        raise SigningError(f"{path} : pas une clé privée PEM sans mot de passe") from None
    if not isinstance(key, RSAPrivateKey):
        raise SigningError(f"{path} : clé RSA attendue")
    if key.key_size < FEWEST_BITS:
        raise SigningError(f"{path} : clé de {key.key_size} bits, il en faut {ADVISED_BITS}")
    public = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return Signer(
        domain=domain,
        selector=selector,
        key=pem,
        bits=key.key_size,
        public_key=base64.b64encode(public).decode(),
    )


def _head(data: bytes) -> list[bytes]:
    return data.partition(b"\r\n\r\n")[0].split(b"\r\n")
