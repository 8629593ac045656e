"""The rights of a person over what is kept of them: a copy, and erasure."""

import json
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from veille.core.addresses import address_hash
from veille.core.clock import paris
from veille.core.consent_texts import CONSENT_TEXTS
from veille.store import consents, outbox, personal_data
from veille.store.subscribers import Subscriber

KEPT = (
    "Une empreinte de l’adresse est gardée, pour ne plus jamais lui écrire sans nouvelle demande "
    "(cinq ans). Elle ne permet pas de retrouver l’adresse."
)
"""What stays after an erasure, for people."""

_JSON_COLUMNS = ("filter", "personal", "subscriptions")


def export(session: Session, person: Subscriber, now: datetime) -> str:
    """All that is kept of a person, as indented JSON: every row of every table, whole.

    Texts that are JSON themselves (a filter) are shown as such; the texts that the person agreed to
    are there too.
    """
    held = personal_data.collect(session, person.id)
    read = {row["wording"] for row in held.get("consents", ())}
    copy = {
        "date": paris(now).isoformat(),
        "adresse": person.address,
        "donnees": {name: [_readable(row) for row in rows] for name, rows in held.items()},
        "textes": {name: words for name, words in CONSENT_TEXTS.items() if name in read},
    }
    return json.dumps(copy, ensure_ascii=False, indent=2)


def erase(session: Session, person: Subscriber, now: datetime) -> None:
    """Forget a person: nothing stays but the hash of their address, see ``KEPT``."""
    outbox.cancel(session, person.id, "effacement", now)
    personal_data.erase(session, person.id)
    consents.oppose(session, person.organisation, address_hash(person.address_key), "erased", now)


def _readable(row: dict[str, Any]) -> dict[str, Any]:
    return {name: _parsed(name, value) for name, value in row.items()}


def _parsed(name: str, value: Any) -> Any:
    return json.loads(value) if name in _JSON_COLUMNS and isinstance(value, str) else value
