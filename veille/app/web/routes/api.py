"""The API: procedures and their verdicts as JSON, found as the search page finds them."""

from dataclasses import replace
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
from veille.core.search import Search, Sort
from veille.core.search_asking import SOURCE_NAMES, search_of
from veille.store import cards, searching

PREFIX = "/api/v1"
MOST = 100

_Q = (
    "Des mots cherchés dans tout ce que disent les avis : tous comptent ; une virgule sépare des "
    "choix, des guillemets tiennent une expression ensemble, un tiret écarte un mot."
)
_STATES = "planned, open, closed, awarded, cancelled."
_SOURCES = f"{', '.join(SOURCE_NAMES)}."
_DAY = "Un jour, inclus : 2026-11-09."
_AMOUNT = "En euros."
_SORT = (
    "`newest` : les plus récentes ; `relevance` : celles qui répondent le mieux à `q` ; "
    "`deadline` : celles auxquelles on peut encore répondre, la plus pressée d’abord."
)

router = APIRouter(
    prefix=PREFIX,
    tags=["consultations"],
    responses={400: {"model": Fault}, 404: {"model": Fault}, 422: {"model": Fault}},
)

Several = Annotated[list[str], Query()]
One = Annotated[str, Query()]


def _asked(
    territory: Several = [],  # noqa: B006 - FastAPI copies it
    sector: Several = [],  # noqa: B006
    what: Several = [],  # noqa: B006
    reserved_for: Several = [],  # noqa: B006
    band: Annotated[str | None, Query()] = None,
    word: Several = [],  # noqa: B006
    without: Several = [],  # noqa: B006
    buyer: One = "",
) -> Filter:
    """Codes ou noms français ; dans un champ répété, une valeur suffit ; tous les champs comptent.

    `what` : reserved, clause, potential, obligation, planning, correction, award, renewal.
    """
    asked = filter_of(
        territories=territory,
        sectors=sector,
        what=what,
        reserved_for=reserved_for,
        band=band,
        words=word,
        without=without,
    )
    return replace(asked, buyer=buyer or None)


def _searched(
    asked: Annotated[Filter, Depends(_asked)],
    q: Annotated[str, Query(description=_Q)] = "",
    clause_kind: Several = [],  # noqa: B006 - FastAPI copies it
    state: Annotated[list[str], Query(description=_STATES)] = [],  # noqa: B006
    source: Annotated[list[str], Query(description=_SOURCES)] = [],  # noqa: B006
    buyer_name: Annotated[str, Query(description="Des mots du nom de l’acheteur.")] = "",
    published_from: Annotated[str, Query(description=_DAY)] = "",
    published_to: Annotated[str, Query(description=_DAY)] = "",
    deadline_from: Annotated[str, Query(description=_DAY)] = "",
    deadline_to: Annotated[str, Query(description=_DAY)] = "",
    amount_from: Annotated[str, Query(description=_AMOUNT)] = "",
    amount_to: Annotated[str, Query(description=_AMOUNT)] = "",
    sort: Annotated[Sort, Query(description=_SORT)] = "newest",
) -> Search:
    return search_of(
        asked,
        words=q,
        clause_kinds=clause_kind,
        states=state,
        sources=source,
        published=(published_from, published_to),
        deadline=(deadline_from, deadline_to),
        amount=(amount_from, amount_to),
        buyer_name=buyer_name,
        sort=sort,
    )


@router.get("/procedures", summary="Les consultations, les plus récentes d’abord")
def procedures(
    request: Request,
    asked: Annotated[Search, Depends(_searched)],
    after: Annotated[str, Query(description="Donné par `next`.")] = "",
    limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
) -> Procedures:
    """Celles que le filtre retient, une page à la fois.

    `word` et `without` cherchent dans l’objet, les lots et l’acheteur, comme un abonnement ; `q`
    dans tout ce que disent les avis.
    """
    site, base = site_of(request), base_of(request)
    place, now = cursor.read(after), site.clock()
    with site.store.read() as session:
        total = searching.count(session, asked, now)
        found = searching.find(session, asked, now, most=limit, after=place)
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
