"""Tags of staff, samples to review, and sentences found by their hash.

Revision ID: 0015
"""

import sqlalchemy as sa
from alembic import op

from veille.core.tags import quote_hash

revision = "0015"
down_revision = "0014"

_IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)
_VERDICTS = 500  # hashed at once

_SIGNALS = sa.table(
    "signals",
    sa.column("verdict_id", _IDENTIFIER),
    sa.column("position", _IDENTIFIER),
    sa.column("question", sa.Text()),
    sa.column("quote", sa.Text()),
    sa.column("quote_hash", sa.Text()),
)


def upgrade() -> None:
    """Make the tables, and hash the sentences that are there."""
    op.create_table(
        "tags",
        sa.Column("id", _IDENTIFIER, nullable=False),
        sa.Column("notice_id", sa.Text(), nullable=False),
        sa.Column("lot", sa.Text(), nullable=True),
        sa.Column("question", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=True),
        sa.Column("quote_hash", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=True),
        sa.Column("start", _IDENTIFIER, nullable=True),
        sa.Column("end", _IDENTIFIER, nullable=True),
        sa.Column("kinds", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("card_version", sa.Text(), nullable=True),
        sa.Column("copied_from", _IDENTIFIER, nullable=True),
        sa.Column("proposed", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("accepted_at", _MOMENT, nullable=True),
        sa.Column("accepted_by", sa.Text(), nullable=True),
        sa.Column("undone_at", _MOMENT, nullable=True),
        sa.Column("undone_by", sa.Text(), nullable=True),
        sa.CheckConstraint("question IN ('reserved', 'clause')", name=op.f("ck_tags_question")),
        sa.CheckConstraint(
            "answer IN ('right', 'false_positive', 'missed', 'kind')", name=op.f("ck_tags_answer")
        ),
        sa.ForeignKeyConstraint(
            ["notice_id"], ["notices.id"], name=op.f("fk_tags_notice_id_notices")
        ),
        sa.ForeignKeyConstraint(
            ["copied_from"], ["tags.id"], name=op.f("fk_tags_copied_from_tags")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tags")),
    )
    for column in ("notice_id", "quote_hash", "copied_from"):
        op.create_index(f"ix_tags_{column}", "tags", [column])
    op.create_table(
        "samples",
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("stratum", sa.Text(), nullable=False),
        sa.Column("size", _IDENTIFIER, nullable=False),
        sa.Column("seed", _IDENTIFIER, nullable=False),
        sa.Column("drawn_at", _MOMENT, nullable=False),
        sa.CheckConstraint("stratum IN ('flagged', 'unflagged')", name=op.f("ck_samples_stratum")),
        sa.PrimaryKeyConstraint("week", "stratum", name=op.f("pk_samples")),
    )
    op.create_table(
        "sample_members",
        sa.Column("week", sa.Date(), nullable=False),
        sa.Column("stratum", sa.Text(), nullable=False),
        sa.Column("position", _IDENTIFIER, nullable=False),
        sa.Column("procedure_id", _IDENTIFIER, nullable=False),
        sa.ForeignKeyConstraint(
            ["procedure_id"],
            ["procedures.id"],
            name=op.f("fk_sample_members_procedure_id_procedures"),
        ),
        sa.PrimaryKeyConstraint("week", "stratum", "position", name=op.f("pk_sample_members")),
    )
    op.create_index("ix_sample_members_procedure_id", "sample_members", ["procedure_id"])
    op.add_column("signals", sa.Column("quote_hash", sa.Text(), nullable=True))
    op.create_index("ix_signals_quote_hash", "signals", ["quote_hash"])
    _hash_sentences(op.get_bind())


def _hash_sentences(connection: sa.Connection) -> None:
    last = connection.scalar(sa.select(sa.func.max(_SIGNALS.c.verdict_id))) or 0
    statement = (
        sa.update(_SIGNALS)
        .where(
            _SIGNALS.c.verdict_id == sa.bindparam("verdict"),
            _SIGNALS.c.position == sa.bindparam("place"),
        )
        .values(quote_hash=sa.bindparam("digest"))
    )
    for first in range(0, last + 1, _VERDICTS):
        found = connection.execute(
            sa.select(_SIGNALS.c.verdict_id, _SIGNALS.c.position, _SIGNALS.c.quote).where(
                _SIGNALS.c.verdict_id.between(first, first + _VERDICTS - 1),
                _SIGNALS.c.question.in_(("reserved", "clause")),
                _SIGNALS.c.quote.is_not(None),
            )
        )
        rows = [
            {"verdict": row.verdict_id, "place": row.position, "digest": quote_hash(row.quote)}
            for row in found
        ]
        if rows:
            connection.execute(statement, rows)
