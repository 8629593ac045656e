"""Contracts of award data: doubts to settle, and contracts that only they know, ending soon."""

from dataclasses import dataclass
from datetime import timedelta

from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from newsletters.selection import RENEWAL_DAYS
from veille.app.gathering.sources import departments_of
from veille.app.people.staffing import PAGE
from veille.app.review import awarding
from veille.app.web.contract_lines import ContractLine, contract_lines
from veille.app.web.listing import Listed, listed
from veille.app.web.pages import seen
from veille.app.web.posted import RowId
from veille.app.web.site import Site, site_of
from veille.app.web.staff.access import Facilitator, Reader
from veille.app.web.staff.numbers import number
from veille.app.web.staff.pages import staff_page
from veille.core import french
from veille.core.clock import paris
from veille.core.contract_join import Evidence
from veille.core.refusals import Refusal
from veille.store import cards, contract_counts, contract_joins, practices, searching
from veille.store.contract_joins import Join
from veille.store.staff import Member

router = APIRouter(prefix=f"{PAGE}/attributions", include_in_schema=False)

_A_PAGE = 15
_MOST_ENDING = 100
_SAID = {
    "rapproche": "Marché rapproché de la consultation.",
    "ecarte": "Écarté : ce rapprochement ne sera plus proposé.",
}
_PARTS = (
    ("object", "objet"),
    ("cpv", "code CPV"),
    ("dates", "dates"),
    ("amount", "montant"),
    ("holder", "titulaire"),
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A procedure that a contract may come from, and why, in words."""

    id: int
    shown: Listed | None
    score: int
    reasons: str


@dataclass(frozen=True, slots=True)
class _Doubt:
    contract: ContractLine
    candidates: tuple[_Candidate, ...]


@router.get("")
def show(request: Request, member: Reader) -> Response:
    """The doubts, the newest first, and what ends soon without a known procedure."""
    return _page(request, member)


@router.post("/{contract_id}/{procedure_id}/rapprocher")
def join(
    request: Request, member: Facilitator, contract_id: RowId, procedure_id: RowId
) -> Response:
    """The contract comes from this procedure."""
    site = site_of(request)
    try:
        with site.store.transaction() as session:
            awarding.join(session, member, contract_id, procedure_id, site.clock())
    except Refusal as refusal:
        return _page(request, member, fault=str(refusal), status=409)
    return seen(request, f"{router.prefix}?fait=rapproche")


@router.post("/{contract_id}/{procedure_id}/ecarter")
def refuse(
    request: Request, member: Facilitator, contract_id: RowId, procedure_id: RowId
) -> Response:
    """The contract does not come from this procedure."""
    site = site_of(request)
    try:
        with site.store.transaction() as session:
            awarding.refuse(session, member, contract_id, procedure_id, site.clock())
    except Refusal as refusal:
        return _page(request, member, fault=str(refusal), status=409)
    return seen(request, f"{router.prefix}?fait=ecarte")


def _page(
    request: Request, member: Member, *, fault: str | None = None, status: int = 200
) -> Response:
    site, asked = site_of(request), request.query_params
    with site.store.read() as session:
        found = contract_joins.doubts(session, most=_A_PAGE + 1, after=number(asked.get("apres")))
        doubts = _doubts(session, site, found[:_A_PAGE])
        totals = contract_counts.totals(session)
        ending = _ending(session, site)
    return staff_page(
        request,
        member,
        "staff/awards/doubts.html.j2",
        status,
        doubts=doubts,
        next=found[_A_PAGE - 1].contract.id if len(found) > _A_PAGE else None,
        totals=totals,
        ending=ending,
        may_settle=member.role != "reader",
        said=_SAID.get(asked.get("fait", "")),
        fault=fault,
    )


def _doubts(session: Session, site: Site, found: list[contract_joins.Doubt]) -> list[_Doubt]:
    lines = contract_lines(session, [one.contract for one in found])
    ids = [join.procedure_id for one in found for join in one.joins]
    known, samples = cards.load(session, ids), searching.samples(session, ids)

    def candidate(join: Join) -> _Candidate:
        versions = known.get(join.procedure_id)
        words = (
            listed(versions[-1], site.clock(), sample=join.procedure_id in samples)
            if versions
            else None
        )
        score = round(100 * join.score)
        return _Candidate(join.procedure_id, words, score, _reasons(join.evidence))

    return [
        _Doubt(line, tuple(candidate(join) for join in one.joins))
        for line, one in zip(lines, found, strict=True)
    ]


def _reasons(evidence: Evidence) -> str:
    """How well each part fits, from 0 to 100, as far as both sides say."""
    parts = [(words, getattr(evidence, name)) for name, words in _PARTS]
    return french.join(
        [f"{words} {round(100 * part)}" for words, part in parts if part is not None]
    )


def _ending(session: Session, site: Site) -> list[ContractLine]:
    today = paris(site.clock()).date()
    found = practices.ending(
        session,
        today,
        today + timedelta(days=RENEWAL_DAYS + 1),
        departments=departments_of(site.settings.territories),
        unjoined=True,
        most=_MOST_ENDING,
    )
    return contract_lines(session, found)
