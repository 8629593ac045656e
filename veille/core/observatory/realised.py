"""What managing bodies report, summed up by year: plain numbers and the sentence of a year."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from veille.core.french import NBSP, count
from veille.core.observatory.ratios import percent


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure that holds: of a managing body, a year and a sector (empty: all of them)."""

    manager: str
    year: int
    sector: str
    measure: str
    value: int
    source: str


def by_manager(figures: Iterable[Figure]) -> dict[int, dict[str, dict[str, int]]]:
    """Year → managing body → measure → value.

    What is reported for all sectors counts, else the sum of the sectors.
    """
    whole: dict[tuple[int, str, str], int] = {}
    parts: defaultdict[tuple[int, str, str], int] = defaultdict(int)
    for one in figures:
        key = (one.year, one.manager, one.measure)
        if one.sector:
            parts[key] += one.value
        else:
            whole[key] = one.value
    found: dict[int, dict[str, dict[str, int]]] = {}
    for (year, manager, measure), value in sorted({**parts, **whole}.items()):
        found.setdefault(year, {}).setdefault(manager, {})[measure] = value
    return found


def totals(managers: Mapping[str, Mapping[str, int]]) -> dict[str, int]:
    """The sum of what managing bodies report, by measure."""
    found: defaultdict[str, int] = defaultdict(int)
    for values in managers.values():
        for measure, value in values.items():
            found[measure] += value
    return dict(found)


def realised_sentence(
    year: int, own: Mapping[str, int], before: tuple[int, Mapping[str, int]] | None
) -> str:
    """« En 2026, les gestionnaires déclarent 640 000 heures d’insertion faites par 1 450

    personnes, contre 638 522 heures en 2020. »
    """
    hours, people = own.get("hours"), own.get("people")
    earlier = before[1].get("hours", 0) if before else 0
    if hours is None:
        told = f"Aucune heure n’est encore déclarée pour{NBSP}{year}"
        if before is None:
            return f"{told}."
        return f"{told}. En{NBSP}{before[0]}, {count(earlier, 'heure')} d’insertion ont été faites."
    said = f"En{NBSP}{year}, les gestionnaires déclarent {count(hours, 'heure')} d’insertion"
    if people is not None:
        said += f" pour {count(people, 'personne')}"
    women = own.get("hours_women")
    if women is not None and hours:
        said += f", dont {percent(women, hours)} des heures par des femmes"
    if before is not None:
        said += f", contre {count(earlier, 'heure')} en{NBSP}{before[0]}"
    return f"{said}."
