"""Style and script: named by a hash of their content, so that a browser keeps them for ever."""

import hashlib
from functools import cache
from importlib.resources import files

PREFIX = "/statique"
_TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
}
_DIGITS = 12


@cache
def _contents() -> dict[str, tuple[str, bytes]]:
    """Published name → type and content."""
    found = {}
    for item in files("veille.app.web").joinpath("static").iterdir():
        stem, _, kind = item.name.rpartition(".")
        if kind in _TYPES:
            content = item.read_bytes()
            digest = hashlib.sha256(content).hexdigest()[:_DIGITS]
            found[f"{stem}.{digest}.{kind}"] = (_TYPES[kind], content)
    return found


@cache
def address(name: str) -> str:
    """Where ``style.css`` is served.

    Raises:
        KeyError: there is no such file.
    """
    stem, _, kind = name.rpartition(".")
    for published in _contents():
        if published.startswith(f"{stem}.") and published.endswith(f".{kind}"):
            return f"{PREFIX}/{published}"
    raise KeyError(name)


def asset(published: str) -> tuple[str, bytes] | None:
    """Type and content of a published name; null where there is none."""
    return _contents().get(published)
