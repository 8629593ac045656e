"""XML from outside, parsed without entities, DTD or network, within bounds."""

import re

from lxml import etree

MAX_BYTES = 30 * 1024 * 1024
MAX_TAGS = 1_000_000

_DECLARATION = re.compile(rb"^\s*<\?xml[^>]{0,200}\?>")


def _parser() -> etree.XMLParser:
    # huge_tree stays off: libxml2 then refuses depth over 256 and texts over 10 MB.
    return etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def parse_xml(content: bytes) -> etree._Element:
    """The root element of a document; comments and processing instructions are left out.

    A document that says UTF-8 but holds Windows-1252 bytes is read as Windows-1252.

    Raises:
        ValueError: empty, too large, not well-formed or truncated, too deep, with a DTD or
            entities, or in an encoding it does not declare. The message is one line.
    """
    content = content.lstrip(b" \t\r\n")
    if not content.strip(b"\x00"):
        raise ValueError("empty document")
    if len(content) > MAX_BYTES:
        raise ValueError(f"document of {len(content)} bytes, at most {MAX_BYTES} are read")
    if content.count(b"<") > MAX_TAGS:
        raise ValueError(f"document of more than {MAX_TAGS} tags")
    try:
        root = _parse(content)
    except ValueError:
        recoded = _from_windows_1252(content)
        if recoded is None:
            raise
        root = _parse(recoded)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("document with a DTD, which is never read")
    return root


def _parse(content: bytes) -> etree._Element:
    try:
        root = etree.fromstring(content, _parser())
    except (etree.XMLSyntaxError, LookupError, UnicodeError) as error:
        raise ValueError(f"not readable as XML: {_one_line(error)}") from None
    if root is None:
        raise ValueError("not readable as XML: no element")
    return root


def _from_windows_1252(content: bytes) -> bytes | None:
    """The document as UTF-8 if its bytes are not UTF-8 though it declares nothing else."""
    declaration = _DECLARATION.match(content)
    declared = declaration.group().lower() if declaration else b""
    if b"encoding" in declared and b"utf-8" not in declared:
        return None
    body = content[declaration.end() :] if declaration else content
    try:
        body.decode("utf-8")
    except UnicodeDecodeError:
        try:
            return body.decode("cp1252").encode("utf-8")
        except UnicodeDecodeError:
            return None
    return None


def _one_line(error: Exception) -> str:
    return " ".join(str(error).split())[:200]
