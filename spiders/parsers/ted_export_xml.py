"""Reading TED_EXPORT elements: any namespace, paragraphs as one text."""

from collections.abc import Iterable, Iterator

from lxml import etree

from spiders.parsers.scalars import cpv_code
from veille.core.notices import Text, TextField

_PARAGRAPH = "{*}P"


def path(expression: str) -> str:
    """``A/B`` as a path that ``find`` takes whatever the namespace of the schema version."""
    return "/".join(
        f"{{*}}{step}" if step[:1].isalpha() else step for step in expression.split("/")
    )


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return etree.QName(element).localname


def written(element: etree._Element | None) -> str | None:
    """All the text of an element: one line a paragraph, white space within it made single."""
    if element is None:
        return None
    lines = map(_line, element.findall(_PARAGRAPH) or [element])
    return "\n".join(line for line in lines if line) or None


def _is_nested(element: etree._Element) -> bool:
    return next(element.iterancestors(element.tag), None) is not None


def _line(element: etree._Element) -> str:
    """The text of one paragraph, raised and lowered characters (``FT``) in their place."""
    text = "".join(map(str, element.itertext())) if len(element) else element.text
    return " ".join(text.split()) if text else ""


def first(node: etree._Element, where: str) -> str | None:
    """The text of the first element at the path."""
    return written(node.find(where))


def attribute(node: etree._Element, where: str, name: str) -> str | None:
    """An attribute of the first element at the path."""
    element = node.find(where)
    return element.get(name) if element is not None else None


def attributes(node: etree._Element, where: str, name: str) -> tuple[str, ...]:
    """That attribute of every element at the path, each value once."""
    found = (element.get(name) for element in node.iterfind(where))
    return tuple(dict.fromkeys(value.strip() for value in found if value and value.strip()))


def cpv_codes(node: etree._Element, *places: str) -> tuple[str, ...]:
    """The CPV codes in the ``CODE`` attributes at the paths, each once."""
    found = (cpv_code(code) for where in places for code in attributes(node, where, "CODE"))
    return tuple(dict.fromkeys(code for code in found if code))


def text_paths(*pairs: tuple[TextField, str]) -> tuple[tuple[TextField, str], ...]:
    """Fields with the paths (``A/B``) of what is written in them, made ready for ``texts``."""
    return tuple((field, path(where)) for field, where in pairs)


def texts(
    node: etree._Element, places: Iterable[tuple[TextField, str]], lot: str | None = None
) -> Iterator[Text]:
    """The texts at several paths, each under its field; one inside its like is read with it."""
    for field, where in places:
        for element in node.iterfind(where):
            if _is_nested(element):
                continue
            if found := written(element):
                yield Text(field=field, text=found, lot=lot)
