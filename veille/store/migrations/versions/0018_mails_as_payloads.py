"""A payload may be a mail.

Revision ID: 0018
"""

from alembic import op

revision = "0018"
down_revision = "0017"

_NAME = "ck_payloads_media"
_BEFORE = "media IN ('json', 'xml', 'page', 'feed')"


def upgrade() -> None:
    """Let the column hold one more word."""
    with op.batch_alter_table("payloads") as table:
        table.drop_constraint(op.f(_NAME), type_="check")
        table.create_check_constraint(op.f(_NAME), f"{_BEFORE[:-1]}, 'mail')")
