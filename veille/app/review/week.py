"""The week's queue, worked out for the pages: by the clock, or when staff begin the week."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from newsletters.plain import cut, plain
from veille.app.known_facts import buyer_of, title_of
from veille.app.review.reviewing import (
    Judges,
    cards,
    last_week,
    recall_now,
    sample_order,
    week_queue,
)
from veille.core.redaction import redact
from veille.core.review import Queued, queue
from veille.settings import Settings
from veille.store import Store, review_queue, samples
from veille.store.review_queue import Waiting
from veille.store.staff import Member

SHOWN_QUOTE = 200

Noted = Callable[[Session], None]


@dataclass(frozen=True, slots=True)
class Prepared:
    """What came of it: how many cards wait, and whether the week's sample was drawn only now."""

    waiting: int
    drawn: bool


def prepare(
    store: Store,
    settings: Settings,
    by: Judges,
    now: datetime,
    *,
    member: Member | None = None,
    noted: Noted = lambda _: None,
) -> Prepared:
    """Draw the samples of the last whole week, once, and write its queue and the recall.

    Done again, it renews the queue. ``noted`` writes down that the sample was drawn.
    """
    week = last_week(now)
    with store.read() as session:
        was_drawn = bool(samples.between(session, week.monday, week.next().monday))
    found = [_waiting(one) for one in week_queue(store, settings, by, now)]
    share = recall_now(store, by, now)
    who = (member.name or member.address) if member else None
    with store.transaction() as session:
        review_queue.fill(session, week.monday, found, now)
        review_queue.begin(session, week.monday, who, share, now)
        if not was_drawn:
            noted(session)
    return Prepared(len(found), not was_drawn)


def settle(session: Session, procedure_ids: Iterable[int], by: Judges, now: datetime) -> None:
    """Look again at the place in the queue of cards of which something was said."""
    wanted = list(procedure_ids)
    drawn = sample_order(session, now)
    found = {card.procedure_id: card for card in cards(session, wanted, by, now)}
    for procedure_id in wanted:
        card = found.get(procedure_id)
        if card is None:
            review_queue.forget(session, procedure_id)
            continue
        left = queue([card], limits=by.limits, sample=drawn)
        review_queue.settle(session, procedure_id, _waiting(left[0]) if left else None, now)


def _waiting(one: Queued) -> Waiting:
    card = one.card
    first = next((line.evidence.quote for line in card.untagged), None)
    return Waiting(
        procedure_id=card.procedure_id,
        why=one.why,
        detail=one.detail,
        title=title_of(card.facts, sample=False),
        buyer=buyer_of(card.facts),
        quote=cut(redact(plain(first)), SHOWN_QUOTE) if first else None,
        deadline=card.facts.deadline,
        sample=card.is_invented,
    )
