"""Why a card was selected, in French."""

import pytest
from hypothesis import given

from tests.core import invented_cards
from tests.core.invented_cards import BEZIERS, SETE, SETE_AGGLOPOLE, card
from tests.english import english_in
from veille.core.cards import Card
from veille.core.filters import Filter
from veille.core.reasons import why

NBSP = "\u00a0"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (Filter(), ("toute la veille",)),
        (Filter(territories=(SETE,)), (f"exécution{NBSP}: Sète",)),
        (Filter(territories=(BEZIERS, "34", SETE)), (f"exécution{NBSP}: Hérault et{NBSP}Sète",)),
        (Filter(sectors=("nettoyage", "batiment")), (f"secteur{NBSP}: nettoyage des locaux",)),
        (
            Filter(words=("toiture", "vitre"), without=("gaz",)),
            (f"mot{NBSP}: «{NBSP}vitre{NBSP}»",),
        ),
        (Filter(procedure=1), ("consultation suivie",)),
        (
            Filter(territories=("34",), words=("vitre",)),
            (f"exécution{NBSP}: Hérault", f"mot{NBSP}: «{NBSP}vitre{NBSP}»"),
        ),
    ],
)
def test_each_part_that_matches_is_a_reason(asked: Filter, expected: tuple[str, ...]) -> None:
    assert why(asked, card()) == expected


@pytest.mark.parametrize(
    ("asked", "changed", "expected"),
    [
        (
            Filter(what=("reserved",)),
            {"whats": frozenset({"reserved"}), "reserved_kinds": frozenset({"iae", "prison"})},
            "marché réservé (structures d’insertion par l’activité économique "
            f"ou{NBSP}établissements en prison)",
        ),
        (
            Filter(what=("potential",), band="low"),
            {"whats": frozenset({"potential"}), "band": "medium"},
            "potentiel moyen",
        ),
        (
            Filter(what=("obligation", "clause")),
            {"whats": frozenset({"obligation"})},
            "clause attendue par la loi, non vue dans l’avis",
        ),
    ],
)
def test_what_it_tells_is_a_reason(
    asked: Filter, changed: dict[str, frozenset[str]], expected: str
) -> None:
    assert why(asked, card(**changed)) == (expected,)


def test_the_nearest_relation_is_said() -> None:
    areas = frozenset({SETE, SETE_AGGLOPOLE, "34", "R76"})
    asked = Filter(territories=(SETE, "34"))
    bought = card(executed=frozenset({"34", "R76"}), bought=areas)
    assert why(asked, bought) == (f"exécution{NBSP}: Hérault",)
    bought = card(executed=frozenset({"75"}), bought=areas)
    assert why(asked, bought) == (f"acheteur situé ici{NBSP}: Sète et{NBSP}Hérault",)
    published = card(
        executed=frozenset(),
        published=frozenset({"34"}),
        clause_kinds=frozenset({"generic"}),
    )
    assert why(asked, published) == (f"publication{NBSP}: Hérault",)


@given(invented_cards.filters(), invented_cards.cards())
def test_what_matches_always_has_a_reason_in_french(asked: Filter, one: Card) -> None:
    if asked.matches(one):
        reasons = why(asked, one)
        assert reasons
        assert [reason for reason in reasons if english_in(reason) or "\n" in reason] == []
