"""Areas: known by code and by name, and what they have in common."""

import pytest

from veille.core.areas import area, find_area, share_ground
from veille.core.reference.regions import region_of_department, region_of_nuts, regions
from veille.core.territory import UnknownTerritoryError


@pytest.mark.parametrize(
    ("text", "code", "level"),
    [
        ("34172", "34172", "commune"),
        ("SETE", "34301", "commune"),
        ("200066355", "200066355", "epci"),
        ("Lodévois et Larzac", "200017341", "epci"),
        ("Hérault", "34", "department"),
        ("l'hérault", "34", "department"),
        ("Gard", "30", "department"),
        ("R76", "R76", "region"),
        ("occitanie", "R76", "region"),
    ],
)
def test_an_area_is_found_by_code_or_name(text: str, code: str, level: str) -> None:
    found = find_area(text)
    assert (found.code, found.level) == (code, level)


@pytest.mark.parametrize("text", ["", "Atlantide", "99", "034", "R99", "34999", "x" * 5_000])
def test_an_unknown_area_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(UnknownTerritoryError, match="territoire inconnu") as refused:
        find_area(text)
    assert len(str(refused.value)) < 100


@pytest.mark.parametrize(
    ("code", "scopes", "expected"),
    [
        ("34301", ["34"], True),
        ("34301", ["200066355"], True),
        ("34301", ["243400017"], False),
        ("34", ["243400017"], True),
        ("R76", ["34"], True),
        ("R76", ["34301"], True),
        ("R11", ["34"], False),
        ("30", ["34"], False),
        ("30", ["34", "30"], True),
        ("34", [], False),
    ],
)
def test_what_has_ground_in_common(code: str, scopes: list[str], expected: bool) -> None:
    assert share_ground(code, scopes) is expected


def test_every_department_of_a_nuts_code_has_its_region() -> None:
    assert len(regions()) == 18
    occitanie = "09 11 12 30 31 32 34 46 48 65 66 81 82"
    found = {
        number
        for number in (f"{n:02d}" for n in range(1, 96))
        if (region := region_of_department(number)) and region.code == "R76"
    }
    assert sorted(found) == occitanie.split()
    assert area("R76").label == "Occitanie"


@pytest.mark.parametrize(
    ("nuts", "code"),
    [("FRJ13", "R76"), ("FR813", "R76"), ("FRJ", "R76"), ("FRJ2", "R76"), ("FR101", "R11"),
     ("FRY40", "R04"), ("FR", None), ("ES511", None), ("", None)],
)  # fmt: skip
def test_the_region_of_a_nuts_code(nuts: str, code: str | None) -> None:
    found = region_of_nuts(nuts)
    assert (found.code if found else None) == code
