"""Numbers of rows in what a page or a form was given."""

_MOST = 2**63 - 1
_MOST_DIGITS = 19  # longer ones are refused unread: to turn them into a number takes time


def number(text: str | None) -> int | None:
    """The number of a row; null for anything that is none."""
    if not text or len(text) > _MOST_DIGITS or not (text.isascii() and text.isdigit()):
        return None
    return int(text) if 0 < int(text) <= _MOST else None
