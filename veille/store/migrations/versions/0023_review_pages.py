"""The week's queue of review, who proposed what, and the joins that staff made.

Revision ID: 0023
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

_IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables; notices are found by the hash of their content."""
    op.create_table(
        "review_weeks",
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("started_at", _MOMENT, nullable=False),
        sa.Column("started_by", sa.Text(), nullable=True),
        sa.Column("refreshed_at", _MOMENT, nullable=False),
        sa.Column("recall", sa.Double(), nullable=True),
        sa.Column("recall_low", sa.Double(), nullable=True),
        sa.Column("recall_high", sa.Double(), nullable=True),
        sa.PrimaryKeyConstraint("week", name=op.f("pk_review_weeks")),
    )
    op.create_table(
        "review_queue",
        sa.Column("procedure_id", _IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("rank", _IDENTIFIER, nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("buyer", sa.Text(), nullable=True),
        sa.Column("quote", sa.Text(), nullable=True),
        sa.Column("deadline", _MOMENT, nullable=True),
        sa.Column("sample", sa.Boolean(), nullable=False),
        sa.Column("done_at", _MOMENT, nullable=True),
        sa.CheckConstraint(
            "why IN ('reopened', 'rare', 'unclear', 'uncertain', 'sample', 'flagged')",
            name=op.f("ck_review_queue_why"),
        ),
        sa.ForeignKeyConstraint(
            ["procedure_id"],
            ["procedures.id"],
            name=op.f("fk_review_queue_procedure_id_procedures"),
        ),
        sa.PrimaryKeyConstraint("procedure_id", name=op.f("pk_review_queue")),
    )
    op.create_table(
        "proposals",
        sa.Column("tag_id", _IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("subscriber_id", _IDENTIFIER, nullable=False),
        sa.Column("sentence", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["tag_id"], ["tags.id"], name=op.f("fk_proposals_tag_id_tags")),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_proposals_subscriber_id_subscribers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tag_id", name=op.f("pk_proposals")),
        sa.UniqueConstraint(
            "subscriber_id", "sentence", name=op.f("uq_proposals_subscriber_id_sentence")
        ),
    )
    op.create_table(
        "joins",
        sa.Column("id", _IDENTIFIER, nullable=False),
        sa.Column("procedure_id", _IDENTIFIER, nullable=False),
        sa.Column("other_id", _IDENTIFIER, nullable=False),
        sa.Column("notices", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Text(), nullable=False),
        sa.Column("made_at", _MOMENT, nullable=False),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.Column("undone_at", _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["procedure_id"], ["procedures.id"], name=op.f("fk_joins_procedure_id_procedures")
        ),
        sa.ForeignKeyConstraint(
            ["other_id"], ["procedures.id"], name=op.f("fk_joins_other_id_procedures")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joins")),
    )
    op.create_index(op.f("ix_joins_procedure_id"), "joins", ["procedure_id"])
    op.create_index(op.f("ix_notices_content_hash"), "notices", ["content_hash"])
