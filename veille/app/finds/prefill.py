"""What the first pages of documents say of the purchase for sure, as the form asks for it.

Only what a label announces is taken, and a deadline only where all that are announced agree.
"""

import re
from collections.abc import Iterable, Mapping
from datetime import datetime

from spiders.parsers.written_moments import moment_of
from veille.app.finds.results import Document
from veille.core.clock import end_of_day, paris
from veille.core.documents import kind_of
from veille.core.reference import cpv as vocabulary

_PAGES = 6
"""Of each document: an object and a deadline come first."""
_LONGEST = 20_000
_FIRST = ("avis", "RC", "AE", "CCAP", "CCP", "CCTP", "BPU", None)
_MOST_CODES = 5

_TITLE = re.compile(
    r"^[ ]{0,8}(?:\d[\d.]{0,6}[ -–]{1,4})?objet(?:[ ](?:du|de[ ]la|de[ ]l[’'])[ ]?"
    r"(?:march[ée]|consultation|accord-cadre|avis|contrat))?[ \u00a0]?:[ \n]{0,4}"
    r"(?P<value>[^\n]{10,300})",
    re.IGNORECASE | re.MULTILINE,
)
_BUYER = re.compile(
    r"^[ ]{0,8}(?:nom[ ](?:et[ ]adresse[ ])?(?:du[ ]|de[ ]l[’']))?"
    r"(?:pouvoir[ ]adjudicateur|acheteur(?:[ ]public)?|ma[îi]tre[ ]d[’']ouvrage"
    r"|entit[ée][ ]adjudicatrice|collectivit[ée])[ \u00a0]?:[ \n]{0,4}(?P<value>[^\n]{3,200})",
    re.IGNORECASE | re.MULTILINE,
)
_MONTHS = {
    "janvier": "1", "fevrier": "2", "février": "2", "mars": "3", "avril": "4", "mai": "5",
    "juin": "6", "juillet": "7", "aout": "8", "août": "8", "septembre": "9", "octobre": "10",
    "novembre": "11", "decembre": "12", "décembre": "12",
}  # fmt: skip
_DEADLINE = re.compile(
    r"dates?(?:[ ]et[ ]heures?)?[ ]limites?[ ](?:de|pour)[ ](?:la[ ])?"
    r"(?:remise|r[ée]ception|d[ée]p[ôo]t)[ ]des[ ](?:offres|plis|candidatures)[^\d]{0,60}?"
    r"(?P<day>\d{1,2})(?:er)?(?:[/.-]|[ ])(?P<month>\d{1,2}|[a-zûé]{3,9})(?:[/.-]|[ ])"
    r"(?P<year>20\d{2})"
    r"(?:[^\d\n]{1,14}(?P<hour>\d{1,2})[ ]?(?:h(?:eures)?|:)[ ]?(?P<minute>\d{2})?)?",
    re.IGNORECASE,
)
_CODE = re.compile(r"(?<!\d)(\d{8})-\d(?!\d)")


def prefilled(documents: Iterable[Document]) -> Mapping[str, str]:
    """Fields of the form of staff (``objet``, ``acheteur``, ``limite``, ``heure``, ``cpv``)."""
    text = "\n\n".join(_beginnings(documents))
    moment = _deadline(text)
    found = {
        "objet": _labelled(_TITLE, text),
        "acheteur": _labelled(_BUYER, text),
        "limite": moment.date().isoformat() if moment else "",
        "heure": moment.strftime("%H:%M") if moment and moment != end_of_day(moment.date()) else "",
        "cpv": " ".join(_codes(text)),
    }
    return {name: value for name, value in found.items() if value}


def _beginnings(documents: Iterable[Document]) -> list[str]:
    """The first pages, those of the most telling kind first."""
    ranked = sorted(
        documents, key=lambda one: _FIRST.index(kind_of(one.name, (one.pages or ("",))[0]))
    )
    return ["\n".join(one.pages[:_PAGES])[:_LONGEST] for one in ranked]


def _labelled(pattern: re.Pattern[str], text: str) -> str:
    found = pattern.search(text)
    return " ".join(found["value"].split()).rstrip(" .;,") if found else ""


def _deadline(text: str) -> datetime | None:
    moments = {_moment(match) for match in _DEADLINE.finditer(text)}
    return moments.pop() if len(moments) == 1 else None


def _moment(match: re.Match[str]) -> datetime | None:
    month = _MONTHS.get(match["month"].lower(), match["month"])
    moment = moment_of(match["day"], month, match["year"], match["hour"], match["minute"])
    return paris(moment) if moment else None


def _codes(text: str) -> list[str]:
    codes = dict.fromkeys(match[0] for match in _CODE.finditer(text))
    known = [code for code in codes if (own := vocabulary.clean(code)) and vocabulary.label(own)]
    return known[:_MOST_CODES]
