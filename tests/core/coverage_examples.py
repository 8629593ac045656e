"""Invented notices and contracts that coverage is counted from."""

from datetime import date, timedelta
from typing import Any

from veille.core.coverage.seen import ContractState, Noticed, Notified

DAY = date(2026, 10, 5)
UNTIL = date(2026, 11, 16)
SIREN = "213499900"
OTHER = "213499901"


def noticed(number: int, source: str = "boamp", late: int = 0, **known: Any) -> Noticed:
    """A call of a commune on achatpublic.com; ``late`` counts days after the first."""
    facts: dict[str, Any] = {
        "procedure_id": number,
        "source": source,
        "day": DAY + timedelta(days=late),
        "called": True,
        "hosts": ("achatpublic.com",),
        "buyer": f"siret:{SIREN}00017",
        "buyer_name": "Commune de Valinvente",
    }
    return Noticed(**(facts | known))


def notified(state: ContractState = "unseen", siren: str = SIREN, **known: Any) -> Notified:
    """A contract of the same commune."""
    facts: dict[str, Any] = {
        "siren": siren,
        "name": "Commune de Valinvente",
        "on": UNTIL - timedelta(days=7),
        "state": state,
    }
    return Notified(**(facts | known))
