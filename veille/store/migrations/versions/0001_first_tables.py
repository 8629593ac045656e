"""The first tables.

Revision ID: 0001
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make every table."""
    op.create_table(
        "buyers",
        sa.Column("id", _IDENTIFIER, nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("siret", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=True),
        sa.Column("city", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_buyers")),
        sa.UniqueConstraint("identity", name=op.f("uq_buyers_identity")),
    )
    op.create_table(
        "editions",
        sa.Column("id", _IDENTIFIER, nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("period_start", sa.Date(), nullable=False),
        sa.Column("period_end", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("composed_at", _MOMENT, nullable=False),
        sa.Column("coverage", sa.Text(), nullable=False),
        sa.Column("sample", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'approved', 'sending', 'sent')", name=op.f("ck_editions_state")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_editions")),
        sa.UniqueConstraint(
            "organisation",
            "kind",
            "period_start",
            name=op.f("uq_editions_organisation_kind_period_start"),
        ),
    )
    op.create_table(
        "fetch_states",
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("etag", sa.Text(), nullable=True),
        sa.Column("last_modified", sa.Text(), nullable=True),
        sa.Column("fetched_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("address", name=op.f("pk_fetch_states")),
    )
    op.create_table(
        "procedures",
        sa.Column("id", _IDENTIFIER, nullable=False),
        sa.Column("merged_into", _IDENTIFIER, nullable=True),
        sa.Column("sample", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("to_date", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["merged_into"], ["procedures.id"], name=op.f("fk_procedures_merged_into_procedures")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_procedures")),
    )
    op.create_index("ix_procedures_ends_on", "procedures", ["ends_on"])
    op.create_index("ix_procedures_merged_into", "procedures", ["merged_into"])
    op.create_index(
        "ix_procedures_to_date",
        "procedures",
        ["id"],
        sqlite_where=sa.text("to_date"),
        postgresql_where=sa.text("to_date"),
    )

    op.create_table(
        "sources",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("added_at", _MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sources")),
    )
    op.create_table(
        "verdicts",
        sa.Column("id", _IDENTIFIER, nullable=False),
        sa.Column("notice_hash", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("model", sa.Text(), nullable=False),
        sa.Column("judged_at", _MOMENT, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_verdicts")),
        sa.UniqueConstraint(
            "notice_hash", "rules", "model", name=op.f("uq_verdicts_notice_hash_rules_model")
        ),
    )
    op.create_table(
        "crawls",
        sa.Column("id", _IDENTIFIER, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("since", sa.Date(), nullable=True),
        sa.Column("until", sa.Date(), nullable=True),
        sa.Column("started_at", _MOMENT, nullable=False),
        sa.Column("finished_at", _MOMENT, nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("announced", _IDENTIFIER, nullable=True),
        sa.Column("received", _IDENTIFIER, nullable=False),
        sa.Column("stored", _IDENTIFIER, nullable=False),
        sa.Column("failed", _IDENTIFIER, nullable=False),
        sa.Column("requests", _IDENTIFIER, nullable=False),
        sa.Column("cause", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "status IN ('running', 'complete', 'incomplete', 'failed')",
            name=op.f("ck_crawls_status"),
        ),
        sa.ForeignKeyConstraint(
            ["source"], ["sources.name"], name=op.f("fk_crawls_source_sources")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_crawls")),
    )
    op.create_index("ix_crawls_source_started_at", "crawls", ["source", "started_at"])

    op.create_table(
        "doubts",
        sa.Column("procedure_id", _IDENTIFIER, nullable=False),
        sa.Column("other_id", _IDENTIFIER, nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("noted_at", _MOMENT, nullable=False),
        sa.CheckConstraint("procedure_id < other_id", name=op.f("ck_doubts_ordered")),
        sa.ForeignKeyConstraint(
            ["other_id"], ["procedures.id"], name=op.f("fk_doubts_other_id_procedures")
        ),
        sa.ForeignKeyConstraint(
            ["procedure_id"], ["procedures.id"], name=op.f("fk_doubts_procedure_id_procedures")
        ),
        sa.PrimaryKeyConstraint("procedure_id", "other_id", name=op.f("pk_doubts")),
    )
    op.create_index("ix_doubts_other_id", "doubts", ["other_id"])

    op.create_table(
        "entries",
        sa.Column("edition_id", _IDENTIFIER, nullable=False),
        sa.Column("position", _IDENTIFIER, nullable=False),
        sa.Column("section", sa.Text(), nullable=False),
        sa.Column("procedure_id", _IDENTIFIER, nullable=False),
        sa.Column("version", _IDENTIFIER, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"],
            ["editions.id"],
            name=op.f("fk_entries_edition_id_editions"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["procedure_id"], ["procedures.id"], name=op.f("fk_entries_procedure_id_procedures")
        ),
        sa.PrimaryKeyConstraint("edition_id", "position", name=op.f("pk_entries")),
    )
    op.create_table(
        "signals",
        sa.Column("verdict_id", _IDENTIFIER, nullable=False),
        sa.Column("position", _IDENTIFIER, nullable=False),
        sa.Column("signal", sa.Text(), nullable=False),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=True),
        sa.Column("rule", sa.Text(), nullable=True),
        sa.Column("at", sa.Text(), nullable=True),
        sa.Column("start", _IDENTIFIER, nullable=True),
        sa.Column("end", _IDENTIFIER, nullable=True),
        sa.Column("quote", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["verdict_id"],
            ["verdicts.id"],
            name=op.f("fk_signals_verdict_id_verdicts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("verdict_id", "position", name=op.f("pk_signals")),
    )
    op.create_table(
        "told",
        sa.Column("id", _IDENTIFIER, nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("procedure_id", _IDENTIFIER, nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("version", _IDENTIFIER, nullable=False),
        sa.Column("facts", sa.Text(), nullable=False),
        sa.Column("edition_id", _IDENTIFIER, nullable=False),
        sa.ForeignKeyConstraint(
            ["edition_id"], ["editions.id"], name=op.f("fk_told_edition_id_editions")
        ),
        sa.ForeignKeyConstraint(
            ["procedure_id"], ["procedures.id"], name=op.f("fk_told_procedure_id_procedures")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_told")),
        sa.UniqueConstraint(
            "organisation",
            "procedure_id",
            "topic",
            "version",
            name=op.f("uq_told_organisation_procedure_id_topic_version"),
        ),
    )
    op.create_index("ix_told_procedure_id", "told", ["procedure_id"])

    op.create_table(
        "crawl_days",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("crawl_id", _IDENTIFIER, nullable=False),
        sa.Column("done_at", _MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["crawl_id"], ["crawls.id"], name=op.f("fk_crawl_days_crawl_id_crawls")
        ),
        sa.ForeignKeyConstraint(
            ["source"], ["sources.name"], name=op.f("fk_crawl_days_source_sources")
        ),
        sa.PrimaryKeyConstraint("source", "day", name=op.f("pk_crawl_days")),
    )
    op.create_table(
        "payloads",
        sa.Column("id", _IDENTIFIER, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("media", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=True),
        sa.Column("fetched_at", _MOMENT, nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("crawl_id", _IDENTIFIER, nullable=True),
        sa.Column("sample", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("dialect", sa.Text(), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("unread", sa.Text(), nullable=True),
        sa.Column("notice_id", sa.Text(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "media IN ('json', 'xml', 'page', 'feed')", name=op.f("ck_payloads_media")
        ),
        sa.CheckConstraint(
            "state IN ('pending', 'parsed', 'failed', 'superseded')", name=op.f("ck_payloads_state")
        ),
        sa.ForeignKeyConstraint(
            ["crawl_id"], ["crawls.id"], name=op.f("fk_payloads_crawl_id_crawls")
        ),
        sa.ForeignKeyConstraint(
            ["source"], ["sources.name"], name=op.f("fk_payloads_source_sources")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payloads")),
        sa.UniqueConstraint(
            "key", "source", "content_hash", name=op.f("uq_payloads_key_source_content_hash")
        ),
    )
    op.create_index("ix_payloads_state", "payloads", ["state"])

    op.create_table(
        "notices",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("dispatched_on", sa.Date(), nullable=True),
        sa.Column("deadline", _MOMENT, nullable=True),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("buyer_id", _IDENTIFIER, nullable=True),
        sa.Column("payload_id", _IDENTIFIER, nullable=False),
        sa.Column("procedure_id", _IDENTIFIER, nullable=True),
        sa.Column("link_rule", sa.Text(), nullable=True),
        sa.Column("linked_by", sa.Text(), nullable=True),
        sa.Column("to_link", sa.Boolean(), nullable=False),
        sa.Column("first_seen_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.Column("sample", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.CheckConstraint("linked_by IN ('rule', 'staff')", name=op.f("ck_notices_linked_by")),
        sa.ForeignKeyConstraint(
            ["buyer_id"], ["buyers.id"], name=op.f("fk_notices_buyer_id_buyers")
        ),
        sa.ForeignKeyConstraint(
            ["payload_id"], ["payloads.id"], name=op.f("fk_notices_payload_id_payloads")
        ),
        sa.ForeignKeyConstraint(
            ["procedure_id"], ["procedures.id"], name=op.f("fk_notices_procedure_id_procedures")
        ),
        sa.ForeignKeyConstraint(
            ["source"], ["sources.name"], name=op.f("fk_notices_source_sources")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notices")),
    )
    op.create_index("ix_notices_first_seen_at", "notices", ["first_seen_at"])
    op.create_index("ix_notices_payload_id", "notices", ["payload_id"])
    op.create_index(
        "ix_notices_procedure_id_published_on", "notices", ["procedure_id", "published_on"]
    )
    op.create_index("ix_notices_published_on_id", "notices", ["published_on", "id"])
    op.create_index(
        "ix_notices_to_link",
        "notices",
        ["published_on", "id"],
        sqlite_where=sa.text("to_link"),
        postgresql_where=sa.text("to_link"),
    )

    op.create_table(
        "notice_keys",
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("notice_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("strong", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["notice_id"],
            ["notices.id"],
            name=op.f("fk_notice_keys_notice_id_notices"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("digest", "notice_id", name=op.f("pk_notice_keys")),
    )
    op.create_index("ix_notice_keys_notice_id", "notice_keys", ["notice_id"])
