"""``veille backup``, ``veille restore``: database and files of an install, in one file."""

import shutil
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from veille import __version__
from veille.app.console import Failure, complain
from veille.app.install import archive
from veille.app.install.archive import ArchiveError, Manifest
from veille.core.refusals import Refusal, system_refusal
from veille.settings import Settings
from veille.store import backup, runs, schema
from veille.store.database import Store
from veille.store.errors import StoreError

DATABASE = "database"
VAR = "var"
FOLDER = "backups"
"""Where backups of the program itself go, in the folder of the install."""

REPLACED = "replaced-"
_DATABASE_FILES = ("*.db", "*.db-wal", "*.db-shm", "*.db-journal", "*.db.*")


def back_up(settings: Settings, folder: Path, now: datetime, *, label: str = "veille") -> Path:
    """Write a backup into ``folder``; where it is.

    The database is copied first: a file that its rows name is there by then.

    Raises:
        Failure: something cannot be read or written.
    """
    target = folder / f"{label}-{now:%Y-%m-%dT%H%M%S}.tar.gz"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=folder, prefix=".veille-") as scratch:
            copy = Path(scratch) / DATABASE
            backup.dump(settings.store_url, copy)
            archive.write(
                target,
                [(DATABASE, copy), *_files(settings.var_dir, folder)],
                made_at=now,
                program=__version__,
                backend=backup.backend_of(settings.store_url),
                schema=_schema(settings),
            )
    except (StoreError, Refusal) as error:
        raise Failure(f"sauvegarde impossible : {error}") from None
    except OSError as error:
        raise Failure(f"{error.filename or folder} : {system_refusal(error)}") from None
    return target


def restore(settings: Settings, source: Path, now: datetime, *, replace: bool) -> tuple[str, ...]:
    """Put a backup in the place of the install, once all of it was checked.

    Nothing that was there is lost: where it was put is told, a line each.

    Raises:
        Failure: the backup cannot be believed or used here, or something is there that
            ``replace`` does not allow to touch.
    """
    var = settings.var_dir
    try:
        var.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=var, prefix=".restore-") as scratch:
            unpacked = Path(scratch)
            manifest = archive.extract(source, unpacked)
            _check(settings, source, manifest, unpacked)
            there = backup.is_there(settings.store_url)
            if there:
                _refuse_if_used(settings, now)
            if not replace and (there or any(_own(var))):
                raise Failure(
                    f"il y a déjà une installation dans {var} ; pour la remplacer "
                    "(elle sera mise de côté) : veille restore --replace"
                )
            return _put(settings, unpacked, f"{now:%Y%m%d%H%M%S}", there=there)
    except (StoreError, ArchiveError) as error:
        raise Failure(f"restauration impossible, rien n’est changé : {error}") from None
    except OSError as error:
        raise Failure(f"{error.filename or var} : {system_refusal(error)}") from None


def _schema(settings: Settings) -> str:
    store = Store(settings.store_url)
    try:
        return store.revision() or ""
    finally:
        store.dispose()


def _files(var: Path, folder: Path) -> Iterator[tuple[str, Path]]:
    """Every plain file of the install but databases and backups, by its name in the backup."""
    for top in sorted(_own(var)):
        for path in sorted(top.rglob("*")) if top.is_dir() and not top.is_symlink() else [top]:
            if path.is_relative_to(folder.resolve()) or path.is_relative_to(folder):
                continue
            if path.is_symlink():
                complain(f"{path} : lien laissé hors de la sauvegarde")
            elif path.is_file():
                yield f"{VAR}/{path.relative_to(var).as_posix()}", path


def _own(var: Path) -> Iterator[Path]:
    """What belongs to the install: not databases, backups, what was put aside, or drafts."""
    for path in var.iterdir():
        apart = path.name == FOLDER or path.name.startswith((REPLACED, "."))
        if not apart and not any(path.match(pattern) for pattern in _DATABASE_FILES):
            yield path


def _check(settings: Settings, source: Path, manifest: Manifest, unpacked: Path) -> None:
    backend = backup.backend_of(settings.store_url)
    if manifest.backend != backend:
        raise ArchiveError(
            f"{source} : sauvegarde d’une base {manifest.backend}, la base d’ici est {backend} "
            "(VEILLE_DATABASE_URL)"
        )
    if not schema.is_known(manifest.schema):
        raise ArchiveError(
            f"{source} : sauvegarde d’une version plus récente ({manifest.program}), "
            "installer cette version"
        )
    if DATABASE not in manifest.files:
        raise ArchiveError(f"{source} : sauvegarde sans base")
    backup.check(backend, unpacked / DATABASE)


def _refuse_if_used(settings: Settings, now: datetime) -> None:
    """A process that goes on writing would spoil both what was there and what comes."""
    store = Store(settings.store_url)
    try:
        if store.revision() != schema.HEAD:
            return
        with store.read() as session:
            alive = runs.alive(session, now)
    except StoreError:  # a damaged database is what restoring is for
        return
    finally:
        store.dispose()
    if alive:
        raise Failure(
            f"la veille travaille ({alive[0].job}, {alive[0].worker}) : "
            "l’arrêter (veille scheduler, veille serve), puis recommencer"
        )


def _put(settings: Settings, unpacked: Path, stamp: str, *, there: bool) -> tuple[str, ...]:
    said = []
    var = settings.var_dir
    kept = var / f"{REPLACED}{stamp}"
    before = sorted(_own(var))
    if before:
        kept.mkdir()
        said.append(str(kept))
    try:
        backup.restore(settings.store_url, unpacked / DATABASE, stamp)
    except StoreError:
        if before:
            kept.rmdir()
        raise
    if there:
        said.append(backup.name_aside(settings.store_url, stamp))
    for path in before:
        path.rename(kept / path.name)
    if (unpacked / VAR).is_dir():
        for path in sorted((unpacked / VAR).iterdir()):
            shutil.move(path, var / path.name)
    return tuple(said)
