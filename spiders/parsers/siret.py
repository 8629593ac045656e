"""SIRET numbers as buyers type them: cleaned and checked."""

import re

_LA_POSTE = "356000000"
_LENGTH = 14
_NOISE = re.compile(r"SIRET|[ .\-_:/\u00a0\u202f]")
_DOUBLED = (0, 2, 4, 6, 8, 1, 3, 5, 7, 9)  # twice a digit, its own digits added up


def clean_siret(text: str | None) -> str | None:
    """The 14 digits of a SIRET, or null when the text is none.

    Spaces, dots, dashes and a leading ``SIRET`` are dropped; the Luhn key is checked (La Poste's
    establishments follow another rule: the sum of their digits is a multiple of five).
    """
    if not text or len(text) > 40:
        return None
    digits = _NOISE.sub("", text.upper())
    if len(digits) != _LENGTH or not (digits.isascii() and digits.isdigit()):
        return None
    if digits == "0" * _LENGTH:
        return None
    return digits if _luhn(digits) or _is_la_poste(digits) else None


def _luhn(digits: str) -> bool:
    values = [int(digit) for digit in digits]
    return (sum(values[1::2]) + sum(_DOUBLED[value] for value in values[::2])) % 10 == 0


def _is_la_poste(digits: str) -> bool:
    return digits.startswith(_LA_POSTE) and sum(int(digit) for digit in digits) % 5 == 0
