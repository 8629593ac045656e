"""``veille init``: what an install needs, once."""

import sqlite3
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from veille import secret_keys
from veille.app.console import Failure
from veille.app.install.init import initialise
from veille.app.install.keys import MOST_KEYS, rotate
from veille.app.people import staffing
from veille.core.clock import PARIS
from veille.core.tokens import TokenError, read, sign
from veille.settings import Settings, load
from veille.store import Store, subscribers

NOW = datetime(2026, 11, 16, 9, 0, tzinfo=PARIS)
URL = "https://veille.example.org"
STAFF = "camille@agence.example.org"


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def init(url: str | None = None, staff: str | None = None, name: str | None = None) -> list[str]:
    return list(initialise(public_url=url, staff=staff, name=name, now=NOW))


def content(folder: Path) -> dict[str, object]:
    """Every file but those that SQLite keeps for itself; of the database, its rows.

    Not its bytes: a row that is there already uses up a number, as it does in PostgreSQL.
    """
    return {
        str(path): rows(path) if path.suffix == ".db" else path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.name.endswith(("-wal", "-shm"))
    }


def rows(database: Path) -> list[str]:
    with closing(sqlite3.connect(database)) as connection:
        return [line for line in connection.iterdump() if '"sqlite_sequence"' not in line]


def test_an_empty_folder_becomes_an_install(tmp_path: Path) -> None:
    init(URL + "/", STAFF, "Camille")
    settings = load()
    assert settings.public_url == URL
    assert settings.key_file.stat().st_mode & 0o777 == 0o600
    assert settings.var_dir.stat().st_mode & 0o777 == 0o700
    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600
    store = Store(settings.store_url)
    with store.read() as session:
        [first] = subscribers.every(session)
        member = staffing.known(session, settings.organisation, STAFF)
    store.dispose()
    assert (member.name, member.role) == ("Camille", "admin")
    assert (first.address, first.kind, first.state) == (STAFF, "staff", "active")
    assert (first.display_name, first.created_at) == ("Camille", NOW)


def test_done_again_it_changes_nothing(tmp_path: Path) -> None:
    init(URL, STAFF)
    before = content(tmp_path)
    said = init(URL, STAFF)
    assert content(tmp_path) == before
    assert sum("déjà là" in line for line in said) == 4
    init()
    assert content(tmp_path) == before


def test_what_is_not_given_is_left_for_later(tmp_path: Path) -> None:
    said = "\n".join(init())
    assert "--public-url" in said
    assert "--staff" in said
    assert not (tmp_path / ".env").exists()
    init(URL, STAFF)
    assert load().public_url == URL


def test_other_settings_of_the_file_stay(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("VEILLE_PUBLISHER=Agence")
    init(URL)
    assert (tmp_path / ".env").read_text() == f"VEILLE_PUBLISHER=Agence\nVEILLE_PUBLIC_URL={URL}\n"


def test_another_address_is_not_put_over_the_first() -> None:
    init(URL)
    with pytest.raises(Failure, match="vaut déjà"):
        init("https://elsewhere.example.org")
    assert load().public_url == URL


@pytest.mark.parametrize(
    ("url", "staff"),
    [
        ("ftp://veille.example.org", None),
        ("veille", None),
        ("https://a.example\nVEILLE_SMTP_URL=smtp://elsewhere", None),
        (None, "nobody"),
        (None, f"{'a' * 320}@agence.example.org"),
    ],
)
def test_what_cannot_be_used_is_refused(url: str | None, staff: str | None) -> None:
    with pytest.raises(Failure):
        init(url, staff)
    assert load().public_url is None


def test_a_new_key_signs_and_the_old_ones_are_believed(tmp_path: Path) -> None:
    settings = Settings(var_dir=tmp_path)
    tokens = []
    for _ in range(MOST_KEYS + 1):
        tokens.append(sign(settings.secret_keys, "manage", 12, NOW))
        rotate(settings, forget=False)
    assert len(settings.secret_keys) == MOST_KEYS
    assert settings.key_file.stat().st_mode & 0o777 == 0o600
    for token in tokens[2:]:
        assert read(settings.secret_keys, "manage", token, None, NOW) == 12
    with pytest.raises(TokenError):
        read(settings.secret_keys, "manage", tokens[0], None, NOW)


def test_after_a_leak_no_link_sent_before_works(tmp_path: Path) -> None:
    settings = Settings(var_dir=tmp_path)
    token = sign(settings.secret_keys, "manage", 12, NOW)
    assert "ne marchent plus" in rotate(settings, forget=True)
    assert len(secret_keys.read(settings.key_file)) == 1
    with pytest.raises(TokenError):
        read(settings.secret_keys, "manage", token, None, NOW)


def test_keys_of_the_environment_are_changed_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VEILLE_SECRET_KEYS", '["a key of the environment"]')
    with pytest.raises(Failure, match="VEILLE_SECRET_KEYS"):
        rotate(Settings(var_dir=tmp_path), forget=True)
