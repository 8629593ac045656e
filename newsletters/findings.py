"""What was seen of a reservation or a clause, with the quotations that prove it."""

from collections.abc import Iterable

from newsletters.plain import cut, plain
from veille.core.answers import affirms, denies
from veille.core.editions import Finding, Quotation
from veille.core.procedures import Facts
from veille.core.redaction import redact
from veille.core.text import normalise
from veille.core.verdicts import ESS_OUTSIDE_LIST, Evidence, Question

QUOTATION_LENGTH = 300
QUOTATIONS = 2

_SHOWN_SIGNALS = ("stated", "declared")


def reserved_finding(known: Facts) -> Finding | None:
    """The reservation that was seen, if one was."""
    reserved = known.reserved
    if reserved.answer == "no":
        return None
    return Finding(
        question="reserved",
        kinds=tuple(reserved.kinds),
        sure=reserved.answer == "yes",
        lots=reserved.lots,
        unlisted=any(line.rule == ESS_OUTSIDE_LIST for _, line in known.evidence),
        quotations=_quotations(known.evidence, "reserved", sure=reserved.answer == "yes"),
    )


def clause_finding(known: Facts) -> Finding | None:
    """The clause that was seen, if one was."""
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
        quotations=_quotations(known.evidence, "clause", sure=clause.answer == "yes"),
    )


def _quotations(
    evidence: Iterable[tuple[str, Evidence]], question: Question, *, sure: bool
) -> tuple[Quotation, ...]:
    """The first few distinct reasons: words before boxes ticked, what affirms before what denies.

    What denies is shown only where the answer is not sure; remarks only where nothing else is.
    """
    lines = [line for _, line in evidence if line.for_ == question]
    lines = [line for line in lines if line.signal in _SHOWN_SIGNALS]
    said = [line for line in lines if affirms(line) or (denies(line) and not sure)] or lines
    said.sort(key=lambda line: (denies(line), _SHOWN_SIGNALS.index(line.signal)))
    alike: dict[str, list[Evidence]] = {}
    for line in said:
        words = _quoted_words(line)
        alike.setdefault(normalise(words) if words else "", []).append(line)
    return tuple(_quotation(lines) for lines in alike.values())[:QUOTATIONS]


def _quotation(lines: list[Evidence]) -> Quotation:
    """One quotation for the lines that say the same of several lots."""
    lots = dict.fromkeys(line.lot for line in lines)
    return Quotation(
        text=_quoted_words(lines[0]),
        signal=lines[0].signal,
        lots=() if None in lots else tuple(plain(lot) for lot in lots if lot),
        against=denies(lines[0]),
    )


def _quoted_words(line: Evidence) -> str | None:
    """The words that people may read: not the code of a ticked box, no personal data."""
    is_code = (line.at or "").startswith("/declared/")
    if is_code or not line.quote:
        return None
    return cut(redact(plain(line.quote)), QUOTATION_LENGTH)
