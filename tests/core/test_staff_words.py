"""What staff write: bounded, plain, in French typography, the same when it is read again."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from veille.core.staff_words import WordsError, introduction_of, note_of, reason_of


def test_an_introduction_is_one_paragraph_a_line_with_french_spaces() -> None:
    written = "  Bonjour à toutes !\r\n\r\n l'essentiel :\tdeux   marchés\u200b  \n"
    assert introduction_of(written) == "Bonjour à toutes\u00a0!\nl’essentiel\u00a0: deux marchés"


@pytest.mark.parametrize("empty", ["", " \n\t\r\n ", "\u200b"])
def test_what_says_nothing_is_none(empty: str) -> None:
    assert introduction_of(empty) is None
    assert note_of(empty) is None
    with pytest.raises(WordsError, match="une raison"):
        reason_of(empty)


def test_a_note_is_one_line() -> None:
    assert note_of("Appeler\u202e l'acheteur\nvite") == "Appeler l’acheteur vite"


@pytest.mark.parametrize("given", ["x" * 1501, "\n".join("x" * 13)])
def test_too_long_an_introduction_is_refused(given: str) -> None:
    with pytest.raises(WordsError, match="trop longue"):
        introduction_of(given)


@given(st.text(max_size=200))
def test_reading_what_was_written_changes_nothing(text: str) -> None:
    once = introduction_of(text[:100].replace("\n", " "))
    assert introduction_of(once or "") == once
