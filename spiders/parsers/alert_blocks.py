"""The tenders that a mail lists: the piece of the mail around each link to one of them."""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from bs4 import BeautifulSoup, Tag

from spiders.parsers.alert_platforms import AlertPlatform, platform_of_host

MOST_TENDERS = 300
"""Of one mail; an alert that lists more is no alert."""
LONGEST_LINK = 2_000

_MOST_LINKS = 2_000
_HIGHEST = 12  # how many elements above a link its piece of the mail may be
_LONGEST_PIECE = 4_000
_UNREAD = ("script", "style", "head", "title", "template", "noscript", "object", "svg", "img")


@dataclass(frozen=True, slots=True)
class Block:
    """One tender of a mail: where it leads, the words of the link, the lines around it."""

    link: str
    words: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """A mail taken apart: whose it is, its tenders, all its lines and links."""

    platform: AlertPlatform | None
    blocks: tuple[Block, ...]
    lines: tuple[str, ...]
    links: tuple[str, ...]


def layout_of_html(html: str, sender: AlertPlatform | None) -> Layout:
    """The tenders of an HTML mail; the platform is the sender's, else that of the links."""
    soup = BeautifulSoup(html, "lxml")
    for element in soup(_UNREAD):
        element.decompose()
    anchors = [
        (anchor, link)
        for anchor in soup("a", href=True, limit=_MOST_LINKS)
        if (link := _web(str(anchor["href"])))
    ]
    platform = sender or _platform_of(link for _, link in anchors)
    found: dict[str, list[Tag]] = {}
    for anchor, link in anchors:
        if platform is not None and _leads_to_tender(link, platform):
            found.setdefault(link, []).append(anchor)
    own = {id(anchor): link for link, some in found.items() for anchor in some}
    alone = len(found) == 1  # the whole mail is about it
    blocks = [
        Block(link, _words(some), _lines(soup if alone else _piece(some[0], link, own)))
        for link, some in list(found.items())[:MOST_TENDERS]
    ]
    links = dict.fromkeys(link for _, link in anchors)
    return Layout(platform, tuple(blocks), _lines(soup), tuple(links))


def layout_of_text(text: str, sender: AlertPlatform | None) -> Layout:
    """The tenders of a plain mail: the lines above each link, since the one before."""
    lines = tuple(filter(None, (" ".join(line.split()) for line in text.splitlines())))
    addresses = [(place, link) for place, line in enumerate(lines) for link in _in_line(line)]
    platform = sender or _platform_of(link for _, link in addresses)
    blocks: dict[str, Block] = {}
    since = 0
    for place, link in addresses:
        if platform is None or not _leads_to_tender(link, platform):
            continue
        blocks.setdefault(link, Block(link, "", lines[since:place]))
        since = place + 1
    kept = tuple(list(blocks.values())[:MOST_TENDERS])
    return Layout(platform, kept, lines, tuple(dict.fromkeys(link for _, link in addresses)))


def _piece(anchor: Tag, link: str, own: dict[int, str]) -> Tag:
    """The largest element around a link that holds no link to another tender."""
    piece = anchor
    for parent, _ in zip(anchor.parents, range(_HIGHEST), strict=False):
        others = any(own.get(id(one), link) != link for one in parent("a", limit=_MOST_LINKS))
        if others or parent.name in ("body", "html", "[document]"):
            return piece
        piece = parent
    return piece


def _lines(element: Tag) -> tuple[str, ...]:
    """The text of an element, a line for each piece of it, up to a length."""
    text = element.get_text("\n")
    lines = (" ".join(line.split()) for line in text.splitlines())
    kept: list[str] = []
    room = _LONGEST_PIECE
    for line in filter(None, lines):
        if room <= 0:
            break
        kept.append(line[:room])
        room -= len(line)
    return tuple(kept)


def _words(anchors: list[Tag]) -> str:
    """The longest words of the links to a tender: « Consulter » says less than its object."""
    said = (" ".join(anchor.get_text(" ").split()) for anchor in anchors)
    return max(said, key=len, default="")


def _leads_to_tender(link: str, platform: AlertPlatform) -> bool:
    parts = urlsplit(link)
    return platform.link.search(f"{parts.path}?{parts.query}") is not None


def _platform_of(links: Iterator[str]) -> AlertPlatform | None:
    """The platform that most of the links are of."""
    found = [one for link in links if (one := platform_of_host(urlsplit(link).hostname or ""))]
    return max(found, key=found.count, default=None)


def _web(address: str) -> str | None:
    """An address of the web, without its fragment; null for any other."""
    bare = address.strip().partition("#")[0]
    try:
        parts = urlsplit(bare)
        is_web = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return None
    return bare if is_web and len(bare) <= LONGEST_LINK and bare.isprintable() else None


def _in_line(line: str) -> Iterator[str]:
    for word in line.split():
        start = word.find("http")
        if start >= 0 and (link := _web(word[start:].rstrip(").,;>»"))):
            yield link
