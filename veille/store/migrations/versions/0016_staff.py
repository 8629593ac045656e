"""Staff, the links that let them in, their sessions.

Revision ID: 0016
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

_IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "staff",
        sa.Column("id", _IDENTIFIER, nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("address_key", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("ended_at", _MOMENT, nullable=True),
        sa.CheckConstraint(
            "role IN ('admin', 'facilitator', 'reader')", name=op.f("ck_staff_role")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_staff")),
        sa.UniqueConstraint(
            "organisation", "address_key", name=op.f("uq_staff_organisation_address_key")
        ),
    )
    _make_keyed("staff_links", "made_at", "used_at")
    _make_keyed("staff_sessions", "began_at", "ended_at")


def _make_keyed(name: str, begins: str, ends: str) -> None:
    op.create_table(
        name,
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("staff_id", _IDENTIFIER, nullable=False),
        sa.Column(begins, _MOMENT, nullable=False),
        sa.Column("expires_at", _MOMENT, nullable=False),
        sa.Column(ends, _MOMENT, nullable=True),
        sa.ForeignKeyConstraint(
            ["staff_id"], ["staff.id"], name=op.f(f"fk_{name}_staff_id_staff"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("digest", name=op.f(f"pk_{name}")),
    )
    op.create_index(op.f(f"ix_{name}_staff_id"), name, ["staff_id"])
