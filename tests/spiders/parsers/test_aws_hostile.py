"""Pages that mean harm, or that no honest program writes: read within bounds, or refused."""

import time

import pytest

from spiders.parsers import UnreadablePayload, parse
from spiders.parsers.aws_list import MOST_ROWS, read_list
from spiders.parsers.aws_page import LARGEST_PAGE, blocked, number_of

ADDRESS = "https://www.marches-publics.info/Annonces/MPI-pub-20261100101.htm"
OBJECT = "<tr><td><b>Objet</b></td><td>Tonte</td></tr>"
BLOCK = (
    '<div class="container-fluid" id="entity"><div class="affiche_date_avis">Publié le 10/11/26'
    '</div><h2 class="h2-avis">Ville (34990)</h2><div id="titre_box">Tonte</div>'
    '<a href="/Annonces/MPI-pub-2026110{:04d}.htm">Consulter</a></div>'
)


def page(rows: str, before: str = "") -> bytes:
    """A notice page with these rows."""
    table = f'<table class="AW_TableM">{OBJECT}{rows}</table>'
    return f'<html><body><div id="AAPCGenere">{before}{table}</div></body></html>'.encode()


@pytest.mark.parametrize(
    "content",
    [
        page("<div>" * 30_000),
        page("<table><tr><td>" * 6_000),
        page("<tr><td><b>Lots</b></td><td>Libellé</td></tr>" * 6_000),
        page("<tr><td>N° 1</td><td>x</td></tr>" * 6_000),
        page(f"<tr><td>Durée</td><td>{'1 ' * 400_000}</td></tr>"),
        page(f"<tr><td>Offres</td><td>{'remise ' * 100_000}</td></tr>"),
        page(f"<tr><td>Marché réservé</td><td>OUI lots {'1, ' * 100_000}</td></tr>"),
        page(f"<tr><td>Divers</td><td>{'valeur estimée ' * 60_000}</td></tr>"),
        page('<tr><td>Liens</td><td><a href="http://[">x</a><a href="">y</a></td></tr>' * 4_000),
        page("", before="<p>attribution </p>" * 20_000),
        page("&#x0;&#xD800;\x00\x1f" * 20_000),
    ],
    ids=["deep", "tables", "heads", "lots", "digits", "words", "many", "value", "links", "before",
         "controls"],
)  # fmt: skip
def test_a_page_costs_little_time_whatever_it_holds(content: bytes) -> None:
    started = time.process_time()
    notice = parse("aws", content, ADDRESS).notice
    assert time.process_time() - started < 5
    assert notice.title == "Tonte"
    assert len(notice.lots) <= 2_000


def test_a_page_larger_than_any_is_refused() -> None:
    with pytest.raises(UnreadablePayload, match="4 Mio"):
        parse("aws", b" " * (LARGEST_PAGE + 1), ADDRESS)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"<html>", b"%PDF-1.7", b"{}"])
def test_what_is_no_page_is_refused(content: bytes) -> None:
    with pytest.raises(UnreadablePayload):
        parse("aws", content, ADDRESS)
    with pytest.raises(UnreadablePayload, match="forme inconnue"):
        read_list(content)


def test_the_rows_of_one_list_are_bounded() -> None:
    blocks = "".join(BLOCK.format(number) for number in range(MOST_ROWS + 50))
    found = read_list(f'<h2 id="nbResultAvis"><strong>9</strong></h2>{blocks}'.encode())
    assert len(found.rows) == MOST_ROWS


@pytest.mark.parametrize(
    ("address", "number"),
    [
        ("/Annonces/MPI-pub-20261100101.htm", "20261100101"),
        ("https://x.example/annonces/mpi-pub-2024110345.HTM?x=1", "2024110345"),
        ("/Annonces/MPI-pub-../../etc.htm", None),
        ("/Annonces/MPI-pub-.htm", None),
        (None, None),
    ],
)
def test_a_number_is_digits_of_the_known_path(address: str | None, number: str | None) -> None:
    assert number_of(address) == number


@pytest.mark.parametrize(
    ("markup", "reason"),
    [
        ("<h1>Accès refusé</h1>", "page de blocage"),
        ("<title>Just a moment</title><script src='/cdn-cgi/challenge-platform/x'></script>",
         "page de blocage"),
        ("<iframe src='https://geo.captcha-delivery.com/captcha/'></iframe>", "page de blocage"),
        ("<form><input name='u'><input type='password'></form>", "page de connexion"),
        ("<p>Le site est en maintenance jusqu’à 14 h.</p>", "site en maintenance"),
        ("<div id='AAPCGenere'>Maintenance des ascenseurs, accès refusé au public</div>", None),
        ("<h2 id='nbResultAvis'>0</h2>", None),
        ("<p>Tonte de pelouses</p>", None),
    ],
)  # fmt: skip
def test_a_page_that_stands_in_place_of_another_is_recognised(
    markup: str, reason: str | None
) -> None:
    assert blocked(f"<html><body>{markup}</body></html>".encode()) == reason
