"""Pages of staff: the layout of all pages, with who is signed in and their menu."""

from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import HTMLResponse

from veille.app.people.staffing import ROLE_NAMES
from veille.app.web.pages import page
from veille.app.web.staff.navigation import menu
from veille.store.staff import Member


def staff_page(
    request: Request, member: Member, template: str, status: int = HTTPStatus.OK, **context: Any
) -> HTMLResponse:
    """The page that ``template`` makes of ``context``, for a member of staff."""
    return page(
        request,
        template,
        status,
        member=member,
        role=ROLE_NAMES[member.role],
        menu=tuple(menu(member.role)),
        **context,
    )
