"""Contracts of award data, their holders, the procedures they come from, notices by buyer.

Revision ID: 0026
"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"

_IDENTIFIER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the tables."""
    _contracts()
    _holders()
    _joins()
    op.create_index(op.f("ix_notices_buyer_id"), "notices", ["buyer_id"])


def _contracts() -> None:
    op.create_table(
        "contracts",
        sa.Column("id", _IDENTIFIER, nullable=False),
        sa.Column("uid", sa.Text(), nullable=False),
        sa.Column("payload_id", _IDENTIFIER, nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("buyer_siren", sa.Text(), nullable=False),
        sa.Column("buyer_siret", sa.Text(), nullable=False),
        sa.Column("buyer_name", sa.Text(), nullable=True),
        sa.Column("cpv", sa.Text(), nullable=True),
        sa.Column("department", sa.Text(), nullable=True),
        sa.Column("social", sa.Text(), nullable=True),
        sa.Column("amount", sa.Float(), nullable=True),
        sa.Column("notified_on", sa.Date(), nullable=True),
        sa.Column("told_on", sa.Date(), nullable=True),
        sa.Column("known_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("to_join", sa.Boolean(), nullable=False),
        sa.Column("tried_at", _MOMENT, nullable=True),
        sa.Column("first_seen_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.Column("sample", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('contract', 'concession')", name=op.f("ck_contracts_kind")),
        sa.ForeignKeyConstraint(
            ["payload_id"], ["payloads.id"], name=op.f("fk_contracts_payload_id_payloads")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contracts")),
        sa.UniqueConstraint("uid", name=op.f("uq_contracts_uid")),
    )
    op.create_index(
        op.f("ix_contracts_buyer_siren_notified_on"), "contracts", ["buyer_siren", "notified_on"]
    )
    for column in ("ends_on", "payload_id", "tried_at"):
        op.create_index(op.f(f"ix_contracts_{column}"), "contracts", [column])
    op.create_index(
        "ix_contracts_to_join",
        "contracts",
        ["id"],
        sqlite_where=sa.text("to_join"),
        postgresql_where=sa.text("to_join"),
    )


def _holders() -> None:
    op.create_table(
        "contract_holders",
        sa.Column("contract_id", _IDENTIFIER, nullable=False),
        sa.Column("position", _IDENTIFIER, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("identifier", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["contract_id"],
            ["contracts.id"],
            name=op.f("fk_contract_holders_contract_id_contracts"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("contract_id", "position", name=op.f("pk_contract_holders")),
    )
    op.create_index(op.f("ix_contract_holders_identifier"), "contract_holders", ["identifier"])


def _joins() -> None:
    op.create_table(
        "contract_joins",
        sa.Column("contract_id", _IDENTIFIER, nullable=False),
        sa.Column("procedure_id", _IDENTIFIER, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("decided_at", _MOMENT, nullable=False),
        sa.CheckConstraint(
            "state IN ('joined', 'doubt', 'refused')", name=op.f("ck_contract_joins_state")
        ),
        sa.CheckConstraint(
            "decided_by IN ('rule', 'staff')", name=op.f("ck_contract_joins_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["contract_id"],
            ["contracts.id"],
            name=op.f("fk_contract_joins_contract_id_contracts"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["procedure_id"],
            ["procedures.id"],
            name=op.f("fk_contract_joins_procedure_id_procedures"),
        ),
        sa.PrimaryKeyConstraint("contract_id", "procedure_id", name=op.f("pk_contract_joins")),
    )
    op.create_index(op.f("ix_contract_joins_procedure_id"), "contract_joins", ["procedure_id"])
    for name, state, unique in (
        ("uq_contract_joins_joined", "joined", True),
        ("ix_contract_joins_doubt", "doubt", False),
    ):
        op.create_index(
            name,
            "contract_joins",
            ["contract_id"],
            unique=unique,
            sqlite_where=sa.text(f"state = '{state}'"),
            postgresql_where=sa.text(f"state = '{state}'"),
        )
