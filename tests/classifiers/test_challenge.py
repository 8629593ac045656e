"""The rules on the project's own sample, whose meaning is written with it, by hand."""

from pathlib import Path

from scripts.check_rules import measure


def test_every_answer_of_the_sample_is_found() -> None:
    scores = measure("challenge", Path())
    assert scores["reserved"].missed == []
    assert scores["reserved"].extra == []
    assert scores["clause"].missed == []
    assert scores["clause"].extra == []
    assert scores["clause"].true > 100
