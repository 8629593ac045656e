"""One row of a domain table: its form, what a change would change, its history."""

from collections.abc import Mapping
from http import HTTPStatus

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from veille.app.domain_tables import tables_in
from veille.app.tables.changing import (
    Change,
    ChangeRefused,
    change_of,
    keep,
    rows_of,
    take_back,
    with_changes,
    withdrawal_of,
)
from veille.app.tables.previewing import preview
from veille.app.web.pages import seen
from veille.app.web.posted import Posted
from veille.app.web.site import site_of
from veille.app.web.staff.access import Facilitator, Reader
from veille.app.web.staff.pages import staff_page
from veille.app.web.staff.tables.listing import row_page
from veille.app.web.staff.tables.shared import (
    TABLES,
    Table,
    check_may_change,
    edit_number,
    may_change,
    when_it_counts,
)
from veille.core.refusals import Refusal
from veille.core.table_info import TableInfo, changed_words
from veille.core.tables import Tables, reference_tables
from veille.store import tables as edits
from veille.store.staff import Member

router = APIRouter(prefix=f"{TABLES}/{{slug}}", include_in_schema=False)

_LONGEST_KEY = 600
_SAID = {
    "change": "C’est enregistré.",
    "retire": "La ligne est retirée : elle peut être rétablie ci-dessous.",
    "annule": "Le changement est annulé.",
}


@router.get("/ligne")
def show(request: Request, member: Reader, info: Table) -> Response:
    """A row with its form; without a key, the form of a new one."""
    key = request.query_params.get("cle")
    return _form(request, member, info, key, None)


@router.post("/corriger")
def correct(request: Request, member: Facilitator, info: Table, posted: Posted) -> Response:
    """The form again, as it was filled in. Changes nothing."""
    return _form(request, member, info, _key(posted), posted)


@router.post("/apercu")
def try_out(request: Request, member: Facilitator, info: Table, posted: Posted) -> Response:
    """What the change would change. Changes nothing."""
    check_may_change(member, info)
    site = site_of(request)
    try:
        with site.store.read() as session:
            tables = tables_in(session)
            change = _asked(tables, info, posted)
            after = with_changes(session, change)
            found = preview(session, info, tables, after, site.clock())
    except Refusal as refusal:
        return _form(request, member, info, _key(posted), posted, refusal)
    return staff_page(
        request,
        member,
        "staff/tables/preview.html.j2",
        info=info,
        change=change,
        found=found,
        typed=[(name, value) for name, value in posted.items() if name != "vu"],
        seen_edit=edit_number(posted.get("vu", "")),
        counts=when_it_counts(site, info),
    )


@router.post("/enregistrer")
def save(request: Request, member: Facilitator, info: Table, posted: Posted) -> Response:
    """Keep the change."""
    check_may_change(member, info)
    site = site_of(request)
    try:
        with site.store.transaction() as session:
            change = _asked(tables_in(session), info, posted)
            keep(session, change, edit_number(posted.get("vu", "")), member, site.clock())
    except Refusal as refusal:
        return _form(request, member, info, _key(posted), posted, refusal)
    done = "retire" if change.edit.withdrawn else "change"
    return seen(request, f"{row_page(info, change.edit.key)}&fait={done}")


@router.post("/annuler")
def undo(request: Request, member: Facilitator, info: Table, posted: Posted) -> Response:
    """Take back one change of the history."""
    check_may_change(member, info)
    site = site_of(request)
    try:
        with site.store.transaction() as session:
            edit_id = edit_number(posted.get("changement", ""))
            found = take_back(session, info, edit_id, member, site.clock())
    except Refusal as refusal:
        return _form(request, member, info, _key(posted), None, refusal)
    return seen(request, f"{row_page(info, found.key)}&fait=annule")


def _asked(tables: Tables, info: TableInfo, posted: Mapping[str, str]) -> Change:
    key = _key(posted)
    if posted.get("retirer") == "1" and key is not None:
        return withdrawal_of(tables, info, key, posted.get("source", ""))
    return change_of(tables, info, posted, key)


def _key(posted: Mapping[str, str]) -> str | None:
    return posted.get("cle") or None


def _form(
    request: Request,
    member: Member,
    info: TableInfo,
    key: str | None,
    typed: Mapping[str, str] | None,
    refusal: Refusal | None = None,
) -> Response:
    site = site_of(request)
    with site.store.read() as session:
        tables = tables_in(session)
        known = rows_of(tables, info).get(key) if key is not None else None
        past = edits.history(session, info.name, key[:_LONGEST_KEY]) if key is not None else []
    if key is not None and known is None and not past:
        raise HTTPException(404)
    shipped = rows_of(reference_tables(), info).get(key or "")
    words = _typed(info, known) | dict(typed or {})
    return staff_page(
        request,
        member,
        "staff/tables/row.html.j2",
        HTTPStatus.BAD_REQUEST if refusal else HTTPStatus.OK,
        info=info,
        key=key,
        known=known,
        label=info.label(known or (past[0].cells if past else {})) if key else None,
        typed=words,
        bodies=[body.name for body in tables.bodies] if info.name == "facilitators" else (),
        history=_history(info, past, shipped),
        shipped=shipped,
        seen_edit=edit_number(typed.get("vu", "")) if typed else (past[0].id if past else 0),
        can_change=may_change(member, info),
        counts=when_it_counts(site, info),
        said=_SAID.get(request.query_params.get("fait", "")),
        fault=refusal,
        fault_column=refusal.column if isinstance(refusal, ChangeRefused) else None,
    )


def _typed(info: TableInfo, known: Mapping[str, str] | None) -> dict[str, str]:
    """What the fields hold at first; a new value wants a new source."""
    if known is None:
        return {"status": "to_confirm"}
    return {
        field.column: cell if field.kind == "choice" else field.written(cell)
        for field in info.fields
        if (cell := known[field.column]) and field.column != "source"
    }


def _history(
    info: TableInfo, past: list[edits.Edit], shipped: Mapping[str, str] | None
) -> list[tuple[edits.Edit, tuple[tuple[str, str, str], ...]]]:
    """Each edit with what it changed of the one before, the first of what ``shipped``."""
    found = []
    for place, edit in enumerate(past):
        older = (one.cells for one in past[place + 1 :] if one.undoes is None and not one.withdrawn)
        words = changed_words(info, next(older, shipped), edit.cells)
        shown = edit.undoes is None and not edit.withdrawn
        found.append((edit, tuple(words) if shown else ()))
    return found
