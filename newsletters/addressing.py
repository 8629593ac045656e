"""Who is told what: the frozen lines of editions that concern each person, once, and why.

Pure. A person's mail holds the lines that their filters match and that they were not told, and the
follow-ups of what they were told, whatever their filters say of these.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from newsletters.history import History
from newsletters.selection import FACTS_TOPIC
from veille.core.cards import Card
from veille.core.editions import Entry
from veille.core.reasons import why
from veille.core.selecting import CardIndex
from veille.store.subscribers import Subscriber
from veille.store.subscriptions import Subscription
from veille.store.tellings import Telling

if TYPE_CHECKING:
    from veille.core.filters import Filter

FOLLOW_UP = "suite d’un avis déjà reçu"

Recipient = tuple[Subscriber, tuple[Subscription, ...]]
Floor = Callable[[Subscription], datetime]


@dataclass(frozen=True, slots=True)
class Line:
    """A frozen entry with the card that it is selected by."""

    entry: Entry
    card: Card


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A line that a person is told.

    ``before`` is the version that they were told of it, null where they were told none;
    ``subscriptions`` are the ids of those that it is told for, ``reasons`` why, in French.
    """

    procedure_id: int
    version: int
    topic: str
    subscriptions: tuple[int, ...] = ()
    reasons: tuple[str, ...] = ()
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """What people were told of the procedures of the lines."""

    tellings: Mapping[tuple[int, int], Sequence[Telling]] = field(default_factory=dict)

    @classmethod
    def of(cls, tellings: Iterable[Telling]) -> "Ledger":
        """The ledger of these rows, by subscriber and procedure."""
        found: defaultdict[tuple[int, int], list[Telling]] = defaultdict(list)
        for one in tellings:
            found[one.subscriber_id, one.procedure_id].append(one)
        return cls(found)

    def last(self, subscriber_id: int, procedure_id: int) -> Telling | None:
        """The newest version of the facts that a person was told of a procedure."""
        told = self.tellings.get((subscriber_id, procedure_id), ())
        facts = [one for one in told if one.topic == FACTS_TOPIC]
        return max(facts, key=lambda one: one.version, default=None)

    def knows(self, subscriber_id: int, procedure_id: int, topic: str) -> bool:
        """Whether a person was told of a procedure under this topic."""
        told = self.tellings.get((subscriber_id, procedure_id), ())
        return any(one.topic == topic for one in told)

    def readers(self) -> Mapping[int, Sequence[int]]:
        """The procedures that each person was told something of."""
        found: defaultdict[int, list[int]] = defaultdict(list)
        for subscriber_id, procedure_id in self.tellings:
            found[subscriber_id].append(procedure_id)
        return found


def address(
    lines: Sequence[Line],
    recipients: Iterable[Recipient],
    ledger: Ledger,
    history: History,
    floor: Floor,
) -> list[tuple[Subscriber, tuple[Item, ...]]]:
    """For each recipient, in their order, the items of one mail, in the order of the lines.

    ``floor`` says from which moment on the versions noted are for a subscription. Who has nothing
    gets an empty tuple.
    """
    selector = _Selector(lines, ledger, history, floor)
    return [(person, selector.items(person, asked)) for person, asked in recipients]


class _Selector:
    def __init__(
        self, lines: Sequence[Line], ledger: Ledger, history: History, floor: Floor
    ) -> None:
        self._lines = lines
        self._index = CardIndex([line.card for line in lines])
        self._place = {line.entry.procedure_id: at for at, line in enumerate(lines)}
        self._ledger = ledger
        self._readers = ledger.readers()
        self._history = history
        self._floor = floor
        self._filters: dict[Filter, int] = {}
        self._why: dict[tuple[int, int], tuple[str, ...]] = {}

    def items(self, person: Subscriber, asked: Sequence[Subscription]) -> tuple[Item, ...]:
        matched = self._matched(asked)
        known = (self._place.get(key) for key in self._readers.get(person.id, ()))
        places = sorted({*matched, *(place for place in known if place is not None)})
        found = (self._item(person, at, matched.get(at, ())) for at in places)
        return tuple(item for item in found if item is not None)

    def _matched(self, asked: Sequence[Subscription]) -> dict[int, list[Subscription]]:
        matched: defaultdict[int, list[Subscription]] = defaultdict(list)
        for subscription in asked:
            since = self._floor(subscription)
            for at in self._index.positions(subscription.filter):
                if self._lines[at].card.noted_at >= since:
                    matched[at].append(subscription)
        return matched

    def _item(self, person: Subscriber, at: int, matched: Sequence[Subscription]) -> Item | None:
        line = self._lines[at]
        entry = line.entry
        told = self._ledger.last(person.id, entry.procedure_id)
        if entry.topic != FACTS_TOPIC:
            known = self._ledger.knows(person.id, entry.procedure_id, entry.topic)
            return self._new(line, at, matched) if matched and not known else None
        if told is not None:
            return self._follow_up(line, told, matched)
        wanted = [one for one in matched if self._is_news(line, one)]
        return self._new(line, at, wanted) if wanted else None

    def _new(self, line: Line, at: int, matched: Sequence[Subscription]) -> Item:
        reasons = dict.fromkeys(reason for one in matched for reason in self._reasons(one, at))
        return Item(
            procedure_id=line.entry.procedure_id,
            version=line.entry.version,
            topic=line.entry.topic,
            subscriptions=tuple(one.id for one in matched),
            reasons=tuple(reasons),
        )

    def _follow_up(self, line: Line, told: Telling, matched: Sequence[Subscription]) -> Item | None:
        """What changed since the version that the person was told; null when nothing did."""
        entry = line.entry
        if told.version >= entry.version or not self._history.changes(
            entry.procedure_id, told.version, entry.version
        ):
            return None
        own = dict.fromkeys((*told.subscriptions, *(one.id for one in matched)))
        return Item(
            procedure_id=entry.procedure_id,
            version=entry.version,
            topic=entry.topic,
            subscriptions=tuple(own),
            reasons=(FOLLOW_UP,),
            before=told.version,
        )

    def _is_news(self, line: Line, asked: Subscription) -> bool:
        """A correction is for who had the original, who asked for corrections, or follows that very

        procedure; and for whom it is new, because before it the filter did not match.
        """
        if line.entry.section != "correction":
            return True
        if "correction" in asked.filter.what or asked.filter.procedure is not None:
            return True
        earlier = self._history.cards_before(line.entry.procedure_id, line.entry.version)
        is_over = line.entry.state == "cancelled"
        return not is_over and not any(asked.filter.matches(card) for card in earlier)

    def _reasons(self, asked: Subscription, at: int) -> tuple[str, ...]:
        key = self._filters.setdefault(asked.filter, len(self._filters)), at
        if key not in self._why:
            self._why[key] = why(asked.filter, self._lines[at].card)
        return self._why[key]
