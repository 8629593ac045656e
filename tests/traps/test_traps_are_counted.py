"""Every numbered trap of the sources has its test, its number in the test's name."""

import ast
import re
from pathlib import Path

FOLDER = Path(__file__).parent


def numbers(prefix: str) -> set[int]:
    """The numbers in the names of the tests of this folder: ``test_<prefix>_<number>_…``."""
    named = re.compile(rf"test_{prefix}_(\d\d)_\w+")
    names = (
        node.name
        for path in FOLDER.glob("test_*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
    )
    return {int(found[1]) for name in names if (found := named.fullmatch(name))}


def test_every_trap_of_the_boamp_is_tested() -> None:
    assert numbers("boamp_trap") == set(range(1, 13))


def test_every_trap_of_ted_is_tested() -> None:
    assert numbers("ted_trap") == set(range(1, 41))


def test_every_rule_that_matches_ted_with_the_boamp_is_tested() -> None:
    assert numbers("ted_matching") == set(range(1, 6))
