"""Figures that managing bodies report: read from cells, totals that must agree, summed by year."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veille.core.observatory import realised_sections
from veille.core.observatory.measures import MEASURES, of_group, published_years
from veille.core.observatory.realised import Figure, by_manager, realised_sentence, totals
from veille.core.observatory.reported import COLUMNS, Checked, agreement, check, check_together

LINE = {
    "gestionnaire": "PLIE inventé",
    "annee": "2026",
    "heures": "12 000",
    "personnes": "30",
    "femmes": "10",
    "hommes": "20",
    "source": "bilan inventé, janvier 2027",
}


def checked(number: int = 2, **changed: str) -> Checked:
    return check(number, LINE | changed, 2026, {})


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def errors(one: Checked) -> str:
    return plain(" ; ".join(one.errors))


def figure(measure: str, value: int, **changed: Any) -> Figure:
    facts = {"manager": "PLIE inventé", "year": 2026, "sector": "", "source": "bilan"}
    return Figure(**(facts | {"measure": measure, "value": value} | changed))


def test_a_line_is_read_as_it_was_written() -> None:
    found = checked(secteur="Nettoyage des locaux")
    assert found.errors == found.warnings == ()
    assert found.reported is not None
    assert found.reported.key == ("PLIE inventé", 2026, "nettoyage")
    assert found.reported.values == {"hours": 12000, "people": 30, "women": 10, "men": 20}


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"gestionnaire": ""}, "gestionnaire : à remplir"),
        ({"source": " "}, "source : à remplir"),
        ({"gestionnaire": "=HYPERLINK(1)"}, "un tableur le prendrait pour une formule"),
        ({"source": "@SUM(A1)"}, "un tableur le prendrait pour une formule"),
        ({"gestionnaire": "a\u202eb"}, "contient un caractère invisible"),
        ({"gestionnaire": "x" * 201}, "200 caractères au plus"),
        ({"annee": "2027"}, "annee : de 2000 à 2026"),
        ({"annee": "1999"}, "annee : de 2000 à 2026"),
        ({"annee": "deux mille"}, "annee : de 2000 à 2026"),
        ({"secteur": "poterie"}, "secteur inconnu"),
        ({"heures": "-5"}, "heures : nombre entier attendu, et non « -5 »"),
        ({"heures": "12,5"}, "nombre entier attendu"),
        ({"heures": "=1+1"}, "nombre entier attendu"),
        ({"heures": "9" * 40}, "nombre entier attendu"),
        ({"heures": "²"}, "nombre entier attendu"),
        ({"heures": "", "personnes": "", "femmes": "", "hommes": ""}, "aucun chiffre"),
        ({"femmes": "11"}, "femmes et hommes : 31 au total, et non 30 personnes"),
        ({"hommes": "19"}, "femmes et hommes : 29 au total, et non 30 personnes"),
        ({"moins_26_ans": "31"}, "âge : 31 au total, et non 30 personnes"),
        ({"qpv": "31"}, "plus que les 30 personnes"),
        ({"rsa": "31"}, "plus que les 30 personnes"),
        ({"heures_femmes": "12001"}, "heures des femmes : plus que les 12 000 heures"),
        ({"femmes": "0", "hommes": "30", "heures_femmes": "5"}, "mais aucune femme"),
        ({"personnes": "0", "femmes": "0", "hommes": "0"}, "des heures, mais aucune personne"),
        ({"cdi": "20", "cdd": "15", "etti": "30"},
         "35 par type de contrat, mais 30 par modalité d’embauche"),
    ],
)  # fmt: skip
def test_what_cannot_be_kept_says_why(changed: dict[str, str], said: str) -> None:
    found = checked(**changed)
    assert said in errors(found)
    assert all("\n" not in one for one in found.errors)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"moins_26_ans": "5"}, "âge : 5 seulement sur 30 personnes"),
        ({"heures": "60000"}, "2 000 heures par personne, plus qu’un temps plein"),
        ({"heures": "0"}, "des personnes, mais aucune heure"),
        ({"cdi": "20", "etti": "20"}, "20 contrats de travail seulement pour 30 personnes"),
        ({"personnes": ""}, "le nombre de personnes manque pour vérifier"),
    ],
)
def test_what_is_odd_is_asked_about(changed: dict[str, str], said: str) -> None:
    found = checked(**changed)
    assert found.errors == ()
    assert said in plain(" ; ".join(found.warnings))


def test_a_correction_is_checked_with_what_holds() -> None:
    held = {("PLIE inventé", 2026, ""): {"people": 30, "men": 20}}
    cells = {"gestionnaire": "PLIE inventé", "annee": "2026", "femmes": "12", "source": "courriel"}
    assert "32 au total" in errors(check(1, cells, 2026, held))
    assert check(1, cells | {"femmes": "10"}, 2026, held).errors == ()


def test_lines_are_checked_against_each_other() -> None:
    twice = check_together([checked(2), checked(3)])
    assert twice[0].errors == ()
    assert "que la ligne 2" in errors(twice[1])
    sectors = [
        checked(3, secteur="nettoyage", heures="8000"),
        checked(4, secteur="batiment", heures="7000"),
    ]
    beyond = check_together([checked(2), *sectors])
    assert [bool(one.errors) for one in beyond] == [False, False, True]
    assert "les secteurs font 15 000, plus que les 12 000 de la ligne 2" in errors(beyond[2])
    assert not any(one.errors for one in check_together(sectors))


@given(st.dictionaries(st.sampled_from(COLUMNS), st.text(max_size=30)))
def test_whatever_is_in_the_cells_gives_lines_of_french(cells: dict[str, str]) -> None:
    found = check(1, cells, 2026, {})
    assert (found.reported is None) <= bool(found.errors)
    assert all(one and "\n" not in one for one in (*found.errors, *found.warnings))


@given(ages=st.lists(st.integers(0, 500), min_size=3, max_size=3), people=st.integers(0, 1500))
def test_ages_must_add_up_to_the_people(ages: list[int], people: int) -> None:
    codes = [one.code for one in of_group("age")]
    values = dict(zip(codes, ages, strict=True)) | {"people": people}
    wrong, _ = agreement(values)
    assert bool(wrong) == (sum(ages) != people)


def test_columns_are_those_of_the_measures_each_once() -> None:
    assert len(set(COLUMNS)) == len(COLUMNS) == len(MEASURES) + 4
    for year in published_years():
        assert set(year.counts) | set(year.percents) <= set(MEASURES)


def test_the_published_year_is_that_of_the_mission() -> None:
    (known,) = published_years()
    assert (known.year, known.counts["hours"], known.counts["people"]) == (2020, 638_522, 1_449)
    assert (known.counts["contracts"], known.counts["buyers"], known.counts["companies"]) == (
        289, 78, 280,
    )  # fmt: skip
    assert "clausesociale34.fr" in known.source


def test_sectors_count_only_where_the_whole_is_not_reported() -> None:
    parts = [figure("hours", 10, sector="batiment"), figure("hours", 5, sector="nettoyage")]
    assert totals(by_manager(parts)[2026]) == {"hours": 15}
    assert totals(by_manager([*parts, figure("hours", 40)])[2026]) == {"hours": 40}
    other = figure("hours", 2, manager="Autre organisme")
    assert totals(by_manager([*parts, other])[2026]) == {"hours": 17}


@pytest.mark.parametrize(
    ("own", "before", "said"),
    [
        ({}, None, "Aucune heure n’est encore déclarée pour 2026."),
        ({}, (2020, {"hours": 638_522}),
         "Aucune heure n’est encore déclarée pour 2026. En 2020, 638 522 heures d’insertion ont "
         "été faites."),
        ({"hours": 1, "people": 1}, None,
         "En 2026, les gestionnaires déclarent 1 heure d’insertion pour 1 personne."),
        ({"hours": 200, "people": 3, "hours_women": 30}, (2020, {"hours": 638_522}),
         "En 2026, les gestionnaires déclarent 200 heures d’insertion pour 3 personnes, dont 15 % "
         "des heures par des femmes, contre 638 522 heures en 2020."),
    ],
)  # fmt: skip
def test_what_was_done_is_said(
    own: dict[str, int], before: tuple[int, dict[str, int]] | None, said: str
) -> None:
    assert plain(realised_sentence(2026, own, before)) == said


def test_the_published_totals_are_a_line_until_that_year_is_entered() -> None:
    (first, *_) = realised_sections.sections(2026, [figure("hours", 200)])
    assert [row.cells[0] for row in first.table.rows] == ["2020", "2026"]
    assert "publié" in str(first.table.rows[0].cells[-1])
    (first, *_) = realised_sections.sections(2020, [figure("hours", 638_000, year=2020)])
    (row,) = first.table.rows
    assert row.cells[1] == 638_000
    assert row.cells[-1] == "bilan"


def test_shares_of_contracts_stand_beside_those_that_were_published() -> None:
    held = [figure("permanent", 3), figure("fixed_term", 1), figure("etti", 4), figure("qpv", 1)]
    found = {one.code: one for one in realised_sections.sections(2026, held)}
    assert found["realise-contrats"].table.rows[0].cells == ("CDI", 3, 0.75, 0.29)
    assert plain(found["realise-contrats"].sentence) == "En 2026, d’abord CDI : 3 sur 4, soit 75 %."
    assert found["realise-embauche"].chart is None
    assert found["realise-personnes"].table.rows[0].cells[2:] == (1, None)
