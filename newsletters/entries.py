"""The line of an edition: everything it shows of a procedure, frozen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from newsletters.findings import clause_finding, reserved_finding
from newsletters.opportunity import opportunity_of, potential_of, priority_of
from newsletters.plain import cut, plain, safe_url
from newsletters.selection import Decision, topic_of
from veille.core.bands import Bands
from veille.core.clock import paris
from veille.core.editions import Entry, Finding, LotLine, WinnerLine
from veille.core.notices import Notice, Place
from veille.core.priority import remark
from veille.core.procedures import Change, Facts, Procedure
from veille.core.redaction import redact_contacts
from veille.core.territory import Relation

TITLE_LENGTH = 240
NOTICE_DAYS = 21
"""A clause can enter by a correction only while more than three weeks remain."""

_AHEAD = ("opportunity", "planning")


@dataclass(frozen=True, slots=True)
class Facilitation:
    """Who follows the clauses of a purchase, as people read it, and a commune that says so."""

    label: str
    commune: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """How places, procedures, sectors and facilitators are named; null where unknown."""

    place: Callable[[Place], str | None]
    procedure: Callable[[Facts], str | None]
    sectors: Callable[[Facts], tuple[str, ...]]
    facilitator: Callable[[Facts], Facilitation | None]


def entry_of(
    procedure: Procedure,
    known: Facts,
    decision: Decision,
    *,
    relation: Relation,
    now: datetime,
    late: bool,
    gazetteer: Gazetteer,
    bands: Bands | None = None,
) -> Entry:
    """The frozen line of ``procedure``, told as ``decision`` says.

    ``bands`` are those of the model that gave the scores.
    """
    days_left = _days_left(known, now)
    is_call = known.state in ("open", "closed", "unknown")
    notices = {notice.id: notice for notice in procedure.notices}
    reserved, clause = reserved_finding(known, notices), clause_finding(known, notices)
    notice = _linked_notice(procedure, known)
    weighed = opportunity_of(procedure.id, known, now)
    facilitator = gazetteer.facilitator(known)
    title, is_ahead = _title(known.title), decision.section in _AHEAD
    return Entry(
        section=decision.section,
        procedure_id=procedure.id,
        version=decision.version,
        topic=topic_of(decision),
        state=known.state,
        title=title or "Objet non précisé dans l’avis",
        buyer=_title(known.buyer.name) if known.buyer else None,
        buyer_town=_buyer_town(known, gazetteer),
        relation=relation,
        places=_places(known, gazetteer),
        published_on=known.published_on,
        deadline=known.deadline if is_call or known.state == "planned" else None,
        days_left=days_left if is_call else None,
        approximate=known.deadline_approximate,
        plenty_of_time=known.state == "open" and (days_left or 0) > NOTICE_DAYS,
        closed=known.state == "closed",
        value=known.value,
        procedure_label=gazetteer.procedure(known),
        sectors=gazetteer.sectors(known),
        lots=_lots_of(known, reserved, clause),
        lot_count=len(known.lots),
        reserved=reserved,
        clause=clause,
        changes=tuple(_clean_change(change) for change in decision.changes),
        winners=_winners(known) if known.state == "awarded" else (),
        ends_on=known.ends_on,
        ends_on_computed=known.ends_on_computed,
        renewals=known.renewals,
        notice_url=safe_url(known.links.notice) if known.links else None,
        notice_source=notice.source if notice else None,
        documents_url=_documents_url(known),
        sources=known.sources,
        facilitator=facilitator.label if facilitator else None,
        facilitator_commune=facilitator.commune if facilitator else None,
        late=late,
        corrected=decision.first and _was_corrected(procedure),
        announced=decision.announced,
        doubtful=bool(procedure.doubts),
        obligation=known.obligation,
        hours=known.hours_estimate,
        potential=potential_of(known, bands, title) if is_ahead else None,
        priority=priority_of(weighed, bands) if decision.section == "opportunity" else None,
        remark=remark(weighed, bands.likely if bands else ()) if is_ahead else None,
    )


def _days_left(known: Facts, now: datetime) -> int | None:
    """Calendar days in Paris to the deadline; below zero as soon as it has passed."""
    if known.deadline is None:
        return None
    days = (paris(known.deadline).date() - paris(now).date()).days
    return min(days, -1) if known.deadline < now else days


def _title(text: str | None) -> str | None:
    return cut(redact_contacts(plain(text)), TITLE_LENGTH) if text else None


def _buyer_town(known: Facts, gazetteer: Gazetteer) -> str | None:
    if known.buyer is None:
        return None
    return gazetteer.place(Place(postcode=known.buyer.postcode, city=known.buyer.city))


def _places(known: Facts, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The names of the places of performance, of the procedure and of its lots, each once."""
    places = [*known.places, *(place for lot in known.lots for place in lot.places)]
    names = (gazetteer.place(place) for place in dict.fromkeys(places))
    return tuple(dict.fromkeys(name for name in names if name))


def _lots_of(known: Facts, *findings: Finding | None) -> tuple[LotLine, ...]:
    """The lots that the findings name, in the order of the notice."""
    named = {lot for finding in findings if finding for lot in finding.lots}
    titles = {lot.id: lot.title for lot in known.lots}
    known_first = [lot.id for lot in known.lots if lot.id in named]
    others = sorted(named.difference(known_first))
    return tuple(
        LotLine(id=plain(lot), title=_title(titles.get(lot))) for lot in known_first + others
    )


def _winners(known: Facts) -> tuple[WinnerLine, ...]:
    lines = [
        WinnerLine(
            name=plain(award.winner.name),
            town=plain(award.winner.city) if award.winner.city else None,
            lot=plain(award.lot) if award.lot else None,
            amount=award.amount,
        )
        for award in known.awards
        if award.winner and award.winner.name
    ]
    distinct = dict.fromkeys(lines)
    return tuple(sorted(distinct, key=lambda line: (len(line.lot or ""), line.lot or "")))


def _clean_change(change: Change) -> Change:
    return Change(
        fact=change.fact,
        before=cut(redact_contacts(plain(change.before)), TITLE_LENGTH) if change.before else None,
        after=cut(redact_contacts(plain(change.after)), TITLE_LENGTH) if change.after else None,
    )


def _linked_notice(procedure: Procedure, known: Facts) -> Notice | None:
    """The newest notice that the procedure's link leads to."""
    url = known.links.notice if known.links else None
    newest_first: Sequence[Notice] = procedure.notices[::-1]
    linked = (notice for notice in newest_first if notice.links and notice.links.notice == url)
    return next(linked, None) if url else None


def _documents_url(known: Facts) -> str | None:
    if known.links is None or known.state in ("awarded", "cancelled"):
        return None
    return safe_url(known.links.documents) or safe_url(known.links.profile)


def _was_corrected(procedure: Procedure) -> bool:
    return any(notice.kind == "change" for notice in procedure.notices)
