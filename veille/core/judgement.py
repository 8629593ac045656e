"""The verdicts of a procedure's notices summed up, with the lines that prove them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from veille.core.publications import Publication
from veille.core.verdicts import Clause, Evidence, Reserved, Verdict

_Told = Literal["reserved", "clause"]
_STAGE_RANK = {"competition": 0, "planning": 1, "consultation": 1}


@dataclass(frozen=True, slots=True)
class Judgement:
    """What the publications say together; ``evidence`` are pairs of notice id and line."""

    reserved: Reserved
    clause: Clause
    evidence: tuple[tuple[str, Evidence], ...]
    judged_by: tuple[str, ...]


def summed(read: Sequence[Publication], verdicts: Mapping[str, Verdict]) -> Judgement:
    """Sum the verdicts up, question by question.

    The newest call or correction that shows any evidence answers; where none does, the newest
    planning notice, then the newest other (an award never carries the flag and erases nothing).
    """
    newest_first = tuple(reversed(read))
    by_stage = sorted(newest_first, key=lambda read: _STAGE_RANK.get(read.merged.stage, 2))
    ranked = [verdict for publication in by_stage for verdict in _of(publication, verdicts)]
    reserved = _telling(ranked, "reserved")
    clause = _telling(ranked, "clause")
    return Judgement(
        reserved=reserved.reserved if reserved else Reserved(),
        clause=clause.clause if clause else Clause(),
        evidence=(*_lines(reserved, "reserved"), *_lines(clause, "clause")),
        judged_by=_judges(verdicts.values()),
    )


def _of(publication: Publication, verdicts: Mapping[str, Verdict]) -> list[Verdict]:
    return [verdicts[notice.id] for notice in publication.notices if notice.id in verdicts]


def _telling(ranked: Iterable[Verdict], question: _Told) -> Verdict | None:
    return next((verdict for verdict in ranked if _speaks(verdict, question)), None)


def _speaks(verdict: Verdict, question: _Told) -> bool:
    answer = verdict.reserved.answer if question == "reserved" else verdict.clause.answer
    return answer != "no" or any(line.for_ == question for line in verdict.evidence)


def _lines(verdict: Verdict | None, question: _Told) -> tuple[tuple[str, Evidence], ...]:
    if verdict is None:
        return ()
    return tuple((verdict.id, line) for line in verdict.evidence if line.for_ == question)


def _judges(verdicts: Iterable[Verdict]) -> tuple[str, ...]:
    return tuple(sorted({f"{verdict.rules} {verdict.model or ''}".strip() for verdict in verdicts}))
