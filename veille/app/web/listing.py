"""A procedure in a list: what one reads of it before opening its page."""

from dataclasses import dataclass
from datetime import datetime

from newsletters import wording
from newsletters.findings import clause_finding, reserved_finding
from newsletters.lines import Mark
from veille.app.known_facts import buyer_of, state_of, title_of
from veille.core import french
from veille.core.bands import BAND_LABELS
from veille.core.clock import paris
from veille.core.facts import facts_from_json
from veille.core.procedures import Facts
from veille.core.wording import STATE_LABELS
from veille.store.cards import StoredCard
from veille.store.searching import Found


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """A procedure in words; ``when`` is its deadline, or what became of it.

    ``left`` says how many days an open one leaves: feeds, which must not change with the day, do
    without.

    The title of an invented one says so.
    """

    id: int
    marks: tuple[Mark, ...]
    title: str
    buyer: str
    when: str
    left: str | None


def listed_page(found: Found, now: datetime) -> list[Listed]:
    """What was found, in words."""
    return [listed(one, now, sample=one.card.procedure_id in found.samples) for one in found.cards]


def listed(stored: StoredCard, now: datetime, *, sample: bool) -> Listed:
    """A version of a procedure, in words."""
    return listed_facts(stored, facts_from_json(stored.facts), now, sample=sample)


def listed_facts(stored: StoredCard, known: Facts, now: datetime, *, sample: bool) -> Listed:
    """The same, whose facts were read already."""
    return Listed(
        id=stored.card.procedure_id,
        marks=tuple(_marks(stored, known)),
        title=title_of(known, sample=sample),
        buyer=buyer_of(known),
        when=_when(known, now),
        left=_left(known, now),
    )


def _marks(stored: StoredCard, known: Facts) -> list[Mark]:
    reserved, clause, card = reserved_finding(known), clause_finding(known), stored.card
    found = []
    if known.state == "cancelled":
        found.append(Mark(text="Annulé", tone="alert"))
    if reserved is not None:
        found.append(Mark(text=wording.finding_label(reserved), tone="reserved"))
    if clause is not None:
        found.append(Mark(text=wording.finding_label(clause), tone="clause"))
    if card.obligation and clause is None:
        found.append(Mark(text="Clause attendue", tone="expected"))
    if "potential" in card.whats and card.band:
        found.append(Mark(text=f"Potentiel {BAND_LABELS[card.band]}", tone="quiet"))
    return found


def _left(known: Facts, now: datetime) -> str | None:
    if known.deadline is None or state_of(known, now) != "open":
        return None
    return french.days_left((paris(known.deadline).date() - paris(now).date()).days)


def _when(known: Facts, now: datetime) -> str:
    state = state_of(known, now)
    if state == "open" and known.deadline is not None:
        if known.deadline_approximate:
            return f"Date limite : vers le {french.long_date(paris(known.deadline).date())}"
        return f"Date limite : {french.date_and_time(known.deadline)}"
    label = french.capitalised(STATE_LABELS[state])
    if known.published_on is None:
        return label
    return f"{label}, publication du {french.long_date(known.published_on)}"
