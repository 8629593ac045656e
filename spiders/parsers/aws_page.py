"""Pages of the AWS engine (marches-publics.info): their text, their moments, what is no page of it.

Shared by the list and the notice pages; the shapes are those of public descriptions, see
``docs/platforms.md``.
"""

import re
from datetime import datetime
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, NavigableString, Tag

from spiders.parsers.cleaning import clean
from spiders.parsers.result import UnreadablePayload
from spiders.parsers.written_moments import moment_of
from veille.core.text import fold

LARGEST_PAGE = 4 * 1024 * 1024
"""Bytes; a notice page has a hundredth of it."""
NOTICE_LINK = re.compile(r"/Annonces/MPI-pub-([0-9]{6,16})\.htm", re.IGNORECASE)

_BREAKS = frozenset({"br", "p", "div", "li", "tr", "table", "h1", "h2", "h3", "h4"})
_MOMENT = re.compile(
    r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})(?!\d)(?:\s{0,5}[àa]\s{0,5}(\d{1,2})\s?[h:]\s?(\d{2})?)?"
)
# What stands in place of a page: the words are looked for in the visible text, which is short then.
_LONGEST_BLOCK = 3_000
_BLOCKS = (
    (
        re.compile(
            r"captcha|(?:pas|etes) un robot|not a robot|verification de votre navigateur"
            r"|(?:activer|enable) javascript|acces (?:refuse|interdit|restreint)|access denied"
            r"|403 forbidden|incident id"
        ),
        "page de blocage",
    ),
    (re.compile(r"maintenance|momentanement indisponible"), "site en maintenance"),
)
_OWN = (b"AAPCGenere", b'id="entity"', b"nbResultAvis", b"formRech")
_TRAP = re.compile(rb"captcha|datadome|incapsula|challenge-platform", re.IGNORECASE)


def soup_of(content: bytes) -> BeautifulSoup:
    """The page, in UTF-8 where it is, else in Windows-1252 whatever it says of itself.

    Raises:
        UnreadablePayload: it is larger than any page of the site.
    """
    if len(content) > LARGEST_PAGE:
        raise UnreadablePayload("page de plus de 4 Mio")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    return BeautifulSoup(text, "lxml")


def lines_of(element: Tag) -> list[str]:
    """The visible text, a line for each line that a reader sees; blank ones are left out."""
    pieces: list[str] = []
    for node in element.descendants:
        if isinstance(node, Tag):
            pieces.append("\n" if node.name in _BREAKS else "")
        elif type(node) is NavigableString:  # its subclasses are comments, scripts, styles
            pieces.append(re.sub(r"\s+", " ", node))
    lines = (clean(" ".join(line.split())) for line in "".join(pieces).split("\n"))
    return [line for line in lines if line]


def flat(element: Tag | None) -> str | None:
    """The visible text on one line."""
    return (" ".join(lines_of(element)) or None) if element is not None else None


def moment_in(text: str | None) -> datetime | None:
    """The first moment of a text (``17/06/24 à 23h59``), Paris time; a day alone means its end."""
    found = _MOMENT.search(text or "")
    if found is None:
        return None
    day, month, year, hour, minute = found.groups()
    return moment_of(day, month, year if len(year) == 4 else f"20{year}", hour, minute)


def number_of(address: str | None) -> str | None:
    """The number of the notice that an address leads to: the same on every site of the engine."""
    found = NOTICE_LINK.search(address or "")
    return found[1] if found else None


def absolute(href: object, page: str) -> str | None:
    """Where a link of a page leads, on the web only."""
    if not isinstance(href, str):
        return None
    try:
        address = urljoin(page, href.strip())
        is_web = urlsplit(address).scheme in ("http", "https") and bool(urlsplit(address).hostname)
    except ValueError:
        return None
    return address if is_web and address.isprintable() and " " not in address else None


def blocked(content: bytes) -> str | None:
    """Why a page is none of the site's own: a block page, a sign-in form, maintenance."""
    if len(content) > LARGEST_PAGE or any(mark in content for mark in _OWN):
        return None
    soup = soup_of(content)
    if soup.select_one("input[type=password]"):
        return "page de connexion"
    title = soup.title.get_text() if soup.title else ""
    words = fold(f"{title} {' '.join(lines_of(soup))}").text
    if len(words) > _LONGEST_BLOCK:
        return None
    said = next((reason for pattern, reason in _BLOCKS if pattern.search(words)), None)
    return said or ("page de blocage" if _TRAP.search(content) else None)
