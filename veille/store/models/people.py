"""Tables of people: who subscribes to what, on which ground, and who objected."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from veille.store.models.base import NUMBERED_ONCE, Base, OurText, one_of


class SubscriberRow(Base):
    """A person, or a shared mailbox, that an organisation writes to.

    ``address_key`` is the address as it is compared; ``last_sign_of_life`` the last thing the
    person did; ``asked_at`` when the person was asked whether to go on, null once answered.
    """

    __tablename__ = "subscribers"
    __table_args__ = (
        UniqueConstraint("organisation", "address_key"),
        one_of("kind", "facilitator", "buyer_agent", "structure", "staff", "public"),
        one_of("state", "pending", "active", "paused", "suspended", "ended"),
        one_of("legal_basis", "consent", "public_task", "legitimate_interest"),
        Index(None, "address_key"),
        Index(None, "state", "last_sign_of_life"),
        NUMBERED_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation: Mapped[OurText]
    kind: Mapped[OurText]
    address: Mapped[str]
    address_key: Mapped[OurText]
    display_name: Mapped[str | None]
    state: Mapped[OurText]
    legal_basis: Mapped[OurText]
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]
    last_sign_of_life: Mapped[datetime]
    asked_at: Mapped[datetime | None]
    paused_until: Mapped[datetime | None]
    suspended_reason: Mapped[str | None]
    soft_bounces: Mapped[int] = mapped_column(server_default="0")


class SubscriptionRow(Base):
    """What a person asked for, served from ``confirmed_at`` on; ``filter`` is JSON.

    ``digest`` is of filter and rhythm: nobody has the same subscription twice.
    """

    __tablename__ = "subscriptions"
    __table_args__ = (
        UniqueConstraint("subscriber_id", "digest"),
        one_of("rhythm", "immediate", "daily", "weekly", "monthly"),
        Index(None, "rhythm"),
        NUMBERED_ONCE,
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscribers.id", ondelete="CASCADE"))
    label: Mapped[str]
    filter: Mapped[OurText]
    digest: Mapped[OurText]
    rhythm: Mapped[OurText]
    paused_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    confirmed_at: Mapped[datetime | None]


class ConsentRow(Base):
    """What a person did about being written to, or what it rests on; lines are only added.

    ``wording`` names the text that was shown, ``how`` the way (page, file, command, bounce).
    """

    __tablename__ = "consents"
    __table_args__ = (
        one_of(
            "what",
            "requested",
            "confirmed",
            "imported",
            "changed",
            "paused",
            "resumed",
            "kept",
            "asked",
            "suspended",
            "ended",
        ),
        Index(None, "subscriber_id", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subscriber_id: Mapped[int] = mapped_column(ForeignKey("subscribers.id", ondelete="CASCADE"))
    at: Mapped[datetime]
    what: Mapped[OurText]
    wording: Mapped[OurText | None]
    how: Mapped[OurText]
    detail: Mapped[str | None]


class OppositionRow(Base):
    """The hash of an address that must not be written to unless its owner asks again."""

    __tablename__ = "oppositions"
    __table_args__ = (one_of("reason", "left", "complaint", "erased"),)

    organisation: Mapped[OurText] = mapped_column(primary_key=True)
    address_hash: Mapped[OurText] = mapped_column(primary_key=True)
    reason: Mapped[OurText]
    at: Mapped[datetime]


class AttemptRow(Base):
    """One request of a sign-up, counted by address and by network; hashes, kept a few days."""

    __tablename__ = "attempts"
    __table_args__ = (Index(None, "bucket", "at"), Index(None, "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    bucket: Mapped[OurText]
    at: Mapped[datetime]
