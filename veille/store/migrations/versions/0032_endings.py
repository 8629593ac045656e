"""Ends of contracts that award data alone know: what editions told of them, and what persons were.

Revision ID: 0032
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"

_IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "endings_told",
        sa.Column("id", _IDENTIFIER, nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("contract_id", _IDENTIFIER, nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("edition_id", _IDENTIFIER, nullable=False),
        sa.ForeignKeyConstraint(
            ["contract_id"],
            ["contracts.id"],
            name=op.f("fk_endings_told_contract_id_contracts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["editions.id"],
            name=op.f("fk_endings_told_edition_id_editions"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_endings_told")),
        sa.UniqueConstraint(
            "organisation",
            "kind",
            "contract_id",
            "ends_on",
            name=op.f("uq_endings_told_organisation_kind_contract_id_ends_on"),
        ),
    )
    op.create_index("ix_endings_told_contract_id", "endings_told", ["contract_id"])
    op.create_index("ix_endings_told_edition_id", "endings_told", ["edition_id"])
    op.create_table(
        "ending_tellings",
        sa.Column("id", _IDENTIFIER, nullable=False),
        sa.Column("subscriber_id", _IDENTIFIER, nullable=False),
        sa.Column("contract_id", _IDENTIFIER, nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("outbox_id", _IDENTIFIER, nullable=True),
        sa.Column("told_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_ending_tellings_subscriber_id_subscribers"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"],
            ["contracts.id"],
            name=op.f("fk_ending_tellings_contract_id_contracts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["outbox_id"],
            ["outbox.id"],
            name=op.f("fk_ending_tellings_outbox_id_outbox"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ending_tellings")),
        sa.UniqueConstraint(
            "subscriber_id",
            "contract_id",
            "ends_on",
            name=op.f("uq_ending_tellings_subscriber_id_contract_id_ends_on"),
        ),
    )
    op.create_index("ix_ending_tellings_contract_id", "ending_tellings", ["contract_id"])
    op.create_index("ix_ending_tellings_outbox_id", "ending_tellings", ["outbox_id"])
