"""The observatory for staff: one's own territory, and the figures that managing bodies report."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter
from markupsafe import Markup
from starlette.requests import Request
from starlette.responses import Response

from veille.app.domain_tables import tables_of
from veille.app.observatory import desk, entering
from veille.app.observatory.entering import Report
from veille.app.observatory.places import offered
from veille.app.people.staffing import PAGE
from veille.app.sheets import CSV
from veille.app.web import observatory_pages
from veille.app.web.pages import seen
from veille.app.web.posted import Posted, RowId
from veille.app.web.site import site_of
from veille.app.web.staff.access import Facilitator, Reader
from veille.app.web.staff.pages import staff_page
from veille.app.web.uploads import Uploaded
from veille.core.clock import paris
from veille.core.csv_lines import decoded
from veille.core.observatory import realised_sections
from veille.core.observatory.measures import GROUPS, MEASURES, of_group
from veille.core.observatory.realised import Figure
from veille.core.observatory.reported import COLUMNS, FIRST_YEAR, SOURCE, Checked
from veille.core.reasons import sector_name
from veille.core.reference.sectors import SECTORS
from veille.core.refusals import Refusal
from veille.store import observatory_figures, staff_territories
from veille.store.staff import Member

router = APIRouter(prefix=f"{PAGE}/observatoire", include_in_schema=False)

_SAID = {
    "saisie": "Les chiffres sont enregistrés.",
    "import": "Le fichier est enregistré.",
    "annulation": "La saisie est annulée : ce qu’elle remplaçait vaut de nouveau.",
}


@router.get("")
def show(request: Request, member: Reader) -> Response:
    """A territory in short, the figures of a year, and everything that was entered."""
    return _home(request, member)


@router.get("/saisie")
def form(request: Request, member: Facilitator) -> Response:
    """The form, with what holds of the managing body and the year that are named."""
    asked = request.query_params
    cells = {name: asked.get(name, "") for name in COLUMNS}
    held = _held(request, member)
    cells |= _filled(held, cells)
    return _form(request, member, held, cells)


@router.post("/saisie")
def enter(request: Request, member: Facilitator, posted: Posted) -> Response:
    """Keep what changed; what is odd is asked about first."""
    site, held = site_of(request), _held(request, member)
    cells = {name: posted.get(name, "") for name in COLUMNS}
    (line,) = entering.checked(
        [(1, _changed(held, cells))], held, tables_of(site.store), site.clock()
    )
    if line.errors:
        return _form(request, member, held, cells, line, HTTPStatus.BAD_REQUEST)
    if line.warnings and posted.get("confirme") != "oui":
        return _form(request, member, held, cells, line)
    with site.store.transaction() as session:
        entering.keep(session, member, "form", [line], site.clock())
    return seen(request, f"{router.prefix}?fait=saisie&annee={cells['annee'].strip()}")


@router.get("/import")
def choose_file(request: Request, member: Facilitator) -> Response:
    """The form of a file."""
    return _import(request, member)


@router.post("/import")
def look_at_file(request: Request, member: Facilitator, uploaded: Uploaded) -> Response:
    """What the file says, line by line. Stores nothing."""
    site, held = site_of(request), _held(request, member)
    if not uploaded.content:
        return _import(request, member, fault="aucun fichier n’a été choisi")
    try:
        report = entering.read_file(uploaded.content, held, tables_of(site.store), site.clock())
    except Refusal as refusal:
        return _import(request, member, fault=str(refusal))
    return _import(request, member, report=report, text=decoded(uploaded.content))


@router.post("/import/enregistrer")
def import_file(request: Request, member: Facilitator, posted: Posted) -> Response:
    """Keep the file that was looked at, checked once more."""
    site, text = site_of(request), posted.get("texte", "")
    try:
        report = entering.read_text(
            text, _held(request, member), tables_of(site.store), site.clock()
        )
        if report.has_errors:
            return _import(request, member, report=report, text=text)
        with site.store.transaction() as session:
            entering.keep(session, member, "import", report.lines, site.clock())
    except Refusal as refusal:
        return _import(request, member, fault=str(refusal))
    year = max(one.reported.year for one in report.lines if one.reported)
    return seen(request, f"{router.prefix}?fait=import&annee={year}")


@router.post("/saisies/{entry_id}/annuler")
def undo(request: Request, member: Facilitator, entry_id: RowId) -> Response:
    """Take the effect of an entry away."""
    site = site_of(request)
    try:
        with site.store.transaction() as session:
            entering.undo(session, member, entry_id, site.clock())
    except Refusal as refusal:
        return _home(request, member, fault=str(refusal))
    return seen(request, f"{router.prefix}?fait=annulation")


@router.get("/modele.csv")
def template(request: Request, member: Reader) -> Response:
    """A file to fill in."""
    site = site_of(request)
    content = entering.template(_held(request, member), tables_of(site.store), site.clock())
    return _file(content, "observatoire-modele.csv")


@router.get("/chiffres.csv")
def figures(request: Request, member: Reader) -> Response:
    """What holds, as a file that could be imported."""
    return _file(entering.as_file(_held(request, member)), "observatoire-chiffres.csv")


def _held(request: Request, member: Member) -> list[Figure]:
    with site_of(request).store.read() as session:
        return observatory_figures.in_force(session, member.organisation)


def _own_territory(request: Request, member: Member) -> str:
    """What the member covers, where that is one territory; else that of the install."""
    install = observatory_pages.default_territory(request)
    with site_of(request).store.read() as session:
        own = staff_territories.of(session, member.id)
    known = dict(offered(install))
    return own[0] if len(own) == 1 and own[0] in known else install


def _home(request: Request, member: Member, fault: str | None = None) -> Response:
    site, asked = site_of(request), request.query_params
    held = _held(request, member)
    with site.store.read() as session:
        entries = observatory_figures.entries(session, member.organisation)
    this_year = paris(site.clock()).year
    years = sorted({this_year, *(one.year for one in held), *_years_read(request)}, reverse=True)
    wanted = asked.get("annee", "")
    year = int(wanted) if wanted in map(str, years) else this_year
    territory = asked.get("territoire") or _own_territory(request, member)
    counted = observatory_pages.year_or_none(request, year, territory)
    return staff_page(
        request,
        member,
        "staff/observatory/home.html.j2",
        HTTPStatus.BAD_REQUEST if fault else HTTPStatus.OK,
        fault=fault,
        said=_SAID.get(asked.get("fait", "")),
        chosen_year=year,
        chosen_territory=territory,
        years=years,
        territories=offered(observatory_pages.default_territory(request)),
        shown=observatory_pages.shown(request, counted) if counted else None,
        reported=realised_sections.sections(year, held),
        bodies=sorted({one.manager for one in held if one.year == year}),
        entries=entries,
        may_change=member.role != "reader",
    )


def _years_read(request: Request) -> tuple[int, ...]:
    site = site_of(request)
    found = desk.known(site.store, site.clock())
    return found.years if found else ()


def _form(
    request: Request,
    member: Member,
    held: list[Figure],
    cells: Mapping[str, str],
    line: Checked | None = None,
    status: int = HTTPStatus.OK,
) -> Response:
    site = site_of(request)
    return staff_page(
        request,
        member,
        "staff/observatory/form.html.j2",
        status,
        cells=cells,
        line=line,
        groups=[(words, of_group(group)) for group, words in GROUPS.items()],
        managers=entering.managers(held, tables_of(site.store)),
        sectors=[(code, sector_name(code)) for code in SECTORS],
        years=range(paris(site.clock()).year, FIRST_YEAR - 1, -1),
    )


def _import(
    request: Request,
    member: Member,
    *,
    report: Report | None = None,
    text: str = "",
    fault: str | None = None,
) -> Response:
    wrong = fault is not None or (report is not None and report.has_errors)
    context: dict[str, Any] = {
        "report": report,
        # Kept as it came, line breaks too: what pages show of foreign text has none.
        "text": Markup.escape(text),
        "fault": fault,
        "measures": MEASURES,
        "sector_name": sector_name,
        "largest": entering.LARGEST // 1000,
    }
    status = HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK
    return staff_page(request, member, "staff/observatory/import.html.j2", status, **context)


def _filled(held: list[Figure], cells: Mapping[str, str]) -> dict[str, str]:
    """The figures that hold of the managing body, the year and the sector of a form."""
    key = (cells["gestionnaire"], cells["annee"], cells["secteur"])
    own = [one for one in held if (one.manager, str(one.year), one.sector) == key]
    found = {MEASURES[one.measure].column: str(one.value) for one in own}
    return found | ({SOURCE: own[-1].source} if own else {})


def _changed(held: list[Figure], cells: Mapping[str, str]) -> dict[str, str]:
    """The cells without the figures that hold already."""
    known = _filled(held, {name: cells[name].strip() for name in COLUMNS})
    return {
        name: cell
        for name, cell in cells.items()
        if name == SOURCE or name not in known or cell.strip() != known[name]
    }


def _file(content: bytes, name: str) -> Response:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Robots-Tag": "noindex"}
    return Response(content, media_type=CSV, headers=headers)
