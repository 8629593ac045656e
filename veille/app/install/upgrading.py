"""Bring the database up to this code, with a backup of what it held before."""

import os
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from veille.app.console import Failure, complain
from veille.app.install.backup import FOLDER, back_up
from veille.core.clock import PARIS
from veille.settings import Settings
from veille.store import schema
from veille.store.database import Store


@dataclass(frozen=True, slots=True)
class Upgrade:
    """From which schema to which, and the backup made before; no backup of an empty database."""

    before: str | None
    after: str
    backup: Path | None = None


def upgrade(store: Store, settings: Settings, *, backed_up: bool = True) -> Upgrade | None:
    """Run the missing migrations, if there are any.

    Without ``backed_up``, no backup is made first: the caller has one.

    Raises:
        Failure: the backup cannot be made; nothing is changed.
        StoreError: the database cannot be reached, or is newer than this code.
    """
    before = store.revision()
    if before == schema.HEAD:
        return None
    saved = None
    if before is not None and backed_up and schema.is_known(before):
        saved = _back_up(settings)
        complain(f"base mise à jour ({before} → {schema.HEAD}), sauvegardée avant : {saved}")
    store.migrate()
    # Imported here: most starts have nothing to upgrade, and it brings in the whole of procedures.
    from veille.app.steps.index import fill_index

    fill_index(store)
    return Upgrade(before, schema.HEAD, saved)


def _back_up(settings: Settings) -> Path:
    # The machine's clock, whatever day a command is asked to play, and the process: the name must
    # be new, even where two begin at once.
    now, label = datetime.now(PARIS), f"before-{schema.HEAD}-{os.getpid()}"
    try:
        return back_up(settings, settings.var_dir / FOLDER, now, label=label)
    except Failure as failure:
        raise Failure(
            *failure.lines,
            "la base n’est pas mise à jour ; la sauvegarder autrement, puis : "
            "veille upgrade --skip-backup",
        ) from None
