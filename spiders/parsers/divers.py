"""DIVERS: the national form for what fits no other (sales, calls for projects, information)."""

from spiders.parsers.jsontree import Tree
from spiders.parsers.national_described import read_described
from spiders.parsers.reading import Reading


def read(form: Tree, summary: str | None = None) -> Reading:
    """What the DIVERS form tells; ``form`` is emptied of what was read."""
    return read_described(form, summary)
