"""An edition as a table: CSV and XLSX that a spreadsheet shows and never runs."""

from collections.abc import Iterable, Iterator

from newsletters import expectations, wording
from newsletters.ending_lines import TITLE
from newsletters.lines import buyer
from veille.app.known_facts import SAMPLE
from veille.app.sheets import csv_of, xlsx_of
from veille.core import french
from veille.core.clock import paris
from veille.core.editions import SECTION_TITLES, Edition, Entry
from veille.core.endings import Ending
from veille.core.reasons import sector_name
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
    "Note de l’équipe",
    "Mot de l’équipe",
)


def rows(edition: Edition, base: str) -> Iterator[tuple[str, ...]]:
    """A row for each entry, in the order of the edition, then for each contract that ends.

    ``base`` is where the pages are. The word of staff is in each row, since rows get sorted; an
    edition without any has it in a row of its own.
    """
    introduction = "\n".join(edition.introduction)
    mark = SAMPLE if edition.sample else ""
    found = [_cells(entry, base) for entry in edition.entries]
    found += [_ending_cells(one) for one in edition.endings]
    for section, title, *others in found:
        yield _row(section, f"{mark}{title}", *others, introduction)
    if introduction and not found:
        yield _row(*("" for _ in COLUMNS[1:]), introduction)


def _row(*cells: str) -> tuple[str, ...]:
    return tuple(harmless(cell) for cell in cells)


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
        _sectors(entry.sectors),
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
        entry.note or "",
    )


def _ending_cells(one: Ending) -> tuple[str, ...]:
    known = {
        "Rubrique": TITLE,
        "Objet": one.title,
        "Acheteur": one.buyer,
        "Secteurs": _sectors(one.sectors),
        "Montant": french.amount(one.amount) if one.amount is not None else "",
        "Fin du contrat": one.ends_on.isoformat(),
    }
    return tuple(known.get(column, "") for column in COLUMNS[:-1])


def _sectors(codes: Iterable[str]) -> str:
    return french.join([sector_name(code) for code in codes])


def _deadline(entry: Entry) -> str:
    """``2026-12-14 12:00``, which sorts as it should."""
    if entry.deadline is None:
        return ""
    return paris(entry.deadline).strftime("%Y-%m-%d" if entry.approximate else "%Y-%m-%d %H:%M")
