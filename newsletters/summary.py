"""What an edition holds, in a line: the subject, the preheader, the counts."""

from dataclasses import dataclass
from datetime import timedelta

from newsletters.ending_lines import counted
from newsletters.plain import plain
from veille.core import french
from veille.core.editions import Edition, Section
from veille.core.french import NBSP

_URGENT_DAYS = 8
_SUBJECT_SECTIONS: tuple[tuple[Section, str, str], ...] = (
    ("reserved", "marché réservé", "marchés réservés"),
    ("clause", "avec clause", "avec clause"),
    ("opportunity", "à saisir", "à saisir"),
)
_OTHER_SECTIONS: tuple[tuple[Section, str, str], ...] = (
    ("planning", "à préparer", "à préparer"),
    ("renewal", "à renouveler", "à renouveler"),
    ("correction", "rectificatif ou annulation", "rectificatifs et annulations"),
    ("award", "attribution", "attributions"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """How many entries a section has: ``6`` and ``marchés réservés``."""

    section: Section
    number: str
    noun: str

    @property
    def text(self) -> str:
        """Number and noun, which must not be parted."""
        return f"{self.number}{NBSP}{self.noun}"

    @property
    def anchor(self) -> str:
        """The id of the section in the page."""
        return f"section-{self.section}"


def subject(edition: Edition) -> str:
    """``Veille du 9 au 15 novembre : 6 marchés réservés, 14 avec clause, 31 à saisir – Hérault``.

    One line whatever the territory is called; without the first three, it counts the others.
    """
    last_day = edition.period_end - timedelta(days=1)
    when = french.period(edition.period_start, last_day, year=False)
    counts = _counts(edition, _SUBJECT_SECTIONS) or _counts(edition, _OTHER_SECTIONS)
    what = ", ".join(count.text for count in counts) or counted(edition) or _nothing(edition)
    sample = "[Exemple] " if edition.sample else ""
    return plain(f"{sample}Veille {when}{NBSP}: {what} – {edition.territory_label}")


def summary(edition: Edition) -> tuple[Count, ...]:
    """The counts of every section that holds something, in reading order."""
    return (*_counts(edition, _SUBJECT_SECTIONS), *_counts(edition, _OTHER_SECTIONS))


def preheader(edition: Edition) -> str:
    """What a mailbox shows after the subject: what presses, and where a clause can still enter."""
    flagged = [entry for entry in edition.entries if entry.findings and not entry.closed]
    urgent = sum(
        entry.days_left is not None and 0 <= entry.days_left <= _URGENT_DAYS for entry in flagged
    )
    still_open = sum(entry.plenty_of_time for entry in edition.section("opportunity"))
    parts = []
    if urgent:
        parts.append(
            f"{french.count(urgent, 'échéance')} sous {_URGENT_DAYS}{NBSP}jours parmi les marchés "
            "réservés ou avec clause"
        )
    if still_open:
        parts.append(
            f"{french.count(still_open, 'marché')} où une clause peut encore entrer par "
            "rectificatif"
        )
    return french.capitalised(", ".join(parts)) or french.capitalised(_read(edition))


def _counts(edition: Edition, sections: tuple[tuple[Section, str, str], ...]) -> tuple[Count, ...]:
    return tuple(
        Count(
            section=section,
            number=french.number(len(entries)),
            noun=french.plural(len(entries), singular, several),
        )
        for section, singular, several in sections
        if (entries := edition.section(section))
    )


def _nothing(edition: Edition) -> str:
    sources = edition.coverage.sources
    complete = bool(sources) and all(source.complete for source in sources)
    return "rien de nouveau" if complete else "rien de nouveau, lecture incomplète"


def _read(edition: Edition) -> str:
    total = sum(source.notices_read for source in edition.coverage.sources)
    return f"{french.count(total, 'avis lu', 'avis lus')} cette semaine"
