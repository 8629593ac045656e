"""Labelled notices as rows of hashed features: what models learn from, and what may ship.

A row holds no text: buckets, a label, a day and hashed buyer keys. The table that ships with a
model lets an install train on the open data it was made from.
"""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifiers.habits import Seen
from classifiers.views import Views
from veille.core.refusals import Refusal

_KEYS = 2  # a buyer has at most two
_VIEWS = 6
_NO_DAY = 0
_MOST_BYTES = 200_000_000  # of one unpacked array
_NO_TABLE = "ce n’est pas une table de traits hachés"


class TableError(Refusal):
    """Bytes that are no table; the message says why, in one line."""


@dataclass(frozen=True, slots=True)
class Row:
    """One notice: its ``views``, and whether it carries a clause or is reserved.

    ``weight`` is what it counts in training; ``day`` the ordinal of its date; ``buyer`` the keys
    its buyer is known by; ``call`` whether it is a call for competition (scores are calibrated
    on those). A row without any view only tells of its buyer's habit, as ``notices`` notices.
    """

    views: Views
    positive: bool
    weight: float = 1.0
    day: int | None = None
    buyer: tuple[int, ...] = ()
    call: bool = True
    notices: float = 1.0

    def seen(self) -> Seen | None:
        """What the row tells of its buyer; nothing when the buyer or the day is unknown."""
        if self.day is None or not self.buyer:
            return None
        return Seen(self.buyer, self.day, self.positive, self.notices)


def seen_in(rows: Iterable[Row]) -> list[Seen]:
    """What the rows tell of their buyers."""
    return [seen for row in rows if (seen := row.seen()) is not None]


def to_bytes(rows: Sequence[Row]) -> bytes:
    """The rows as a compressed archive of NumPy arrays."""
    keys = np.zeros((len(rows), _KEYS), dtype=np.uint64)
    for index, row in enumerate(rows):
        keys[index, : len(row.buyer)] = row.buyer[:_KEYS]
    flat = [number for row in rows for view in row.views.all for number in view]
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        lengths=np.array(
            [[len(view) for view in row.views.all] for row in rows], dtype=np.int32
        ).reshape(len(rows), _VIEWS),
        buckets=np.array(flat, dtype=np.uint32),
        positive=np.array([row.positive for row in rows], dtype=np.bool_),
        weight=np.array([row.weight for row in rows], dtype=np.float32),
        day=np.array([row.day or _NO_DAY for row in rows], dtype=np.int32),
        buyer=keys,
        call=np.array([row.call for row in rows], dtype=np.bool_),
        notices=np.array([row.notices for row in rows], dtype=np.float32),
    )
    return _dated(buffer.getvalue())


def from_bytes(content: bytes) -> list[Row]:
    """The rows of an archive.

    Raises:
        TableError: the bytes are no such archive.
    """
    try:
        return _rows(content)
    except TableError:
        raise
    except (ValueError, KeyError, TypeError, OSError, EOFError, zipfile.BadZipFile):
        raise TableError(f"{_NO_TABLE}, contenu abîmé") from None


def _rows(content: bytes) -> list[Row]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if any(item.file_size > _MOST_BYTES for item in archive.infolist()):
            raise TableError(f"{_NO_TABLE}, un tableau est démesuré")
    with np.load(io.BytesIO(content), allow_pickle=False) as arrays:
        columns = zip(
            _views(arrays["lengths"], arrays["buckets"].tolist()),
            arrays["positive"].tolist(),
            arrays["weight"].tolist(),
            arrays["day"].tolist(),
            arrays["buyer"].tolist(),
            arrays["call"].tolist(),
            arrays["notices"].tolist(),
            strict=True,
        )
        return [
            Row(views, positive, weight, day or None, tuple(filter(None, keys)), call, notices)
            for views, positive, weight, day, keys, call, notices in columns
        ]


def _views(lengths: NDArray[np.int32], flat: list[int]) -> Iterator[Views]:
    if lengths.ndim != len(("rows", "views")) or lengths.shape[1] != _VIEWS:
        raise TableError(f"{_NO_TABLE} de cette version")
    if (lengths < 0).any() or int(lengths.sum()) != len(flat):
        raise TableError(f"{_NO_TABLE}, les longueurs ne vont pas avec les traits")
    start = 0
    for row in lengths.tolist():
        views = []
        for length in row:
            views.append(tuple(flat[start : start + length]))
            start += length
        yield Views(*views)


def _dated(content: bytes) -> bytes:
    """The archive with the date of its members fixed: the same rows give the same bytes."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target,
    ):
        for name in source.namelist():
            target.writestr(_member(name), source.read(name))
    return packed.getvalue()


def _member(name: str) -> zipfile.ZipInfo:
    member = zipfile.ZipInfo(name, date_time=(1980, 1, 1, 0, 0, 0))
    member.compress_type = zipfile.ZIP_DEFLATED
    return member
