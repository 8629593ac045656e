"""The figures of coverage as tables: pages, files and terminals show the same cells."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from spiders.parsers.alert_platforms import PLATFORMS
from veille.core.coverage import sentences
from veille.core.coverage.figures import (
    SEVERAL,
    SILENT_DAYS,
    BuyerLine,
    Figures,
    HostLine,
    PlatformLine,
    SourceLine,
)
from veille.core.coverage.sentences import name_of
from veille.core.coverage.shares import Share
from veille.core.french import count, number, short_date
from veille.core.spreadsheet import harmless

Labels = Mapping[str, str]

_NOTHING = "–"
_KNOWN_LAYOUTS = frozenset(one.code for one in PLATFORMS)


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageTable:
    """A table: ``code`` names its file, ``sentence`` reads it; the first cell of a row is its head.

    ``figures`` are the columns that hold numbers.
    """

    code: str
    title: str
    sentence: str
    columns: tuple[str, ...]
    figures: frozenset[str]
    rows: tuple[tuple[str, ...], ...]

    @property
    def safe_rows(self) -> list[tuple[str, ...]]:
        """The rows as a spreadsheet may open them."""
        return [tuple(harmless(cell) for cell in row) for row in self.rows]


def _platforms(figures: Figures, labels: Labels) -> CoverageTable:
    shares = ("Marchés mesurés", "Vus", "En doute", "Non vus")
    return CoverageTable(
        code="plateformes",
        title="Par plateforme d’acheteurs",
        sentence=sentences.on_platforms(figures),
        columns=(
            "Plateforme",
            "À faire",
            "Part vue",
            *shares,
            "Consultations",
            "Acheteurs",
            "Lue aujourd’hui",
            "Vues par",
            "Vues d’abord par",
            "Intervalle à 95 %",
        ),
        figures=frozenset(("Acheteurs", "Consultations", *shares)),
        rows=tuple(_platform(one, figures.until, labels) for one in figures.platforms),
    )


def _platform(line: PlatformLine, today: date, labels: Labels) -> tuple[str, ...]:
    return (
        name_of(line.code),
        _todo(line, today),
        line.share.said,
        *_share(line.share),
        number(line.consultations),
        number(line.buyers),
        _read(line, labels),
        _counted(line.by, labels),
        _counted(line.first, labels),
        line.share.around or _NOTHING,
    )


def _sources(figures: Figures, labels: Labels) -> CoverageTable:
    columns = ("Consultations", "Elle seule", "La première", "Le même jour", "Après une autre")
    return CoverageTable(
        code="sources",
        title="Par source",
        sentence=sentences.on_sources(figures),
        columns=("Source", *columns, "Avance"),
        figures=frozenset(columns),
        rows=tuple(_source(one, labels) for one in figures.sources),
    )


def _source(line: SourceLine, labels: Labels) -> tuple[str, ...]:
    return (
        labels.get(line.source, line.source),
        number(line.consultations),
        number(line.alone),
        number(line.first),
        number(line.same_day),
        number(line.later),
        _NOTHING if line.lead is None else f"{count(line.lead, 'jour')} (médiane)",
    )


def _buyers(figures: Figures, _: Labels) -> CoverageTable:
    shares = ("Marchés mesurés", "Vus", "En doute", "Non vus")
    return CoverageTable(
        code="acheteurs",
        title="Les acheteurs les moins vus",
        sentence=sentences.on_buyers(figures),
        columns=("Acheteur", "SIREN", "Plateforme habituelle", *shares, "Part vue"),
        figures=frozenset(shares),
        rows=tuple(_buyer(one) for one in figures.buyers),
    )


def _buyer(line: BuyerLine) -> tuple[str, ...]:
    name = line.name or "Nom non publié"
    return (name, line.siren, name_of(line.platform), *_share(line.share), line.share.said)


def _hosts(figures: Figures, _: Labels) -> CoverageTable:
    columns = ("Consultations", "Acheteurs")
    return CoverageTable(
        code="adresses",
        title="Adresses qui ne sont d’aucune plateforme connue",
        sentence=sentences.on_hosts(figures),
        columns=("Adresse", *columns),
        figures=frozenset(columns),
        rows=tuple(_host(one) for one in figures.hosts),
    )


def _host(line: HostLine) -> tuple[str, ...]:
    return (line.host, number(line.consultations), number(line.buyers))


TABLES: Mapping[str, Callable[[Figures, Labels], CoverageTable]] = {
    "plateformes": _platforms,
    "sources": _sources,
    "acheteurs": _buyers,
    "adresses": _hosts,
}
"""What is shown, in that order, by the code of each table."""


def _share(share: Share) -> tuple[str, ...]:
    return tuple(number(one) for one in (share.known, share.seen, share.doubtful, share.missed))


def _counted(counts: Mapping[str, int], labels: Labels) -> str:
    """« BOAMP 10, TED 2, plusieurs 4 »."""
    ranked = sorted(counts.items(), key=lambda one: (one[0] == SEVERAL, -one[1], one[0]))
    words = {**labels, SEVERAL: "plusieurs"}
    return ", ".join(f"{words.get(code, code)} {number(n)}" for code, n in ranked) or _NOTHING


def _read(line: PlatformLine, labels: Labels) -> str:
    if not line.known:
        return _NOTHING
    said = [
        f"{labels.get(code, code)}, {short_date(day, year=True)}" for code, day in line.read.items()
    ]
    return " ; ".join(said) or "non lue"


def _todo(line: PlatformLine, today: date) -> str:
    if not line.known:
        return _NOTHING
    if line.is_silent(today):
        return f"Plus rien depuis {SILENT_DAYS} jours : vérifier la boîte et les alertes"
    if line.read:
        misses_most = line.share.missed > line.share.seen + line.share.doubtful
        return "Lue, mais beaucoup manque : élargir l’alerte" if misses_most else _NOTHING
    if line.code in _KNOWN_LAYOUTS:
        return "S’abonner aux alertes de cette plateforme"
    return "S’abonner à ses alertes (leur mise en page n’est pas encore connue)"
