"""Who won, in the forms of TED_EXPORT R2.0.9: contracts, and the prizes of design contests."""

from collections.abc import Iterator, Mapping

from lxml import etree

from spiders.parsers.scalars import amount, day, whole
from spiders.parsers.siret import clean_siret
from spiders.parsers.ted_export_lots import lot_number
from spiders.parsers.ted_export_xml import first, path
from veille.core.notices import Award, Winner

_CONTRACT = path("AWARD_CONTRACT")
_LOT = path("LOT_NO")
_AWARDED = path("AWARDED_CONTRACT")
_SIGNED_ON = path("DATE_CONCLUSION_CONTRACT")
_RECEIVED = path(".//NB_TENDERS_RECEIVED")
_TOTAL = path(".//VAL_TOTAL")
_CONTRACTOR = path(".//CONTRACTOR/ADDRESS_CONTRACTOR")

_PRIZE = path("RESULTS/AWARDED_PRIZE")
_DECIDED_ON = path("DATE_DECISION_JURY")
_PARTICIPANTS = path(".//NB_PARTICIPANTS")
_WINNER = path(".//WINNER/ADDRESS_WINNER")
_PRIZE_VALUE = path("VAL_PRIZE")

_NAME = path("OFFICIALNAME")
_NATIONAL_ID = path("NATIONALID")
_TOWN = path("TOWN")


def read_awards(form: etree._Element, lots: Mapping[int | None, str]) -> tuple[Award, ...]:
    """The awards, one a winner: every member of a group is one, the amount stands with the first.

    ``lots`` gives the lot identifier of a lot number. What the buyer asked TED not to
    publish is not read.
    """
    contracts = (
        award for node in form.iterfind(_CONTRACT) for award in _contract(node, _lot(node, lots))
    )
    prizes = (award for node in form.iterfind(_PRIZE) for award in _prize(node, _lot(node, lots)))
    return (*contracts, *prizes)


def _lot(node: etree._Element, lots: Mapping[int | None, str]) -> str | None:
    """The lot awarded; where there is only one, that one."""
    if len(lots) == 1:
        return next(iter(lots.values()))
    number = lot_number(first(node, _LOT))
    return None if number is None else lots.get(number)


def _contract(node: etree._Element, lot: str | None) -> Iterator[Award]:
    awarded = node.find(_AWARDED)
    if awarded is None:
        yield Award(lot=lot)
        return
    base = Award(
        lot=lot,
        amount=_amount(awarded.find(_TOTAL)),
        on=day(first(awarded, _SIGNED_ON)),
        tenders=whole(first(awarded, _RECEIVED)),
    )
    yield from _by_winner(base, awarded.findall(_CONTRACTOR))


def _prize(node: etree._Element, lot: str | None) -> Iterator[Award]:
    base = Award(
        lot=lot,
        amount=_amount(node.find(_PRIZE_VALUE)),
        on=day(first(node, _DECIDED_ON)),
        tenders=whole(first(node, _PARTICIPANTS)),
    )
    yield from _by_winner(base, node.findall(_WINNER))


def _by_winner(base: Award, addresses: list[etree._Element]) -> Iterator[Award]:
    published = [address for address in addresses if not _withheld(address)]
    if not published:
        yield base
    for place, address in enumerate(published):
        yield Award(
            lot=base.lot,
            winner=Winner(
                name=first(address, _NAME),
                siret=clean_siret(first(address, _NATIONAL_ID)),
                city=first(address, _TOWN),
            ),
            amount=base.amount if place == 0 else None,
            on=base.on,
            tenders=base.tenders,
        )


def _amount(element: etree._Element | None) -> float | None:
    return None if element is None or _withheld(element) else amount(element.text)


def _withheld(element: etree._Element) -> bool:
    """Whether the element, or one it is in, is marked as not to be published."""
    marks = (node.get("PUBLICATION") for node in (element, *element.iterancestors()))
    return "NO" in marks
