"""What managing bodies report of a year: the vocabulary of the yearly observatory, closed lists."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from veille.core.reference.tables import rows

GroupName = Literal["activity", "sex", "age", "level", "residence", "public", "contract", "hiring"]

GROUPS: Mapping[GroupName, str] = {
    "activity": "L’année",
    "sex": "Femmes et hommes",
    "age": "Âge",
    "level": "Niveau de formation",
    "residence": "Lieu de vie",
    "public": "Situation à l’entrée (plusieurs possibles)",
    "contract": "Types de contrat de travail",
    "hiring": "Modalités d’embauche",
}

PARTITIONS: tuple[GroupName, ...] = ("age", "level")
"""Groups whose measures add up to the people; women and men do too."""
CONTRACTS: tuple[GroupName, ...] = ("contract", "hiring")
"""Two ways to split the same contracts of employment."""


@dataclass(frozen=True, slots=True)
class Measure:
    """One figure: ``column`` is its name in a file and in the form, ``label`` for people."""

    code: str
    column: str
    label: str
    group: GroupName


_LISTED: tuple[tuple[str, str, str, GroupName], ...] = (
    ("contracts", "marches", "marchés avec clause suivis", "activity"),
    ("buyers", "acheteurs", "acheteurs", "activity"),
    ("companies", "entreprises", "entreprises titulaires", "activity"),
    ("hours", "heures", "heures d’insertion faites", "activity"),
    ("people", "personnes", "personnes", "activity"),
    ("women", "femmes", "femmes", "sex"),
    ("men", "hommes", "hommes", "sex"),
    ("hours_women", "heures_femmes", "heures faites par des femmes", "sex"),
    ("under_26", "moins_26_ans", "moins de 26 ans", "age"),
    ("from_26", "de_26_a_49_ans", "de 26 à 49 ans", "age"),
    ("from_50", "plus_50_ans", "50 ans et plus", "age"),
    ("level_2", "niveau_2", "sans diplôme, ou en dessous du CAP", "level"),
    ("level_3", "niveau_3", "CAP, BEP (niveau 3)", "level"),
    ("level_4", "niveau_4", "baccalauréat (niveau 4)", "level"),
    ("level_5", "niveau_5", "au-dessus du baccalauréat", "level"),
    ("level_unknown", "niveau_inconnu", "niveau non connu", "level"),
    ("qpv", "qpv", "résidant en quartier prioritaire (QPV)", "residence"),
    ("long_unemployed", "deld", "demandeurs d’emploi de longue durée", "public"),
    ("disabled", "th", "travailleurs handicapés", "public"),
    ("rsa", "rsa", "bénéficiaires du RSA", "public"),
    ("iae", "iae", "salariés de l’insertion par l’activité économique", "public"),
    ("permanent", "cdi", "CDI", "contract"),
    ("fixed_term", "cdd", "CDD", "contract"),
    ("fixed_term_insertion", "cdd_insertion", "CDD d’insertion", "contract"),
    ("temporary", "interim", "intérim", "contract"),
    ("temporary_insertion", "interim_insertion", "intérim d’insertion", "contract"),
    ("apprenticeship", "alternance", "apprentissage, professionnalisation", "contract"),
    ("internship", "stage", "stage", "contract"),
    ("direct", "embauche_directe", "embauche directe par l’entreprise", "hiring"),
    ("etti", "etti", "mise à disposition par une ETTI", "hiring"),
    ("ett", "ett", "intérim classique (ETT)", "hiring"),
    ("geiq", "geiq", "groupement d’employeurs (GEIQ)", "hiring"),
    ("ei", "ei", "sous-traitance à une entreprise d’insertion (EI)", "hiring"),
    ("ai", "ai", "mise à disposition par une association intermédiaire (AI)", "hiring"),
    ("district", "regie_quartier", "régie de quartier", "hiring"),
    ("ea", "ea", "entreprise adaptée (EA)", "hiring"),
    ("aci_esat", "aci_esat", "chantier d’insertion (ACI) ou ESAT", "hiring"),
)

MEASURES: Mapping[str, Measure] = {row[0]: Measure(*row) for row in _LISTED}


def of_group(group: GroupName) -> tuple[Measure, ...]:
    """The measures of a group, in order."""
    return tuple(one for one in MEASURES.values() if one.group == group)


@dataclass(frozen=True, slots=True)
class PublishedYear:
    """Totals that were published before the store held any: counts, and shares in per cent."""

    year: int
    counts: Mapping[str, int]
    percents: Mapping[str, float]
    source: str


@cache
def published_years() -> tuple[PublishedYear, ...]:
    """The published totals, oldest first."""
    read = list(rows("observatory_published"))
    years = sorted({int(row["year"]) for row in read})
    return tuple(
        PublishedYear(
            year=year,
            counts={row["measure"]: int(row["value"]) for row in _of(read, year, "count")},
            percents={row["measure"]: float(row["value"]) for row in _of(read, year, "percent")},
            source=next(row["source"] for row in read if int(row["year"]) == year),
        )
        for year in years
    )


def _of(read: list[dict[str, str]], year: int, unit: str) -> list[dict[str, str]]:
    return [row for row in read if int(row["year"]) == year and row["unit"] == unit]
