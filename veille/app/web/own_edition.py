"""What a person was told by one mail, whole, for the page that the mail links to."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy.orm import Session

from newsletters.addressing import Item
from newsletters.ending_lines import with_endings
from newsletters.endings import told_by
from newsletters.ordering import in_reading_order
from newsletters.personal_entries import personal_entry
from newsletters.presentation import EditionView, present
from newsletters.runs import Run, items_of, load_run
from veille.app.people.signed_pages import Viewing
from veille.core.endings import Ending
from veille.store import editions, endings, subscribers, subscriptions, tellings
from veille.store.editions import StoredEdition
from veille.store.subscribers import Subscriber
from veille.store.tellings import Telling

_NOTHING = "Aucun avis de cette période ne vous a été envoyé par ce message."


def own_edition(session: Session, viewing: Viewing) -> EditionView | None:
    """The entries that the ledger says they were told, as they were frozen; null without any.

    What they asked for may have changed since: what they were told has not.
    """
    person = subscribers.get(session, viewing.subscriber_id)
    found = [editions.get(session, edition_id) for edition_id in viewing.edition_ids]
    together = [one for one in found if one is not None and one.addressed_at is not None]
    if person is None or not together:
        return None
    run = load_run(session, together, linked=True)
    frame = run.frame
    entries = [
        personal_entry(frame.lines[item.procedure_id].entry, item, frame.history)
        for item in _items(session, run, together, person)
    ]
    soon = _endings(session, run, together, person)
    head = with_endings(frame.head, soon, most=None)
    view = present(replace(head, entries=in_reading_order(entries)))
    return replace(view, nothing=_NOTHING) if view.nothing else view


def _items(
    session: Session, run: Run, together: Sequence[StoredEdition], person: Subscriber
) -> list[Item]:
    sent_at = _sent_at(together)
    known = tellings.of_procedures(session, run.frame.lines, subscriber_id=person.id)
    asked = subscriptions.of(session, person.id)
    ((_, today),) = items_of(session, run, [(person, asked)], before=sent_at, whole=True)
    explained = {(item.procedure_id, item.version, item.topic): item for item in today}
    # A welcome tells the last edition after it went out.
    told = [one for one in known if one.told_at >= sent_at and _is_of(run, one)]
    return [explained.get(_key(one)) or _item(one, known) for one in told]


def _endings(
    session: Session, run: Run, together: Sequence[StoredEdition], person: Subscriber
) -> tuple[Ending, ...]:
    """The ends of contracts that the ledger says they were told."""
    sent_at = _sent_at(together)
    soon = run.frame.head.endings
    ids = (number for one in soon for number in one.contracts)
    known = endings.tellings(session, ids, subscriber_id=person.id)
    told = {one.told for one in known if one.told_at >= sent_at}
    return tuple(one for one in soon if not told.isdisjoint(told_by([one])))


def _sent_at(together: Sequence[StoredEdition]) -> datetime:
    return max(one.addressed_at for one in together if one.addressed_at)


def _is_of(run: Run, told: Telling) -> bool:
    entry = run.frame.lines[told.procedure_id].entry
    return (entry.version, entry.topic) == (told.version, told.topic)


def _key(told: Telling) -> tuple[int, int, str]:
    return told.procedure_id, told.version, told.topic


def _item(told: Telling, known: Sequence[Telling]) -> Item:
    """A line that no subscription of today asks for: why it was told is not known any more."""
    earlier = [
        one.version
        for one in known
        if one.procedure_id == told.procedure_id and one.told_at < told.told_at
    ]
    return Item(
        procedure_id=told.procedure_id,
        version=told.version,
        topic=told.topic,
        subscriptions=told.subscriptions,
        before=max(earlier, default=None),
    )
