"""Where a message returns: an address of its own, sealed, so that nobody can make one up.

``bounce+1234-<seal>@mission.example`` is the sender of the envelope of message 1234, and
``bounce+u1234-<seal>@…`` the address to which its reader writes to leave. They hold lower-case
letters and figures only: what passes them on may change their case.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from newsletters.addresses import AddressError, mailbox
from veille.core import tokens

Reason = Literal["bounce", "unsubscribe"]

_LETTERS: dict[Reason, str] = {"bounce": "", "unsubscribe": "u"}
_LONGEST_LOCAL_PART = 64
_LONGEST_NUMBER = 15
_MOST_LOOKED_AT = 20
"""Addresses of one report that are looked at: a true one has a few."""


@dataclass(frozen=True, slots=True)
class Return:
    """A message of the outbox to which something came back, and on which of its addresses."""

    outbox_id: int
    reason: Reason


@dataclass(frozen=True)
class ReturnAddresses:
    """The addresses made from ``base`` (``bounce@mission.example``) and sealed with ``keys``.

    Raises:
        AddressError: ``base`` is no address, or leaves no room for a seal.
    """

    base: str
    keys: Sequence[str] = field(repr=False)

    def __post_init__(self) -> None:
        address = mailbox(self.base)
        added = len("+u-") + _LONGEST_NUMBER + tokens.SEAL_LENGTH
        if address.addr_spec != self.base or len(address.username) + added > _LONGEST_LOCAL_PART:
            raise AddressError(
                "l’adresse des retours doit être une adresse seule, de "
                f"{_LONGEST_LOCAL_PART - added} caractères au plus avant « @ »"
            )

    def address(self, outbox_id: int, reason: Reason) -> str:
        """The address of a message, for one reason."""
        local, _, host = self.base.rpartition("@")
        proof = tokens.seal(self.keys, reason, str(outbox_id))
        return f"{local}+{_LETTERS[reason]}{outbox_id}-{proof}@{host}"

    def find(self, text: str) -> Iterator[Return]:
        """The messages whose addresses are in ``text``, in order; those that are not ours are not.

        Linear in the length of ``text``; the first ``_MOST_LOOKED_AT`` addresses are looked at.
        """
        for seen, found in enumerate(self._pattern.finditer(text)):
            if seen == _MOST_LOOKED_AT:
                return
            reason: Reason = "unsubscribe" if found["letter"] else "bounce"
            number = found["number"]
            if tokens.is_sealed(self.keys, reason, number, found["proof"]):
                yield Return(int(number), reason)

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        local, _, host = self.base.rpartition("@")
        return re.compile(
            rf"{re.escape(local)}\+(?P<letter>u?)(?P<number>[1-9][0-9]{{0,{_LONGEST_NUMBER - 1}}})"
            rf"-(?P<proof>[a-z2-7]{{{tokens.SEAL_LENGTH}}})@{re.escape(host)}",
            re.IGNORECASE | re.ASCII,
        )
