"""Every real record at hand parses, and what comes out makes sense as a whole."""

import gzip
import re
from collections import Counter
from datetime import timedelta
from pathlib import Path

import pytest

from spiders.parsers import Parsed, parse
from veille.core.clock import paris
from veille.core.text import fold


@pytest.fixture(scope="module")
def flat(shared_dir: Path) -> list[Parsed]:
    with gzip.open(shared_dir / "data/boamp/flat_2024-02.jsonl.gz") as lines:
        return [parse("boamp", line) for line in lines]


@pytest.fixture(scope="module")
def full(shared_dir: Path) -> list[Parsed]:
    records = sorted((shared_dir / "data/boamp/records").glob("*.json"))
    return [parse("boamp", path.read_bytes()) for path in records]


def test_every_flat_record_is_a_notice(flat: list[Parsed]) -> None:
    assert len(flat) == 2221
    assert {parsed.dialect for parsed in flat} == {"flat"}
    assert len({parsed.notice.id for parsed in flat}) == 2221
    assert not any(parsed.unread for parsed in flat)
    assert all(parsed.notice.title and parsed.notice.published_on for parsed in flat)


def test_no_court_or_mediator_is_a_buyer(flat: list[Parsed]) -> None:
    names = [fold(p.notice.buyer.name or "").text for p in flat if p.notice.buyer]
    assert not [name for name in names if re.search(r"tribunal|ccira|reglement amiable", name)]
    unknown = sum(1 for parsed in flat if parsed.notice.buyer is None)
    assert 200 < unknown < 320


def test_deadlines_are_wall_times_of_offices(flat: list[Parsed]) -> None:
    by_family = {
        family: Counter(
            paris(p.notice.deadline).hour
            for p in flat
            if p.notice.family == family and p.notice.deadline and not p.notice.deadline_approximate
        )
        for family in ("JOUE", "FNS", "MAPA")
    }
    assert {family: hours.most_common(1)[0][0] for family, hours in by_family.items()} == {
        "JOUE": 12,
        "FNS": 12,
        "MAPA": 12,
    }


def test_every_live_tender_has_a_deadline_after_its_publication(flat: list[Parsed]) -> None:
    live = [parsed.notice for parsed in flat if parsed.notice.kind == "competition"]
    assert len(live) > 1500
    for notice in live:
        assert notice.deadline is not None
        assert notice.published_on is not None
        assert paris(notice.deadline).date() >= notice.published_on - timedelta(days=2)
    approximate = sum(notice.deadline_approximate for notice in live)
    assert approximate < len(live) / 20


def test_corrections_and_cancellations_are_told_apart(flat: list[Parsed]) -> None:
    kinds = Counter(parsed.notice.kind for parsed in flat)
    assert kinds["change"] == 176
    assert kinds["cancellation"] == 5
    assert kinds["result"] == 507


def test_full_records_are_read_to_the_last_key(full: list[Parsed]) -> None:
    assert Counter(parsed.dialect for parsed in full) == {"eforms": 4, "fnsimple": 2, "mapa": 2}
    assert [parsed.unread for parsed in full] == [()] * 8
    for parsed in full:
        buyer = parsed.notice.buyer
        assert buyer is not None
        assert buyer.name is not None
        assert buyer.city is not None
        assert parsed.notice.deadline is not None


def test_notice_and_its_cancellation_share_their_procedure(full: list[Parsed]) -> None:
    notices = {parsed.notice.id: parsed.notice for parsed in full}
    notice, cancellation = notices["boamp:25-123573"], notices["boamp:25-127510"]
    assert cancellation.kind == "cancellation"
    assert notice.procedure_id == cancellation.procedure_id is not None
    assert notice.id in cancellation.supersedes
