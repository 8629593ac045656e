"""Award data of each format: recorded shapes, what is left out, what cannot be read."""

import json
from pathlib import Path
from typing import Any

import pytest

from spiders.award_files import records
from spiders.parsers.decp import format_of, load_contract, parse_contract
from spiders.parsers.result import UnreadablePayload
from veille.core.contracts import Contract, Holder, contract_to_json

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "decp"
NAMES = ("2019", "2022", "2024", "table")
BUYER = "21349990000017"


def read(name: str) -> list[Contract]:
    return [parse_contract(record).contract for record in records(FIXTURES / f"{name}.json")]


def minimal(**known: Any) -> dict[str, Any]:
    return {"id": "25X", "acheteur": {"id": BUYER}, "objet": "Tonte", **known}


@pytest.mark.parametrize("name", NAMES)
def test_each_format_gives_the_contracts_written_beside_it(name: str) -> None:
    golden = (FIXTURES / f"{name}.expected.jsonl").read_text(encoding="utf-8").splitlines()
    assert [json.loads(contract_to_json(one)) for one in read(name)] == [
        json.loads(line) for line in golden
    ]


@pytest.mark.parametrize("name", NAMES)
def test_the_format_is_told_by_the_shape_of_each_record(name: str) -> None:
    assert {format_of(record) for record in records(FIXTURES / f"{name}.json")} == {name}


def test_the_name_of_a_natural_person_is_never_read() -> None:
    holders = [one for name in NAMES for contract in read(name) for one in contract.holders]
    assert Holder(identifier="99900022200014") in holders
    said = "".join(contract_to_json(one) for name in NAMES for one in read(name))
    assert "DUPR" not in said
    assert "MARTINE" not in said


def test_what_is_declared_and_what_is_not_said_are_told_apart() -> None:
    assert [one.social for one in read("2019")] == [None, None, None]
    assert [one.social for one in read("2022")] == [("clause", "criterion"), (), ("reserved",)]
    assert [one.social for one in read("2024")] == [("reserved", "clause"), ()]


def test_a_word_and_a_key_that_nobody_knows_are_named() -> None:
    found = [parse_contract(one).unread for one in records(FIXTURES / "2024.json")]
    assert found[1] == ("considerationsSociales=Insertion",)
    found = [parse_contract(one).unread for one in records(FIXTURES / "2022.json")]
    assert found[1] == ("champNouveau",)


def test_a_contract_of_2019_keeps_its_number_when_it_is_modified() -> None:
    first, second, _ = read("2019")
    assert first.number == "202100102"
    assert second.number == "2021001030"
    assert second.amount_today == 52_000
    assert [one.name for one in second.holders_today] == ["Papeterie Reprise SAS"]


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ({"valeur": 1}, "ni marché ni concession"),
        ({"titulaires": []}, "sans SIRET d’acheteur"),
        (minimal(acheteur={"id": "12"}), "sans SIRET d’acheteur"),
        (minimal(id=None), "sans numéro"),
        ({"rows": []}, "sans ligne"),
        ({"rows": "oui"}, "sans ligne"),
    ],
)
def test_what_is_no_contract_is_refused_in_one_line(record: dict[str, Any], said: str) -> None:
    with pytest.raises(UnreadablePayload, match=said):
        parse_contract(record)


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b"[" * 10_000, b" " * 5_000_000])
def test_bytes_that_are_no_record_are_refused(content: bytes) -> None:
    with pytest.raises(UnreadablePayload):
        load_contract(content)


@pytest.mark.parametrize(
    "odd",
    [
        {"titulaires": [[[[[[[[{"id": "1"}]]]]]]]]},
        {"titulaires": [{"titulaire": {"titulaire": {"id": ["x"]}}}]},
        {"titulaires": "SIRET", "modifications": 3},
        {"considerationsSociales": {"considerationSociale": [None, 3, {"a": 1}]}},
        {"montant": "1e400", "dureeMois": True, "codeCPV": {"a": 1}},
        {"montant": -5, "dureeMois": "NaN", "dateNotification": "0218-01-01"},
        {"lieuExecution": ["34"], "objet": ["Tonte"], "offresRecues": "beaucoup"},
        {"objet": "a" * 100_000, "nature": "\x00", "procedure": "=1+1"},
    ],
)
def test_odd_values_are_unknown_and_never_an_error(odd: dict[str, Any]) -> None:
    contract = parse_contract(minimal(**odd)).contract
    assert contract.buyer_siret == BUYER
    assert contract.amount is None
    assert contract.duration_months is None
    assert len(contract.object or "") <= 5_000


def test_rows_of_one_contract_are_one_whatever_their_order() -> None:
    rows = json.loads((FIXTURES / "table.json").read_text(encoding="utf-8"))
    own = [row for row in rows if row["id"] == "25T1"]
    forwards = parse_contract({"rows": own}).contract
    backwards = parse_contract({"rows": own[::-1]}).contract
    assert {one.identifier for one in forwards.holders} == {"99900011100017", "99900022200014"}
    assert set(backwards.holders) == set(forwards.holders)
    assert forwards.modifications == backwards.modifications
    assert forwards.amount_today == 26_000
