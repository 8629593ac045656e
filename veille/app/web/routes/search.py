"""Search over everything gathered: the whole of it is in the address, so that it can be shared."""

from typing import Any

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from veille.app.web import cursor, search_exports
from veille.app.web.offers import offer, search_offer
from veille.app.web.pages import page
from veille.app.web.search_choices import choices, not_followed
from veille.app.web.search_form import SearchForm
from veille.app.web.search_results import buyers, narrower, results, wider
from veille.app.web.site import site_of
from veille.core.notice_numbers import notice_keys
from veille.core.refusals import Refusal
from veille.store import by_number, searching

router = APIRouter(prefix="/recherche", include_in_schema=False)

_A_PAGE = 25


@router.get("")
def search(request: Request) -> Response:
    """The form, and what it finds; the number of a notice leads to its procedure."""
    site, form = site_of(request), SearchForm(request.query_params)
    number = _by_number(request, form)
    if number is not None:
        return RedirectResponse(f"{site.root}/consultations/{number}", 303)
    shown: dict[str, Any] = {
        "form": form.fields,
        "sort": form.sort,
        "offer": offer(site.settings.territories),
        "search_offer": search_offer(),
        "query": form.query(),
        "is_refined": form.is_refined,
    }
    try:
        asked = form.search()
        after, before = (cursor.read(form.fields.text(name)) for name in ("apres", "avant"))
        chosen = choices(form)
    except Refusal as refusal:
        return page(request, "search.html.j2", 400, **shown, fault=str(refusal), total=None)
    now = site.clock()
    with site.store.read() as session:
        total = searching.count(session, asked, now)
        part = searching.find(session, asked, now, most=_A_PAGE, after=after, before=before)
        shown |= {
            "results": results(session, part, asked, now),
            "buyers": buyers(session, form, asked, now),
            "narrower": narrower(session, form, asked, now) if total > _A_PAGE else [],
            "wider": [] if total else wider(session, form, now),
        }
    return page(
        request,
        "search.html.j2",
        **shown,
        total=total,
        choices=chosen,
        not_followed=not_followed(form),
        followed=form.followed,
        sample=bool(part.samples),
        next=cursor.written(part.next) if part.next else None,
        previous=cursor.written(part.previous) if part.previous else None,
        most_exported=search_exports.MOST,
        fault=None,
    )


def _by_number(request: Request, form: SearchForm) -> int | None:
    """The one procedure whose number was typed, and nothing else."""
    if any(name not in ("mots", "tri") for name, _ in form.pairs):
        return None
    keys = notice_keys(form.fields.text("mots"))
    if not keys:
        return None
    with site_of(request).store.read() as session:
        found = by_number.procedures_of(session, keys)
    return found[0] if len(found) == 1 else None
