"""Tags from a CSV file: one a line, each by itself; a line that cannot be taken stops no other."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from veille.app.console import Failure, complain, progress
from veille.app.review.tagging import COLUMNS, tag_from
from veille.core.refusals import system_refusal
from veille.core.tags import TagRefusal
from veille.store import Store, tags

_REQUIRED = frozenset({"notice", "question", "answer", "quote"})
_LONGEST_LINE = 100_000


@dataclass(frozen=True, slots=True)
class Imported:
    """How many tags were new, how many were said already, how many lines could not be taken."""

    new: int
    known: int
    refused: int


def import_tags(store: Store, file: Path, *, author: str, now: datetime) -> Imported:
    """Read ``file`` and store its tags, by ``author`` where a line names none.

    Raises:
        Failure: the file cannot be read, or has not the columns.
    """
    new = known = refused = 0
    with progress("Étiquettes") as bar:
        for number, line in _lines(file):
            try:
                with store.transaction() as session:
                    by = line.get("author") or author
                    made = tags.add(session, [tag_from(line)], author=by, now=now)
            except TagRefusal as error:
                complain(f"{file}:{number} : {error}")
                refused += 1
            else:
                new += len(made)
                known += not made
            bar.update(new + known + refused)
    return Imported(new, known, refused)


def _lines(file: Path) -> Iterator[tuple[int, dict[str, str]]]:
    csv.field_size_limit(_LONGEST_LINE)
    try:
        with file.open(encoding="utf-8-sig", newline="") as stream:
            head = stream.readline(_LONGEST_LINE)
            delimiter = ";" if head.count(";") > head.count(",") else ","
            names = [name.strip() for name in next(csv.reader([head], delimiter=delimiter), [])]
            if not set(names) >= _REQUIRED:
                raise Failure(f"{file} : colonnes attendues : {', '.join(COLUMNS)}")
            reader = csv.reader(stream, delimiter=delimiter)
            for values in reader:
                if values:
                    cells = (value.strip() for value in values)
                    yield reader.line_num + 1, dict(zip(names, cells, strict=False))
    except (OSError, UnicodeError) as error:
        raise Failure(f"{file} : {system_refusal(error)}") from None
    except csv.Error:
        raise Failure(f"{file} : CSV illisible, ligne trop longue ou guillemet ouvert") from None
