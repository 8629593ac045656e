"""Pages of contracts: what became of a procedure, a buyer's practice, doubts that staff settle."""

from typing import Any
from urllib.parse import quote

import pytest

from tests.app.test_awards import call, won
from tests.newsletters.invented import NOW, clause
from tests.store.invented_contracts import SIRET, keep_contracts
from tests.web.visiting import Visit, dump, shown, visit
from veille.app.steps.awards import join_contracts
from veille.core.contracts import Contract, Holder
from veille.core.notices import Buyer
from veille.store import audit, contract_joins

__all__ = ["visit"]

PAGE = "/equipe/attributions"
PRACTICE = f"/acheteurs/siret:{SIRET}"
HOSTILE = '<script>alert("x")</script> contacter Mme Camille Inventée au 04 67 00 00 00'


def given(visit: Visit, *some: Contract) -> None:
    with visit.world.store.transaction() as session:
        keep_contracts(session, *some)
    join_contracts(visit.world.store, NOW)


def flagged(visit: Visit, **known: Any) -> int:
    """A call with a clause, and its procedure."""
    one = call(1, **known)
    home = visit.world.publish(one)
    visit.world.judge(one, clause())
    visit.world.read()
    return home


def in_doubt(visit: Visit) -> tuple[int, int, int]:
    """A contract that may come from two calls; its number and theirs."""
    first, second = visit.world.publish(call(1)), visit.world.publish(call(2))
    visit.world.read()
    given(visit, won())
    with visit.world.store.read() as session:
        (doubt,) = contract_joins.doubts(session, most=5)
    return doubt.contract.id, first, second


def test_a_procedure_says_what_became_of_its_clause(visit: Visit) -> None:
    home = flagged(visit)
    given(visit, won(social=("clause",)))
    page = shown(visit.get(f"/consultations/{home}"))
    assert "Ce qu’elle est devenue" in page
    assert "Clause annoncée dans l’avis, déclarée au contrat." in page
    assert "Jardins Inventés" in page
    assert "84 000 € HT" in page.replace("\u202f", " ")
    assert f"/acheteurs/siret%3A{SIRET}" in visit.get(f"/consultations/{home}").text


def test_a_clause_that_the_contract_does_not_declare_is_said_without_blame(visit: Visit) -> None:
    home = flagged(visit)
    given(visit, won(social=()))
    page = shown(visit.get(f"/consultations/{home}"))
    assert "non déclarée dans les données du contrat" in page
    assert "aucune déclarée" in page


def test_a_procedure_without_a_contract_says_nothing_of_it(visit: Visit) -> None:
    home = flagged(visit)
    assert "Ce qu’elle est devenue" not in shown(visit.get(f"/consultations/{home}"))


def test_a_buyers_page_counts_its_contracts_and_what_they_declare(visit: Visit) -> None:
    flagged(visit)
    given(
        visit,
        won(1, social=("reserved", "clause"), duration_months=13.0),
        won(2, object="Achat de gravillons", cpv="14212000", social=None),
        won(3, object="Conseil", cpv="79411000", social=()),
    )
    page = visit.get(PRACTICE)
    said = shown(page)
    assert page.status_code == 200
    assert "Commune de Valinvente" in said
    assert "3 marchés lus" in said
    assert "2 disent" in said
    assert "1 (50 %)" in said
    assert "Ce qui se termine dans les neuf mois" in said
    assert "ne demandent les considérations sociales que depuis 2024" in said
    assert f"/recherche?acheteur={quote(f'siret:{SIRET}')}" in page.text.replace(
        "%3A", ":"
    ).replace(":", "%3A")


def test_a_buyer_that_only_contracts_name_has_a_page_too(visit: Visit) -> None:
    given(visit, won())
    assert "Commune de Valinvente" in shown(visit.get(PRACTICE))


def test_a_buyer_without_contracts_or_without_siret_is_told_so(visit: Visit) -> None:
    visit.world.publish(call(1))
    assert "Aucune donnée essentielle" in shown(visit.get(PRACTICE))
    visit.world.publish(call(2, buyer=Buyer(name="Commune d’Autre", postcode="34001")))
    found = visit.get(f"/acheteurs/{quote('name:commune d autre|34001')}")
    assert "ne donnent pas son SIRET" in shown(found)


@pytest.mark.parametrize("identity", ["siret:1", "name:personne|34000", "x", "a" * 200])
def test_a_buyer_that_nobody_names_is_not_found(visit: Visit, identity: str) -> None:
    assert visit.get(f"/acheteurs/{quote(identity)}").status_code == 404


def test_what_others_wrote_is_text_without_contacts(visit: Visit) -> None:
    holder = Holder(identifier="99900011100017", name="<b>Gras</b> SAS")
    given(visit, won(object=HOSTILE, holders=(holder,), buyer_name="<i>Valinvente</i>"))
    page = visit.get(PRACTICE)
    assert "<script>" not in page.text
    assert "<b>Gras" not in page.text
    assert "<i>" not in page.text
    assert "04 67" not in page.text
    assert "Camille" not in page.text


def test_staff_see_doubts_and_say_yes(visit: Visit) -> None:
    number, _, second = in_doubt(visit)
    member = visit.sign_in("facilitator")
    page = visit.get(PAGE)
    assert "1 en doute" in shown(page)
    assert "Ressemblance" in shown(page)
    answer = visit.post(f"{PAGE}/{number}/{second}/rapprocher")
    assert answer.status_code == 303
    assert "rapproché de la consultation" in shown(visit.get(answer.headers["location"]))
    with visit.world.store.read() as session:
        assert contract_joins.procedure_of(session, [number]) == {number: second}
        (done,) = audit.newest(session, member.organisation, most=1, actions=("award.join",))
    assert done.subject == f"consultation {second}"
    assert "26M1" in (done.detail or "")


def test_staff_say_no_also_to_what_a_rule_joined(visit: Visit) -> None:
    home = flagged(visit)
    given(visit, won())
    member = visit.sign_in("facilitator")
    with visit.world.store.read() as session:
        ((found, _),) = contract_joins.of_procedure(session, home)
    path = f"{PAGE}/{found.id}/{home}/ecarter"
    assert path in visit.get(f"/consultations/{home}").text
    assert visit.post(path).status_code == 303
    assert "Ce qu’elle est devenue" not in shown(visit.get(f"/consultations/{home}"))
    with visit.world.store.read() as session:
        assert audit.newest(session, member.organisation, most=1, actions=("award.refuse",))


def test_what_is_no_longer_proposed_is_refused_in_a_line(visit: Visit) -> None:
    number, first, _ = in_doubt(visit)
    visit.sign_in("facilitator")
    before = dump(visit.world.store)["contract_joins"]
    answer = visit.post(f"{PAGE}/{number}/{first + 90}/rapprocher")
    assert answer.status_code == 409
    assert "n’est plus proposé" in shown(answer)
    assert visit.post(f"{PAGE}/{number + 90}/{first}/ecarter").status_code == 409
    assert dump(visit.world.store)["contract_joins"] == before


def test_a_reader_sees_doubts_and_settles_none(visit: Visit) -> None:
    number, first, _ = in_doubt(visit)
    visit.sign_in("reader")
    page = visit.get(PAGE)
    assert page.status_code == 200
    assert "rapprocher" not in page.text
    assert visit.post(f"{PAGE}/{number}/{first}/rapprocher").status_code == 403


def test_another_site_settles_nothing(visit: Visit) -> None:
    number, first, _ = in_doubt(visit)
    visit.sign_in("facilitator")
    elsewhere = {"Origin": "https://ailleurs.example"}
    answer = visit.post(f"{PAGE}/{number}/{first}/rapprocher", headers=elsewhere)
    assert answer.status_code == 403
    with visit.world.store.read() as session:
        assert contract_joins.count_doubts(session) == 1


def test_contracts_of_the_territory_that_end_soon_are_shown_to_staff(visit: Visit) -> None:
    far = won(2, object="Loin d’ici", place_code="75101", duration_months=13.0)
    given(visit, won(1, object="Balayage des rues", duration_months=13.0), far)
    visit.sign_in("reader")
    page = shown(visit.get(PAGE))
    assert "Balayage des rues" in page
    assert "Loin d’ici" not in page
    assert "Rien à trancher" in page


def test_the_page_says_how_to_begin(visit: Visit) -> None:
    visit.sign_in("reader")
    assert "veille awards import" in shown(visit.get(PAGE))
