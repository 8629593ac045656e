"""The jobs as the clock runs them: a week goes by on the invented sample."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from tests.app.conftest import SAMPLE, Run
from tests.app.test_watch_failures import sources_at
from tests.english import english_in
from veille.app.clock.jobs import all_jobs
from veille.core.clock import PARIS
from veille.portal.server import Portal
from veille.settings import Settings
from veille.store import Store, notices, runs, source_days


def test_a_monday_from_gathering_to_mail(veille: Run, tmp_path: Path) -> None:
    with Portal(SAMPLE) as portal:
        given = sources_at(portal.url)
        gathered = job(veille, "gather", "2026-11-16T06:01", given)
    assert gathered.startswith("collecte et classement\u00a0: ")
    assert "rien à faire" in job(veille, "gather", "2026-11-16T06:30", given)
    assert "1\u00a0édition composée" in job(veille, "weekly", "2026-11-16T06:40", given)
    assert "rien à faire" in job(veille, "weekly", "2026-11-16T06:41", given)
    assert "rien à faire" not in job(veille, "deliver", "2026-11-16T07:31", given)
    assert [path.suffix for path in sorted((tmp_path / "mail").glob("*.*"))] == [".eml", ".html"]
    for name in ("immediate", "retention", "warnings"):
        assert job(veille, name, "2026-11-16T07:32", given)
    listed = veille("job", "list", "--now", "2026-11-16T07:40", environment=given)
    assert listed.stdout.count("\u00a0: faite") == 6
    assert "a échoué" not in listed.stdout
    store = Store(f"sqlite:///{tmp_path / 'veille.db'}")
    with store.read() as session:
        gathered_days = source_days.counts(session, date(2026, 11, 9))
        assert (
            sum(gathered_days["boamp"].values())
            == notices.count_by_source(session, since=date(2026, 11, 9))["boamp"]
        )
    store.dispose()
    assert english_in(listed.stdout) == []


def job(veille: Run, name: str, now: str, given: Mapping[str, str]) -> str:
    """The last line of a run that ends well."""
    done = veille("job", "run", name, "--now", now, environment=given)
    assert (done.returncode, done.stderr) == (0, ""), name
    return done.stdout.splitlines()[-1]


def test_a_source_that_fails_fails_the_job_with_its_cause(veille: Run, tmp_path: Path) -> None:
    with Portal(SAMPLE, faults=["boamp:500"]) as portal:
        given = {**sources_at(portal.url), "VEILLE_LONGEST_WAIT": "0.1"}
        done = veille("job", "run", "gather", "--now", "2026-11-16T06:01", environment=given)
    assert done.returncode == 1
    assert "BOAMP\u00a0: collecte incomplète" in done.stderr.splitlines()[-1]
    store = Store(f"sqlite:///{tmp_path / 'veille.db'}")
    with store.read() as session:
        [left] = runs.unsettled(session)
    store.dispose()
    assert left.said is not None
    assert left.said.startswith("BOAMP")
    assert left.retry_at is not None
    assert left.retry_at - datetime(2026, 11, 16, 6, 1, tzinfo=PARIS) >= timedelta(minutes=5)


def test_an_unknown_job_is_named_with_those_there_are(veille: Run) -> None:
    done = veille("job", "run", "jardinage")
    assert done.returncode == 1
    assert "jardinage\u00a0: tâche inconnue (gather, " in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.parametrize("start", ["2026-12-21", "2027-03-22", "2028-02-21", "2026-10-19"])
def test_every_job_has_its_slots_in_any_fortnight(start: str) -> None:
    since = datetime.fromisoformat(start).replace(tzinfo=PARIS)
    for one in all_jobs(Settings()):
        found = list(one.calendar.slots(since, since + timedelta(days=14)))
        assert len({slot.period for slot in found}) == len(found)
        assert found or one.name == "monthly"
