"""TED notices of every generation: ``<name>.xml`` gives ``<name>.expected.json``.

``VEILLE_REWRITE_GOLDEN=1 pytest tests/spiders/parsers/test_ted_golden.py`` writes the expected
files anew from what the parsers say today (and fails, so that it is never left on); what it wrote
is to be read line by line before it is kept.
"""

import json
import os
from pathlib import Path

import pytest

from spiders.parsers.ted import parse_document
from veille.core.interchange import notice_from_json, notice_to_json

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "ted"
PAYLOADS = sorted(FIXTURES.rglob("*.xml"))
REWRITE = os.environ.get("VEILLE_REWRITE_GOLDEN") == "1"


def name_of(path: Path) -> str:
    return f"{path.parent.name}/{path.stem}"


@pytest.mark.parametrize("payload", PAYLOADS, ids=name_of)
def test_document_gives_the_expected_notice(payload: Path) -> None:
    parsed = parse_document(payload.read_bytes())
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
    assert parsed.dialect == payload.parent.name


def test_every_generation_has_recorded_examples() -> None:
    assert {path.parent.name for path in PAYLOADS} == {"eforms", "ted-export"}
    assert len(PAYLOADS) >= 16


def test_contact_persons_are_never_read() -> None:
    for payload in PAYLOADS:
        line = notice_to_json(parse_document(payload.read_bytes()).notice)
        assert "Cellule des marchés" not in line
        assert "+33" not in line
        assert "@" not in line
