"""What a change of the domain tables would change, before it is kept.

Open and announced purchases are looked at in memory, the newest first, for a bounded time.
"""

import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from classifiers import judge
from classifiers.reweighing import may_differ
from newsletters.gazetteer import facilitation_of
from veille.app.known_facts import title_of
from veille.core import french
from veille.core.facts import facts
from veille.core.interchange import notice_hash
from veille.core.notices import Notice
from veille.core.procedures import Procedure
from veille.core.reasons import sector_name
from veille.core.table_info import TableInfo
from veille.core.tables import Tables
from veille.core.verdicts import HoursEstimate, ObligationAnswer
from veille.store import open_calls, procedures, verdicts

SHOWN = 20
"""Examples that are shown."""
SECONDS = 3.0
"""How long it may take."""

_OBLIGATIONS: dict[ObligationAnswer, str] = {
    "expected": "clause attendue",
    "exempt": "exception possible",
    "not_applicable": "pas d’obligation",
    "unknown": "obligation inconnue",
}
_UNKNOWN = "aucune estimation"


@dataclass(frozen=True, slots=True)
class Example:
    """A purchase of which something changes, with what people read before and after."""

    procedure_id: int
    title: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Preview:
    """How many of the ``looked_at`` purchases change; ``whole``: all that are open were."""

    looked_at: int
    changed: int
    whole: bool
    examples: tuple[Example, ...]


_Reader = Callable[[Procedure, Tables], tuple[str, ...]]
"""What people read of a purchase, in a fixed number of parts."""


def preview(
    session: Session,
    info: TableInfo,
    before: Tables,
    after: Tables,
    now: datetime,
    *,
    seconds: float = SECONDS,
) -> Preview:
    """What people would read otherwise of the purchases that are open at ``now``."""
    look = _Look(session, info, before, after, now)
    until, looked_at, found, whole = time.monotonic() + seconds, 0, list[Example](), True
    changed = 0
    for procedure in _opened(session, now):
        if time.monotonic() > until:
            whole = False
            break
        looked_at += 1
        example = look.at(procedure)
        if example is not None:
            changed += 1
            found += [example] if len(found) < SHOWN else []
    return Preview(looked_at, changed, whole, tuple(found))


def _opened(session: Session, now: datetime) -> Iterator[Procedure]:
    for page in open_calls.open_calls(session, now):
        yield from procedures.load(session, page)


class _Look:
    """Compares what is read of a purchase by the tables of before and of after."""

    def __init__(
        self, session: Session, info: TableInfo, before: Tables, after: Tables, now: datetime
    ) -> None:
        self._session = session
        self._before, self._after = before, after
        self._now = now
        readers: dict[str, _Reader] = {
            "sector_prefixes": self._sectors,
            "facilitators": self._facilitator,
        }
        self._read = self._judged if info.is_judging else readers.get(info.name)
        self._is_judging = info.is_judging

    def at(self, procedure: Procedure) -> Example | None:
        """What changes of it; null: nothing."""
        if self._read is None or not self._may_change(procedure.notices):
            return None
        old, new = (self._read(procedure, tables) for tables in (self._before, self._after))
        if old == new:
            return None
        parts = [pair for pair in zip(old, new, strict=True) if pair[0] != pair[1]]
        return Example(
            procedure.id,
            title_of(facts(procedure, self._now), sample=procedure.sample),
            before=", ".join(part for part, _ in parts),
            after=", ".join(part for _, part in parts),
        )

    def _may_change(self, notices: Iterable[Notice]) -> bool:
        if not self._is_judging:
            return True
        return any(may_differ(notice, self._before, self._after) for notice in notices)

    def _judged(self, procedure: Procedure, tables: Tables) -> tuple[str, ...]:
        raw = {notice_hash(notice): judge(notice, tables) for notice in procedure.notices}
        said = verdicts.effective(self._session, raw).values()
        known = facts(
            replace(procedure, verdicts={verdict.id: verdict for verdict in said}), self._now
        )
        return _hours(known.hours_estimate), _OBLIGATIONS[known.obligation.answer]

    def _sectors(self, procedure: Procedure, tables: Tables) -> tuple[str, ...]:
        known = facts(procedure, self._now)
        codes = [*known.cpv, *(code for lot in known.lots for code in lot.cpv)]
        names = map(sector_name, tables.sectors_of(codes))
        return (", ".join(names) or "aucun secteur",)

    def _facilitator(self, procedure: Procedure, tables: Tables) -> tuple[str, ...]:
        found = facilitation_of(facts(procedure, self._now), tables.directory)
        return (found.label if found else "aucun gestionnaire",)


def _hours(estimate: HoursEstimate | None) -> str:
    if estimate is None:
        return _UNKNOWN
    low, high = (french.number(value, decimals=0) for value in (estimate.low, estimate.high))
    if low == high:
        return f"{low}{french.NBSP}heures"
    return f"{low} à{french.NBSP}{high}{french.NBSP}heures"
