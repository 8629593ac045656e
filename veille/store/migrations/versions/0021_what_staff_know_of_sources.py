"""What staff know of sources: days, totals, unread keys, acknowledgements, warnings sent.

Revision ID: 0021
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"

_IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_UNREAD = sa.text("unread IS NOT NULL")


def upgrade() -> None:
    """Make the tables, and the indexes that let what they sum up be counted without a scan."""
    _make_days()
    _make_units()
    _make_keys()
    _make_acknowledgements()
    _make_warnings()
    op.create_index(
        op.f("ix_notices_source_published_on_updated_at"),
        "notices",
        ["source", "published_on", "updated_at"],
    )
    op.create_index(op.f("ix_outbox_state_ended_at"), "outbox", ["state", "ended_at"])
    op.create_index(
        op.f("ix_payloads_unread"),
        "payloads",
        ["id"],
        sqlite_where=_UNREAD,
        postgresql_where=_UNREAD,
    )


def _make_days() -> None:
    op.create_table(
        "source_days",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("notices", _IDENTIFIER, nullable=False),
        sa.Column("latest", _MOMENT, nullable=False),
        sa.Column("filled", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["source"], ["sources.name"], name=op.f("fk_source_days_source_sources")
        ),
        sa.PrimaryKeyConstraint("source", "day", name=op.f("pk_source_days")),
    )


def _make_units() -> None:
    op.create_table(
        "crawl_units",
        sa.Column("crawl_id", _IDENTIFIER, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("announced", _IDENTIFIER, nullable=True),
        sa.Column("received", _IDENTIFIER, nullable=False),
        sa.ForeignKeyConstraint(
            ["crawl_id"],
            ["crawls.id"],
            name=op.f("fk_crawl_units_crawl_id_crawls"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["source"], ["sources.name"], name=op.f("fk_crawl_units_source_sources")
        ),
        sa.PrimaryKeyConstraint("crawl_id", "day", name=op.f("pk_crawl_units")),
    )
    op.create_index(op.f("ix_crawl_units_source_day"), "crawl_units", ["source", "day"])


def _make_keys() -> None:
    op.create_table(
        "unread_keys",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("dialect", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("payloads", _IDENTIFIER, nullable=False),
        sa.Column("first_seen", _MOMENT, nullable=False),
        sa.Column("known_at", _MOMENT, nullable=True),
        sa.Column("known_by", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["source"], ["sources.name"], name=op.f("fk_unread_keys_source_sources")
        ),
        sa.PrimaryKeyConstraint("source", "dialect", "key", name=op.f("pk_unread_keys")),
    )


def _make_acknowledgements() -> None:
    op.create_table(
        "acknowledgements",
        sa.Column("id", _IDENTIFIER, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.CheckConstraint(
            "topic IN ('silence', 'reading')", name=op.f("ck_acknowledgements_topic")
        ),
        sa.ForeignKeyConstraint(
            ["source"], ["sources.name"], name=op.f("fk_acknowledgements_source_sources")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgements")),
    )
    op.create_index(op.f("ix_acknowledgements_source"), "acknowledgements", ["source"])


def _make_warnings() -> None:
    op.create_table(
        "staff_warnings",
        sa.Column("id", _IDENTIFIER, nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("number", _IDENTIFIER, nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("problems", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('new', 'reminder', 'settled')", name=op.f("ck_staff_warnings_kind")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff_warnings")),
        sa.UniqueConstraint(
            "organisation", "number", name=op.f("uq_staff_warnings_organisation_number")
        ),
    )
