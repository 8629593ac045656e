"""Sources: their state, what they gave, what could not be read, and what staff do about it."""

from collections.abc import Callable

from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from spiders.registry import SourceInfo
from veille.app.sources import desk
from veille.app.sources.desk import TOPICS
from veille.app.sources.detail import UnknownSourceError, detail, named
from veille.app.sources.overview import overview
from veille.app.sources.warning import PAGE
from veille.app.web.pages import seen
from veille.app.web.posted import Posted, RowId
from veille.app.web.site import site_of
from veille.app.web.staff.access import Facilitator, Reader
from veille.app.web.staff.pages import staff_page
from veille.core.clock import paris
from veille.core.refusals import Refusal
from veille.store.staff import Member

router = APIRouter(prefix=PAGE, include_in_schema=False)

Action = Callable[[Session, SourceInfo], object]

_SAID = {
    "note": "C’est noté : plus d’avertissement à ce sujet jusqu’à cette date.",
    "reprise": "C’est noté : vous serez de nouveau avertis.",
    "relu": "Relu : tout ce qui restait illisible a été lu. Ces avis seront classés à la "
    "prochaine collecte.",
    "encore": "Relu : il reste des relevés illisibles, leur erreur est ci-dessous.",
    "champ": "C’est noté : ce champ n’est plus signalé.",
    "champs": "C’est noté : seuls de nouveaux champs seront signalés.",
    "revoir": "Ce champ est de nouveau signalé.",
}
_EMPTY = {"sujet": "silence", "jusqu_au": "", "pourquoi": ""}


@router.get("")
def show(request: Request, member: Reader) -> Response:
    """Every source, and what needs a person."""
    site = site_of(request)
    found = overview(site.store, site.settings, site.clock())
    return staff_page(request, member, "staff/sources/all.html.j2", found=found)


@router.get("/{name}")
def show_one(request: Request, member: Reader, name: str) -> Response:
    """One source: days, crawls, what could not be read, how full its notices are."""
    return _page(request, member, name)


@router.post("/{name}/noter")
def acknowledge(request: Request, member: Facilitator, name: str, posted: Posted) -> Response:
    """Take note of what is wrong until a day."""
    form = {field: posted.get(field, "") for field in _EMPTY}
    now = site_of(request).clock()

    def action(session: Session, source: SourceInfo) -> None:
        desk.acknowledge(
            session,
            source,
            member,
            topic=form["sujet"],
            until=form["jusqu_au"],
            why=form["pourquoi"],
            now=now,
        )

    try:
        return _do(request, name, "note", action)
    except Refusal as refusal:
        return _page(request, member, name, form=form, fault=str(refusal), status=400)


@router.post("/{name}/notes/{note_id}/reprendre")
def resume(request: Request, member: Facilitator, name: str, note_id: RowId) -> Response:
    """Warn of it again."""
    now = site_of(request).clock()
    return _do(
        request, name, "reprise", lambda s, source: desk.resume(s, source, member, note_id, now)
    )


@router.post("/{name}/relire")
def read_all_again(request: Request, member: Facilitator, name: str) -> Response:
    """Read what could not be read of a source again."""
    return _read_again(request, member, name, None)


@router.post("/{name}/releves/{payload_id}/relire")
def read_one_again(request: Request, member: Facilitator, name: str, payload_id: RowId) -> Response:
    """Read one payload again."""
    return _read_again(request, member, name, payload_id)


@router.post("/{name}/champs")
def dismiss_key(request: Request, member: Facilitator, name: str, posted: Posted) -> Response:
    """A key, or every one, is known and not needed; or one is to be looked at again."""
    now, dialect, key = (
        site_of(request).clock(),
        posted.get("dialecte", ""),
        posted.get("champ", ""),
    )
    if not key:
        return _do(
            request, name, "champs", lambda s, source: desk.dismiss_keys(s, source, member, now)
        )
    if posted.get("revoir"):
        return _do(
            request,
            name,
            "revoir",
            lambda s, source: desk.recall_key(s, source, member, dialect, key, now),
        )
    return _do(
        request,
        name,
        "champ",
        lambda s, source: desk.dismiss_key(s, source, member, dialect, key, now),
    )


def _do(request: Request, name: str, done: str, action: Action) -> Response:
    source = _source(name)
    with site_of(request).store.transaction() as session:
        action(session, source)
    return seen(request, f"{PAGE}/{source.name}?fait={done}")


def _read_again(request: Request, member: Member, name: str, payload_id: int | None) -> Response:
    site, source = site_of(request), _source(name)
    counts = desk.read_again(
        site.store, site.settings, source, member, site.clock(), payload_id=payload_id
    )
    done = "encore" if counts.failed else "relu"
    return seen(request, f"{PAGE}/{source.name}?fait={done}#illisibles")


def _source(name: str) -> SourceInfo:
    try:
        return named(name)
    except UnknownSourceError:
        raise HTTPException(404) from None


def _page(
    request: Request,
    member: Member,
    name: str,
    *,
    form: dict[str, str] | None = None,
    fault: str | None = None,
    status: int = 200,
) -> Response:
    site, source = site_of(request), _source(name)
    return staff_page(
        request,
        member,
        "staff/sources/one.html.j2",
        status,
        one=detail(site.store, site.settings, source.name, site.clock()),
        base=f"{PAGE}/{source.name}",
        topics=TOPICS,
        today=paris(site.clock()).date(),
        may_act=member.role != "reader",
        form=form or _EMPTY,
        said=_SAID.get(request.query_params.get("fait", "")),
        fault=fault,
    )
