"""What staff do about a source: take note until a day, have payloads read again, dismiss keys.

Each is written into the trail in the transaction of what was done.
"""

from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from spiders.reading import RereadCounts, reread, reread_one
from spiders.registry import SourceInfo
from veille.app.steps.look_at_sources import look_at_sources
from veille.core.asking import named
from veille.core.attention import Topic
from veille.core.clock import paris
from veille.core.french import count, day_month
from veille.core.refusals import Refusal
from veille.settings import Settings
from veille.store import acknowledgements, audit, payloads, unread_keys
from veille.store.database import Store
from veille.store.staff import Member

TOPICS: dict[Topic, str] = {
    "silence": "elle est muette, en retard ou en panne",
    "reading": "ce qu’elle envoie n’est pas lu comme d’habitude",
}
LONGEST = timedelta(days=366)
LONGEST_WHY = 300
MOST_REREAD = 500
"""Payloads that are read again at once from a page; more are for ``veille reparse``."""


class NoteError(Refusal):
    """A note that cannot be taken."""


class GoneError(Refusal):
    """It is no longer there, or somebody else did it."""


def acknowledge(
    session: Session,
    source: SourceInfo,
    member: Member,
    *,
    topic: str,
    until: str,
    why: str,
    now: datetime,
) -> None:
    """Take note of what is wrong with a source, so that nobody is warned of it until a day.

    Raises:
        Refusal: the topic, the day or the reason cannot be used.
    """
    chosen: Topic = named(TOPICS, topic)
    day = _day(until, paris(now).date())
    reason = " ".join(why.split())
    if not reason:
        raise NoteError("pourquoi ? quelques mots pour qui passera après vous")
    if len(reason) > LONGEST_WHY:
        raise NoteError(f"raison trop longue : {LONGEST_WHY} caractères au plus")
    who = member.name or member.address
    acknowledgements.add(session, source.name, chosen, until=day, why=reason, who=who, now=now)
    detail = f"jusqu’au {day_month(day)} {day.year} : {reason}"
    subject = f"{source.label}, {TOPICS[chosen]}"
    audit.note(session, member, "source.acknowledge", subject, now, detail=detail)


def resume(
    session: Session, source: SourceInfo, member: Member, note_id: int, now: datetime
) -> None:
    """Warn of it again from now on.

    Raises:
        GoneError: it was warned of already.
    """
    if not acknowledgements.end(session, source.name, note_id, now):
        raise GoneError("cette note n’a plus d’effet")
    audit.note(session, member, "source.resume", source.label, now)


def read_again(
    store: Store,
    settings: Settings,
    source: SourceInfo,
    member: Member,
    now: datetime,
    *,
    payload_id: int | None = None,
) -> RereadCounts:
    """Read one unreadable payload of a source again, or up to ``MOST_REREAD`` of them.

    Raises:
        GoneError: that payload is not one that can be read again.
    """
    if payload_id is None:
        counts = reread(store, now, frozenset({"failed"}), source=source.name, most=MOST_REREAD)
    else:
        with store.read() as session:
            stored = payloads.get(session, payload_id)
        if stored is None or stored.source != source.name or stored.state != "failed":
            raise GoneError("ce relevé a été relu entre-temps")
        counts = reread_one(store, payload_id, now)
    look_at_sources(store, settings, now)
    with store.transaction() as session:
        audit.note(session, member, "source.reread", source.label, now, detail=told(counts))
    return counts


def told(counts: RereadCounts) -> str:
    """``3 relevés lus, 1 encore illisible``."""
    read = count(counts.read, "relevé lu", "relevés lus")
    return f"{read}, {count(counts.failed, 'encore illisible', 'encore illisibles')}"


def dismiss_key(
    session: Session, source: SourceInfo, member: Member, dialect: str, key: str, now: datetime
) -> None:
    """A key that nobody reads is known, and not needed.

    Raises:
        GoneError: there is no such key.
    """
    who = member.name or member.address
    if not unread_keys.mark(session, source.name, dialect, key, by=who, now=now):
        raise GoneError("ce champ n’est plus dans la liste")
    detail = f"{dialect}, {key} : pas besoin"
    audit.note(session, member, "source.keys", source.label, now, detail=detail)


def recall_key(
    session: Session, source: SourceInfo, member: Member, dialect: str, key: str, now: datetime
) -> None:
    """A key that was dismissed is one to look at again.

    Raises:
        GoneError: there is no such key.
    """
    if not unread_keys.mark(session, source.name, dialect, key, by=None, now=now):
        raise GoneError("ce champ n’est plus dans la liste")
    detail = f"{dialect}, {key} : à revoir"
    audit.note(session, member, "source.keys", source.label, now, detail=detail)


def dismiss_keys(session: Session, source: SourceInfo, member: Member, now: datetime) -> None:
    """Every key of the source is known, and not needed."""
    who = member.name or member.address
    dismissed = unread_keys.mark_all(session, source.name, by=who, now=now)
    detail = f"{count(dismissed, 'champ')} : pas besoin"
    audit.note(session, member, "source.keys", source.label, now, detail=detail)


def _day(text: str, today: date) -> date:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise NoteError("date attendue, comme 2026-12-12") from None
    if day < today:
        raise NoteError("cette date est passée")
    if day - today > LONGEST:
        raise NoteError("un an au plus : au-delà, plus personne ne saurait pourquoi")
    return day
