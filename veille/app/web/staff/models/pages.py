"""The pages of models: the list, one model, its comparison with the one that serves."""

from fastapi import APIRouter
from markupsafe import Markup
from sqlalchemy.orm import Session
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from veille.app.learn import choosing, listing
from veille.app.learn.comparing import read_comparison
from veille.app.learn.listing import Listed
from veille.app.learn.serving import models_dir
from veille.app.people.staffing import PAGE
from veille.app.web.site import Site, site_of
from veille.app.web.staff.access import Reader
from veille.app.web.staff.models.showing import CAUSES, SHIPPED, card, measure, tried
from veille.app.web.staff.pages import staff_page
from veille.store import model_reports, serving
from veille.store.staff import Member

router = APIRouter(prefix=f"{PAGE}/modeles", include_in_schema=False)

_SAID = {
    "comparaison": "La comparaison est demandée : l’horloge la fera dans les minutes qui viennent.",
    "choix": "Ce modèle sert maintenant. Ce qui est déjà classé le sera de nouveau à la prochaine "
    "collecte.",
    "retour": "Le modèle d’avant sert de nouveau.",
}


@router.get("")
def show_list(request: Request, member: Reader) -> Response:
    """Every model, which one serves since when, and every change."""
    site = site_of(request)
    known = models_of(site)
    with site.store.read() as session:
        held = serving.current(session)
        history = serving.history(session)
        back = choosing.before(session)
        last = {model.name: tried(session, model.name)[:1] for model in known}
    return staff_page(
        request,
        member,
        "staff/models/list.html.j2",
        models=known,
        measure=measure,
        last=last,
        held=held,
        serves=next((one for one in known if one.serves), None),
        history=history,
        causes=CAUSES,
        shipped=SHIPPED,
        back=back,
        said=_SAID.get(request.query_params.get("fait", "")),
    )


@router.get("/{name}")
def show(request: Request, member: Reader, name: str) -> Response:
    """One model: what it learned from, what it is worth, what the gate said of it."""
    return model_page(request, member, name)


@router.get("/{name}/comparaison")
def show_comparison(request: Request, member: Reader, name: str) -> Response:
    """The last comparison that was made; nothing is worked out here."""
    site = site_of(request)
    model = model_of(site, name)
    with site.store.read() as session:
        made = model_reports.last_done(session, name)
        newest = model_reports.last(session, name)
    page, found = read_comparison(made.found) if made and made.found else (None, None)
    return staff_page(
        request,
        member,
        "staff/models/comparison.html.j2",
        model=model,
        made=made,
        newest=newest,
        page=page,
        found=found,
        drawn=Markup,
    )


def models_of(site: Site) -> list[Listed]:
    """The models of this install, the one that ships first."""
    return listing.listed(site.store, models_dir(site.settings))


def model_of(site: Site, name: str) -> Listed:
    """The model of that name.

    Raises:
        HTTPException: 404, there is none.
    """
    found = next((one for one in models_of(site) if one.name == name), None)
    if found is None:
        raise HTTPException(404)
    return found


def model_page(
    request: Request, member: Member, name: str, *, fault: str | None = None, status: int = 200
) -> Response:
    """The page of a model."""
    site = site_of(request)
    model = model_of(site, name)
    with site.store.read() as session:
        trials = tried(session, name)
        newest = model_reports.last(session, name)
        made = model_reports.last_done(session, name)
    return staff_page(
        request,
        member,
        "staff/models/model.html.j2",
        status,
        model=model,
        card=card(model.manifest) if model.manifest else None,
        trials=trials,
        newest=newest,
        made=made,
        may_choose=member.role == "admin",
        said=_SAID.get(request.query_params.get("fait", "")),
        fault=fault,
    )


def held_id(session: Session) -> int:
    """The change that holds, 0 before any: what a form says that its reader saw."""
    held = serving.current(session)
    return held.id if held else 0
