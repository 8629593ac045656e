"""Feed entries: what they say becomes a notice, what they do not say stays unknown."""

import json
from datetime import date, datetime
from typing import Any

import pytest

from spiders.parsers import UnreadablePayload, parse
from spiders.parsers.feed import parse_entry
from veille.core.clock import PARIS
from veille.core.notices import Notice

KEY = "0123456789abcdef"


def notice_of(**said: Any) -> Notice:
    return parse_entry({"key": KEY, **said}).notice


def test_an_entry_is_a_title_a_text_a_day_and_a_link() -> None:
    entry = {
        "key": KEY,
        "title": "Entretien &amp; tonte",
        "summary": "<p>Entretien des <b>berges</b></p>",
        "link": "https://achats.valsonne.example/c/1",
        "published_on": "2026-11-09",
    }
    parsed = parse("feed", json.dumps(entry).encode())
    notice = parsed.notice

    assert (notice.id, notice.source, parsed.dialect) == (f"feed:{KEY}", "feed", "feed")
    assert (notice.title, notice.texts[0].text) == ("Entretien & tonte", "Entretien des berges")
    assert notice.published_on == date(2026, 11, 9)
    assert notice.links is not None
    assert notice.links.notice == "https://achats.valsonne.example/c/1"
    assert (notice.stage, notice.kind, notice.deadline) == ("other", "other", None)
    assert notice.buyer is None


def test_the_whole_text_is_preferred_to_the_summary() -> None:
    assert notice_of(title="A", summary="court", content="le texte entier").texts[0].text == (
        "le texte entier"
    )
    assert notice_of(title="A", summary="court", content="").texts[0].text == "court"


@pytest.mark.parametrize(
    ("prose", "deadline"),
    [
        ("Date limite : 04/12/2026 à 12h00", datetime(2026, 12, 4, 12, tzinfo=PARIS)),
        ("Clôture le 4.12.2026", datetime(2026, 12, 4, 23, 59, tzinfo=PARIS)),
        ("Limite de réception 04/12/2026 16:30", datetime(2026, 12, 4, 16, 30, tzinfo=PARIS)),
        ("Date limite : 31/02/2026", None),
        ("Date limite : 04/12/2026 à 25h00", None),
        ("Publié le 04/12/2026", None),
        ("Date limite. Le 04/12/2026", None),
    ],
)  # fmt: skip
def test_a_deadline_is_read_only_where_the_prose_says_it(
    prose: str, deadline: datetime | None
) -> None:
    notice = notice_of(title="A", summary=prose)
    assert notice.deadline == deadline
    assert notice.stage == ("competition" if deadline else "other")


def test_an_address_that_is_not_of_the_web_is_no_link() -> None:
    assert notice_of(title="A", link="javascript:alert(1)").links is None


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"[" * 100_000, b"\xff", b"{}", b'{"key":"x"}', b'{"key":"x","title":7}'],
)
def test_what_is_no_entry_is_said_in_one_line(content: bytes) -> None:
    with pytest.raises(UnreadablePayload) as caught:
        parse("feed", content)
    assert "\n" not in str(caught.value)


def test_markup_is_bounded_and_never_kept() -> None:
    deep = notice_of(title="A", summary="<b>" * 20_000 + "fond")
    assert len(deep.texts) <= 1
    long = notice_of(title="A", summary="<p>" + "mot " * 100_000)
    assert len(long.texts[0].text) <= 100_000
    script = notice_of(title="A<script>", summary="x &lt;script&gt;alert(1)&lt;/script&gt;")
    assert script.title == "A"
