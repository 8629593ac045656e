"""Identifiers as BOAMP writes them: notice numbers, département codes, what a SIRET shows."""

import re
from collections.abc import Iterable

from veille.core.notices import BuyerKind

_IDWEB = re.compile(r"[0-9A-Za-z]{1,8}(?:-[0-9A-Za-z]{1,10}){1,4}")
_CORSICA = {"20A": "2A", "20B": "2B"}
_DEPARTMENT = re.compile(r"[0-9]{1,3}|2[AB]")


def kind_of_siret(number: str | None) -> BuyerKind:
    """What the number itself shows of a public buyer.

    Insee numbers local bodies from 2, ministries from 11 and their services in the départements
    from 17. Others stay unknown.
    """
    if not number:
        return "unknown"
    if number.startswith("2"):
        return "local"
    return "state" if number.startswith(("11", "17")) else "unknown"


def idweb(raw: str | None) -> str | None:
    """A BOAMP notice number (``26-85977``), or None; the ``26_85977`` form is put right."""
    number = raw.strip().replace("_", "-") if raw and len(raw) <= 60 else ""
    return number if _IDWEB.fullmatch(number) else None


def department(raw: str) -> str | None:
    """A département code as Insee writes it: ``6`` is 06, ``20A`` is 2A."""
    code = raw.strip().upper()
    code = _CORSICA.get(code, code)
    if not _DEPARTMENT.fullmatch(code):
        return None
    return code.zfill(2)


def unique(items: Iterable[str | None]) -> tuple[str, ...]:
    """The items that are there, each once, in order."""
    return tuple(dict.fromkeys(filter(None, items)))
