"""The schema's migrations, run from inside the program."""

from pathlib import Path

from sqlalchemy import inspect, text
from sqlalchemy.engine import Connection

from veille.store.errors import StoreError

HEAD = "0001"
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


def _run(connection: Connection) -> None:
    # Alembic takes half a second to import, and most starts have nothing to migrate.
    from alembic import command
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    current = revision(connection)
    if current is not None and current not in known:
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
