"""The results of an eForms notice: who won which lot, for how much, and what it is worth in all."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from itertools import islice

from lxml import etree

from spiders.parsers.eforms_organisations import Organisation
from spiders.parsers.scalars import amount, clean, day, whole
from spiders.parsers.ubl import EXTENSION, first, path
from veille.core.notices import Award, Value

MAX_AWARDS = 10_000

_RESULT = path(f"{EXTENSION}/efac:NoticeResult")
_ID = path("cbc:ID")

_LOT_RESULT = path("efac:LotResult")
_STATUS = path("cbc:TenderResultCode")
_RESULT_LOT = path("efac:TenderLot/cbc:ID")
_RESULT_TENDER = path("efac:LotTender/cbc:ID")
_STATISTICS = path("efac:ReceivedSubmissionsStatistics")
_STATISTICS_CODE = path("efbc:StatisticsCode")
_STATISTICS_NUMBER = path("efbc:StatisticsNumeric")
_LOT_MAXIMUM = path("efac:FrameworkAgreementValues/cbc:MaximumValueAmount")

_TENDER = path("efac:LotTender")
_PAYABLE = path("cac:LegalMonetaryTotal/cbc:PayableAmount")
_RANK = path("cbc:RankCode")
_PARTY_OF_TENDER = path("efac:TenderingParty/cbc:ID")

_CONTRACT = path("efac:SettledContract")
_SIGNED_ON = path("cbc:IssueDate")
_DECIDED_ON = path("cbc:AwardDate")
_CONTRACT_TENDER = path("efac:LotTender/cbc:ID")

_PARTY = path("efac:TenderingParty")
_MEMBER = path("efac:Tenderer")
_LEAD = path("efbc:GroupLeadIndicator")

_TOTAL = path("cbc:TotalAmount")
_MAXIMUM = path("efbc:OverallMaximumFrameworkContractsAmount")
_NOTICE_DECIDED_ON = path("cac:TenderResult/cbc:AwardDate")

_NO_WINNER = frozenset({"clos-nw", "open-nw"})
# The SDK makes senders fill the award date in; this one means "none".
_FILLER = date(2000, 1, 1)


@dataclass(frozen=True, slots=True)
class _Tender:
    amount: float | None
    rank: int | None
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Results:
    """``value`` is the worth of all contracts; ``lot_maxima`` the framework maximum by lot."""

    awards: tuple[Award, ...] = ()
    value: Value | None = None
    lot_maxima: Mapping[str, Value] = field(default_factory=dict)


def read_results(root: etree._Element, known: Mapping[str, Organisation]) -> Results:
    """The awards, one a winner: every member of a group is one, the amount stands with its lead.

    At most ``MAX_AWARDS`` are read.
    """
    result = root.find(_RESULT)
    if result is None:
        return Results()
    tenders = _tenders(result)
    signed_on = _signed_on(result)
    decided_on = _date(first(root, _NOTICE_DECIDED_ON))
    awards = (
        award
        for node in result.iterfind(_LOT_RESULT)
        for award in _awards(node, tenders, signed_on, decided_on, known)
    )
    return Results(tuple(islice(awards, MAX_AWARDS)), _value(result), _lot_maxima(result))


def money(element: etree._Element | None) -> tuple[float, str] | None:
    """A known amount and its currency; zero is unknown."""
    if element is None:
        return None
    found = amount(element.text)
    return (found, element.get("currencyID") or "EUR") if found else None


def _value(result: etree._Element) -> Value | None:
    if worth := money(result.find(_TOTAL)):
        return Value(amount=worth[0], currency=worth[1], basis="awarded")
    if worth := money(result.find(_MAXIMUM)):
        return Value(amount=worth[0], currency=worth[1], basis="framework_maximum")
    return None


def _lot_maxima(result: etree._Element) -> dict[str, Value]:
    found = {}
    for node in result.iterfind(_LOT_RESULT):
        lot, worth = first(node, _RESULT_LOT), money(node.find(_LOT_MAXIMUM))
        if lot and worth:
            found[lot] = Value(amount=worth[0], currency=worth[1], basis="framework_maximum")
    return found


def _tenders(result: etree._Element) -> dict[str, _Tender]:
    parties = {first(node, _ID) or "": _members(node) for node in result.iterfind(_PARTY)}
    found = {}
    for node in result.iterfind(_TENDER):
        worth = money(node.find(_PAYABLE))
        found[first(node, _ID) or ""] = _Tender(
            amount=worth[0] if worth else None,
            rank=whole(first(node, _RANK)),
            members=parties.get(first(node, _PARTY_OF_TENDER) or "", ()),
        )
    return found


def _members(party: etree._Element) -> tuple[str, ...]:
    """The identifiers of the organisations of a tendering party, the lead first."""
    members = [(first(node, _LEAD) == "true", first(node, _ID)) for node in party.iterfind(_MEMBER)]
    ordered = sorted(members, key=lambda member: not member[0])
    return tuple(identifier for _, identifier in ordered if identifier)


def _signed_on(result: etree._Element) -> dict[str, date | None]:
    """For each tender under contract, the day it was signed, else awarded."""
    found: dict[str, date | None] = {}
    for node in result.iterfind(_CONTRACT):
        on = _date(first(node, _SIGNED_ON)) or _date(first(node, _DECIDED_ON))
        for tender in _texts(node, _CONTRACT_TENDER):
            found.setdefault(tender, on)
    return found


def _awards(
    node: etree._Element,
    tenders: Mapping[str, _Tender],
    signed_on: Mapping[str, date | None],
    decided_on: date | None,
    known: Mapping[str, Organisation],
) -> Iterator[Award]:
    lot, received = first(node, _RESULT_LOT), _received(node)
    named = [key for key in _texts(node, _RESULT_TENDER) if key in tenders]
    winning = [] if first(node, _STATUS) in _NO_WINNER else _winning(named, tenders, signed_on)
    if not winning:
        yield Award(lot=lot, tenders=received)
    for key in winning:
        tender, on = tenders[key], signed_on.get(key) or decided_on
        members = [known[member] for member in tender.members if member in known]
        if not members:
            yield Award(lot=lot, amount=tender.amount, on=on, tenders=received)
        for place, member in enumerate(members):
            yield Award(
                lot=lot,
                winner=member.as_winner(),
                amount=tender.amount if place == 0 else None,
                on=on,
                tenders=received,
            )


def _winning(
    named: list[str], tenders: Mapping[str, _Tender], signed_on: Mapping[str, date | None]
) -> list[str]:
    """Of the tenders a lot result names: those under contract, else the best ranked, else all."""
    under_contract = [key for key in named if key in signed_on]
    best = [key for key in named if tenders[key].rank == 1]
    return under_contract or best or named


def _received(node: etree._Element) -> int | None:
    """The tenders received: BT-759 of type ``tenders``, or without a type."""
    counts = {
        first(entry, _STATISTICS_CODE): whole(first(entry, _STATISTICS_NUMBER))
        for entry in node.iterfind(_STATISTICS)
    }
    return counts.get("tenders", counts.get(None))


def _texts(node: etree._Element, where: str) -> list[str]:
    """The texts at the path, each once."""
    written = (clean(element.text) for element in node.iterfind(where))
    return list(dict.fromkeys(text for text in written if text))


def _date(text: str | None) -> date | None:
    found = day(text)
    return None if found == _FILLER else found
