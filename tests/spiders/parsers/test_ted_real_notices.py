"""Every real TED document at hand parses, and says what its labels say."""

import csv
from collections import Counter
from pathlib import Path

import pytest

from spiders.parsers.result import Parsed
from spiders.parsers.ted import parse_document
from veille.core.interchange import notice_from_json, notice_to_json
from veille.core.notices import Notice

Notices = dict[str, Parsed]


@pytest.fixture(scope="module")
def published(shared_dir: Path) -> Notices:
    folder = shared_dir / "data" / "ted"
    paths = [*(folder / "eforms").glob("*.xml"), *(folder / "legacy").glob("*.xml")]
    return {path.stem: parse_document(path.read_bytes()) for path in sorted(paths)}


def number_of(stem: str) -> str:
    number, year = stem.split("-")
    return f"ted:{int(number)}-{year}"


def test_every_published_notice_is_read_under_its_number(published: Notices) -> None:
    assert len(published) == 548
    assert all(parsed.notice.id == number_of(stem) for stem, parsed in published.items())
    assert not [stem for stem, parsed in published.items() if parsed.unread]


def test_every_notice_survives_interchange(published: Notices) -> None:
    for parsed in published.values():
        assert notice_from_json(notice_to_json(parsed.notice)) == parsed.notice


def test_the_main_fields_are_there(published: Notices) -> None:
    notices = [parsed.notice for parsed in published.values()]
    assert all(notice.title and notice.cpv and notice.published_on for notice in notices)
    assert all(notice.buyer and notice.buyer.name for notice in notices)
    assert all(notice.stage != "other" for notice in notices)
    calls = [notice for notice in notices if notice.stage == "competition"]
    assert sum(notice.deadline is not None for notice in calls) / len(calls) > 0.95
    results = [notice for notice in notices if notice.stage == "result"]
    assert sum(bool(notice.awards) for notice in results) / len(results) > 0.97
    assert all(len({lot.id for lot in notice.lots}) == len(notice.lots) for notice in notices)


def flags(notice: Notice) -> tuple[bool, bool, bool]:
    codes = {(item.field, item.value) for item in notice.declared}
    return (
        ("BT-71", "res-ws") in codes,
        ("BT-736", "yes") in codes,
        ("BT-71", "res-pub-ser") in codes,
    )


def test_declared_codes_are_those_of_the_labelled_notices(
    published: Notices, shared_dir: Path
) -> None:
    table = shared_dir / "data" / "labelled" / "ted_social_labels.csv"
    by_id = {parsed.notice.id: parsed.notice for parsed in published.values()}
    compared = 0
    with table.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            notice = by_id[number_of(row["publication_number"])]
            columns = ("flag_workshop", "flag_program", "flag_mission")
            assert flags(notice) == tuple(row[column] == "1" for column in columns), notice.id
            compared += 1
    assert compared == 125


def test_how_many_carry_a_code(published: Notices) -> None:
    counts = Counter(
        (item.field, item.value) for parsed in published.values() for item in parsed.notice.declared
    )
    assert counts["BT-71", "res-ws"] == 16
    assert counts["BT-71", "res-pub-ser"] == 2
    assert counts["BT-736", "yes"] == 8
    assert sum(count for (field, _), count in counts.items() if field == "BT-775") == 4
    results = [p.notice for p in published.values() if p.notice.stage == "result"]
    assert not [notice.id for notice in results if flags(notice) != (False, False, False)]


def test_the_samples_give_a_notice_too(shared_dir: Path) -> None:
    folder = shared_dir / "data" / "ted"
    paths = [
        path
        for path in sorted(folder.glob("samples_*/*.xml"))
        if not path.name.startswith("INVALID")
    ]
    parsed = [parse_document(path.read_bytes()) for path in paths]
    assert len(parsed) == 26
    assert all(item.notice.lots and item.notice.cpv for item in parsed)
    assert not [item.notice.id for item in parsed if item.unread]
