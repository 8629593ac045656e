"""Rows put in order of a key on the disk, for files that are larger than memory.

A database of its own, in a temporary file that goes with it; nothing of the install's store.
"""

import sqlite3
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import closing
from itertools import groupby
from pathlib import Path

_BATCH = 1_000


def grouped(rows: Iterable[tuple[str, str]]) -> Iterator[tuple[str, list[str]]]:
    """The texts of each key together, in the order they came in; keys in order.

    Memory holds the texts of one key; the disk holds all of them until the end.
    """
    with (
        tempfile.TemporaryDirectory(prefix="veille-") as folder,
        closing(sqlite3.connect(Path(folder) / "rows.db")) as connection,
    ):
        connection.execute("PRAGMA journal_mode = OFF")
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("CREATE TABLE kept (key TEXT NOT NULL, row TEXT NOT NULL)")
        _fill(connection, rows)
        connection.execute("CREATE INDEX by_key ON kept (key)")
        found = connection.execute("SELECT key, row FROM kept ORDER BY key, rowid")
        for key, own in groupby(found, key=lambda row: str(row[0])):
            yield key, [row for _, row in own]


def _fill(connection: sqlite3.Connection, rows: Iterable[tuple[str, str]]) -> None:
    batch: list[tuple[str, str]] = []
    for row in rows:
        batch.append(row)
        if len(batch) == _BATCH:
            connection.executemany("INSERT INTO kept VALUES (?, ?)", batch)
            batch.clear()
    connection.executemany("INSERT INTO kept VALUES (?, ?)", batch)
