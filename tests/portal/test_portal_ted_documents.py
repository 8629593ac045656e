"""Notice XML and daily packages, byte for byte."""

import io
import tarfile
from datetime import date
from pathlib import Path

import pytest

from veille.portal.messages import Request, Response
from veille.portal.site import Site
from veille.portal.ted_packages import counted_issue


def _get(site: Site, path: str) -> Response:
    return site.answer(Request.of("GET", path))


@pytest.mark.parametrize("path", ["/en/notice/700001-2026/xml", "/fr/notice/700001-2026/xml"])
def test_a_notice_is_served_byte_for_byte(site: Site, replay_folder: Path, path: str) -> None:
    response = _get(site, path)

    assert response.body == (replay_folder / "ted/eforms/700001-2026.xml").read_bytes()
    assert response.content_type == "application/xml"


def test_leading_zeros_name_the_same_notice(site: Site) -> None:
    assert (
        _get(site, "/en/notice/000321-2020/xml").body == _get(site, "/en/notice/321-2020/xml").body
    )


@pytest.mark.parametrize(
    "path",
    [
        "/en/notice/999999-2026/xml",
        "/en/notice/700001-2026/pdf",
        "/en/notice/../../boamp/seul.json",
        "/feeds/../boamp/seul.json",
        "/feeds/%2e%2e/boamp/seul.json",
        "/en/notice/800000-2026/xml",
        "/",
    ],
)
def test_nothing_else_is_served(site: Site, path: str) -> None:
    assert _get(site, path).status == 404


def _members(response: Response) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(response.body), mode="r:gz") as archive:
        found = {}
        for member in archive.getmembers():
            stream = archive.extractfile(member)
            assert stream is not None
            found[member.name] = stream.read()
        return found


def test_a_package_holds_the_notices_of_its_issue(site: Site, replay_folder: Path) -> None:
    members = _members(_get(site, "/packages/daily/202600217"))

    assert sorted(members) == ["20261109_217/00700001_2026.xml", "20261109_217/00700002_2026.xml"]
    source = (replay_folder / "ted/eforms/700002-2026.xml").read_bytes()
    assert members["20261109_217/00700002_2026.xml"] == source


def test_an_old_notice_has_six_digits(site: Site) -> None:
    assert list(_members(_get(site, "/packages/daily/202000007"))) == [
        "20200110_007/000321_2020.xml"
    ]


def test_an_issue_that_no_notice_names_is_counted(site: Site) -> None:
    year, number = counted_issue(date(2026, 11, 12))
    names = list(_members(_get(site, f"/packages/daily/{year}{number:05d}")))
    assert names == [f"20261112_{number}/00700004_2026.xml"]


def test_issues_are_counted_by_weekdays() -> None:
    assert counted_issue(date(2024, 1, 24)) == (2024, 17)
    assert counted_issue(date(2026, 1, 1)) == (2026, 1)


def test_a_package_that_is_not_there_yet_is_404(site: Site) -> None:
    assert _get(site, "/packages/daily/202600300").status == 404
