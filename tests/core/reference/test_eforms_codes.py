"""The eForms code lists shown to people, with their French labels."""

import pytest

from veille.core.reference.eforms import code_lists, label
from veille.core.reference.stages import NOTICE_TYPE_STAGES, SUBTYPE_STAGES

SHOWN = {
    "award-criterion-type",
    "buyer-legal-type",
    "change-corrig-justification",
    "contract-nature",
    "form-type",
    "framework-agreement",
    "non-award-justification",
    "notice-subtype",
    "notice-type",
    "procurement-procedure-type",
    "reserved-execution",
    "reserved-procurement",
    "social-objective",
    "strategic-procurement",
    "winner-selection-status",
}


def test_the_lists_that_are_shown() -> None:
    assert set(code_lists()) == SHOWN


@pytest.mark.parametrize(
    ("list_name", "codes"),
    [
        ("reserved-procurement", {"none", "res-ws", "res-pub-ser"}),
        ("reserved-execution", {"yes", "no", "not-known"}),
        ("strategic-procurement", {"none", "env-imp", "soc-obj", "inn-pur"}),
        (
            "social-objective",
            {"opp", "work-cond", "acc-all", "gen-eq", "et-eq", "hum-right", "other"},
        ),
        ("contract-nature", {"works", "services", "supplies"}),
    ],
)
def test_the_codes_of_a_list(list_name: str, codes: set[str]) -> None:
    assert set(code_lists()[list_name]) == codes


def test_every_subtype_and_notice_type_has_a_label() -> None:
    assert set(code_lists()["notice-subtype"]) == set(SUBTYPE_STAGES)
    assert set(code_lists()["notice-type"]) <= set(NOTICE_TYPE_STAGES)


def test_labels_are_in_french_with_french_typography() -> None:
    labels = [text for codes in code_lists().values() for text in codes.values()]
    assert all(labels)
    assert not [text for text in labels if "'" in text]
    assert not [text for text in labels if " :" in text or "« " in text or " »" in text]
    assert label("reserved-procurement", "none") == "La participation n’est pas réservée."


def test_an_unknown_code_has_no_label() -> None:
    assert label("social-objective", "nouveau") is None
    assert label("liste-inconnue", "opp") is None
