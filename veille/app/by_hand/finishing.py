"""The steps after a tender was typed in, in a process of its own: the model takes seconds to load.

What fails here is done by the next run of the clock.
"""

import json
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import structlog

from veille.settings import Settings

FINISH = (sys.executable, "-m", "veille.app.by_hand.finishing")
_LONGEST = 600  # seconds

log = structlog.get_logger(__name__)


def finish(settings: Settings, now: datetime) -> bool:
    """Judge with the model that serves what it has not judged, and note the versions.

    False when that failed, which is logged.
    """
    job = {
        "database_url": settings.store_url,
        "models": str(settings.var_dir / "models"),
        "now": now.isoformat(),
    }
    try:
        done = subprocess.run(  # noqa: S603 - our own module, no shell
            FINISH,
            input=json.dumps(job).encode(),
            capture_output=True,
            timeout=_LONGEST,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        log.error("typed tender not finished", cause=type(error).__name__)
        return False
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        log.error("typed tender not finished", cause=said[-1][:300] if said else done.returncode)
    return done.returncode == 0


def main() -> int:
    """Do the steps for the job on standard input."""
    from veille.app.learn.serving import serving_model
    from veille.app.steps.judge import judge_missing
    from veille.app.steps.link import link
    from veille.app.steps.version import version
    from veille.store.database import Store

    job = json.load(sys.stdin)
    now = datetime.fromisoformat(job["now"])
    store = Store(job["database_url"])
    try:
        model = serving_model(store, Path(job["models"]))
        link(store, now)
        judge_missing(store, now, model=model)
        version(store, now, model=model)
    finally:
        store.dispose()
    return 0


if __name__ == "__main__":
    sys.exit(main())
