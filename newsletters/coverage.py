"""What was read, what failed and what is not covered, in words."""

from dataclasses import dataclass

from newsletters.platform_words import platform_remarks
from newsletters.wording import within
from veille.core import french
from veille.core.editions import Coverage, Edition, SourceCoverage
from veille.core.french import NBSP, typography

_NOTHING_READ = "Aucune source n’a été lue"


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageView:
    """``warnings`` stand at the top of the edition, the rest at its end."""

    warnings: tuple[str, ...]
    sources: tuple[str, ...]
    remarks: tuple[str, ...]
    not_covered: tuple[str, ...]


def coverage_view(edition: Edition) -> CoverageView:
    """The coverage of the edition in words."""
    coverage = edition.coverage
    return CoverageView(
        warnings=_warnings(coverage),
        sources=tuple(_source(source) for source in coverage.sources) or (f"{_NOTHING_READ}.",),
        remarks=tuple(_remarks(edition)),
        not_covered=tuple(typography(text) for text in coverage.not_covered),
    )


def _warnings(coverage: Coverage) -> tuple[str, ...]:
    if not coverage.sources:
        return (f"{_NOTHING_READ}{NBSP}: des avis manquent.",)
    return tuple(_warning(source) for source in coverage.sources if not source.complete)


def _warning(source: SourceCoverage) -> str:
    cause = f" ({source.cause})" if source.cause else ""
    return f"{source.label} n’a pas été lu en entier{cause}{NBSP}: des avis peuvent manquer."


def _source(source: SourceCoverage) -> str:
    read = french.count(source.notices_read, "avis lu", "avis lus")
    parts = [f"{read}{_days(source)}"]
    if source.complete:
        parts.append(f"lecture complète{f' {source.instead}' if source.instead else ''}")
    else:
        parts.append(f"incomplet ({source.cause})" if source.cause else "incomplet")
    return f"{source.label}{NBSP}: {', '.join(parts)}."


def _days(source: SourceCoverage) -> str:
    if source.since and source.until:
        return f", publiés {french.period(source.since, source.until)}"
    if source.since:
        return f", publiés depuis le {french.day_month(source.since)}{NBSP}{source.since.year}"
    return ""


def _remarks(edition: Edition) -> list[str]:
    coverage = edition.coverage
    remarks = []
    if coverage.unreadable:
        count = french.count(coverage.unreadable, "avis gardé", "avis gardés")
        remarks.append(f"{count} mais illisible pour l’outil, signalé à l’équipe.")
    if coverage.published_only:
        count = french.count(coverage.published_only, "marché publié", "marchés publiés")
        remarks.append(
            f"{count} {within(edition.territory_label)}, exécution ailleurs ou en un lieu inconnu, "
            f"sans clause vue{NBSP}: non repris."
        )
    if coverage.platforms is not None:
        remarks += platform_remarks(coverage.platforms)
    return remarks
