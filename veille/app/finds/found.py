"""A find as it is held between the look and the keeping: plain data, and JSON."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from pydantic import TypeAdapter, ValidationError

from veille.app.finds.extraction import GivenFile
from veille.app.finds.results import Document, Outcome, Unread
from veille.app.finds.tidy import file_name


@dataclass(frozen=True, slots=True, kw_only=True)
class FileSeen:
    """A file that was handed over: not kept, its name, hash and size are."""

    name: str
    sha256: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Find:
    """Documents that staff found, where from, and what could not be read."""

    documents: tuple[Document, ...]
    files: tuple[FileSeen, ...] = ()
    unread: tuple[Unread, ...] = ()
    link: str | None = None

    @property
    def digest(self) -> str:
        """The same documents have the same, whatever their names and order."""
        texts = sorted("\f".join(one.pages) for one in self.documents)
        return hashlib.sha256("\0".join(texts).encode("utf-8", "replace")).hexdigest()


def find_of(given: Sequence[GivenFile], read: Outcome, link: str | None = None) -> Find:
    """The find that these files are."""
    files = (
        FileSeen(
            name=file_name(one.name),
            sha256=hashlib.sha256(one.content).hexdigest(),
            size=len(one.content),
        )
        for one in given
    )
    return Find(documents=read.documents, files=tuple(files), unread=read.unread, link=link)


@cache
def _adapter() -> TypeAdapter[Find]:
    return TypeAdapter(Find)


def find_to_json(find: Find) -> str:
    """The find as one line of JSON."""
    return _adapter().dump_json(find).decode()


def find_from_json(line: str) -> Find | None:
    """What ``find_to_json`` wrote; null where another version of the program wrote it."""
    try:
        return _adapter().validate_json(line)
    except ValidationError:
        return None
