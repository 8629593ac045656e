"""Codes beside the links that let staff in, and the trail of who did what.

Revision ID: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"

_IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table of the trail; links get the code that goes with them."""
    with op.batch_alter_table("staff_links") as table:
        table.add_column(sa.Column("tab", sa.Text(), nullable=True))
        table.add_column(sa.Column("code", sa.Text(), nullable=True))
        table.add_column(sa.Column("tries", _IDENTIFIER, nullable=False, server_default="0"))
    op.create_index(op.f("ix_staff_links_tab"), "staff_links", ["tab"])
    op.create_table(
        "audit",
        sa.Column("id", _IDENTIFIER, nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("staff_id", _IDENTIFIER, nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_audit_staff_id_staff"), ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit")),
    )
    op.create_index(op.f("ix_audit_at"), "audit", ["at"])
    op.create_index(op.f("ix_audit_staff_id"), "audit", ["staff_id"])
