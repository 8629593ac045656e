"""The portal's daily directories: an index as Apache writes it, a file a notice."""

import json
from pathlib import Path

import pytest

from tests.spiders.parsers.boamp_records import fixture
from veille.portal.dila import ROOT
from veille.portal.messages import Request, Response
from veille.portal.replay import Replay
from veille.portal.site import Site

DAY = f"{ROOT}/2026/11/10/"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A record of the API, and beside it a file kept as it was."""
    (tmp_path / "boamp").mkdir()
    record = json.dumps(fixture("fnsimple/initial_lots"))
    (tmp_path / "boamp" / "one.json").write_text(record, encoding="utf-8")
    kept = tmp_path / "dila" / "2026" / "11" / "10"
    kept.mkdir(parents=True)
    (kept / "26-970009.xml").write_bytes(b"<kept/>")
    return tmp_path


def asked(folder: Path, path: str) -> Response:
    return Site(Replay.load(folder), base_url="http://portal.example").answer(Request(path=path))


def test_the_index_of_a_day_is_apache_s_and_lists_records_and_files(folder: Path) -> None:
    index = asked(folder, DAY)
    assert index.content_type == "text/html;charset=ISO-8859-1"
    page = index.body.decode("iso-8859-1")
    assert "<title>Index of /OPENDATA/BOAMP/2026/11/10</title>" in page
    assert "Parent Directory" in page
    assert '<a href="?C=M;O=A">Last modified</a>' in page
    assert page.count('.xml">') == 2
    assert '<a href="26-900101.xml">' in page


def test_a_file_is_served_as_kept_and_a_record_as_xml(folder: Path) -> None:
    assert asked(folder, f"{DAY}26-970009.xml").body == b"<kept/>"
    made = asked(folder, f"{DAY}26-900101.xml")
    assert b"<IDWEB>26-900101</IDWEB>" in made.body
    assert made.content_type == "application/xml"


@pytest.mark.parametrize(
    "path", [f"{DAY}26-1.xml", f"{ROOT}/2026/11/11/", f"{ROOT}/", f"{DAY}../10/26-970009.xml"]
)
def test_what_is_not_there_is_not_found(folder: Path, path: str) -> None:
    assert asked(folder, path).status == 404


def test_days_of_files_move_the_clock_of_a_replay(folder: Path) -> None:
    (folder / "boamp" / "one.json").unlink()
    replay = Replay.load(folder)
    assert str(replay.last_day) == "2026-11-10"
