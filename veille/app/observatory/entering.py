"""Figures that staff add: read from a form or a file, checked against what holds, then kept."""

import csv
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from veille.app.observatory.files import csv_of
from veille.core.clock import paris
from veille.core.csv_lines import EXTRA, CsvError, decoded, header_and_lines
from veille.core.french import NBSP, count, join, number
from veille.core.observatory.measures import MEASURES
from veille.core.observatory.realised import Figure
from veille.core.observatory.reported import (
    COLUMNS,
    KEYS,
    SOURCE,
    Checked,
    Held,
    Reported,
    check,
    check_together,
)
from veille.core.refusals import Refusal
from veille.core.tables import Tables
from veille.store import audit, observatory_figures
from veille.store.observatory_figures import How
from veille.store.staff import Member

LARGEST = 200_000
"""Bytes of a file: many times what a département reports in a year."""
MOST_LINES = 500
_SHOWN_CHANGES = 4


class FiguresError(Refusal):
    """Figures that cannot be kept."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a file says, line by line; nothing of it is stored yet."""

    lines: tuple[Checked, ...]

    @property
    def has_errors(self) -> bool:
        """Whether a line keeps the file from being stored."""
        return any(one.errors for one in self.lines)

    @property
    def warned(self) -> int:
        """How many lines ask to be looked at."""
        return sum(bool(one.warnings) for one in self.lines)


def read_file(content: bytes, held: Sequence[Figure], tables: Tables, now: datetime) -> Report:
    """Read and check a file.

    Raises:
        CsvError: it is no such file at all.
    """
    if len(content) > LARGEST:
        raise CsvError(f"plus de {LARGEST // 1000} ko : couper le fichier en plusieurs")
    return read_text(decoded(content), held, tables, now)


def read_text(text: str, held: Sequence[Figure], tables: Tables, now: datetime) -> Report:
    """The same from its text.

    Raises:
        CsvError: see ``read_file``.
    """
    try:
        header, lines = header_and_lines(text)
        _check_header(header)
        kept = [(line.number, dict(line.cells)) for line in lines]
    except csv.Error:
        raise CsvError("un guillemet n’est pas refermé, ou est mal placé") from None
    if not kept:
        raise CsvError("aucune ligne sous la première, qui nomme les colonnes")
    if len(kept) > MOST_LINES:
        raise CsvError(f"plus de {MOST_LINES} lignes : couper le fichier en plusieurs")
    return Report(checked(kept, held, tables, now))


def checked(
    lines: Iterable[tuple[int, Mapping[str, str]]],
    held: Sequence[Figure],
    tables: Tables,
    now: datetime,
) -> tuple[Checked, ...]:
    """Lines of cells, read, checked by themselves, against each other and what holds."""
    before = holding(held)
    read = (_read(number_, cells, paris(now).year, before) for number_, cells in lines)
    known = managers(held, tables)
    return tuple(_compared(one, held, known) for one in check_together(read))


def holding(held: Iterable[Figure]) -> Held:
    """What holds, by managing body, year and sector."""
    found: dict[tuple[str, int, str], dict[str, int]] = {}
    for one in held:
        found.setdefault((one.manager, one.year, one.sector), {})[one.measure] = one.value
    return found


def managers(held: Iterable[Figure], tables: Tables) -> tuple[str, ...]:
    """The managing bodies that are known: those of the directory and those of the figures."""
    known = {one.name for one in tables.facilitators}
    return tuple(sorted(known | {one.manager for one in held}))


def keep(
    session: Session, member: Member, how: How, lines: Sequence[Checked], now: datetime
) -> int:
    """Keep lines without an error, as one entry, and note who did; gives how many figures.

    Raises:
        FiguresError: a line has an error, or there is none.
    """
    reported = [one.reported for one in lines if one.reported and not one.errors]
    if not reported or len(reported) < len(lines):
        raise FiguresError("rien n’est enregistré : des lignes restent à corriger")
    entry = observatory_figures.add(session, member, how, reported, now)
    figures = sum(len(one.values) for one in reported)
    bodies = join(sorted({one.manager for one in reported})[:_SHOWN_CHANGES])
    spans = sorted({one.year for one in reported})
    audit.note(
        session,
        member,
        "observatory.import" if how == "import" else "observatory.figures",
        f"saisie n° {entry}, {', '.join(map(str, spans))}",
        now,
        detail=f"{count(figures, 'chiffre')} : {bodies}",
    )
    return figures


def undo(session: Session, member: Member, entry_id: int, now: datetime) -> None:
    """Take the effect of an entry away, and note who did.

    Raises:
        UnknownEntry: it is not there, or was undone before.
    """
    by = member.name or member.address
    observatory_figures.undo(session, member.organisation, entry_id, by, now)
    audit.note(session, member, "observatory.undo", f"saisie n° {entry_id}", now)


def template(held: Sequence[Figure], tables: Tables, now: datetime) -> bytes:
    """A file to fill in: a line for each managing body, of the year before."""
    year = str(paris(now).year - 1)
    empty = [""] * (len(COLUMNS) - 2)
    return csv_of([COLUMNS, *([name, year, *empty] for name in managers(held, tables))])


def as_file(held: Sequence[Figure]) -> bytes:
    """What holds, in the form of a file to import."""
    rows: dict[tuple[str, int, str, str], dict[str, str]] = {}
    for one in held:
        cells = rows.setdefault((one.manager, one.year, one.sector, one.source), {})
        cells[MEASURES[one.measure].column] = str(one.value)
    lines: list[list[str]] = []
    for (manager, year, sector, source), cells in rows.items():
        own: dict[str, Any] = dict(zip(KEYS, (manager, str(year), sector), strict=True))
        own |= cells | {SOURCE: source}
        lines.append([own.get(column, "") for column in COLUMNS])
    return csv_of([COLUMNS, *lines])


def _check_header(header: Sequence[str]) -> None:
    missing = [name for name in ("gestionnaire", "annee", SOURCE) if name not in header]
    if missing:
        raise CsvError(f"la première ligne doit nommer les colonnes, dont « {missing[0]} »")
    unknown = [name for name in header if name and name not in COLUMNS]
    if unknown:
        raise CsvError(f"colonne inconnue : « {unknown[0][:40]} »")
    named = [name for name in header if name]
    if len(set(named)) < len(named):
        raise CsvError("deux colonnes portent le même nom")


def _read(number_: int, cells: Mapping[str, str], this_year: int, held: Held) -> Checked:
    found = check(number_, cells, this_year, held)
    if cells.get(EXTRA):
        return replace(found, errors=(*found.errors, "plus de cellules que de colonnes"))
    return found


def _compared(one: Checked, held: Sequence[Figure], known: Sequence[str]) -> Checked:
    """Warn of what replaces a figure that holds, and of a managing body that nobody knows."""
    if one.reported is None:
        return one
    warnings = [*one.warnings, *_replaced(one.reported, held)]
    if one.reported.manager not in known:
        warnings.append("gestionnaire nouveau : vérifier l’orthographe")
    return replace(one, warnings=tuple(warnings))


def _replaced(line: Reported, held: Sequence[Figure]) -> Iterable[str]:
    changes = [
        f"{MEASURES[one.measure].label} ({number(one.value)} → {number(line.values[one.measure])})"
        for one in held
        if (one.manager, one.year, one.sector) == line.key
        and one.measure in line.values
        and one.value != line.values[one.measure]
    ]
    if changes:
        more = len(changes) - _SHOWN_CHANGES
        others = f", et {more} autres" if more > 1 else ", et 1 autre" if more else ""
        yield f"remplace{NBSP}: {', '.join(changes[:_SHOWN_CHANGES])}{others if more > 0 else ''}"
