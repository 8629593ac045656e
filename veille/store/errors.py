"""What can go wrong with the database, said in one line."""


class StoreError(Exception):
    """The database cannot be used; the message says why in one line, without secrets."""


class AlreadyToldError(StoreError):
    """An edition would tell a version of a procedure that its organisation was already told."""
