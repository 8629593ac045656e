"""Consolidated award files read as a stream: JSON of any layout (``.gz`` too) and Parquet.

Memory holds a piece of the file and a record, never the file. What was read before a damage is
given before the damage is said.
"""

import gzip
import json
import re
import zlib
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, cast

from spiders.json_depth import DepthGuard
from spiders.parsers import decp_table
from spiders.parsers.decp import format_of
from veille.core.refusals import Refusal, system_refusal
from veille.store.spill import grouped

Record = Mapping[str, Any]

PIECE = 256 * 1024
LONGEST_SILENCE = 16 * 1024 * 1024
"""Bytes that may pass without a record: more is no award file, or a bomb."""
_LONGEST_TOKEN = 4_096
_NAN = re.compile(rb"(?<=[:,\[ ])NaN(?=\s*[,}\]])")
_ROWS = 2_000
_PARQUET, _GZIP = b"PAR1", b"\x1f\x8b"
_NESTED = ("marches.marche.item", "marches.contrat-concession.item")
_LISTS: Mapping[str, tuple[str, ...]] = {
    "marches.item": ("marches.item",),
    "item": ("item",),
    **dict.fromkeys(_NESTED, _NESTED),
}
_NO_PARQUET = (
    "lire du Parquet demande pyarrow, qui manque ici : installer l’extra « awards », "
    "par exemple pip install 'veille[awards]'"
)


class AwardFileError(Refusal):
    """A file that cannot be read, or not to its end; the message is one line of French."""


def records(path: Path) -> Iterator[Record]:
    """The records of a file, in order; the rows of a table come together, one record a contract.

    Raises:
        AwardFileError: the file cannot be read (any further); what came before it is good.
    """
    found = _raw(path)
    first = next(found, None)
    if first is None:
        return
    everything = _chained(first, found)
    if format_of(first) == "table":
        yield from _by_contract(everything)
    else:
        yield from everything


def _chained(first: Record, others: Iterator[Record]) -> Iterator[Record]:
    yield first
    yield from others


def _raw(path: Path) -> Iterator[Record]:
    try:
        with path.open("rb") as stream:
            start = stream.read(len(_PARQUET))
        if start == _PARQUET:
            yield from _of_parquet(path)
            return
        with gzip.open(path) if start.startswith(_GZIP) else path.open("rb") as stream:
            yield from _of_json(cast("BinaryIO", stream), path.name)
    except (OSError, EOFError, zlib.error) as error:
        raise AwardFileError(f"{path.name} : {system_refusal(error)}") from None


def _of_json(stream: BinaryIO, name: str) -> Iterator[Record]:
    import ijson  # type: ignore[import-untyped]

    with _said(name, ijson.JSONError):
        wanted = _lists_of(stream, name)
        stream.seek(0)
        found: list[Any] = ijson.sendable_list()
        readers = [ijson.items_coro(found, prefix, use_float=True) for prefix in wanted]
        for _ in _sent(stream, readers, found, name):
            for one in found:
                yield one if isinstance(one, dict) else {"valeur": one}
            found.clear()


def _lists_of(stream: BinaryIO, name: str) -> tuple[str, ...]:
    """Where the records of a file are: a list, ``marches``, or the lists inside ``marches``."""
    import ijson

    events: list[Any] = ijson.sendable_list()
    for _ in _sent(stream, [ijson.parse_coro(events)], events, name):
        for prefix, event, _ in events:
            if event == "start_map" and (wanted := _LISTS.get(prefix)):
                return wanted
        events.clear()
    raise AwardFileError(f"{name} : ni marché ni concession dans ce fichier")


def _sent(stream: BinaryIO, readers: Sequence[Any], found: list[Any], name: str) -> Iterator[None]:
    """Hand the stream to the readers, a step each time they found something."""
    guard, silence = DepthGuard(), 0
    while piece := _piece(stream):
        if guard.is_too_deep(piece):
            raise AwardFileError(f"{name} : JSON trop imbriqué, lecture arrêtée")
        try:
            for reader in readers:
                reader.send(piece)
        except Exception:
            yield  # what was whole before the damage
            raise
        silence = 0 if found else silence + len(piece)
        if silence > LONGEST_SILENCE:
            raise AwardFileError(f"{name} : rien de lisible sur 16 Mio, lecture arrêtée")
        yield
    for reader in readers:
        reader.close()
    yield


def _piece(stream: BinaryIO) -> bytes:
    """A piece that ends between two values, its ``NaN`` (no JSON, but published) made null."""
    piece = stream.read(PIECE)
    if not piece.endswith(b","):
        tail: list[bytes] = []
        while len(tail) < _LONGEST_TOKEN and (byte := stream.read(1)):
            tail.append(byte)
            if byte == b",":
                break
        piece += b"".join(tail)
    return _NAN.sub(b"null", piece) if b"NaN" in piece else piece


@contextmanager
def _said(name: str, unreadable: type[Exception]) -> Iterator[None]:
    """What the JSON reader says of a damage, in a line of ours."""
    try:
        yield
    except (unreadable, UnicodeDecodeError, RecursionError, OverflowError) as error:
        cut = "premature" in str(error) or "Incomplete" in type(error).__name__
        what = "JSON incomplet" if cut else "JSON abîmé"
        raise AwardFileError(f"{name} : {what}, ce qui précède est gardé") from None


def _of_parquet(path: Path) -> Iterator[Record]:
    try:
        from pyarrow import ArrowException  # type: ignore[import-untyped]
        from pyarrow.parquet import ParquetFile  # type: ignore[import-untyped]
    except ModuleNotFoundError:
        raise AwardFileError(_NO_PARQUET) from None
    try:
        with ParquetFile(path, memory_map=True) as table:
            for batch in table.iter_batches(batch_size=_ROWS):
                for row in batch.to_pylist():
                    yield {name: _plain(value) for name, value in row.items()}
    except (ArrowException, ValueError) as error:
        raise AwardFileError(f"{path.name} : Parquet illisible ({type(error).__name__})") from None


def _plain(value: Any) -> Any:
    """A value of a table as JSON has it."""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return float(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return value


def _by_contract(rows: Iterator[Record]) -> Iterator[Record]:
    """The rows of each contract as one record; a row without a contract is a record alone."""
    damage: list[AwardFileError] = []

    def keyed() -> Iterator[tuple[str, str]]:
        try:
            for number, row in enumerate(rows):
                key = decp_table.key_of(row) or f"\uffff{number}"
                yield key, json.dumps(row, ensure_ascii=False, default=str)
        except AwardFileError as error:
            damage.append(error)

    for _, own in grouped(keyed()):
        yield {decp_table.ROWS: [json.loads(row) for row in own]}
    if damage:
        raise damage[0]
