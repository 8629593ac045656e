"""Where letters are handed to: a relay, or a folder where there is none."""

import hashlib
from pathlib import Path
from typing import Protocol

from newsletters.assembly import Assembled
from newsletters.mailbox import keep
from newsletters.relay import Answer

_FOR_ITS_OWNER = 0o600  # a letter holds the links of one person


class Courier(Protocol):
    """Takes one letter after the other."""

    def open(self) -> None:
        """Be ready to hand a letter over.

        Raises:
            RelayError: none can be handed over now.
        """
        ...

    def send(self, letter: Assembled) -> Answer:
        """Hand a letter over.

        Raises:
            RelayError: it was not handed over, and no other can be now.
        """
        ...

    def close(self) -> None:
        """Let go of what was opened."""
        ...


class Folder:
    """A folder that keeps each letter as a file, named after its Message-ID, so once."""

    def __init__(self, directory: Path) -> None:
        self._directory = directory

    def open(self) -> None:
        """Nothing to be made ready."""

    def send(self, letter: Assembled) -> Answer:
        """Write the letter.

        Raises:
            OSError: the folder or the file cannot be written.
        """
        name = hashlib.sha256(letter.message_id.encode()).hexdigest()[:32]
        keep(self._directory / f"{name}.eml", letter.data, mode=_FOR_ITS_OWNER)
        return Answer(outcome="accepted")

    def close(self) -> None:
        """Nothing to let go of."""
