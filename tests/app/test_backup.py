"""Backups: whole, consistent while others write, believed only when every hash is right."""

import io
import sqlite3
import tarfile
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine, make_url, text

from tests.english import english_in
from tests.store.conftest import Databases, databases
from veille.app.console import Failure
from veille.app.install import backup
from veille.app.install.archive import MANIFEST
from veille.app.install.upgrading import Upgrade, upgrade
from veille.core.clock import PARIS
from veille.settings import Settings
from veille.store import Store, runs, schema, sources
from veille.store.sources import Source

__all__ = ["databases"]

NOW = datetime(2026, 11, 16, 7, 30, tzinfo=PARIS)
LATER = NOW + timedelta(hours=1)


@pytest.fixture
def settings(databases: Databases, tmp_path: Path) -> Settings:
    """An install with a database of either kind, a key and a mail."""
    var = tmp_path / "var"
    (var / "mail").mkdir(parents=True)
    (var / "mail" / "one.eml").write_text("Subject: 7 marchés\n")
    (var / "replay.db").write_text("replays are not the install's")
    made = Settings(var_dir=var, database_url=databases.migrated())
    assert made.secret_keys
    write(made, "BOAMP")
    return made


def write(settings: Settings, label: str) -> None:
    store = Store(settings.store_url)
    with store.transaction() as session:
        sources.register(session, [Source(name="boamp", label=label)], NOW)
    store.dispose()


def labels(settings: Settings) -> list[str]:
    store = Store(settings.store_url)
    with store.read() as session:
        found = [source.label for source in sources.every(session)]
    store.dispose()
    return found


def elsewhere(settings: Settings, databases: Databases, tmp_path: Path) -> Settings:
    """Another machine: nothing there yet but an empty database server, or no file."""
    url = databases.empty()
    return settings.model_copy(update={"var_dir": tmp_path / "other", "database_url": url})


def test_what_was_backed_up_is_there_again_on_another_machine(
    settings: Settings, databases: Databases, tmp_path: Path
) -> None:
    saved = backup.back_up(settings, tmp_path / "saved", NOW)
    assert saved.stat().st_mode & 0o777 == 0o600
    other = elsewhere(settings, databases, tmp_path)
    assert backup.restore(other, saved, LATER, replace=False) == ()
    assert labels(other) == ["BOAMP"]
    assert other.secret_keys == settings.secret_keys
    assert (other.var_dir / "mail" / "one.eml").read_text() == "Subject: 7 marchés\n"
    assert sorted(path.name for path in other.var_dir.iterdir()) == ["mail", "secret.key"]
    assert other.key_file.stat().st_mode & 0o777 == 0o600
    again = backup.back_up(other, tmp_path / "saved", LATER)
    assert backup.restore(other, again, LATER, replace=True)
    assert labels(other) == ["BOAMP"]


def test_an_install_is_replaced_only_when_asked_and_is_put_aside(
    settings: Settings, tmp_path: Path
) -> None:
    saved = backup.back_up(settings, tmp_path / "saved", NOW)
    write(settings, "changed since")
    (settings.var_dir / "mail" / "two.eml").write_text("Subject: later\n")
    with pytest.raises(Failure, match=r"--replace"):
        backup.restore(settings, saved, LATER, replace=False)
    assert labels(settings) == ["changed since"]
    kept, database = backup.restore(settings, saved, LATER, replace=True)
    assert labels(settings) == ["BOAMP"]
    assert not (settings.var_dir / "mail" / "two.eml").exists()
    assert (Path(kept) / "mail" / "two.eml").exists()
    assert "replaced_" in database
    assert backup.restore(settings, saved, LATER + timedelta(seconds=1), replace=True)
    assert labels(settings) == ["BOAMP"]


def test_a_backup_is_one_moment_while_others_write(settings: Settings, tmp_path: Path) -> None:
    """Two rows are always written together: no backup has one without the other."""
    over = threading.Event()
    store = Store(settings.store_url)
    with store.transaction() as session:
        session.execute(text("CREATE TABLE pair (a INTEGER, b INTEGER)"))
        session.execute(text("INSERT INTO pair VALUES (0, 0)"))

    def count() -> None:
        while not over.is_set():
            with store.transaction() as session:
                session.execute(text("UPDATE pair SET a = a + 1"))
                session.execute(text("UPDATE pair SET b = b + 1"))

    thread = threading.Thread(target=count)
    thread.start()
    try:
        saved = backup.back_up(settings, tmp_path / "saved", NOW)
    finally:
        over.set()
        thread.join()
    backup.restore(settings, saved, LATER, replace=True)
    with store.read() as session:
        a, b = session.execute(text("SELECT a, b FROM pair")).one()
    assert a == b
    store.dispose()


def test_an_install_at_work_is_not_replaced(settings: Settings, tmp_path: Path) -> None:
    saved = backup.back_up(settings, tmp_path / "saved", NOW)
    store = Store(settings.store_url)
    lease = timedelta(minutes=5)
    with store.transaction() as session:
        run = runs.claim(session, "gather", "a", due_at=NOW, worker="me", now=NOW, lease=lease)
    with pytest.raises(Failure, match="travaille"):
        backup.restore(settings, saved, NOW, replace=True)
    assert run is not None
    with store.transaction() as session:
        runs.done(session, run, NOW)
    store.dispose()
    assert backup.restore(settings, saved, NOW, replace=True)


def test_a_schema_is_upgraded_after_a_backup(databases: Databases, tmp_path: Path) -> None:
    settings = Settings(var_dir=tmp_path / "var", database_url=databases.empty())
    settings.var_dir.mkdir()
    migrate_to("0001", settings)
    write(settings, "BOAMP")
    store = Store(settings.store_url)
    done = upgrade(store, settings)
    assert done is not None
    assert (done.before, done.after) == ("0001", schema.HEAD)
    assert done.backup is not None
    assert labels(settings) == ["BOAMP"]
    assert upgrade(store, settings) is None
    store.dispose()
    backup.restore(settings, done.backup, LATER, replace=True)
    store = Store(settings.store_url)
    assert store.revision() == "0001"
    assert upgrade(store, settings, backed_up=False) == Upgrade("0001", schema.HEAD)
    store.dispose()
    assert labels(settings) == ["BOAMP"]


def test_an_empty_database_is_made_without_a_backup(databases: Databases, tmp_path: Path) -> None:
    settings = Settings(var_dir=tmp_path, database_url=databases.empty())
    store = Store(settings.store_url)
    assert upgrade(store, settings) == Upgrade(None, schema.HEAD)
    store.dispose()
    assert not (tmp_path / backup.FOLDER).exists()


def test_without_its_backup_nothing_is_upgraded(
    tmp_path: Path,
) -> None:
    settings = Settings(var_dir=tmp_path)
    migrate_to("0001", settings)
    (tmp_path / backup.FOLDER).write_text("a file where the folder should be")
    store = Store(settings.store_url)
    with pytest.raises(Failure, match="--skip-backup"):
        upgrade(store, settings)
    assert store.revision() == "0001"
    store.dispose()


def migrate_to(revision: str, settings: Settings) -> None:
    config = Config()
    config.set_main_option("script_location", str(schema.MIGRATIONS))
    engine = create_engine(make_url(settings.store_url))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
    engine.dispose()


# What follows is of the file, not of the database: SQLite alone.


@pytest.fixture
def saved(tmp_path: Path) -> tuple[Settings, Path]:
    """An install on SQLite and its backup."""
    settings = Settings(var_dir=tmp_path / "var", database_url=None)
    settings.var_dir.mkdir()
    assert settings.secret_keys
    store = Store(settings.store_url)
    store.migrate()
    store.dispose()
    return settings, backup.back_up(settings, tmp_path / "saved", NOW)


def refused(settings: Settings, source: Path) -> str:
    """What is said of a backup that is refused, after which nothing has changed."""
    before = sorted(settings.var_dir.rglob("*"))
    with pytest.raises(Failure) as caught:
        backup.restore(settings, source, LATER, replace=True)
    assert sorted(settings.var_dir.rglob("*")) == before
    said = str(caught.value)
    assert english_in(said.replace(str(source), "").replace(str(settings.var_dir), "")) == []
    return said


def rewritten(source: Path, **changes: bytes) -> Path:
    """The backup with the content of some members changed, the manifest left as it was."""
    target = source.with_name("rewritten.tar.gz")
    with tarfile.open(source) as old, tarfile.open(target, "w:gz") as new:
        for entry in old:
            content = old.extractfile(entry)
            assert content is not None
            data = changes.get(entry.name.replace("/", "_").replace(".", "_"), content.read())
            entry.size = len(data)
            new.addfile(entry, io.BytesIO(data))
    return target


def with_member(source: Path, entry: tarfile.TarInfo, data: bytes = b"") -> Path:
    target = source.with_name("more.tar.gz")
    with tarfile.open(source) as old, tarfile.open(target, "w:gz") as new:
        entry.size = len(data)
        new.addfile(entry, io.BytesIO(data))
        for known in old:
            new.addfile(known, old.extractfile(known))
    return target


def test_a_backup_with_a_changed_file_is_refused(saved: tuple[Settings, Path]) -> None:
    settings, source = saved
    said = refused(settings, rewritten(source, var_secret_key=b"another key of the same kind\n"))
    assert "var/secret.key" in said


@pytest.mark.parametrize("keep", [0, 10, 0.5, 0.99])
def test_a_cut_backup_is_refused(saved: tuple[Settings, Path], keep: float) -> None:
    settings, source = saved
    whole = source.read_bytes()
    cut = source.with_name("cut.tar.gz")
    cut.write_bytes(whole[: int(keep if keep >= 1 else keep * len(whole))])
    assert "sauvegarde" in refused(settings, cut)


def test_a_file_that_is_no_backup_is_refused(saved: tuple[Settings, Path]) -> None:
    settings, source = saved
    letter = source.with_name("letter.tar.gz")
    letter.write_text("Dear all, " * 500)
    assert "abîmée" in refused(settings, letter)
    assert "introuvable" in refused(settings, source.with_name("nothing.tar.gz"))


@pytest.mark.parametrize("name", ["../outside", "/outside", "var/../../outside", "var//x", "./x"])
def test_a_path_that_leaves_the_folder_is_refused(saved: tuple[Settings, Path], name: str) -> None:
    settings, source = saved
    assert "chemin" in refused(settings, with_member(source, tarfile.TarInfo(name), b"x"))
    assert not (settings.var_dir.parent / "outside").exists()


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE])
def test_links_and_devices_are_refused(saved: tuple[Settings, Path], kind: bytes) -> None:
    settings, source = saved
    entry = tarfile.TarInfo("var/link")
    entry.type, entry.linkname = kind, "/etc/passwd"
    assert "autre chose" in refused(settings, with_member(source, entry))


def test_a_file_that_the_manifest_does_not_name_is_refused(saved: tuple[Settings, Path]) -> None:
    settings, source = saved
    assert "var/more" in refused(settings, with_member(source, tarfile.TarInfo("var/more"), b"x"))


@pytest.mark.parametrize(
    ("manifest", "said"),
    [
        (b"{}", "manifeste"),
        (b"[" * 100_000, "manifeste"),
        (
            b'{"format": 2, "made_at": "2026-11-16T07:30:00+01:00", "program": "9.0",'
            b' "backend": "sqlite", "schema": "0001", "files": {}}',
            "plus récente",
        ),
    ],
)
def test_a_manifest_that_cannot_be_used_is_refused(
    saved: tuple[Settings, Path], manifest: bytes, said: str
) -> None:
    settings, source = saved
    key = MANIFEST.replace(".", "_")
    assert said in refused(settings, rewritten(source, **{key: manifest}))


def test_a_backup_of_another_kind_of_database_is_refused(saved: tuple[Settings, Path]) -> None:
    settings, source = saved
    elsewhere = settings.model_copy(update={"database_url": "postgresql://127.0.0.1:1/veille"})
    assert "VEILLE_DATABASE_URL" in refused(elsewhere, source)


def test_a_backup_of_a_newer_schema_is_refused(
    saved: tuple[Settings, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    settings, source = saved
    monkeypatch.setattr(schema, "is_known", lambda _: False)
    assert "plus récente" in refused(settings, source)


def test_a_damaged_database_is_replaced_by_a_good_one(saved: tuple[Settings, Path]) -> None:
    settings, source = saved
    file = settings.var_dir / "veille.db"
    file.write_bytes(file.read_bytes()[:5000] + b"\xff" * 5000)
    assert backup.restore(settings, source, LATER, replace=True)
    connection = sqlite3.connect(file)
    assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_a_link_stays_out_of_the_backup_and_is_named(
    saved: tuple[Settings, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    settings, source = saved
    (settings.var_dir / "link").symlink_to("/etc/passwd")
    again = backup.back_up(settings, source.parent, LATER)
    assert "link" in capsys.readouterr().err
    with tarfile.open(again) as tar:
        assert "var/link" not in tar.getnames()


def test_backups_inside_the_install_are_not_in_each_other(saved: tuple[Settings, Path]) -> None:
    settings, _ = saved
    inside = settings.var_dir / "my-backups"
    first = backup.back_up(settings, inside, NOW)
    second = backup.back_up(settings, inside, LATER)
    with tarfile.open(second) as tar:
        assert not any(first.name in name for name in tar.getnames())


def test_an_install_without_database_is_said(tmp_path: Path) -> None:
    with pytest.raises(Failure, match="pas de base"):
        backup.back_up(Settings(var_dir=tmp_path), tmp_path / "saved", NOW)
    assert list((tmp_path / "saved").iterdir()) == []


def test_without_the_tools_of_postgresql_it_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    settings = Settings(var_dir=tmp_path, database_url="postgresql://127.0.0.1:1/veille")
    with pytest.raises(Failure, match="postgresql-client"):
        backup.back_up(settings, tmp_path / "saved", NOW)
