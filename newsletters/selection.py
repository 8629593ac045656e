"""What is worth telling of a procedure, and in which section: told once, in its best one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from veille.core.changes import differences
from veille.core.clock import paris
from veille.core.editions import Section
from veille.core.procedures import Change, Facts
from veille.core.territory import Relation

FACTS_TOPIC = "facts"
RENEWAL_DAYS = 274
"""Nine months: how long before its end a contract is to be prepared again."""

_UNSEEN_AWARD = timedelta(days=90)
"""A call closed for so long has led to a contract, even if no award notice was seen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The ledger of one procedure: the last version told, its facts, the topics ever told."""

    version: int
    facts: Facts
    topics: frozenset[str] = frozenset()


Ledger = Mapping[int, Told]


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """Where a procedure is told, and what the ledger will remember of it.

    ``first`` says that nothing was told of it before.
    """

    section: Section
    version: int
    topics: tuple[str, ...]
    first: bool = False
    changes: tuple[Change, ...] = field(default=())
    announced: bool = False


def decide(
    known: Facts, told: Told | None, *, version: int, now: datetime, late: bool
) -> Decision | None:
    """The section under which ``version`` of the procedure is told; null = nothing new.

    A version that is newer than the one told is told if a fact differs, with what was told before
    and what holds now. A contract that ends within nine months is told once for each end date.
    ``late`` says that its newest publication is older than the period.
    """
    changed = differences(told.facts, known) if told and told.version < version else ()
    if told is None:
        section = _first_section(known, now=now, late=late)
    elif changed:
        section = _section_again(known, told.facts)
    else:
        return _renewal_alone(known, told, version, now)
    if section is None:
        return None
    renewal = _renewal_topic(known, now)
    return Decision(
        section=section,
        version=version,
        topics=(FACTS_TOPIC, renewal) if renewal else (FACTS_TOPIC,),
        first=told is None,
        changes=changed,
        announced=told is not None and told.facts.state == "planned",
    )


def decide_added(
    known: Facts, told: Told | None, *, version: int, now: datetime, late: bool
) -> Decision | None:
    """Where a procedure is told that staff added: in some section, whatever it is.

    Null where its version was told already: nothing is told twice.
    """
    decision = decide(known, told, version=version, now=now, late=late)
    if decision is not None or told is not None:
        return decision
    renewal = _renewal_topic(known, now)
    return Decision(
        section="opportunity",
        version=version,
        topics=(FACTS_TOPIC, renewal) if renewal else (FACTS_TOPIC,),
        first=True,
    )


def topic_of(decision: Decision) -> str:
    """The topic that the entry of a decision is told under."""
    return decision.topics[-1] if decision.section == "renewal" else FACTS_TOPIC


def has_a_place(relation: Relation, known: Facts, told: Told | None) -> bool:
    """Whether a procedure related in this way to the territory is told there.

    Of what is only published in the territory, only what is flagged or was told before is.
    """
    return relation != "published" or told is not None or _is_flagged(known)


def ends_soon(known: Facts, now: datetime) -> bool:
    """Whether the contract ends within nine months, and is to be prepared again."""
    return _renewal_topic(known, now) is not None


def is_late(newest: date | None, period_start: date) -> bool:
    """Whether the newest publication of a procedure is older than the period."""
    return newest is not None and newest < period_start


def _renewal_alone(known: Facts, told: Told, version: int, now: datetime) -> Decision | None:
    topic = _renewal_topic(known, now)
    if topic is None or topic in told.topics:
        return None
    return Decision(section="renewal", version=version, topics=(topic,))


def _first_section(known: Facts, *, now: datetime, late: bool) -> Section | None:
    if known.state == "cancelled":
        return "correction"
    if known.state == "awarded":
        is_running = late or known.stage == "modification"
        return "renewal" if is_running and _renewal_topic(known, now) else "award"
    if known.state == "planned":
        return "planning"
    return _call_section(known) or ("renewal" if _renewal_topic(known, now) else None)


def _section_again(known: Facts, before: Facts) -> Section | None:
    """The section of a procedure that was told before and changed."""
    if known.state == "awarded":
        return "award"
    if before.state == "planned" and known.state in ("open", "closed"):
        return _call_section(known)
    return "correction"


def _call_section(known: Facts) -> Section | None:
    """A call: by what was seen in it; without a clause, only while it is open."""
    if known.reserved.answer != "no":
        return "reserved"
    if known.clause.answer != "no":
        return "clause"
    is_open_call = known.state == "open" and known.stage == "competition"
    return "opportunity" if is_open_call else None


def _is_flagged(known: Facts) -> bool:
    return known.reserved.answer != "no" or known.clause.answer != "no"


def _renewal_topic(known: Facts, now: datetime) -> str | None:
    """``renewal:<end>`` while the contract's end is within nine months."""
    today = paris(now).date()
    if known.ends_on is None or not _has_contract(known, now):
        return None
    is_near = today <= known.ends_on <= today + timedelta(days=RENEWAL_DAYS)
    return f"renewal:{known.ends_on.isoformat()}" if is_near else None


def _has_contract(known: Facts, now: datetime) -> bool:
    if known.state == "awarded":
        return True
    if known.state != "closed" or known.deadline is None:
        return False
    return known.deadline + _UNSEEN_AWARD < now
