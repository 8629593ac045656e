"""The lots of an eForms notice (parts of a planning notice too), and what is read alike for both

the procedure and its lots: titles, places, CPV codes, values, periods.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from lxml import etree

from spiders.parsers.eforms_results import money
from spiders.parsers.scalars import amount, cpv_code, day, moment, months, whole
from spiders.parsers.ubl import EXTENSION, first, path, preferred, text
from veille.core.notices import Lot, Place, Value

LOT = path("cac:ProcurementProjectLot")
PROJECT = path("cac:ProcurementProject")
TERMS = path("cac:TenderingTerms")
PROCESS = path("cac:TenderingProcess")

_ID = path("cbc:ID")
_NAME = path("cbc:Name")
_DESCRIPTION = path("cbc:Description")
_LOCATION = path("cac:RealizedLocation")
_ADDRESS = path("cac:Address")
_NUTS = path("cbc:CountrySubentityCode")
_CITY = path("cbc:CityName")
_POSTCODE = path("cbc:PostalZone")
_MAIN_CPV = path("cac:MainCommodityClassification/cbc:ItemClassificationCode")
_OTHER_CPV = path("cac:AdditionalCommodityClassification/cbc:ItemClassificationCode")
_ESTIMATE = path("cac:RequestedTenderTotal/cbc:EstimatedOverallContractAmount")
_FRAMEWORK_MAXIMUM = path(f"cac:RequestedTenderTotal/{EXTENSION}/efbc:FrameworkMaximumAmount")
_PERIOD = path("cac:PlannedPeriod")
_DURATION = path("cbc:DurationMeasure")
_START = path("cbc:StartDate")
_END = path("cbc:EndDate")
_RENEWALS = path("cac:ContractExtension/cbc:MaximumNumberNumeric")

# BT-131 tenders, BT-1311 requests to participate, BT-630 expressions of interest.
_DEADLINES = (
    path("cac:TenderSubmissionDeadlinePeriod"),
    path("cac:ParticipationRequestReceptionPeriod"),
    path(f"{EXTENSION}/efac:InterestExpressionReceptionPeriod"),
)
_END_TIME = path("cbc:EndTime")

_DAYS_A_UNIT = {"DAY": 1, "WEEK": 7}
_MONTHS_A_UNIT = {"MONTH": 1, "YEAR": 12}


@dataclass(frozen=True, slots=True)
class Period:
    """How long a contract runs: months, first and last day, number of possible renewals."""

    months: float | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    renewals: int | None = None


@dataclass(frozen=True, slots=True)
class LotNode:
    """A lot with the elements it is read from; ``id`` is null for a group of lots.

    A group of lots is no lot of its own (its members are listed beside it): only what is written
    in it is kept, for the procedure as a whole.
    """

    id: str | None
    project: etree._Element
    terms: etree._Element
    process: etree._Element


def lot_nodes(root: etree._Element) -> Iterator[LotNode]:
    """The lots, parts and groups of lots, in order; one without an identifier gets a number."""
    for number, node in enumerate(root.iterfind(LOT), start=1):
        identifier = node.find(_ID)
        scheme = identifier.get("schemeName") if identifier is not None else None
        name = first(node, _ID) or f"LOT-{number:04d}"
        is_group = scheme == "LotsGroup" or (scheme is None and name.startswith("GLO-"))
        yield LotNode(
            id=None if is_group else name,
            project=child(node, PROJECT),
            terms=child(node, TERMS),
            process=child(node, PROCESS),
        )


def read_lot(node: LotNode, language: str | None) -> Lot | None:
    """The lot (or part), without its terms; null for a group of lots."""
    if node.id is None:
        return None
    return Lot(
        id=node.id,
        title=title(node.project, language),
        description=description(node.project, language),
        cpv=cpv(node.project),
        places=places(node.project),
        value=value(node.project),
        duration_months=period(node.project).months,
    )


def child(node: etree._Element, where: str) -> etree._Element:
    """The child, or an empty element where the notice has none."""
    found = node.find(where)
    return etree.Element(where) if found is None else found


def title(project: etree._Element, language: str | None) -> str | None:
    """BT-21."""
    return text(project, _NAME, language)


def description(project: etree._Element, language: str | None) -> str | None:
    """BT-24."""
    return text(project, _DESCRIPTION, language)


def places(project: etree._Element) -> tuple[Place, ...]:
    """BT-5071 NUTS, BT-5131 town, BT-5121 postcode; an address with a country alone is none."""
    found = []
    for location in project.iterfind(_LOCATION):
        address = location.find(_ADDRESS)
        if address is None:
            continue
        place = Place(
            nuts=first(address, _NUTS),
            postcode=first(address, _POSTCODE),
            city=first(address, _CITY),
        )
        if place != Place():
            found.append(place)
    return tuple(dict.fromkeys(found))


def place_notes(project: etree._Element, language: str | None) -> str | None:
    """BT-728, what else is said of the places."""
    where = f"{_LOCATION}/{_DESCRIPTION}"
    return preferred(project.findall(where), language)


def cpv(project: etree._Element) -> tuple[str, ...]:
    """BT-262 then BT-263, eight digits each, each once."""
    found = (
        cpv_code(element.text)
        for where in (_MAIN_CPV, _OTHER_CPV)
        for element in project.iterfind(where)
    )
    return tuple(dict.fromkeys(code for code in found if code))


def value(project: etree._Element) -> Value | None:
    """The maximum of a framework (BT-271), which the law goes by; else the estimate (BT-27)."""
    if worth := money(project.find(_FRAMEWORK_MAXIMUM)):
        return Value(amount=worth[0], currency=worth[1], basis="framework_maximum")
    if worth := money(project.find(_ESTIMATE)):
        return Value(amount=worth[0], currency=worth[1], basis="estimated")
    return None


def total_value(lots: Sequence[Lot]) -> Value | None:
    """The sum of the lots, where each states an amount of one currency and basis."""
    values = [lot.value for lot in lots]
    stated = [worth for worth in values if worth]
    if not stated or len(stated) < len(values):
        return None
    if len({(worth.currency, worth.basis) for worth in stated}) > 1:
        return None
    return replace(stated[0], amount=round(sum(worth.amount for worth in stated), 2))


def period(project: etree._Element) -> Period:
    """BT-36, BT-536, BT-537, BT-58; between two days the months are counted."""
    renewals = whole(first(project, _RENEWALS))
    node = project.find(_PERIOD)
    if node is None:
        return Period(renewals=renewals)
    starts_on, ends_on = day(first(node, _START)), day(first(node, _END))
    length = _months(node.find(_DURATION))
    if length is None and starts_on and ends_on and ends_on > starts_on:
        length = months((ends_on - starts_on).days + 1)
    return Period(length, starts_on, ends_on, renewals)


def whole_period(periods: Sequence[Period]) -> Period:
    """One period for all lots: the longest duration, the first start, the last end."""
    return Period(
        months=max((item.months for item in periods if item.months), default=None),
        starts_on=min((item.starts_on for item in periods if item.starts_on), default=None),
        ends_on=max((item.ends_on for item in periods if item.ends_on), default=None),
        renewals=max(
            (item.renewals for item in periods if item.renewals is not None), default=None
        ),
    )


def deadline(process: etree._Element) -> datetime | None:
    """BT-131, else BT-1311, else BT-630."""
    for where in _DEADLINES:
        node = process.find(where)
        if node is not None and (found := moment(first(node, _END), first(node, _END_TIME))):
            return found
    return None


def _months(element: etree._Element | None) -> float | None:
    if element is None:
        return None
    number, unit = amount(element.text), (element.get("unitCode") or "").upper()
    if number is None or number > 100_000:
        return None
    if unit in _MONTHS_A_UNIT:
        return round(number * _MONTHS_A_UNIT[unit], 1)
    return months(number * _DAYS_A_UNIT[unit]) if unit in _DAYS_A_UNIT else None
