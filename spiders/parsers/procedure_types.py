"""BOAMP's procedure types as the codes of eForms (BT-105), with ``adapted`` beside them.

An adapted procedure (French law, below the thresholds) has no code of its own there.
"""

from collections.abc import Iterable

_CODES = {
    "OUVERT": "open",
    "RESTREINT": "restricted",
    "NEGOCIE": "neg-w-call",
    "DIALOGUE_COMPETITIF": "comp-dial",
    "PARTENARIAT_INNOVATION": "innovation",
    "PROCEDURE_ADAPTE": "adapted",
    "PROCEDURE_ADAPTEE": "adapted",
}


def procedure_type(names: Iterable[str]) -> str | None:
    """The code of the first name that is known."""
    return next((_CODES[name] for name in names if name in _CODES), None)
