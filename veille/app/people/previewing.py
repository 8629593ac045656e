"""What a subscription would have sent in the last four weeks, before it is saved."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy.orm import Session

from veille.core.areas import area, share_ground
from veille.core.cards import Rhythm
from veille.core.clock import paris
from veille.core.filters import Filter
from veille.core.previews import Preview, preview_of, windows
from veille.core.reference import communes as register
from veille.core.refusals import Refusal
from veille.store import cards


class OutOfScopeError(Refusal):
    """A territory that this watch does not cover."""


def check_scope(asked: Filter, scopes: Collection[str]) -> None:
    """Refuse territories of which nothing would ever be told.

    Raises:
        OutOfScopeError: one of them has no ground in common with ``scopes``.
        UnknownTerritoryError: no area has this code.
    """
    outside = [code for code in asked.territories if not share_ground(code, scopes)]
    if outside:
        raise OutOfScopeError(f"territoire hors de cette veille : {area(outside[0]).label}")


def preview(session: Session, asked: Filter, rhythm: Rhythm, now: datetime) -> Preview:
    """What ``asked`` would have told in the four weeks up to ``now``. Three statements at most."""
    today = paris(now).date()
    since, before = windows(today)[0][0], windows(today)[-1][1]
    found = cards.counted_by_day(session, asked, since, before)
    return preview_of(
        found,
        rhythm,
        today,
        coarse=_coarse(session, asked, since, before),
        oldest=cards.oldest_day(session),
    )


def _coarse(session: Session, asked: Filter, since: date, before: date) -> int:
    """How many purchases of the département no commune or EPCI asked for can match."""
    levels = {area(code).level for code in asked.territories}
    if not levels or not levels <= {"commune", "epci"}:
        return 0
    wider = replace(asked, territories=(register.DEPARTMENT,))
    small = {*register.communes(), *register.epcis()}
    found = cards.counted_by_day(session, wider, since, before, outside=small)
    return len(frozenset[int]().union(*found.values()))
