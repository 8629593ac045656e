"""What a subscription finds, for feed readers (Atom, RFC 4287) and calendars (RFC 5545)."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event
from sqlalchemy.orm import Session

from newsletters.plain import safe_url
from veille.app.known_facts import buyer_of, state_of, title_of
from veille.app.web.listing import Listed, listed_page
from veille.core.clock import paris
from veille.core.facts import facts_from_json
from veille.core.filters import Filter
from veille.core.search import Search
from veille.store import searching
from veille.store.cards import StoredCard

MOST_ENTRIES = 100
MOST_DEADLINES = 500
_LOOKS_BACK = timedelta(days=180)  # a call that is still open was published since
_AT_ONCE = timedelta(minutes=30)  # a calendar shows nothing of an event without a length


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """A version of a procedure: a new version is a new entry."""

    listed: Listed
    version: int
    noted_at: datetime


def feed_entries(session: Session, asked: Filter, now: datetime) -> list[FeedEntry]:
    """What ``asked`` finds today, the newest first."""
    found = searching.find(session, Search(filter=asked), now, most=MOST_ENTRIES)
    return [
        FeedEntry(shown, one.card.version, one.card.noted_at)
        for shown, one in zip(listed_page(found, now), found.cards, strict=True)
    ]


def calendar(
    session: Session, asked: Filter, now: datetime, *, name: str, domain: str, base: str
) -> bytes:
    """The deadlines to come of what ``asked`` finds."""
    since = paris(now - _LOOKS_BACK).date()
    recent = Search(filter=asked, published_from=since)
    found = searching.find(session, recent, now, most=MOST_DEADLINES)
    made = Calendar()
    made.add("prodid", f"-//Veille//{domain}//FR")
    made.add("version", "2.0")
    made.add("x-wr-calname", name)
    for one in found.cards:
        event = _event(one, now, domain, base, sample=one.card.procedure_id in found.samples)
        if event is not None:
            made.add_component(event)
    return bytes(made.to_ical())


def _event(
    stored: StoredCard, now: datetime, domain: str, base: str, *, sample: bool
) -> Event | None:
    known = facts_from_json(stored.facts)
    if known.deadline is None or state_of(known, now) != "open":
        return None
    address = f"{base}/consultations/{stored.card.procedure_id}"
    event = Event()
    event.add("uid", f"consultation-{stored.card.procedure_id}@{domain}")
    event.add("dtstamp", stored.card.noted_at.astimezone(UTC))
    event.add("sequence", stored.card.version - 1)
    event.add("summary", f"Date limite : {title_of(known, sample=sample)}")
    event.add("description", f"{buyer_of(known)}\n{address}")
    if safe_url(address):
        event.add("url", address)
    event.add("transp", "TRANSPARENT")
    if known.deadline_approximate:
        event.add("dtstart", paris(known.deadline).date())
    else:
        end = known.deadline.astimezone(UTC)
        event.add("dtstart", end - _AT_ONCE)
        event.add("dtend", end)
    return event
