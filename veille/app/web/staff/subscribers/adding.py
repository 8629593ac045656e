"""Somebody written to from now on, on a ground that an admin names."""

from http import HTTPStatus

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from veille.app.people import by_staff
from veille.app.people.importing import Entrant, ground_of
from veille.app.web.offers import offer
from veille.app.web.pages import seen
from veille.app.web.posted import Posted
from veille.app.web.site import site_of
from veille.app.web.staff.access import Admin
from veille.app.web.staff.pages import staff_page
from veille.app.web.staff.subscribers import PREFIX
from veille.app.web.subscription_form import Form
from veille.core.asking import BASIS_NAMES, KIND_NAMES, named
from veille.core.refusals import Refusal
from veille.store.staff import Member

router = APIRouter(prefix=f"{PREFIX}/ajouter", include_in_schema=False)


@router.get("")
def ask(request: Request, member: Admin) -> Response:
    """The form."""
    return _page(request, member, Form(request.query_params))


@router.post("")
def add(request: Request, member: Admin, posted: Posted) -> Response:
    """Take the person in: no confirmation is asked for, since the ground exists."""
    site, form = site_of(request), Form(posted)
    try:
        entrant = Entrant(
            address=form.text("adresse"),
            kind=named(KIND_NAMES, form.text("qualite")),
            ground=ground_of(form.text("base"), form.text("origine")),
            filter=form.filter(),
            rhythm=form.rhythm,
            label=form.label,
            display_name=form.text("prenom_nom") or None,
        )
        with site.store.transaction() as session:
            subscriber_id, is_new = by_staff.add(
                session,
                member,
                entrant,
                site.settings.territories,
                site.clock(),
                again=form.text("malgre_un_depart") == "oui",
            )
    except Refusal as refusal:
        return _page(request, member, form, str(refusal))
    return seen(request, f"{PREFIX}/{subscriber_id}?fait={'ajout' if is_new else 'connu'}")


def _page(request: Request, member: Member, form: Form, fault: str | None = None) -> Response:
    return staff_page(
        request,
        member,
        "staff/subscribers/add.html.j2",
        HTTPStatus.BAD_REQUEST if fault else HTTPStatus.OK,
        form=form,
        offer=offer(site_of(request).settings.territories),
        kinds=tuple(KIND_NAMES.items()),
        bases=tuple(BASIS_NAMES.items()),
        fault=fault,
        base=PREFIX,
    )
