"""What people may read is French: the literal messages of our packages, read from their source.

It sees literals only: what a message quotes (a name, a path, an address) is not looked at.
"""

import ast
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.english import english_in

ROOT = Path(__file__).resolve().parents[1]
PACKAGES = ("veille", "spiders", "classifiers", "newsletters")

SHOWN = {
    "AlreadyToldError",
    "Failure",
    "ForbiddenAddress",
    "GivenUp",
    "NoRobots",
    "StoreError",
    "UnexpectedAnswer",
}
"""Exceptions whose message a person reads, on standard error, in a digest or in the staff's list;

``Refusal`` and what is made from it are the others.
"""

PROTOCOL = {
    "FieldFormatError",
    "QuerySyntaxError",
    "RefusedError",
    "RestError",
    "UnknownFieldError",
}
"""Exceptions of the portal that answer a program, in the words of the source it stands for."""

SPOKEN = {"BadParameter", "complain", "fail", "print", "progress", "tell"}
"""Other calls that put their literals before a person."""

VALUE_ERRORS_SHOWN = (
    "spiders/parsers/",
    "veille/portal/faults.py",
    "veille/portal/replay.py",
)
"""Where a ValueError's message becomes that of an exception of ``SHOWN``."""


class Message(NamedTuple):
    """The literal parts of one message, and where they stand."""

    place: str
    text: str


def sources() -> list[Path]:
    return [path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))]


def name_of(node: ast.expr) -> str:
    """``Failure`` for ``Failure`` and for ``console.Failure``."""
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def literals(call: ast.Call) -> str:
    """The literal texts among the arguments, those of f-strings too, joined."""
    values = [*call.args, *(keyword.value for keyword in call.keywords)]
    return " ".join(
        node.value
        for value in values
        for node in ast.walk(value)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )


def messages(source: str, path: str, spoken: Collection[str]) -> Iterator[Message]:
    """The literals that ``source``, at ``path`` in the project, hands to calls of ``spoken``."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or not literals(node):
            continue
        name = name_of(node.func)
        if name in spoken or (name == "ValueError" and path.startswith(VALUE_ERRORS_SHOWN)):
            yield Message(f"{path}:{node.lineno}", literals(node))


def descendants(*roots: str) -> set[str]:
    """These classes, and those of our packages that are made from them."""
    bases = {
        node.name: {name_of(base) for base in node.bases}
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ClassDef)
    }
    found = set(roots)
    while more := {name for name, parents in bases.items() if parents & found} - found:
        found |= more
    return found


def test_no_message_for_people_is_english() -> None:
    spoken = SHOWN | SPOKEN | descendants("Refusal")
    found = [
        message
        for path in sources()
        for message in messages(
            path.read_text(encoding="utf-8"), path.relative_to(ROOT).as_posix(), spoken
        )
    ]
    assert len(found) > 50
    assert [message for message in found if english_in(message.text)] == []


def test_every_exception_of_ours_is_known_to_be_shown_or_not() -> None:
    library = {"Exception", "ValueError", "IgnoreRequest"}
    ours = descendants(*library) - library
    assert ours == SHOWN | PROTOCOL | descendants("Refusal")


@pytest.mark.parametrize(
    "source",
    [
        'raise UnreadablePayload(f"{name} is nested too deeply")',
        'raise errors.StoreError("the folder " + folder)',
        'complain(f"{origin}: not a notice")',
        'raise ValueError("no element")',
    ],
)
def test_english_would_be_seen(source: str) -> None:
    [message] = messages(source, "spiders/parsers/some.py", SHOWN | SPOKEN | {"UnreadablePayload"})
    assert english_in(message.text)


def test_a_mistake_of_the_program_may_be_said_in_english() -> None:
    source = 'raise ValueError("this is not a date")'
    assert list(messages(source, "veille/core/some.py", SHOWN | SPOKEN)) == []
