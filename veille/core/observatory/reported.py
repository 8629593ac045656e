"""A line of figures that a managing body reports, read from cells and checked."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from veille.core.asking import UnknownWordError, sector_code
from veille.core.french import NBSP, number
from veille.core.observatory.measures import CONTRACTS, GROUPS, MEASURES, PARTITIONS, of_group
from veille.core.refusals import one_line
from veille.core.spreadsheet import is_formula
from veille.core.visible import has_invisible

FIRST_YEAR = 2000
MOST = 100_000_000
LONGEST = 200  # characters of a name or a source
_FULL_YEAR = 1_820  # hours of a full-time year

KEYS = ("gestionnaire", "annee", "secteur")
SOURCE = "source"
COLUMNS: tuple[str, ...] = (*KEYS, *(one.column for one in MEASURES.values()), SOURCE)
"""The columns of a file, and the fields of the form."""

_DIGITS = re.compile(r"[0-9]{1,12}")
_SPACES = re.compile(r"[\s\u00a0\u202f]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """Figures of a managing body for a year and a sector (empty: all sectors together)."""

    number: int
    manager: str
    year: int
    sector: str
    values: Mapping[str, int]
    source: str

    @property
    def key(self) -> tuple[str, int, str]:
        """What they are the figures of."""
        return self.manager, self.year, self.sector


@dataclass(frozen=True, slots=True)
class Checked:
    """A line with what is wrong with it; ``reported`` is null where it could not be read.

    ``errors`` keep it from being stored, ``warnings`` ask to be looked at.
    """

    number: int
    cells: Mapping[str, str]
    reported: Reported | None
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


Held = Mapping[tuple[str, int, str], Mapping[str, int]]
"""What holds already: managing body, year and sector → measure → value."""


def check(number_: int, cells: Mapping[str, str], this_year: int, held: Held) -> Checked:
    """Read one line and check it, with what holds already where it says nothing."""
    faults: list[str] = []
    manager = _words(cells.get("gestionnaire", ""), "gestionnaire", faults)
    source = _words(cells.get(SOURCE, ""), SOURCE, faults)
    year = _year(cells.get("annee", ""), this_year, faults)
    sector = _sector(cells.get("secteur", ""), faults)
    values = {
        one.code: value
        for one in MEASURES.values()
        if (value := _value(cells.get(one.column, ""), one.column, faults)) is not None
    }
    if not values and not faults:
        faults.append("aucun chiffre, ou aucun changement")
    if faults or year is None:
        return Checked(number_, cells, None, tuple(faults))
    found = Reported(
        number=number_, manager=manager, year=year, sector=sector, values=values, source=source
    )
    errors, warnings = agreement({**held.get(found.key, {}), **values})
    return Checked(number_, cells, found, tuple(errors), tuple(warnings))


def check_together(lines: Iterable[Checked]) -> tuple[Checked, ...]:
    """Check the lines of a file against each other: none twice, sectors within their whole."""
    kept = list(lines)
    seen: dict[tuple[str, int, str], int] = {}
    wholes = {
        (one.reported.manager, one.reported.year): one.reported
        for one in kept
        if one.reported and not one.reported.sector
    }
    found = []
    for one in kept:
        errors = list(one.errors)
        if one.reported:
            first = seen.setdefault(one.reported.key, one.number)
            if first != one.number:
                errors.append(f"même gestionnaire, même année, même secteur que la ligne {first}")
            if one.reported.sector:
                errors += _beyond(one.reported, wholes, kept)
        found.append(replace(one, errors=tuple(errors)))
    return tuple(found)


def _beyond(
    own: Reported,
    wholes: Mapping[tuple[str, int], Reported],
    lines: Sequence[Checked],
) -> Iterable[str]:
    """What the sectors of a body add up to must not exceed what it reports for all of them.

    Told on the last of its sectors. People may work in several; hours and contracts are in one.
    """
    whole = wholes.get((own.manager, own.year))
    parts = [
        one.reported
        for one in lines
        if one.reported
        and one.reported.sector
        and (one.reported.manager, one.reported.year) == (own.manager, own.year)
    ]
    if whole is None or parts[-1] is not own:
        return
    for measure in ("hours", "contracts"):
        total = sum(one.values.get(measure, 0) for one in parts)
        if measure in whole.values and total > whole.values[measure]:
            yield (
                f"{MEASURES[measure].label}{NBSP}: les secteurs font {number(total)}, plus que "
                f"les {number(whole.values[measure])} de la ligne {whole.number}"
            )


def agreement(values: Mapping[str, int]) -> tuple[list[str], list[str]]:
    """What of these figures contradicts itself, and what is only odd."""
    errors: list[str] = []
    warnings: list[str] = []
    people = values.get("people")
    _check_parts(values, ("women", "men"), "femmes et hommes", people, errors, warnings)
    for group in PARTITIONS:
        codes = tuple(one.code for one in of_group(group))
        _check_parts(values, codes, GROUPS[group].lower(), people, errors, warnings)
    errors += [
        f"{one.label}{NBSP}: plus que les {number(people)} personnes"
        for one in (*of_group("residence"), *of_group("public"))
        if people is not None and values.get(one.code, 0) > people
    ]
    _check_contracts(values, people, errors, warnings)
    _check_hours(values, people, errors, warnings)
    return errors, warnings


def _check_parts(
    values: Mapping[str, int],
    codes: Sequence[str],
    name: str,
    people: int | None,
    errors: list[str],
    warnings: list[str],
) -> None:
    given = [values[code] for code in codes if code in values]
    if not given:
        return
    total = sum(given)
    if people is None:
        warnings.append(f"{name}{NBSP}: le nombre de personnes manque pour vérifier")
    elif total > people or (len(given) == len(codes) and total < people):
        errors.append(f"{name}{NBSP}: {number(total)} au total, et non {number(people)} personnes")
    elif total < people:
        warnings.append(f"{name}{NBSP}: {number(total)} seulement sur {number(people)} personnes")


def _check_contracts(
    values: Mapping[str, int], people: int | None, errors: list[str], warnings: list[str]
) -> None:
    totals = [
        sum(values.get(one.code, 0) for one in of_group(group))
        for group in CONTRACTS
        if any(one.code in values for one in of_group(group))
    ]
    if len(totals) == len(CONTRACTS) and totals[0] != totals[1]:
        errors.append(
            f"{number(totals[0])} par type de contrat, mais {number(totals[1])} par modalité "
            "d’embauche"
        )
    if people is not None and totals and max(totals) < people:
        warnings.append(
            f"{number(max(totals))} contrats de travail seulement pour {number(people)} personnes"
        )


def _check_hours(
    values: Mapping[str, int], people: int | None, errors: list[str], warnings: list[str]
) -> None:
    hours, of_women = values.get("hours"), values.get("hours_women")
    if hours is not None and of_women is not None and of_women > hours:
        errors.append(f"heures des femmes{NBSP}: plus que les {number(hours)} heures")
    if values.get("women") == 0 and of_women:
        errors.append("heures faites par des femmes, mais aucune femme")
    if hours and people == 0:
        errors.append("des heures, mais aucune personne")
    if hours == 0 and people:
        warnings.append("des personnes, mais aucune heure")
    if hours and people and hours > _FULL_YEAR * people:
        warnings.append(
            f"{number(hours / people, decimals=0)} heures par personne, plus qu’un temps plein"
        )


def _words(text: str, column: str, faults: list[str]) -> str:
    found = " ".join(text.split())
    if not found:
        faults.append(f"{column}{NBSP}: à remplir")
    elif len(found) > LONGEST:
        faults.append(f"{column}{NBSP}: {LONGEST} caractères au plus")
    elif has_invisible(found):
        faults.append(f"{column}{NBSP}: contient un caractère invisible")
    elif is_formula(found):
        faults.append(f"{column}{NBSP}: un tableur le prendrait pour une formule")
    return found


def _year(text: str, this_year: int, faults: list[str]) -> int | None:
    digits = text.strip()
    found = int(digits) if _DIGITS.fullmatch(digits) else 0
    if FIRST_YEAR <= found <= this_year:
        return found
    faults.append(f"annee{NBSP}: de {FIRST_YEAR} à {this_year}")
    return None


def _sector(text: str, faults: list[str]) -> str:
    if not text.strip():
        return ""
    try:
        return sector_code(text)
    except UnknownWordError as refusal:
        faults.append(f"secteur{NBSP}: {refusal}")
        return ""


def _value(text: str, column: str, faults: list[str]) -> int | None:
    """``1 449``, ``1449`` or nothing. Half an hour is not told."""
    digits = _SPACES.sub("", text)
    if not digits:
        return None
    if _DIGITS.fullmatch(digits) and int(digits) <= MOST:
        return int(digits)
    shown = one_line(text)[:30]
    faults.append(f"{column}{NBSP}: nombre entier attendu, et non «{NBSP}{shown}{NBSP}»")
    return None
