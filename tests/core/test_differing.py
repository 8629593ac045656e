"""What changed from one text to the next, and that it never takes long."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.store.invented import notice
from veille.core.differing import Part, difference, shortened
from veille.core.notice_differences import text_changes
from veille.core.notices import Declared, Text

WORDS = st.lists(st.sampled_from(("lot ", "réservé ", "clause. ", "140 ", "\n")), max_size=40)


def test_the_words_that_changed() -> None:
    before = "Le lot 1 est réservé. La clause prévoit 140 heures d’insertion."
    after = "Le lot 1 est réservé. La clause prévoit 200 heures d’insertion."
    assert difference(before, after) == (
        Part("same", "Le lot 1 est réservé. La clause prévoit "),
        Part("removed", "140 "),
        Part("added", "200 "),
        Part("same", "heures d’insertion."),
    )


def test_what_is_the_same_is_cut_down() -> None:
    long = "mot " * 100
    parts = shortened(difference(f"{long}. 140 heures", f"{long}. 200 heures"), context=20)
    assert [part.kind for part in parts] == ["skipped", "same", "removed", "added", "same"]
    assert len(parts[1].text) == 20


@given(WORDS, WORDS)
def test_both_texts_can_be_read_from_it(old: list[str], new: list[str]) -> None:
    before, after = "".join(old), "".join(new)
    parts = difference(before, after)
    assert "".join(part.text for part in parts if part.kind != "added") == before
    assert "".join(part.text for part in parts if part.kind != "removed") == after
    assert "".join(part.text for part in shortened(parts, 5) if part.kind != "added") == before


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a " * 50_000, "b a " * 25_000),
        ("a. b. " * 480, "b. a. c. " * 320),
        ("a b " * 199, "b a a " * 130),
        ("x" * 100_000, "." * 100_000),
    ],
)
def test_hostile_texts_take_little_time(before: str, after: str) -> None:
    started = time.perf_counter()
    difference(before, after)
    assert time.perf_counter() - started < 2


def test_a_correction_that_repeats_the_notice_takes_a_text_back() -> None:
    before = notice(texts=(Text(field="conditions", text="140 heures d’insertion."),))
    after = notice(2, title=before.title, texts=())
    (gone,) = text_changes(before, after)
    assert (gone.field, gone.kind) == ("texts.conditions", "removed")


def test_a_short_correction_takes_nothing_back() -> None:
    before = notice()
    after = notice(
        2, title=None, lots=(), texts=(Text(field="correction", text="La date est reportée."),)
    )
    (new,) = text_changes(before, after)
    assert (new.field, new.kind) == ("texts.correction", "added")


def test_a_text_is_compared_with_that_of_its_field_and_lot() -> None:
    before = notice(texts=(Text(field="conditions", text="140 heures."),))
    after = notice(
        2,
        title=before.title,
        texts=(
            Text(field="other", text="Autre chose."),
            Text(field="conditions", text="200 heures."),
        ),
    )
    found = {one.field: one for one in text_changes(before, after)}
    assert found["texts.other"].kind == "added"
    assert found["texts.conditions"].parts == (
        Part("removed", "140 "),
        Part("added", "200 "),
        Part("same", "heures."),
    )


def test_a_box_that_is_not_ticked_any_more_is_told() -> None:
    before = notice(declared=(Declared(field="criteres", value="sociaux"),))
    after = notice(2, title=before.title, declared=())
    (gone,) = text_changes(before, after)
    assert gone.parts == (Part("removed", "criteres = sociaux"),)
