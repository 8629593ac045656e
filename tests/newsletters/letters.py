"""Invented messages as deliveries take them, and an identity that writes them."""

from typing import Any

from newsletters.assembly import Identity
from newsletters.verp import ReturnAddresses
from tests.store.invented import NOW
from tests.store.mail import content
from veille.store import outbox
from veille.store.claims import Claimed
from veille.store.outbox import Content

KEYS = ("une clé inventée pour les essais", "une clé d’avant")
RETURNS = ReturnAddresses("bounce@mission.example", KEYS)
IDENTITY = Identity(
    sender="Veille inventée <veille@mission.example>",
    domain="mission.example",
    reply_to="contact@mission.example",
    returns=RETURNS,
)
CONTENT: Content = content()


def claimed(**changed: Any) -> Claimed:
    """A message that was just taken."""
    key = "weekly/2026-W46/12"
    facts: dict[str, Any] = {
        "id": 1234,
        "claim": "essai/1",
        "key": key,
        "kind": "weekly",
        "urgent": False,
        "subscriber_id": 12,
        "address": "lectrice@commune.example",
        "display_name": "Zoé Été",
        "content_id": 1,
        "personal": {"unsubscribe_url": "https://veille.example/desabonnement/abc?x=1&y=2"},
        "message_id": outbox.message_id(key, "mission.example"),
        "dated_at": NOW,
        "attempts": 0,
        "uncertain": 0,
        "first_tried_at": None,
    }
    return Claimed(**(facts | changed))
