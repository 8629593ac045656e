"""``veille export``: the same packages and files, from the command line."""

import json
from pathlib import Path

from tests.app.conftest import Run
from tests.core.ocds_schema import RELEASE_PACKAGE
from tests.core.test_ocds import violations


def test_an_empty_store_gives_an_empty_package_and_dump(veille: Run, tmp_path: Path) -> None:
    period = ("--since", "2026-11-01", "--until", "2026-11-30")
    done = veille("export", "ocds", *period)
    assert (done.returncode, done.stderr) == (0, "")
    package = json.loads(done.stdout)
    assert violations(RELEASE_PACKAGE, package) == []
    file = tmp_path / "records.json"
    assert veille("export", "ocds", "--records", *period, "--out", str(file)).returncode == 0
    assert json.loads(file.read_text())["records"] == []
    assert veille("export", "dump").returncode == 0
    assert (tmp_path / "open-data" / "manifeste.json").is_file()


def test_a_period_that_is_none_is_one_line(veille: Run, tmp_path: Path) -> None:
    done = veille("export", "ocds", "--since", "2026-11-02", "--until", "2026-11-01")
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    nowhere = str(tmp_path / "none" / "x.json")
    period = ("--since", "2026-11-01", "--until", "2026-11-01")
    assert veille("export", "ocds", *period, "--out", nowhere).returncode == 1
