"""The file of the keys that sign links: one key a line, the newest first, for its owner only."""

import os
import secrets
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from veille.core.refusals import Refusal, system_refusal

NAME = "secret.key"
MODE = 0o600
_LONGEST = 10_000
_SHORTEST_KEY = 16


class KeyFileError(Refusal):
    """The key file cannot be used; the message names it."""


def new_key() -> str:
    """A key of 256 random bits."""
    return secrets.token_urlsafe(32)


def ensure(path: Path) -> tuple[str, ...]:
    """The keys of the file, which is made with one key when it is not there.

    Of several processes that make it at once, one does and all get its key.

    Raises:
        KeyFileError: it cannot be read or made, or holds no key.
    """
    if not path.exists():
        with suppress(FileExistsError):
            _make(path, [new_key()], replace=False)
    return read(path)


def read(path: Path) -> tuple[str, ...]:
    """The keys of the file.

    Raises:
        KeyFileError: it is not there, cannot be read, or holds no key.
    """
    try:
        with path.open(encoding="ascii") as file:
            keys = tuple(line for line in file.read(_LONGEST).split() if line)
    except UnicodeDecodeError:
        raise KeyFileError(f"{path} : ce n’est pas un fichier de clés") from None
    except OSError as error:
        raise KeyFileError(f"{path} : {system_refusal(error)}") from None
    if not keys or min(map(len, keys)) < _SHORTEST_KEY:
        raise KeyFileError(
            f"{path} : clé absente ou trop courte, {_SHORTEST_KEY} caractères au moins ; "
            "restaurer une sauvegarde, ou effacer ce fichier puis lancer : veille init"
        )
    return keys


def write(path: Path, keys: Sequence[str]) -> None:
    """Put these keys in place of those of the file, at once.

    Raises:
        KeyFileError: it cannot be written.
    """
    _make(path, keys, replace=True)


def _make(path: Path, keys: Sequence[str], *, replace: bool) -> None:
    """Write beside and move into place, so that nobody ever reads half a file.

    Raises:
        FileExistsError: it was there, and is not to be replaced.
    """
    draft = path.with_name(f"{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, MODE), "w") as file:
            file.write("".join(f"{key}\n" for key in keys))
            file.flush()
            os.fsync(file.fileno())
        if replace:
            draft.replace(path)
        else:
            os.link(draft, path)
    except FileExistsError:
        raise
    except OSError as error:
        raise KeyFileError(f"{path} : {system_refusal(error)}") from None
    finally:
        with suppress(OSError):
            draft.unlink()
