"""Staff are warned if and only if something needs a person: a table of situations."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from tests.english import english_in
from veille.core.attention import (
    FailedJob,
    MailSituation,
    Problem,
    Situation,
    SourceSituation,
    Warned,
    problems,
    warning_due,
)
from veille.core.clock import PARIS
from veille.core.fill_rates import Fall
from veille.core.rhythm import Silence

NOW = datetime(2026, 11, 16, 15, 0, tzinfo=PARIS)
GIB = 1024**3
WELL = SourceSituation(
    name="boamp", label="BOAMP", state="fresh", last_success=NOW - timedelta(hours=9)
)
SILENT = replace(WELL, state="silent", silence=Silence(date(2026, 11, 12), 610.5))
JOB = FailedJob(
    name="weekly",
    label="éditions de la semaine",
    said="relais muet",
    since=NOW - timedelta(hours=3),
    given_up=True,
    frequent=False,
)


def source(**known: Any) -> Situation:
    return Situation(now=NOW, sources=[replace(WELL, **known)])


def mail(**known: Any) -> Situation:
    return Situation(now=NOW, mail=MailSituation(**known))


NOBODY_NEEDED = {
    "nothing at all": Situation(now=NOW),
    "all well": Situation(
        now=NOW,
        sources=[WELL, replace(WELL, name="ted", label="TED")],
        mail=MailSituation(sent=1000, hard=10),
        disk_free=50 * GIB,
        last_backup=NOW - timedelta(days=1),
    ),
    "one crawl incomplete": source(state="incomplete", failures=1, cause="délai dépassé"),
    "late since this morning": source(state="late", last_success=NOW - timedelta(hours=20)),
    "never read yet": source(state="new", last_success=None),
    "a silence that is known": Situation(
        now=NOW, sources=[replace(SILENT, known=frozenset({"silence"}))]
    ),
    "a breakdown that is known": source(state="down", failures=9, known=frozenset({"silence"})),
    "unreadable, and known": source(unreadable=3, known=frozenset({"reading"})),
    "a job that is tried again": Situation(now=NOW, jobs=[replace(JOB, given_up=False)]),
    "a frequent job that just failed": Situation(
        now=NOW, jobs=[replace(JOB, frequent=True, since=NOW - timedelta(minutes=10))]
    ),
    "few bounces": mail(sent=20, hard=4),
    "the usual share of bounces": mail(sent=1000, hard=40),
    "one complaint": mail(sent=20, complaints=1),
    "mail that waits its turn": mail(waiting_since=NOW - timedelta(minutes=30)),
    "a disk nobody can measure": Situation(now=NOW, disk_free=None),
    "no backup was ever made": Situation(now=NOW, last_backup=None),
    "a backup of last week": Situation(now=NOW, last_backup=NOW - timedelta(days=7)),
}
SOMEBODY_NEEDED = {
    "source/boamp/silent": Situation(now=NOW, sources=[SILENT]),
    "source/boamp/incomplete": source(state="incomplete", failures=2, cause="délai dépassé"),
    "source/boamp/late": source(state="late", last_success=NOW - timedelta(hours=36)),
    "source/boamp/unreadable": source(unreadable=1),
    "source/boamp/falls": source(falls=(Fall("cpv", 0.98, 0.1), Fall("value", 0.5, 0.0))),
    "job/weekly": Situation(now=NOW, jobs=[JOB]),
    "job/deliver": Situation(now=NOW, jobs=[replace(JOB, name="deliver", frequent=True)]),
    "mail/bounces": mail(sent=100, hard=6),
    "mail/complaints": mail(sent=100, complaints=2),
    "mail/waiting": mail(waiting_since=NOW - timedelta(hours=2)),
    "disk": Situation(now=NOW, disk_free=GIB // 4),
    "backup": Situation(now=NOW, last_backup=NOW - timedelta(days=9)),
}


@pytest.mark.parametrize("name", NOBODY_NEEDED)
def test_nobody_is_needed(name: str) -> None:
    assert problems(NOBODY_NEEDED[name]) == ()


@pytest.mark.parametrize("key", SOMEBODY_NEEDED)
def test_somebody_is_needed_for_just_that(key: str) -> None:
    (problem,) = problems(SOMEBODY_NEEDED[key])
    assert problem.key == key
    assert problem.name
    assert problem.todo
    assert english_in(f"{problem.name} {problem.said} {problem.todo}") == []


def test_a_known_silence_hides_nothing_of_what_is_read() -> None:
    both = source(state="down", failures=3, unreadable=2, known=frozenset({"silence"}))
    assert [one.key for one in problems(both)] == ["source/boamp/unreadable"]


def test_a_job_that_fails_slot_after_slot_is_one_problem() -> None:
    frequent = replace(JOB, name="deliver", frequent=True)
    jobs = [replace(frequent, since=NOW - timedelta(minutes=15 * number)) for number in range(9)]
    assert len(problems(Situation(now=NOW, jobs=jobs))) == 1


def test_the_key_stays_while_the_figures_move() -> None:
    def keys(situation: Situation) -> set[str]:
        return {one.key for one in problems(situation)}

    assert keys(source(unreadable=1)) == keys(source(unreadable=300))
    later = replace(SILENT, silence=Silence(date(2026, 11, 12), 900))
    assert keys(Situation(now=NOW, sources=[SILENT])) == keys(Situation(now=NOW, sources=[later]))


def warned(keys: set[str], ago: timedelta, kind: Any = "new") -> Warned:
    return Warned(number=1, at=NOW - ago, kind=kind, keys=frozenset(keys))


HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.mark.parametrize(
    ("keys", "last", "kind"),
    [
        (set(), None, None),
        ({"disk"}, None, "new"),
        ({"disk"}, warned({"disk"}, 2 * HOUR), None),
        ({"disk"}, warned({"disk"}, 2 * DAY), None),
        ({"disk"}, warned({"disk"}, 3 * DAY), "reminder"),
        ({"disk"}, warned({"disk"}, DAY, "reminder"), None),
        ({"disk"}, warned({"disk"}, 3 * DAY, "reminder"), "reminder"),
        ({"disk", "backup"}, warned({"disk"}, 2 * HOUR), "new"),
        ({"disk"}, warned({"disk", "backup"}, 2 * HOUR), None),
        (set(), warned({"disk"}, 2 * HOUR), "settled"),
        (set(), warned(set(), 2 * HOUR, "settled"), None),
        (set(), warned(set(), 30 * DAY, "settled"), None),
        ({"disk"}, warned(set(), 2 * HOUR, "settled"), "new"),
        # What comes and goes within the hour waits for its end.
        ({"disk", "backup"}, warned({"disk"}, HOUR / 2), None),
        (set(), warned({"disk"}, HOUR / 2), None),
        ({"disk"}, warned(set(), HOUR / 2, "settled"), None),
    ],
)
def test_when_a_warning_is_sent(keys: set[str], last: Warned | None, kind: str | None) -> None:
    assert warning_due(keys, last, NOW) == kind


def test_a_problem_is_told_with_what_to_do() -> None:
    (problem,) = problems(Situation(now=NOW, sources=[SILENT]))
    assert isinstance(problem, Problem)
    assert "depuis le 12\u00a0novembre" in problem.said
    assert "610" in problem.said
