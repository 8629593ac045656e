"""What a second way to a source's notices lists of each day, against what the first gave.

Revision ID: 0030
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"

_NUMBER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "listings",
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("listed", _NUMBER, nullable=False),
        sa.Column("known", _NUMBER, nullable=False),
        sa.Column("missed", sa.Text(), nullable=False),
        sa.Column("missed_count", _NUMBER, nullable=False),
        sa.Column("unlisted", sa.Text(), nullable=False),
        sa.Column("unlisted_count", _NUMBER, nullable=False),
        sa.Column("compared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["source"], ["sources.name"], name=op.f("fk_listings_source_sources")
        ),
        sa.PrimaryKeyConstraint("source", "day", name=op.f("pk_listings")),
    )
