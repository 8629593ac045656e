"""A heavy edition: the least urgent entries in one line, none left out."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup

from newsletters.brief import brief_view, giving_way
from newsletters.presentation import present
from newsletters.rendering import MOST_BYTES, html_of, render
from tests.newsletters.small_edition import EDITION
from veille.core import french
from veille.core.editions import SECTIONS

CALL = replace(EDITION.section("opportunity")[0], notice_url="https://avis.example/3")
AWARD = EDITION.section("award")[0]
RESERVED = EDITION.section("reserved")[0]


def copies(entry, count, first):
    return tuple(
        replace(entry, procedure_id=first + number, title=f"Marché {first + number} inventé")
        for number in range(count)
    )


@pytest.fixture(scope="module")
def heavy():
    entries = (*copies(RESERVED, 30, 1000), *copies(CALL, 90, 2000), *copies(AWARD, 20, 3000))
    return replace(EDITION, entries=entries)


@pytest.fixture(scope="module")
def mail(heavy):
    return render(heavy)


def parsed(html):
    return BeautifulSoup(html, "html.parser")


def weight(html):
    return len(html.encode()) + html.count("\n")


def test_the_mail_is_light_enough_and_the_page_is_whole(mail):
    assert weight(mail.html) <= MOST_BYTES < weight(mail.page)
    assert len(parsed(mail.page).select("article")) == 140
    assert parsed(mail.page).select("main li") == []


def test_nothing_is_left_out(heavy, mail):
    page = parsed(mail.html)
    assert len(page.select("article")) + len(page.select("main li")) == len(heavy.entries)
    assert all(entry.title in mail.html for entry in heavy.entries)
    assert all(entry.title in mail.text for entry in heavy.entries)


def test_awards_give_way_first_then_the_last_calls(mail):
    page = parsed(mail.html)
    assert page.select("#section-award article") == []
    assert page.select("#section-reserved li") == []
    titles = [title.get_text() for title in page.select("#section-opportunity h4")]
    lines = [line.get_text() for line in page.select("#section-opportunity li")]
    assert titles
    assert lines
    assert titles[0].startswith("Marché 2000")
    assert lines[-1].startswith("Marché 2089")
    assert len(titles) + len(lines) == 90


def test_no_more_entries_give_way_than_needed(heavy, mail):
    shown = len(parsed(mail.html).select("main li"))
    spare = MOST_BYTES - weight(mail.html)
    assert 20 < shown < len(heavy.entries)
    assert spare < 1000


def test_the_section_says_so(mail):
    page = parsed(mail.html)
    assert "en une ligne" in page.select_one("#section-award > p").get_text()
    assert "en une ligne" not in page.select_one("#section-reserved > p").get_text()
    assert "en une ligne" not in mail.text


def test_the_limit_is_a_parameter(heavy):
    assert render(heavy, most_bytes=10**6).html == render(heavy).page
    assert weight(render(heavy, most_bytes=80_000).html) <= 80_000


def test_what_is_still_too_heavy_stands_in_the_whole_edition_alone(heavy):
    reserved = copies(RESERVED, 2000, 1000)
    mail = render(replace(heavy, entries=reserved), most_bytes=30_000)
    assert weight(mail.html) <= 30_000
    page = parsed(mail.html)
    left = len(page.select("main li"))
    assert 0 < left < 2000
    more = page.select_one("section > div").get_text().replace("\u00a0", " ")
    assert more == f"et {french.number(2000 - left)} autres dans l’édition complète.".replace(
        "\u00a0", " "
    )
    assert page.select_one("title").get_text().count("2\u00a0000")
    assert mail.text.count("[Réservé") == 2000


def test_a_line_links_to_the_notice_and_names_buyer_deadline_and_marks():
    view = brief_view(replace(CALL, buyer="Commune de Valinvente"))
    assert view.url == "https://avis.example/3"
    assert [fact.replace("\u00a0", " ") for fact in view.facts] == [
        "Commune de Valinvente",
        "date limite : 14 déc. à 12 h 30",
        "Clause attendue",
        "potentiel fort",
        "estimation : 140 à 350 heures d’insertion",
    ]


def test_an_approximate_deadline_says_so():
    facts = brief_view(replace(CALL, approximate=True)).facts
    assert "date limite\u00a0: vers le 14\u00a0déc." in facts


def test_an_award_names_its_winners_and_a_renewal_its_end():
    assert any("Linge inventé" in fact for fact in brief_view(AWARD).facts)
    renewal = brief_view(EDITION.section("renewal")[0])
    assert any("31\u00a0mai\u00a02027" in fact for fact in renewal.facts)


def test_a_line_without_a_safe_address_has_no_link():
    entry = replace(AWARD, notice_url="javascript:alert(1)")
    assert brief_view(entry).url is None
    view = present(replace(EDITION, entries=(entry,)), {entry.procedure_id})
    page = parsed(html_of("digest.html.j2", view=view))
    assert page.select("main li")
    assert page.select("main a") == []


def test_calls_that_a_clause_suits_give_way_last():
    low = replace(CALL.potential, band="low")
    entries = (
        *(replace(CALL, procedure_id=1, potential=None), CALL),
        *(replace(CALL, procedure_id=2, potential=low), replace(AWARD, procedure_id=5)),
    )
    assert giving_way(entries) == [5, 2, 1, CALL.procedure_id]


def test_reserved_contracts_and_corrections_never_give_way():
    ways = giving_way(EDITION.entries)
    sections = [entry.section for number in ways for entry in EDITION.entries
                if entry.procedure_id == number]  # fmt: skip
    assert list(dict.fromkeys(sections)) == [
        "award", "opportunity", "renewal", "planning", "clause",
    ]  # fmt: skip
    assert set(SECTIONS) - set(sections) == {"reserved", "correction"}
