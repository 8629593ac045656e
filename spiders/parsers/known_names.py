"""The element names of eForms and TED_EXPORT, so that a new one is noticed.

``names/*.txt`` hold, one a line, the names of the schema versions that were seen, whether they are
read or left on purpose (contact persons, appeals, statistics).
"""

from functools import cache
from importlib.resources import files

from lxml import etree

from spiders.parsers.ubl import NAMESPACES

MAX_PATHS = 50

_PREFIXES = {namespace: prefix for prefix, namespace in NAMESPACES.items()}


def unread_paths(root: etree._Element) -> tuple[str, ...]:
    """The paths (prefixes as in the documentation, no values) of elements no parser knows.

    At most 50, each once, in document order.
    """
    known = _known("ted_export" if etree.QName(root).localname == "TED_EXPORT" else "eforms")
    tags = {element.tag for element in root.iter(etree.Element)}
    unknown = {tag for tag in tags if tag.rpartition("}")[2] not in known}
    if not unknown:
        return ()
    found: dict[str, None] = {}
    for path in (_path(element) for element in root.iter(*unknown)):
        found.setdefault(path)
        if len(found) == MAX_PATHS:
            break
    return tuple(found)


@cache
def _known(dialect: str) -> frozenset[str]:
    return frozenset(
        (files(__package__) / "names" / f"{dialect}.txt").read_text(encoding="utf-8").split()
    )


def _path(element: etree._Element) -> str:
    nodes = [element, *element.iterancestors()]
    return "/".join(_step(node) for node in reversed(nodes))


def _step(element: etree._Element) -> str:
    name = etree.QName(element)
    prefix = _PREFIXES.get(name.namespace or "")
    return f"{prefix}:{name.localname}" if prefix else name.localname
