"""The card of a version, from the facts of its procedure."""

from typing import Any

import pytest

from tests.core.invented_cards import NOW
from veille.core.bands import BandName
from veille.core.card_making import card_of, whats_of
from veille.core.cards import Card, What
from veille.core.notices import Buyer, Lot, Place
from veille.core.procedures import Facts
from veille.core.search_terms import phrase
from veille.core.verdicts import Clause, Obligation, Reserved

YES = Reserved(answer="yes", kinds=("iae",))
CLAUSE = Clause(answer="yes", kinds=("insertion",))
EXPECTED = Obligation(answer="expected")


def facts(**changed: Any) -> Facts:
    known: dict[str, Any] = {"state": "open", "stage": "competition", "title": "Tonte"}
    return Facts(**(known | changed))


def made(known: Facts, band: BandName | None = None) -> Card:
    return card_of(7, 2, NOW, known, corrected=False, ends_soon=False, band=band)


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, set()),
        ({"reserved": YES}, {"reserved"}),
        ({"reserved": YES, "clause": CLAUSE}, {"reserved", "clause"}),
        ({"clause": Clause(answer="unclear")}, {"clause"}),
        ({"reserved": YES, "state": "closed"}, {"reserved"}),
        ({"reserved": YES, "state": "awarded"}, {"award"}),
        ({"state": "cancelled", "reserved": YES}, {"correction"}),
        ({"state": "planned", "stage": "planning", "reserved": YES}, {"planning", "reserved"}),
        ({"obligation": EXPECTED}, {"obligation"}),
        ({"obligation": EXPECTED, "clause": CLAUSE}, {"clause"}),
        ({"obligation": EXPECTED, "state": "closed"}, set()),
    ],
)
def test_what_a_version_tells(changed: dict[str, Any], expected: set[What]) -> None:
    found = whats_of(facts(**changed), corrected=False, ends_soon=False, band=None)
    assert found == expected


def test_potential_is_of_what_is_open_and_carries_nothing() -> None:
    assert made(facts(), "low").whats == {"potential"}
    assert made(facts(clause=CLAUSE), "high").whats == {"clause"}
    assert made(facts(state="closed"), "high").whats == set()
    assert made(facts(state="planned", stage="planning"), "high").whats == {"planning", "potential"}


def test_a_correction_is_of_a_call_that_is_told_again() -> None:
    corrected = whats_of(facts(), corrected=True, ends_soon=False, band=None)
    assert corrected == {"correction"}
    awarded = whats_of(facts(state="awarded"), corrected=True, ends_soon=True, band=None)
    assert awarded == {"award", "renewal"}


def test_the_rest_is_what_the_facts_say() -> None:
    known = facts(
        buyer=Buyer(name="Ville de Sète", siret="21340301300012", city="Sète"),
        places=(Place(city="Sète"),),
        departments=("34",),
        cpv=("77310000",),
        lots=(Lot(id="LOT-0001", title="Élagage", cpv=("90910000",)),),
        reserved=Reserved(answer="unclear"),
        deadline=NOW,
        obligation=EXPECTED,
    )
    found = made(known)
    assert (found.procedure_id, found.version, found.noted_at) == (7, 2, NOW)
    assert "34301" in found.executed & found.bought
    assert found.sectors == {"espaces_verts", "nettoyage"}
    assert found.reserved_kinds == {"unspecified"}
    assert found.buyer == "siret:21340301300012"
    assert found.obligation is False
    for words in ("tonte", "élagages", "ville de sète"):
        assert phrase(words) in found.text


def test_a_card_of_a_huge_purchase_stays_small() -> None:
    lots = tuple(
        Lot(id=f"LOT-{n:04d}", title="x" * 100_000, places=(Place(city=f"Sète {n}"),))
        for n in range(300)
    )
    found = made(facts(title="y " * 50_000, lots=lots))
    assert len(found.text) < 200_000
