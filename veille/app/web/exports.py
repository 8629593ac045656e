"""An edition as a table: CSV and XLSX that a spreadsheet shows and never runs."""

from collections.abc import Iterator

from newsletters import expectations, wording
from newsletters.lines import buyer
from veille.app.known_facts import SAMPLE
from veille.app.sheets import csv_of, xlsx_of
from veille.core import french
from veille.core.clock import paris
from veille.core.editions import SECTION_TITLES, Edition, Entry
from veille.core.spreadsheet import harmless

COLUMNS = (
    "Rubrique",
    "Objet",
    "Acheteur",
    "Lieu",
    "Secteurs",
    "Date limite",
    "Montant",
    "Réservé",
    "Clause",
    "Potentiel",
    "Heures possibles",
    "Titulaires",
    "Fin du contrat",
    "Facilitateur",
    "Avis",
    "Consultation",
)


def rows(edition: Edition, base: str) -> Iterator[tuple[str, ...]]:
    """A row for each entry, in the order of the edition; ``base`` is where the pages are."""
    for entry in edition.entries:
        cells = _cells(entry, base)
        marked = (cells[0], f"{SAMPLE}{cells[1]}", *cells[2:]) if edition.sample else cells
        yield tuple(harmless(cell) for cell in marked)


def as_csv(edition: Edition, base: str) -> bytes:
    """Semicolons between cells, as French spreadsheets read a CSV."""
    return csv_of(COLUMNS, rows(edition, base))


def as_xlsx(edition: Edition, base: str) -> bytes:
    """One sheet, its first line kept in sight."""
    return xlsx_of("Veille", COLUMNS, rows(edition, base))


def _cells(entry: Entry, base: str) -> tuple[str, ...]:
    return (
        SECTION_TITLES[entry.section],
        entry.title,
        buyer(entry),
        wording.places(entry) or "",
        french.join(list(entry.sectors)),
        _deadline(entry),
        wording.value(entry) or "",
        wording.finding_label(entry.reserved) if entry.reserved else "",
        wording.finding_label(entry.clause) if entry.clause else "",
        expectations.potential(entry) or "",
        expectations.hours(entry) or "",
        " ; ".join(wording.winners(entry)),
        entry.ends_on.isoformat() if entry.ends_on else "",
        entry.facilitator or "",
        entry.notice_url or "",
        f"{base}/consultations/{entry.procedure_id}",
    )


def _deadline(entry: Entry) -> str:
    """``2026-12-14 12:00``, which sorts as it should."""
    if entry.deadline is None:
        return ""
    return paris(entry.deadline).strftime("%Y-%m-%d" if entry.approximate else "%Y-%m-%d %H:%M")
