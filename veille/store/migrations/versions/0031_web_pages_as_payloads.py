"""A payload may be a web page that is read: a notice page of a platform.

Revision ID: 0031
"""

from alembic import op

revision = "0031"
down_revision = "0030"

_NAME = "ck_payloads_media"
_BEFORE = "media IN ('json', 'xml', 'page', 'feed', 'mail')"


def upgrade() -> None:
    """Let the column hold one more word."""
    with op.batch_alter_table("payloads") as table:
        table.drop_constraint(op.f(_NAME), type_="check")
        table.create_check_constraint(op.f(_NAME), f"{_BEFORE[:-1]}, 'html')")
