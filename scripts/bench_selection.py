"""Selection: who is to be told which of the new procedures, from the store to the last pair.

Ten thousand subscriptions, each of somebody else, ask for places, sectors, kinds and words drawn
with a fixed seed; two thousand new procedures have objects made of official CPV labels.
"""

import math
import random
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

from sqlalchemy import insert
from sqlalchemy.orm import Session

from veille.core.bands import BAND_NAMES
from veille.core.cards import WHATS, Card
from veille.core.filters import Filter
from veille.core.reference import communes
from veille.core.reference.sectors import SECTORS
from veille.core.reference.tables import rows
from veille.core.search_terms import phrase, searchable
from veille.core.selecting import selected
from veille.core.verdicts import ReservedKind
from veille.store import Store, cards, procedures, subscriptions
from veille.store.cards import StoredCard
from veille.store.models import SubscriberRow
from veille.store.subscriptions import NewSubscription

SUBSCRIPTIONS = 10_000
PROCEDURES = 2_000
NOW = datetime(2026, 11, 16, 7, 30, tzinfo=UTC)
_PAIRWISE = 100
"""Subscriptions that the baseline asks one card after the other."""

_KINDS: tuple[ReservedKind, ...] = ("handicap", "iae", "ess")


def measure(folder: Path) -> tuple[float, str, float]:
    """Seconds from the store to who gets what; the baseline's name, and its seconds.

    The baseline is the same answer asked pair by pair, on one subscription in a hundred, times a
    hundred.
    """
    deck = _deck(random.Random(34), PROCEDURES)  # noqa: S311 — a fixed seed, no secret
    filters = drawn_filters(SUBSCRIPTIONS)
    store = _stored(folder / "selection.db", deck, filters)
    start = time.perf_counter()
    with store.read() as session:
        asked = [
            one.filter for _, own in subscriptions.recipients(session, "weekly", NOW) for one in own
        ]
        new = [one.card for one in cards.since(session, NOW)]
    found = selected(asked, new)
    seconds = time.perf_counter() - start
    store.dispose()
    start = time.perf_counter()
    for index in range(0, len(asked), len(asked) // _PAIRWISE):
        alone = tuple(at for at, card in enumerate(new) if asked[index].matches(card))
        if alone != found[index]:
            raise RuntimeError("selection and filter disagree")
    pairwise_seconds = (time.perf_counter() - start) * (len(asked) // _PAIRWISE)
    name = f"each of the {len(asked):,} × {len(new):,} pairs asked alone (from 1 % of them)"
    return seconds, name, pairwise_seconds


def growth_exponent() -> float:
    """How selection grows with subscriptions: 1 is in proportion, 2 with their square."""
    deck = _deck(random.Random(34), PROCEDURES)  # noqa: S311
    sizes = (2_500, 5_000, 10_000, 20_000)
    filters = drawn_filters(sizes[-1])
    points = [
        (math.log(size), math.log(min(_seconds(filters[:size], deck) for _ in range(2))))
        for size in sizes
    ]
    slopes = [(after[1] - before[1]) / (after[0] - before[0]) for before, after in pairwise(points)]
    return sum(slopes) / len(slopes)


def _seconds(filters: Sequence[Filter], deck: Sequence[Card]) -> float:
    start = time.perf_counter()
    selected(filters, deck)
    return time.perf_counter() - start


def _deck(draw: random.Random, count: int) -> list[Card]:
    labels = [row["label"] for row in rows("cpv")]
    towns = list(communes.communes().values())
    found = []
    for number in range(1, count + 1):
        town, text = draw.choice(towns), draw.sample(labels, 12)
        found.append(
            Card(
                procedure_id=number,
                version=1,
                noted_at=NOW,
                whats=frozenset(draw.sample(WHATS, draw.randint(0, 2))),
                executed=frozenset({town.insee, town.epci, "34", "R76"}),
                sectors=frozenset(draw.sample(list(SECTORS), draw.randint(1, 2))),
                reserved_kinds=frozenset(draw.sample(_KINDS, 1)),
                band=draw.choice(BAND_NAMES),
                buyer=f"siret:{draw.randint(1, 400):014d}",
                text=searchable(text),
                state="open",
            )
        )
    return found


def _filters(draw: random.Random, count: int) -> list[Filter]:
    words = [word for row in rows("cpv") for word in row["label"].split() if phrase(word)]
    areas = [*communes.communes(), *communes.epcis(), *communes.epcis(), "34", "R76"]
    return [_filter(draw, words, areas) for _ in range(count)]


def _filter(draw: random.Random, words: Sequence[str], areas: Sequence[str]) -> Filter:
    what = tuple(draw.sample(WHATS, draw.randint(0, 3)))
    return Filter(
        territories=tuple(draw.sample(areas, draw.randint(0, 4))),
        sectors=tuple(draw.sample(list(SECTORS), draw.randint(0, 5))),
        what=what,
        reserved_kinds=tuple(draw.sample(_KINDS, 1)) if "reserved" in what else (),
        band=draw.choice(BAND_NAMES) if "potential" in what else None,
        words=tuple(draw.sample(words, draw.choice((0, 0, 0, 2, 5)))),
        without=tuple(draw.sample(words, draw.choice((0, 0, 1)))),
    )


def _stored(path: Path, deck: Sequence[Card], filters: Sequence[Filter]) -> Store:
    store = Store(f"sqlite:///{path}")
    store.migrate()
    with store.transaction() as session:
        procedures.create(session, len(deck), NOW)
        cards.save(
            session,
            [
                StoredCard(card=one, facts="{}", cause="publication", effective_on=NOW.date())
                for one in deck
            ],
        )
        subscribe(session, filters, NOW)
    return store


def subscribe(session: Session, filters: Sequence[Filter], now: datetime) -> None:
    """Give each filter to somebody who gets it every week."""
    people = [_subscriber(at, now) for at in range(len(filters))]
    session.execute(insert(SubscriberRow), people)
    for index, asked in enumerate(filters):
        subscriptions.add(
            session,
            NewSubscription(
                subscriber_id=index + 1,
                label="Veille",
                filter=asked,
                rhythm="weekly",
                created_at=now,
                confirmed_at=now,
            ),
        )


def drawn_filters(count: int) -> list[Filter]:
    """Filters of places, sectors, kinds and words drawn with a fixed seed."""
    return _filters(random.Random(35), count)  # noqa: S311 — a fixed seed, no secret


def _subscriber(index: int, now: datetime) -> dict[str, object]:
    return {
        "id": index + 1,
        "organisation": "veille",
        "kind": "public",
        "address": f"a{index}@veille.example",
        "address_key": f"a{index}@veille.example",
        "state": "active",
        "legal_basis": "consent",
        "created_at": now,
        "last_sign_of_life": now,
    }


def main() -> None:
    """Print the figures."""
    with tempfile.TemporaryDirectory() as folder:
        seconds, name, baseline = measure(Path(folder))
    print(f"selection_seconds {seconds:.2f}, against {baseline:.1f}: {name}")
    print(f"growth_subscriptions_exponent {growth_exponent():.2f}")


if __name__ == "__main__":
    main()
