"""All domain tables, and one of them, sorted and filtered by plain links."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from veille.app.domain_tables import tables_in
from veille.app.tables.changing import rows_of
from veille.app.tables.files import as_csv
from veille.app.tables.waiting import waits_for_judging
from veille.app.web.site import site_of
from veille.app.web.staff.access import Reader
from veille.app.web.staff.pages import staff_page
from veille.app.web.staff.tables.shared import TABLES, Table, may_change
from veille.core.french import capitalised
from veille.core.reasons import sector_name
from veille.core.reference.sectors import SECTORS
from veille.core.table_fields import Field
from veille.core.table_info import TableInfo
from veille.core.table_list import table_list
from veille.core.tables import Tables
from veille.core.text import normalise
from veille.store import tables as edits
from veille.store.tables import Edit

router = APIRouter(prefix=TABLES, include_in_schema=False)

_LAST = 10
_NUMBERS = frozenset({"share", "cost", "amount"})
_SAID = {
    "import": "Le fichier est appliqué.",
    "change": "C’est enregistré.",
    "retire": "La ligne est retirée.",
    "annule": "Le changement est annulé.",
}


@dataclass(frozen=True, slots=True)
class _Listed:
    """A table in the list of all."""

    info: TableInfo
    rows: int
    to_confirm: int
    last: Edit | None


@dataclass(frozen=True, slots=True)
class _Cell:
    text: str
    words: str
    is_figure: bool


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of a table: the address of its page and its cells, the first one naming it."""

    page: str
    label: str
    cells: tuple[_Cell, ...]
    is_confirmed: bool
    source: str
    changed: Edit | None


@router.get("")
def all_tables(request: Request, member: Reader) -> Response:
    """Every table, what it is for, and how many of its rows are to be confirmed."""
    site = site_of(request)
    with site.store.read() as session:
        tables = tables_in(session)
        waits = waits_for_judging(session, tables)
        listed = [
            _Listed(
                info,
                len(tables.rows(info.name)),
                sum(not row.confirmed for row in tables.rows(info.name)),
                next(iter(edits.newest(session, info.name, 1)), None),
            )
            for info in table_list()
        ]
    return staff_page(request, member, "staff/tables/all.html.j2", tables=listed, waits=waits)


@router.get("/{slug}")
def one_table(request: Request, member: Reader, info: Table) -> Response:
    """One table."""
    site, asked = site_of(request), request.query_params
    only = asked.get("a_confirmer") == "1"
    column = next((one.column for one in info.fields if one.column == asked.get("tri")), None)
    down = asked.get("sens") == "desc"
    with site.store.read() as session:
        tables = tables_in(session)
        waits = info.is_judging and waits_for_judging(session, tables)
        changed = {edit.key: edit for edit in edits.standing(session) if edit.table == info.name}
        last = edits.newest(session, info.name, _LAST)
    lines = [
        _line(info, key, cells, changed.get(key))
        for key, cells in _sorted(tables, info, column, down=down)
        if not only or cells["status"] != "seen"
    ]
    return staff_page(
        request,
        member,
        "staff/tables/table.html.j2",
        info=info,
        lines=lines,
        total=len(tables.rows(info.name)),
        to_confirm=sum(not row.confirmed for row in tables.rows(info.name)),
        only=only,
        column=column,
        down=down,
        last=last,
        waits=waits,
        can_change=may_change(member, info),
        said=_SAID.get(asked.get("fait", "")),
    )


@router.get("/{slug}/fichier.csv")
def as_file(request: Request, member: Reader, info: Table) -> Response:
    """The table for a spreadsheet."""
    with site_of(request).store.read() as session:
        content = as_csv(tables_in(session), info)
    headers = {
        "Content-Disposition": f'attachment; filename="{info.slug}.csv"',
        "X-Robots-Tag": "noindex",
    }
    return Response(content.encode(), media_type="text/csv; charset=utf-8", headers=headers)


def row_page(info: TableInfo, key: str) -> str:
    """The path of the page of a row."""
    return f"{TABLES}/{info.slug}/ligne?cle={quote(key, safe='')}"


def _sorted(
    tables: Tables, info: TableInfo, column: str | None, *, down: bool
) -> list[tuple[str, dict[str, str]]]:
    rows = list(rows_of(tables, info).items())
    field = next((one for one in info.fields if one.column == column), None)
    if field is None:
        return rows
    return sorted(rows, key=lambda row: _place(field, row[1]), reverse=down)


def _place(field: Field, cells: Mapping[str, str]) -> tuple[float, str]:
    cell = cells[field.column]
    if field.kind in _NUMBERS:
        return float(cell or 0), ""
    return 0.0, normalise(cell if field.kind == "day" else field.written(cell))


def _line(info: TableInfo, key: str, cells: Mapping[str, str], changed: Edit | None) -> _Line:
    return _Line(
        page=row_page(info, key),
        label=info.label(cells),
        cells=tuple(_cell(field, cells[field.column]) for field in info.shown),
        is_confirmed=cells["status"] == "seen",
        source=cells["source"],
        changed=changed,
    )


def _cell(field: Field, cell: str) -> _Cell:
    is_sector = field.column == "sector" and cell in SECTORS
    text = capitalised(sector_name(cell)) if is_sector else field.written(cell)
    return _Cell(text, field.explained(cell) if field.key else "", field.kind in _NUMBERS)
