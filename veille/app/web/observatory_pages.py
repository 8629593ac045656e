"""What the pages of the observatory show of a year: its parts, its links, what is not counted."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import quote

from starlette.exceptions import HTTPException
from starlette.requests import Request

from newsletters.presentation import SAMPLE_BANNER
from veille.app.observatory import desk
from veille.app.observatory.desk import Known, Year
from veille.app.observatory.drawing import Form
from veille.app.observatory.places import EVERYWHERE, offered
from veille.app.review.reviewing import WEEKS
from veille.app.web.site import site_of
from veille.core.estimates import NOT_ENOUGH, sentence
from veille.core.french import count, long_date, number
from veille.core.observatory.ratios import percent
from veille.core.observatory.tables import Part, Row, Section
from veille.core.observatory.tiles import Tile, size, tiles

PREFIX = "/observatoire"

_DRAWING = re.compile(r"([a-z-]{1,40})\.([0-9a-f]{12})\.(svg|sombre\.svg|png)")
_PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Combien", ("consultations", "annees")),
    ("Quels achats", ("hors-travaux", "secteurs")),
    ("Où", ("territoires",)),
    ("Qui achète", ("types-acheteurs", "acheteurs")),
    ("Sous quelle forme", ("reserves", "clauses", "heures")),
    ("L’obligation de 2026", ("obligation",)),
    ("De l’annonce au titulaire", ("delais", "etapes", "titulaires")),
)


@dataclass(frozen=True, slots=True)
class Key:
    """A figure that is told first."""

    value: str
    words: str


def default_territory(request: Request) -> str:
    """The first territory of the install."""
    return site_of(request).settings.territories[0]


def year_page(request: Request, year: int, territory: str) -> Year:
    """The year of a territory.

    Raises:
        HTTPException: 404, nothing is known of one or the other.
    """
    found = year_or_none(request, year, territory)
    if found is None:
        raise HTTPException(404)
    return found


def year_or_none(request: Request, year: int, territory: str) -> Year | None:
    """The same, null where nothing is known."""
    site = site_of(request)
    reported = territory == default_territory(request)
    organisation = site.settings.organisation
    return desk.year_of(site.store, organisation, year, territory, site.clock(), reported=reported)


def named_drawing(name: str) -> tuple[str, str, Form] | None:
    """Section, fingerprint and form that the name of a drawing says."""
    found = _DRAWING.fullmatch(name)
    return (found[1], found[2], cast("Form", found[3])) if found else None


def shown(request: Request, found: Year) -> dict[str, Any]:
    """What a page of one year is made of."""
    site = site_of(request)
    place = found.where
    return {
        "year": found,
        "parts": parts(found.seen),
        "keys": keys(found),
        "map": tile_map(found),
        "map_size": size(),
        "base": f"{site.root}{PREFIX}/{found.year}/{place.code}",
        "link": _linker(site.root, found),
        "choices": choices(request, found.known),
        "not_counted": not_counted(found),
    }


def overview(request: Request) -> dict[str, Any]:
    """The last whole year and the running one of the territory of the install."""
    site, code = site_of(request), default_territory(request)
    held = desk.known(site.store, site.clock())
    if held is None:
        return {"years": [], "choices": None}
    found = [year_or_none(request, year, code) for year in held.years[-2:]]
    kept = [one for one in found if one is not None]
    years = [{**shown(request, one)} for one in reversed(kept)]
    return {"years": years, "choices": choices(request, held)}


def choices(request: Request, held: Known) -> dict[str, Any]:
    """What the form above a page offers."""
    return {
        "years": list(reversed(held.years)),
        "territories": offered(default_territory(request)),
    }


def parts(sections: Sequence[Section]) -> tuple[Part, ...]:
    """The sections under their headings, in the order of the page."""
    by_code = {one.code: one for one in sections}
    held = (
        Part(title, tuple(by_code[code] for code in codes if code in by_code))
        for title, codes in _PARTS
    )
    return tuple(part for part in held if part.sections)


def keys(found: Year) -> tuple[Key, ...]:
    """The figures that are told first."""
    total = found.total
    return (
        Key(number(total.procedures), "consultations publiées"),
        Key(number(total.reserved), "réservées"),
        Key(number(total.clause), "avec une clause sociale vue dans l’avis"),
        Key(percent(total.outside, total.placed), "des clauses hors travaux et espaces verts"),
        Key(number(total.hours), "heures d’insertion annoncées dans les avis"),
        Key(number(found.figures.buyers_flagged), "acheteurs avec un marché réservé ou une clause"),
        Key(number(found.figures.winners_known), "titulaires connus de ces marchés"),
    )


def tile_map(found: Year) -> tuple[Tile, ...]:
    """The tiles of the seventeen EPCI; none for a territory of another kind."""
    if not found.where.has_map:
        return ()
    return tiles({one.code: one.flagged for one in found.figures.parts})


def not_counted(found: Year) -> tuple[str, ...]:
    """What the counts do not say, beside them."""
    recall = found.known.recall
    lines = [
        sentence(recall.found, WEEKS) if recall else NOT_ENOUGH,
        "Les clauses écrites seulement dans le dossier de consultation ne se voient pas dans "
        "l’avis : elles ne sont pas comptées.",
        "Sous 90 000 €, et souvent jusqu’aux seuils européens, un acheteur peut publier ailleurs "
        "qu’au BOAMP : ces marchés manquent.",
    ]
    if found.figures.only_awarded:
        left = count(found.figures.only_awarded, "marché connu", "marchés connus")
        lines.append(f"{left} par leur seul avis d’attribution ne sont pas comptés.")
    if found.year == found.known.since.year:
        lines.append(f"Les avis sont lus depuis le {long_date(found.known.since)}.")
    return tuple(lines)


def lead(request: Request, found: Year) -> list[str]:
    """What a file says before its tables."""
    site = site_of(request)
    marked = [SAMPLE_BANNER] if found.known.sample else []
    return [
        *marked,
        f"Observatoire {found.year} – {found.where.label}",
        site.settings.publisher,
        f"Édité le {long_date(site.clock().date())}",
        *not_counted(found),
        "Sources : BOAMP (DILA, Licence Ouverte 2.0) et TED (Union européenne). Le classement est "
        "automatique, corrigé par l’équipe.",
    ]


def _linker(root: str, found: Year) -> Any:
    """Where the first cell of a row leads; null: nowhere."""
    place, year = found.where, found.year
    here = "" if place.code == EVERYWHERE else f"&territoire={place.code}"

    def link(row: Row) -> str | None:
        if row.link == "buyer":
            return f"{root}/recherche?acheteur={quote(row.code)}"
        if row.link == "sector":
            return f"{root}/recherche?secteur={quote(row.code)}{here}"
        if row.link == "area":
            return f"{root}{PREFIX}/{year}/{quote(row.code)}"
        if row.link == "year":
            return f"{root}{PREFIX}/{quote(row.code)}/{place.code}"
        return None

    return link
