"""BOAMP's JSON of UBL documents, turned back into the element tree it was made from.

In that JSON the prefix stays in the key (``cbc:ID``), attributes are ``@name``, text is ``#text``,
an element without attributes is a plain string, one child is an object and several are a list.
"""

import html
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from lxml import etree

from spiders.parsers.ubl import NAMESPACES, root_namespace
from veille.core.french import number

MAX_DEPTH = 60
MAX_NODES = 500_000
MAX_CHARACTERS = 10_000_000

_NAME = re.compile(r"^[A-Za-z_][A-Za-z0-9_.-]{0,99}$")
_NOT_XML = re.compile("[^\t\n\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def tree(root_name: str, node: Mapping[str, Any]) -> etree._Element:
    """The element ``root_name`` (``ContractNotice``) with the real UBL namespaces.

    HTML entities left in texts are unescaped once. A key with a prefix that is not one of UBL's or
    eForms' becomes an element without a namespace; a key that is no name is left out.

    Raises:
        ValueError: not an object, or deeper or larger than the bounds; the message is one line
            of French.
    """
    if not isinstance(node, Mapping):
        raise ValueError(f"{root_name} n’est pas un objet")
    if not _NAME.match(root_name):
        raise ValueError("l’élément racine n’a pas un nom XML")
    root = etree.Element(f"{{{root_namespace(root_name)}}}{root_name}", nsmap=NAMESPACES)
    _Builder().fill(root, node, 1)
    return root


class _Builder:
    """Fills elements and counts what it has written, so that the bounds hold for the whole."""

    def __init__(self) -> None:
        self._nodes = 0
        self._characters = 0

    def fill(self, element: etree._Element, node: Mapping[str, Any], depth: int) -> None:
        if depth > MAX_DEPTH:
            raise ValueError(f"plus de {MAX_DEPTH} niveaux d’imbrication")
        for key, value in node.items():
            if key == "#text":
                element.text = self._text(value)
            elif key[:1] == "@":
                name = _attribute(key)
                if name is not None and isinstance(value, str):
                    element.set(name, self._text(value))
            else:
                self._children(element, key, value, depth)

    def _children(self, parent: etree._Element, key: str, value: Any, depth: int) -> None:
        tag = _tag(key)
        if tag is None:
            return
        for item in value if isinstance(value, list) else (value,):
            self._nodes += 1
            if self._nodes > MAX_NODES:
                raise ValueError(f"plus de {number(MAX_NODES)} éléments")
            child = etree.SubElement(parent, tag)
            if isinstance(item, dict):
                self.fill(child, item, depth + 1)
            elif item is not None:
                child.text = self._text(item)

    def _text(self, value: Any) -> str:
        written = value if isinstance(value, str) else _written(value)
        self._characters += len(written)
        if self._characters > MAX_CHARACTERS:
            raise ValueError(f"plus de {number(MAX_CHARACTERS)} caractères")
        if "&" in written:
            written = html.unescape(written)
        if written.isprintable():  # most texts: nothing to normalise, nothing that XML refuses
            return written
        if "\r" in written:
            written = written.replace("\r\n", "\n").replace("\r", "\n")
        return _NOT_XML.sub(" ", written)


def _written(value: Any) -> str:
    """A number or a truth value as XML writes it."""
    if isinstance(value, list | dict):
        raise ValueError("un texte est un objet ou une liste")
    return str(value).lower() if isinstance(value, bool) else str(value)


@lru_cache(maxsize=1024)
def _attribute(key: str) -> str | None:
    """The name of an attribute's key (``@listName``); null where it is no name."""
    return key[1:] if _NAME.match(key[1:]) else None


@lru_cache(maxsize=4096)
def _tag(key: str) -> str | None:
    """The Clark name of a key; null for a key that cannot name an element."""
    prefix, separator, local = key.rpartition(":")
    if not _NAME.match(local):
        return None
    namespace = NAMESPACES.get(prefix) if separator else None
    return f"{{{namespace}}}{local}" if namespace else local
