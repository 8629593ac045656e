"""Tables of contracts (award data), their holders, and the procedures they come from."""

from datetime import date, datetime

from sqlalchemy import Float, ForeignKey, Index, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column

from veille.store.models.base import Base, OurText, one_of


class ContractRow(Base):
    """One contract; ``content`` is all that is known, the columns what is asked for.

    ``social`` are the codes declared, between commas: null = not said, empty = said to be none.
    ``to_join`` says that its procedure was not looked for since it last changed, ``tried_at`` when
    it was last.
    """

    __tablename__ = "contracts"
    __table_args__ = (
        one_of("kind", "contract", "concession"),
        Index(None, "buyer_siren", "notified_on"),
        Index(None, "department", "notified_on"),
        Index(None, "ends_on"),
        Index(
            "ix_contracts_to_join",
            "id",
            sqlite_where=text("to_join"),
            postgresql_where=text("to_join"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    uid: Mapped[str] = mapped_column(unique=True)
    payload_id: Mapped[int] = mapped_column(ForeignKey("payloads.id"), index=True)
    content_hash: Mapped[OurText]
    kind: Mapped[OurText]
    buyer_siren: Mapped[OurText]
    buyer_siret: Mapped[OurText]
    buyer_name: Mapped[str | None]
    cpv: Mapped[OurText | None]
    department: Mapped[OurText | None]
    social: Mapped[OurText | None]
    amount: Mapped[float | None] = mapped_column(Float)
    notified_on: Mapped[date | None]
    told_on: Mapped[date | None]
    known_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    to_join: Mapped[bool]
    tried_at: Mapped[datetime | None] = mapped_column(index=True)
    first_seen_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    sample: Mapped[bool] = mapped_column(server_default=false())
    content: Mapped[str]


class ContractHolderRow(Base):
    """Whom a contract is held by today; the name of a natural person is never here."""

    __tablename__ = "contract_holders"

    contract_id: Mapped[int] = mapped_column(
        ForeignKey("contracts.id", ondelete="CASCADE"), primary_key=True
    )
    position: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str]
    identifier: Mapped[str] = mapped_column(index=True)
    name: Mapped[str | None]


class ContractJoinRow(Base):
    """A procedure that a contract comes from, may come from, or does not, and who says so.

    ``evidence`` is JSON: how well each part fits.
    """

    __tablename__ = "contract_joins"
    __table_args__ = (
        one_of("state", "joined", "doubt", "refused"),
        one_of("decided_by", "rule", "staff"),
        Index(
            "uq_contract_joins_joined",
            "contract_id",
            unique=True,
            sqlite_where=text("state = 'joined'"),
            postgresql_where=text("state = 'joined'"),
        ),
        Index(
            "ix_contract_joins_doubt",
            "contract_id",
            sqlite_where=text("state = 'doubt'"),
            postgresql_where=text("state = 'doubt'"),
        ),
    )

    contract_id: Mapped[int] = mapped_column(
        ForeignKey("contracts.id", ondelete="CASCADE"), primary_key=True
    )
    procedure_id: Mapped[int] = mapped_column(
        ForeignKey("procedures.id"), primary_key=True, index=True
    )
    state: Mapped[OurText]
    score: Mapped[float] = mapped_column(Float)
    evidence: Mapped[OurText]
    decided_by: Mapped[OurText]
    decided_at: Mapped[datetime]


class EndingToldRow(Base):
    """The ledger of an organisation: the end of a contract told in editions of a kind."""

    __tablename__ = "endings_told"
    __table_args__ = (
        UniqueConstraint("organisation", "kind", "contract_id", "ends_on"),
        Index(None, "contract_id"),
        Index(None, "edition_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation: Mapped[OurText]
    kind: Mapped[OurText]
    contract_id: Mapped[int] = mapped_column(ForeignKey("contracts.id", ondelete="CASCADE"))
    ends_on: Mapped[date]
    edition_id: Mapped[int] = mapped_column(ForeignKey("editions.id", ondelete="CASCADE"))


class EndingTellingRow(Base):
    """The ledger of persons: the end of a contract that a subscriber was told, in which message."""

    __tablename__ = "ending_tellings"
    __table_args__ = (
        UniqueConstraint("subscriber_id", "contract_id", "ends_on"),
        Index(None, "contract_id"),
        Index(None, "outbox_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscribers.id", ondelete="CASCADE"))
    contract_id: Mapped[int] = mapped_column(ForeignKey("contracts.id", ondelete="CASCADE"))
    ends_on: Mapped[date]
    outbox_id: Mapped[int | None] = mapped_column(ForeignKey("outbox.id", ondelete="SET NULL"))
    told_at: Mapped[datetime]
