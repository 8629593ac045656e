"""Linking and facts on real notices, where there are some."""

from datetime import UTC, datetime
from pathlib import Path

from spiders.parsers import parse
from veille.core.facts import facts
from veille.core.link_keys import linkable
from veille.core.linking import resolve
from veille.core.procedures import Procedure

NOW = datetime(2025, 11, 24, tzinfo=UTC)


def test_a_notice_and_its_cancellation_are_one_cancelled_procedure(shared_dir: Path) -> None:
    records = sorted((shared_dir / "data/boamp/records").glob("*.json"))
    notices = {
        notice.id: notice
        for notice in (parse("boamp", record.read_bytes()).notice for record in records)
    }
    groups = resolve([linkable(notice) for notice in notices.values()]).groups
    joined = [
        [held.notice_id for held in group.notices] for group in groups if len(group.notices) > 1
    ]
    assert joined == [["boamp:25-123573", "boamp:25-127510"]]
    assert {held.rule for group in groups for held in group.notices} == {"alone", "chain"}
    tender, cancellation = (notices[identifier] for identifier in joined[0])
    assert facts(Procedure(id=1, notices=(tender,)), NOW).state == "open"
    both = facts(Procedure(id=1, notices=(cancellation, tender)), NOW)
    assert (both.state, both.publications) == ("cancelled", 2)
