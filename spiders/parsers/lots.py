"""Lots of the national forms: their ids, and a title where the form has only a description."""

import re

MAX_LOTS = 2_000
_MAX_TITLE = 250
_NUMBER = re.compile(r"[0-9]{1,4}")
_LABEL = re.compile(r"[0-9A-Za-z][0-9A-Za-z.\-]{0,9}")
_LEADING_NUMBER = re.compile(
    r"\s*(?:lot\s*)?(?:n°\s*)?([0-9]{1,3}[A-Za-z]?)\s*[:\-–]\s", re.IGNORECASE
)


def lot_id(number: str | None, index: int) -> str:
    """``LOT-0001`` from the number a buyer gave (``1``, ``01``), ``LOT-1A`` from a label.

    Where there is none, the position tells (``index`` counts from zero).
    """
    label = (number or "").strip()
    label = re.sub(r"^lot\s*(?:n°)?\s*", "", label, flags=re.IGNORECASE) if len(label) < 40 else ""
    if _NUMBER.fullmatch(label) and int(label):
        return f"LOT-{int(label):04d}"
    if _LABEL.fullmatch(label) and label.strip("0"):
        return f"LOT-{label.upper()}"
    return f"LOT-{index + 1:04d}"


def leading_number(text: str | None) -> str | None:
    """The lot number a description begins with (``2 : Peinture``)."""
    found = _LEADING_NUMBER.match(text) if text else None
    return found[1] if found else None


def free_id(wanted: str, taken: set[str]) -> str:
    """``wanted``, or the first free number where a buyer used one twice; it is then taken."""
    free, number = wanted, len(taken)
    while free in taken:
        number += 1
        free = f"LOT-{number:04d}"
    taken.add(free)
    return free


def title_and_rest(text: str | None) -> tuple[str | None, str | None]:
    """A title and a description from one text: its first line; the whole where there is more."""
    if not text:
        return None, None
    first = text.split("\n", 1)[0].strip()
    if first == text:
        return text, None
    return first or None, text


def short_title(text: str | None, summary: str | None) -> tuple[str | None, str | None]:
    """The title and description of a notice whose form has one text for both.

    The title is the text where it is short, else the record's own ``summary`` (cut by BOAMP at
    200 characters).
    """
    if not text:
        return summary, None
    flat = " ".join(text.split())
    if len(flat) <= _MAX_TITLE:
        return flat, None
    return summary or flat[:_MAX_TITLE], text
