"""The search index, to be filled from what is there.

Revision ID: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

_IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_COLUMNS = "title, card, rest, buyer_name, tokens"
_OLD = ", ".join(f"old.{name}" for name in _COLUMNS.split(", "))
_NEW = ", ".join(f"new.{name}" for name in _COLUMNS.split(", "))
# Terms are cut already: whatever stands between two spaces is one.
_TOKENIZER = "ascii tokenchars '|:_'"
_FORGET = (
    f"INSERT INTO search_words (search_words, rowid, {_COLUMNS})"  # noqa: S608
    f" VALUES ('delete', old.place, {_OLD})"
)
_LEARN = f"INSERT INTO search_words (rowid, {_COLUMNS}) VALUES (new.place, {_NEW})"  # noqa: S608
_TERMS = " || ".join(f"string_to_array(btrim({name}), ' ')" for name in ("card", "rest", "tokens"))


def upgrade() -> None:
    """Make the tables, and say that every procedure is to be written into them."""
    op.create_table(
        "search_entries",
        sa.Column("place", _IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("procedure_id", _IDENTIFIER, nullable=False),
        sa.Column("version", _IDENTIFIER, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=True),
        sa.Column("amount", sa.Double(), nullable=True),
        sa.Column("buyer", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["procedure_id"],
            ["procedures.id"],
            name=op.f("fk_search_entries_procedure_id_procedures"),
        ),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_search_entries")),
        sa.UniqueConstraint("procedure_id", name=op.f("uq_search_entries_procedure_id")),
    )
    op.create_index(
        op.f("ix_search_entries_deadline_place"), "search_entries", ["deadline", "place"]
    )
    op.create_index(op.f("ix_search_entries_amount_place"), "search_entries", ["amount", "place"])
    op.create_table(
        "search_texts",
        sa.Column("place", _IDENTIFIER, autoincrement=False, nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("card", sa.Text(), nullable=False),
        sa.Column("rest", sa.Text(), nullable=False),
        sa.Column("buyer_name", sa.Text(), nullable=False),
        sa.Column("tokens", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["place"],
            ["search_entries.place"],
            name=op.f("fk_search_texts_place_search_entries"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_search_texts")),
    )
    if op.get_bind().dialect.name == "postgresql":
        _index_on_postgresql()
    else:
        _index_on_sqlite()
    op.add_column(
        "procedures",
        sa.Column("to_index", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    op.create_index(
        "ix_procedures_to_index",
        "procedures",
        ["id"],
        sqlite_where=sa.text("to_index"),
        postgresql_where=sa.text("to_index"),
    )
    op.execute(
        "UPDATE procedures SET to_index = true WHERE merged_into IS NULL"
        " AND EXISTS (SELECT 1 FROM cards WHERE cards.procedure_id = procedures.id)"
    )


def _index_on_postgresql() -> None:
    op.execute(
        f"ALTER TABLE search_texts ADD COLUMN terms tsvector"
        f" GENERATED ALWAYS AS (array_to_tsvector({_TERMS})) STORED"
    )
    op.execute("CREATE INDEX ix_search_texts_terms ON search_texts USING gin (terms)")


def _index_on_sqlite() -> None:
    execute = op.get_bind().exec_driver_sql
    execute(
        f"CREATE VIRTUAL TABLE search_words USING fts5({_COLUMNS}, content='search_texts',"
        f" content_rowid='place', tokenize=\"{_TOKENIZER}\")"
    )
    for name, moment, actions in (
        ("added", "INSERT", [_LEARN]),
        ("removed", "DELETE", [_FORGET]),
        ("changed", "UPDATE", [_FORGET, _LEARN]),
    ):
        done = "; ".join(actions)
        execute(
            f"CREATE TRIGGER search_words_{name} AFTER {moment} ON search_texts BEGIN {done}; END"
        )
