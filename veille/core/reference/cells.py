"""Reading the cells of a domain table, whoever wrote them: the package or the staff.

Every function raises ``ValueError`` with one line of French that names the column.
"""

import math
import re
from collections.abc import Collection, Mapping
from datetime import date

from veille.core.reference.tables import items

_PREFIX = re.compile(r"[0-9]{2,8}")

STATUSES = ("seen", "to_confirm")
_LONGEST = 500  # characters in a cell


def word(row: Mapping[str, str], column: str) -> str:
    """A cell that must hold something."""
    found = words(row, column)
    if found is None:
        raise ValueError(f"{column} : case vide")
    return found


def one_of(row: Mapping[str, str], column: str, allowed: Collection[str]) -> str:
    """A cell that must hold a word of a closed list."""
    found = word(row, column)
    if found not in allowed:
        raise ValueError(f"{column} : {' ou '.join(allowed)} attendu, et non « {found} »")
    return found


def words(row: Mapping[str, str], column: str) -> str | None:
    """A cell that may be empty or absent: null."""
    found = (row.get(column) or "").strip()
    if len(found) > _LONGEST:
        raise ValueError(f"{column} : plus de {_LONGEST} caractères")
    return found or None


def shaped(
    row: Mapping[str, str], column: str, pattern: re.Pattern[str], expected: str
) -> str | None:
    """A cell that may be empty, and else must look like ``pattern``."""
    found = words(row, column)
    if found is not None and not pattern.fullmatch(found):
        raise ValueError(f"{column} : {expected} attendu, et non « {found[:80]} »")
    return found


def several(row: Mapping[str, str], column: str) -> tuple[str, ...]:
    """The items of a cell, separated by ``;``; none when it is empty."""
    return tuple(item.strip() for item in items(words(row, column) or "") if item.strip())


def cpv_prefix(row: Mapping[str, str], column: str) -> str:
    """The first digits, two at least, of CPV codes."""
    return _checked_prefix(word(row, column), column)


def cpv_prefixes(row: Mapping[str, str], column: str) -> tuple[str, ...]:
    """Several of them; none when the cell is empty."""
    return tuple(_checked_prefix(prefix, column) for prefix in several(row, column))


def _checked_prefix(prefix: str, column: str) -> str:
    if not _PREFIX.fullmatch(prefix):
        raise ValueError(f"{column} : début de code CPV attendu, et non « {prefix[:40]} »")
    return prefix


def number(row: Mapping[str, str], column: str, *, least: float, most: float) -> float:
    """A number between two bounds, both included."""
    text = word(row, column)
    try:
        found = float(text)
    except ValueError:
        raise ValueError(f"{column} : nombre attendu, et non « {text} »") from None
    if not (math.isfinite(found) and least <= found <= most):
        raise ValueError(f"{column} : nombre de {least:g} à {most:g} attendu, et non « {text} »")
    return found


def interval(row: Mapping[str, str], *, least: float, most: float) -> tuple[float, float]:
    """The columns ``low`` and ``high``, in that order."""
    low = number(row, "low", least=least, most=most)
    high = number(row, "high", least=least, most=most)
    if low > high:
        raise ValueError("low : la valeur basse dépasse la valeur haute")
    return low, high


def day(row: Mapping[str, str], column: str) -> date:
    """A day, ``2026-08-22``."""
    text = word(row, column)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"{column} : date attendue, comme 2026-08-22, et non « {text} »") from None


def confirmed(row: Mapping[str, str]) -> bool:
    """Whether a source was read (``seen``) or the value is still ``to_confirm``."""
    return one_of(row, "status", STATUSES) == "seen"
