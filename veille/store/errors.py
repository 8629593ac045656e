"""What can go wrong with the database, said in one line of French."""

from veille.core.refusals import one_line


class StoreError(Exception):
    """The database cannot be used; the message says why in one line of French, without secrets."""

    def __init__(self, message: str) -> None:
        super().__init__(one_line(message))


class AlreadyToldError(StoreError):
    """An edition would tell a version of a procedure that its organisation was already told."""
