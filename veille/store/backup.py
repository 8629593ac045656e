"""A consistent copy of the whole database in one file, and the way back.

SQLite is copied by its own backup interface while others write. PostgreSQL is dumped and restored
by its own tools, which must be installed.
"""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from sqlalchemy import URL, create_engine, make_url, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from veille.core.refusals import system_refusal
from veille.store import driver_errors, schema
from veille.store.errors import StoreError

Backend = Literal["sqlite", "postgresql"]

ASIDE = "replaced_"
"""What the name of a schema that a restore put aside begins with."""

_TOOLS = "installer les outils de PostgreSQL (Debian : postgresql-client)"
_DAMAGED = "la copie de la base est abîmée"
_SIDE_FILES = ("-wal", "-shm", "-journal")


def backend_of(url: str) -> Backend:
    """Which kind of database the address is of."""
    return "postgresql" if make_url(url).get_backend_name() == "postgresql" else "sqlite"


def dump(url: str, target: Path) -> None:
    """Copy the database, as it is at one moment, into the new file ``target``.

    Raises:
        StoreError: it cannot be read, or the tools of PostgreSQL are missing.
    """
    if backend_of(url) == "sqlite":
        _copy_sqlite(_file(url), target)
    else:
        _run_tool(
            "pg_dump",
            url,
            "--format=custom",
            "--no-owner",
            "--no-privileges",
            f"--exclude-schema={ASIDE}*",
            f"--file={target}",
        )


def check(backend: Backend, copy: Path) -> None:
    """Look whether a copy can be read from end to end.

    Raises:
        StoreError: it cannot.
    """
    if backend == "postgresql":
        _run_tool("pg_restore", None, "--file", os.devnull, str(copy))
        return
    try:
        connection = sqlite3.connect(f"file:{copy}?mode=ro&immutable=1", uri=True)
        try:
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()
        finally:
            connection.close()
    except sqlite3.Error:
        raise StoreError(_DAMAGED) from None
    if found != ("ok",):
        raise StoreError(_DAMAGED)


def is_there(url: str) -> bool:
    """Whether there is a database at the address that a restore would replace.

    Raises:
        StoreError: a server cannot be reached.
    """
    if backend_of(url) == "sqlite":
        return _file(url).exists()
    engine = create_engine(_psycopg(url), poolclass=NullPool)
    try:
        with engine.connect() as connection:
            return schema.revision(connection) is not None
    except DBAPIError as error:
        raise StoreError(driver_errors.reason(error)) from None
    finally:
        engine.dispose()


def restore(url: str, copy: Path, aside: str) -> None:
    """Put a checked copy in the place of the database, which is kept under a name with ``aside``.

    Nobody else may be using it. When putting the copy fails, what was there is there again.

    Raises:
        StoreError: the copy cannot be put there.
    """
    if backend_of(url) == "sqlite":
        _place_sqlite(_file(url), copy, aside)
    else:
        _place_postgresql(url, copy, aside)


def name_aside(url: str, aside: str) -> str:
    """Where a restore keeps what it replaced, for a person."""
    if backend_of(url) == "sqlite":
        return str(_aside(_file(url), aside))
    return f"schéma {ASIDE}{aside}"


def _file(url: str) -> Path:
    return Path(str(make_url(url).database))


def _copy_sqlite(file: Path, target: Path) -> None:
    """All pages in one step: in WAL mode it is one snapshot, and writers do not wait."""
    if not file.exists():
        raise StoreError(f"{file} : il n’y a pas de base à sauvegarder")
    try:
        source = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
        copy = sqlite3.connect(target)
        try:
            source.backup(copy, pages=-1)
            copy.execute("PRAGMA journal_mode = DELETE")  # the copy is one file
        finally:
            copy.close()
            source.close()
    except sqlite3.Error as error:
        raise StoreError(f"{file} : {driver_errors.sqlite_reason(error)}") from None


def _aside(file: Path, aside: str) -> Path:
    return file.with_name(f"{file.name}.{ASIDE}{aside}")


def _place_sqlite(file: Path, copy: Path, aside: str) -> None:
    """Renames only, on one disk: the copy is first brought beside the database."""
    kept = _aside(file, aside)
    new = file.with_name(f"{file.name}.new_{aside}")
    moved: list[tuple[Path, Path]] = []
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(copy, new)
        new.chmod(0o600)
        for suffix in ("", *_SIDE_FILES):
            there, to = (one.with_name(one.name + suffix) for one in (file, kept))
            if there.exists():
                there.rename(to)
                moved.append((there, to))
        new.rename(file)
    except OSError as error:
        for there, to in moved:
            to.rename(there)
        new.unlink(missing_ok=True)
        raise StoreError(f"{file} : {system_refusal(error)}") from None


def _place_postgresql(url: str, copy: Path, aside: str) -> None:
    there = is_there(url)
    if there:
        _execute(url, [f'ALTER SCHEMA public RENAME TO "{ASIDE}{aside}"', "CREATE SCHEMA public"])
    try:
        _run_tool(
            "pg_restore",
            url,
            "--single-transaction",
            "--exit-on-error",
            "--schema=public",  # its objects, not the schema itself, which is there
            "--no-owner",
            "--no-privileges",
            str(copy),
        )
    except StoreError:
        if there:
            undone = f'ALTER SCHEMA "{ASIDE}{aside}" RENAME TO public'
            _execute(url, ["DROP SCHEMA public CASCADE", undone])
        raise


def _execute(url: str, statements: Sequence[str]) -> None:
    engine = create_engine(_psycopg(url), poolclass=NullPool)
    try:
        with engine.begin() as connection:
            for statement in statements:
                connection.execute(text(statement))
    except DBAPIError as error:
        raise StoreError(driver_errors.reason(error)) from None
    finally:
        engine.dispose()


def _psycopg(url: str) -> URL:
    return make_url(url).set(drivername="postgresql+psycopg")


def _run_tool(tool: str, url: str | None, *arguments: str) -> None:
    """Run a tool of PostgreSQL; the password goes by its environment, not its command line."""
    program = shutil.which(tool)
    if program is None:
        raise StoreError(f"{tool} introuvable : {_TOOLS}")
    environment = dict(os.environ)
    where: list[str] = []
    if url is not None:
        address = make_url(url)
        if address.password is not None:
            environment["PGPASSWORD"] = str(address.password)
        bare = address.set(drivername="postgresql", password=None)
        where = [f"--dbname={bare.render_as_string(hide_password=False)}"]
    done = subprocess.run(  # noqa: S603 - our own arguments, no shell
        [program, *where, *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        check=False,
    )
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        raise StoreError(f"{tool} a échoué : « {said[0] if said else done.returncode} »")
