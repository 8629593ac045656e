"""Invented years of the observatory: procedures as they are counted, straight into the store."""

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any

from sqlalchemy import insert
from sqlalchemy.orm import Session

from veille.core.observatory.observed import NamedWinner, Observed
from veille.core.reference import communes as register
from veille.core.reference.sectors import SECTORS
from veille.store import observatory
from veille.store.models import ProcedureRow, ReadingRow

NOW = datetime(2026, 11, 16, 7, 30, tzinfo=UTC)
METROPOLIS = "243400017"
SETE_AGGLOPOLE = "200066355"
SORTS = ("commune", "intercommunal", "department", "state", "landlord", "establishment", "other")


def one(procedure_id: int = 1, **changed: Any) -> Observed:
    """A call of a commune of the metropolis, in November 2026, in which nothing was seen."""
    facts: dict[str, Any] = {
        "procedure_id": procedure_id,
        "sample": False,
        "day": date(2026, 11, 9),
        "publications": 1,
        "called": True,
        "planned": False,
        "opened": True,
        "awarded": False,
        "cancelled": False,
        "reserved": "no",
        "clause": "no",
        "obligation": "unknown",
        "outside": True,
        "hours": None,
        "low": None,
        "high": None,
        "wait": 35,
        "buyer": "siret:21340999900012",
        "buyer_name": "Commune de Valrouge",
        "buyer_sort": "commune",
        "areas": frozenset({METROPOLIS, "34", "R76"}),
        "sectors": frozenset({"nettoyage"}),
    }
    return Observed(**(facts | changed))


def with_clause(procedure_id: int, **changed: Any) -> Observed:
    """The same with a clause of integration."""
    facts = {"clause": "yes", "clause_kinds": frozenset({"insertion"})}
    return one(procedure_id, **(facts | changed))


def fill(session: Session, several: Sequence[Observed], now: datetime = NOW) -> None:
    """Put procedures with these numbers there, counted."""
    made = [
        {"id": item.procedure_id, "sample": item.sample, "created_at": now, "to_date": False}
        for item in several
    ]
    session.execute(insert(ProcedureRow), made)
    read = [
        {"procedure_id": item.procedure_id, "reading": json.dumps({}), "noted_at": now}
        for item in several
    ]
    session.execute(insert(ReadingRow), read)
    observatory.save(session, several, [item.procedure_id for item in several])


def years(
    count: int, *, first: date = date(2025, 1, 2), last: date = date(2026, 11, 13), seed: int = 1
) -> list[Observed]:
    """Many invented procedures of these days, the later ones with more clauses."""
    random = Random(seed)  # noqa: S311 - no secret
    span = (last - first).days
    return [_drawn(random, number, first, span) for number in range(1, count + 1)]


def _drawn(random: Random, number: int, first: date, span: int) -> Observed:
    day = first + timedelta(days=random.randrange(span + 1))
    late = (day - first).days / max(span, 1)
    epci = random.choice([METROPOLIS] * 8 + sorted(register.epcis()))
    commune = random.choice(register.epcis()[epci].communes)
    sectors = frozenset(random.sample(sorted(SECTORS), random.choice((1, 1, 1, 2))))
    reserved = "yes" if random.random() < 0.05 + 0.04 * late else "no"
    clause = "yes" if random.random() < 0.15 + 0.1 * late else "no"
    stated = random.choice((None, 70, 140, 350)) if clause == "yes" else None
    low = random.choice((None, 60, 210)) if stated is None else None
    buyer = random.randrange(60)
    awarded = random.random() < 0.6 * (1 - late)
    kinds = ("handicap", "iae", "mixed", "unspecified")
    clauses = ("insertion", "generic", "criterion", "training")
    is_obliged = day >= date(2026, 8, 22) and random.random() < 0.4
    return one(
        number,
        day=day,
        publications=random.choice((1, 1, 2, 3)),
        planned=random.random() < 0.1,
        awarded=awarded,
        cancelled=random.random() < 0.03,
        reserved=reserved,
        clause=clause,
        obligation="expected" if is_obliged else random.choice(("unknown", "not_applicable")),
        outside=not sectors & {"batiment", "travaux_publics", "espaces_verts"},
        hours=stated,
        low=low,
        high=low and 3 * low,
        wait=random.choice((18, 24, 28, 31, 33, 36, 45)),
        buyer=f"siret:2134{buyer:010}",
        buyer_name=f"Acheteur inventé n° {buyer}",
        buyer_sort=random.choice(SORTS),
        areas=frozenset({commune, epci, "34", "R76"}),
        sectors=sectors,
        reserved_kinds=frozenset({random.choice(kinds)} if reserved == "yes" else ()),
        clause_kinds=frozenset({random.choice(clauses)} if clause == "yes" else ()),
        winners=_winners(random) if awarded else (),
    )


def _winners(random: Random) -> tuple[NamedWinner, ...]:
    number = int(random.triangular(0, 40, 0))
    return (NamedWinner(f"{number:016x}", f"Entreprise inventée n° {number}"),)
