"""The lots of a TED_EXPORT R2.0.9 form: one ``OBJECT_DESCR`` each."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from lxml import etree

from spiders.parsers.scalars import amount, day, months
from spiders.parsers.ted_export_xml import attributes, cpv_codes, first, path, text_paths, texts
from veille.core.notices import Lot, Place, Text, Value, ValueBasis

_OBJECT = path("OBJECT_CONTRACT/OBJECT_DESCR")
_NUMBER = path("LOT_NO")
_TITLE = path("TITLE")
_DESCRIPTION = path("SHORT_DESCR")
_CPV = path("CPV_ADDITIONAL/CPV_CODE")
_NUTS = path("NUTS")
_WORTH = path("VAL_OBJECT")
_DURATION = path("DURATION")
_START = path("DATE_START")
_END = path("DATE_END")
_NO_RENEWAL = path("NO_RENEWAL")

_TEXTS = text_paths(
    ("additional", "INFO_ADD"),
    ("selection", "CRITERIA_CANDIDATE"),
    ("criteria", ".//AC_COST/AC_CRITERION"),
    ("criteria", ".//AC_QUALITY/AC_CRITERION"),
    ("criteria", ".//AC_CRITERIA/AC_CRITERION"),
    ("criteria", "AC_CRITERION"),
    ("criteria", "AC/AC_CRITERION"),
    ("criteria", "DIRECTIVE_2014_23_EU//AC_CRITERION"),
    ("other", "MAIN_SITE"),
    ("other", "OPTIONS_DESCR"),
    ("other", "RENEWAL_DESCR"),
)


_NUMBERED = re.compile(r"\s*(?:lot)?\s*(?:n[o°º.]{0,2})?\s*(\d{1,4})(?!\d)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class ExportLot:
    """A lot, its number if it has one, its period and the element it was read from."""

    lot: Lot
    number: int | None
    starts_on: date | None
    ends_on: date | None
    never_renewed: bool
    node: etree._Element


def read_lots(form: etree._Element) -> list[ExportLot]:
    """The lots in order; a form without lots has one, as in eForms."""
    found: list[ExportLot] = []
    taken: set[str] = set()
    for position, node in enumerate(form.iterfind(_OBJECT), start=1):
        number = first(node, _NUMBER)
        identifier = lot_id(number, position)
        if identifier in taken:
            identifier = f"{identifier}-{position}"
        taken.add(identifier)
        found.append(_read_lot(node, lot_number(number), identifier))
    return found


def lot_number(written: str | None) -> int | None:
    """The number of a lot however it is written: ``3``, ``03``, ``Lot n° 3: …``."""
    match = _NUMBERED.match(written or "")
    return int(match[1]) if match else None


def lot_id(written: str | None, position: int) -> str:
    """``LOT-0003`` for lot 3; the position counts where there is no number."""
    number = lot_number(written)
    return f"LOT-{position if number is None else number:04d}"


def lot_texts(lots: Iterable[ExportLot]) -> Iterator[Text]:
    """The texts of every lot."""
    for item in lots:
        yield from texts(item.node, _TEXTS, item.lot.id)


def value_at(node: etree._Element, where: str, basis: ValueBasis) -> Value | None:
    """The known amount at the path with its currency; zero and withheld ones are unknown."""
    element = node.find(where)
    if element is None or element.get("PUBLICATION") == "NO":
        return None
    found = amount(element.text)
    return (
        Value(amount=found, currency=element.get("CURRENCY") or "EUR", basis=basis)
        if (found)
        else None
    )


def _read_lot(node: etree._Element, number: int | None, identifier: str) -> ExportLot:
    starts_on, ends_on = day(first(node, _START)), day(first(node, _END))
    length = _months(node.find(_DURATION))
    if length is None and starts_on and ends_on and ends_on > starts_on:
        length = months((ends_on - starts_on).days + 1)
    return ExportLot(
        lot=Lot(
            id=identifier,
            title=first(node, _TITLE),
            description=first(node, _DESCRIPTION),
            cpv=cpv_codes(node, _CPV),
            places=tuple(Place(nuts=code) for code in attributes(node, _NUTS, "CODE")),
            value=value_at(node, _WORTH, "estimated"),
            duration_months=length,
        ),
        number=number,
        starts_on=starts_on,
        ends_on=ends_on,
        never_renewed=node.find(_NO_RENEWAL) is not None,
        node=node,
    )


def _months(element: etree._Element | None) -> float | None:
    if element is None:
        return None
    number = amount(element.text)
    if number is None or number > 100_000:
        return None
    return months(number) if element.get("TYPE") == "DAY" else round(number, 1)
