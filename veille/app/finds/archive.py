"""ZIP files read in memory, within bounds: nothing is written, no name in them is a path."""

import re
import zipfile
import zlib
from collections.abc import Iterator
from io import BytesIO

from veille.app.finds.limits import MOST_ENTRIES, MOST_EXPANDED, MOST_RATIO
from veille.app.finds.results import UnreadableError
from veille.core.french import number

_WORD = re.compile(r"word/document\d{0,3}\.xml")
_PACKAGE = "[content_types].xml"
ODF_CONTENT = "content.xml"
_MACROS = "vbaproject.bin"
_OTHER_OFFICE = ("xl/workbook.xml", "ppt/presentation.xml")
_ODF_TYPE = "mimetype"
_ODF_TEXTS = tuple(
    b"application/vnd.oasis.opendocument." + one for one in (b"text", b"text-template")
)
_ODF_MACROS = ("basic/", "scripts/")
_LONGEST_TYPE = 200
_SMALL = 1024 * 1024
"""Bytes: an entry that gives no more may be packed as well as it likes."""
_CHUNK = 64 * 1024
_ENCRYPTED = 0x1
_PACKED = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""The ways that give their bytes little by little, so that they can be counted as they come."""
_DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError)


class Archive:
    """The entries of a ZIP; together they may give so many bytes, and no more."""

    def __init__(self, content: bytes) -> None:
        """Read its list of entries.

        Raises:
            UnreadableError: it is none, is damaged, or has too many entries.
        """
        try:
            self._zip = zipfile.ZipFile(BytesIO(content))
        except (*_DAMAGED, RuntimeError):
            raise UnreadableError("archive endommagée ou incomplète") from None
        self.entries = [one for one in self._zip.infolist() if not one.is_dir()]
        self._left = MOST_EXPANDED
        if len(self.entries) > MOST_ENTRIES:
            count = number(len(self.entries))
            raise UnreadableError(f"archive de {count} fichiers, {MOST_ENTRIES} au plus")

    @property
    def names(self) -> frozenset[str]:
        """Those of its entries."""
        return frozenset(one.filename for one in self.entries)

    @property
    def is_odf(self) -> bool:
        """Whether it is an OpenDocument file."""
        return {_ODF_TYPE, ODF_CONTENT} <= self.names

    @property
    def word(self) -> str | None:
        """The main part of a DOCX, which some programs give a number."""
        return min(filter(_WORD.fullmatch, self.names), default=None)

    @property
    def is_office(self) -> bool:
        """Whether it is one document, and no archive of files."""
        return self.word is not None or self.is_odf

    def refusal(self) -> str | None:
        """Why an office file is not read; null for a text without macros, or for an archive.

        Raises:
            UnreadableError: damaged.
        """
        folded = {name.lower() for name in self.names}
        if any(name.rpartition("/")[2] == _MACROS for name in folded):
            return "document à macros, jamais ouvert"
        if any(name in folded for name in _OTHER_OFFICE):
            return "tableur ou présentation : enregistrer en PDF"
        if _PACKAGE in folded and self.word is None:
            return "fichier de bureautique qui n’est pas un texte : enregistrer en PDF"
        if self.is_odf:
            if self.read(self.named(_ODF_TYPE), _LONGEST_TYPE).strip() not in _ODF_TEXTS:
                return "OpenDocument qui n’est pas un texte : enregistrer en PDF"
            if any(name.startswith(_ODF_MACROS) for name in folded):
                return "document à macros, jamais ouvert"
        return None

    def named(self, name: str) -> zipfile.ZipInfo:
        """The entry of this name, the last where several have it."""
        return next(one for one in reversed(self.entries) if one.filename == name)

    def read(self, entry: zipfile.ZipInfo, most: int) -> bytes:
        """What an entry gives, counted as it comes: what the archive says of it is not believed.

        Raises:
            UnreadableError: encrypted, damaged, larger than ``most`` bytes, or too much of it all.
        """
        if entry.flag_bits & _ENCRYPTED:
            raise UnreadableError("protégé par un mot de passe")
        if entry.compress_type not in _PACKED:
            raise UnreadableError("compressé d’une autre façon qu’un ZIP habituel : l’ouvrir avant")
        try:
            with self._zip.open(entry) as stream:
                return b"".join(self._counted(iter(lambda: stream.read(_CHUNK), b""), entry, most))
        except UnreadableError:
            raise
        except (*_DAMAGED, RuntimeError):
            raise UnreadableError("endommagé dans l’archive") from None

    def _counted(
        self, chunks: Iterator[bytes], entry: zipfile.ZipInfo, most: int
    ) -> Iterator[bytes]:
        size = 0
        for chunk in chunks:
            size += len(chunk)
            self._left -= len(chunk)
            if self._left < 0 or (size > _SMALL and size > MOST_RATIO * entry.compress_size):
                raise Bomb
            if size > most:
                raise TooLarge
            yield chunk


class Bomb(UnreadableError):
    """An archive that gives far more than it is: nothing of it is read."""

    def __init__(self) -> None:
        super().__init__("archive démesurée une fois ouverte, jamais lue")


class TooLarge(UnreadableError):
    """An entry that is too large to be read."""

    def __init__(self) -> None:
        super().__init__("trop volumineux")
