"""Entries in one line each, where an edition would be too heavy for a mailbox to show whole."""

from collections.abc import Iterable
from dataclasses import dataclass

from newsletters import expectations, wording
from newsletters.lines import buyer, marks
from newsletters.plain import safe_url
from veille.core import french
from veille.core.clock import paris
from veille.core.editions import Entry, Section

_LEAST_URGENT: tuple[Section, ...] = ("award", "opportunity", "renewal", "planning", "clause")
"""The sections whose entries may be one line, first that which gives way first.

Reserved contracts and corrections always stand in full; the calls that a clause suits give way
last.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class BriefView:
    """An entry in one line: its title, with the address of the notice, and what one acts on."""

    title: str
    url: str | None
    facts: tuple[str, ...]
    procedure_id: int


def brief_view(entry: Entry) -> BriefView:
    """The entry in one line."""
    facts = (
        buyer(entry),
        _deadline(entry),
        *_ends(entry),
        *(mark.text for mark in marks(entry)),
        _potential(entry),
        _estimate(entry),
        f"note de l’équipe{french.NBSP}: {entry.note}" if entry.note else None,
    )
    return BriefView(
        title=entry.title,
        url=safe_url(entry.notice_url) or safe_url(entry.documents_url),
        facts=tuple(fact for fact in facts if fact),
        procedure_id=entry.procedure_id,
    )


def giving_way(entries: Iterable[Entry]) -> list[int]:
    """The procedures of the entries that may be one line, the least urgent first.

    ``entries`` are in reading order: within a section the last gives way first; those under which
    staff wrote give way after all others.
    """
    shortened = [entry for entry in list(entries)[::-1] if entry.section in _LEAST_URGENT]
    shortened.sort(
        key=lambda entry: (
            entry.note is not None,
            _is_apt(entry),
            _LEAST_URGENT.index(entry.section),
        )
    )
    return [entry.procedure_id for entry in shortened]


def _is_apt(entry: Entry) -> bool:
    """Whether it is a call that a clause suits, as far as a model can tell."""
    found = entry.potential
    return entry.section == "opportunity" and found is not None and found.band != "low"


def _deadline(entry: Entry) -> str | None:
    if entry.deadline is None or entry.section == "renewal":
        return None
    day = french.short_date(paris(entry.deadline).date())
    if entry.approximate:
        return f"date limite{french.NBSP}: vers le {day}"
    return f"date limite{french.NBSP}: {day} à{french.NBSP}{french.time_of_day(entry.deadline)}"


def _estimate(entry: Entry) -> str | None:
    hours = expectations.hours(entry)
    return f"estimation{french.NBSP}: {hours}" if hours else None


def _potential(entry: Entry) -> str | None:
    band = expectations.potential(entry)
    return f"potentiel {band}" if band else None


def _ends(entry: Entry) -> tuple[str, ...]:
    """Whom it was awarded to; when the contract that is to be renewed ends."""
    if entry.section == "award":
        return wording.winners(entry)
    end = wording.contract_end(entry) if entry.section == "renewal" else None
    return (f"fin du contrat{french.NBSP}: {end}",) if end else ()
