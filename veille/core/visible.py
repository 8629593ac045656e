"""Characters that cannot be seen, and that no name, address or word needs."""

import unicodedata

# Control, format (text direction, zero width), surrogate, private, line and paragraph breaks.
_INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Zl", "Zp")


def has_invisible(text: str) -> bool:
    """Does ``text`` hold a control character, a line break, a change of direction…?"""
    return any(unicodedata.category(character) in _INVISIBLE for character in text)
