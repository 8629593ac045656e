"""A backup file: a compressed tar of plain files, its last member a manifest of their hashes.

What is read from one is not believed before every hash was checked.
"""

import hashlib
import io
import json
import os
import tarfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import BinaryIO, cast

from pydantic import TypeAdapter, ValidationError

from veille.core.refusals import Refusal, system_refusal

MANIFEST = "manifest.json"
FORMAT = 1
MODE = 0o600
LONGEST_MANIFEST = 64 * 1024 * 1024
_LEVEL = 3  # payloads are compressed already
_STEP = 1024 * 1024


class ArchiveError(Refusal):
    """A backup that cannot be written or believed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One file of a backup: its size in bytes and the SHA-256 of its content, in hexadecimal."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a backup holds: when and by what it was made, of which database, which files."""

    format: int
    made_at: datetime
    program: str
    backend: str
    schema: str
    files: Mapping[str, Member]


_MANIFEST = TypeAdapter(Manifest)


def write(
    target: Path,
    files: Iterable[tuple[str, Path]],
    *,
    made_at: datetime,
    program: str,
    backend: str,
    schema: str,
) -> Manifest:
    """Write the new backup ``target`` from ``files``: names inside, and where they are now.

    It appears under its name only once it is whole, readable by its owner only. A file that is
    gone meanwhile is left out.

    Raises:
        ArchiveError: it is there already, or cannot be written.
    """
    if target.exists():
        raise ArchiveError(f"{target} : existe déjà")
    draft = target.with_name(f".{target.name}.part")
    try:
        with (
            os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, MODE), "wb") as file,
            tarfile.open(fileobj=file, mode="w:gz", compresslevel=_LEVEL) as tar,
        ):
            members = {name: _add(tar, name, path) for name, path in files if path.is_file()}
            manifest = Manifest(
                format=FORMAT,
                made_at=made_at,
                program=program,
                backend=backend,
                schema=schema,
                files=members,
            )
            _add_manifest(tar, manifest)
        draft.rename(target)
    except OSError as error:
        raise ArchiveError(f"{target} : {system_refusal(error)}") from None
    finally:
        draft.unlink(missing_ok=True)
    return manifest


def extract(source: Path, folder: Path) -> Manifest:
    """Unpack a backup into the empty ``folder``, and check all of it against its manifest.

    Raises:
        ArchiveError: it is none, is damaged or cut, or holds what its manifest does not name.
    """
    found: dict[str, Member] = {}
    said: bytes | None = None
    try:
        with tarfile.open(source, mode="r|gz") as tar:
            for entry in tar:
                content = _content(tar, entry, source)
                if entry.name == MANIFEST:
                    said = content.read(LONGEST_MANIFEST)
                else:
                    found[entry.name] = _unpack(content, folder / _safe(entry.name, source))
    except (tarfile.TarError, EOFError, zlib.error):
        raise ArchiveError(
            f"{source} : sauvegarde abîmée, incomplète ou d’un autre genre"
        ) from None
    except OSError as error:
        raise ArchiveError(f"{error.filename or source} : {system_refusal(error)}") from None
    manifest = _manifest(said, source)
    if manifest.files != found:
        changed = sorted(set(manifest.files.items()) ^ set(found.items()), key=str)
        raise ArchiveError(
            f"{source} : sauvegarde abîmée, {changed[0][0]} n’est pas ce qui est dit"
        )
    return manifest


def _add(tar: tarfile.TarFile, name: str, path: Path) -> Member:
    with path.open("rb") as file:
        entry = tar.gettarinfo(arcname=name, fileobj=file)
        entry.mode, entry.uid, entry.gid, entry.uname, entry.gname = MODE, 0, 0, "", ""
        reader = _Hashing(file)
        tar.addfile(entry, cast("BinaryIO", reader))
    return Member(size=entry.size, sha256=reader.digest.hexdigest())


class _Hashing:
    """A file whose content is hashed as it is read."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        content = self._file.read(size)
        self.digest.update(content)
        return content


def _add_manifest(tar: tarfile.TarFile, manifest: Manifest) -> None:
    said = asdict(manifest) | {"made_at": manifest.made_at.isoformat()}
    content = json.dumps(said, indent=1, sort_keys=True).encode()
    entry = tarfile.TarInfo(MANIFEST)
    entry.size, entry.mode = len(content), MODE
    tar.addfile(entry, io.BytesIO(content))


def _content(tar: tarfile.TarFile, entry: tarfile.TarInfo, source: Path) -> BinaryIO:
    content = tar.extractfile(entry) if entry.isreg() else None
    if content is None:
        raise ArchiveError(f"{source} : contient autre chose que des fichiers, refusée")
    return cast("BinaryIO", content)


def _safe(name: str, source: Path) -> PurePosixPath:
    path = PurePosixPath(name)
    if path.is_absolute() or ".." in path.parts or "\0" in name or name != str(path):
        raise ArchiveError(f"{source} : contient un chemin qui sort du dossier, refusée")
    return path


def _unpack(content: BinaryIO, target: Path) -> Member:
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE), "wb") as file:
        while chunk := content.read(_STEP):
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
    return Member(size=size, sha256=digest.hexdigest())


def _manifest(said: bytes | None, source: Path) -> Manifest:
    if said is None:
        raise ArchiveError(f"{source} : sauvegarde incomplète, ou d’un autre programme")
    try:
        manifest = _MANIFEST.validate_json(said)
    except ValidationError:
        raise ArchiveError(f"{source} : manifeste illisible") from None
    if manifest.format != FORMAT:
        raise ArchiveError(
            f"{source} : sauvegarde d’une version plus récente du programme ({manifest.program})"
        )
    return manifest
