"""An existing list taken over: looked at first, with a report, then applied."""

import base64
import binascii
from collections.abc import Mapping, Sequence
from http import HTTPStatus

from fastapi import APIRouter
from sqlalchemy.orm import Session
from starlette.requests import Request
from starlette.responses import Response

from veille.app.people.batches import foresee, take_over
from veille.app.people.importing import Report, ground_of
from veille.app.people.list_file import COLUMNS, Line, ListFileError, lines_of, refused_as_csv
from veille.app.web.site import site_of
from veille.app.web.staff.access import Admin
from veille.app.web.staff.pages import staff_page
from veille.app.web.staff.subscribers import PREFIX
from veille.app.web.uploads import Upload, Uploaded
from veille.core.asking import BASIS_NAMES
from veille.core.french import count
from veille.core.refusals import Refusal
from veille.store import audit
from veille.store.staff import Member

router = APIRouter(prefix=f"{PREFIX}/importer", include_in_schema=False)

LARGEST = 700_000
"""Bytes of a file, which goes back and forth with the form."""
MOST_LINES = 2_000
_MOST_SHOWN = 100


@router.get("")
def ask(request: Request, member: Admin) -> Response:
    """The form."""
    return _page(request, member, {})


@router.post("/apercu")
def look(request: Request, member: Admin, uploaded: Uploaded) -> Response:
    """What the list would do; nothing is kept."""
    site = site_of(request)
    try:
        lines = _lines(uploaded.content)
        report = foresee(
            site.store,
            member.organisation,
            lines,
            ground_of(uploaded.fields.get("base", ""), uploaded.fields.get("origine", "")),
            site.settings.territories,
            site.clock(),
        )
    except Refusal as refusal:
        return _page(request, member, uploaded.fields, fault=str(refusal))
    content = base64.b64encode(uploaded.content).decode()
    return _page(request, member, uploaded.fields, report=report, content=content)


@router.post("")
def apply(request: Request, member: Admin, uploaded: Uploaded) -> Response:
    """Take over every line that can be; those refused can be downloaded, corrected, given again."""
    site, now = site_of(request), site_of(request).clock()

    def note(session: Session, part: Report) -> None:
        if part.added:
            told = count(part.added, "ligne ajoutée", "lignes ajoutées")
            audit.note(session, member, "subscriber.import", "liste", now, detail=told)

    try:
        ground = ground_of(uploaded.fields.get("base", ""), uploaded.fields.get("origine", ""))
        lines = _lines(_carried(uploaded))
        report = take_over(
            site.store,
            member.organisation,
            lines,
            ground,
            site.settings.territories,
            now,
            also=note,
        )
    except Refusal as refusal:
        return _page(request, member, uploaded.fields, fault=str(refusal))
    content = uploaded.fields.get("liste", "") if report.refused else ""
    return _page(request, member, uploaded.fields, report=report, content=content, is_done=True)


@router.post("/refus")
def refused(request: Request, member: Admin, uploaded: Uploaded) -> Response:
    """The lines that would be refused, as a file to correct; nothing is kept."""
    site = site_of(request)
    try:
        report = foresee(
            site.store,
            member.organisation,
            _lines(_carried(uploaded)),
            ground_of(uploaded.fields.get("base", ""), uploaded.fields.get("origine", "")),
            site.settings.territories,
            site.clock(),
        )
    except Refusal as refusal:
        return _page(request, member, uploaded.fields, fault=str(refusal))
    headers = {"Content-Disposition": 'attachment; filename="refus.csv"'}
    content = f"\ufeff{refused_as_csv(report.refused)}".encode()
    return Response(content, media_type="text/csv; charset=utf-8", headers=headers)


def _carried(uploaded: Upload) -> bytes:
    try:
        return base64.b64decode(uploaded.fields.get("liste", ""), validate=True)
    except (binascii.Error, ValueError):
        raise ListFileError("liste perdue en route : choisir le fichier de nouveau") from None


def _lines(content: bytes) -> Sequence[Line]:
    if not content.strip():
        raise ListFileError("choisir un fichier CSV qui n’est pas vide")
    if len(content) > LARGEST:
        raise ListFileError("fichier de plus de 700 Ko : le couper, ou passer par la commande")
    lines = lines_of(content, "fichier")
    if len(lines) > MOST_LINES:
        raise ListFileError(f"plus de {MOST_LINES} lignes : couper le fichier, ou la commande")
    return lines


def _page(
    request: Request,
    member: Member,
    filled: Mapping[str, str],
    *,
    report: Report | None = None,
    content: str = "",
    is_done: bool = False,
    fault: str | None = None,
) -> Response:
    return staff_page(
        request,
        member,
        "staff/subscribers/take_over.html.j2",
        HTTPStatus.BAD_REQUEST if fault else HTTPStatus.OK,
        filled=filled,
        columns=COLUMNS,
        bases=tuple(BASIS_NAMES.items()),
        report=report,
        refused=report.refused[:_MOST_SHOWN] if report else (),
        content=content,
        is_done=is_done,
        fault=fault,
        base=PREFIX,
    )
