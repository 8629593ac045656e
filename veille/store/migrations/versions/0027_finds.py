"""What staff found and have not kept yet.

Revision ID: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"

_IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table of finds."""
    op.create_table(
        "finds",
        sa.Column("secret", sa.Text(), nullable=False),
        sa.Column("staff_id", _IDENTIFIER, nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f("fk_finds_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("secret", name=op.f("pk_finds")),
    )
    op.create_index(op.f("ix_finds_staff_id"), "finds", ["staff_id"])
    op.create_index(op.f("ix_finds_made_at"), "finds", ["made_at"])
