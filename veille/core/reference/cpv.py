"""CPV 2008: the European vocabulary of what is bought (9,454 codes, French labels)."""

import re
from functools import cache

from veille.core.reference.tables import rows

_CODE = re.compile(r"(\d{8})(?:-\d)?")


def label(code: str) -> str | None:
    """The French label of ``code``, with or without its check digit; null when unknown."""
    digits = clean(code)
    return _labels().get(digits) if digits else None


def is_prefix(digits: str) -> bool:
    """Whether some code begins with these digits."""
    return any(code.startswith(digits) for code in _labels())


def clean(code: str) -> str | None:
    """The eight digits of ``code``; null when it is no CPV code."""
    match = _CODE.fullmatch(code.strip())
    return match.group(1) if match else None


@cache
def _labels() -> dict[str, str]:
    return {row["code"]: row["label"] for row in rows("cpv")}
