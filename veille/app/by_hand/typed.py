"""What a member of staff typed in and found, checked, as the record that is stored."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, time
from typing import Any
from urllib.parse import urlsplit

from newsletters.plain import safe_url
from veille.app.finds.found import Find
from veille.core.areas import area, find_area
from veille.core.asking import sector_code
from veille.core.reference import communes as register
from veille.core.reference import cpv as vocabulary
from veille.core.reference.sectors import cpv_of_sector
from veille.core.refusals import Refusal
from veille.core.text import normalise

LONGEST_TITLE = 500
LONGEST_TEXT = 100_000
_LONGEST_LINE = 300
_MOST_CODES = 20
_KEY_LENGTH = 16
_STAGES = ("competition", "planning")

Record = Mapping[str, Any]


class TypedError(Refusal):
    """Something typed that cannot be taken; ``field`` is where."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def record_of(form: Mapping[str, str], find: Find | None = None) -> Record:
    """The record of what was typed, with the documents that were found; what was left open is not

    in it. The same object, text and address have the same ``key``, however they are spaced: typed
    again with another deadline, it is the same tender, corrected. So have the same documents.

    Raises:
        TypedError: a field says nothing usable.
    """
    title = " ".join(form.get("objet", "").split())
    text = form.get("texte", "").replace("\r\n", "\n").strip()
    if not normalise(title):
        raise TypedError("objet", "écrire l’objet du marché")
    if len(title) > LONGEST_TITLE:
        raise TypedError("objet", f"objet trop long : {LONGEST_TITLE} caractères au plus")
    if len(text) > LONGEST_TEXT:
        raise TypedError("texte", f"texte trop long : {LONGEST_TEXT} caractères au plus")
    link = _link(form)
    found = {
        "key": find.digest[:_KEY_LENGTH] if find else _key(title, text, link),
        "stage": _stage(form),
        "title": title,
        "text": text,
        "link": link,
        "buyer": _line(form, "acheteur"),
        "siret": _siret(form),
        "deadline": _deadline(form),
        "published_on": _day(form, "paru_le"),
        "cpv": _codes(form),
        **_place(form),
        **(_found(find) if find else {}),
    }
    return {name: value for name, value in found.items() if value}


def content_of(record: Record) -> bytes:
    """The record as it is stored: the same is always the same bytes."""
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode(
        "utf-8", "replace"
    )


def _key(title: str, text: str, link: str | None) -> str:
    parts = (normalise(title), normalise(text), link or "")
    return hashlib.sha256("\0".join(parts).encode("utf-8", "replace")).hexdigest()[:_KEY_LENGTH]


def _found(find: Find) -> dict[str, Any]:
    """The text of the documents, page by page; of the files only what they were."""
    return {
        "documents": [{"name": one.name, "pages": list(one.pages)} for one in find.documents],
        "files": [asdict(one) for one in find.files],
    }


def _line(form: Mapping[str, str], field: str) -> str:
    text = " ".join(form.get(field, "").split())
    if len(text) > _LONGEST_LINE:
        raise TypedError(field, f"trop long : {_LONGEST_LINE} caractères au plus")
    return text


def _link(form: Mapping[str, str]) -> str | None:
    """The address of the notice, which is shown and never asked for."""
    text = form.get("adresse", "").strip()
    if not text:
        return None
    is_web = urlsplit(text).scheme in ("http", "https") if text.isprintable() else False
    if not is_web or safe_url(text) is None:
        raise TypedError("adresse", "adresse refusée : elle commence par https:// ou http://")
    return text


def _siret(form: Mapping[str, str]) -> str:
    digits = "".join(form.get("siret", "").split())
    if digits and not (len(digits) == 14 and digits.isascii() and digits.isdigit()):
        raise TypedError("siret", "SIRET attendu : quatorze chiffres")
    return digits


def _stage(form: Mapping[str, str]) -> str:
    return "planning" if form.get("etape") == _STAGES[1] else _STAGES[0]


def _place(form: Mapping[str, str]) -> dict[str, str]:
    """A commune of the Hérault with its postcode; elsewhere what was written, as it was."""
    text = _line(form, "commune")
    if not text:
        return {}
    try:
        found = area(find_area(text).code)
    except Refusal:
        return {"city": text}
    known = register.commune(found.code)
    if known is None:
        return {"city": found.label}
    return {"city": known.name, "postcode": known.postcodes[0], "department": register.DEPARTMENT}


def _codes(form: Mapping[str, str]) -> list[str]:
    """The CPV codes that were written, else the code of the sector that was chosen."""
    written = form.get("cpv", "").replace(",", " ").replace(";", " ").split()
    if len(written) > _MOST_CODES:
        raise TypedError("cpv", f"au plus {_MOST_CODES} codes")
    codes = [vocabulary.clean(code) for code in written]
    for code, text in zip(codes, written, strict=True):
        if code is None or vocabulary.label(code) is None:
            raise TypedError("cpv", f"code CPV inconnu : {text[:20]}")
    if written:
        return [code for code in codes if code]
    sector = form.get("secteur", "").strip()
    if not sector:
        return []
    try:
        code = cpv_of_sector(sector_code(sector))
    except Refusal as refusal:
        raise TypedError("secteur", str(refusal)) from None
    return [code] if code else []


def _deadline(form: Mapping[str, str]) -> str:
    """``2026-12-14``, or ``2026-12-14T12:00`` where an hour was written: Paris wall time."""
    day = _day(form, "limite")
    hour = form.get("heure", "").strip()
    if not hour:
        return day
    if not day:
        raise TypedError("limite", "écrire aussi le jour de la date limite")
    try:
        at = time.fromisoformat(hour)
    except ValueError:
        raise TypedError("heure", "heure attendue, comme 12:00") from None
    return f"{day}T{at.replace(tzinfo=None).isoformat('minutes')}"


def _day(form: Mapping[str, str], field: str) -> str:
    text = form.get(field, "").strip()
    if not text:
        return ""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise TypedError(field, "date attendue, comme 2026-12-14") from None
    if not 2000 <= day.year <= 2100:
        raise TypedError(field, "date refusée : entre 2000 et 2100")
    return day.isoformat()
