"""French départements: one spelling of their codes, and their names."""

import re
from functools import cache

from veille.core.reference.tables import rows

_CORSICA = {"20A": "2A", "20B": "2B"}
_CODE = re.compile(r"\d{1,3}|2[AB]")


def normalise_department(code: str) -> str | None:
    """``06`` for ``6``, ``2A`` for ``20A`` or ``2a``; null when it is no département code."""
    text = code.strip().upper()
    text = _CORSICA.get(text, text)
    if not _CODE.fullmatch(text):
        return None
    text = text.zfill(2)
    return None if text in ("00", "000") else text


def department_name(code: str) -> str | None:
    """The name of a département or an overseas territory; null when unknown."""
    known = normalise_department(code)
    return _names().get(known) if known else None


def departments() -> dict[str, str]:
    """Code → name of every département and overseas territory."""
    return dict(_names())


def department_of_postcode(postcode: str) -> str | None:
    """The département that a postcode's first digits name, CEDEX ones too; null if malformed.

    Corsica and a few communes served from a neighbour are beyond it.
    """
    digits = "".join(postcode.split())
    if len(digits) != 5 or not digits.isascii() or not digits.isdigit():
        return None
    prefix = digits[:3] if digits.startswith(("97", "98")) else digits[:2]
    if prefix == "20":
        return "2A" if digits < "20200" else "2B"
    return prefix if prefix in _names() else None


@cache
def _names() -> dict[str, str]:
    return {row["code"]: row["name"] for row in rows("departments")}
