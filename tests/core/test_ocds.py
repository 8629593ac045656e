"""OCDS: what is told of a procedure, and that it is what the standard asks for."""

import json
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator

from spiders.parsers import parse
from tests.core.ocds_schema import RECORD_PACKAGE, RELEASE_PACKAGE
from tests.newsletters.invented import NOW, award, clause, notice, reserved
from tests.newsletters.invented import procedure as made
from veille.core.notices import Buyer, Links, Lot, Value
from veille.core.ocds import ocid_of, record, record_package, release_package, releases
from veille.core.ocds.codes import CATEGORIES, tag_of
from veille.core.procedures import Procedure
from veille.core.verdicts import Clause, LotVerdict, Reserved, Verdict

PREFIX = "ocds-abc123"
LOTS = (Lot(id="LOT-0001", title="Tonte", cpv=("77310000",)), Lot(id="LOT-0002", title="Taille"))


def violations(schema: dict[str, Any], package: dict[str, Any]) -> list[str]:
    plain = json.loads(json.dumps(package))
    return [
        f"{list(one.path)}: {one.message}" for one in Draft7Validator(schema).iter_errors(plain)
    ]


def told(procedure: Procedure, now: datetime = NOW) -> dict[str, Any]:
    (one,) = releases(procedure, PREFIX, now)
    return one


def test_a_call_is_a_release() -> None:
    call = notice(
        1,
        lots=LOTS,
        cpv=("77300000",),
        contract_nature="services",
        procedure_type="open",
        value=Value(amount=120_000.0),
        buyer=Buyer(name="Ville d’Exemple", siret="21340000100017", city="Valinvente"),
        links=Links(notice="https://boamp.example/1", documents="javascript:alert(1)"),
    )
    found = told(made(1, call))
    assert found["ocid"] == ocid_of(PREFIX, 1) == "ocds-abc123-1"
    assert found["tag"] == ["tender"]
    assert found["buyer"] == {"id": "FR-SIRET-21340000100017", "name": "Ville d’Exemple"}
    tender = found["tender"]
    assert tender["status"] == "active"
    assert tender["mainProcurementCategory"] == "services"
    assert [item["id"] for item in tender["items"]] == ["77300000", "LOT-0001-77310000"]
    assert [one["url"] for one in tender["documents"]] == ["https://boamp.example/1"]
    assert found["parties"][0]["roles"] == ["buyer"]


def test_reservation_and_clause_are_told_by_lot() -> None:
    call = notice(1, lots=LOTS)
    verdict = Verdict(
        id=call.id,
        rules="r",
        reserved=Reserved(answer="yes", kinds=("handicap",), lots=("LOT-0002",)),
        clause=Clause(answer="yes", kinds=("insertion",), lots=("LOT-0001",)),
        by_lot=(
            LotVerdict(lot="LOT-0001", clause=Clause(answer="yes", kinds=("insertion",))),
            LotVerdict(lot="LOT-0002", reserved=Reserved(answer="yes", kinds=("handicap",))),
        ),
    )
    tender = told(made(1, call, verdict=verdict))["tender"]
    first, second = tender["lots"]
    assert first["sustainability"][0]["goal"] == "social.disadvantagedEmploymentOpportunities"
    assert "otherRequirements" not in first
    assert second["otherRequirements"] == {"reservedParticipation": ["shelteredWorkshop"]}
    assert "hasSustainability" not in second


@pytest.mark.parametrize("answer", ["no", "unclear"])
def test_what_is_not_sure_is_not_told(answer: Any) -> None:
    call = notice(1)
    verdict = Verdict(
        id=call.id, rules="r", reserved=Reserved(answer=answer), clause=Clause(answer=answer)
    )
    tender = told(made(1, call, verdict=verdict))["tender"]
    assert "otherRequirements" not in tender
    assert "hasSustainability" not in tender


def test_a_correction_and_an_award_follow_and_the_record_sums_up() -> None:
    call = notice(1, lots=LOTS)
    correction = replace(
        call, id="boamp:26-00002", kind="change", published_on=date(2026, 11, 12),
        supersedes=(call.id,), title="Entretien des jardins inventés, nouvel objet",
    )  # fmt: skip
    won = replace(award(3), published_on=date(2026, 11, 14))
    found = record(made(1, call, correction, won), PREFIX, NOW)
    assert [one["tag"] for one in found["releases"]] == [["tender"], ["tenderAmendment"], ["award"]]
    compiled = found["compiledRelease"]
    assert compiled["tag"] == ["compiled"]
    assert compiled["tender"]["status"] == "complete"
    assert compiled["awards"][0]["suppliers"][0]["name"]
    assert {role for party in compiled["parties"] for role in party["roles"]} == {
        "buyer",
        "supplier",
    }


def test_contacts_are_taken_out_and_a_sample_says_so() -> None:
    call = notice(1, title="Travaux, contacter a.nom@mairie.example au 04 67 00 00 00")
    found = told(replace(made(1, call), sample=True))
    assert found["tender"]["title"] == "[Exemple] Travaux, contacter […] au […]"


def test_no_release_is_dated_after_its_package() -> None:
    call = notice(1, published_on=date(2027, 1, 1))
    assert (
        told(made(1, call))["date"]
        <= release_package([], uri="x", publisher="y", now=NOW)["publishedDate"]
    )


@pytest.mark.parametrize(
    ("kind", "stage", "tag"),
    [
        ("planning", "planning", "planning"),
        ("change", "planning", "planningUpdate"),
        ("competition", "competition", "tender"),
        ("change", "competition", "tenderAmendment"),
        ("cancellation", "competition", "tenderCancellation"),
        ("result", "result", "award"),
        ("change", "result", "awardUpdate"),
        ("other", "modification", "contractAmendment"),
        ("other", "direct_award", "award"),
        ("other", "consultation", "planning"),
        ("other", "other", "tenderUpdate"),
    ],
)
def test_every_publication_has_its_tag(kind: Any, stage: Any, tag: str) -> None:
    assert tag_of(notice(1, kind=kind, stage=stage)) == tag


def test_every_nature_has_its_category() -> None:
    assert set(CATEGORIES) == {"works", "services", "supplies"}


def packages(procedures: list[Procedure], now: datetime) -> list[str]:
    every = [one for procedure in procedures for one in releases(procedure, PREFIX, now)]
    records = [record(procedure, PREFIX, now) for procedure in procedures]
    head: dict[str, Any] = {"uri": "https://veille.example/x", "publisher": "M", "now": now}
    return violations(RELEASE_PACKAGE, release_package(every, **head)) + violations(
        RECORD_PACKAGE, record_package(records, **head)
    )


def test_packages_are_what_the_standard_asks_for() -> None:
    call = notice(1, lots=LOTS)
    shapes = [
        made(1, call, verdict=reserved()),
        made(2, notice(2), award(3), verdict=clause()),
        made(3, replace(notice(4), title=None, buyer=None, published_on=None, deadline=None)),
        made(4, notice(5, lots=(Lot(id="LOT-0001"),))),
    ]
    assert packages(shapes, NOW) == []


def test_the_whole_sample_is_what_the_standard_asks_for() -> None:
    """Every dialect and stage of the invented week, one procedure a notice."""
    sample = Path(__file__).resolve().parents[2] / "veille" / "portal" / "sample"
    known = [
        parse("boamp", line.encode()).notice
        for path in sorted((sample / "boamp").rglob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]
    known += [
        parse("ted", path.read_bytes()).notice for path in sorted((sample / "ted").rglob("*.xml"))
    ]
    assert len(known) > 200
    assert packages([made(number, one) for number, one in enumerate(known, 1)], NOW) == []


def test_a_statement_that_nothing_breaks_would_be_worth_nothing() -> None:
    package = release_package([{"ocid": "x"}], uri="", publisher="", now=NOW)
    assert len(violations(RELEASE_PACKAGE, package)) >= 5
