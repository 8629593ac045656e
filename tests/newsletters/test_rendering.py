"""The digest as mail: what it says, who can read it, what it never lets through."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup, Tag

from newsletters.rendering import render
from tests.newsletters.small_edition import EDITION, GOLDEN
from veille.core.editions import Coverage, Edition, LotLine, Quotation, WinnerLine
from veille.core.procedures import Change

MAIL_PROPERTIES = """
background border border-bottom border-color border-left border-top color display font font-size
font-weight line-height list-style margin max-height max-width overflow overflow-wrap padding
text-align vertical-align word-break
"""
NARROW = 360
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)>\"'&\u202e\r\nBcc: a@b.example"


@pytest.fixture(scope="module")
def page() -> BeautifulSoup:
    return parsed(EDITION)


def parsed(edition: Edition) -> BeautifulSoup:
    return BeautifulSoup(render(edition).html, "html.parser")


def style_of(element: Tag) -> dict[str, str]:
    declarations = str(element.get("style", "")).split(";")
    pairs = (declaration.split(":", 1) for declaration in declarations if ":" in declaration)
    return {name.strip(): value.strip() for name, value in pairs}


def styled(page: BeautifulSoup) -> Iterator[tuple[Tag, str, str]]:
    for element in page.find_all(style=True):
        for name, value in style_of(element).items():
            yield element, name, value


class TestGolden:
    def test_the_page_is_as_read_over(self):
        assert render(EDITION).html == (GOLDEN / "edition.html").read_text("utf-8")

    def test_the_text_is_as_read_over(self):
        assert render(EDITION).text == (GOLDEN / "edition.txt").read_text("utf-8")

    def test_rendering_twice_gives_the_same(self):
        assert render(EDITION) == render(EDITION)


class TestContent:
    def test_both_parts_say_the_same_lines(self, page):
        text = render(EDITION).text
        for selector in ("h1", "h2", "article > div", "blockquote", "footer li", "footer p"):
            for element in page.select(selector):
                for piece in re.split("[·\n]", element.get_text("\n")):
                    words = piece.strip(" :\u00a0–")
                    assert words in text, words

    def test_invented_data_is_marked_in_both_parts(self):
        mail = render(EDITION)
        assert "Données d’exemple, aucune consultation réelle" in mail.html
        assert "Données d’exemple, aucune consultation réelle" in mail.text
        assert "exemple" not in render(replace(EDITION, sample=False)).text

    def test_a_failed_source_is_named_at_the_top(self, page):
        warning = page.select_one("header > div")
        assert warning is not None
        assert "TED n’a pas été lu en entier (délai dépassé)" in warning.get_text()

    def test_an_empty_week_says_what_was_read(self):
        whole = replace(EDITION.coverage, sources=EDITION.coverage.sources[:1])
        empty = parsed(replace(EDITION, entries=(), coverage=whole))
        assert "Rien de nouveau" in empty.get_text()
        assert "1\u00a0482\u00a0avis lus" in empty.get_text()
        assert empty.select("section") == []
        assert empty.select("nav") == []

    def test_an_edition_that_read_nothing_says_so(self):
        edition = replace(EDITION, entries=(), coverage=Coverage())
        text = render(edition).text
        assert "Attention\u00a0: Aucune source n’a été lue\u00a0: des avis manquent." in text
        assert "Rien de nouveau" not in text

    def test_what_is_not_shown_is_counted(self, page):
        more = [element.get_text() for element in page.select("section > div")]
        assert more == [
            "et 12\u00a0autres, moins prioritaires, dans l’édition complète.",
            "et 2\u00a0autres dans l’édition complète.",
        ]

    def test_calls_without_a_clause_are_parted_by_the_time_left(self, page):
        groups = [element.get_text() for element in page.select("#section-opportunity h3")]
        assert len(groups) == 2
        assert groups[0].startswith("Plus de 21 jours")

    def test_a_change_shows_old_and_new(self):
        assert (
            "Date limite\u00a0: lundi 23 novembre 2026 à 12 h → mardi 1er décembre 2026 à 12 h"
            in render(EDITION).text
        )

    def test_no_image_script_or_form(self, page):
        assert page.find_all(["img", "script", "form", "iframe", "link", "object", "svg"]) == []

    def test_a_large_week_stays_under_what_mailboxes_clip(self):
        entries = tuple(
            replace(EDITION.entries[2], procedure_id=number, title=f"Marché inventé {number} " * 4)
            for number in range(60)
        )
        mail = render(replace(EDITION, entries=entries))
        assert mail.html == mail.page
        assert len(mail.html.encode()) < 85_000

    def test_an_entry_costs_little_besides_its_words(self, page):
        """At most 700 bytes of mark-up: what is neither text nor an address."""
        for article in page.select("article"):
            said = article.get_text() + "".join(str(link["href"]) for link in article.select("a"))
            assert len(str(article).encode()) - len(said.encode()) <= 700, article.get_text()


class TestAccessibility:
    def test_the_language_is_said(self, page):
        assert page.html is not None
        assert page.html["lang"] == "fr"

    def test_there_is_one_h1_and_no_level_is_skipped(self, page):
        levels = [int(heading.name[1]) for heading in page.find_all(re.compile(r"^h[1-6]$"))]
        assert levels.count(1) == 1
        assert levels[0] == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))

    def test_the_title_is_the_subject(self, page):
        assert page.title is not None
        assert page.title.get_text() == render(EDITION).subject

    def test_links_say_where_they_lead(self, page):
        links = page.select("article a")
        assert links
        assert all(len(link.get_text().split()) >= 2 for link in links)

    def test_anchors_lead_to_a_section(self, page):
        targets = [str(link["href"])[1:] for link in page.select("nav a")]
        assert targets
        assert all(page.find(id=target) for target in targets)

    def test_marks_are_words(self, page):
        marks = [mark.get_text() for mark in page.select("article > b")]
        assert "Annulé" in marks
        assert "Clos" in marks
        assert any(mark.startswith("Réservé aux SIAE") for mark in marks)

    def test_text_stands_out_of_its_background(self, page):
        """At least 4.5:1 (RGAA 3.2) for every text that is shown."""
        checked = 0
        for piece in page.body.find_all(string=True):
            if not piece.strip():
                continue
            foreground, background = colours(piece.parent)
            assert contrast(foreground, background) >= 4.5, (piece, foreground, background)
            checked += 1
        assert checked > 100


class TestNarrowScreen:
    def test_nothing_has_a_fixed_width(self, page):
        for element, name, value in styled(page):
            assert name not in ("width", "min-width"), element.name
            assert "nowrap" not in value
            for pixels in re.findall(r"(\d+)px", value):
                assert name == "max-width" or int(pixels) < NARROW

    def test_long_words_and_addresses_wrap(self, page):
        box = page.select_one("body > div")
        assert box is not None
        assert style_of(box)["overflow-wrap"] == "anywhere"
        assert style_of(box)["word-break"] == "break-word"

    def test_the_screen_is_not_shrunk(self, page):
        viewport = page.find("meta", attrs={"name": "viewport"})
        assert viewport is not None
        assert viewport["content"] == "width=device-width, initial-scale=1"

    def test_there_is_no_table(self, page):
        assert page.find_all("table") == []

    def test_only_properties_that_mail_clients_know(self, page):
        assert {name for _, name, _ in styled(page)} <= set(MAIL_PROPERTIES.split())

    def test_style_is_inline_but_for_links_small_print_and_paper(self, page):
        (sheet,) = (sheet.get_text() for sheet in page.find_all("style"))
        queries = re.findall(r"@media ([^{]+) {(.*?)\n}", sheet, re.DOTALL)
        names = ["all", "(prefers-color-scheme: dark)", "print"]
        assert [name for name, _ in queries] == names
        assert re.findall(r"^ *(\w+) {", queries[0][1], re.MULTILINE) == ["a", "small"]
        assert re.sub(r"@media [^{]+ {.*?\n}", "", sheet, flags=re.DOTALL).strip() == ""

    def test_no_class_is_left(self, page):
        assert page.select("[class]") == []


class TestHostileText:
    @pytest.fixture
    def mail(self):
        entry = replace(
            EDITION.entries[0],
            title=HOSTILE,
            buyer=HOSTILE,
            buyer_town=HOSTILE,
            places=(HOSTILE,),
            procedure_label=HOSTILE,
            facilitator=HOSTILE,
            lots=(LotLine(id=HOSTILE, title=HOSTILE),),
            reserved=replace(
                EDITION.entries[0].reserved,
                lots=(HOSTILE,),
                quotations=(Quotation(text=HOSTILE, signal="stated", lots=(HOSTILE,)),),
            ),
            changes=(Change(fact="title", before=HOSTILE, after=HOSTILE),),
            winners=(WinnerLine(name=HOSTILE, town=HOSTILE, lot=HOSTILE),),
            notice_url="javascript:alert(1)",
            documents_url='https://dce.example/"onclick="alert(1)',
        )
        coverage = replace(
            EDITION.coverage,
            sources=(replace(EDITION.coverage.sources[1], label=HOSTILE, cause=HOSTILE),),
            not_covered=(HOSTILE,),
        )
        return render(
            replace(
                EDITION,
                publisher=HOSTILE,
                territory_label=HOSTILE,
                entries=(entry,),
                coverage=coverage,
            )
        )

    def test_it_is_never_markup(self, mail):
        page = BeautifulSoup(mail.html, "html.parser")
        assert page.find_all(["script", "img"]) == []
        assert not [name for tag in page.find_all() for name in tag.attrs if name[:2] == "on"]

    def test_it_is_shown_as_text(self, mail):
        page = BeautifulSoup(mail.html, "html.parser")
        assert "<script>alert(1)</script>" in page.get_text()

    def test_hidden_characters_are_gone(self, mail):
        assert not re.search("[\u202a-\u202e\u2066-\u2069\u200e\u200f]", mail.html + mail.text)

    def test_it_makes_no_line_of_its_own(self, mail):
        assert "\r" not in mail.subject + mail.html + mail.text
        assert "\nBcc:" not in mail.text
        assert "\n" not in mail.subject

    def test_it_makes_no_link(self, mail):
        page = BeautifulSoup(mail.html, "html.parser")
        assert page.select("article a") == []

    def test_a_template_in_a_title_is_not_run(self):
        entry = replace(EDITION.entries[0], title="{{ 7 * 7 }} {% raw %}")
        assert "{{ 7 * 7 }} {% raw %}" in render(replace(EDITION, entries=(entry,))).html


def colours(element: Tag) -> tuple[str, str]:
    """The colour of the text of ``element`` and of what is behind it."""
    foreground = background = None
    for ancestor in (element, *element.parents):
        style = style_of(ancestor)
        foreground = foreground or style.get("color")
        background = background or style.get("background")
    return foreground or "#000000", background or "#ffffff"


def contrast(one: str, other: str) -> float:
    """The contrast ratio of WCAG 2 between two colours such as ``#1f2933`` or ``#fff``."""
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def luminance(colour: str) -> float:
    digits = colour.lstrip("#")
    digits = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    channels = [int(digits[index : index + 2], 16) / 255 for index in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_contrast_is_that_of_the_standard():
    assert contrast("#fff", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
