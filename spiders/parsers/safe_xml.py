"""XML from outside, parsed without entities, DTD or network, within bounds."""

import re

from lxml import etree

from veille.core.french import number

MAX_BYTES = 30 * 1024 * 1024
MAX_TAGS = 1_000_000

_DECLARATION = re.compile(rb"^\s*<\?xml[^>]{0,200}\?>")

_CUT = "incomplet"
_ENCODING = "encodage inconnu ou qui n’est pas celui annoncé"
_REASONS = {
    etree.ErrorTypes.ERR_DOCUMENT_EMPTY: "ce n’est pas du XML",
    etree.ErrorTypes.ERR_TAG_NOT_FINISHED: _CUT,
    etree.ErrorTypes.ERR_GT_REQUIRED: _CUT,
    etree.ErrorTypes.ERR_COMMENT_NOT_FINISHED: _CUT,
    etree.ErrorTypes.ERR_ATTRIBUTE_NOT_FINISHED: _CUT,
    etree.ErrorTypes.ERR_TAG_NAME_MISMATCH: "une balise en ferme une autre",
    etree.ErrorTypes.ERR_DOCUMENT_END: "du texte suit la fin",
    etree.ErrorTypes.ERR_UNSUPPORTED_ENCODING: _ENCODING,
    etree.ErrorTypes.ERR_INVALID_ENCODING: _ENCODING,
    etree.ErrorTypes.ERR_INVALID_CHAR: "caractère interdit",
    etree.ErrorTypes.ERR_UNDECLARED_ENTITY: "entité inconnue",
    etree.ErrorTypes.ERR_ENTITY_LOOP: "entités en boucle",
    etree.ErrorTypes.ERR_RESOURCE_LIMIT: "profondeur, longueur ou entités démesurées",
}


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
            entities, or in an encoding it does not declare. The message is one line of French.
    """
    content = content.lstrip(b" \t\r\n")
    if not content.strip(b"\x00"):
        raise ValueError("document vide")
    if len(content) > MAX_BYTES:
        raise ValueError(f"document de {number(len(content))} octets, {number(MAX_BYTES)} au plus")
    if content.count(b"<") > MAX_TAGS:
        raise ValueError(f"document de plus de {number(MAX_TAGS)} balises")
    try:
        root = _parse(content)
    except ValueError:
        recoded = _from_windows_1252(content)
        if recoded is None:
            raise
        root = _parse(recoded)
    if root.getroottree().docinfo.internalDTD is not None:
        raise ValueError("document avec une DTD, jamais lue")
    return root


def _parse(content: bytes) -> etree._Element:
    try:
        root = etree.fromstring(content, _parser())
    except etree.XMLSyntaxError as error:
        raise ValueError(_reason(error)) from None
    except (LookupError, UnicodeError):
        raise ValueError(f"XML illisible : {_ENCODING}") from None
    if root is None:
        raise ValueError("XML illisible : aucun élément")
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


def _reason(error: etree.XMLSyntaxError) -> str:
    line, column = error.position
    said = _REASONS.get(getattr(error, "code", None), "mal formé")
    return f"XML illisible : {said}, ligne {line}, colonne {column}"
