"""What the observatory keeps of one procedure: what is counted, by what it is counted."""

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from veille.core.buyer_identity import buyer_identity
from veille.core.cards import Card
from veille.core.clock import paris
from veille.core.notices import Buyer, Winner
from veille.core.observatory.buyer_kinds import BuyerSort, buyer_sort
from veille.core.procedures import Facts
from veille.core.redaction import MASK, redact
from veille.core.text import normalise
from veille.core.verdicts import Answer, ObligationAnswer

USUAL_SECTORS = frozenset({"batiment", "travaux_publics", "espaces_verts"})
"""Where clauses are expected by habit: works and green spaces."""

_CALLS = ("competition", "consultation", "planning")
_LONGEST_NAME = 120
_LONGEST_WAIT = 730  # days from a call to its deadline; more is a mistake in the notice
_ONE_PERSON = re.compile(
    r"\b(?:ei|eirl|entreprise individuelle|entrepreneur individuel|auto ?entrepreneure?"
    r"|micro ?entreprise|profession liberale|artisan)\b"
)


@dataclass(frozen=True, slots=True)
class Seen:
    """A notice of the procedure: what it is and when it came out, else was first seen."""

    stage: str
    kind: str
    published_on: date | None
    first_seen: datetime

    @property
    def day(self) -> date:
        """Its day."""
        return self.published_on or paris(self.first_seen).date()


@dataclass(frozen=True, slots=True)
class NamedWinner:
    """A company or structure that won; ``name`` is null for what looks like a person."""

    key: str
    name: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """One procedure as it is counted, by its effective verdict.

    ``day`` is that of its first publication. ``called`` is false where only its award was read,
    ``opened`` true once tenders were asked for.
    ``outside`` says that it is neither works nor green spaces, null where its sector is unknown.
    ``hours`` are those that the notice states; ``low`` and ``high`` estimate the others (hours).
    ``wait`` counts the days from the call to the deadline as last corrected.
    """

    procedure_id: int
    sample: bool
    day: date
    publications: int
    called: bool
    planned: bool
    opened: bool
    awarded: bool
    cancelled: bool
    reserved: Answer
    clause: Answer
    obligation: ObligationAnswer
    outside: bool | None
    hours: int | None
    low: int | None
    high: int | None
    wait: int | None
    buyer: str | None
    buyer_name: str | None
    buyer_sort: BuyerSort
    areas: frozenset[str] = frozenset()
    sectors: frozenset[str] = frozenset()
    reserved_kinds: frozenset[str] = frozenset()
    clause_kinds: frozenset[str] = frozenset()
    winners: tuple[NamedWinner, ...] = ()


def observed(card: Card, known: Facts, notices: Iterable[Seen], *, sample: bool) -> Observed:
    """What is counted of the procedure of ``card``, of which ``known`` is known today.

    Raises:
        ValueError: it has no notice.
    """
    seen = list(notices)
    calls = [one for one in seen if one.stage in _CALLS and one.kind != "cancellation"]
    stated = known.clause.hours if known.clause.answer != "no" else None
    estimate = known.hours_estimate if stated is None else None
    return Observed(
        procedure_id=card.procedure_id,
        sample=sample,
        day=min(one.day for one in seen),
        publications=known.publications or len(seen),
        called=bool(calls),
        planned=any(one.stage != "competition" for one in calls),
        opened=any(one.stage == "competition" for one in calls),
        awarded=known.state == "awarded",
        cancelled=known.state == "cancelled",
        reserved=known.reserved.answer,
        clause=known.clause.answer,
        obligation=known.obligation.answer,
        outside=not card.sectors & USUAL_SECTORS if card.sectors else None,
        hours=stated,
        low=estimate.low if estimate else None,
        high=estimate.high if estimate else None,
        wait=_wait(known, calls),
        buyer=buyer_identity(known.buyer),
        buyer_name=_name_of(known.buyer),
        buyer_sort=buyer_sort(known.buyer),
        areas=card.executed | card.bought | card.published,
        sectors=card.sectors,
        reserved_kinds=card.reserved_kinds if known.reserved.answer == "yes" else frozenset(),
        clause_kinds=card.clause_kinds if known.clause.answer == "yes" else frozenset(),
        winners=_winners(award.winner for award in known.awards if award.winner),
    )


def _wait(known: Facts, calls: Iterable[Seen]) -> int | None:
    """Unknown where the deadline is approximate, or before the call."""
    days = [one.day for one in calls if one.stage == "competition" and one.kind != "change"]
    if known.deadline is None or known.deadline_approximate or not days:
        return None
    wait = (paris(known.deadline).date() - min(days)).days
    return wait if 0 <= wait <= _LONGEST_WAIT else None


def _name_of(buyer: Buyer | None) -> str | None:
    name = " ".join((buyer.name or "").split()) if buyer else ""
    return redact(name)[:_LONGEST_NAME] or None


def _winners(winners: Iterable[Winner]) -> tuple[NamedWinner, ...]:
    found = {one.key: one for winner in winners if (one := _winner(winner)) is not None}
    return tuple(found.values())


def _winner(winner: Winner) -> NamedWinner | None:
    """One that has neither name nor SIRET cannot be told apart."""
    name = " ".join((winner.name or "").split())[:_LONGEST_NAME]
    siren = "".join((winner.siret or "").split())[:9]
    identity = siren if len(siren) == 9 and siren.isdecimal() else normalise(name)
    if not identity:
        return None
    key = hashlib.sha256(identity.encode()).hexdigest()[:16]
    return NamedWinner(key, None if _looks_like_a_person(name) else name)


def _looks_like_a_person(name: str) -> bool:
    """A civility before a name, or a sole trader; a bare « Martin Durand » cannot be told."""
    return not name or MASK in redact(name) or bool(_ONE_PERSON.search(normalise(name)))
