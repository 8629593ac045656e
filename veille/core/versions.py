"""Versions of a procedure: what can be told of it, numbered, the same for everybody.

A version rises when a publication, or staff by a tag, changes a fact that is told. A second source,
a reparse, new rules or a new model only change the reading, which is kept up to date beside it.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from veille.core.changes import changes, judgement_changes
from veille.core.clock import paris
from veille.core.facts import facts
from veille.core.procedures import Facts, Procedure
from veille.core.publications import Publication, publications
from veille.core.refusals import Refusal, value_refusal

Cause = Literal["publication", "tag"]


class ReadingError(Refusal):
    """Stored text that is no reading."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """The told facts of a procedure from one publication, or tag, on.

    ``effective_on`` is the day of that publication, never before that of the version before: an
    edition of a period tells what was effective before its end.
    """

    number: int
    facts: Facts
    cause: Cause
    effective_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """How a procedure is read today: what its next version is compared with.

    ``covers`` are the ids of the notices that were read; ``version`` the newest number.
    """

    version: int
    facts: Facts
    effective_on: date
    covers: tuple[str, ...]


def noted(
    procedure: Procedure, before: Reading | None, now: datetime, *, tagged: bool = False
) -> tuple[Reading, tuple[Version, ...]]:
    """The reading of ``procedure`` at ``now``, and the versions that are new since ``before``.

    The publications that ``before`` does not cover are read one by one, oldest first, so that what
    was corrected between two runs has both versions. ``tagged`` says that staff tagged it since.
    """
    covered = frozenset(before.covers) if before else frozenset[str]()
    everything = frozenset(notice.id for notice in procedure.notices)
    reading, versions, known = before, list[Version](), None
    for publication in publications(procedure.notices):
        if covered.isdisjoint(_ids(publication)):
            covered |= _ids(publication)
            known = facts(_only(procedure, covered), now)
            reading = _read(reading, known, _day(procedure, publication, now), versions)
    if reading is None:
        raise ValueError(f"procedure {procedure.id} has no notice")
    if known is None or not everything <= covered:
        known = facts(procedure, now)
    if tagged and judgement_changes(reading.facts, known):
        versions.append(_next(reading, known, "tag", reading.effective_on))
    return (
        Reading(
            version=versions[-1].number if versions else reading.version,
            facts=known,
            effective_on=reading.effective_on,
            covers=tuple(sorted(everything)),
        ),
        tuple(versions),
    )


def reading_to_json(reading: Reading) -> str:
    """``reading`` as one line of JSON."""
    return _adapter().dump_json(reading).decode()


def reading_from_json(line: str | bytes) -> Reading:
    """What ``reading_to_json`` wrote.

    Raises:
        ReadingError: the line is no reading.
    """
    try:
        return _adapter().validate_json(line)
    except ValidationError as error:
        raise ReadingError(value_refusal(error)) from None


def _read(before: Reading | None, known: Facts, day: date, versions: list[Version]) -> Reading:
    """The reading after one more publication; the version it makes, if any, joins ``versions``."""
    if before is None:
        versions.append(Version(number=1, facts=known, cause="publication", effective_on=day))
        return Reading(version=1, facts=known, effective_on=day, covers=())
    day = max(day, before.effective_on)
    if not changes(before.facts, known):
        return replace(before, facts=known)
    made = _next(before, known, "publication", day)
    versions.append(made)
    return Reading(version=made.number, facts=known, effective_on=day, covers=())


def _next(before: Reading, known: Facts, cause: Cause, day: date) -> Version:
    return Version(number=before.version + 1, facts=known, cause=cause, effective_on=day)


def _ids(publication: Publication) -> frozenset[str]:
    return frozenset(notice.id for notice in publication.notices)


def _only(procedure: Procedure, ids: frozenset[str]) -> Procedure:
    """The procedure as these of its notices tell it."""
    return replace(
        procedure,
        notices=tuple(notice for notice in procedure.notices if notice.id in ids),
        verdicts={key: verdict for key, verdict in procedure.verdicts.items() if key in ids},
    )


def _day(procedure: Procedure, publication: Publication, now: datetime) -> date:
    """The day of publication, else that on which it was first seen."""
    seen = [procedure.first_seen[key] for key in _ids(publication) if key in procedure.first_seen]
    return publication.published_on or paris(min(seen, default=now)).date()


@cache
def _adapter() -> TypeAdapter[Reading]:
    return TypeAdapter(Reading)
