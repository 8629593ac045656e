"""Amounts, periods and days as TED_EXPORT R2.0.8 writes them, each in several elements."""

from datetime import date, datetime

from lxml import etree

from spiders.parsers.eforms_lots import Period
from spiders.parsers.scalars import amount, day, moment, months, whole
from spiders.parsers.ted_export_xml import first, path
from veille.core.notices import Value, ValueBasis

_WITH_VAT = path("INCLUDING_VAT")
_COST = path("VALUE_COST")
_HIGH_COST = path("RANGE_VALUE_COST/HIGH_VALUE")
_MONTHS, _DAYS = path("MONTHS"), path("DAYS")
_DATE_PARTS = (path("YEAR"), path("MONTH"), path("DAY"))
_TIME = path("TIME")
_STARTS, _ENDS = path("INTERVAL_DATE/START_DATE"), path("INTERVAL_DATE/END_DATE")


def read_cost(node: etree._Element | None, basis: ValueBasis) -> Value | None:
    """An amount without VAT; one with VAT is left unknown."""
    if node is None or node.find(_WITH_VAT) is not None:
        return None
    for where in (_COST, _HIGH_COST):
        element = node.find(where)
        found = None if element is None else amount(element.get("FMTVAL") or element.text)
        if found:
            return Value(amount=found, currency=node.get("CURRENCY") or "EUR", basis=basis)
    return None


def read_period(node: etree._Element | None) -> Period:
    """Months, or days, or a first and a last day."""
    if node is None:
        return Period()
    starts_on, ends_on = read_day(node.find(_STARTS)), read_day(node.find(_ENDS))
    length, days = whole(first(node, _MONTHS)), whole(first(node, _DAYS))
    if not length and not days and starts_on and ends_on and ends_on > starts_on:
        days = (ends_on - starts_on).days + 1
    counted = months(days) if days else None
    return Period(float(length) if length else counted, starts_on, ends_on)


def read_day(node: etree._Element | None) -> date | None:
    """A day given as ``DAY``, ``MONTH`` and ``YEAR``."""
    return day(_iso(node))


def read_moment(node: etree._Element | None) -> datetime | None:
    """Such a day with a ``TIME``, Paris wall time."""
    return None if node is None else moment(_iso(node), first(node, _TIME))


def _iso(node: etree._Element | None) -> str | None:
    """``DAY``, ``MONTH`` and ``YEAR`` as one ISO day."""
    if node is None:
        return None
    parts = [whole(first(node, where)) for where in _DATE_PARTS]
    year, month, number = (part or 0 for part in parts)
    return f"{year:04d}-{month:02d}-{number:02d}"
