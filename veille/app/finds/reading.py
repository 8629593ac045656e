"""One file read, whatever it is: its documents, or why it has none. Runs in the child."""

from collections.abc import Callable
from typing import cast, get_args

from veille.app.finds import limits
from veille.app.finds.archive import Archive, Bomb
from veille.app.finds.docx import read_docx
from veille.app.finds.kinds import Kind, kind_of_content
from veille.app.finds.odt import read_odt
from veille.app.finds.pdf import read_pdf
from veille.app.finds.prose import read_html, read_text
from veille.app.finds.results import Document, Outcome, Unread, UnreadableError
from veille.app.finds.rtf import read_rtf
from veille.app.finds.tidy import file_name
from veille.core.french import typography

Patience = Callable[[float], None]
"""Told, before each step, the seconds of computing that it adds to what a file may take."""

_KINDS: tuple[Kind, ...] = get_args(Kind)


def read_content(name: str, content: bytes, patience: Patience) -> Outcome:
    """What a file gives; one that cannot be read is an outcome too."""
    try:
        archive = _archive(content)
        if archive is not None and not archive.is_office:
            return _all(name, archive, patience)
        return Outcome(documents=(_one(name, content, archive, patience),))
    except UnreadableError as error:
        return Outcome(unread=(_unread(name, error),))
    except (MemoryError, RecursionError):
        return Outcome(unread=(Unread(name=name, why="trop profond ou trop lourd pour être lu"),))


def _archive(content: bytes) -> Archive | None:
    """The file as an archive, or office file, that may be looked into; null for another file."""
    if kind_of_content(content) != "zip":
        return None
    archive = Archive(content)
    refusal = archive.refusal()
    if refusal is not None:
        raise UnreadableError(refusal)
    return archive


def _one(name: str, content: bytes, archive: Archive | None, patience: Patience) -> Document:
    kind = kind_of_content(content)
    if kind not in _KINDS:
        raise UnreadableError(kind)
    if kind == "pdf":
        return read_pdf(name, content, patience)
    if archive is not None:
        read = read_odt if archive.is_odf else read_docx
        return read(name, archive, patience)
    if kind == "rtf":
        return read_rtf(name, content, patience)
    patience(len(content) / 2**20 * limits.MEBIBYTE_SECONDS)
    return read_html(name, content) if cast("Kind", kind) == "html" else read_text(name, content)


def _all(name: str, archive: Archive, patience: Patience) -> Outcome:
    """The documents of an archive; what it holds besides is said, and an archive in it not opened.

    Raises:
        UnreadableError: it gives far more than it is, or has nothing in it.
    """
    documents: list[Document] = []
    unread: list[Unread] = []
    for entry in archive.entries:
        own = file_name(entry.filename)
        if len(documents) == limits.MOST_DOCUMENTS:
            unread.append(Unread(name=own, why=f"{limits.MOST_DOCUMENTS} documents au plus"))
            continue
        try:
            patience(limits.ENTRY_SECONDS)
            content = archive.read(entry, limits.MOST_BYTES)
            documents.append(_inner(own, content, patience))
        except Bomb:
            raise
        except UnreadableError as error:
            unread.append(_unread(own, error))
    if not documents and not unread:
        raise UnreadableError("archive vide")
    return Outcome(documents=tuple(documents), unread=tuple(unread))


def _inner(name: str, content: bytes, patience: Patience) -> Document:
    archive = _archive(content)
    if archive is not None and not archive.is_office:
        raise UnreadableError("archive dans une archive : l’ouvrir, et choisir ses fichiers")
    return _one(name, content, archive, patience)


def _unread(name: str, error: UnreadableError) -> Unread:
    return Unread(name=name, why=typography(str(error)))
