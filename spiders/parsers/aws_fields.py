"""What the rubrics of an AWS notice page say, field by field; what is not said is not guessed."""

import re
from collections.abc import Mapping
from datetime import datetime
from urllib.parse import urlsplit

from bs4 import NavigableString, Tag

from spiders.parsers.aws_labels import FIELDS
from spiders.parsers.aws_page import flat, lines_of, moment_in
from spiders.parsers.aws_rubrics import Rubric
from spiders.parsers.cleaning import one_line
from spiders.parsers.identifiers import kind_of_siret, unique
from spiders.parsers.lots import lot_id
from spiders.parsers.places import place, places_in, with_regions
from spiders.parsers.procedure_types import procedure_type
from spiders.parsers.siret import clean_siret
from spiders.parsers.values import months
from veille.core.notices import Buyer, ContractNature, Declared, Links, Lot, Place, Stage
from veille.core.reference.departments import department_of_postcode
from veille.core.text import fold

_NATURES: Mapping[str, ContractNature] = {
    "travaux": "works",
    "services": "services",
    "fournitures": "supplies",
}
_PROCEDURES = {
    "adapte": "PROCEDURE_ADAPTE",
    "offres ouvert": "OUVERT",
    "offres restreint": "RESTREINT",
    "negocie": "NEGOCIE",
    "avec negociation": "NEGOCIE",
    "dialogue": "DIALOGUE_COMPETITIF",
    "partenariat d innovation": "PARTENARIAT_INNOVATION",
}
_STAGES: tuple[tuple[str, Stage], ...] = (
    ("avis d attribution", "result"),
    ("avis de resultat", "result"),
    ("avis de pre information", "planning"),
    ("avis de preinformation", "planning"),
    ("avis de programmation", "planning"),
)
_CORRECTED = ("avis rectificatif", "avis de modification")
_CANCELLED = ("avis d annulation", "avis annule", "sans suite")
_SIRET = re.compile(r"SIRET[\s:]{0,5}([0-9][0-9 .]{12,24}[0-9])")
_POSTCODE_LINE = re.compile(r"^(?:.{0,60}[\s-])?([0-9]{5})\s+(\D{2,60})$")
_MONTHS = re.compile(r"(\d{1,3})(?:[.,]\d)?\s*mois")
_DAYS = re.compile(r"(\d{1,4})\s*jours")
_YEARS = re.compile(r"(\d{1,2})\s*ans?\b")
_TENDERS = re.compile(r"(?:remise|reception|limite)[^0-9]{0,60}")
_RESERVED = re.compile(r"march[ée] r[ée]serv[ée]\s*:\s*([^\n]{1,200})", re.IGNORECASE)
_LOTS = re.compile(r"\blots?\s{0,3}((?:n\s?[°º]\s?)?\d{1,3}(?:\s?(?:,|et)\s?\d{1,3}){0,20})", re.I)
_HEADING = 600
_MOST_CELLS = 20


class Said:
    """The rubrics by the field that they fill; ``whole`` is all their text."""

    def __init__(self, rubrics: list[Rubric]) -> None:
        self._by_field: dict[str, list[str]] = {}
        for one in rubrics:
            self._by_field.setdefault(FIELDS.get(one.key, ""), []).append(one.text)
        self.whole = "\n".join(one.labelled for one in rubrics)

    def every(self, field: str) -> list[str]:
        """The texts of the rubrics of a field, in order."""
        return self._by_field.get(field, [])

    def first(self, field: str) -> str | None:
        """The first of them."""
        return next(iter(self.every(field)), None)


def buyer_of(root: Tag) -> Buyer | None:
    """Name, SIRET, postcode and town of the cell apart; never the person it names."""
    cells = root.select("td[valign=top]", limit=_MOST_CELLS)
    cell = next((one for one in cells if one.find_parent(class_="AW_TableM") is None), None)
    bold = cell.select_one("b, strong") if cell is not None else None
    if cell is None or bold is None:
        return None
    lines = lines_of(cell)
    siret = clean_siret(found_in(_SIRET, "\n".join(lines)))
    where = next((match for line in lines[1:] if (match := _POSTCODE_LINE.match(line))), None)
    spot = place(where[1], where[2])[0] if where else Place()
    return Buyer(
        name=flat(bold),
        siret=siret,
        kind=kind_of_siret(siret),
        postcode=spot.postcode,
        city=spot.city,
    )


def places_of(said: Said) -> tuple[Place, ...]:
    """The places of performance that the rubrics name, with their NUTS code."""
    spots = [spot for line in said.every("place") for spot in places_in(one_line(line))]
    codes = [code for text in said.every("nuts") for code in text.split()]
    return with_regions(spots, codes)


def departments_of(places: tuple[Place, ...], buyer: Buyer | None) -> tuple[str, ...]:
    """Where it is performed as far as postcodes tell, else where the buyer is."""
    codes = [spot.postcode for spot in places if spot.postcode]
    if not codes and buyer is not None and buyer.postcode:
        codes = [buyer.postcode]
    return unique(department_of_postcode(code) for code in codes)


def stage_of(root: Tag) -> tuple[Stage, bool, bool]:
    """What the words above the rubrics say: the stage, a correction, a cancellation."""
    said: list[str] = []
    for node in root.descendants:
        if isinstance(node, Tag) and "AW_TableM" in (node.get("class") or ()):
            break
        if isinstance(node, NavigableString):
            said.append(str(node))
    heading = fold(" ".join(said)[-_HEADING:]).text
    stage: Stage = next((stage for word, stage in _STAGES if word in heading), "competition")
    corrected = any(words in heading for words in _CORRECTED)
    return stage, corrected, any(words in heading for words in _CANCELLED)


def deadline_of(said: Said) -> datetime | None:
    """The limit for tenders, else for applications."""
    for field in ("tenders", "applications"):
        for text in said.every(field):
            limit = _TENDERS.search(fold(text).text)
            found = moment_in(fold(text).text[limit.end() :] if limit else text)
            if found is not None:
                return found
    return None


def procedure_of(text: str | None) -> str | None:
    """The code of the procedure that the « Mode » names."""
    folded = fold(text or "").text
    return procedure_type(name for words, name in _PROCEDURES.items() if words in folded)


def nature_of(text: str | None) -> ContractNature | None:
    """Works, services or supplies."""
    folded = fold(text or "").text
    return next((nature for word, nature in _NATURES.items() if word in folded), None)


def duration_of(text: str | None) -> float | None:
    """The length in months, from months, days or years."""
    folded = fold(text or "").text
    in_months, in_days, in_years = (found_in(one, folded) for one in (_MONTHS, _DAYS, _YEARS))
    return months(in_months, days=in_days, years=in_years)


def declared_of(
    root: Tag, whole: str, lots: tuple[Lot, ...], *, pictured: bool
) -> tuple[Declared, ...]:
    """The box « Marché réservé », for the lots that it names; the picture of social criteria.

    ``pictured`` says that the list had it.
    """
    answer = (found_in(_RESERVED, whole) or "").strip(" .")
    numbers = [one for found in _LOTS.findall(answer) for one in re.findall(r"\d+", found)]
    named = {lot_id(number, 0) for number in numbers}
    about: list[str | None] = [lot.id for lot in lots if lot.id in named]
    boxes = [
        Declared(field="reservationMarche", value=answer, lot=lot)
        for lot in about or [None]
        if answer
    ]
    if pictured or root.select_one("img[src*=critere-social]") is not None:
        boxes.append(Declared(field="criteres", value="sociaux"))
    return tuple(boxes)


def links_of(links: list[str], page: str) -> Links:
    """The page itself, the documents, where to answer, and the site as the buyer's profile."""
    parts = urlsplit(page)
    return Links(
        notice=page or None,
        documents=next((link for link in links if "type=DCE" in link), None),
        submission=next((link for link in links if re.search(r"type=(?:DEMAT|REP)\b", link)), None),
        profile=f"{parts.scheme}://{parts.netloc}/" if parts.netloc else None,
    )


def found_in(pattern: re.Pattern[str], text: str) -> str | None:
    """What the group of a pattern finds first."""
    match = pattern.search(text)
    return match[1] if match else None
