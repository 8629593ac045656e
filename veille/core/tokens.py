"""Signed texts that go out in a mail and come back: a token says what, for which purpose, when.

A key signs, every key of the list is believed, so that keys can be changed one after the other.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Literal

from itsdangerous import BadData, TimestampSigner, URLSafeTimedSerializer

from veille.core.refusals import Refusal

Purpose = Literal["confirm", "manage", "unsubscribe", "feed", "card", "bounce", "report"]

LONGEST = 2_000
"""Characters of a token that is still looked at."""

SEAL_LENGTH = 26
"""Characters of a seal: 128 bits in base 32."""

_SKEW = timedelta(hours=1)  # clocks of two machines, and of a sender and a reader, differ
_INVALID = "ce lien n’est pas valide : reprendre celui du mail, entier"
_EXPIRED = "ce lien a expiré : en demander un nouveau"


class TokenError(Refusal):
    """A token that is not ours, is damaged, is of another purpose, or is too old."""

    def __init__(self, message: str, *, expired: bool = False) -> None:
        super().__init__(message)
        self.expired = expired


def sign(keys: Sequence[str], purpose: Purpose, data: Any, now: datetime) -> str:
    """A token of letters, digits, ``-``, ``_`` and ``.`` that holds ``data`` (JSON) and ``now``.

    The first key signs. What is in a token can be read by anyone: put no address in it.
    """
    token = _serializer(keys, purpose, now).dumps(data)
    return token.decode() if isinstance(token, bytes) else token


def read(
    keys: Sequence[str], purpose: Purpose, token: str, max_age: timedelta | None, now: datetime
) -> Any:
    """What ``sign`` was given, if one of ``keys`` signed it for this purpose.

    Without ``max_age`` it is good for ever.

    Raises:
        TokenError: it was not, or longer ago than ``max_age``.
    """
    if len(token) > LONGEST or not token.isascii():
        raise TokenError(_INVALID)
    try:
        data, signed_at = _serializer(keys, purpose, now).loads(token, return_timestamp=True)
    except (BadData, OverflowError, OSError):
        raise TokenError(_INVALID) from None
    if max_age is not None and not -_SKEW <= now - signed_at <= max_age:
        raise TokenError(_EXPIRED, expired=True)
    return data


def seal(keys: Sequence[str], purpose: Purpose, text: str) -> str:
    """A short proof that ``text`` is ours, where a token is too long: ``SEAL_LENGTH`` characters.

    Only ``a``–``z`` and ``2``–``7``: it survives a change of case, as in the local part of an
    address.
    """
    return _seal(keys[0], purpose, text)


def is_sealed(keys: Sequence[str], purpose: Purpose, text: str, proof: str) -> bool:
    """Whether ``proof`` is the seal of ``text`` by one of ``keys``, whatever its case."""
    given = proof.lower().encode("utf-8", "replace")
    return any(hmac.compare_digest(_seal(key, purpose, text).encode(), given) for key in keys)


def _serializer(keys: Sequence[str], purpose: str, now: datetime) -> URLSafeTimedSerializer:
    class At(TimestampSigner):
        def get_timestamp(self) -> int:
            return int(now.timestamp())

    if not keys:
        raise ValueError("no key to sign with")
    return URLSafeTimedSerializer(
        list(reversed(keys)),  # the library signs with the last one
        salt=f"veille.{purpose}",
        signer=At,
        signer_kwargs={"digest_method": hashlib.sha256, "key_derivation": "hmac"},
    )


def _seal(key: str, purpose: str, text: str) -> str:
    message = f"veille.{purpose}\n{text}".encode("utf-8", "surrogatepass")
    digest = hmac.digest(key.encode(), message, hashlib.sha256)
    return base64.b32encode(digest[:16]).decode().rstrip("=").lower()
