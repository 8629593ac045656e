"""Alert mails in the manner of each platform: ``<name>.eml`` gives ``<name>.expected.json``.

``VEILLE_REWRITE_GOLDEN=1`` writes the expected files anew (and fails): read them first.
"""

import json
import os
from pathlib import Path

import pytest

from spiders.parsers import parse
from spiders.parsers.alert import UNKNOWN
from spiders.parsers.alert_platforms import PLATFORMS, platform_of_host
from veille.core.interchange import notice_to_json

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "alerts"
MAILS = sorted(FIXTURES.glob("*.eml"))
REWRITE = os.environ.get("VEILLE_REWRITE_GOLDEN") == "1"


@pytest.mark.parametrize("mail", MAILS, ids=lambda path: path.stem)
def test_a_mail_gives_the_expected_notices(mail: Path) -> None:
    parsed = parse("alert", mail.read_bytes())
    actual = {
        "dialect": parsed.dialect,
        "unread": list(parsed.unread),
        "notices": [json.loads(notice_to_json(one)) for one in (parsed.notice, *parsed.others)],
    }
    expected = mail.with_suffix(".expected.json")
    if REWRITE:
        text = json.dumps(actual, ensure_ascii=False, indent=1)
        expected.write_text(text + "\n", encoding="utf-8")
        pytest.fail(f"wrote {expected.name}: read it, then run without VEILLE_REWRITE_GOLDEN")
    assert actual == json.loads(expected.read_text(encoding="utf-8"))


def test_every_platform_has_its_mail() -> None:
    assert {mail.stem for mail in MAILS} == {one.code for one in PLATFORMS} | {"unknown"}


def test_a_platform_is_its_domain_and_what_is_below_it() -> None:
    assert platform_of_host("mail.achatpublic.com") is platform_of_host("achatpublic.com")
    assert platform_of_host("notachatpublic.com") is None
    assert platform_of_host("achatpublic.com.ailleurs.example") is None


def test_a_mail_that_nobody_knows_is_one_notice_and_a_line_for_staff() -> None:
    parsed = parse("alert", (FIXTURES / "unknown.eml").read_bytes())
    assert parsed.dialect == UNKNOWN
    assert parsed.others == ()
    assert "bulletin-inconnu.example" in parsed.unread[0]
    assert parsed.notice.texts[0].text.count("https://") == 2
