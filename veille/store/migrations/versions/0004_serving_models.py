"""Which model serves, and what the gate said.

Revision ID: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0001"

_IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "serving_models",
        sa.Column("id", _IDENTIFIER, nullable=False),
        sa.Column("after", _IDENTIFIER, nullable=False),
        sa.Column("below", _IDENTIFIER, nullable=True),
        sa.Column("model", sa.Text(), nullable=True),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "cause IN ('gate', 'hand', 'rollback')", name=op.f("ck_serving_models_cause")
        ),
        sa.ForeignKeyConstraint(
            ["below"], ["serving_models.id"], name=op.f("fk_serving_models_below_serving_models")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_serving_models")),
        sa.UniqueConstraint("after", name=op.f("uq_serving_models_after")),
    )
    op.create_table(
        "model_trials",
        sa.Column("id", _IDENTIFIER, nullable=False),
        sa.Column("challenger", sa.Text(), nullable=False),
        sa.Column("champion", sa.Text(), nullable=False),
        sa.Column("tried_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_trials")),
    )
    op.create_index("ix_model_trials_challenger_id", "model_trials", ["challenger", "id"])
