"""A procedure as its page shows it: what is known today, and how it came about."""

from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlalchemy.orm import Session

from newsletters.entries import entry_of
from newsletters.gazetteer import gazetteer_of
from newsletters.lines import EntryView, entry_view
from newsletters.selection import FACTS_TOPIC, Decision
from veille.app.domain_tables import tables_in
from veille.app.web.awarded import Awarded, awarded
from veille.app.web.history import Step, history
from veille.app.web.listing import listed
from veille.app.web.reading import read
from veille.app.web.site import Site
from veille.core.bands import Bands
from veille.core.buyer_identity import buyer_identity
from veille.core.editions import Section
from veille.core.facts import facts
from veille.core.procedures import Facts, Procedure
from veille.core.tables import Tables
from veille.store import cards, searching


@dataclass(frozen=True, slots=True)
class ProcedurePage:
    """The entry of a procedure as of now, its publications, who buys (an identity), and what

    became of it.
    """

    id: int
    entry: EntryView
    steps: tuple[Step, ...]
    buyer: str | None
    sample: bool
    awarded: Awarded = field(default_factory=Awarded)


def procedure_page(site: Site, procedure_id: int) -> ProcedurePage | None:
    """What the page of a procedure shows; null when there is none. A merged id gives what it is."""
    now = site.clock()
    with site.store.read() as session:
        tables = tables_in(session)
        found = read(session, site, procedure_id, tables)
        if found is None:
            return None
        became = awarded(session, found.procedure.id, facts(found.procedure, now))
    page = page_of(found.procedure, now, found.bands, tables)
    return replace(page, awarded=became)


def page_of(
    procedure: Procedure, now: datetime, bands: Bands | None, tables: Tables
) -> ProcedurePage:
    """The page of a procedure as it was read, or of one that nothing keeps yet."""
    known = facts(procedure, now)
    entry = entry_of(
        procedure,
        known,
        Decision(section=_section(known), version=1, topics=(FACTS_TOPIC,)),
        relation="executed",
        now=now,
        late=False,
        gazetteer=gazetteer_of(tables),
        bands=bands,
    )
    return ProcedurePage(
        id=procedure.id,
        entry=entry_view(entry, ""),
        steps=history(procedure, now),
        buyer=buyer_identity(known.buyer),
        sample=procedure.sample,
    )


def named(session: Session, procedure_id: int, now: datetime) -> str | None:
    """What a procedure is called in a sentence; null when nothing is known of it."""
    versions = cards.load(session, [procedure_id]).get(procedure_id)
    if not versions:
        return None
    samples = searching.samples(session, [procedure_id])
    shown = listed(versions[-1], now, sample=bool(samples))
    return f"{shown.title} – {shown.buyer}"


def _section(known: Facts) -> Section:
    """Which of the digest's sections words the entry best, told or not."""
    if known.state == "cancelled":
        return "correction"
    if known.state == "awarded":
        return "award"
    if known.state == "planned":
        return "planning"
    if known.reserved.answer != "no":
        return "reserved"
    return "clause" if known.clause.answer != "no" else "opportunity"
