"""Which entries an edition holds when there are too many, and in which order they are read."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from itertools import zip_longest
from typing import Any

from veille.core.clock import PARIS
from veille.core.editions import SECTIONS, Entry, Section

_FAR = datetime(9999, 1, 1, tzinfo=PARIS)


def in_reading_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """By section, then what can be acted on first."""
    return tuple(sorted(entries, key=_reading_key))


def capped(entries: Iterable[Entry], limits: Mapping[Section, int], late_limit: int) -> list[Entry]:
    """At most ``limits[section]`` entries of a section, and ``late_limit`` late ones of the others.

    What staff wrote under stays first. Calls without a clause stay by priority; of the others what
    is flagged first, then what is of this week, then what leaves the most time.
    """
    by_section: dict[Section, list[Entry]] = {section: [] for section in SECTIONS}
    for entry in entries:
        by_section[entry.section].append(entry)
    kept: list[Entry] = []
    for section, members in by_section.items():
        if section in limits:
            key = _priority_key if section == "opportunity" else _worth_key
            kept += _first(members, key)[: limits[section]]
            continue
        late = _first((entry for entry in members if entry.late), _worth_key)
        kept += [entry for entry in members if not entry.late] + late[:late_limit]
    return kept


def most_useful(entries: Iterable[Entry], most: int) -> list[Entry]:
    """At most ``most`` entries: what staff wrote under and follow-ups first.

    The other sections then take turns, so that a week of many flagged calls still shows what can be
    acted on; awards have what is left. In a section, what is late comes last.
    """
    ordered = _first(entries, _usefulness_key)
    pressing = [one for one in ordered if one.note is not None or one.section == "correction"]
    awards = [one for one in ordered if one.section == "award" and one.note is None]
    others = [
        [one for one in ordered if one.section == section and one.note is None]
        for section in SECTIONS
        if section not in ("correction", "award")
    ]
    turns = (one for turn in zip_longest(*others) for one in turn if one is not None)
    return [*pressing, *turns, *awards][:most]


def _first(entries: Iterable[Entry], key: Callable[[Entry], tuple[Any, ...]]) -> list[Entry]:
    """By ``key``, but first those under which staff wrote something."""
    return sorted(entries, key=lambda entry: (entry.note is None, *key(entry)))


def _usefulness_key(entry: Entry) -> tuple[Any, ...]:
    return entry.section != "correction", entry.late, *_reading_key(entry)


def _worth_key(entry: Entry) -> tuple[bool, bool, int, str, int]:
    days_left = entry.days_left if entry.days_left is not None else 0
    return not entry.findings, entry.late, -days_left, entry.title, entry.procedure_id


def _priority_key(entry: Entry) -> tuple[float, datetime, int]:
    """The highest priority first, then the nearer deadline (``docs/priority.md``)."""
    return -(entry.priority or 0.0), _deadline(entry), entry.procedure_id


def _reading_key(entry: Entry) -> tuple[Any, ...]:
    by_section = {
        "opportunity": (not entry.plenty_of_time, *_priority_key(entry)),
        "renewal": (entry.ends_on or date.max,),
        "award": (not entry.findings, entry.relation == "published"),
        "correction": (entry.state == "cancelled", not entry.findings, _deadline(entry)),
    }
    first = by_section.get(entry.section, _call_key(entry))
    return SECTIONS.index(entry.section), *first, entry.title, entry.procedure_id


def _call_key(entry: Entry) -> tuple[Any, ...]:
    unsure = bool(entry.findings) and not any(finding.sure for finding in entry.findings)
    return entry.closed, unsure, entry.relation == "published", _deadline(entry)


def _deadline(entry: Entry) -> datetime:
    return entry.deadline or _FAR
