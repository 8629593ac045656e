"""An mbox file, as mail programs export or keep a folder: read, never changed.

Nothing in it can be marked, so every message is handed over each time: who takes them must know
what they have taken.
"""

import mailbox
from pathlib import Path

from veille.core.refusals import system_refusal
from veille.mailbox.box import Take
from veille.mailbox.errors import MailboxError


class Mbox:
    """A file of messages, one after the other."""

    def __init__(self, path: Path, most_bytes: int) -> None:
        self._path = path
        self._most_bytes = most_bytes

    def drain(self, take: Take) -> None:
        """Hand over every message, the oldest first.

        Raises:
            MailboxError: there is no such file, it cannot be read, or is no mbox.
        """
        try:
            if not self._path.is_file():
                raise FileNotFoundError(2, "", str(self._path))
            box = mailbox.mbox(self._path, create=False)
            try:
                for key in box.iterkeys():
                    with box.get_file(key) as file:
                        raw = file.read(self._most_bytes)
                    take(raw, ())
            finally:
                box.close()
        except OSError as error:
            raise MailboxError(
                f"{error.filename or self._path} : {system_refusal(error)}"
            ) from None
