"""Where members of staff work, and what they do about procedures.

Revision ID: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"

_IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables of territories and of hand-overs."""
    op.create_table(
        "staff_territories",
        sa.Column("staff_id", _IDENTIFIER, nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
            name=op.f("fk_staff_territories_staff_id_staff"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("staff_id", "code", name=op.f("pk_staff_territories")),
    )
    op.create_table(
        "handovers",
        sa.Column("id", _IDENTIFIER, nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("procedure_id", _IDENTIFIER, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("staff_id", _IDENTIFIER, nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("holder_id", _IDENTIFIER, nullable=True),
        sa.Column("holder_name", sa.Text(), nullable=True),
        sa.Column("outcome", sa.Text(), nullable=True),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "what IN ('claim', 'note', 'pass', 'release')", name=op.f("ck_handovers_what")
        ),
        sa.ForeignKeyConstraint(
            ["procedure_id"], ["procedures.id"], name=op.f("fk_handovers_procedure_id_procedures")
        ),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
            name=op.f("fk_handovers_staff_id_staff"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["holder_id"],
            ["staff.id"],
            name=op.f("fk_handovers_holder_id_staff"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
    )
    op.create_index(op.f("ix_handovers_procedure_id"), "handovers", ["procedure_id"])
    op.create_index(op.f("ix_handovers_staff_id"), "handovers", ["staff_id"])
    op.create_index(op.f("ix_handovers_holder_id"), "handovers", ["holder_id"])
