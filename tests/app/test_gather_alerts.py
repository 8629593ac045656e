"""``veille gather alert``: boxes of alert mails, as a person sets them up."""

import os
import subprocess
import sys
from pathlib import Path

from tests.spiders.test_alert_boxes import NAMES, maildir


def veille(folder: Path, *arguments: str, boxes: str) -> "subprocess.CompletedProcess[str]":
    environment = os.environ | {"VEILLE_VAR_DIR": str(folder / "var"), "VEILLE_ALERT_BOXES": boxes}
    return subprocess.run(
        [sys.executable, "-m", "veille", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_boxes_of_the_settings_are_read(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    box = maildir(tmp_path / "box")
    done = veille(tmp_path, "gather", "alert", boxes=f'["maildir://{box}"]')
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{len(NAMES)} relevés lus, {len(NAMES)} nouveaux" in done.stdout.replace("\xa0", " ")


def test_a_password_is_never_said(tmp_path: Path) -> None:
    (tmp_path / "var").mkdir()
    boxes = '["imaps://camille:secret-0@127.0.0.1:1/INBOX"]'
    done = veille(tmp_path, "gather", "alert", boxes=boxes)
    assert done.returncode == 1
    assert "connexion impossible" in done.stderr
    assert "secret-0" not in done.stdout + done.stderr
