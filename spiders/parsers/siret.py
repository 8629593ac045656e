"""SIRET numbers as buyers type them: cleaned and checked."""

_LA_POSTE = "356000000"
_LENGTH = 14


def clean_siret(text: str | None) -> str | None:
    """The 14 digits of a SIRET, or null when the text is none.

    Spaces, dots, dashes and a leading ``SIRET`` are dropped; the Luhn key is checked (La Poste's
    establishments follow another rule: the sum of their digits is a multiple of five).
    """
    if not text or len(text) > 40:
        return None
    bare = "".join(char for char in text.upper().replace("SIRET", "") if char not in " .-_:/\u00a0")
    digits = bare.replace("\u202f", "")
    if len(digits) != _LENGTH or not (digits.isascii() and digits.isdigit()):
        return None
    if digits == "0" * _LENGTH:
        return None
    return digits if _luhn(digits) or _is_la_poste(digits) else None


def _luhn(digits: str) -> bool:
    doubled = (int(digit) * (2 - position % 2) for position, digit in enumerate(digits))
    return sum(value - 9 if value > 9 else value for value in doubled) % 10 == 0


def _is_la_poste(digits: str) -> bool:
    return digits.startswith(_LA_POSTE) and sum(int(digit) for digit in digits) % 5 == 0
