"""Pages: one environment of templates, one layout, every shown string on the safe side."""

from datetime import UTC, date, datetime
from functools import cache
from http import HTTPStatus
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined, select_autoescape
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse

from newsletters.plain import plain
from newsletters.presentation import SAMPLE_BANNER
from veille.app.web.assets import address
from veille.app.web.signed_in import member_of
from veille.app.web.site import path_of, site_of
from veille.core import french
from veille.core.clock import paris


def page(
    request: Request, template: str, status: int = HTTPStatus.OK, **context: Any
) -> HTMLResponse:
    """The page that ``template`` makes of ``context``."""
    return HTMLResponse(html(request, template, **context), status_code=status)


def html(request: Request, template: str, **context: Any) -> str:
    """The same as text."""
    site = site_of(request)
    if "member" not in context:
        context["member"] = member_of(request)
    return (
        _environment()
        .get_template(template)
        .render(
            publisher=site.settings.publisher,
            path=path_of(request.scope),
            root=site.root,
            **context,
        )
    )


def seen(request: Request, path: str) -> RedirectResponse:
    """After a POST: the page at ``path`` to look at."""
    return RedirectResponse(site_of(request).root + path, HTTPStatus.SEE_OTHER)


def moved(request: Request, path: str) -> RedirectResponse:
    """It is at ``path`` for good."""
    return RedirectResponse(site_of(request).root + path, HTTPStatus.MOVED_PERMANENTLY)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=ChoiceLoader([PackageLoader("veille.app.web"), PackageLoader("newsletters")]),
        autoescape=select_autoescape(enabled_extensions=("html.j2", "xml.j2")),
        undefined=StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["asset"] = address
    environment.globals["sample_banner"] = SAMPLE_BANNER
    environment.filters["french"] = french.typography
    environment.filters["long_date"] = french.long_date
    environment.filters["date_and_time"] = french.date_and_time
    environment.filters["short_date"] = _short_date
    environment.filters["until"] = french.period
    environment.filters["number"] = french.number
    environment.filters["moment"] = _moment
    environment.filters["day"] = _day
    return environment


def _short_date(day: date) -> str:
    return french.short_date(day, year=True)


def _moment(moment: datetime) -> str:
    """For programs (RFC 3339)."""
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _day(moment: datetime) -> str:
    """The day that it is in Paris."""
    return french.long_date(paris(moment).date())


def _shown(value: object) -> object:
    """Foreign text loses its control and direction characters; what templates say stays."""
    return plain(value) if isinstance(value, str) and not isinstance(value, Markup) else value
