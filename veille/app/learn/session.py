"""What a command about models works with: the settings, the store, the folder of the models."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from veille.app.console import Failure
from veille.app.learn.history import history
from veille.app.learn.serving import models_dir
from veille.app.opening import opened
from veille.core.refusals import Refusal
from veille.settings import load
from veille.store.database import Store


@dataclass(frozen=True, slots=True)
class Here:
    """This install; ``history`` holds the past notices, where they were gathered."""

    store: Store
    models: Path
    history: Store | None


@contextmanager
def learning() -> Iterator[Here]:
    """This install, its store migrated.

    Raises:
        Failure: it cannot be used, or what is done inside is refused.
    """
    settings = load()
    with opened(settings) as store, history(settings) as past:
        try:
            yield Here(store, models_dir(settings), past)
        except Refusal as error:
            raise Failure(str(error)) from None
