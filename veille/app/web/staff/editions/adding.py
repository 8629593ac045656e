"""Procedures to add to an edition: by a number that people know, or by words."""

import re
from datetime import datetime

from sqlalchemy.orm import Session

from veille.app.web.listing import Listed, listed_page
from veille.core.filters import Filter
from veille.core.search import Search
from veille.store import cards, linking, procedures, searching
from veille.store.searching import Found

MOST = 20
_PROCEDURE = re.compile(r"(?:.*/consultations/)?(\d{1,18})", re.ASCII)
_BOAMP = re.compile(r"(?:boamp:)?(\d{2}-\d{1,9})", re.ASCII | re.IGNORECASE)
_TED = re.compile(r"(?:ted:)?0*(\d{1,9}-\d{4})", re.ASCII | re.IGNORECASE)


def found_for(session: Session, text: str, now: datetime) -> list[Listed] | None:
    """What ``text`` means: a number of a procedure or of a notice, else words; null for none.

    Raises:
        Refusal: the words cannot be looked for.
    """
    if not text:
        return None
    number = _numbered(session, text)
    if number is None:
        search = Search(filter=Filter(words=(text,)))
        return listed_page(searching.find(session, search, now, most=MOST), now)
    known = cards.load(session, [number]).get(number)
    if known is None:
        return []
    return listed_page(Found((known[-1],), None, searching.samples(session, [number])), now)


def _numbered(session: Session, text: str) -> int | None:
    """The procedure that a number means; null where it is none, or words."""
    if match := _PROCEDURE.fullmatch(text):
        return procedures.resolve(session, [int(match[1])]).get(int(match[1]))
    for prefix, pattern in (("boamp", _BOAMP), ("ted", _TED)):
        if match := pattern.fullmatch(text):
            notice = f"{prefix}:{match[1]}"
            return linking.procedures_of(session, [notice]).get(notice)
    return None
