"""The verdicts of a procedure's notices summed up, with the lines that prove them."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeVar

from veille.core.documents import holds_documents
from veille.core.publications import Publication
from veille.core.verdicts import (
    Clause,
    Evidence,
    HoursEstimate,
    Obligation,
    Question,
    Reserved,
    Verdict,
)

_Told = Literal["reserved", "clause"]
_T = TypeVar("_T")
_STAGE_RANK = {"competition": 0, "planning": 1, "consultation": 1}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the publications say together; ``evidence`` are pairs of notice id and line."""

    reserved: Reserved
    clause: Clause
    evidence: tuple[tuple[str, Evidence], ...]
    judged_by: tuple[str, ...]
    obligation: Obligation
    hours_estimate: HoursEstimate | None
    potential: float | None
    likely: float | None


def summed(read: Sequence[Publication], verdicts: Mapping[str, Verdict]) -> Judgement:
    """Sum the verdicts up, question by question.

    The newest call or correction that shows any evidence answers, and so do documents of the
    consultation that staff found; where none does, the newest planning notice, then the newest
    other (an award never carries the flag and erases nothing).
    Obligation, hours and scores are, in the same order, those of the first notice that has any: a
    correction without an amount takes nothing away. Hours that are stated win.
    """
    newest_first = tuple(reversed(read))
    by_stage = sorted(newest_first, key=_rank)
    ranked = [verdict for publication in by_stage for verdict in _of(publication, verdicts)]
    reserved = _telling(ranked, "reserved")
    clause = _telling(ranked, "clause")
    scored = next((verdict for verdict in ranked if verdict.potential is not None), None)
    return Judgement(
        reserved=reserved.reserved if reserved else Reserved(),
        clause=clause.clause if clause else Clause(),
        evidence=(
            *_lines(reserved, "reserved"),
            *_lines(clause, "clause"),
            *_lines(scored, "potential"),
            *_lines(scored, "likely"),
        ),
        judged_by=_judges(verdicts.values()),
        obligation=_obligation(ranked),
        hours_estimate=_hours(ranked, clause),
        potential=scored.potential if scored else None,
        likely=scored.likely if scored else None,
    )


def _rank(publication: Publication) -> int:
    if holds_documents(publication.merged):
        return _STAGE_RANK["competition"]
    return _STAGE_RANK.get(publication.merged.stage, 2)


def _of(publication: Publication, verdicts: Mapping[str, Verdict]) -> list[Verdict]:
    return [verdicts[notice.id] for notice in publication.notices if notice.id in verdicts]


def _telling(ranked: Iterable[Verdict], question: _Told) -> Verdict | None:
    return next((verdict for verdict in ranked if _speaks(verdict, question)), None)


def _speaks(verdict: Verdict, question: _Told) -> bool:
    answer = verdict.reserved.answer if question == "reserved" else verdict.clause.answer
    return answer != "no" or any(line.for_ == question for line in verdict.evidence)


def _lines(verdict: Verdict | None, question: Question) -> tuple[tuple[str, Evidence], ...]:
    if verdict is None:
        return ()
    return tuple((verdict.id, line) for line in verdict.evidence if line.for_ == question)


def _obligation(ranked: Sequence[Verdict]) -> Obligation:
    """The first answer that is known; else the first reason why it is not."""
    known = (one.obligation for one in ranked if one.obligation.answer != "unknown")
    silent = (one.obligation for one in ranked if one.obligation.why)
    return next(known, None) or next(silent, Obligation())


def _hours(ranked: Sequence[Verdict], told: Verdict | None) -> HoursEstimate | None:
    """The estimate of the notice that states the hours, if one does; else the first."""
    if told is not None and told.clause.hours is not None and told.hours_estimate is not None:
        return told.hours_estimate
    return _first(ranked, lambda verdict: verdict.hours_estimate)


def _first(ranked: Iterable[Verdict], part: Callable[[Verdict], _T | None]) -> _T | None:
    return next((found for verdict in ranked if (found := part(verdict)) is not None), None)


def _judges(verdicts: Iterable[Verdict]) -> tuple[str, ...]:
    return tuple(sorted({f"{verdict.rules} {verdict.model or ''}".strip() for verdict in verdicts}))
