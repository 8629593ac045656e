"""Real records of February 2024, where they are at hand: all of them, once, in two editions."""

import gzip
import json
import sqlite3
from pathlib import Path

from tests.app.conftest import run_veille

DAYS = ("--since", "2024-02-07", "--until", "2024-02-18")


def test_every_real_record_is_stored_once_and_two_editions_come_out(
    shared_dir: Path, tmp_path: Path
) -> None:
    done = run_veille(tmp_path, "watch", "--replay", str(shared_dir / "data"), *DAYS)
    assert (done.returncode, done.stderr) == (0, "")
    with gzip.open(shared_dir / "data" / "boamp" / "flat_2024-02.jsonl.gz", "rt") as lines:
        expected = sorted(json.loads(line)["idweb"] for line in lines)
    with sqlite3.connect(tmp_path / "replay.db") as connection:
        stored = [key for (key,) in connection.execute("SELECT key FROM payloads ORDER BY key")]
        unread = connection.execute("SELECT count(*) FROM payloads WHERE state != 'parsed'")
        assert unread.fetchone() == (0,)
    assert stored == expected
    written = sorted(path.name for path in (tmp_path / "mail").iterdir())
    assert written == [
        "2024-W06-herault.eml",
        "2024-W06-herault.html",
        "2024-W07-herault.eml",
        "2024-W07-herault.html",
    ]
