"""The rules measured on real labelled texts, where they are: never below what was measured.

``docs/rules.md`` adjudicates every disagreement with the labels.
"""

from functools import cache
from pathlib import Path

import pytest

from scripts.check_rules import Score, measure

# set, question, precision, recall: the floors are the figures measured, rounded down.
_FLOORS = [
    ("gold_reserved", "reserved", 1.0, 1.0),
    ("gold_clause", "clause", 1.0, 1.0),
    ("wordings", "clause", 0.99, 0.95),
    ("ted", "reserved", 1.0, 1.0),
    ("ted", "clause", 0.92, 1.0),
    ("conditions", "reserved", 0.89, 0.89),
    ("conditions", "clause", 0.98, 0.98),
]


@cache
def _scores(name: str, folder: Path) -> dict[str, Score]:
    return measure(name, folder)


@pytest.mark.parametrize(
    ("name", "question", "precision", "recall"), _FLOORS, ids=lambda value: str(value)
)
def test_no_worse_than_measured(
    shared_dir: Path, name: str, question: str, precision: float, recall: float
) -> None:
    score = _scores(name, shared_dir / "data" / "labelled")[question]
    assert score.precision >= precision
    assert score.recall >= recall
