"""An edition as people read it: headings, counts and lines in French, laid out by templates.

Mail and web show the same view, so a preview and a message say the same words.
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import timedelta

from newsletters.brief import BriefView, brief_view
from newsletters.coverage import CoverageView, coverage_view
from newsletters.ending_lines import EndingsView, endings_view
from newsletters.lines import EntryView, entry_view
from newsletters.summary import Count, preheader, subject, summary
from veille.core import french
from veille.core.editions import SECTION_TITLES, SECTIONS, Edition, Entry, Section
from veille.core.french import typography

SAMPLE_BANNER = "Données d’exemple, aucune consultation réelle"
_LONG_ENOUGH = "Plus de 21 jours : une clause peut encore entrer par rectificatif"
_TOO_SHORT = "21 jours ou moins, ou date inconnue : informer les structures"
_SHORTENED = "Les moins pressants tiennent en une ligne, pour que le message s’affiche en entier."
_INTRODUCTIONS: dict[Section, str] = {
    "reserved": "Seules les structures visées peuvent répondre : prévenez celles du territoire.",
    "clause": "Une clause est écrite dans l’avis ou déclarée par l’acheteur.",
    "opportunity": "Marchés ouverts sans clause vue dans l’avis : à proposer à l’acheteur. Dans "
    "chaque groupe, les plus prioritaires d’abord, d’après l’objet, les heures possibles, le temps "
    "restant et la loi.",
    "planning": "Achats annoncés, pas encore en consultation : le meilleur moment pour une clause.",
    "renewal": "Contrats qui se terminent dans les neuf mois : à préparer avec l’acheteur.",
    "correction": "Ce qui a changé, ancien et nouveau, et ce qui est annulé.",
    "award": "Qui a remporté les marchés ; sans mention, aucune clause n’a été vue.",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupView:
    """Entries of one section under a subheading (null = the section has no groups).

    ``brief`` are the last of them, in one line each.
    """

    heading: str | None
    entries: tuple[EntryView, ...]
    brief: tuple[BriefView, ...]


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
    """The whole edition in words. ``nothing`` is what an empty week says.

    ``introduction`` is the word of staff, a paragraph each; ``endings`` are contracts that award
    data alone know, null without any.
    """

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
    introduction: tuple[str, ...] = ()
    endings: EndingsView | None = None


def present(
    edition: Edition, brief: Container[int] = (), whole: Edition | None = None
) -> EditionView:
    """The edition in words, ready to be laid out; the procedures of ``brief`` in one line each.

    ``whole`` has all the entries of which ``edition`` shows some: they are what is counted.
    """
    whole = whole or edition
    last_day = edition.period_end - timedelta(days=1)
    coverage = coverage_view(edition)
    return EditionView(
        subject=subject(edition),
        preheader=preheader(edition),
        heading=f"{edition.territory_label}, {french.period(edition.period_start, last_day)}",
        publisher=edition.publisher,
        banner=SAMPLE_BANNER if edition.sample else None,
        warnings=coverage.warnings,
        counts=tuple(count for count in summary(whole) if edition.section(count.section)),
        nothing=_nothing(edition, coverage),
        sections=tuple(
            _section_view(edition, name, brief, len(whole.section(name)))
            for name in SECTIONS
            if edition.section(name)
        ),
        coverage=coverage,
        legal=_legal(edition),
        introduction=tuple(edition.introduction),
        endings=endings_view(edition),
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
        "Clause attendue : au vu du montant et de la date de l’avis, le code de la commande "
        "publique (art. L2112-2-1 et L3114-2-1) prévoit une clause sociale ; l’acheteur n’a pas à "
        "publier ce qui l’en dispenserait, à vérifier au DCE.",
        "Estimation : montant × part de main-d’œuvre × taux d’insertion ÷ coût d’une heure ; un "
        "ordre de grandeur, à confirmer avec l’acheteur.",
        "Potentiel : d’après ce qui est acheté (objet, catégories, taille), jamais d’après "
        "l’acheteur, un modèle range les marchés en trois groupes. La part donnée est celle des "
        "avis passés du groupe où une clause ou une réservation était déclarée ou écrite : un "
        "minimum.",
        "Les noms, téléphones et adresses de personnes sont remplacés par […] dans les citations.",
    )
    return tuple(typography(line) for line in lines)


def _nothing(edition: Edition, coverage: CoverageView) -> str | None:
    if edition.entries or edition.endings:
        return None
    if coverage.warnings:
        return "Rien à signaler dans ce qui a été lu, mais la lecture est incomplète."
    return typography(
        "Rien de nouveau à signaler pour ce territoire cette semaine. Ce qui a été lu est "
        "détaillé ci-dessous."
    )


def _section_view(
    edition: Edition, section: Section, brief: Container[int], total: int
) -> SectionView:
    entries = edition.section(section)
    introduction = [_INTRODUCTIONS[section]]
    if any(entry.procedure_id in brief for entry in entries):
        introduction.append(_SHORTENED)
    return SectionView(
        section=section,
        anchor=f"section-{section}",
        title=f"{SECTION_TITLES[section]} ({_shown(len(entries), total)})",
        introduction=typography(" ".join(introduction)),
        groups=_groups(section, entries, edition.territory_label, brief),
        more=_more(section, edition.coverage.omitted.get(section, 0)),
    )


def _shown(count: int, total: int) -> str:
    if count == total:
        return french.number(total)
    return f"{french.number(count)} sur{french.NBSP}{french.number(total)}"


def _groups(
    section: Section, entries: tuple[Entry, ...], territory: str, brief: Container[int]
) -> tuple[GroupView, ...]:
    """Calls without a clause in two groups, by whether a clause can still enter."""
    if section != "opportunity":
        return (_group(None, entries, territory, brief),)
    parted = (
        (_LONG_ENOUGH, tuple(entry for entry in entries if entry.plenty_of_time)),
        (_TOO_SHORT, tuple(entry for entry in entries if not entry.plenty_of_time)),
    )
    return tuple(_group(heading, group, territory, brief) for heading, group in parted if group)


def _group(
    heading: str | None, entries: tuple[Entry, ...], territory: str, brief: Container[int]
) -> GroupView:
    return GroupView(
        heading=typography(heading) if heading else None,
        entries=tuple(
            entry_view(entry, territory) for entry in entries if entry.procedure_id not in brief
        ),
        brief=tuple(brief_view(entry) for entry in entries if entry.procedure_id in brief),
    )


def _more(section: Section, omitted: int) -> str | None:
    if omitted <= 0:
        return None
    others = french.count(omitted, "autre", "autres")
    if section == "opportunity":
        return f"et {others}, moins prioritaires, dans l’édition complète."
    return f"et {others} dans l’édition complète."
