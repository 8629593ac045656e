"""The list of an AWS site: one row for each ``div#entity`` (the id repeats), and where it goes on.

A row whose known parts are not there is counted: the page has changed, and says so.
"""

import hashlib
import re
from dataclasses import astuple, dataclass
from datetime import date, datetime

from bs4 import BeautifulSoup, Tag

from spiders.parsers.aws_page import flat, lines_of, moment_in, number_of, soup_of
from spiders.parsers.result import UnreadablePayload
from spiders.parsers.scalars import whole
from veille.core.text import fold

MOST_ROWS = 500
"""Of one page; the site shows ten or twenty."""

_PUBLISHED = re.compile(r"publie le\s*(\d{1,2}/\d{1,2}/\d{2,4})")
_LIMIT = re.compile(r"date limite\s*:?\s*(?:le\s*)?")
_WHERE = re.compile(r"\((\d{2,5}|2[AB]\d{0,3})\)\s*$")
_REFERENCE = re.compile(r"\[r[ée]f\.\s*([^\]]{1,200})\]", re.IGNORECASE)
_PAGER = re.compile(r"[?&](pager_[a-z])=(\d{1,4})(?!\d)")
_TOO_MANY = re.compile(r"veuillez preciser")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One notice of a list. ``social`` says that it has the picture of social criteria."""

    number: str
    title: str
    published_on: date | None = None
    deadline: datetime | None = None
    buyer: str | None = None
    postcode: str | None = None
    reference: str | None = None
    remarks: str | None = None
    corrected: bool = False
    social: bool = False

    @property
    def mark(self) -> str:
        """What changes when the row does, whichever site of the engine shows it."""
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()[:32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """One page of results: the ``total`` it says, its rows, the address of the next page.

    ``odd`` counts the blocks that lack a number, an object or a date.
    """

    total: int
    rows: tuple[Row, ...] = ()
    odd: int = 0
    following: str | None = None


def read_list(content: bytes, page: int = 1) -> Listing:
    """The page of results ``page``.

    Raises:
        UnreadablePayload: the site asks to narrow the search, or it is no list that is known.
    """
    soup = soup_of(content)
    total = _total(soup)
    blocks = soup.select("div#entity", limit=MOST_ROWS)
    if total is None or (total and not blocks):
        if _TOO_MANY.search(fold(" ".join(lines_of(soup))).text):
            raise UnreadablePayload("trop d’avis : le site demande de préciser la recherche")
        missing = "sans total" if total is None else f"sans un seul des {total} avis annoncés"
        raise UnreadablePayload(f"liste de forme inconnue, {missing}")
    rows = [_row(block) for block in blocks]
    known = [row for row in rows if row is not None]
    return Listing(
        total=total,
        rows=tuple({row.number: row for row in known}.values()),
        odd=len(rows) - len(known),
        following=_following(soup, page),
    )


def _total(soup: BeautifulSoup) -> int | None:
    said = soup.select_one("#nbResultAvis strong") or soup.select_one("#nbResultAvis")
    found = re.search(r"\d[\d ]{0,8}", flat(said) or "")
    return whole(found[0].replace(" ", "")) if found else None


def _row(block: Tag) -> Row | None:
    number = next(
        (found for a in block("a", href=True) if (found := number_of(str(a["href"])))), None
    )
    title = _title(block.select_one("#titre_box"))
    dates = fold(flat(block.select_one(".affiche_date_avis")) or "").text
    published = _PUBLISHED.search(dates)
    if not number or not title or not published:
        return None
    buyer = flat(block.select_one("h2.h2-avis"))
    where = _WHERE.search(buyer or "")
    reference = _REFERENCE.search(flat(block.select_one(".ref-acheteur")) or "")
    limit = _LIMIT.search(dates)
    day = moment_in(published[1])
    return Row(
        number=number,
        title=title,
        published_on=day.date() if day else None,
        deadline=moment_in(dates[limit.end() :]) if limit else None,
        buyer=_WHERE.sub("", buyer).strip() or None if buyer else None,
        postcode=where[1] if where else None,
        reference=reference[1].strip() if reference else None,
        remarks=flat(block.select_one("#titre_box p")),
        corrected="rectifi" in (flat(block.select_one("#info-icons-container")) or "").lower(),
        social=block.select_one("img[src*=critere-social]") is not None,
    )


def _title(box: Tag | None) -> str | None:
    """The object: the text of the box without its reference and its remarks."""
    if box is None:
        return None
    apart = {id(one) for one in box.select(".ref-acheteur, p")}
    words = [
        str(text)
        for text in box.find_all(string=True)
        if not any(id(parent) in apart for parent in text.parents)
    ]
    return " ".join(" ".join(words).split()) or None


def _following(soup: BeautifulSoup, page: int) -> str | None:
    """``?pager_s=3``, where a link leads to that page or to a later one."""
    found = [
        (match[1], int(match[2]))
        for a in soup("a", href=True)
        if (match := _PAGER.search(str(a["href"])))
    ]
    later = next((name for name, number in found if number > page), None)
    return f"?{later}={page + 1}" if later else None
