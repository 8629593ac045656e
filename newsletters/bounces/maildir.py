"""Reports in a maildir: read from ``new``, kept in ``cur`` as seen once they are done."""

from collections.abc import Callable
from pathlib import Path

from newsletters.bounces.errors import ReturnsError
from newsletters.bounces.reading import MOST_BYTES
from veille.core.refusals import system_refusal

_SEEN = ":2,S"


class Maildir:
    """A maildir that a mail server fills."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def drain(self, take: Callable[[bytes, tuple[str, ...]], None]) -> None:
        """Hand over what is in ``new``, oldest name first.

        Raises:
            ReturnsError: there is no maildir, or it cannot be read.
        """
        try:
            names = sorted(path.name for path in (self._path / "new").iterdir())
            (self._path / "cur").mkdir(exist_ok=True)
            for name in names:
                self._drain(self._path / "new" / name, take)
        except OSError as error:
            raise ReturnsError(
                f"{error.filename or self._path} : {system_refusal(error)}"
            ) from None

    def _drain(self, path: Path, take: Callable[[bytes, tuple[str, ...]], None]) -> None:
        if path.is_symlink() or not path.is_file():  # another process has moved it since
            return
        with path.open("rb") as file:
            raw = file.read(MOST_BYTES)
        take(raw, ())
        path.replace(self._path / "cur" / f"{path.name.partition(':')[0]}{_SEEN}")
