"""The query language of the BOAMP API, through the API."""

import json
from typing import Any

import pytest

from veille.portal.boamp_api import MAX_WINDOW


def _found(response: Any) -> list[str]:
    assert response.status == 200, response.body
    return [record["idweb"] for record in json.loads(response.body)["results"]]


ONE, TWO, THREE, FOUR = "26-900001", "26-900002", "26-900003", "26-900004"
FEW = 'NOT dateparution = "2026-11-12"'


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("dateparution = date'2026-11-09'", [ONE, TWO]),
        ('dateparution = "2026-11-09"', [ONE, TWO]),
        ("dateparution = '2026/11/09'", [ONE, TWO]),
        ("dateparution >= date'2026-11-09' AND dateparution <= date'2026-11-09'", [ONE, TWO]),
        ("dateparution>date'2026-11-09' and dateparution<date'2026-11-12'", [THREE, FOUR]),
        (f'{FEW} AND code_departement = "34"', [ONE, TWO, FOUR]),
        (f'{FEW} AND code_departement != "34"', [THREE]),
        (f'{FEW} AND code_departement in ("30", "11")', [TWO, THREE]),
        (f'{FEW} AND code_departement NOT IN ("30", "11")', [ONE, FOUR]),
        (f"{FEW} AND 'SERVICES' IN type_marche", [ONE, TWO, FOUR]),
        (f"{FEW} AND type_marche is null", [THREE]),
        (f"{FEW} AND type_marche is not null", [ONE, TWO, FOUR]),
        (f"{FEW} AND datelimitereponse not null", [ONE]),
        ("datelimitereponse >= date'2026-12-01'", [ONE]),
        ("datelimitereponse > '2026-12-01T13:00:00+01:00'", []),
        ('idweb="26-900003"', [THREE]),
        ('`idweb` = "26-900003"', [THREE]),
        ('objet like "%ecole%"', [TWO]),
        ("search(objet, 'ecol')", [TWO]),
        (f"{FEW} AND search(*, 'oeuvre invent')", [ONE, TWO, THREE, FOUR]),
        (f"{FEW} AND 'écoles'", [TWO]),
        (f"{FEW} AND donnees LIKE '%FNSimple%' AND idweb = '{ONE}'", [ONE]),
        (f"NOT (idweb != '{ONE}' AND idweb != '{TWO}')", [ONE, TWO]),
        (f"idweb = '{ONE}' OR idweb = '{TWO}' AND objet = 'rien'", [ONE]),
        (f"(idweb = '{ONE}' OR idweb = '{TWO}') AND objet = 'Écoles'", [TWO]),
    ],
)
def test_where(boamp: Any, where: str, expected: list[str]) -> None:
    assert _found(boamp(where=where, order_by="idweb")) == expected


@pytest.mark.parametrize(
    ("clause", "text", "why"),
    [
        ("where", "inconnu = 'x'", "Unknown field: inconnu"),
        ("where", "idweb =", "unexpected"),
        ("where", "idweb = 'x", "unexpected character"),
        ("where", "(idweb = 'x'", "expected ')'"),
        ("where", "idweb = 'x' idweb", "expected ')'"),
        ("where", "dateparution = date'2026-13-45'", "is no date"),
        ("where", "dateparution =\n'2026-11-09'", "line break"),
        ("where", "idweb LIKE", "unexpected"),
        ("where", "(" * 60 + "idweb='x'" + ")" * 60, "parentheses deep"),
        ("where", "idweb = '" + "x" * 20_000 + "'", "longer than"),
        ("order_by", "inconnu desc", "Unknown field: inconnu"),
        ("order_by", "idweb sideways", "unexpected"),
        ("select", "idweb,inconnu", "Unknown field: inconnu"),
        ("refine", "inconnu:x", "Unknown field: inconnu"),
    ],
)
def test_what_is_malformed_gets_the_odsql_error(
    boamp: Any, clause: str, text: str, why: str
) -> None:
    response = boamp(**{clause: text})

    body = json.loads(response.body)
    assert response.status == 400
    assert body["error_code"] == "ODSQLError"
    assert body["message"].startswith("ODSQL query is malformed: ")
    assert why in body["message"]
    assert body["message"].endswith(f"Clause(s) containing the error(s): {clause}.")


def test_several_where_are_joined(boamp: Any) -> None:
    where = ["dateparution = date'2026-11-09'", "code_departement = '30'"]
    assert _found(boamp(where=where)) == [TWO]


@pytest.mark.parametrize(
    ("order_by", "expected"),
    [
        ("dateparution desc, idweb asc", [THREE, FOUR, ONE, TWO]),
        ("dateparution,idweb desc", [TWO, ONE, FOUR, THREE]),
        ("-idweb", [FOUR, THREE, TWO, ONE]),
        ("datelimitereponse desc, idweb", [ONE, TWO, THREE, FOUR]),
        ("datelimitereponse, idweb", [ONE, TWO, THREE, FOUR]),
    ],
)
def test_order_by(boamp: Any, order_by: str, expected: list[str]) -> None:
    assert _found(boamp(where=FEW, order_by=order_by)) == expected


@pytest.mark.parametrize(
    ("parameters", "expected"),
    [
        ({"refine": 'nature_categorise_libelle:"Avis de marché"'}, [ONE, TWO, THREE, FOUR]),
        ({"refine": ["code_departement:34", "criteres:sociaux"]}, [ONE]),
        ({"exclude": "code_departement:34"}, [THREE]),
    ],
)
def test_refine_and_exclude(boamp: Any, parameters: dict[str, Any], expected: list[str]) -> None:
    assert _found(boamp(where=FEW, order_by="idweb", **parameters)) == expected


def test_the_window_is_bounded_as_the_service_says(boamp: Any) -> None:
    assert boamp(limit=100, offset=MAX_WINDOW - 100).status == 200

    response = boamp(limit=100, offset=MAX_WINDOW - 99)

    assert response.status == 400
    assert json.loads(response.body) == {
        "message": "Invalid value for sum of offset + limit API parameter: "
        "10001 was found but <= 10000 is expected.",
        "error_code": "InvalidRESTParameterError",
    }
