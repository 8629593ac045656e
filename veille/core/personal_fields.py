"""The fields of a mail that differ from one reader to the next: a closed list of placeholders.

A content is rendered once for all who get it, with ``⟦name⟧`` where a personal field goes. The
preview and the mail put the values in with the same function.
"""

import html
import re
from collections.abc import Mapping
from typing import Literal, get_args

from veille.core.refusals import Refusal

PersonalField = Literal[
    "manage_url",
    "unsubscribe_url",
    "unsubscribe_topic_url",
    "greeting",
    "address",
    "view_url",
    "site_url",
    "report_url",
]
PERSONAL_FIELDS: tuple[PersonalField, ...] = get_args(PersonalField)

_OPEN, _CLOSE = "⟦", "⟧"
_PLACEHOLDER = re.compile(f"{_OPEN}([^{_OPEN}{_CLOSE}]{{0,40}}){_CLOSE}")
_DEFUSED = str.maketrans({_OPEN: "[", _CLOSE: "]"})


class PersonalFieldError(Refusal):
    """A placeholder that is not in the list, or a value that nobody gave."""


def placeholder(name: PersonalField) -> str:
    """What stands for the field in a content: ``⟦manage_url⟧``."""
    return f"{_OPEN}{name}{_CLOSE}"


def defused(text: str) -> str:
    """Text of others, in which no placeholder can be written."""
    return text.translate(_DEFUSED)


def used(text: str) -> frozenset[str]:
    """The names of the placeholders in ``text``, those that are not in the list too."""
    return frozenset(_PLACEHOLDER.findall(text))


def pieces(text: str) -> list[str]:
    """Words and names of placeholders by turns, words first and last: ``"a ⟦x⟧"`` → a, x, "".

    A content cut once serves every reader.
    """
    return _PLACEHOLDER.split(text)


def html_value(name: str, values: Mapping[str, str]) -> str:
    """The value of a placeholder, on one line, escaped for elements and quoted attributes.

    Raises:
        PersonalFieldError: it is not in the list or has no value.
    """
    return html.escape(text_value(name, values), quote=True)


def text_value(name: str, values: Mapping[str, str]) -> str:
    """The value of a placeholder, on one line.

    Raises:
        PersonalFieldError: it is not in the list or has no value.
    """
    if name not in PERSONAL_FIELDS:
        raise PersonalFieldError(f"champ personnel inconnu : {name}")
    if name not in values:
        raise PersonalFieldError(f"champ personnel sans valeur : {name}")
    return " ".join(values[name].split())


def fill_html(text: str, values: Mapping[str, str]) -> str:
    """An HTML content with its personal fields.

    Raises:
        PersonalFieldError: a placeholder is not in the list or has no value.
    """
    return _PLACEHOLDER.sub(lambda found: html_value(found[1], values), text)


def fill_text(text: str, values: Mapping[str, str]) -> str:
    """A plain text content, or a subject, with its personal fields, each on one line.

    Raises:
        PersonalFieldError: a placeholder is not in the list or has no value.
    """
    return _PLACEHOLDER.sub(lambda found: text_value(found[1], values), text)
