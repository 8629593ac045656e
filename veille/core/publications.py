"""One publication seen through several sources is one: BOAMP and TED carry the same notices."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from veille.core.link_keys import clean_uuid, own_keys, references
from veille.core.notices import Notice
from veille.core.text import normalise

if TYPE_CHECKING:
    from veille.core.procedures import Key

TWIN_WITHIN = timedelta(days=14)
"""How far apart two sources publish one notice that bears no common identifier."""

_SAME_DAY_RANK = {"planning": 0, "competition": 1, "change": 2, "result": 3, "cancellation": 4}


@dataclass(frozen=True, slots=True)
class Publication:
    """The notices of one publication, the richest first, and that notice completed by the others.

    ``merged`` has the id of the richest; ``published_on`` is the earliest day of them all.
    """

    merged: Notice
    notices: tuple[Notice, ...]
    published_on: date | None


def publications(notices: Iterable[Notice]) -> tuple[Publication, ...]:
    """The distinct publications among ``notices``, oldest first."""
    groups: list[list[Notice]] = []
    for notice in _oldest_first(tuple(notices)):
        twins = next((group for group in groups if _is_twin(group, notice)), None)
        if twins is None:
            groups.append([notice])
        else:
            twins.append(notice)
    return tuple(_publication(group) for group in groups)


def _oldest_first(notices: Sequence[Notice]) -> list[Notice]:
    """By day of publication, but never after a notice that names it as earlier.

    The other source of a call may come out after the correction of that call.
    """
    named_on: dict[Key, date] = {}
    for notice in notices:
        for key in references(notice):
            named_on[key] = min(named_on.get(key, date.max), _day(notice) or date.max)

    def age(notice: Notice) -> tuple[date, int, int, str]:
        named = [named_on[key] for key in own_keys(notice) if key in named_on]
        day = min([_day(notice) or date.max, *named])
        return day, _SAME_DAY_RANK.get(notice.kind, 2), len(notice.id), notice.id

    return sorted(notices, key=age)


def _day(notice: Notice) -> date | None:
    return notice.published_on or notice.dispatched_on


def _is_twin(group: Sequence[Notice], notice: Notice) -> bool:
    return any(_same_publication(other, notice) for other in group) and all(
        other.source != notice.source for other in group
    )


def _same_publication(one: Notice, other: Notice) -> bool:
    """Same notice UUID; where one has none, the same kind, deadline and title at about one time."""
    uuids = clean_uuid(one.uuid), clean_uuid(other.uuid)
    if all(uuids):
        return uuids[0] == uuids[1]
    first, second = _day(one), _day(other)
    return (
        (one.kind, one.stage) == (other.kind, other.stage)
        and one.deadline == other.deadline
        and normalise(one.title or "") == normalise(other.title or "")
        and (first is None or second is None or abs(second - first) <= TWIN_WITHIN)
    )


def _publication(group: Sequence[Notice]) -> Publication:
    if len(group) == 1:
        return Publication(group[0], tuple(group), _day(group[0]))
    ranked = sorted(group, key=lambda notice: (-_richness(notice), notice.source, notice.id))
    merged = ranked[0]
    for poorer in ranked[1:]:
        merged = _complete(merged, poorer)
    days = [day for notice in group if (day := _day(notice)) is not None]
    return Publication(merged, tuple(ranked), min(days, default=None))


def _complete(richer: Notice, poorer: Notice) -> Notice:
    """``richer`` with what it does not say taken from ``poorer``."""
    missing: dict[str, Any] = {
        item.name: getattr(poorer, item.name)
        for item in fields(Notice)
        if _is_empty(getattr(richer, item.name))
    }
    if richer.deadline_approximate and not poorer.deadline_approximate and poorer.deadline:
        missing |= {"deadline": poorer.deadline, "deadline_approximate": False}
    elif "deadline" in missing:
        missing["deadline_approximate"] = poorer.deadline_approximate
    return replace(richer, **missing)


def _richness(value: object) -> int:
    """How many things are said in ``value``."""
    if _is_empty(value):
        return 0
    if is_dataclass(value):
        return sum(_richness(getattr(value, item.name)) for item in fields(value))
    if isinstance(value, tuple):
        return sum(_richness(item) for item in value)
    return 1


def _is_empty(value: object) -> bool:
    return value is None or value == () or value == "unknown"
