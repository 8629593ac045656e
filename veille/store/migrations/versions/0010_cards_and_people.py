"""Versions of procedures with what they are found by; people and what they asked for.

Revision ID: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0004"

_IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "attempts",
        sa.Column("id", _IDENTIFIER, nullable=False),
        sa.Column("bucket", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempts")),
    )
    op.create_index("ix_attempts_at", "attempts", ["at"])
    op.create_index("ix_attempts_bucket_at", "attempts", ["bucket", "at"])
    op.create_table(
        "oppositions",
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("address_hash", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.CheckConstraint(
            "reason IN ('left', 'complaint', 'erased')", name=op.f("ck_oppositions_reason")
        ),
        sa.PrimaryKeyConstraint("organisation", "address_hash", name=op.f("pk_oppositions")),
    )
    op.create_table(
        "subscribers",
        sa.Column("id", _IDENTIFIER, nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("address_key", sa.Text(), nullable=False),
        sa.Column("display_name", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("confirmed_at", _MOMENT, nullable=True),
        sa.Column("last_sign_of_life", _MOMENT, nullable=False),
        sa.Column("asked_at", _MOMENT, nullable=True),
        sa.Column("paused_until", _MOMENT, nullable=True),
        sa.Column("suspended_reason", sa.Text(), nullable=True),
        sa.Column("soft_bounces", _IDENTIFIER, server_default="0", nullable=False),
        sa.CheckConstraint(
            "kind IN ('facilitator', 'buyer_agent', 'structure', 'staff', 'public')",
            name=op.f("ck_subscribers_kind"),
        ),
        sa.CheckConstraint(
            "legal_basis IN ('consent', 'public_task', 'legitimate_interest')",
            name=op.f("ck_subscribers_legal_basis"),
        ),
        sa.CheckConstraint(
            "state IN ('pending', 'active', 'paused', 'suspended', 'ended')",
            name=op.f("ck_subscribers_state"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscribers")),
        sa.UniqueConstraint(
            "organisation", "address_key", name=op.f("uq_subscribers_organisation_address_key")
        ),
    )
    op.create_index("ix_subscribers_address_key", "subscribers", ["address_key"])
    op.create_index(
        "ix_subscribers_state_last_sign_of_life", "subscribers", ["state", "last_sign_of_life"]
    )
    op.create_table(
        "cards",
        sa.Column("procedure_id", _IDENTIFIER, nullable=False),
        sa.Column("version", _IDENTIFIER, nullable=False),
        sa.Column("noted_at", _MOMENT, nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("cause", sa.Text(), nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint("cause IN ('publication', 'tag')", name=op.f("ck_cards_cause")),
        sa.ForeignKeyConstraint(
            ["procedure_id"], ["procedures.id"], name=op.f("fk_cards_procedure_id_procedures")
        ),
        sa.PrimaryKeyConstraint("procedure_id", "version", name=op.f("pk_cards")),
    )
    op.create_index("ix_cards_effective_on", "cards", ["effective_on"])
    op.create_index("ix_cards_noted_at", "cards", ["noted_at"])
    op.create_table(
        "consents",
        sa.Column("id", _IDENTIFIER, nullable=False),
        sa.Column("subscriber_id", _IDENTIFIER, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=True),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("detail", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "what IN ('requested', 'confirmed', 'imported', 'changed', 'paused', 'resumed', 'kept',"
            " 'asked', 'suspended', 'ended')",
            name=op.f("ck_consents_what"),
        ),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_consents_subscriber_id_subscribers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consents")),
    )
    op.create_index("ix_consents_subscriber_id_at", "consents", ["subscriber_id", "at"])
    op.create_table(
        "subscriptions",
        sa.Column("id", _IDENTIFIER, nullable=False),
        sa.Column("subscriber_id", _IDENTIFIER, nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("filter", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("rhythm", sa.Text(), nullable=False),
        sa.Column("paused_until", _MOMENT, nullable=True),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("confirmed_at", _MOMENT, nullable=True),
        sa.CheckConstraint(
            "rhythm IN ('immediate', 'daily', 'weekly', 'monthly')",
            name=op.f("ck_subscriptions_rhythm"),
        ),
        sa.ForeignKeyConstraint(
            ["subscriber_id"],
            ["subscribers.id"],
            name=op.f("fk_subscriptions_subscriber_id_subscribers"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_subscriptions")),
        sa.UniqueConstraint(
            "subscriber_id", "digest", name=op.f("uq_subscriptions_subscriber_id_digest")
        ),
    )
    op.create_index("ix_subscriptions_rhythm", "subscriptions", ["rhythm"])
    op.create_table(
        "card_facets",
        sa.Column("procedure_id", _IDENTIFIER, nullable=False),
        sa.Column("version", _IDENTIFIER, nullable=False),
        sa.Column("facet", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["procedure_id", "version"],
            ["cards.procedure_id", "cards.version"],
            name=op.f("fk_card_facets_procedure_id_version_cards"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "procedure_id", "version", "facet", "value", name=op.f("pk_card_facets")
        ),
    )
    op.create_index(
        "ix_card_facets_value_facet_procedure_id_version",
        "card_facets",
        ["value", "facet", "procedure_id", "version"],
    )
