"""The real notices, where they are at hand, are served unchanged."""

import gzip
import io
import json
import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest

from veille.portal.messages import Request
from veille.portal.replay import Replay
from veille.portal.site import DATASET, SEARCH, Site


@pytest.fixture(scope="module")
def real(shared_dir: Path) -> Replay:
    return Replay.load(shared_dir / "data")


@pytest.fixture(scope="module")
def real_site(real: Replay) -> Site:
    return Site(real, base_url="http://portal.example")


def _page(site: Site, **parameters: Any) -> dict[str, Any]:
    response = site.answer(Request.of("GET", f"{DATASET}/records?{urlencode(parameters)}"))
    found: dict[str, Any] = json.loads(response.body)
    return found


def _search(site: Site, **asked: Any) -> dict[str, Any]:
    body = json.dumps({"fields": ["publication-number"], **asked}).encode()
    found: dict[str, Any] = json.loads(
        site.answer(Request(method="POST", path=SEARCH, body=body)).body
    )
    return found


def _lines(data: Path) -> Iterator[bytes]:
    with gzip.open(data / "boamp/flat_2024-02.jsonl.gz") as stream:
        yield from (line.strip() for line in stream if line.strip())


def test_all_of_it_is_loaded(real: Replay) -> None:
    assert len(real.records) == 2221 + 8
    assert len(real.notices) == 548
    assert real.damaged == ()
    assert real.remarks == ()
    assert not real.sample


def test_every_record_is_served_as_its_line(real: Replay, shared_dir: Path) -> None:
    served = {record.text for record in real.records}

    assert set(_lines(shared_dir / "data")) <= served


def test_a_day_is_whole(real_site: Site, shared_dir: Path) -> None:
    expected = {
        record["idweb"]
        for line in _lines(shared_dir / "data")
        if (record := json.loads(line))["dateparution"] == "2024-02-16"
    }
    where = "dateparution = date'2024-02-16'"
    pages = [
        _page(real_site, where=where, order_by="dateparution,idweb", limit=100, offset=offset)
        for offset in range(0, 500, 100)
    ]

    assert {page["total_count"] for page in pages} == {len(expected)}
    assert [len(page["results"]) for page in pages] == [100, 100, 100, len(expected) - 300, 0]
    assert {record["idweb"] for page in pages for record in page["results"]} == expected


def test_a_department_is_found_among_several(real_site: Site, shared_dir: Path) -> None:
    records = [json.loads(line) for line in _lines(shared_dir / "data")]
    expected = {one["idweb"] for one in records if "34" in one["code_departement"]}

    page = _page(real_site, where='code_departement = "34" AND idweb like "24-%"', limit=100)

    assert {record["idweb"] for record in page["results"]} - {"24-76638"} == expected


def test_every_xml_is_served_byte_for_byte(real: Replay, real_site: Site) -> None:
    for notice in real.notices:
        response = real_site.answer(Request.of("GET", f"/en/notice/{notice.publication}/xml"))
        assert response.body == notice.path.read_bytes()


def test_every_notice_is_found_by_its_number_and_day(real: Replay, real_site: Site) -> None:
    query = "publication-date >= 20000101"
    total = _search(real_site, query=query, limit=0)["totalNoticeCount"]
    assert total == len(real.notices)

    for notice in real.notices[::25]:
        query = f"publication-date = {notice.day:%Y%m%d} AND ND = {notice.publication}"
        assert _search(real_site, query=query)["totalNoticeCount"] == 1


def test_reserved_lots_are_found(real: Replay, real_site: Site) -> None:
    query = "reserved-procurement-lot = res-ws AND publication-date = 20230502"

    assert _search(real_site, query=query)["notices"] == [{"publication-number": "262891-2023"}]


def test_every_notice_is_in_the_package_of_its_issue(real: Replay, real_site: Site) -> None:
    for notice in real.notices[::40]:
        assert notice.issue is not None
        year, number = notice.issue
        response = real_site.answer(Request.of("GET", f"/packages/daily/{year}{number:05d}"))
        with tarfile.open(fileobj=io.BytesIO(response.body), mode="r:gz") as archive:
            names = [Path(name).name for name in archive.getnames()]
        digits = 6 if notice.legacy else 8
        assert f"{notice.number:0{digits}d}_{notice.year}.xml" in names
