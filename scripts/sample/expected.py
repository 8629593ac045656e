"""What each notice means, written with the notice and never read from a classifier."""

from typing import Any

from .model import NO, Case, Expected
from .numbering import Numbers

_FLAG = {"flag-without-words", "flag-against-text"}


def lines(case: Case, numbers: Numbers) -> list[dict[str, Any]]:
    """One line per publication of the case: ``boamp:…``, ``ted:…`` or both.

    Both say the same, but for the flag of BOAMP's record (``criteres``), which TED does not have.
    ``binding`` and ``hours`` are present where the words settle them.
    """
    found = [_line(f"boamp:{numbers.idweb}", case, case.clause)] if case.boamp else []
    if numbers.ted:
        clause = NO if _FLAG & set(case.traps) else case.clause
        found.append(_line(f"ted:{numbers.ted.lstrip('0')}", case, clause))
    return found


def _line(identifier: str, case: Case, clause: Expected) -> dict[str, Any]:
    return {
        "id": identifier,
        "case": case.key,
        "reserved": _question(case.reserved),
        "clause": _question(clause) | _terms(clause),
        "traps": list(case.traps),
        "purpose": case.purpose,
    }


def _question(expected: Expected) -> dict[str, Any]:
    return {
        "answer": expected.answer,
        "kinds": sorted(expected.kinds),
        "lots": [f"LOT-{lot:04d}" for lot in expected.lots],
    }


def _terms(expected: Expected) -> dict[str, Any]:
    found: dict[str, Any] = {}
    if expected.binding != "unknown":
        found["binding"] = expected.binding
    if expected.hours is not None:
        found["hours"] = expected.hours
    return found
