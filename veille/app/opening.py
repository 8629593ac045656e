"""The store of this install, as commands open it."""

from collections.abc import Iterator
from contextlib import contextmanager

from veille.app.console import Failure
from veille.app.install.upgrading import upgrade
from veille.core.refusals import system_refusal
from veille.settings import Settings
from veille.store.database import Store
from veille.store.errors import StoreError


@contextmanager
def opened(settings: Settings) -> Iterator[Store]:
    """The store, at the schema of this code; what it held before is backed up first.

    Raises:
        Failure: it cannot be used.
    """
    with reached(settings) as store:
        upgrade(store, settings)
        yield store


@contextmanager
def reached(settings: Settings) -> Iterator[Store]:
    """The store as it is, of whatever schema.

    Raises:
        Failure: it cannot be used.
    """
    try:
        settings.var_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        store = Store(settings.store_url)
        try:
            yield store
        finally:
            store.dispose()
    except StoreError as error:
        raise Failure(str(error)) from error
    except OSError as error:
        raise Failure(f"{error.filename or settings.var_dir} : {system_refusal(error)}") from error
