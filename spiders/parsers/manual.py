"""A tender that staff typed in or found: what they filled in, the text that they pasted, the

documents that they handed over.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import Any, Literal

from spiders.parsers.result import Parsed, UnreadablePayload
from veille.core.by_hand import SOURCE
from veille.core.clock import end_of_day, paris
from veille.core.documents import joined, kind_of, labels
from veille.core.notices import Buyer, Links, Notice, Place, Text

_STAGES: tuple[Literal["planning", "competition"], ...] = ("planning", "competition")


def parse_record(record: Mapping[str, Any]) -> Parsed:
    """The notice of one record, as ``veille.app.by_hand`` stores it.

    Raises:
        UnreadablePayload: a record without key or title.
    """
    key, title = _text(record, "key"), _text(record, "title")
    if not key or not title:
        raise UnreadablePayload("saisie sans clé ou sans objet")
    text, link = _text(record, "text"), _text(record, "link")
    said = record.get("stage")
    stage = next((one for one in _STAGES if one == said), None)
    place = Place(postcode=_text(record, "postcode"), city=_text(record, "city"))
    department = _text(record, "department")
    cpv = record.get("cpv")
    notice = Notice(
        id=f"{SOURCE}:{key}",
        source=SOURCE,
        stage=stage or "other",
        kind=stage or "other",
        published_on=_day(record.get("published_on")),
        dispatched_on=_day(record.get("found_on")),
        deadline=_deadline(record.get("deadline")),
        title=title,
        buyer=_buyer(record),
        departments=(department,) if department else (),
        places=(place,) if place != Place() else (),
        cpv=tuple(code for code in cpv if isinstance(code, str)) if isinstance(cpv, list) else (),
        texts=(*([Text(field="other", text=text)] if text else []), *_documents(record)),
        links=Links(notice=link) if link and link.startswith(("https://", "http://")) else None,
    )
    return Parsed(notice, SOURCE)


def _documents(record: Mapping[str, Any]) -> Iterator[Text]:
    """One text a document, which its kind names, or its name."""
    given = record.get("documents")
    found = [one for one in given if isinstance(one, dict)] if isinstance(given, list) else []
    read = [(_text(one, "name") or "document", pages) for one in found if (pages := _pages(one))]
    named = [(name, kind_of(name, pages[0])) for name, pages in read]
    for label, (_, pages) in zip(labels(named), read, strict=True):
        yield Text(field="other", text=joined(pages), document=label)


def _pages(document: Mapping[str, Any]) -> list[str]:
    given = document.get("pages")
    return [page for page in given if isinstance(page, str)] if isinstance(given, list) else []


def _buyer(record: Mapping[str, Any]) -> Buyer | None:
    name, siret = _text(record, "buyer"), _text(record, "siret")
    return Buyer(name=name, siret=siret) if name or siret else None


def _text(record: Mapping[str, Any], name: str) -> str | None:
    value = record.get(name)
    return value.strip() or None if isinstance(value, str) else None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None


def _deadline(value: object) -> datetime | None:
    """A day alone means its end; a time is Paris wall time."""
    try:
        if not isinstance(value, str):
            return None
        if len(value) == len("2026-10-05"):
            return end_of_day(date.fromisoformat(value))
        return paris(datetime.fromisoformat(value))
    except ValueError:
        return None
