"""How often fields are filled, and which of them fell."""

import pytest

from tests.store.invented import notice
from veille.core.fill_rates import FIELDS, LABELS, counted, falls, rate, together
from veille.core.notices import Award, Notice, Value, Winner


def test_each_field_is_counted_among_those_that_may_have_it() -> None:
    call = notice(1, value=Value(amount=1000.0))
    result = notice(2, kind="result", awards=(Award(winner=Winner(name="Jardins inventés")),))
    found = counted([call, result])
    assert found["title"] == (2, 2)
    assert found["value"] == (1, 2)
    assert found["deadline"] == (1, 1)
    assert found["winner"] == (1, 1)
    assert found["cpv"] == (0, 2)
    assert "winner" not in counted([call])


def test_an_empty_notice_fills_nothing_and_breaks_nothing() -> None:
    found = counted([Notice(id="boamp:26-9", source="boamp", kind="competition")])
    assert {name for name, (filled, _) in found.items() if filled} == set()
    assert set(found) == {field.name for field in FIELDS} - {"winner"}
    assert counted([]) == {}


def test_days_add_up() -> None:
    total = together([{"cpv": (3, 4)}, {"cpv": (1, 6), "title": (6, 6)}, {}])
    assert total == {"cpv": (4, 10), "title": (6, 6)}
    assert rate(total, "cpv") == 0.4
    assert rate(total, "lots") is None


@pytest.mark.parametrize(
    ("before", "now", "fell"),
    [
        ((980, 1000), (0, 200), True),
        ((980, 1000), (90, 200), True),
        ((980, 1000), (150, 200), False),  # less, but not a breakdown
        ((980, 1000), (0, 12), False),  # too few to say
        ((50, 1000), (0, 200), False),  # ten expected: chance does that
        ((50, 1000), (0, 2000), True),
        ((0, 1000), (0, 200), False),  # never was filled
    ],
)
def test_a_fall_is_no_chance(before: tuple[int, int], now: tuple[int, int], fell: bool) -> None:
    found = falls({"cpv": before}, {"cpv": now})
    assert [fall.field for fall in found] == (["cpv"] if fell else [])


def test_a_field_that_nothing_may_have_does_not_fall() -> None:
    assert falls({"winner": (100, 100)}, {}) == ()
    assert falls({}, {"winner": (0, 100)}) == ()


def test_every_field_has_a_name_of_its_own_in_french() -> None:
    assert len(LABELS) == len(FIELDS)
    assert len(set(LABELS.values())) == len(FIELDS)
