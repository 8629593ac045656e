"""Delivering and reading what came back, as commands run them: what is printed, what is wrong."""

from collections import Counter
from datetime import datetime

from newsletters.delivery import Tally
from veille.app.console import Failure, complain, progress
from veille.app.mail import mailing
from veille.app.moments import clock_from
from veille.app.opening import opened
from veille.app.steps.deliver import deliver_outbox
from veille.app.steps.returns import read_returns as read_all
from veille.core.french import NBSP, count
from veille.mailbox.errors import MailboxError
from veille.settings import Settings, load
from veille.store.bounces import BounceKind

_KINDS: dict[BounceKind, tuple[str, str]] = {
    "hard": ("adresse disparue", "adresses disparues"),
    "soft": ("échec passager", "échecs passagers"),
    "complaint": ("plainte", "plaintes"),
    "unsubscribe": ("désabonnement", "désabonnements"),
    "ignored": ("réponse automatique ou sans suite", "réponses automatiques ou sans suite"),
    "unknown": ("message non reconnu", "messages non reconnus"),
}


def deliver_due(now: datetime | None) -> bool:
    """Deliver what is due; false when the relay could not be used or a message failed."""
    settings = load()
    with opened(settings) as store, progress("Envoi") as bar:
        tally = deliver_outbox(store, settings, clock_from(now), progress=bar.update)
    return report(tally, settings)


def report(tally: Tally, settings: Settings) -> bool:
    """Print what a delivery did; false when the relay could not be used or a message failed."""
    print(told(tally, settings))
    for reason, times in tally.reasons.most_common():
        complain(f"{count(times, 'envoi refusé', 'envois refusés')} : {reason}")
    if tally.stopped:
        complain(tally.stopped)
    return tally.stopped is None and not tally.failed


def told(tally: Tally, settings: Settings) -> str:
    """One line: what was sent, put off, refused."""
    parts = [count(tally.sent, "envoi remis", "envois remis")]
    if tally.repeated:
        parts.append(f"dont {count(tally.repeated, 'répété', 'répétés')} dans le doute")
    if later := tally.deferred + tally.uncertain:
        parts.append(f"{count(later, 'remis à plus tard', 'remis à plus tard')}")
    if tally.failed:
        parts.append(count(tally.failed, "refusé", "refusés"))
    where = "" if settings.smtp_url else f", dans {mailing.folder(settings)} (pas de relais)"
    return f"Courrier{NBSP}: {', '.join(parts)}{where}."


def read_returns(now: datetime | None) -> bool:
    """Read what came back, or listen for it until stopped; false when it could not be read."""
    settings = load()
    if settings.return_address is None or settings.returns_url is None:
        raise Failure("VEILLE_RETURN_ADDRESS, VEILLE_RETURNS_URL : à régler pour lire les retours")
    with opened(settings) as store:
        try:
            found = read_all(store, settings, clock_from(now), listen=True)
        except MailboxError as error:
            complain(f"VEILLE_RETURNS_URL : {error}")
            return False
    print(f"Retours{NBSP}: {counted(found)}.")
    return True


def counted(found: Counter[BounceKind]) -> str:
    """How many of each kind came back, in words."""
    parts = [count(found[kind], *words) for kind, words in _KINDS.items() if found[kind]]
    return ", ".join(parts) or "rien de nouveau"
