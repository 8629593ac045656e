"""Life of editions, readings of procedures, the ledger of persons.

Revision ID: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"

_IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_OLD_NUMBERS = 1_000_000
"""Versions told before they were the same for everybody are numbered below zero, in their order."""


def upgrade() -> None:
    """Make the tables, and give the others their new columns."""
    _editions()
    _told()
    with op.batch_alter_table("entries") as entries:
        entries.add_column(sa.Column("card", sa.Text(), nullable=True))
    with op.batch_alter_table("procedures") as procedures:
        procedures.add_column(
            sa.Column("to_version", sa.Text(), nullable=True, server_default="publication")
        )
        procedures.create_check_constraint(
            op.f("ck_procedures_to_version"), "to_version IN ('publication', 'tag')"
        )
    with op.batch_alter_table("procedures") as procedures:
        procedures.alter_column("to_version", server_default=None)
    op.create_index(
        "ix_procedures_to_version",
        "procedures",
        ["id"],
        sqlite_where=sa.text("to_version IS NOT NULL"),
        postgresql_where=sa.text("to_version IS NOT NULL"),
    )
    _new_tables()


def _editions() -> None:
    with op.batch_alter_table("editions") as editions:
        editions.add_column(sa.Column("part", _IDENTIFIER, server_default="0", nullable=False))
        editions.add_column(sa.Column("due_at", _MOMENT, nullable=True))
        editions.add_column(sa.Column("approved_at", _MOMENT, nullable=True))
        editions.add_column(sa.Column("approved_by", sa.Text(), nullable=True))
        editions.add_column(
            sa.Column("unapproved", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        editions.add_column(
            sa.Column("held", sa.Boolean(), server_default=sa.false(), nullable=False)
        )
        editions.add_column(sa.Column("addressed_at", _MOMENT, nullable=True))
        editions.add_column(sa.Column("sent_at", _MOMENT, nullable=True))
        editions.drop_constraint("uq_editions_organisation_kind_period_start", type_="unique")
        editions.create_unique_constraint(
            op.f("uq_editions_organisation_kind_period_start_part"),
            ["organisation", "kind", "period_start", "part"],
        )
        editions.create_check_constraint(
            op.f("ck_editions_kind"), "kind IN ('immediate', 'daily', 'weekly', 'monthly')"
        )


def _told() -> None:
    with op.batch_alter_table("told") as told:
        told.add_column(sa.Column("kind", sa.Text(), server_default="weekly", nullable=False))
        told.drop_constraint("uq_told_organisation_procedure_id_topic_version", type_="unique")
        told.create_unique_constraint(
            op.f("uq_told_organisation_kind_procedure_id_topic_version"),
            ["organisation", "kind", "procedure_id", "topic", "version"],
        )
        told.drop_constraint("fk_told_edition_id_editions", type_="foreignkey")
        told.create_foreign_key(
            op.f("fk_told_edition_id_editions"),
            "editions",
            ["edition_id"],
            ["id"],
            ondelete="CASCADE",
        )
    with op.batch_alter_table("told") as told:
        told.alter_column("kind", server_default=None)
    op.create_index("ix_told_edition_id", "told", ["edition_id"])
    told_before = sa.table("told", sa.column("version", sa.BigInteger()))
    op.execute(told_before.update().values(version=told_before.c.version - _OLD_NUMBERS))


def _new_tables() -> None:
    op.create_table(
        "readings",
        sa.Column("procedure_id", _IDENTIFIER, nullable=False),
        sa.Column("reading", sa.Text(), nullable=False),
        sa.Column("noted_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["procedure_id"], ["procedures.id"], name=op.f("fk_readings_procedure_id_procedures")
        ),
        sa.PrimaryKeyConstraint("procedure_id", name=op.f("pk_readings")),
    )
    op.create_table(
        "considered",
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("procedure_id", _IDENTIFIER, nullable=False),
        sa.Column("version", _IDENTIFIER, nullable=False),
        sa.ForeignKeyConstraint(
            ["procedure_id"], ["procedures.id"], name=op.f("fk_considered_procedure_id_procedures")
        ),
        sa.PrimaryKeyConstraint("organisation", "kind", "procedure_id", name=op.f("pk_considered")),
    )
    op.create_index("ix_considered_procedure_id", "considered", ["procedure_id"])
    op.create_table(
        "tellings",
        sa.Column("id", _IDENTIFIER, nullable=False),
        sa.Column("subscriber_id", _IDENTIFIER, nullable=False),
        sa.Column("procedure_id", _IDENTIFIER, nullable=False),
        sa.Column("version", _IDENTIFIER, nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("subscriptions", sa.Text(), nullable=False),
        sa.Column("outbox_id", _IDENTIFIER, nullable=True),
        sa.Column("told_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["outbox_id"],
            ["outbox.id"],
            name=op.f("fk_tellings_outbox_id_outbox"),
            ondelete="SET NULL",
        ),
        sa.ForeignKeyConstraint(
            ["procedure_id"], ["procedures.id"], name=op.f("fk_tellings_procedure_id_procedures")
        ),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_tellings_subscriber_id_subscribers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tellings")),
        sa.UniqueConstraint(
            "subscriber_id",
            "procedure_id",
            "version",
            "topic",
            name=op.f("uq_tellings_subscriber_id_procedure_id_version_topic"),
        ),
    )
    op.create_index("ix_tellings_outbox_id", "tellings", ["outbox_id"])
    op.create_index("ix_tellings_procedure_id", "tellings", ["procedure_id"])
