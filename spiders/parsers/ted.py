"""TED notices of every generation: eForms, and TED_EXPORT before 2024."""

from dataclasses import replace

from lxml import etree

from spiders.parsers import eforms, ted_export
from spiders.parsers.known_names import unread_paths
from spiders.parsers.result import Parsed, UnreadablePayload
from spiders.parsers.safe_xml import parse_xml
from spiders.parsers.scalars import notice_reference
from spiders.parsers.ubl import ROOTS
from veille.core.notices import Links, Notice

SOURCE = "ted"
FAMILY = "JOUE"
EFORMS, TED_EXPORT = "eforms", "ted-export"

_PAGE = "https://ted.europa.eu/fr/notice/-/detail/"


def parse_document(content: bytes) -> Parsed:
    """One TED notice from its XML as published, whatever its generation.

    Raises:
        UnreadablePayload: not XML, or XML that is no TED notice; the message is one line.
    """
    try:
        root = parse_xml(content)
        dialect, notice = _read(root)
    except UnreadablePayload:
        raise
    except ValueError as error:
        raise UnreadablePayload(str(error)) from None
    return Parsed(
        notice=replace(notice, family=FAMILY, links=_links(notice)),
        dialect=dialect,
        unread=unread_paths(root),
    )


def _read(root: etree._Element) -> tuple[str, Notice]:
    name = etree.QName(root).localname
    if name == "TED_EXPORT":
        return TED_EXPORT, ted_export.read(root)
    if name not in ROOTS:
        raise UnreadablePayload(f"<{name}> n’est pas un avis TED")
    # A notice that was not published through TED yet has no number, only its own identifier.
    number = eforms.publication_number(root) or notice_reference(eforms.notice_uuid(root))
    if number is None:
        raise UnreadablePayload("avis eForms sans numéro de publication ni identifiant")
    return EFORMS, eforms.read(root, id=f"{SOURCE}:{number}", source=SOURCE)


def _links(notice: Notice) -> Links | None:
    """The addresses of the notice with its page on TED, which only a published one has."""
    number = notice.id.removeprefix(f"{SOURCE}:")
    if number == notice.uuid:
        return notice.links
    return replace(notice.links or Links(), notice=f"{_PAGE}{number}")
