"""What the pages *mentions légales* and *données personnelles* say of this install."""

from dataclasses import dataclass
from datetime import timedelta

from veille.app.clock.retention import ATTEMPTS_KEPT, periods_of
from veille.core.french import count
from veille.settings import Settings

MISSING = "à compléter par l’organisme qui publie ce site"


@dataclass(frozen=True, slots=True, kw_only=True)
class Legal:
    """Who publishes and hosts, whom to write to, and how long things are kept, in words.

    ``missing`` names the settings that are not filled in.
    """

    publisher: str
    address: str
    director: str
    host: str
    contact: str
    inactive: str
    answer: str
    unconfirmed: str
    ended: str
    opposition: str
    messages: str
    payloads: str
    attempts: str
    missing: tuple[str, ...]


def legal_details(settings: Settings) -> Legal:
    """The details of this install, as its settings give them."""
    given = {
        "publisher": settings.legal_publisher,
        "address": settings.legal_address,
        "director": settings.legal_director,
        "host": settings.legal_host,
        "contact": settings.legal_contact or settings.mail_reply_to,
    }
    periods = periods_of(settings)
    return Legal(
        **{name: value or MISSING for name, value in given.items()},
        inactive=duration(periods.inactive),
        answer=duration(periods.answer),
        unconfirmed=duration(periods.unconfirmed),
        ended=duration(periods.ended),
        opposition=duration(periods.opposition),
        messages=duration(timedelta(days=settings.keep_messages_days)),
        payloads=duration(timedelta(days=settings.keep_payloads_days)),
        attempts=duration(ATTEMPTS_KEPT),
        missing=tuple(f"VEILLE_LEGAL_{name.upper()}" for name, value in given.items() if not value),
    )


def duration(length: timedelta) -> str:
    """``3 ans``, ``13 mois``, ``45 jours``: the largest unit that tells it exactly."""
    days = length.days
    if days and days % 365 == 0:
        return count(days // 365, "an")
    if days >= 90 and days % 30 == 0:
        return count(days // 30, "mois", "mois")
    return count(days, "jour")
