"""The key file: made once, read by its owner only, replaced at once."""

import threading
from pathlib import Path

import pytest

from veille import secret_keys
from veille.secret_keys import KeyFileError
from veille.settings import Settings


def test_a_file_that_is_not_there_is_made_for_its_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "var" / "secret.key"
    keys = secret_keys.ensure(path)
    assert len(keys) == 1
    assert len(keys[0]) >= 43
    assert path.stat().st_mode & 0o777 == 0o600
    assert secret_keys.ensure(path) == keys
    assert [file.name for file in path.parent.iterdir()] == ["secret.key"]


def test_all_that_make_it_at_once_get_the_same_key(tmp_path: Path) -> None:
    together = threading.Barrier(8)
    got: list[tuple[str, ...]] = []

    def make() -> None:
        together.wait()
        got.append(secret_keys.ensure(tmp_path / "secret.key"))

    threads = [threading.Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(got) == 8
    assert len(set(got)) == 1


def test_keys_are_replaced_in_order(tmp_path: Path) -> None:
    path = tmp_path / "secret.key"
    [old] = secret_keys.ensure(path)
    new = secret_keys.new_key()
    secret_keys.write(path, [new, old])
    assert secret_keys.read(path) == (new, old)
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", [b"", b"\n\n", b"short\n", b"\xff\xfe a key of some length\n"])
def test_a_damaged_file_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "secret.key"
    path.write_bytes(content)
    with pytest.raises(KeyFileError, match=r"secret\.key"):
        secret_keys.ensure(path)
    assert path.read_bytes() == content


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(KeyFileError, match="dossier"):
        secret_keys.ensure(tmp_path / "file" / "secret.key")


def test_keys_of_the_environment_come_before_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VEILLE_SECRET_KEYS", '["a key of the environment"]')
    settings = Settings(var_dir=tmp_path)
    assert settings.secret_keys == ("a key of the environment",)
    assert list(tmp_path.iterdir()) == []
    assert "a key" not in repr(settings)


def test_without_them_the_file_of_the_install_serves(tmp_path: Path) -> None:
    settings = Settings(var_dir=tmp_path)
    assert settings.secret_keys == secret_keys.read(tmp_path / "secret.key")
