"""A SQLite store with its tables: migrated once a process, copied where there is none yet."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from veille.store import Store


def store_at(path: Path) -> Store:
    """The store at ``path``, with its tables; migrating each anew would take half a second."""
    if not path.exists():
        path.write_bytes(_migrated())
    return Store(f"sqlite:///{path}")


@cache
def _migrated() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "migrated.db"
        store = Store(f"sqlite:///{path}")
        store.migrate()
        store.dispose()
        return path.read_bytes()
