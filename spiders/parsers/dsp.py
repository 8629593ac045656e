"""DSP: the national form for delegations of public services, which are concessions."""

from dataclasses import replace

from spiders.parsers.jsontree import Tree
from spiders.parsers.national_described import read_described
from spiders.parsers.reading import Reading


def read(form: Tree, summary: str | None = None) -> Reading:
    """What the DSP form tells; ``form`` is emptied of what was read."""
    return replace(read_described(form, summary), regime="concession")
