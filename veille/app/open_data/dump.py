"""The daily dump: every procedure known, as CSV and as JSON Lines, each file whole or not there."""

import csv
import hashlib
import json
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from veille.app.console import Failure
from veille.app.open_data.rows import COLUMNS, cells, line
from veille.app.sheets import BOM
from veille.core.refusals import system_refusal
from veille.core.search import Search
from veille.settings import Settings
from veille.store import searching
from veille.store.database import Store

CSV_FILE, LINES_FILE, MANIFEST = "consultations.csv", "consultations.jsonl", "manifeste.json"
FILES = (CSV_FILE, LINES_FILE)

_A_PAGE = 500


@dataclass(frozen=True, slots=True)
class Dump:
    """What the last dump holds: when it was made, how many procedures, the size of each file."""

    made_at: datetime
    procedures: int
    sizes: dict[str, int]


def folder_of(settings: Settings) -> Path:
    """Where the dump is."""
    return settings.var_dir / "open-data"


def write(store: Store, settings: Settings, now: datetime) -> int:
    """Write the dump anew; gives how many procedures it holds.

    Raises:
        Failure: a file cannot be written; the dump of before is left.
    """
    folder = folder_of(settings)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        return _write(store, settings, folder, now)
    except OSError as error:
        raise Failure(f"{error.filename or folder} : {system_refusal(error)}") from None


def last(settings: Settings) -> Dump | None:
    """The dump that is there; null when there is none, or it is not whole."""
    folder = folder_of(settings)
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        made_at = datetime.fromisoformat(said["date"])
        sizes = {name: (folder / name).stat().st_size for name in FILES}
        return Dump(made_at, int(said["consultations"]), sizes)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _write(store: Store, settings: Settings, folder: Path, now: datetime) -> int:
    parts = {name: folder / f"{name}.part" for name in FILES}
    count = 0
    with ExitStack() as stack:
        files = {
            name: stack.enter_context(path.open("w", encoding="utf-8", newline=""))
            for name, path in parts.items()
        }
        rows, lines = _csv(files[CSV_FILE]), files[LINES_FILE]
        for said in _lines(store, settings, now):
            rows.writerow(cells(said))
            lines.write(json.dumps(said, ensure_ascii=False) + "\n")
            count += 1
    manifest = {
        "date": now.isoformat(),
        "consultations": count,
        "licence": "Licence Ouverte 2.0",
        "sha256": {name: _digest(path) for name, path in parts.items()},
    }
    for name, path in parts.items():
        path.replace(folder / name)
    whole = folder / f"{MANIFEST}.part"
    whole.write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    whole.replace(folder / MANIFEST)
    return count


def _csv(file: TextIO) -> Any:
    file.write(BOM)
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    return writer


def _lines(store: Store, settings: Settings, now: datetime) -> Iterator[dict[str, Any]]:
    """Every procedure, the newest first, a page at a time from one snapshot."""
    base = (settings.public_url or "").rstrip("/")
    with store.read() as session:
        place = None
        while True:
            found = searching.find(session, Search(), now, most=_A_PAGE, after=place)
            for one in found.cards:
                sample = one.card.procedure_id in found.samples
                yield line(one, settings.ocid_prefix, base, now, sample=sample)
            place = found.next
            if place is None:
                return


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
