"""The API: procedures and their verdicts as JSON, found by the one filter."""

from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request

from veille.app.web import api_answers, cursor
from veille.app.web.api_shapes import Fault, ProcedureDetail, Procedures
from veille.app.web.posted import RowId
from veille.app.web.reading import read
from veille.app.web.site import base_of, site_of
from veille.core.asking import filter_of
from veille.core.filters import Filter
from veille.core.search import Search
from veille.store import cards, searching

PREFIX = "/api/v1"
MOST = 100

router = APIRouter(
    prefix=PREFIX,
    tags=["consultations"],
    responses={400: {"model": Fault}, 404: {"model": Fault}, 422: {"model": Fault}},
)

Several = Annotated[list[str], Query()]


def _asked(
    territory: Several = [],  # noqa: B006 - FastAPI copies it
    sector: Several = [],  # noqa: B006
    what: Several = [],  # noqa: B006
    reserved_for: Several = [],  # noqa: B006
    band: Annotated[str | None, Query()] = None,
    word: Several = [],  # noqa: B006
    without: Several = [],  # noqa: B006
) -> Filter:
    """Codes ou noms français ; dans un champ répété, une valeur suffit ; tous les champs comptent.

    `what` : reserved, clause, potential, obligation, planning, correction, award, renewal.
    """
    return filter_of(
        territories=territory,
        sectors=sector,
        what=what,
        reserved_for=reserved_for,
        band=band,
        words=word,
        without=without,
    )


@router.get("/procedures", summary="Les consultations, les plus récentes d’abord")
def procedures(
    request: Request,
    asked: Annotated[Filter, Depends(_asked)],
    after: Annotated[str, Query(description="Donné par `next`.")] = "",
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> Procedures:
    """Celles que le filtre retient, une page à la fois."""
    site, base = site_of(request), base_of(request)
    place, now = cursor.read(after), site.clock()
    with site.store.read() as session:
        total = searching.count(session, Search(filter=asked), now)
        found = searching.find(session, Search(filter=asked), now, most=limit, after=place)
    following = None
    if found.next is not None:
        pairs = [(name, value) for name, value in request.query_params.multi_items()
                 if name != "after"]  # fmt: skip
        query = urlencode([*pairs, ("after", cursor.written(found.next))])
        following = f"{base}{PREFIX}/procedures?{query}"
    items = [
        api_answers.procedure(one, now, base, sample=one.card.procedure_id in found.samples)
        for one in found.cards
    ]
    return Procedures(total=total, items=items, next=following)


@router.get("/procedures/{procedure_id}", summary="Une consultation et ses classements")
def procedure(request: Request, procedure_id: RowId) -> ProcedureDetail:
    """Son état d’aujourd’hui, ses publications, le classement de chaque avis avec ses preuves.

    Le numéro d’une consultation réunie à une autre donne cette autre.
    """
    site = site_of(request)
    with site.store.read() as session:
        found = read(session, site, procedure_id)
        stored = _newest(session, found.procedure.id) if found else None
    if found is None or stored is None:
        raise HTTPException(404)
    return api_answers.detail(stored, found, site.clock(), base_of(request))


def _newest(session: Session, procedure_id: int) -> cards.StoredCard | None:
    versions = cards.load(session, [procedure_id]).get(procedure_id, ())
    return versions[-1] if versions else None
