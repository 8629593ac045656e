"""What staff change of the domain tables, and what everything was judged by.

Revision ID: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"

_IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "table_edits",
        sa.Column("id", _IDENTIFIER, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("row_key", sa.Text(), nullable=False),
        sa.Column("cells", sa.Text(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("staff_id", _IDENTIFIER, nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("undoes", _IDENTIFIER, nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
            name=op.f("fk_table_edits_staff_id_staff"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["undoes"], ["table_edits.id"], name=op.f("fk_table_edits_undoes_table_edits")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_table_edits")),
        sa.UniqueConstraint("undoes", name=op.f("uq_table_edits_undoes")),
    )
    op.create_index(op.f("ix_table_edits_name_row_key"), "table_edits", ["name", "row_key"])
    op.create_table(
        "judgings",
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("turn", _IDENTIFIER, nullable=False),
        sa.PrimaryKeyConstraint("rules", "model", name=op.f("pk_judgings")),
    )
