"""The schema's migrations, run from inside the program."""

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from veille.store.errors import StoreError

if TYPE_CHECKING:
    from alembic.config import Config

HEAD = "0032"
"""The newest migration; a test holds it equal to what the migrations say."""

MIGRATIONS = Path(__file__).parent / "migrations"
_LOCK = 0x7665696C6C65  # "veille": any number of ours serves


def upgrade(connection: Connection) -> None:
    """Run the missing migrations in one transaction, one process at a time.

    Raises:
        StoreError: the database was made by a newer version of this code.
    """
    with connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if revision(connection) != HEAD:
            _run(connection)


def revision(connection: Connection) -> str | None:
    """The migration that the database is at; null when it has none."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    current: str | None = connection.scalar(text("SELECT version_num FROM alembic_version"))
    return current


def is_known(migration: str) -> bool:
    """Whether this code has that migration, or one after it."""
    return migration in _known(_config())


def _config() -> "Config":
    # Alembic takes half a second to import, and most starts have nothing to migrate.
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    return config


def _known(config: "Config") -> set[str]:
    from alembic.script import ScriptDirectory

    return {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}


def _run(connection: Connection) -> None:
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    current = revision(connection)
    if current is not None and current not in _known(config):
        raise StoreError(
            f"base faite par une version plus récente (schéma {current}, connu : {HEAD}) : "
            "installer cette version"
        )
    command.upgrade(config, "head")
    _check_foreign_keys(connection)


def _check_foreign_keys(connection: Connection) -> None:
    """Foreign keys are off while SQLite migrates, so they are checked before it commits."""
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    if broken is not None:
        raise StoreError(
            f"mise à jour de la base annulée : des lignes de {broken[0]} seraient orphelines"
        )
