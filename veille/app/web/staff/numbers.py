"""Numbers of rows in the query of a page."""

_MOST = 2**63 - 1


def number(text: str | None) -> int | None:
    """The number of a row; null for anything that is none."""
    is_one = text is not None and text.isascii() and text.isdigit() and 0 < int(text) <= _MOST
    return int(text) if text and is_one else None
