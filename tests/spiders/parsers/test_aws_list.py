"""The list of an AWS site, and the shape that its pages are known by."""

from datetime import date, datetime
from pathlib import Path

import pytest

from spiders.parsers import UnreadablePayload
from spiders.parsers.aws_list import read_list
from spiders.parsers.aws_shape import differences, shape_of
from veille.core.clock import PARIS

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "aws"
LIST = (FIXTURES / "lister.htm").read_bytes()
NOTICE = (FIXTURES / "MPI-pub-20261100101.htm").read_bytes()


def test_a_row_says_what_the_page_shows() -> None:
    listing = read_list(LIST)
    row = next(row for row in listing.rows if row.number == "20261100101")
    assert (listing.total, len(listing.rows), listing.odd, listing.following) == (7, 7, 0, None)
    assert row.title == "Nettoyage des locaux communaux de Valinvente"
    assert (row.buyer, row.postcode) == ("Ville de Valinvente", "34990")
    assert row.published_on == date(2026, 11, 6)
    assert row.deadline == datetime(2026, 12, 10, 12, 0, tzinfo=PARIS)
    assert (row.reference, row.remarks) == ("2026-NET-01", "[Marché alloti : 3 lots]")


def test_pictures_and_badges_of_a_row_are_seen() -> None:
    rows = {row.number[-3:]: row for row in read_list(LIST).rows}
    assert [number for number, row in rows.items() if row.social] == ["102"]
    assert [number for number, row in rows.items() if row.corrected] == ["107"]


@pytest.mark.parametrize(
    ("before", "after"),
    [("10/12/26 à 12h00", "11/12/26 à 12h00"), ("3\nlots", "4\nlots"), ("des locaux", "de locaux")],
)
def test_the_mark_of_a_row_changes_with_it_and_only_then(before: str, after: str) -> None:
    changed = LIST.replace(before.encode(), after.encode(), 1)
    marks = {row.number: row.mark for row in read_list(LIST).rows}
    other = {row.number: row.mark for row in read_list(changed).rows}
    assert [number for number in marks if marks[number] != other[number]] == ["20261100101"]


def test_a_block_that_lacks_a_known_part_is_counted() -> None:
    assert read_list(LIST.replace(b"affiche_date_avis", b"dates", 2)).odd == 2
    assert read_list(LIST.replace(b"MPI-pub-20261100103.htm", b"avis.php?id=3")).odd == 1


@pytest.mark.parametrize(
    ("pager", "page", "following"),
    [
        (b'<a href="?pager_s=2" rel="next">2</a>', 1, "?pager_s=2"),
        (b'<a href="/Annonces/lister?pager_t=1">1</a><a href="?pager_t=8">8</a>', 3, "?pager_t=4"),
        (b'<a href="?pager_s=1">1</a>', 2, None),
        (b'<a href="?pager_s=99999">x</a>', 1, None),
    ],
)
def test_the_next_page_is_the_one_after_this(
    pager: bytes, page: int, following: str | None
) -> None:
    assert read_list(LIST + pager, page).following == following


def test_a_search_that_finds_too_much_is_no_list() -> None:
    with pytest.raises(UnreadablePayload, match="préciser"):
        read_list("<html><p>Veuillez préciser votre recherche</p></html>".encode())


def test_no_result_is_an_empty_list() -> None:
    empty = read_list(b'<h2 id="nbResultAvis"><strong> 0 </strong> Avis</h2>')
    assert (empty.total, empty.rows, empty.following) == (0, (), None)


def test_the_recorded_pages_have_the_recorded_shape() -> None:
    assert differences(shape_of(LIST, "list")) == (
        "non vu sur cette page : a[href*=pager_] (pages suivantes)",
    )
    assert differences(shape_of(NOTICE, "notice")) == ()
    empty = shape_of(b'<h2 id="nbResultAvis"><strong>0</strong></h2>', "list")
    assert differences(empty) == ()


def test_what_is_absent_and_what_is_new_is_said() -> None:
    changed = LIST.replace(b"h2-avis", b"nom-acheteur").replace(b"titre_box", b"objet")
    said = differences(shape_of(changed, "list"))
    assert "absent : div#entity h2.h2-avis (acheteur)" in said
    assert "absent : div#entity #titre_box (objet)" in said
    assert {"nom nouveau : .nom-acheteur", "nom nouveau : #objet"} <= set(said)


def test_a_rubric_that_is_gone_and_one_that_is_new_are_said() -> None:
    changed = NOTICE.replace(b"<b>Mode</b>", b"<b>Mode de passation</b>")
    assert differences(shape_of(changed, "notice")) == (
        "rubrique absente : Mode",
        "rubrique nouvelle : Mode de passation",
    )
    other = differences(shape_of((FIXTURES / "MPI-pub-20261100108.htm").read_bytes(), "notice"))
    assert "absent : #AAPCGenere (bloc de l’avis)" in other
