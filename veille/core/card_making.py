"""The card of a version, from the facts of its procedure."""

from datetime import datetime
from itertools import islice

from veille.core.bands import BandName
from veille.core.buyer_identity import buyer_identity
from veille.core.card_places import whereabouts
from veille.core.cards import Card, What
from veille.core.procedures import Facts
from veille.core.search_terms import searchable
from veille.core.tables import Tables, reference_tables

SEARCHED_LOTS = 200
_CALLS = ("planned", "open", "closed", "unknown")


def card_of(
    procedure_id: int,
    version: int,
    noted_at: datetime,
    known: Facts,
    *,
    corrected: bool,
    ends_soon: bool,
    band: BandName | None,
    tables: Tables | None = None,
) -> Card:
    """The card of ``known``.

    ``corrected`` says that a told fact of a call changed since the version before; ``ends_soon``
    that the contract is to be prepared again; ``band`` is that of the potential by the bands of
    the model that gave it, null without one; ``tables`` say the sectors, by default those that
    ship.
    """
    lots = known.lots[:SEARCHED_LOTS]
    where = whereabouts(
        [*known.places, *(place for lot in lots for place in lot.places)],
        known.buyer,
        known.departments,
    )
    codes = [*known.cpv, *(code for lot in known.lots for code in lot.cpv)]
    return Card(
        procedure_id=procedure_id,
        version=version,
        noted_at=noted_at,
        whats=whats_of(known, corrected=corrected, ends_soon=ends_soon, band=band),
        executed=where.executed,
        bought=where.bought,
        published=where.published,
        sectors=frozenset((tables or reference_tables()).sectors_of(codes)),
        reserved_kinds=_kinds(known.reserved.answer, known.reserved.kinds),
        clause_kinds=_kinds(known.clause.answer, known.clause.kinds),
        band=band,
        obligation=known.obligation.answer == "expected" and not _is_flagged(known),
        buyer=buyer_identity(known.buyer),
        text=searchable(_texts(known)),
        published_on=known.published_on,
        deadline=known.deadline,
        state=known.state,
    )


def _texts(known: Facts) -> list[str | None]:
    """Object, lots and buyer, each text once: many lots repeat their title below it."""
    lots = (text for lot in known.lots for text in (lot.title, lot.description))
    buyer = known.buyer.name if known.buyer else None
    return list(dict.fromkeys([known.title, *islice(lots, 2 * SEARCHED_LOTS), buyer]))


def whats_of(
    known: Facts, *, corrected: bool, ends_soon: bool, band: BandName | None
) -> frozenset[What]:
    """What this version tells. An award tells who won, whatever its call was."""
    is_call = known.state in _CALLS
    is_open = known.state == "planned" or (known.state == "open" and known.stage == "competition")
    is_unflagged = is_open and not _is_flagged(known)
    told: tuple[tuple[What, bool], ...] = (
        ("reserved", is_call and known.reserved.answer != "no"),
        ("clause", is_call and known.clause.answer != "no"),
        ("potential", is_unflagged and band is not None),
        ("obligation", is_unflagged and known.obligation.answer == "expected"),
        ("planning", known.state == "planned"),
        ("correction", known.state == "cancelled" or (is_call and corrected)),
        ("award", known.state == "awarded"),
        ("renewal", ends_soon),
    )
    return frozenset(what for what, holds in told if holds)


def _is_flagged(known: Facts) -> bool:
    return known.reserved.answer != "no" or known.clause.answer != "no"


def _kinds(answer: str, kinds: tuple[str, ...]) -> frozenset[str]:
    """The kinds; ``unspecified`` where something was seen but not of which kind."""
    return frozenset(kinds or ("unspecified",)) if answer != "no" else frozenset()
