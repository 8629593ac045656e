"""Quotations in their text: nothing of it is lost, whatever overlaps."""

from hypothesis import given
from hypothesis import strategies as st

from veille.core.highlighting import Piece, Span, Stretch, pieces, stretches

TEXT = "Le lot 1 comporte une clause d’insertion de 140 heures."
SPANS = st.lists(
    st.builds(
        Span,
        start=st.integers(-5, 60),
        end=st.integers(-5, 80),
        ref=st.integers(1, 4),
    ),
    max_size=6,
)


def test_a_quotation_is_cut_out() -> None:
    start = TEXT.index("une clause")
    assert pieces(TEXT, [Span(start, start + 10, 1)]) == (
        Piece(0, "Le lot 1 comporte "),
        Piece(start, "une clause", (1,)),
        Piece(start + 10, " d’insertion de 140 heures."),
    )


def test_what_overlaps_is_marked_for_both() -> None:
    found = pieces("abcdef", [Span(1, 4, 1), Span(2, 6, 2)])
    assert [(one.text, one.refs) for one in found] == [
        ("a", ()),
        ("b", (1,)),
        ("cd", (1, 2)),
        ("ef", (2,)),
    ]


def test_what_is_outside_marks_nothing() -> None:
    assert pieces("abc", [Span(3, 9, 1), Span(-4, 0, 2), Span(2, 1, 3)]) == (Piece(0, "abc"),)
    assert pieces("", [Span(0, 4, 1)]) == ()


def test_a_long_text_is_folded_away_from_its_quotations() -> None:
    long = "mot " * 500
    text = f"{long}CLAUSE {long}"
    start = text.index("CLAUSE")
    found = stretches(pieces(text, [Span(start, start + 6, 1)]), around=100, least=200)
    assert [one.folded for one in found] == [True, False, True]
    shown = "".join(piece.text for piece in found[1].pieces)
    assert "CLAUSE" in shown
    assert 150 < len(shown) < 300
    assert shown.startswith(("mot ", " mot"))


def test_of_a_text_without_a_quotation_the_beginning_stays() -> None:
    found = stretches(pieces("mot " * 500, []), around=100, least=200)
    assert [one.folded for one in found] == [False, True]
    assert found[0].length < 150


def test_a_short_text_is_not_folded() -> None:
    (only,) = stretches(pieces(TEXT, [Span(0, 2, 1)]))
    assert only.length == len(TEXT)
    assert not only.folded


@given(st.text(max_size=60), SPANS)
def test_together_the_pieces_are_the_text(text: str, spans: list[Span]) -> None:
    found = pieces(text, spans)
    assert "".join(one.text for one in found) == text
    for one in found:
        assert text[one.start : one.start + len(one.text)] == one.text
        assert one.text
    for place, _ in enumerate(text):
        said = {span.ref for span in spans if span.start <= place < span.end}
        shown = [set(one.refs) for one in found if one.start <= place < one.start + len(one.text)]
        assert shown == [said]


@given(st.text(alphabet="ab ", max_size=300), SPANS, st.integers(0, 50), st.integers(1, 50))
def test_folding_loses_nothing_and_hides_no_quotation(
    text: str, spans: list[Span], around: int, least: int
) -> None:
    found: tuple[Stretch, ...] = stretches(pieces(text, spans), around=around, least=least)
    assert "".join(piece.text for one in found for piece in one.pieces) == text
    assert not any(piece.refs for one in found if one.folded for piece in one.pieces)
    for one in found:
        for piece in one.pieces:
            assert text[piece.start : piece.start + len(piece.text)] == piece.text
