"""The trail: who did what, and when."""

from urllib.parse import urlencode

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from veille.app.people.staffing import PAGE
from veille.app.web.site import site_of
from veille.app.web.staff.access import Admin
from veille.app.web.staff.numbers import number
from veille.app.web.staff.pages import staff_page
from veille.core.audit import ACTION_NAMES, ACTIONS
from veille.store import audit, staff

router = APIRouter(prefix=f"{PAGE}/journal", include_in_schema=False)

_A_PAGE = 50


@router.get("")
def show(request: Request, member: Admin) -> Response:
    """The newest lines, of one action or one person where asked."""
    site, asked = site_of(request), request.query_params
    chosen = next((action for action in ACTIONS if action == asked.get("quoi")), None)
    who, before = number(asked.get("qui")), number(asked.get("avant"))
    with site.store.read() as session:
        lines = audit.newest(
            session,
            member.organisation,
            most=_A_PAGE + 1,
            before=before,
            actions=(chosen,) if chosen else (),
            staff_id=who,
        )
        members = staff.every(session, member.organisation)
    kept = [(name, value) for name, value in (("quoi", chosen), ("qui", who)) if value]
    return staff_page(
        request,
        member,
        "staff/journal.html.j2",
        lines=lines[:_A_PAGE],
        next=lines[_A_PAGE - 1].id if len(lines) > _A_PAGE else None,
        query=f"{urlencode(kept)}&" if kept else "",
        actions=ACTION_NAMES,
        chosen=chosen,
        members=members,
        who=who,
    )
