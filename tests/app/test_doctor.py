"""``veille doctor``: what is broken is named, with what to do, and nothing is changed."""

import json
import os
from collections import namedtuple
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tests.app.conftest import Run
from tests.english import english_in
from tests.store.templates import store_at
from veille.app.clock.health import look_at_health
from veille.app.clock.job_work import Work
from veille.app.console import Failure
from veille.app.install import machine_checks
from veille.app.install.doctor import examine
from veille.app.install.findings import Finding
from veille.app.install.machine_checks import MIB
from veille.app.install.mail_checks import is_published
from veille.app.legal import MISSING, duration, legal_details
from veille.app.people import staffing
from veille.core.clock import PARIS
from veille.core.schedule import Slot
from veille.settings import Settings
from veille.store import Store, crawls, runs, staff

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=PARIS)
LEASE = timedelta(minutes=5)
Usage = namedtuple("Usage", "total used free")


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """An install where all is well: read this morning, its clock just passed."""
    made = Settings(var_dir=tmp_path, public_url="https://veille.example.org", dkim_key=None)
    assert made.secret_keys
    store = store_at(tmp_path / "veille.db")
    with store.transaction() as session:
        for source in ("boamp", "dila", "ted"):
            crawl = crawls.start(session, source, NOW.date(), NOW.date(), NOW)
            crawls.finish(session, crawl, "complete", NOW)
        runs.clock_passed(session, "me", NOW)
        staffing.add(session, "veille", "sacha@mission.example", role="admin", name=None, now=NOW)
    store.dispose()
    return made


def found(settings: Settings, now: datetime = NOW) -> dict[str, Finding]:
    every = {one.name: one for one in examine(settings, now, offline=True)}
    for one in every.values():
        said = one.said.replace(str(settings.var_dir), "")
        assert english_in(said) == [], one
        assert (one.todo is None) == (one.state == "ok"), one
    return every


def states(settings: Settings, now: datetime = NOW) -> dict[str, str]:
    return {name: one.state for name, one in found(settings, now).items() if one.state != "ok"}


def change(settings: Settings) -> Store:
    return Store(settings.store_url)


def test_where_all_is_well_only_what_is_not_set_is_doubtful(settings: Settings) -> None:
    assert states(settings) == {"mentions légales": "warning"}


def test_looking_changes_nothing(settings: Settings) -> None:
    before = {path: path.read_bytes() for path in settings.var_dir.iterdir()}
    found(settings)
    after = {path: path.read_bytes() for path in before}
    assert after == before


def test_a_folder_that_is_not_there_is_broken_and_is_not_made(tmp_path: Path) -> None:
    nowhere = Settings(var_dir=tmp_path / "nowhere")
    assert states(nowhere)["disque"] == "broken"
    assert states(nowhere)["base"] == "broken"
    assert states(nowhere)["clés"] == "broken"
    assert not nowhere.var_dir.exists()


@pytest.mark.parametrize(
    ("free", "state"), [(50 * MIB, "broken"), (500 * MIB, "warning"), (5000 * MIB, None)]
)
def test_a_full_disk(
    settings: Settings, monkeypatch: pytest.MonkeyPatch, free: int, state: str | None
) -> None:
    monkeypatch.setattr(machine_checks.shutil, "disk_usage", lambda _: Usage(free * 2, free, free))
    assert states(settings).get("disque") == state


def test_a_key_that_others_can_read(settings: Settings) -> None:
    settings.key_file.chmod(0o644)
    assert found(settings)["clés"].todo == f"chmod 600 {settings.key_file}"
    assert found(settings)["clés"].state == "broken"


def test_a_key_file_that_is_gone_is_not_made(settings: Settings) -> None:
    settings.key_file.unlink()
    assert states(settings)["clés"] == "broken"
    assert not settings.key_file.exists()


def test_an_older_schema_says_to_upgrade_and_nothing_else_is_asked(tmp_path: Path) -> None:
    settings = Settings(var_dir=tmp_path)
    Path(settings.store_url.removeprefix("sqlite:///")).touch()
    assert found(settings)["base"].state == "broken"
    assert "modèle" not in found(settings)


def test_a_damaged_database_is_named(settings: Settings) -> None:
    (settings.var_dir / "veille.db").write_bytes(b"this is a letter" * 1000)
    for extra in ("veille.db-wal", "veille.db-shm"):
        (settings.var_dir / extra).unlink(missing_ok=True)
    assert "SQLite" in found(settings)["base"].said


def test_a_clock_that_went_back(settings: Settings) -> None:
    store = change(settings)
    with store.transaction() as session:
        run = runs.claim(session, "a", "b", due_at=NOW, worker="me", now=NOW, lease=LEASE)
        assert run is not None
        runs.done(session, run, NOW)
    store.dispose()
    assert states(settings, NOW - timedelta(days=2))["heure"] == "broken"


@pytest.mark.parametrize(("days", "state"), [(0, None), (2, "warning"), (5, "broken")])
def test_a_silent_source(settings: Settings, days: int, state: str | None) -> None:
    later = states(settings, NOW + timedelta(days=days))
    assert later.get("source BOAMP") == state
    assert later.get("source TED") == state


def test_why_a_source_was_not_read_whole(settings: Settings) -> None:
    store = change(settings)
    with store.transaction() as session:
        crawl = crawls.start(session, "ted", NOW.date(), NOW.date(), NOW + timedelta(days=2))
        crawls.finish(session, crawl, "incomplete", NOW + timedelta(days=2), "délai dépassé")
    store.dispose()
    assert "délai dépassé" in found(settings, NOW + timedelta(days=2))["source TED"].said


def test_what_needs_a_person_is_named_and_said_once(settings: Settings) -> None:
    backups = settings.var_dir / "backups"
    backups.mkdir()
    old = (NOW - timedelta(days=12)).timestamp()
    (backups / "veille-2026-11-04.tar.gz").touch()
    os.utime(backups / "veille-2026-11-04.tar.gz", (old, old))
    assert states(settings)["sauvegarde ancienne"] == "warning"
    late = states(settings, NOW + timedelta(days=2))
    assert [name for name in late if "BOAMP" in name] == ["source BOAMP"]


def test_without_an_admin_nobody_would_be_told(settings: Settings) -> None:
    store = change(settings)
    with store.transaction() as session:
        (admin,) = staff.every(session, "veille")
        staff.set_role(session, admin.id, "reader")
    store.dispose()
    assert states(settings)["avertissements"] == "warning"


def test_a_clock_that_stopped(settings: Settings) -> None:
    assert states(settings, NOW + timedelta(hours=1))["horloge"] == "broken"


def test_a_job_that_failed_is_shown_with_its_cause(settings: Settings) -> None:
    store = change(settings)
    with store.transaction() as session:
        for job, again in (("gather", NOW), ("weekly", None)):
            run = runs.claim(session, job, "x", due_at=NOW, worker="me", now=NOW, lease=LEASE)
            assert run is not None
            runs.failed(session, run, NOW, "relais muet", again)
    store.dispose()
    every = found(settings)
    assert every["tâche collecte et classement"].state == "warning"
    assert every["tâche éditions de la semaine"].state == "broken"
    assert "relais muet" in every["tâche éditions de la semaine"].said
    assert every["tâche éditions de la semaine"].todo == "veille job run weekly"


def test_the_health_job_fails_with_what_is_broken(settings: Settings) -> None:
    store = change(settings)
    work = Work(store, settings, NOW, Slot(NOW, "now"))
    assert "rien en panne" in look_at_health(work)
    settings.key_file.chmod(0o644)
    with pytest.raises(Failure, match="chmod 600"):
        look_at_health(work)
    store.dispose()


def test_a_relay_that_does_not_answer_and_a_setting_that_is_none(
    veille: Run, tmp_path: Path
) -> None:
    assert veille("init").returncode == 0
    done = veille("doctor", "--json", environment={"VEILLE_SMTP_URL": "smtp://127.0.0.1:1"})
    states = {one["name"]: one["state"] for one in json.loads(done.stdout)}
    assert states["relais"] == "broken"
    assert states["base"] == "ok"
    assert (done.returncode, done.stderr) == (1, "")


def test_as_a_person_runs_it(veille: Run) -> None:
    before = veille("doctor", "--offline")
    assert before.returncode == 1
    assert "→ veille init" in before.stdout
    assert veille("init").returncode == 0
    after = veille("doctor", "--offline")
    assert (after.returncode, after.stderr) == (0, "")
    assert "en panne" not in after.stdout


@pytest.mark.parametrize(
    ("wanted", "published", "right"),
    [
        ('"v=spf1 a:mail.example ~all"', "v=spf1 include:relay.example -all", True),
        ('"v=spf1 a:mail.example ~all"', "google-site-verification=abc", False),
        ('"v=DMARC1; p=none"', "v=DMARC1; p=reject", True),
        ('"v=DKIM1; k=rsa; p=AB" "CD"', "v=DKIM1; k=rsa; p=ABCD", True),
        ('"v=DKIM1; k=rsa; p=ABCD"', "v=DKIM1; p=OTHER", False),
    ],
)
def test_what_the_dns_publishes(wanted: str, published: str, right: bool) -> None:
    assert is_published(wanted, published) is right


def test_the_legal_pages_say_what_the_settings_say() -> None:
    bare = legal_details(Settings())
    assert bare.director == MISSING
    assert "VEILLE_LEGAL_HOST" in bare.missing
    assert bare.inactive == "3\u00a0ans"
    full = legal_details(
        Settings(
            legal_publisher="Agence",
            legal_address="1, place du Marché",
            legal_director="Camille",
            legal_host="Un hébergeur",
            legal_contact="contact@agence.example",
            keep_subscribers_days=360,
        )
    )
    assert full.missing == ()
    assert full.inactive == "12\u00a0mois"


@pytest.mark.parametrize(
    ("days", "said"),
    [(7, "7 jours"), (45, "45 jours"), (90, "3 mois"), (365, "1 an"), (400, "400 jours")],
)
def test_a_duration_in_words(days: int, said: str) -> None:
    assert duration(timedelta(days=days)).replace("\u00a0", " ") == said
