"""A run: the editions of one kind that go out together, and what each person is told of them.

One person gets one mail a run, whatever the number of territories and of periods made up at once.
"""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from newsletters.addressing import Floor, Item, Ledger, Line, Recipient, address
from newsletters.endings import endings_for
from newsletters.history import History
from newsletters.mails.personal import Frame, PersonalMail, personal_mail
from newsletters.making import load, told_entry
from newsletters.merging import merged_head, merged_lines
from veille.core.cards import card_from_json
from veille.core.endings import Ending
from veille.core.periods import EditionKind
from veille.store import cards, edition_choices, editions, procedures, subscriptions, tellings
from veille.store.editions import StoredEdition
from veille.store.subscribers import Subscriber
from veille.store.subscriptions import Subscription

_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """Editions of one organisation and kind, the oldest period first, ready to be told."""

    organisation: str
    kind: EditionKind
    editions: tuple[StoredEdition, ...]
    lines: tuple[Line, ...]
    frame: Frame

    @property
    def name(self) -> str:
        """What tells it from every other: ``weekly/mission/2026-11-09``."""
        newest = self.editions[-1]
        part = f".{newest.part}" if newest.part else ""
        return f"{self.kind}/{self.organisation}/{newest.period_start.isoformat()}{part}"


def load_run(
    session: Session,
    together: Sequence[StoredEdition],
    *,
    linked: bool,
    unapproved: bool | None = None,
) -> Run:
    """The run of these editions, at least one, the oldest first, as they were frozen.

    ``linked`` says whether there are pages to link to; ``unapproved`` whether the mails say that
    nobody approved them, by default as the editions do.
    """
    heads = [replace(load(session, one), entries=()) for one in together]
    lines = merged_lines([_lines(session, one) for one in together])
    ids = {line.entry.procedure_id for line in lines}
    marked = any(one.unapproved for one in together) if unapproved is None else unapproved
    return Run(
        organisation=heads[-1].organisation,
        kind=together[-1].kind,
        editions=tuple(together),
        lines=lines,
        frame=Frame(
            head=merged_head(heads),
            lines={line.entry.procedure_id: line for line in lines},
            history=History(cards.load(session, ids)),
            unapproved=marked,
            linked=linked,
        ),
    )


def recipients_of(session: Session, run: Run, now: datetime) -> list[Recipient]:
    """Who is served at the rhythm of the run."""
    return subscriptions.recipients(session, run.kind, now, run.organisation)


def items_of(
    session: Session,
    run: Run,
    recipients: Sequence[Recipient],
    *,
    before: datetime | None = None,
    whole: bool = False,
) -> list[tuple[Subscriber, tuple[Item, ...]]]:
    """What each of ``recipients`` is told by the run.

    With ``before``, the moment at which the run was told, they are asked about as of then;
    ``whole`` asks as if each had subscribed long ago.
    """
    ids = [line.entry.procedure_id for line in run.lines]
    alone = recipients[0][0].id if len(recipients) == 1 else None
    told = tellings.of_procedures(session, ids, subscriber_id=alone, before=before)
    since = (lambda _: _LONG_AGO) if whole else floor(session, run)
    return address(run.lines, recipients, Ledger.of(told), run.frame.history, since)


def endings_of(
    session: Session, run: Run, recipients: Sequence[Recipient], *, before: datetime | None = None
) -> dict[int, tuple[Ending, ...]]:
    """Which ends of contracts each of ``recipients`` is told, by subscriber; see ``items_of``."""
    return endings_for(session, run.frame.head.endings, run.kind, recipients, before=before)


def preview(
    session: Session,
    together: Sequence[StoredEdition],
    person: Subscriber,
    asked: Sequence[Subscription],
    *,
    linked: bool,
    hold: bool = False,
) -> PersonalMail:
    """The mail that a person gets, or got, from these editions: what is sent is made the same way.

    ``hold`` says that drafts wait for approval; otherwise they are shown as they will go out.
    """
    drafts = any(one.state == "draft" for one in together)
    run = load_run(session, together, linked=linked, unapproved=(drafts and not hold) or None)
    before = min((one.addressed_at for one in together if one.addressed_at), default=None)
    reader = (person, tuple(asked))
    ((_, items),) = items_of(session, run, [reader], before=before)
    soon = endings_of(session, run, [reader], before=before).get(person.id, ())
    return personal_mail(run.frame, person.kind, items, endings=soon, with_page=True)


def floor(session: Session, run: Run) -> Floor:
    """From which moment on versions are for a subscription.

    What was noted before the last edition that had gone out when it was confirmed is not: the
    welcome mail carries that edition. Everything is where none had gone out.
    """
    gone = editions.gone_out(session, {one.organisation for one in run.editions}, run.kind)
    moments = [addressed_at for addressed_at, _ in gone]

    def since(subscription: Subscription) -> datetime:
        confirmed_at = subscription.confirmed_at or subscription.created_at
        known = bisect_right(moments, confirmed_at)
        return gone[known - 1][1] if known else _LONG_AGO

    return since


def _lines(session: Session, stored: StoredEdition) -> list[Line]:
    """The lines of an edition; a procedure that was merged since is what it became."""
    rows = [row for row in editions.entries(session, stored.id) if row.card is not None]
    chosen = edition_choices.of(session, stored.id)
    current = procedures.resolve(session, {row.procedure_id for row in rows})
    lines = []
    for row in rows:
        key = current.get(row.procedure_id, row.procedure_id)
        entry = replace(told_entry(row, chosen), procedure_id=key)
        card = replace(card_from_json(row.card or ""), procedure_id=key)
        lines.append(Line(entry, card))
    return lines
