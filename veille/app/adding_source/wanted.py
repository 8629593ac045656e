"""What is asked of whoever adds a source, and what of it is refused."""

import re
from dataclasses import dataclass, fields
from keyword import iskeyword
from textwrap import fill
from urllib.parse import urlsplit

from spiders.registry import SOURCES
from veille.app.console import Failure

_NAME = re.compile(r"[a-z][a-z0-9_]{1,19}")
_LONGEST = {"label": 40, "publisher": 200, "licence": 200, "address": 80}
_WIDTH = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A source to be: its name in the data, and what its docstring must say of it."""

    name: str
    label: str
    publisher: str
    licence: str
    address: str

    @property
    def class_name(self) -> str:
        """Its spider."""
        return "".join(part.capitalize() for part in self.name.split("_")) + "Spider"

    @property
    def said(self) -> str:
        """The labels of its docstring, each on lines of its own."""
        lines = (
            f"Publisher: {self.publisher.rstrip('.')}.",
            f"Licence: {self.licence.rstrip('.')}.",
            f"Address: {self.address}, in the settings (``VEILLE_SOURCES``, under "
            f"``{self.name}``): none by default.",
            "Rhythm: what is open now, at each gathering; robots.txt obeyed, one request at once.",
            "Page size: that of the list, whose pages follow one another.",
            "Known limits: the shape of the list is invented until it was compared with a live "
            f"one (``veille source check {self.name}``); at most ``MOST_PAGES`` pages.",
        )
        return "\n".join(
            fill(line, _WIDTH, subsequent_indent="    ", break_on_hyphens=False) for line in lines
        )


def check(wanted: Wanted) -> None:
    """Refuse what cannot be a source, or cannot be written.

    Raises:
        Failure: a name or a text that is not usable, in one line.
    """
    name = wanted.name
    if not _NAME.fullmatch(name) or iskeyword(name):
        raise Failure(
            f"{name} : nom refusé, de 2 à 20 lettres minuscules, chiffres ou _, une lettre d’abord"
        )
    if name in SOURCES:
        raise Failure(f"{name} : cette source existe déjà")
    for field in fields(wanted)[1:]:
        _check_text(field.name, getattr(wanted, field.name))
    try:
        usable = urlsplit(wanted.address).scheme in ("http", "https") and " " not in wanted.address
    except ValueError:
        usable = False
    if not usable:
        raise Failure(f"--address {wanted.address} : adresse http ou https attendue")


def _check_text(name: str, text: str) -> None:
    longest = _LONGEST[name]
    if not text.strip() or not text.isprintable() or len(text) > longest:
        raise Failure(f"--{name} : une ligne de 1 à {longest} caractères attendue")
    if '"' in text or "\\" in text or max(map(len, text.split())) > _LONGEST["address"]:
        raise Failure(f"--{name} : ni guillemet droit, ni barre inverse, ni mot démesuré")
