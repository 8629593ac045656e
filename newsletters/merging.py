"""Several editions told in one mail: of several territories, or of periods made up at once."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from newsletters.addressing import Line
from newsletters.personal_entries import as_new
from veille.core.cards import What
from veille.core.editions import Coverage, Edition, SourceCoverage
from veille.core.endings import Ending

if TYPE_CHECKING:
    from datetime import date


def merged_head(editions: Sequence[Edition]) -> Edition:
    """One edition without entries for all of ``editions``, the oldest first.

    The first territory named is the widest; the period goes from the first day to the last.
    """
    newest = editions[-1]
    labels = tuple(dict.fromkeys(edition.territory_label for edition in editions))
    return replace(
        newest,
        territory_code=editions[0].territory_code,
        territory_label=labels[0] if len(labels) == 1 else "Vos territoires",
        period_start=min(edition.period_start for edition in editions),
        period_end=max(edition.period_end for edition in editions),
        entries=(),
        coverage=_coverage(editions),
        sample=any(edition.sample for edition in editions),
        introduction=tuple(
            dict.fromkeys(line for edition in editions for line in edition.introduction)
        ),
        endings=_endings(editions),
    )


def _endings(editions: Sequence[Edition]) -> tuple[Ending, ...]:
    """Each contract that ends once, as the last edition tells it."""
    kept: dict[tuple[int, date], Ending] = {}
    for edition in editions:
        kept |= {(one.contracts[0], one.ends_on): one for one in edition.endings}
    return tuple(kept.values())


def merged_lines(editions: Iterable[Sequence[Line]]) -> tuple[Line, ...]:
    """Each procedure once, as the newest version has it; the last edition wins between equals.

    A call that one of the editions tells and a later one corrects is told as it is now.
    """
    kept: dict[tuple[int, str], Line] = {}
    for lines in editions:
        for line in lines:
            key = line.entry.procedure_id, line.entry.topic
            older = kept.get(key)
            if older is None or older.entry.version <= line.entry.version:
                kept[key] = line if older is None else _over(older, line)
    whole = {procedure_id for procedure_id, topic in kept if topic == "facts"}
    return tuple(
        line
        for (procedure_id, topic), line in kept.items()
        if topic == "facts" or procedure_id not in whole
    )


def _over(older: Line, newer: Line) -> Line:
    """The newer line, which is news where the older one is."""
    if older.entry.section == "correction" or newer.entry.section != "correction":
        return newer
    entry = as_new(newer.entry)
    if entry.section == "correction":
        return newer
    whats = (newer.card.whats - {"correction"}) | older.card.whats
    return Line(replace(entry, changes=()), replace(newer.card, whats=frozenset[What](whats)))


def _coverage(editions: Sequence[Edition]) -> Coverage:
    """What was read in all, each period once; a source is complete if it always was."""
    by_period = {edition.period_start: edition.coverage for edition in editions}
    read: dict[str, SourceCoverage] = {}
    for coverage in by_period.values():
        for source in coverage.sources:
            known = read.get(source.label)
            read[source.label] = _joined(known, source) if known else source
    return Coverage(
        sources=tuple(read.values()),
        not_covered=editions[-1].coverage.not_covered,
        unreadable=sum(coverage.unreadable for coverage in by_period.values()),
        published_only=sum(coverage.published_only for coverage in by_period.values()),
        platforms=editions[-1].coverage.platforms,
    )


def _joined(one: SourceCoverage, other: SourceCoverage) -> SourceCoverage:
    days = [day for day in (one.since, other.since) if day]
    last = [day for day in (one.until, other.until) if day]
    return replace(
        other,
        notices_read=one.notices_read + other.notices_read,
        since=min(days, default=None),
        until=max(last, default=None),
        complete=one.complete and other.complete,
        cause=other.cause or one.cause,
        instead=other.instead or one.instead,
    )
