"""Choosing a model, going back, asking for a comparison: for admins, each with a reason kept."""

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from veille.app.learn import choosing
from veille.app.learn.comparing import read_comparison
from veille.app.learn.serving import models_dir, verified
from veille.app.people.staffing import PAGE
from veille.app.web.pages import seen
from veille.app.web.posted import Posted
from veille.app.web.site import site_of
from veille.app.web.staff.access import Admin
from veille.app.web.staff.models.pages import held_id, model_of, model_page, models_of
from veille.app.web.staff.models.showing import SHIPPED, tried
from veille.app.web.staff.pages import staff_page
from veille.core.refusals import Refusal
from veille.core.staff_words import LONGEST_REASON, reason_of
from veille.store import audit, model_reports
from veille.store.staff import Member

router = APIRouter(prefix=f"{PAGE}/modeles", include_in_schema=False)


@router.get("/retour")
def ask_to_go_back(request: Request, member: Admin) -> Response:
    """What going back would change."""
    return _back_page(request, member)


@router.post("/retour")
def go_back(request: Request, member: Admin, posted: Posted) -> Response:
    """Let the model that served before serve again."""
    site, now, why = site_of(request), site_of(request).clock(), posted.get("raison", "")
    by = member.name or member.address
    try:
        with site.store.transaction() as session:
            back = choosing.go_back(
                session, by=by, why=reason_of(why), now=now, seen=_seen(posted.get("sert", ""))
            )
            subject = back.model or SHIPPED
            audit.note(session, member, "model.rollback", subject, now, detail=back.why)
    except Refusal as refusal:
        return _back_page(request, member, fault=str(refusal), why=why, status=400)
    return seen(request, f"{router.prefix}?fait=retour")


@router.get("/{name}/choisir")
def ask_to_choose(request: Request, member: Admin, name: str) -> Response:
    """What choosing this model would change."""
    return _choice_page(request, member, name)


@router.post("/{name}/choisir")
def choose(request: Request, member: Admin, name: str, posted: Posted) -> Response:
    """Let this model serve from now on."""
    site, now, why = site_of(request), site_of(request).clock(), posted.get("raison", "")
    model_of(site, name)
    by = member.name or member.address
    try:
        reason = reason_of(why)
        verified(name, models_dir(site.settings))
        with site.store.transaction() as session:
            known = _seen(posted.get("sert", ""))
            choosing.choose(session, name, by=by, why=reason, now=now, seen=known)
            audit.note(session, member, "model.promote", name, now, detail=reason)
    except Refusal as refusal:
        return _choice_page(request, member, name, fault=str(refusal), why=why, status=400)
    return seen(request, f"{router.prefix}/{name}?fait=choix")


@router.post("/{name}/comparer")
def compare(request: Request, member: Admin, name: str) -> Response:
    """Ask the clock to compare this model with the one that serves."""
    site, now = site_of(request), site_of(request).clock()
    model = model_of(site, name)
    if model.serves or model.manifest is None:
        words = "ce modèle sert" if model.serves else "ce modèle est inutilisable"
        return model_page(request, member, name, fault=f"{words} : rien à comparer", status=400)
    with site.store.transaction() as session:
        if model_reports.ask(session, name, member.name or member.address, now):
            audit.note(session, member, "model.report", name, now)
    return seen(request, f"{router.prefix}/{name}?fait=comparaison")


def _choice_page(
    request: Request,
    member: Member,
    name: str,
    *,
    fault: str | None = None,
    why: str = "",
    status: int = 200,
) -> Response:
    site = site_of(request)
    model = model_of(site, name)
    with site.store.read() as session:
        trials = tried(session, name)
        made = model_reports.last_done(session, name)
        held = held_id(session)
    found = read_comparison(made.found)[1] if made and made.found else None
    return staff_page(
        request,
        member,
        "staff/models/choose.html.j2",
        status,
        model=model,
        serves=next((one for one in models_of(site) if one.serves), None),
        trials=trials,
        made=made,
        found=found,
        held=held,
        why=why,
        longest=LONGEST_REASON,
        fault=fault,
    )


def _back_page(
    request: Request,
    member: Member,
    *,
    fault: str | None = None,
    why: str = "",
    status: int = 200,
) -> Response:
    site = site_of(request)
    with site.store.read() as session:
        back = choosing.before(session)
        held = held_id(session)
    return staff_page(
        request,
        member,
        "staff/models/back.html.j2",
        status,
        back=back,
        serves=next((one for one in models_of(site) if one.serves), None),
        held=held,
        why=why,
        longest=LONGEST_REASON,
        fault=fault,
    )


def _seen(text: str) -> int:
    """The change that a form saw; one that never was where it says none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else -1
