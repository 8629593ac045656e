"""The law: does article L2112-2-1, or L3114-2-1 for a concession, expect a social clause here.

Both are in force for consultations launched from 22 August 2026 (loi Climat et résilience,
article 35). Only what the notice shows is told: nothing obliges a buyer to publish why there is
no clause, so a clause that is not seen is a thing to check, and no more.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from classifiers import law_words as words
from classifiers.amounts import Total, total
from classifiers.law_thresholds import MARKET, article_of, possible_thresholds
from veille.core.french import NBSP, capitalised
from veille.core.notices import Notice, Stage
from veille.core.tables import Tables
from veille.core.verdicts import Clause, Evidence, Obligation, ObligationAnswer

IN_FORCE = date(2026, 8, 22)
SHORT_WORKS_MONTHS = 6
"""Works contracts below it may go without (L2112-2-1, II, 4°; concessions have no such case)."""

_OPEN_AT_MOST = timedelta(days=60)
"""A consultation is seldom corrected later than this after it was launched."""

_AHEAD: frozenset[Stage] = frozenset({"planning", "consultation"})
_WEIGHTS: Mapping[ObligationAnswer, float] = {
    "expected": 1.0,
    "exempt": -1.0,
    "not_applicable": -1.0,
    "unknown": 0.0,
}


@dataclass(frozen=True, slots=True)
class _Finding:
    """``rule`` is null where the date of the notice decided nothing."""

    answer: ObligationAnswer
    why: str
    rule: str | None = None


def obligation(
    notice: Notice, clause: Clause, tables: Tables
) -> tuple[Obligation, tuple[Evidence, ...]]:
    """Whether the law expects a clause and why, with the date that it goes by as evidence.

    ``clause`` is the verdict's answer for the notice: it changes the words, never the answer. The
    date is that of sending, else of publication, and a notice ahead of its consultation is judged
    as that consultation. An amount is a number, of which there is no slice to quote: the evidence
    quotes the date alone, and ``why`` holds the figures.
    """
    found = _outside(notice) or _by_date(notice) or _by_amount(notice, clause, tables)
    return Obligation(answer=found.answer, why=found.why), _evidence(notice, found)


def _outside(notice: Notice) -> _Finding | None:
    """Notices and contracts that the articles do not reach."""
    if notice.kind == "cancellation":
        return _Finding("not_applicable", "Consultation annulée.")
    if "result" in (notice.stage, notice.kind):
        return _Finding(
            "not_applicable", f"Avis d’attribution{NBSP}: l’obligation se lit sur l’avis de marché."
        )
    if notice.stage == "modification":
        return _Finding("not_applicable", "Avis de modification d’un contrat déjà conclu.")
    if notice.regime == "defence":
        where = f"hors du champ de l’{words.article(MARKET)}"
        return _Finding("not_applicable", f"Marché de défense ou de sécurité, {where}.")
    if _is_foreign(notice):
        return _Finding("not_applicable", "Acheteur établi hors de France.")
    return None


def _is_foreign(notice: Notice) -> bool:
    nuts = (notice.buyer.nuts if notice.buyer else None) or ""
    return nuts[:2].isalpha() and not nuts.upper().startswith("FR")


def _day(notice: Notice) -> date | None:
    return notice.dispatched_on or notice.published_on


def _by_date(notice: Notice) -> _Finding | None:
    """What the date alone settles; null when the law is in force."""
    day = _day(notice)
    if day is None:
        return _Finding("unknown", "Date d’envoi inconnue.")
    ahead = notice.stage in _AHEAD
    since = f"{words.article(article_of(notice))} en vigueur depuis le {words.full_date(IN_FORCE)}"
    told = f"{words.dated(notice)}, {since}."
    if day < IN_FORCE and ahead:
        return _Finding("unknown", f"Date de la consultation inconnue{NBSP}: {told}")
    if day < IN_FORCE:
        return _Finding("not_applicable", f"Avant l’obligation{NBSP}: {told}", "law.date")
    if notice.kind == "change" and not ahead and day < IN_FORCE + _OPEN_AT_MOST:
        return _Finding("unknown", f"{words.CORRECTED} Ici, {told}")
    if notice.stage == "direct_award":
        return _Finding("unknown", f"Contrat sans mise en concurrence{NBSP}: l’avis ne suffit pas.")
    return None


def _by_amount(notice: Notice, clause: Clause, tables: Tables) -> _Finding:
    """The estimated value of the whole procedure against the thresholds that may apply."""
    found, day = total(notice), _day(notice)
    if not isinstance(found, Total):
        return _Finding("unknown", words.sentences(words.UNUSABLE[found], words.hint(notice)))
    possible = possible_thresholds(notice, day, tables) if day else ()
    if not possible:
        return _Finding("unknown", f"Seuils européens inconnus{NBSP}: {words.dated(notice)}.")
    lowest, highest = possible[0], possible[-1]
    only = lowest.amount == highest.amount
    if found.amount >= highest.amount:
        reached = f"{words.worth(found)}, {words.highest(highest, only=only)}"
        return _above(notice, clause, reached)
    worth = capitalised(words.worth(found))
    if not found.complete:
        return _Finding("unknown", f"{worth}{NBSP}: tous les lots n’ont pas de montant.")
    if found.amount >= lowest.amount:
        either = f"{words.figure(lowest)} et {words.figure(highest)}"
        return _Finding("unknown", f"{worth}, entre {either}{NBSP}: {words.missing(notice)}.")
    return _Finding(
        "not_applicable",
        f"{worth}, sous le {words.lowest(lowest, only=only)}, {words.article(article_of(notice))}.",
        "law.threshold",
    )


def _above(notice: Notice, clause: Clause, reached: str) -> _Finding:
    """At the threshold or above: expected, unless the notice shows the exception."""
    name = article_of(notice)
    article = words.article(name)
    months = _months(notice) if name == MARKET and notice.contract_nature == "works" else None
    if months is not None and months < SHORT_WORKS_MONTHS:
        short = f"Exception possible, {words.short_works(months)} ({article}, II, 4°)"
        return _Finding("exempt", f"{short}{NBSP}: {reached}.", "law.short_works")
    expected = f"{words.seen(clause, notice, ahead=notice.stage in _AHEAD)} ({article})"
    why = words.sentences(
        f"{expected}{NBSP}: {reached}{NBSP}; {words.dated(notice)}.",
        words.CORRECTED if notice.kind == "change" else None,
        None if words.is_seen(clause, notice) else words.TO_CHECK,
    )
    return _Finding("expected", why, "law.threshold")


def _months(notice: Notice) -> float | None:
    """How long the contract lasts, renewals included: the longest duration that is stated.

    Null when neither the notice nor every lot states one.
    """
    of_lots = [lot.duration_months or 0.0 for lot in notice.lots]
    longest = max((notice.duration_months or 0.0, *of_lots))
    stated = notice.duration_months is not None or all(months > 0 for months in of_lots)
    if not stated or not longest > 0:
        return None
    return longest * (1 + max(notice.renewals or 0, 0))


def _evidence(notice: Notice, found: _Finding) -> tuple[Evidence, ...]:
    day = _day(notice)
    if found.rule is None or day is None:
        return ()
    quote = day.isoformat()
    field = "dispatched_on" if notice.dispatched_on else "published_on"
    return (
        Evidence(
            signal="law",
            for_="obligation",
            at=f"/{field}",
            quote=quote,
            start=0,
            end=len(quote),
            rule=found.rule,
            weight=_WEIGHTS[found.answer],
        ),
    )
