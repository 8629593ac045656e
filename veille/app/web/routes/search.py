"""Search: the one filter over everything known, the newest first."""

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from veille.app.web import cursor
from veille.app.web.listing import listed_page
from veille.app.web.offers import offer
from veille.app.web.pages import page
from veille.app.web.site import site_of
from veille.app.web.subscription_form import Form
from veille.core.refusals import Refusal
from veille.core.search import Search
from veille.store import searching

router = APIRouter(include_in_schema=False)

_A_PAGE = 25
_ASKED = (
    "mots",
    "sauf",
    "commune",
    "territoire",
    "secteur",
    "quoi",
    "pour",
    "potentiel",
    "acheteur",
)


@router.get("/recherche")
def search(request: Request) -> Response:
    """The form, and what it finds; the same choices make a subscription."""
    site, form = site_of(request), Form(request.query_params)
    shown: dict[str, Any] = {
        "form": form,
        "offer": offer(site.settings.territories),
        "query": _query(form),
    }
    try:
        asked, after = form.filter(), cursor.read(form.text("apres"))
    except Refusal as refusal:
        nothing: dict[str, Any] = {
            "total": None,
            "results": (),
            "next": None,
            "sample": False,
            "fault": str(refusal),
        }
        return page(request, "search.html.j2", 400, **shown, **nothing)
    with site.store.read() as session:
        total = searching.count(session, Search(filter=asked), site.clock())
        part = searching.find(
            session, Search(filter=asked), site.clock(), most=_A_PAGE, after=after
        )
    return page(
        request,
        "search.html.j2",
        **shown,
        total=total,
        results=listed_page(part, site.clock()),
        sample=bool(part.samples),
        next=cursor.written(part.next) if part.next else None,
        fault=None,
    )


def _query(form: Form) -> str:
    """The choices, for the addresses of the next page and of the subscription."""
    pairs = [(name, value) for name, value in form.values.multi_items() if name in _ASKED]
    return urlencode([(name, value) for name, value in pairs if value])
