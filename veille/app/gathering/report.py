"""The last lines of a run: what was gathered, flagged and written, and where to look."""

import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path

from newsletters.mailbox import Written
from spiders.job import CrawlResult
from spiders.reading import RereadCounts
from veille.app.gathering.sources import SOURCES
from veille.core.editions import SECTION_TITLES, Edition
from veille.core.french import NBSP, count

LABELS = {source.name: source.label for source in SOURCES}


def gathered(results: Iterable[CrawlResult]) -> None:
    """A line a source: read, new, unreadable."""
    for result in results:
        read = count(result.received, "relevé lu", "relevés lus")
        new = count(result.stored, "nouveau", "nouveaux")
        line = f"{LABELS[result.source]}{NBSP}: {read}, {new}"
        if result.unread:
            line += f", {count(result.unread, 'illisible gardé', 'illisibles gardés')}"
        print(line + ("." if result.complete else ", collecte incomplète."))


def summary(
    results: Sequence[CrawlResult],
    linked: int,
    judged: int,
    composed: Sequence[Edition],
    written: Sequence[Written],
) -> None:
    """What the weekly job did."""
    gathered(results)
    print(f"Rapprochés{NBSP}: {count(linked, 'avis', 'avis')}, classés{NBSP}: {judged}.")
    print(f"Éditions composées{NBSP}: {len(composed)}.")
    for edition in composed:
        print(
            f"  {edition.territory_label}, du {edition.period_start:%d/%m/%Y}{NBSP}: "
            f"{_sections(edition)}"
        )
    print(f"Écrits{NBSP}: {count(len(written), 'envoi', 'envois')}.")
    for one in written:
        print(f"  {one.message}")
        print(f"  {one.page}")


def pages(replay_store: str | None, now: datetime, *, sample: bool) -> None:
    """How to open the application on what was just replayed, at the moment it was.

    ``replay_store`` is where that is, null when the settings say it already.
    """
    called = Path(sys.argv[0])
    program = str(called) if called.name == "veille" else f"{sys.executable} -m veille"
    if sample:
        command = f"{program} serve --demo"
    else:
        command = f"{program} serve"
        if replay_store is not None:
            command = f"VEILLE_DATABASE_URL={replay_store} {command}"
    print(f"Pour ouvrir l’application sur ces données{NBSP}:")
    print(f"  {command} --now {now:%Y-%m-%dT%H:%M}")


def reread(counts: RereadCounts) -> None:
    """What reading stored payloads again gave."""
    print(
        f"{count(counts.read, 'relevé relu', 'relevés relus')}, "
        f"{count(counts.changed, 'avis changé', 'avis changés')}, "
        f"{count(counts.failed, 'illisible', 'illisibles')}."
    )


def _sections(edition: Edition) -> str:
    found = Counter(entry.section for entry in edition.entries)
    parts = [f"{title.lower()} {found[section]}" for section, title in SECTION_TITLES.items()]
    return ", ".join(parts) + "."
