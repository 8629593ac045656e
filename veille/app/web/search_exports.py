"""What a search finds as CSV, XLSX and JSON, bounded, in parts that are read one by one."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from pydantic import TypeAdapter

from newsletters import wording
from newsletters.findings import clause_finding, reserved_finding
from newsletters.gazetteer import place_name
from newsletters.plain import plain, safe_url
from veille.app.known_facts import buyer_of, state_of, title_of
from veille.app.sheets import BOM, xlsx_of
from veille.app.web import api_answers
from veille.app.web.api_shapes import Procedure
from veille.core import french
from veille.core.bands import BAND_LABELS
from veille.core.clock import paris
from veille.core.facts import facts_from_json
from veille.core.procedures import Facts
from veille.core.reasons import sector_name
from veille.core.search import Search
from veille.core.spreadsheet import harmless
from veille.core.wording import STATE_LABELS
from veille.store import Store, cards, searching
from veille.store.cards import StoredCard

MOST = 5_000
"""Procedures that one file holds."""

COLUMNS = (
    "Objet",
    "Acheteur",
    "Lieux",
    "Secteurs",
    "État",
    "Date limite",
    "Publication",
    "Montant",
    "Réservé",
    "Clause",
    "Clause attendue",
    "Potentiel",
    "Titulaires",
    "Avis",
    "Consultation",
)
_A_PART = 250


@dataclass(frozen=True, slots=True)
class Export:
    """The procedures of a file, in order, of ``total`` found; ``base`` is where the pages are."""

    store: Store
    ids: tuple[int, ...]
    total: int
    now: datetime
    base: str

    @property
    def cut(self) -> str | None:
        """What a cut file says at its end; null for a whole one."""
        if self.total <= len(self.ids):
            return None
        return (
            f"Fichier coupé à {french.number(len(self.ids))} marchés sur "
            f"{french.number(self.total)} : précisez la recherche."
        )


def prepared(store: Store, search: Search, now: datetime, base: str) -> Export:
    """What the file of a search will hold."""
    with store.read() as session:
        ids = searching.every(session, search, now, most=MOST)
        total = len(ids) if len(ids) < MOST else searching.count(session, search, now)
    return Export(store, tuple(ids), total, now, base)


def as_csv(export: Export) -> Iterator[bytes]:
    """Semicolons between cells, as French spreadsheets read a CSV."""
    yield BOM.encode() + _csv([COLUMNS])
    for part in _parts(export):
        yield _csv([row(one, export, sample=sample) for one, sample in part])
    if export.cut:
        yield _csv([(export.cut,)])


def as_xlsx(export: Export) -> bytes:
    """One sheet, its first line kept in sight."""
    rows = [row(one, export, sample=sample) for part in _parts(export) for one, sample in part]
    return xlsx_of("Veille", COLUMNS, [*rows, *([(export.cut,)] if export.cut else [])])


def as_json(export: Export) -> Iterator[bytes]:
    """``{"total", "cut", "items"}``: each item is a procedure of the API."""
    shape = TypeAdapter(Procedure)
    cut = "true" if export.cut else "false"
    yield f'{{"total":{export.total},"cut":{cut},"items":['.encode()
    is_first = True
    for part in _parts(export):
        lines = [
            shape.dump_json(api_answers.procedure(one, export.now, export.base, sample=sample))
            for one, sample in part
        ]
        yield (b"" if is_first else b",\n") + b",\n".join(lines)
        is_first = False
    yield b"]}\n"


def row(stored: StoredCard, export: Export, *, sample: bool) -> tuple[str, ...]:
    """A line of the table; nothing in it is run by a spreadsheet."""
    known, card = facts_from_json(stored.facts), stored.card
    reserved, clause = reserved_finding(known), clause_finding(known)
    cells = (
        title_of(known, sample=sample),
        buyer_of(known),
        ", ".join(_places(known)),
        french.join([sector_name(code) for code in sorted(card.sectors)]),
        STATE_LABELS[state_of(known, export.now)],
        _deadline(known),
        stored.effective_on.isoformat(),
        f"{known.value.amount:.2f}" if known.value else "",
        wording.finding_label(reserved) if reserved else "",
        wording.finding_label(clause) if clause else "",
        "oui" if card.obligation else "",
        BAND_LABELS[card.band] if card.band and "potential" in card.whats else "",
        " ; ".join(_winners(known)),
        (safe_url(known.links.notice) if known.links else None) or "",
        f"{export.base}/consultations/{card.procedure_id}",
    )
    return tuple(harmless(plain(cell)) for cell in cells)


def _parts(export: Export) -> Iterator[list[tuple[StoredCard, bool]]]:
    """The newest cards of the procedures, each with whether it is invented.

    Each part is read in a session of its own: whoever takes the file slowly holds nothing.
    """
    for start in range(0, len(export.ids), _A_PART):
        ids = export.ids[start : start + _A_PART]
        with export.store.read() as session:
            known = cards.load(session, ids)
            samples = searching.samples(session, ids)
        yield [(known[one][-1], one in samples) for one in ids if one in known]


def _csv(rows: Sequence[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode()


def _places(known: Facts) -> list[str]:
    names = (place_name(place) for place in known.places)
    return list(dict.fromkeys(name for name in names if name))


def _winners(known: Facts) -> list[str]:
    names = (award.winner.name for award in known.awards if award.winner)
    return list(dict.fromkeys(name for name in names if name))


def _deadline(known: Facts) -> str:
    """``2026-12-14 12:00``, which sorts as it should."""
    if known.deadline is None:
        return ""
    pattern = "%Y-%m-%d" if known.deadline_approximate else "%Y-%m-%d %H:%M"
    return paris(known.deadline).strftime(pattern)
