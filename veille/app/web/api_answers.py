"""From what is stored to what the API answers: contacts taken out, scores as bands."""

from datetime import datetime

from newsletters.plain import safe_url
from veille.app.known_facts import buyer_of, state_of, title_of
from veille.app.web.api_shapes import (
    ChangedFact,
    Judged,
    Procedure,
    ProcedureDetail,
    Proof,
    Publication,
)
from veille.app.web.history import Step, history
from veille.app.web.reading import Read
from veille.core.facts import facts_from_json
from veille.core.redaction import redact
from veille.core.verdicts import Evidence, Verdict
from veille.store.cards import StoredCard


def procedure(stored: StoredCard, now: datetime, base: str, *, sample: bool) -> Procedure:
    """A version of a procedure; ``base`` is where the pages are."""
    known, card = facts_from_json(stored.facts), stored.card
    links = known.links
    return Procedure(
        id=card.procedure_id,
        version=card.version,
        url=f"{base}/consultations/{card.procedure_id}",
        title=title_of(known, sample=sample),
        buyer=buyer_of(known),
        state=state_of(known, now),
        published_on=known.published_on,
        deadline=known.deadline,
        deadline_approximate=known.deadline_approximate,
        tells=sorted(card.whats),
        places=sorted(card.executed),
        sectors=sorted(card.sectors),
        reserved=known.reserved,
        clause=known.clause,
        obligation=known.obligation,
        hours_estimate=known.hours_estimate,
        potential=card.band,
        sources=list(known.sources),
        notice=safe_url(links.notice) if links else None,
        documents=safe_url(links.documents) if links else None,
        sample=sample,
    )


def detail(stored: StoredCard, read: Read, now: datetime, base: str) -> ProcedureDetail:
    """The same with its publications and the verdict of each of its notices."""
    return ProcedureDetail(
        procedure=procedure(stored, now, base, sample=read.procedure.sample),
        publications=[_publication(step) for step in history(read.procedure, now)],
        verdicts=[_verdict(one) for _, one in sorted(read.procedure.verdicts.items())],
    )


def _publication(step: Step) -> Publication:
    return Publication(
        day=step.day,
        title=step.title,
        links=[link.url for link in step.links],
        changes=[
            ChangedFact(label=one.label, before=one.before, after=one.after) for one in step.changes
        ],
    )


def _verdict(verdict: Verdict) -> Judged:
    return Judged(
        id=verdict.id,
        rules=verdict.rules,
        model=verdict.model,
        reserved=verdict.reserved,
        clause=verdict.clause,
        potential=verdict.potential,
        likely=verdict.likely,
        obligation=verdict.obligation,
        hours_estimate=verdict.hours_estimate,
        by_lot=list(verdict.by_lot),
        evidence=[_proof(one) for one in verdict.evidence],
    )


def _proof(evidence: Evidence) -> Proof:
    return Proof(
        signal=evidence.signal,
        for_=evidence.for_,
        at=evidence.at,
        quote=redact(evidence.quote) if evidence.quote else None,
        start=evidence.start,
        end=evidence.end,
        lot=evidence.lot,
        rule=evidence.rule,
        weight=evidence.weight,
    )
