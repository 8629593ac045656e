"""A CSV file for a domain table: looked at, reported on, then applied."""

from http import HTTPStatus

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from veille.app.domain_tables import tables_in
from veille.app.tables.changing import ChangeRefused, keep_many, with_changes
from veille.app.tables.files import Report, TableFileError, decoded, read_file
from veille.app.tables.previewing import preview
from veille.app.web.pages import seen
from veille.app.web.posted import Posted
from veille.app.web.site import site_of
from veille.app.web.staff.access import Facilitator
from veille.app.web.staff.pages import staff_page
from veille.app.web.staff.tables.shared import (
    TABLES,
    Table,
    check_may_change,
    edit_number,
    when_it_counts,
)
from veille.app.web.uploads import Uploaded
from veille.core.refusals import Refusal
from veille.core.table_info import TableInfo
from veille.store import tables as edits
from veille.store.staff import Member

router = APIRouter(prefix=f"{TABLES}/{{slug}}/fichier", include_in_schema=False)


@router.post("")
def look(request: Request, member: Facilitator, info: Table, uploaded: Uploaded) -> Response:
    """What the file asks for. Changes nothing."""
    check_may_change(member, info)
    try:
        if not uploaded.content:
            raise TableFileError("choisir un fichier")
        return _report(request, member, info, decoded(uploaded.content))
    except Refusal as refusal:
        return _report(request, member, info, "", refusal)


@router.post("/appliquer")
def apply(request: Request, member: Facilitator, info: Table, posted: Posted) -> Response:
    """Keep the changes that the file asks for; the lines that were refused are left out."""
    check_may_change(member, info)
    site, text = site_of(request), posted.get("texte", "")
    try:
        with site.store.transaction() as session:
            if edits.last_id(session, info.name) != edit_number(posted.get("vu", "")):
                raise ChangeRefused("quelqu’un a changé cette table entre-temps : recommencer")
            report = read_file(tables_in(session), edits.standing(session), info, text)
            keep_many(session, list(report.changes), member, site.clock())
    except Refusal as refusal:
        return _report(request, member, info, text, refusal)
    return seen(request, f"{TABLES}/{info.slug}?fait=import")


def _report(
    request: Request, member: Member, info: TableInfo, text: str, refusal: Refusal | None = None
) -> Response:
    site = site_of(request)
    with site.store.read() as session:
        tables = tables_in(session)
        report, fault = Report((), 0, ()), refusal
        if text:
            try:
                report = read_file(tables, edits.standing(session), info, text)
            except Refusal as unreadable:
                fault = unreadable
        after = with_changes(session, *report.changes)
        found = preview(session, info, tables, after, site.clock()) if report.changes else None
        last = edits.last_id(session, info.name)
    return staff_page(
        request,
        member,
        "staff/tables/report.html.j2",
        HTTPStatus.BAD_REQUEST if fault else HTTPStatus.OK,
        info=info,
        report=report,
        found=found,
        text=text,
        last=last,
        fault=fault,
        counts=when_it_counts(site, info),
    )
