"""Text and addresses that others wrote, made safe to show: one line, no hidden characters."""

import re
from urllib.parse import urlsplit

ELLIPSIS = "…"
_MAX_URL = 2000
_SPACES = "\u00a0\u202f"
_BREAKS = re.compile(r"[\t\n\r\v\f\x85\u2028\u2029]")
_RUNS_OF_SPACE = re.compile(rf"[ {_SPACES}]{{2,}}")
_NOT_IN_A_URL = re.compile(r"[\s<>\"`\\]")


def plain(text: str) -> str:
    """The text on one line without control, bidirectional or other hidden characters.

    Runs of space become one space; a single non-breaking space stays.
    """
    text = _BREAKS.sub(" ", text)
    if not _is_visible(text):
        text = "".join(character for character in text if _is_visible(character))
    return _RUNS_OF_SPACE.sub(" ", text).strip()


def cut(text: str, length: int) -> str:
    """At most ``length`` characters, cut at a word where one ends in the last third."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    space = head.rfind(" ")
    if space >= length * 2 // 3:
        head = head[:space]
    return head.rstrip(" ,;:.-–") + ELLIPSIS


def safe_url(url: str | None) -> str | None:
    """The address if it is one for the web (http or https, a host, no user name), else null."""
    url = (url or "").strip()
    if not url or len(url) > _MAX_URL or _NOT_IN_A_URL.search(url) or not _is_visible(url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    is_web = parts.scheme.lower() in ("http", "https") and parts.hostname
    return url if is_web and "@" not in parts.netloc else None


def _is_visible(text: str) -> bool:
    """Python's printable characters are those without control, format and unassigned ones."""
    return text.isprintable() or text.replace(_SPACES[0], "").replace(_SPACES[1], "").isprintable()
