"""Notice pages of the AWS engine: ``<name>.htm`` gives ``<name>.expected.json``.

``VEILLE_REWRITE_GOLDEN=1`` writes the expected files anew (and fails): read them first.
"""

import json
import os
from datetime import date, datetime
from pathlib import Path

import pytest

from spiders.parsers import UnreadablePayload, parse
from spiders.parsers.aws_list import Row
from spiders.parsers.aws_said import Listed, listed_in, with_row
from veille.core.clock import PARIS
from veille.core.interchange import notice_to_json

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures" / "aws"
SITE = "https://www.marches-publics.info/Annonces"
UNKNOWN = "MPI-pub-20261100108"
PAGES = sorted(path for path in FIXTURES.glob("MPI-*.htm") if path.stem != UNKNOWN)
REWRITE = os.environ.get("VEILLE_REWRITE_GOLDEN") == "1"


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.stem)
def test_a_page_gives_the_expected_notice(page: Path) -> None:
    parsed = parse("aws", page.read_bytes(), f"{SITE}/{page.name}")
    notice = json.loads(notice_to_json(parsed.notice))
    actual = {"dialect": parsed.dialect, "unread": list(parsed.unread), "notice": notice}
    expected = page.with_suffix(".expected.json")
    if REWRITE:
        text = json.dumps(actual, ensure_ascii=False, indent=1)
        expected.write_text(text + "\n", encoding="utf-8")
        pytest.fail(f"wrote {expected.name}: read it, then run without VEILLE_REWRITE_GOLDEN")
    assert actual == json.loads(expected.read_text(encoding="utf-8"))


def test_the_person_that_a_page_names_is_not_read() -> None:
    for page in PAGES:
        text = page.with_suffix(".expected.json").read_text(encoding="utf-8")
        assert "EXEMPLE" not in text
        assert "04 00 00 00 00" not in text


def test_a_page_of_another_shape_is_refused_with_the_reason() -> None:
    content = (FIXTURES / f"{UNKNOWN}.htm").read_bytes()
    with pytest.raises(UnreadablePayload, match="AAPCGenere"):
        parse("aws", content, f"{SITE}/{UNKNOWN}.htm")


def test_the_number_is_that_of_the_engine_whichever_site_shows_it() -> None:
    content = PAGES[0].read_bytes()
    ids = {
        parse("aws", content, f"https://{host}/Annonces/{PAGES[0].name}").notice.id
        for host in ("www.marches-publics.info", "agglo.marches.example")
    }
    assert ids == {"aws:20261100101"}


def test_a_page_whose_address_is_not_known_has_no_number() -> None:
    with pytest.raises(UnreadablePayload, match="MPI"):
        parse("aws", PAGES[0].read_bytes())


def test_what_only_the_list_says_completes_the_page() -> None:
    row = Row(
        number="20261100105",
        title="Fourniture",
        published_on=date(2026, 11, 10),
        deadline=datetime(2026, 12, 2, 10, 0, tzinfo=PARIS),
        social=True,
    )
    page = FIXTURES / "MPI-pub-20261100105.htm"
    notice = parse("aws", page.read_bytes(), with_row(f"{SITE}/{page.name}", row)).notice
    assert (notice.published_on, notice.deadline) == (row.published_on, row.deadline)
    assert [one.value for one in notice.declared] == ["NON", "sociaux"]
    assert notice.links is not None
    assert notice.links.notice == f"{SITE}/{page.name}"


@pytest.mark.parametrize("fragment", ["", "x", "publie=hier", "limite=%00", "publie=2026-02-31"])
def test_another_fragment_says_nothing(fragment: str) -> None:
    assert listed_in(f"{SITE}/MPI-pub-20261100105.htm#{fragment}") == Listed()


def test_a_lot_whose_row_is_not_that_of_its_head_has_no_amount_but_its_codes() -> None:
    text = PAGES[0].read_bytes().replace(b'<td class="AW_TableM_Bloc1_Clair">120 000,00</td>', b"")
    lots = parse("aws", text, f"{SITE}/{PAGES[0].name}").notice.lots
    assert (lots[0].value, lots[0].cpv) == (None, ("90919300",))
    assert lots[1].value is not None


def test_the_label_of_a_rubric_is_no_buyer() -> None:
    text = PAGES[0].read_bytes().replace(b'<td valign="top"><b>Ville', b"<td><b>Ville")
    assert parse("aws", text, f"{SITE}/{PAGES[0].name}").notice.buyer is None


@pytest.mark.parametrize(
    ("heading", "stage", "kind"),
    [
        ("AVIS D'ATTRIBUTION", "result", "result"),
        ("Avis de pré-information", "planning", "planning"),
        ("AVIS RECTIFICATIF", "competition", "change"),
        ("AVIS D'ANNULATION", "competition", "cancellation"),
        ("CONSULTATION", "competition", "competition"),
    ],
)
def test_the_words_above_the_rubrics_say_the_stage(heading: str, stage: str, kind: str) -> None:
    text = PAGES[0].read_text(encoding="utf-8")
    changed = text.replace("AVIS D'APPEL PUBLIC À LA CONCURRENCE", heading)
    assert changed != text
    notice = parse("aws", changed.encode(), f"{SITE}/{PAGES[0].name}").notice
    assert (notice.stage, notice.kind) == (stage, kind)
