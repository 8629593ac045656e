"""What was seen of a reservation or a clause, with the quotations that prove it."""

from collections.abc import Mapping
from types import MappingProxyType

from newsletters.plain import cut, plain
from veille.core.answers import affirms, denies
from veille.core.documents import place_of
from veille.core.editions import Finding, Quotation
from veille.core.notices import Notice
from veille.core.procedures import Facts
from veille.core.redaction import redact
from veille.core.text import normalise
from veille.core.verdicts import ESS_OUTSIDE_LIST, Evidence, Question

QUOTATION_LENGTH = 300
QUOTATIONS = 2

_SHOWN_SIGNALS = ("stated", "declared")
_Line = tuple[str, Evidence]
_NO_NOTICES: Mapping[str, Notice] = MappingProxyType({})


def reserved_finding(known: Facts, notices: Mapping[str, Notice] = _NO_NOTICES) -> Finding | None:
    """The reservation that was seen, if one was; ``notices``, by id, tell where words stand."""
    reserved = known.reserved
    if reserved.answer == "no":
        return None
    return Finding(
        question="reserved",
        kinds=tuple(reserved.kinds),
        sure=reserved.answer == "yes",
        lots=reserved.lots,
        unlisted=any(line.rule == ESS_OUTSIDE_LIST for _, line in known.evidence),
        quotations=_quotations(known, "reserved", notices, sure=reserved.answer == "yes"),
    )


def clause_finding(known: Facts, notices: Mapping[str, Notice] = _NO_NOTICES) -> Finding | None:
    """The clause that was seen, if one was; ``notices``, by id, tell where words stand."""
    clause = known.clause
    if clause.answer == "no":
        return None
    return Finding(
        question="clause",
        kinds=tuple(clause.kinds),
        sure=clause.answer == "yes",
        binding=clause.binding,
        hours=clause.hours,
        lots=clause.lots,
        quotations=_quotations(known, "clause", notices, sure=clause.answer == "yes"),
    )


def _quotations(
    known: Facts, question: Question, notices: Mapping[str, Notice], *, sure: bool
) -> tuple[Quotation, ...]:
    """The first few distinct reasons: words before boxes ticked, what affirms before what denies.

    What denies is shown only where the answer is not sure; remarks only where nothing else is.
    """
    lines = [line for line in known.evidence if line[1].for_ == question]
    lines = [line for line in lines if line[1].signal in _SHOWN_SIGNALS]
    said = [one for one in lines if affirms(one[1]) or (denies(one[1]) and not sure)] or lines
    said.sort(key=lambda one: (denies(one[1]), _SHOWN_SIGNALS.index(one[1].signal)))
    alike: dict[str, list[_Line]] = {}
    for one in said:
        words = _quoted_words(one[1])
        alike.setdefault(normalise(words) if words else "", []).append(one)
    return tuple(_quotation(same, notices) for same in alike.values())[:QUOTATIONS]


def _quotation(said: list[_Line], notices: Mapping[str, Notice]) -> Quotation:
    """One quotation for the lines that say the same of several lots."""
    lines = [line for _, line in said]
    lots = dict.fromkeys(line.lot for line in lines)
    return Quotation(
        text=_quoted_words(lines[0]),
        signal=lines[0].signal,
        lots=() if None in lots else tuple(plain(lot) for lot in lots if lot),
        against=denies(lines[0]),
        place=_place(*said[0], notices),
    )


def _place(notice_id: str, line: Evidence, notices: Mapping[str, Notice]) -> str | None:
    """The document and page of the words; a document may be named after a person."""
    notice = notices.get(notice_id)
    place = place_of(notice, line.at, line.start) if notice else None
    return redact(plain(place.said)) if place else None


def _quoted_words(line: Evidence) -> str | None:
    """The words that people may read: not the code of a ticked box, no personal data."""
    is_code = (line.at or "").startswith("/declared/")
    if is_code or not line.quote:
        return None
    return cut(redact(plain(line.quote)), QUOTATION_LENGTH)
