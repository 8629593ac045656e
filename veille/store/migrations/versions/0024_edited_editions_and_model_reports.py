"""What staff choose for a draft, what they withhold, and comparisons of models kept.

Revision ID: 0024
"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"

_IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    """Editions get a revision and an introduction, the ledger what staff withheld."""
    with op.batch_alter_table("editions") as table:
        table.add_column(sa.Column("revision", _IDENTIFIER, nullable=False, server_default="0"))
        table.add_column(sa.Column("introduction", sa.Text(), nullable=True))
    with op.batch_alter_table("told") as table:
        table.add_column(
            sa.Column("withheld", sa.Boolean(), nullable=False, server_default=sa.false())
        )
    _choices()
    _reports()


def _choices() -> None:
    op.create_table(
        "edition_choices",
        sa.Column("edition_id", _IDENTIFIER, nullable=False),
        sa.Column("procedure_id", _IDENTIFIER, nullable=False),
        sa.Column("added", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("removed_version", _IDENTIFIER, nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("by", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["editions.id"],
            name=op.f("fk_edition_choices_edition_id_editions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["procedure_id"],
            ["procedures.id"],
            name=op.f("fk_edition_choices_procedure_id_procedures"),
        ),
        sa.PrimaryKeyConstraint("edition_id", "procedure_id", name=op.f("pk_edition_choices")),
    )
    op.create_index(op.f("ix_edition_choices_procedure_id"), "edition_choices", ["procedure_id"])


def _reports() -> None:
    op.create_table(
        "model_reports",
        sa.Column("id", _IDENTIFIER, nullable=False),
        sa.Column("challenger", sa.Text(), nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=False),
        sa.Column("asked_by", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False, server_default="waiting"),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.Column("champion", sa.Text(), nullable=True),
        sa.Column("found", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "state IN ('waiting', 'done', 'failed')", name=op.f("ck_model_reports_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_reports")),
    )
    op.create_index(
        "ix_model_reports_waiting",
        "model_reports",
        ["challenger"],
        unique=True,
        sqlite_where=_WAITING,
        postgresql_where=_WAITING,
    )
    op.create_index("ix_model_reports_challenger", "model_reports", ["challenger", "id"])
