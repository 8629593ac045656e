"""A maildir: messages are read from ``new``, kept in ``cur`` as seen once they are done."""

from pathlib import Path

from veille.core.refusals import system_refusal
from veille.mailbox.box import Take
from veille.mailbox.errors import MailboxError

_SEEN = ":2,S"


class Maildir:
    """A maildir that a mail server fills."""

    def __init__(self, path: Path, most_bytes: int) -> None:
        self._path = path
        self._most_bytes = most_bytes

    def drain(self, take: Take) -> None:
        """Hand over what is in ``new``, oldest name first.

        Raises:
            MailboxError: there is no maildir, or it cannot be read.
        """
        try:
            names = sorted(path.name for path in (self._path / "new").iterdir())
            (self._path / "cur").mkdir(exist_ok=True)
            for name in names:
                self._drain(self._path / "new" / name, take)
        except OSError as error:
            raise MailboxError(
                f"{error.filename or self._path} : {system_refusal(error)}"
            ) from None

    def _drain(self, path: Path, take: Take) -> None:
        if path.is_symlink() or not path.is_file():  # another process has moved it since
            return
        with path.open("rb") as file:
            raw = file.read(self._most_bytes)
        take(raw, ())
        path.replace(self._path / "cur" / f"{path.name.partition(':')[0]}{_SEEN}")
