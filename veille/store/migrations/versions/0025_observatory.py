"""The observatory: procedures as they are counted, and the figures that staff add.

Revision ID: 0025
"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"

_IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables; every reading waits to be counted."""
    op.add_column(
        "readings",
        sa.Column("to_observe", sa.Boolean(), server_default=sa.true(), nullable=False),
    )
    op.create_index(
        "ix_readings_to_observe",
        "readings",
        ["procedure_id"],
        sqlite_where=sa.text("to_observe"),
        postgresql_where=sa.text("to_observe"),
    )
    _make_observed()
    _make_facets()
    op.create_table(
        "observatory_state",
        sa.Column("id", _IDENTIFIER, nullable=False),
        sa.Column("revision", _IDENTIFIER, nullable=False),
        sa.Column("recall_at", _MOMENT, nullable=True),
        sa.Column("recall", sa.Double(), nullable=True),
        sa.Column("recall_low", sa.Double(), nullable=True),
        sa.Column("recall_high", sa.Double(), nullable=True),
        sa.CheckConstraint("id = 1", name=op.f("ck_observatory_state_single")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_observatory_state")),
    )
    op.create_table(
        "kept_counts",
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("year", _IDENTIFIER, nullable=True),
        sa.Column("revision", _IDENTIFIER, nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("key", name=op.f("pk_kept_counts")),
    )
    op.create_index("ix_kept_counts_year", "kept_counts", ["year"])
    _make_figures()


def _make_observed() -> None:
    op.create_table(
        "observed",
        sa.Column("procedure_id", _IDENTIFIER, nullable=False),
        sa.Column("sample", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("year", _IDENTIFIER, nullable=False),
        sa.Column("month", _IDENTIFIER, nullable=False),
        sa.Column("publications", _IDENTIFIER, nullable=False),
        sa.Column("called", sa.Boolean(), nullable=False),
        sa.Column("planned", sa.Boolean(), nullable=False),
        sa.Column("opened", sa.Boolean(), nullable=False),
        sa.Column("awarded", sa.Boolean(), nullable=False),
        sa.Column("cancelled", sa.Boolean(), nullable=False),
        sa.Column("reserved", sa.Text(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("obligation", sa.Text(), nullable=False),
        sa.Column("outside", sa.Boolean(), nullable=True),
        sa.Column("hours", _IDENTIFIER, nullable=True),
        sa.Column("low", _IDENTIFIER, nullable=True),
        sa.Column("high", _IDENTIFIER, nullable=True),
        sa.Column("wait", _IDENTIFIER, nullable=True),
        sa.Column("buyer", sa.Text(), nullable=True),
        sa.Column("buyer_name", sa.Text(), nullable=True),
        sa.Column("buyer_sort", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "reserved IN ('yes', 'no', 'unclear')", name=op.f("ck_observed_reserved")
        ),
        sa.CheckConstraint("clause IN ('yes', 'no', 'unclear')", name=op.f("ck_observed_clause")),
        sa.CheckConstraint(
            "obligation IN ('expected', 'exempt', 'not_applicable', 'unknown')",
            name=op.f("ck_observed_obligation"),
        ),
        sa.ForeignKeyConstraint(
            ["procedure_id"],
            ["readings.procedure_id"],
            name=op.f("fk_observed_procedure_id_readings"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("procedure_id", name=op.f("pk_observed")),
    )
    op.create_index("ix_observed_year", "observed", ["year"])
    op.create_index("ix_observed_day", "observed", ["day"])


def _make_facets() -> None:
    op.create_table(
        "observed_facets",
        sa.Column("procedure_id", _IDENTIFIER, nullable=False),
        sa.Column("facet", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("year", _IDENTIFIER, nullable=False),
        sa.Column("label", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "facet IN ('area', 'sector', 'reserved', 'clause', 'winner')",
            name=op.f("ck_observed_facets_facet"),
        ),
        sa.ForeignKeyConstraint(
            ["procedure_id"],
            ["observed.procedure_id"],
            name=op.f("fk_observed_facets_procedure_id_observed"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("procedure_id", "facet", "value", name=op.f("pk_observed_facets")),
    )
    op.create_index(
        "ix_observed_facets_facet_value_year_procedure_id",
        "observed_facets",
        ["facet", "value", "year", "procedure_id"],
    )


def _make_figures() -> None:
    op.create_table(
        "figure_entries",
        sa.Column("id", _IDENTIFIER, nullable=False),
        sa.Column("organisation", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
        sa.Column("staff_id", _IDENTIFIER, nullable=True),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("undone_at", _MOMENT, nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.CheckConstraint("how IN ('form', 'import')", name=op.f("ck_figure_entries_how")),
        sa.ForeignKeyConstraint(
            ["staff_id"],
            ["staff.id"],
            name=op.f("fk_figure_entries_staff_id_staff"),
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_figure_entries")),
    )
    op.create_index("ix_figure_entries_organisation", "figure_entries", ["organisation"])
    op.create_table(
        "figures",
        sa.Column("entry_id", _IDENTIFIER, nullable=False),
        sa.Column("manager", sa.Text(), nullable=False),
        sa.Column("year", _IDENTIFIER, nullable=False),
        sa.Column("sector", sa.Text(), nullable=False),
        sa.Column("measure", sa.Text(), nullable=False),
        sa.Column("value", _IDENTIFIER, nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["entry_id"],
            ["figure_entries.id"],
            name=op.f("fk_figures_entry_id_figure_entries"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint(
            "entry_id", "manager", "year", "sector", "measure", name=op.f("pk_figures")
        ),
    )
    op.create_index("ix_figures_year", "figures", ["year"])
