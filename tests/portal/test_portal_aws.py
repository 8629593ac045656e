"""The portal as an AWS site: the form, its session, notices, and how they misbehave."""

import re
from pathlib import Path
from urllib.parse import urlencode

import pytest

from veille.portal.aws_pages import AwsPages
from veille.portal.faults import Faults
from veille.portal.messages import Request, Response
from veille.portal.replay import Replay

FIXTURES = Path(__file__).resolve().parents[1] / "fixtures" / "aws"
PAGES = {path.name: path.read_bytes() for path in FIXTURES.glob("*.htm")}
LIST = "/Annonces/lister"


def site(copies: int = 1) -> AwsPages:
    """The fixtures as a site; with ``copies`` of the list under other numbers."""
    text = PAGES["lister.htm"].decode()
    more = {
        f"lister-{copy}.htm": text.replace("pub-202611", f"pub-2026{copy:02}9").encode()
        for copy in range(1, copies)
    }
    return AwsPages({**PAGES, **more})


def search(pages: AwsPages, **asked: str) -> Response:
    form = {"IDE": "EC", "IDN": "X", "IDP": "X", "IDR": "34", "annee": "X", **asked}
    return pages.answer(Request(method="POST", path=LIST, body=urlencode(form).encode()))


def numbers(response: Response) -> list[str]:
    found = re.findall(rb"MPI-pub-20261100(\d+)\.htm", response.body)
    return [one.decode() for one in found]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["102", "101", "103", "104", "106", "107", "105"]),
        ({"IDN": "T"}, ["102"]),
        ({"IDN": "F"}, ["105"]),
        ({"IDR": "30"}, []),
        ({"IDR": "30,34", "IDN": "T"}, ["102"]),
        ({"IDR": "X", "listeCPV": "90911200"}, ["101"]),
        ({"txtLibre": "VALINVENTE", "IDN": "F"}, ["105"]),
        ({"txtLibre": "420 heures"}, ["102"]),
        ({"IDE": "A"}, []),
    ],
)
def test_the_form_narrows_what_is_found(asked: dict[str, str], found: list[str]) -> None:
    response = search(site(), **asked)
    assert numbers(response) == found
    assert f"<strong>\n{len(found)}\n</strong>".encode() in response.body


def test_further_pages_are_those_of_the_session() -> None:
    pages = site(copies=4)
    first = search(pages, IDN="S")
    cookie = dict(first.headers)["Set-Cookie"].partition(";")[0]
    later = Request(path=LIST, parameters=(("pager_s", "2"),), headers={"cookie": cookie})
    assert b'<a href="?pager_s=2" rel="next">' in first.body
    assert first.body.count(b'id="entity"') == pages.answer(later).body.count(b'id="entity"') == 10
    without = Request(path=LIST, parameters=(("pager_s", "2"),))
    assert b'id="formRech"' in pages.answer(without).body


def test_a_search_that_finds_too_much_shows_nothing() -> None:
    assert "Veuillez préciser".encode() in search(site(copies=80)).body


def test_a_notice_is_served_as_it_was_recorded() -> None:
    name = "MPI-pub-20261100102.htm"
    assert site().answer(Request(path=f"/Annonces/{name}")).body == PAGES[name]
    assert site().answer(Request(path="/Annonces/../lister.htm")).status == 404
    assert site().answer(Request(method="PUT", path=f"/Annonces/{name}")).status == 405


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        ("aws:renamed-field:field=h2-avis:to=acheteur", b'class="acheteur"'),
        ("aws:missing-field:field=Consulter l'avis", b'title=""'),
        ("aws:wrong-total:by=4", b"<strong>\n11"),
        ("aws:html-page", b"restreint"),
        ("aws:captcha", b"captcha"),
    ],
)
def test_a_page_misbehaves_as_told(rule: str, expected: bytes) -> None:
    form = urlencode({"IDE": "EC", "IDN": "X", "IDR": "34"}).encode()
    asked = Request(method="POST", path=LIST, body=form)
    assert expected in Faults.parse([rule]).around(asked, site().answer).body


def test_robots_txt_refuses_as_told() -> None:
    asked = Request(path="/robots.txt")
    told = Faults.parse(["robots:disallow"]).around(asked, site().answer)
    assert told.body == b"User-agent: *\nDisallow: /\n"


def test_a_replay_folder_may_hold_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "aws" / "valinvente").mkdir(parents=True)
    (tmp_path / "aws" / "valinvente" / "lister.htm").write_bytes(PAGES["lister.htm"])
    (tmp_path / "aws" / "notes.txt").write_text("à part")
    assert list(Replay.load(tmp_path).aws) == ["valinvente/lister.htm"]
