"""Joins and splits by hand: staff's word stays, whatever the rules find later."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from veille.app.review.desk import name_of
from veille.app.review.reviewing import Judges
from veille.app.review.week import settle
from veille.core.audit import Action
from veille.core.facts import facts_to_json
from veille.core.procedures import Procedure
from veille.core.refusals import Refusal
from veille.core.versions import Reading, noted
from veille.store import Store, audit, cards, joins, procedures, readings, splitting
from veille.store.staff import Member


class LinkingRefusal(Refusal):
    """A join or a split that cannot be made; the message says why."""


def join(store: Store, by: Judges, member: Member, one: int, other: int, now: datetime) -> int:
    """Make one procedure of two, for good; its id, the older of both.

    Raises:
        LinkingRefusal: there is no such other procedure, or it is one already.
    """
    with store.transaction() as session:
        current = procedures.resolve(session, [one, other])
        if other not in current or one not in current:
            raise LinkingRefusal(f"aucune consultation n’a le numéro {other}")
        older, newer = sorted((current[one], current[other]))
        if older == newer:
            raise LinkingRefusal("ces deux numéros sont ceux de la même consultation")
        came = splitting.members(session, newer)
        if not came or not splitting.members(session, older):
            raise LinkingRefusal(f"la consultation {other} n’a aucun avis")
        procedures.merge(session, older, newer)
        splitting.pin(session, older)
        joins.record(session, older, newer, came, by=name_of(member), now=now)
        _note(session, member, "review.join", older, f"avec la consultation n° {newer}", now)
        settle(session, [older], by, now)
    return older


def split(
    store: Store,
    by: Judges,
    member: Member,
    procedure_id: int,
    notice_ids: Sequence[str],
    now: datetime,
) -> int:
    """Take notices out into a procedure of their own; its id.

    Raises:
        LinkingRefusal: none is chosen, all are, or one is not of this procedure.
    """
    with store.transaction() as session:
        home = _part(session, by, procedure_id, notice_ids, now)
        detail = f"{', '.join(notice_ids)} → consultation n° {home}"
        _note(session, member, "review.split", procedure_id, detail, now)
        settle(session, [procedure_id], by, now)
    return home


def undo_join(store: Store, by: Judges, member: Member, join_id: int, now: datetime) -> int:
    """Split what staff joined, each notice back where it was; the id of the other procedure.

    Raises:
        LinkingRefusal: it was undone already, or its notices are elsewhere now.
    """
    with store.transaction() as session:
        made = joins.undo(session, join_id, by=name_of(member), now=now)
        if made is None:
            raise LinkingRefusal("cette réunion est déjà défaite")
        here = set(splitting.members(session, made.procedure_id))
        back = [one for one in made.notices if one in here]
        _part(session, by, made.procedure_id, back, now, into=made.other_id)
        detail = f"réunion défaite, de nouveau la consultation n° {made.other_id}"
        _note(session, member, "review.split", made.procedure_id, detail, now)
        settle(session, [made.procedure_id], by, now)
    return made.other_id


def keep_apart(store: Store, member: Member, one: int, other: int, now: datetime) -> None:
    """Two procedures that look alike are two.

    Raises:
        LinkingRefusal: there is no such other procedure, or it is the same.
    """
    with store.transaction() as session:
        current = procedures.resolve(session, [one, other])
        if len(set(current.values())) < 2:
            raise LinkingRefusal(f"aucune autre consultation n’a le numéro {other}")
        splitting.keep_apart(session, current[one], current[other])
        _note(session, member, "review.apart", current[one], f"et n° {current[other]}", now)


def _part(
    session: Session,
    by: Judges,
    procedure_id: int,
    notice_ids: Sequence[str],
    now: datetime,
    *,
    into: int | None = None,
) -> int:
    here = set(splitting.members(session, procedure_id))
    chosen = [one for one in dict.fromkeys(notice_ids) if one in here]
    if not chosen or len(chosen) < len(set(notice_ids)):
        raise LinkingRefusal("choisir des avis de cette consultation")
    if len(chosen) == len(here):
        raise LinkingRefusal("laisser au moins un avis dans cette consultation")
    home = splitting.part(session, procedure_id, chosen, now, into=into)
    for made in procedures.load(session, [home], by.rules, by.model):
        reading = _read(session, made, now)
        splitting.inherit(
            session, procedure_id, home, reading.version, facts_to_json(reading.facts)
        )
    return home


def _read(session: Session, made: Procedure, now: datetime) -> Reading:
    """How what was taken out reads. One that is itself again goes on from its last version."""
    reading, _ = noted(made, None, now)
    versions = cards.load(session, [made.id]).get(made.id, ())
    if not versions:
        return reading
    again = replace(reading, version=versions[-1].card.version)
    readings.save(session, {made.id: again}, now)
    return again


def _note(
    session: Session,
    member: Member,
    action: Action,
    procedure_id: int,
    detail: str,
    now: datetime,
) -> None:
    audit.note(session, member, action, f"consultation n° {procedure_id}", now, detail=detail)
