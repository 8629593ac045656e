"""What a status of RFC 3463 says of an address: is it gone, or did something else go wrong?"""

import re
from typing import Literal

Severity = Literal["hard", "soft"]

_STATUS = re.compile(r"(?<![\d.])([245])\.(\d{1,3})\.(\d{1,3})(?![\d.])", re.ASCII)
_GONE = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
"""No such mailbox, no such domain, no address, moved, domain without mail, mailbox disabled."""


def status_in(text: str) -> str | None:
    """The first status in a server's words: ``5.1.1``."""
    found = _STATUS.search(text)
    return found[0] if found else None


def severity(status: str | None) -> Severity:
    """Hard where the address itself is at fault.

    Without a status it is soft: a bare 550 is also what a relay says of a sender it refuses, and
    a whole list must not be suspended for that.
    """
    return "hard" if status in _GONE else "soft"
