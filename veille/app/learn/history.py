"""Years of past notices, in a database of their own: they are learned from, never told."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

from veille.app.gathering.crawling import chosen, gather_all
from veille.app.gathering.replaying import Rerun
from veille.app.gathering.span import Span
from veille.app.gathering.wholeness import all_well
from veille.app.opening import opened
from veille.settings import Settings
from veille.store.database import Store

SOURCE = "boamp"
_FILE = "history.db"


def gather_history(settings: Settings, span: Span) -> bool:
    """Gather the days of ``span`` from BOAMP; false when some are missing (a line says which)."""
    apart = _settings(settings)
    with opened(apart) as store:
        return all_well(gather_all(store, chosen([SOURCE], apart), Rerun(apart), span), span)


@contextmanager
def history(settings: Settings) -> Iterator[Store | None]:
    """The past notices, if any were gathered."""
    there = _file(settings).exists()
    with opened(_settings(settings)) if there else nullcontext() as store:
        yield store


def _settings(settings: Settings) -> Settings:
    return settings.model_copy(update={"database_url": f"sqlite:///{_file(settings)}"})


def _file(settings: Settings) -> Path:
    return (settings.var_dir / _FILE).absolute()
