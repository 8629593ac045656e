"""Every dialect against recorded answers: ``<name>.json`` gives ``<name>.expected.json``.

``VEILLE_REWRITE_GOLDEN=1 pytest tests/spiders/parsers/test_boamp_golden.py`` writes the expected
files anew from what the parsers say today (and fails, so that it is never left on); what it wrote
is to be read line by line before it is kept.
"""

import json
import os
from pathlib import Path

import pytest

from spiders.parsers import parse
from veille.core.interchange import notice_from_json, notice_to_json

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "boamp"
PAYLOADS = sorted(
    path for path in FIXTURES.rglob("*.json") if not path.name.endswith(".expected.json")
)
REWRITE = os.environ.get("VEILLE_REWRITE_GOLDEN") == "1"


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_payload_gives_the_expected_notice(payload: Path) -> None:
    parsed = parse("boamp", payload.read_bytes())
    line = notice_to_json(parsed.notice)
    actual = {
        "dialect": parsed.dialect,
        "unread": list(parsed.unread),
        "notice": json.loads(line),
    }
    expected = payload.with_suffix(".expected.json")
    if REWRITE:
        text = json.dumps(actual, ensure_ascii=False, indent=1)
        expected.write_text(text + "\n", encoding="utf-8")
        pytest.fail(f"wrote {expected.name}: read it, then run without VEILLE_REWRITE_GOLDEN")
    assert actual == json.loads(expected.read_text(encoding="utf-8"))
    assert notice_from_json(line) == parsed.notice


def test_every_dialect_has_a_recorded_example() -> None:
    assert {path.parent.name for path in PAYLOADS} == {
        "eforms",
        "fnsimple",
        "mapa",
        "dsp",
        "divers",
        "boamp_legacy",
        "flat",
        "unknown",
    }


@pytest.mark.parametrize("payload", PAYLOADS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_folder_names_the_dialect(payload: Path) -> None:
    assert parse("boamp", payload.read_bytes()).dialect == payload.parent.name
