"""Every kind of mail: light, one column, readable in light and dark, of what clients support."""

import re
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString

from newsletters.fitting import MOST_BYTES, weight
from newsletters.mails.personal import personal_mail
from newsletters.rendering import RenderedMail
from tests.newsletters.mail_kinds import FIELDS, every_mail, filled
from tests.newsletters.mailing import frame, item, line
from tests.newsletters.small_edition import EDITION
from veille.core.editions import Entry, Finding, Quotation
from veille.core.people import SubscriberKind
from veille.core.personal_fields import PERSONAL_FIELDS, used

MAILS = every_mail()
FILLED = filled()
each = pytest.mark.parametrize("name", sorted(MAILS))

SUPPORTED = {
    "background", "border", "border-bottom", "border-color", "border-left", "border-top", "color",
    "display", "font", "font-size", "font-weight", "line-height", "list-style", "margin",
    "max-width", "padding", "text-align", "vertical-align",
}  # fmt: skip
"""What Gmail, Apple Mail, Outlook.com, Thunderbird and the French webmails show."""

HARMLESS = {"break-inside", "max-height", "overflow", "overflow-wrap", "word-break"}
"""What some leave out, without harm: breaks of long words and pages, the hidden preheader."""

_DECLARATION = re.compile(r"([a-z-]+)\s*:\s*([^;}]+)")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_QUERY = re.compile(r"@media ([^{]+)\{((?:[^{}]*\{[^{}]*\})*)[^{}]*\}")


def page(name: str) -> BeautifulSoup:
    return BeautifulSoup(FILLED[name][1], "html.parser")


def declarations(style: str) -> dict[str, str]:
    found = _DECLARATION.findall(style)
    return {key: value.replace("!important", "").strip() for key, value in found}


def rules(soup: BeautifulSoup, query: str) -> Iterator[tuple[str, dict[str, str]]]:
    sheet = "".join(style.get_text() for style in soup.find_all("style"))
    for asked, body in _QUERY.findall(sheet):
        if query in asked:
            for selectors, style in _RULE.findall(body):
                for selector in selectors.split(","):
                    yield selector.strip(), declarations(style)


@each
def test_it_is_light(name: str) -> None:
    assert weight(MAILS[name][1]) <= MOST_BYTES


@each
def test_its_style_is_what_mail_clients_support(name: str) -> None:
    soup = page(name)
    inline = {key for tag in soup.select("[style]") for key in declarations(str(tag["style"]))}
    queried = {key for _, style in rules(soup, "") for key in style}
    assert inline | queried <= SUPPORTED | HARMLESS
    for tag in soup.select("[style]"):
        assert "url(" not in str(tag["style"])
        assert declarations(str(tag["style"])).get("display") in (
            None, "block", "inline-block", "none",
        )  # fmt: skip


@each
def test_it_has_neither_image_nor_script_nor_form(name: str) -> None:
    unwanted = ["img", "script", "form", "iframe", "link", "object", "svg", "table"]
    assert page(name).find_all(unwanted) == []


@each
def test_its_language_title_and_headings_are_said(name: str) -> None:
    soup = page(name)
    assert soup.select_one("html")["lang"] == "fr"  # type: ignore[index]
    assert soup.select_one("title").get_text()  # type: ignore[union-attr]
    levels = [int(tag.name[1]) for tag in soup.find_all(re.compile("^h[1-6]$"))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(later - before <= 1 for before, later in pairwise(levels))


@each
def test_only_personal_fields_are_left_open(name: str) -> None:
    _, html, text = MAILS[name]
    assert used(html) <= set(PERSONAL_FIELDS)
    assert used(text) <= used(html)
    assert "⟦" not in FILLED[name][1] + FILLED[name][2]


@each
def test_every_link_of_the_html_is_in_the_text_or_of_a_notice(name: str) -> None:
    _, html, text = FILLED[name]
    for link in BeautifulSoup(html, "html.parser").select("a[href]"):
        address = str(link["href"])
        assert address.startswith("#") or address in text, address
        assert link.get_text().strip()


@each
def test_the_text_says_what_the_html_says(name: str) -> None:
    if name == "digest_flood":
        pytest.skip("the mail shortens in HTML what its text has in full")
    soup, text = page(name), " ".join(FILLED[name][2].split())
    for element in soup.select("h1, h2, h3, h4, blockquote, main li, article > b"):
        for said in element.stripped_strings:
            words = " ".join(said.split())
            assert words.strip(" –") in text, words


@each
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_has_enough_contrast(name: str, scheme: str) -> None:
    soup = page(name)
    painted = _painted(soup, scheme)
    for string in soup.body.find_all(string=True):  # type: ignore[union-attr]
        if not string.strip() or _is_hidden(string):
            continue
        ink, paper = _colours(string, painted)
        assert _contrast(ink, paper) >= 4.5, (string.strip()[:60], ink, paper)


def test_a_reader_sees_no_more_than_the_limit_and_how_many_more_there_are() -> None:
    subject, html, text = FILLED["digest_flood"]
    assert subject.startswith("200\u00a0marchés")
    assert "140\u00a0autres marchés correspondent à vos alertes" in text
    assert FIELDS["view_url"] in html
    assert text.count("[Clause attendue]") == 60


def test_a_week_of_many_flagged_calls_still_shows_what_can_be_acted_on() -> None:
    (flagged,) = EDITION.section("reserved")
    reserved = [replace(flagged, procedure_id=200 + number) for number in range(70)]
    mail = _broad(*reserved, *(one for one in EDITION.entries if one.section != "reserved"))
    for heading in ("À saisir (2)", "À préparer (1)", "À renouveler (1)"):
        assert f"\n{heading}\n" in mail.text, heading
    assert mail.subject.startswith("[Exemple] 76\u00a0marchés, dont 70\u00a0réservés")
    assert "\nMarchés réservés (53 sur\u00a070)\n" in mail.text
    assert mail.text.count("\n* ") == 60
    assert "- 70\u00a0marchés réservés" in mail.text


def test_an_example_names_its_source_and_is_quoted_once() -> None:
    soup = page("alert_buyer")
    (first, *_) = soup.select("blockquote")
    assert "1 820 heures" in first.get_text()
    source = first.find_next("a")
    assert source is not None
    assert "Ville de Valinvente" in source.get_text()
    assert soup.get_text().count("1 820 heures de travail") == 1
    assert "L2112-2-1" in soup.get_text()


@pytest.mark.parametrize("reader", ["facilitator", "buyer_agent", "structure"])
def test_hostile_text_stays_text_and_writes_no_personal_field(reader: SubscriberKind) -> None:
    hostile = "<script>alert(1)</script> ⟦manage_url⟧ \u202eetrevni\r\nBcc: x@y.example " * 500
    quotation = Quotation(text=hostile, signal="stated")
    finding = Finding(question="clause", kinds=("insertion",), quotations=(quotation,))
    entries = [
        replace(entry, title=hostile, buyer=hostile, places=(hostile,), clause=finding)
        for entry in EDITION.entries
    ]
    lines = [line(entry) for entry in entries]
    told = [item(entry, reasons=(hostile,)) for entry in entries]
    mail = personal_mail(frame(*lines, linked=True), reader, told).mail
    assert weight(mail.html) <= MOST_BYTES
    assert "<script" not in mail.html
    assert "\u202e" not in mail.html + mail.text + mail.subject
    assert "\n" not in mail.subject
    assert mail.html.count("⟦manage_url⟧") == mail.text.count("⟦manage_url⟧") == 1


def _broad(*entries: Entry) -> RenderedMail:
    lines = [line(entry) for entry in entries]
    return personal_mail(frame(*lines), "facilitator", [item(one) for one in entries]).mail


def _is_hidden(string: NavigableString) -> bool:
    return any(
        "display:none" in str(parent.get("style", "")).replace(" ", "") for parent in string.parents
    )


def _painted(soup: BeautifulSoup, scheme: str) -> dict[int, dict[str, str]]:
    """The declared colours of each element, by identity."""
    found = {id(tag): declarations(str(tag["style"])) for tag in soup.select("[style]")}
    sheets = [list(rules(soup, "all"))] + ([list(rules(soup, "dark"))] if scheme == "dark" else [])
    for number, sheet in enumerate(sheets):
        for selector, style in sheet:
            for tag in soup.select(selector):
                own = found.setdefault(id(tag), {})
                found[id(tag)] = own | style if number else style | own
    return found


def _colours(string: NavigableString, painted: dict[int, dict[str, str]]) -> tuple[str, str]:
    ink = paper = None
    for parent in string.parents:
        style = painted.get(id(parent), {}) if isinstance(parent, Tag) else {}
        ink = ink or style.get("color")
        background = style.get("background")
        paper = paper or background
    assert ink
    assert paper
    return ink, paper


def _contrast(one: str, other: str) -> float:
    first, second = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (first + 0.05) / (second + 0.05)


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    digits = "".join(2 * digit for digit in digits) if len(digits) == 3 else digits
    channels = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [
        value / 12.92 if value <= 0.03928 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
