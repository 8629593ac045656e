"""Sources with ten weeks behind them: what their pages show, without a notice behind it."""

from datetime import date, datetime, timedelta
from itertools import cycle

from tests.app.mailing_world import World
from tests.web.visiting import Visit
from veille.core.clock import days_between, paris
from veille.core.workdays import is_working_day
from veille.store import (
    crawl_units,
    crawls,
    payloads,
    source_days,
    sources,
    unread_keys,
)
from veille.store.crawl_units import DayTotal
from veille.store.payloads import NewPayload, ParseOutcome
from veille.store.source_days import SourceDay
from veille.store.sources import Source

HOSTILE = b'{"idweb": "26-1", "objet": "<script>alert(1)</script>", "\xff\xfe": "\xe2\x80\xae"}'
LONG = b'{"idweb": "26-2", "texte": "' + b"mot " * 5000 + b'"}'
DAYS = 70
NORMAL = {"title": (1.0,), "cpv": (0.96, 0.98), "siret": (0.7, 0.72), "deadline": (0.95,)}


def furnish_sources(world: World, now: datetime) -> None:
    """BOAMP is read this morning, with things to look at; TED stopped a week ago."""
    today = paris(now).date()
    with world.store.transaction() as session:
        known = [
            Source(name="boamp", label="BOAMP", address="https://boamp.example"),
            Source(name="ted", label="TED", address="https://ted.example"),
        ]
        sources.register(session, known, now)
    publish(world, "boamp", today, range(180, 260, 7))
    publish(world, "ted", today - timedelta(days=8), range(12, 30, 5))
    crawl(world, "boamp", now - timedelta(days=1), "incomplete", cause="délai dépassé")
    crawl(world, "boamp", now, "complete", short=today - timedelta(days=3))
    crawl(world, "ted", now, "complete")
    fail(world, "26-1", HOSTILE, "objet attendu", now)
    fail(world, "26-2", LONG, "date illisible", now)
    see_keys(world, now)


def publish(world: World, source: str, last: date, numbers: range, empty: str = "") -> None:
    """Ten weeks of days until one, working days only; ``empty`` is a field of the last week."""
    turn = cycle(numbers)
    days = [day for day in days_between(last - timedelta(days=DAYS), last) if is_working_day(day)]
    summed = []
    for day in days:
        notices = next(turn)
        filled = {
            name: (int(notices * rates[day.day % len(rates)]), notices)
            for name, rates in NORMAL.items()
        }
        if empty and (last - day).days < 7:
            filled[empty] = (0, notices)
        summed.append(
            SourceDay(
                source=source,
                day=day,
                notices=notices,
                latest=datetime.combine(day, datetime.min.time()).astimezone(),
                filled=filled,
            )
        )
    with world.store.transaction() as session:
        sources.ensure(session, [source], summed[0].latest)
        source_days.save(session, summed)


def crawl(
    world: World,
    source: str,
    at: datetime,
    end: crawls.CrawlEnd,
    cause: str | None = None,
    short: date | None = None,
) -> int:
    """A crawl of the last five days; of the day ``short``, ten records did not come."""
    last = paris(at).date()
    with world.store.transaction() as session:
        counts = source_days.counts(session, last - timedelta(days=5)).get(source, {})
        number = crawls.start(session, source, last - timedelta(days=4), last, at)
        crawls.progress(session, number, announced=900, received=890, stored=12, failed=2)
        totals = [
            DayTotal(day=day, announced=notices + (10 if day == short else 0), received=notices)
            for day, notices in counts.items()
        ]
        crawl_units.note(session, number, source, totals if source == "boamp" else [])
        crawls.mark_days_done(session, number, source, [d for d in counts if d != short], at)
        crawls.finish(session, number, end, at, cause)
    return number


def fail(world: World, key: str, content: bytes, error: str, now: datetime) -> int:
    """A record of BOAMP that cannot be read."""
    new = NewPayload(source="boamp", key=key, content=content, media="json", fetched_at=now)
    with world.store.transaction() as session:
        (added,) = payloads.add(session, [new])
        outcome = ParseOutcome(payload_id=added.id, state="failed", error=error)
        payloads.record_parsed(session, [outcome])
    return added.id


def see_keys(world: World, now: datetime, *names: str) -> None:
    """A record that was read but for some keys."""
    new = NewPayload(
        source="boamp", key=f"26-3-{len(names)}", content=b"{}", media="json", fetched_at=now
    )
    with world.store.transaction() as session:
        (added,) = payloads.add(session, [new])
        outcome = ParseOutcome(
            payload_id=added.id,
            state="parsed",
            dialect="fnsimple",
            unread=names or ("initial.natureMarche.nouveau", "initial.<b>gras</b>"),
        )
        payloads.record_parsed(session, [outcome])
        unread_keys.recount(session)


def source_page(at: Visit) -> str:
    """The page of a source with something of everything."""
    furnish_sources(at.world, at.at)
    return "/equipe/sources/boamp"
