"""A warning goes to the admins if and only if something needs a person, and never twice."""

import os
from collections import namedtuple
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.app.mailing_world import World, settings_of
from tests.store.templates import store_at
from tests.web.source_world import crawl, fail, publish
from veille.app.clock.job_work import Work
from veille.app.clock.jobs import job_named
from veille.app.people import staffing
from veille.app.sources import situation as looking
from veille.app.sources.warning import warn
from veille.core.clock import PARIS
from veille.core.schedule import Slot
from veille.settings import Settings
from veille.store import Store, acknowledgements, outbox, runs, staff
from veille.store.staff import Role

NOW = datetime(2026, 11, 16, 8, 0, tzinfo=PARIS)  # a Monday
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Usage = namedtuple("Usage", "total used free")
GIB = 1024**3
NUMBERS = {"boamp": range(180, 260, 7), "ted": range(12, 30, 5)}


class Install(World):
    """An install that is read whole twice a day, with an admin and others."""

    def __init__(self, store: Store, settings: Settings) -> None:
        super().__init__(store, settings)
        self.now = NOW
        for name, role in (("sacha", "admin"), ("camille", "facilitator"), ("lou", "reader")):
            self.join(name, role)  # type: ignore[arg-type]
        self.go_on(timedelta())
        self.read_all()

    def join(self, name: str, role: Role) -> None:
        with self.store.transaction() as session:
            address = f"{name}@mission.example"
            staffing.add(session, "veille", address, role=role, name=name, now=NOW)

    def go_on(self, for_: timedelta) -> None:
        """Time passes, and sources publish as usual."""
        self.now += for_
        for source, numbers in NUMBERS.items():
            publish(self, source, self.now.date() - DAY, numbers)

    def read_all(self, *sources: str, cause: str | None = None) -> None:
        for source in sources or ("boamp", "ted"):
            crawl(self, source, self.now, "incomplete" if cause else "complete", cause)

    def warn(self, after: timedelta = timedelta()) -> list[tuple[str, str]]:
        """Run the job; whom it wrote to, and the subject."""
        self.now += after
        before = len(self.mails())
        warn(self.store, self.settings, self.now)
        self.end_messages(self.now)
        return [(mail.to, mail.subject) for mail in self.mails()[before:]]


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    monkeypatch.setattr(looking.shutil, "disk_usage", lambda _: Usage(9 * GIB, GIB, 8 * GIB))
    store = store_at(tmp_path / "veille.db")
    yield Install(store, settings_of(tmp_path))
    store.dispose()


def test_where_all_is_well_nobody_is_written_to(install: Install) -> None:
    assert install.warn() == []
    assert install.warn(HOUR) == []
    assert install.mails() == []


def test_a_source_that_fails_twice_is_told_once_then_reminded_then_settled(
    install: Install,
) -> None:
    install.now += HOUR
    install.read_all("boamp", cause="délai dépassé")
    assert install.warn() == []
    install.now += HOUR
    install.read_all("boamp", cause="délai dépassé")
    assert install.warn() == [("sacha", "À faire : BOAMP incomplète")]
    assert install.warn(timedelta(minutes=15)) == []
    install.now += HOUR
    install.read_all("boamp", cause="délai dépassé")
    install.read_all("ted")
    assert install.warn() == []
    install.go_on(3 * DAY)
    install.read_all("ted")
    install.read_all("boamp", cause="délai dépassé")
    (reminder,) = install.warn()
    assert reminder[1].startswith("Rappel : BOAMP en panne")
    install.go_on(2 * HOUR)
    install.read_all()
    assert install.warn() == [("sacha", "C’est réglé : plus rien ne demande quelqu’un")]
    assert install.warn(4 * DAY) != []  # nothing was read for four days
    assert "boamp" not in str([mail.to for mail in install.mails()])


def test_a_silence_that_staff_know_is_not_told_until_its_day(install: Install) -> None:
    install.now = NOW + 3 * DAY
    install.read_all()  # read whole, and nothing came since Monday
    publish(install, "boamp", install.now.date() - DAY, NUMBERS["boamp"])
    with install.store.transaction() as session:
        acknowledgements.add(
            session,
            "ted",
            "silence",
            until=(install.now + DAY).date(),
            why="maintenance",
            who="Camille",
            now=install.now,
        )
    assert install.warn() == []
    install.now += 2 * DAY
    install.read_all()
    publish(install, "boamp", install.now.date() - DAY, NUMBERS["boamp"])
    (told,) = install.warn()
    assert told == ("sacha", "À faire : TED muette")


def test_what_is_added_is_told_with_what_was_there(install: Install) -> None:
    fail(install, "26-1", b"{}", "objet attendu", NOW)
    assert install.warn() == [("sacha", "À faire : BOAMP (relevés illisibles)")]
    backups = install.settings.var_dir / "backups"
    backups.mkdir()
    made = backups / "veille-2026-11-01.tar.gz"
    made.touch()
    old = (NOW - 12 * DAY).timestamp()
    os.utime(made, (old, old))
    (told,) = install.warn(2 * HOUR)
    assert told[1] == "À faire : BOAMP (relevés illisibles), sauvegarde ancienne"
    mail = install.mails()[-1]
    assert "26-1" not in mail.text  # the page says it, to whom is signed in
    assert "veille backup" in mail.text


def test_fields_that_empty_are_told(install: Install) -> None:
    publish(install, "boamp", NOW.date(), NUMBERS["boamp"], empty="cpv")
    (told,) = install.warn()
    assert told == ("sacha", "À faire : BOAMP (champs vides)")
    assert "Code CPV" in install.mails()[-1].text


def test_a_disk_nearly_full_and_a_job_that_gave_up(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking.shutil, "disk_usage", lambda _: Usage(GIB, GIB, GIB // 9))
    with install.store.transaction() as session:
        run = runs.claim(
            session, "weekly", "2026-W47", due_at=NOW, worker="me", now=NOW, lease=HOUR
        )
        assert run is not None
        runs.failed(session, run, NOW, "modèle absent", None)
    (told,) = install.warn()
    assert told[1] == "À faire : tâche « éditions de la semaine », disque presque plein"
    assert "veille job run weekly" in install.mails()[-1].text


def test_every_admin_who_is_there_is_told_and_nobody_else(install: Install) -> None:
    install.join("noa", "admin")
    install.join("gone", "admin")
    with install.store.transaction() as session:
        gone = staffing.known(session, "veille", "gone@mission.example")
        admin = staffing.known(session, "veille", "sacha@mission.example")
        staffing.end(session, gone.id, NOW, by=admin)
    fail(install, "26-1", b"{}", "objet attendu", NOW)
    assert sorted(to for to, _ in install.warn()) == ["noa", "sacha"]


def test_without_an_admin_nothing_is_sent_and_the_next_one_is_told(
    install: Install,
) -> None:
    with install.store.transaction() as session:
        admin = staffing.known(session, "veille", "sacha@mission.example")
        staff.set_role(session, admin.id, "reader")
    fail(install, "26-1", b"{}", "objet attendu", NOW)
    assert install.warn() == []
    install.join("noa", "admin")
    assert [to for to, _ in install.warn()] == ["noa"]


def test_the_link_leads_to_the_sources_and_signs_nobody_in(install: Install) -> None:
    install.settings = install.settings.model_copy(update={"public_url": "https://veille.example"})
    fail(install, "26-1", b"{}", "objet attendu", NOW)
    install.warn()
    assert '"view_url": "https://veille.example/equipe/sources"' in install.mails()[-1].personal


def test_a_warning_whose_transaction_failed_is_sent_by_the_next_run(
    install: Install, monkeypatch: pytest.MonkeyPatch
) -> None:
    fail(install, "26-1", b"{}", "objet attendu", NOW)
    with monkeypatch.context() as broken:
        broken.setattr(outbox, "enqueue", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            install.warn()
    assert len(install.warn()) == 1
    assert install.warn() == []


def test_it_is_a_job_of_the_clock(install: Install) -> None:
    job = job_named("warnings", install.settings)
    work = Work(install.store, install.settings, NOW, Slot(NOW, "now"))
    assert job.do(work) == "rien ne demande personne, rien de nouveau à dire"
    fail(install, "26-1", b"{}", "objet attendu", NOW)
    assert job.do(work).replace("\u00a0", " ") == "1 point demande quelqu’un, 1 admin prévenu"
