"""When two wordings are one."""

from veille.core.likeness import CUT_LENGTH, is_cut_from, same_text


def test_case_accents_and_punctuation_do_not_count() -> None:
    assert same_text("Travaux d’été : lot 1", "TRAVAUX D'ETE - LOT 1")
    assert same_text(None, "")
    assert not same_text("Travaux", "Études")


def test_a_cut_text_is_marked_or_as_long_as_the_limit() -> None:
    whole = "mot " * 100
    assert is_cut_from("Travaux de voi…", "Travaux de voirie")
    assert is_cut_from(whole[:CUT_LENGTH], whole)
    assert not is_cut_from("Travaux", "Travaux de voirie")
    assert not is_cut_from("Études de…", "Travaux de voirie")
