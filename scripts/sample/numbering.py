"""Who gets which number, and which notice follows which."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from .identifiers import stable_uuid
from .model import Case

# OJ S issue of Monday 9 November 2026; the series appears on working days.
_FIRST_GAZETTE, _FIRST_DAY = 216, 9


@dataclass(frozen=True, slots=True)
class Numbers:
    """The public identifiers of one notice."""

    idweb: str
    ted: str | None
    gazette: str | None
    notice_uuid: str
    procedure_uuid: str
    previous_idweb: str | None
    previous_uuid: str | None


def number(cases: Iterable[Case]) -> dict[str, Numbers]:
    """Identifiers by case key.

    idweb is ``26-99`` + day + rank of the day, far above the numbers a year reaches; the TED number
    is ``99`` + day + rank. A case that follows another keeps its procedure.
    """
    found: dict[str, Numbers] = {}
    ranks: dict[str, int] = {}
    by_key: dict[str, Case] = {}
    for case in cases:
        if case.key in by_key:
            raise ValueError(f"two cases are called {case.key}")
        by_key[case.key] = case
        previous = found.get(case.previous)
        found[case.key] = Numbers(
            idweb=_next(ranks, "boamp", case.day, "26-99") if case.boamp else "",
            ted=_next(ranks, "ted", case.ted_day, "99") + "-2026" if case.ted_day else None,
            gazette=f"{_FIRST_GAZETTE + case.ted_day - _FIRST_DAY}/2026" if case.ted_day else None,
            notice_uuid=stable_uuid("notice", case.key),
            procedure_uuid=stable_uuid("procedure", _root(case, by_key)),
            previous_idweb=previous.idweb if previous else case.previous or None,
            previous_uuid=previous.notice_uuid if previous else _outside(case.previous),
        )
    return found


def _next(ranks: dict[str, int], source: str, day: int, prefix: str) -> str:
    ranks[f"{source}{day}"] = rank = ranks.get(f"{source}{day}", 0) + 1
    return f"{prefix}{day:02d}{rank:02d}"


def _root(case: Case, by_key: Mapping[str, Case]) -> str:
    while case.previous in by_key:
        case = by_key[case.previous]
    return case.previous or case.key


def _outside(previous: str) -> str | None:
    return stable_uuid("notice", previous) if previous else None
