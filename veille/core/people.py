"""People who subscribe: the closed lists, and what may be written about them."""

from typing import Literal, get_args

SubscriberKind = Literal["facilitator", "buyer_agent", "structure", "staff", "public"]
SubscriberState = Literal["pending", "active", "paused", "suspended", "ended"]
LegalBasis = Literal["consent", "public_task", "legitimate_interest"]
ConsentEvent = Literal[
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
]
OppositionReason = Literal["left", "complaint", "erased"]

SUBSCRIBER_KINDS: tuple[SubscriberKind, ...] = get_args(SubscriberKind)
LEGAL_BASES: tuple[LegalBasis, ...] = get_args(LegalBasis)
