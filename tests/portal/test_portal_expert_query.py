"""The expert query of the TED search, through the API."""

import json
from typing import Any

import pytest

ALL = ["321-2020", "700001-2026", "700002-2026", "700003-2026", "700004-2026"]
EVERY = "publication-date >= 20000101"


def _found(response: Any) -> list[str]:
    assert response.status == 200, response.body
    return [notice["publication-number"] for notice in json.loads(response.body)["notices"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        (EVERY, [0, 1, 2, 3, 4]),
        ("publication-date = 20261109", [1, 2]),
        ("PD>=20261110 AND PD<20261112", [3]),
        ("publication-date = (20261109 <> 20261110)", [1, 2, 3]),
        ("publication-date >= today(-1)", [4]),
        ("publication-date >= today(-3)", [3, 4]),
        ("publication-date > today()", []),
        ("place-of-performance IN (FRJ13)", [0, 1, 3]),
        ("place-of-performance IN (FRJ13 FRJ12)", [0, 1, 2, 3]),
        ("place-of-performance IN (FRJ12, FRJ11)", [2]),
        ("place-of-performance = FRJ1*", [0, 1, 2, 3]),
        ("place-of-performance NOT IN (FRJ13)", [2, 4]),
        ("place-of-performance = FRJ", []),
        ("buyer-country = FRA AND buyer-country-sub = FRJ13", [1, 2, 3, 4]),
        ("buyer-country = (FRA DEU)", [0, 1, 2, 3, 4]),
        ("notice-type IN (cn-social pin-only)", [4]),
        ("notice-type != cn-standard", [4]),
        ("form-type = competition AND NOT notice-type = cn-standard", [4]),
        ("classification-cpv = 45000000", [0, 2]),
        ("classification-cpv = 77300000", [1, 3, 4]),
        ("classification-cpv = 45*", [0, 2]),
        ("contract-nature = works", [0]),
        ("reserved-procurement-lot IN (res-ws res-pub-ser)", [0, 1]),
        ("BT-71-Lot = res-ws", [0, 1]),
        ("publication-number = 700003-2026", [3]),
        ('procedure-identifier = "10000000-0000-4000-8000-000000700002"', [2]),
        ("change-notice-version-identifier = *", [3]),
        ('title-proc ~ "CORRIG"', [3]),
        ('title-proc !~ "inventé"', [3]),
        ('FT ~ "garrigues"', [1, 2, 3, 4]),
        ("OJ = 217/2026", [1]),
        ("(PD = 20261109 OR PD = 20261110) AND NOT (place-of-performance = FRJ12)", [1, 3]),
        (f"{EVERY} SORT BY publication-date DESC", [4, 3, 2, 1, 0]),
        (f"{EVERY} SORT BY publication-number", [0, 1, 2, 3, 4]),
    ],
)
def test_query(ted: Any, query: str, expected: list[int]) -> None:
    assert _found(ted(query=query)) == [ALL[index] for index in expected]


@pytest.mark.parametrize(
    ("query", "kind", "column"),
    [
        ("AND", "QUERY_UNKNOWN_FIELD", 1),
        ("publication-date >=", "QUERY_SYNTAX_ERROR", 20),
        ("publication-date >= 20261109 SORT BY publication-date ASC", "QUERY_SYNTAX_ERROR", 55),
        ("(publication-date >= 20261109", "QUERY_SYNTAX_ERROR", 30),
        ("PD >= 20261109 §", "QUERY_SYNTAX_ERROR", 16),
        ("  nonsense = 3", "QUERY_UNKNOWN_FIELD", 3),
        ("publication-date >= 2026-11-09", "QUERY_INVALID_FIELD_FORMAT", 21),
        ("buyer-country = FR", "QUERY_INVALID_FIELD_FORMAT", 17),
        ("(" * 60 + "PD=20261109" + ")" * 60, "QUERY_SYNTAX_ERROR", 42),
    ],
)
def test_a_wrong_query_is_refused_with_its_place(
    ted: Any, query: str, kind: str, column: int
) -> None:
    response = ted(query=query)

    body = json.loads(response.body)
    assert response.status == 400
    assert body["message"].startswith(f"Syntax error in expert query at line 1, col {column}")
    assert body["error"]["type"] == kind
    assert body["error"]["location"] == {"beginLine": 1, "beginColumn": column}


def test_a_long_list_of_values_is_read(ted: Any) -> None:
    codes = " ".join(f"FRZ{number:03d}" for number in range(1000))
    assert _found(ted(query=f"place-of-performance IN ({codes} FRJ12)")) == ["700002-2026"]
