"""Coverage: the domains that notices name, contracts by département, what was counted.

Revision ID: 0029
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0027"


def upgrade() -> None:
    """Make the table; the domains of notices that are there wait for the next count."""
    op.add_column("notices", sa.Column("hosts", sa.Text(), nullable=True))
    op.create_index(
        "ix_notices_without_hosts",
        "notices",
        ["id"],
        sqlite_where=sa.text("hosts IS NULL"),
        postgresql_where=sa.text("hosts IS NULL"),
    )
    op.create_index(
        "ix_contracts_department_notified_on", "contracts", ["department", "notified_on"]
    )
    op.create_table(
        "coverage",
        sa.Column("span", sa.Text(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("span", name=op.f("pk_coverage")),
    )
