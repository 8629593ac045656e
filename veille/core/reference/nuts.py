"""NUTS codes of France: labels, parents, départements; older codes of Occitanie too."""

import re
from dataclasses import dataclass
from functools import cache

from veille.core.reference.tables import rows

_CODE = re.compile(r"[A-Z]{2}[0-9A-Z]{0,3}")


@dataclass(frozen=True, slots=True)
class Nuts:
    """A statistical area; ``replaced_by`` is its code of today where the code is an old one.

    ``department`` is set on areas that are one département (level 3).
    """

    code: str
    label: str
    department: str | None = None
    replaced_by: str | None = None


def area(code: str) -> Nuts | None:
    """The French area of ``code``; null when unknown or foreign."""
    return _areas().get(code.strip().upper())


def areas() -> tuple[Nuts, ...]:
    """Every French area, of today and older."""
    return tuple(_areas().values())


def label(code: str) -> str | None:
    """The label of ``code``; null when unknown or foreign."""
    found = area(code)
    return found.label if found else None


def parents(code: str) -> tuple[str, ...]:
    """The codes of the areas that hold ``code``, the nearest first (``FRJ1``, ``FRJ``, ``FR``)."""
    text = code.strip().upper()
    return tuple(text[:length] for length in range(len(text) - 1, 1, -1))


def current(code: str) -> str:
    """The code of today for ``code``: ``FRJ13`` for ``FR813``."""
    found = area(code)
    return found.replaced_by if found and found.replaced_by else code.strip().upper()


def department(code: str) -> str | None:
    """The département that ``code`` is, old codes included; null for a coarser or foreign area."""
    found = area(code)
    return found.department if found else None


def codes_of_department(number: str) -> tuple[str, ...]:
    """Every code, of today and older, of the département ``number`` (``34`` → FRJ13, FR813)."""
    return tuple(known.code for known in _areas().values() if known.department == number)


def is_precise(code: str) -> bool:
    """Does ``code`` name one small area (level 3), of whatever country?"""
    text = code.strip().upper()
    return len(text) == 5 and _CODE.fullmatch(text) is not None and not text.endswith("ZZZ")


@cache
def _areas() -> dict[str, Nuts]:
    return {
        row["code"]: Nuts(
            row["code"], row["label"], row["department"] or None, row["replaced_by"] or None
        )
        for row in rows("nuts")
    }
