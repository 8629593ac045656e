"""An edition as people read it: headings, counts and lines in French, laid out by templates.

Mail and web show the same view, so a preview and a message say the same words.
"""

from dataclasses import dataclass
from datetime import timedelta

from newsletters.coverage import CoverageView, coverage_view
from newsletters.lines import EntryView, entry_view
from newsletters.summary import Count, preheader, subject, summary
from veille.core import french
from veille.core.editions import SECTION_TITLES, SECTIONS, Edition, Entry, Section
from veille.core.french import typography

SAMPLE_BANNER = "Données d’exemple, aucune consultation réelle"
_INTRODUCTIONS: dict[Section, str] = {
    "reserved": "Seules les structures visées peuvent répondre : prévenez celles du territoire.",
    "clause": "Une clause est écrite dans l’avis ou déclarée par l’acheteur.",
    "opportunity": "Marchés ouverts sans clause vue dans l’avis : à proposer à l’acheteur.",
    "planning": "Achats annoncés, pas encore en consultation : le meilleur moment pour une clause.",
    "renewal": "Contrats qui se terminent dans les neuf mois : à préparer avec l’acheteur.",
    "correction": "Ce qui a changé, ancien et nouveau, et ce qui est annulé.",
    "award": "Qui a remporté les marchés ; sans mention, aucune clause n’a été vue.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """Entries of one section under a subheading (null = the section has no groups)."""

    heading: str | None
    entries: tuple[EntryView, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SectionView:
    """A section that holds something; ``anchor`` is its id in the page."""

    section: Section
    anchor: str
    title: str
    introduction: str
    groups: tuple[GroupView, ...]
    more: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionView:
    """The whole edition in words. ``nothing`` is what an empty week says."""

    subject: str
    preheader: str
    heading: str
    publisher: str
    banner: str | None
    warnings: tuple[str, ...]
    counts: tuple[Count, ...]
    nothing: str | None
    sections: tuple[SectionView, ...]
    coverage: CoverageView
    legal: tuple[str, ...]


def present(edition: Edition) -> EditionView:
    """The edition in words, ready to be laid out."""
    last_day = edition.period_end - timedelta(days=1)
    coverage = coverage_view(edition)
    return EditionView(
        subject=subject(edition),
        preheader=preheader(edition),
        heading=f"{edition.territory_label}, {french.period(edition.period_start, last_day)}",
        publisher=edition.publisher,
        banner=SAMPLE_BANNER if edition.sample else None,
        warnings=coverage.warnings,
        counts=summary(edition),
        nothing=_nothing(edition, coverage),
        sections=tuple(_section_view(edition, name) for name in SECTIONS if edition.section(name)),
        coverage=coverage,
        legal=_legal(edition),
    )


def _legal(edition: Edition) -> tuple[str, ...]:
    composed = french.date_and_time(edition.composed_at)
    lines = (
        f"Veille composée le {composed} par {edition.publisher}.",
        "Le classement est automatique et s’appuie sur le seul texte des avis : le dossier de "
        "consultation fait foi.",
        "Sources : BOAMP (DILA, Licence Ouverte 2.0) et TED (Union européenne).",
        "EA : entreprise adaptée ; ESAT : établissement ou service d’accompagnement par le "
        "travail ; SIAE : structure d’insertion par l’activité économique ; DCE : dossier de "
        "consultation des entreprises.",
        "Les noms, téléphones et adresses de personnes sont remplacés par […] dans les citations.",
    )
    return tuple(typography(line) for line in lines)


def _nothing(edition: Edition, coverage: CoverageView) -> str | None:
    if edition.entries:
        return None
    if coverage.warnings:
        return "Rien à signaler dans ce qui a été lu, mais la lecture est incomplète."
    return typography(
        "Rien de nouveau à signaler pour ce territoire cette semaine. Ce qui a été lu est "
        "détaillé ci-dessous."
    )


def _section_view(edition: Edition, section: Section) -> SectionView:
    entries = edition.section(section)
    return SectionView(
        section=section,
        anchor=f"section-{section}",
        title=f"{SECTION_TITLES[section]} ({french.number(len(entries))})",
        introduction=typography(_INTRODUCTIONS[section]),
        groups=_groups(section, entries, edition.territory_label),
        more=_more(section, edition.coverage.omitted.get(section, 0)),
    )


def _groups(section: Section, entries: tuple[Entry, ...], territory: str) -> tuple[GroupView, ...]:
    """Calls without a clause in two groups, by whether a clause can still enter."""
    if section != "opportunity":
        return (_group(None, entries, territory),)
    long_enough = tuple(entry for entry in entries if entry.plenty_of_time)
    too_short = tuple(entry for entry in entries if not entry.plenty_of_time)
    groups = (
        _group(
            "Plus de 21 jours : une clause peut encore entrer par rectificatif",
            long_enough,
            territory,
        ),
        _group(
            "21 jours ou moins, ou date inconnue : informer les structures", too_short, territory
        ),
    )
    return tuple(group for group in groups if group.entries)


def _group(heading: str | None, entries: tuple[Entry, ...], territory: str) -> GroupView:
    return GroupView(
        heading=typography(heading) if heading else None,
        entries=tuple(entry_view(entry, territory) for entry in entries),
    )


def _more(section: Section, omitted: int) -> str | None:
    if omitted <= 0:
        return None
    others = french.count(omitted, "autre", "autres")
    if section == "opportunity":
        return f"et {others}, dont la date limite est plus proche ou inconnue."
    return f"et {others}, reportés à la prochaine veille."
