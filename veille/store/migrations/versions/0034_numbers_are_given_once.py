"""The number of a person, a subscription or a message is never given again.

Links of mails name them, for ever or for a year. SQLite gives the number of the last row again once
that row is erased: the link of somebody who left would have been that of whoever came next.
PostgreSQL never does.

Revision ID: 0034
"""

from alembic import op

revision = "0034"
down_revision = "0032"

_TABLES = ("subscribers", "subscriptions", "outbox")


def upgrade() -> None:
    """Make the tables anew, with a memory of the last number."""
    if op.get_bind().dialect.name != "sqlite":
        return
    for name in _TABLES:
        with op.batch_alter_table(
            name, recreate="always", table_kwargs={"sqlite_autoincrement": True}
        ):
            pass
