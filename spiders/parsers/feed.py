"""A feed's entry: a title, a link, some prose. What is not said is not guessed."""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from bs4 import BeautifulSoup

from spiders.parsers.result import Parsed, UnreadablePayload
from spiders.parsers.written_moments import moment_of
from veille.core.notices import Links, Notice, Text
from veille.core.text import fold

LONGEST_TEXT = 100_000
_DEADLINE = re.compile(
    r"(?:date limite|limite de (?:reception|remise|depot)|cloture)[^.;]{0,60}?"
    r"(\d{1,2})[/.](\d{1,2})[/.](20\d{2})(?:[^.;\d]{0,12}(\d{1,2}) ?[h:] ?(\d{2})?)?"
)


def load_entry(content: bytes) -> Mapping[str, Any]:
    """The stored entry.

    Raises:
        UnreadablePayload: not the JSON object that the feed reader stores.
    """
    try:
        entry = json.loads(content)
    except (ValueError, RecursionError):
        raise UnreadablePayload("entrée de flux illisible") from None
    if not isinstance(entry, dict):
        raise UnreadablePayload("entrée de flux illisible")
    return entry


def parse_entry(entry: Mapping[str, Any]) -> Parsed:
    """The notice of one entry; its ``key`` is the hash of the feed's address and the entry's id.

    The stage is *competition* only where the prose gives a deadline for tenders, else *other*.

    Raises:
        UnreadablePayload: an entry with neither title nor text.
    """
    key = entry.get("key")
    if not isinstance(key, str):
        raise UnreadablePayload("entrée de flux sans clé")
    title = _plain(entry.get("title"))
    prose = _plain(entry.get("content")) or _plain(entry.get("summary"))
    if not title and not prose:
        raise UnreadablePayload("entrée de flux sans titre ni texte")
    deadline = _deadline(f"{title or ''}\n{prose or ''}")
    link = entry.get("link")
    web = isinstance(link, str) and link.startswith(("https://", "http://"))
    notice = Notice(
        id=f"feed:{key}",
        source="feed",
        stage="competition" if deadline else "other",
        kind="competition" if deadline else "other",
        published_on=_day(entry.get("published_on")),
        deadline=deadline,
        title=title or prose[:200],
        texts=(Text(field="other", text=prose),) if prose else (),
        links=Links(notice=link) if web else None,
    )
    return Parsed(notice, "feed")


def _plain(markup: object) -> str:
    """The text of a piece of HTML, its blanks folded."""
    if not isinstance(markup, str):
        return ""
    if "<" not in markup and "&" not in markup:
        return " ".join(markup.split())[:LONGEST_TEXT]
    text = BeautifulSoup(markup[:LONGEST_TEXT], "lxml").get_text(" ")
    return " ".join(text.split())


def _deadline(prose: str) -> datetime | None:
    """The last moment for tenders where the prose says it, Paris time."""
    found = _DEADLINE.search(fold(prose).text)
    return moment_of(*found.groups()) if found else None


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        return None
