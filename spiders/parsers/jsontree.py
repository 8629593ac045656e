"""Reading JSON that was made from XML: one child is a dict, several are a list, text is anything.

A tree is read destructively: ``take`` removes what it hands out, so that what is left at the end
is what nobody read (``leftovers``). Every function takes any JSON value and never raises.
"""

import json
from collections.abc import Container, Iterator, Mapping
from typing import Any

from spiders.parsers.cleaning import MAX_TEXT, clean, repair_ligatures
from spiders.parsers.result import UnreadablePayload
from veille.core.refusals import json_refusal

MAX_CHILDREN = 2_000
_MAX_UNREAD = 50
_MAX_PATH = 160
_MAX_DEPTH = 40

Tree = dict[str, Any]


def decode(raw: object, name: str) -> Tree:
    """A private, writable copy of a JSON object given as a string or as a decoded mapping.

    Null, an empty string and a list give an empty tree: the field is simply not there. Texts are
    cut at ``MAX_TEXT`` characters.

    Raises:
        UnreadablePayload: a string that is not JSON, or nested too deeply.
    """
    if raw is None or raw == "":
        return {}
    try:
        if isinstance(raw, Mapping):
            raw = json.dumps(raw)
        value = json.loads(repair_ligatures(raw)) if isinstance(raw, str) else None
    except TypeError:
        raise UnreadablePayload(f"{name} : une valeur n’est pas du JSON") from None
    except (ValueError, RecursionError) as error:
        raise UnreadablePayload(f"{name} : {json_refusal(error)}") from None
    if not isinstance(value, dict):
        return {}
    if isinstance(raw, str) and len(raw) > MAX_TEXT:
        _cut_texts(value)
    return value


def aslist(value: object) -> list[Any]:
    """None as nothing, a list as it is (bounded), anything else as its only item."""
    if value is None:
        return []
    return value[:MAX_CHILDREN] if isinstance(value, list) else [value]


def children(node: object, *path: str) -> list[Tree]:
    """The objects found under ``path``, whether each step is one object or a list of them."""
    steps = iter(path)
    for key in steps:  # nearly every step is one object
        if not node:
            return []
        if not isinstance(node, dict):
            return _children_of_many(_objects(node), (key, *steps))
        node = node.get(key)
    return _objects(node)


def child(node: object, *path: str) -> Tree:
    """The first object under ``path``; an empty one where there is none."""
    found = children(node, *path)
    return found[0] if found else {}


def text(value: object) -> str | None:
    """The cleaned text of a value: itself, its ``#text``, or the texts of a list, one a line."""
    if isinstance(value, str):
        return clean(value) if value else None
    if value is None:
        return None
    if isinstance(value, dict):
        inner = value.get("#text")
        return None if isinstance(inner, (dict, list)) else text(inner)
    if isinstance(value, list):
        lines = [line for item in value[:MAX_CHILDREN] if (line := _scalar_text(item))]
        return "\n".join(lines)[:MAX_TEXT] if lines else None
    if isinstance(value, bool):
        return None
    return str(value)


def take(node: Tree, *keys: str) -> str | None:
    """The text of the first of ``keys`` that has one; all of them are then read."""
    found = None
    for key in keys:
        if key in node:
            value = node.pop(key)
            found = found or text(value)
    return found


def take_path(node: object, *path: str) -> str | None:
    """The text at the end of ``path``, whose last step is then read."""
    return next(
        (found for item in children(node, *path[:-1]) if (found := take(item, path[-1]))), None
    )


def take_all(node: object, *path: str) -> list[str]:
    """Every text at the end of ``path``, whose last steps are then read."""
    return [
        found
        for item in children(node, *path[:-1])
        if path[-1] in item
        for value in aslist(item.pop(path[-1]))
        if (found := text(value))
    ]


def take_below(node: object, *keys: str) -> list[str]:
    """The texts of every key of that name, however deep, in document order; they are then read.

    A matching key that holds an object without text of its own is entered instead.
    """
    found: list[str] = []
    stack: list[tuple[object, int]] = [(node, 0)]
    while stack:
        item, depth = stack.pop()
        if depth >= _MAX_DEPTH or not isinstance(item, (dict, list)):
            continue
        if isinstance(item, dict):
            for key in [key for key in keys if text(item.get(key))]:
                found.extend(line for value in aslist(item.pop(key)) if (line := text(value)))
        inner = item.values() if isinstance(item, dict) else item[:MAX_CHILDREN]
        stack.extend((below, depth + 1) for below in reversed(list(inner)))
    return found


def keys_of(node: Tree, key: str) -> list[str]:
    """The keys of the object under ``key`` (``{"non": ""}`` gives ``["non"]``), which is then read.

    Presence decides, whatever the value; a bare string stands for a key of that name.
    """
    names: list[str] = []
    for value in aslist(node.pop(key, None)):
        if isinstance(value, dict):
            names.extend(inner_keys(value))
        elif isinstance(value, str) and value.strip():
            names.append(value.strip())
    return names


def inner_keys(value: object) -> list[str]:
    """The element names inside a value, without attributes and text."""
    names = value if isinstance(value, dict) else ()
    return [name for name in names if not name.startswith(("@", "#"))]


def words_below(value: object) -> list[str]:
    """Every text below ``value``, in document order."""
    return [found for _, found in texts_below(value)]


def texts_below(value: object) -> Iterator[tuple[str, str]]:
    """Every text below ``value`` with the last key above it, in document order."""
    stack: list[tuple[str, object, int]] = [("", value, 0)]
    while stack:
        name, item, depth = stack.pop()
        if isinstance(item, dict) and depth < _MAX_DEPTH:
            inner = [
                (name if key == "#text" else key, below, depth + 1)
                for key, below in item.items()
                if not key.startswith("@")
            ]
            stack.extend(reversed(inner))
        elif isinstance(item, list) and depth < _MAX_DEPTH:
            stack.extend((name, below, depth + 1) for below in reversed(item[:MAX_CHILDREN]))
        elif not isinstance(item, (dict, list)) and (found := text(item)):
            yield name, found


def leftovers(
    tree: object, ignored: Container[str] = frozenset(), root: str = ""
) -> tuple[str, ...]:
    """The paths still in ``tree``: list indexes collapsed, no values, at most 50 of them.

    ``ignored`` names keys that are known and deliberately not read, wherever they are.
    """
    found: dict[str, None] = {}
    stack: list[tuple[str, object, int]] = [(root, tree, 0)]
    while stack and len(found) < _MAX_UNREAD:
        path, item, depth = stack.pop()
        if depth < _MAX_DEPTH and isinstance(item, dict) and item:
            below = [
                (f"{path}.{key}" if path else key, value, depth + 1)
                for key, value in item.items()
                if key not in ignored and value not in ({}, []) and not key.startswith("@")
            ]
            stack.extend(reversed(below))
        elif depth < _MAX_DEPTH and isinstance(item, list):
            stack.extend((path, value, depth + 1) for value in reversed(item[:MAX_CHILDREN]))
        elif item not in ({}, []) and path:
            found[_printable(path)] = None
    return tuple(found)


def _cut_texts(tree: Tree) -> None:
    stack: list[Any] = [tree]
    while stack:
        node = stack.pop()
        for key, value in node.items() if isinstance(node, dict) else enumerate(node):
            if isinstance(value, (dict, list)):
                stack.append(value)
            elif isinstance(value, str) and len(value) > MAX_TEXT:
                node[key] = value[:MAX_TEXT]


def _children_of_many(found: list[Tree], path: tuple[str, ...]) -> list[Tree]:
    for key in path:
        found = [below for item in found for below in _objects(item.get(key))][:MAX_CHILDREN]
    return found


def _objects(value: object) -> list[Tree]:
    if isinstance(value, dict):
        return [value]
    if not isinstance(value, list):
        return []
    return [item for item in value[:MAX_CHILDREN] if isinstance(item, dict)]


def _scalar_text(value: object) -> str | None:
    return None if isinstance(value, list) else text(value)


def _printable(path: str) -> str:
    return "".join(char if char.isprintable() else "?" for char in path[:_MAX_PATH])
