"""OCDS packages of the procedures that had a publication in a period."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, Literal

from sqlalchemy.orm import Session

from classifiers import rules_version
from veille.app.domain_tables import tables_in
from veille.app.learn.serving import serving_name
from veille.core import ocds
from veille.core.clock import start_of_day
from veille.core.procedures import Procedure
from veille.core.refusals import Refusal
from veille.settings import Settings
from veille.store import procedures

Shape = Literal["releases", "records"]

MOST_DAYS = 31
"""Of one package on a page: it is made in memory, as the standard has it."""


class PeriodError(Refusal):
    """A period that is none, or too long for a page."""


def checked_period(since: date, until: date, *, most: int | None = None) -> None:
    """Both days included.

    Raises:
        PeriodError: it ends before it begins, or has more than ``most`` days.
    """
    days = (until - since).days + 1
    if days < 1:
        raise PeriodError("la période finit avant de commencer")
    if most is not None and days > most:
        raise PeriodError(f"la période est de {most} jours au plus : la couper en plusieurs")


def package(
    session: Session,
    settings: Settings,
    shape: Shape,
    since: date,
    until: date,
    *,
    uri: str,
    now: datetime,
) -> dict[str, Any]:
    """The release or record package of the days ``since`` to ``until``, both included.

    Releases are those of the period; records hold all the releases of what had one in it.
    """
    prefix, publisher = settings.ocid_prefix, settings.publisher
    found = _touched(session, since, until)
    if shape == "records":
        records = [ocds.record(one, prefix, now) for one in found]
        return ocds.record_package(records, uri=uri, publisher=publisher, now=now)
    first, after = start_of_day(since), start_of_day(until + timedelta(days=1))
    releases = [
        release
        for one in found
        for release in ocds.releases(one, prefix, now)
        if first <= datetime.fromisoformat(release["date"]) < after
    ]
    return ocds.release_package(releases, uri=uri, publisher=publisher, now=now)


def _touched(session: Session, since: date, until: date) -> Iterator[Procedure]:
    """With the verdicts of today's rules and of the model that serves, as staff corrected them."""
    ids = procedures.touched(session, since, until + timedelta(days=1))
    rules = rules_version(tables_in(session))
    return procedures.load(session, ids, rules, serving_name(session))
