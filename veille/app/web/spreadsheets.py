"""A table as a workbook that a spreadsheet shows and never runs."""

import io
from collections.abc import Iterable, Sequence

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

BOM = "\ufeff"
"""Before a CSV: without it, the spreadsheets of French offices take UTF-8 for Latin-1."""

_WIDTH = 28


def sheet(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """One sheet of harmless cells, its first line kept in sight."""
    book = Workbook()
    page = book.active
    assert page is not None  # noqa: S101 - a new workbook has a sheet
    page.title = "Veille"
    page.append(list(columns))
    for row in rows:
        page.append(list(row))
    for number in range(1, len(columns) + 1):
        page.cell(1, number).font = Font(bold=True)
        page.column_dimensions[get_column_letter(number)].width = _WIDTH
    page.freeze_panes = "C2"
    page.auto_filter.ref = page.dimensions
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()
