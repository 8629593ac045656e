"""``veille reparse``: what is stored is read again, and nothing is asked of the sources."""

import sqlite3
from pathlib import Path

from tests.app.conftest import SAMPLE, WEEK, Run
from veille.portal.server import Portal

NOW = ("--now", "2026-11-16T07:30")


def test_after_a_fix_what_could_not_be_read_is_read(veille: Run, tmp_path: Path) -> None:
    with Portal(SAMPLE) as portal:
        assert veille("gather", "boamp", *WEEK, *NOW, environment={"VEILLE_BOAMP_URL": portal.url})
    with sqlite3.connect(tmp_path / "veille.db") as connection:
        ((before,),) = connection.execute("SELECT count(*) FROM notices").fetchall()
        victim = connection.execute("SELECT min(id) FROM notices").fetchone()
        connection.execute(
            "UPDATE payloads SET state = 'failed', error = 'x', notice_id = NULL"
            " WHERE notice_id = ?",
            victim,
        )
        connection.execute("DELETE FROM notices WHERE id = ?", victim)
    done = veille("reparse", *NOW)
    assert done.returncode == 0
    assert "1\u00a0avis changé" in done.stdout
    with sqlite3.connect(tmp_path / "veille.db") as connection:
        ((after,),) = connection.execute("SELECT count(*) FROM notices").fetchall()
    assert after == before
    again = veille("reparse", *NOW)
    assert "0\u00a0avis changé" in again.stdout


def test_what_still_cannot_be_read_is_status_1(veille: Run, tmp_path: Path) -> None:
    with Portal(SAMPLE) as portal:
        veille("gather", "boamp", *WEEK, *NOW, environment={"VEILLE_BOAMP_URL": portal.url})
    with sqlite3.connect(tmp_path / "veille.db") as connection:
        connection.execute(
            "UPDATE payloads SET content = X'789c030000000001' WHERE id ="
            " (SELECT min(id) FROM payloads)"
        )
    done = veille("reparse", *NOW)
    assert done.returncode == 1
    assert "1\u00a0illisible" in done.stdout
    assert "Traceback" not in done.stderr
