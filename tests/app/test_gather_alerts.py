"""``veille gather alert``: boxes of alert mails, as a person sets them up."""

import json
from pathlib import Path

from tests.app.conftest import Run
from tests.spiders.test_alert_boxes import NAMES, maildir


def test_the_boxes_of_the_settings_are_read(veille: Run, tmp_path: Path) -> None:
    box = maildir(tmp_path / "box")
    done = veille("gather", "alert", environment=boxes(f"maildir://{box}"))
    assert (done.returncode, done.stderr) == (0, "")
    assert f"{len(NAMES)} relevés lus, {len(NAMES)} nouveaux" in done.stdout.replace("\xa0", " ")


def test_a_password_is_never_said(veille: Run) -> None:
    box = "imaps://camille:secret-0@127.0.0.1:1/INBOX"
    done = veille("gather", "alert", environment=boxes(box))
    assert done.returncode == 1
    assert "connexion impossible" in done.stderr
    assert "secret-0" not in done.stdout + done.stderr


def boxes(address: str) -> dict[str, str]:
    return {"VEILLE_ALERT_BOXES": json.dumps([address])}
