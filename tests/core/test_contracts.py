"""A contract: what is known of it today, where it is performed, what its data said and when."""

from datetime import date
from typing import Any

import pytest

from veille.core.contracts import (
    Contract,
    ContractError,
    Holder,
    Modification,
    contract_from_json,
    contract_to_json,
    department_of,
)
from veille.core.outcomes import outcome
from veille.core.person_names import looks_personal
from veille.core.practices import Counted, practice
from veille.core.procedures import Facts
from veille.core.verdicts import Clause, Reserved


def contract(**known: Any) -> Contract:
    facts: dict[str, Any] = {
        "uid": "2134999000001724X",
        "number": "24X",
        "format": "2022",
        "buyer_siret": "21349990000017",
        "notified_on": date(2024, 5, 15),
        "published_on": date(2024, 6, 1),
        "duration_months": 24.0,
        "amount": 1000.0,
        "holders": (Holder(identifier="99900011100017", name="Jardins Inventés"),),
    }
    return Contract(**(facts | known))


def test_a_contract_is_as_last_modified() -> None:
    other = Holder(identifier="99900022200014")
    changed = contract(
        modifications=(
            Modification(amount=1500.0),
            Modification(duration_months=36.0, holders=(other,), published_on=date(2025, 1, 1)),
        )
    )
    assert changed.amount_today == 1500
    assert changed.holders_today == (other,)
    assert changed.ends_on == date(2027, 5, 15)
    assert changed.told_on == date(2025, 1, 1)
    assert changed.known_on == date(2024, 6, 1)


def test_what_is_written_is_read_again_and_what_is_not_said_stays_unsaid() -> None:
    for one in (contract(), contract(social=()), contract(social=("clause",))):
        assert contract_from_json(contract_to_json(one)) == one


@pytest.mark.parametrize("line", ["", "{}", '{"uid": 3}', "["])
def test_what_is_no_contract_is_refused(line: str) -> None:
    with pytest.raises(ContractError):
        contract_from_json(line)


@pytest.mark.parametrize(
    ("code", "kind", "found"),
    [
        ("34172", "Code commune", "34"),
        ("34000", "Code postal", "34"),
        ("6", "Code département", "06"),
        ("2A", "Code département", "2A"),
        ("20090", "Code postal", "2A"),
        ("20600", "Code postal", "2B"),
        ("97400", "Code postal", "974"),
        ("76", "Code région", None),
        ("FR", "Code pays", None),
        ("34 000", "Code postal", None),
        (None, None, None),
    ],
)
def test_the_departement_of_a_place(code: str | None, kind: str | None, found: str | None) -> None:
    assert department_of(code, kind) == found


@pytest.mark.parametrize(
    "name",
    ["Monsieur DUPRÉ", "MME LEROY ANNE", "MARTINE DUVAL", "Duval Jean-Pierre", "A. B., EI"],
)
def test_a_persons_name_is_recognised(name: str) -> None:
    assert looks_personal(name)


@pytest.mark.parametrize(
    "name",
    ["Jardins Inventés", "DUVAL TRAVAUX PUBLICS", "SARL MARTINE DUVAL", "ESAT du Clapas", "", "3M"],
)
def test_a_companys_name_is_not(name: str) -> None:
    assert not looks_personal(name)


def test_what_became_of_a_clause_is_said_neutrally() -> None:
    flagged = Facts(state="closed", stage="competition", clause=Clause(answer="yes"))
    assert outcome(flagged, ()) == ()
    assert "ne disent rien" in outcome(flagged, [contract()])[0]
    assert outcome(flagged, [contract(social=())]) == (
        "Clause annoncée dans l’avis, non déclarée dans les données du contrat.",
    )
    assert outcome(flagged, [contract(social=()), contract(social=("clause",))]) == (
        "Clause annoncée dans l’avis, déclarée au contrat.",
    )
    plain = Facts(state="closed", stage="competition")
    assert "Aucune considération" in outcome(plain, [contract(social=())])[0]
    found = outcome(plain, [contract(social=("reserved", "criterion"))])
    assert found == (
        "Réservation déclarée au contrat, non vue dans les avis.",
        "Critère social déclaré au contrat.",
    )
    unclear = Facts(state="closed", stage="competition", reserved=Reserved(answer="unclear"))
    assert "incertaine" in outcome(unclear, [contract(social=("reserved",))])[0]


def test_a_practice_counts_what_is_said_apart_from_what_is_not() -> None:
    found = practice(
        [
            Counted(2021, "45000000", None, 5),
            Counted(2024, "90910000", (), 3),
            Counted(2024, "90910000", ("reserved", "clause"), 1),
            Counted(None, None, ("criterion",), 1),
        ]
    )
    assert found.total.contracts == 10
    assert found.total.share == 2 / 5
    assert [year for year, _ in found.years] == [2024, 2021]
    assert found.years[1][1].share is None
    assert (found.total.reserved, found.total.clause, found.total.criterion) == (1, 1, 1)
    assert [tally.contracts for _, tally in found.sectors] == [5, 4, 1]
