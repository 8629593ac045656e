"""What reading a file gives: its documents, and what could not be read with why."""

from dataclasses import dataclass, field
from functools import cache

from pydantic import TypeAdapter

from veille.core.refusals import Refusal


class UnreadableError(Refusal):
    """A file that is not read; the message is why, in one line of French."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """The text of a document, page by page (one page where it has none that are known).

    ``note`` is what staff should know of it, such as pages without text.
    """

    name: str
    pages: tuple[str, ...]
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """A file, or what an archive holds, that was not read."""

    name: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file."""

    documents: tuple[Document, ...] = ()
    unread: tuple[Unread, ...] = field(default=())


@cache
def _adapter() -> TypeAdapter[Outcome]:
    return TypeAdapter(Outcome)


def outcome_to_json(outcome: Outcome) -> bytes:
    """The outcome, for the standard output of the process that read the file."""
    return _adapter().dump_json(outcome)


def outcome_from_json(content: bytes) -> Outcome:
    """The outcome that it said.

    Raises:
        ValueError: it is none.
    """
    return _adapter().validate_json(content)
