"""The join on pairs made from real award records, where those are: what docs/awards.md says."""

from pathlib import Path

import pytest

from scripts.joining.noise import lot_of, next_year
from scripts.joining.pairs import make
from scripts.measure_join import is_chosen_on, measured, records


def test_what_is_joined_is_right_and_near_misses_are_not_joined(shared_dir: Path) -> None:
    real = records(shared_dir / "data" / "unlabelled" / "decp_2018_2019.jsonl.gz")
    if real is None:
        pytest.skip("the real award records are not here")
    made = make(real, seed=2)
    figures = measured(made, [pair for pair in made.pairs if not is_chosen_on(pair.buyer)])
    assert figures["precision"] > 0.975
    assert figures["recall"] > 0.7
    assert figures["recall with doubts"] > 0.92
    assert figures["near-misses joined"] < 0.005


def test_nothing_is_measured_where_there_are_no_records(tmp_path: Path) -> None:
    assert records(tmp_path / "absent.jsonl.gz") is None


def test_a_made_purchase_has_its_lots_apart_and_its_next_year() -> None:
    assert lot_of("Rénovation de la médiathèque - LOT 4 PEINTURE") == (
        "Rénovation de la médiathèque",
        "LOT 4 PEINTURE",
    )
    assert lot_of("Lot 3 seul") == ("Lot 3 seul", "")
    assert next_year("Voirie 2019 et 2020") == "Voirie 2020 et 2021"
