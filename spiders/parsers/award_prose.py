"""Who won and for how much, from the prose of a national award notice.

The prose is free, so only plain forms are read: a label (« Titulaire : … ») or « attribué à … »,
and an amount without VAT where the passage gives just one. What is not read stays in the text.
"""

import re

from spiders.parsers.cleaning import one_line
from spiders.parsers.lots import lot_id
from spiders.parsers.siret import clean_siret
from spiders.parsers.values import amount, day, whole
from veille.core.notices import Award, Winner
from veille.core.text import fold

_MAX_PROSE = 20_000
_MAX_AWARDS = 200
_MAX_NAME = 120

_LOT = re.compile(r"(?:^|[\n;])[ \t]*lot[ \t]*(?:n[°o.]{1,2}[ \t]*)?([0-9]{1,3})\b", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:^|[\s;(])(?:nom du titulaire|titulaires?(?: retenus?)?|attributaires?|entreprise retenue)"
    r"[ \t]{0,3}:[ \t]{0,3}([^\n;:]{2,160})",
    re.IGNORECASE,
)
_GRANTED = re.compile(
    r"\battribu[ée]e?s?[ ]à[ ](?:la[ ]soci[ée]t[ée][ ]|l['’]entreprise[ ]|la[ ]|l['’])?"
    r"([^\n;:]{2,160})",
    re.IGNORECASE,
)
# « Nom, adresse, 34500 Béziers » alone on its line.
_ADDRESS_LINE = re.compile(
    r"(?:^|\n)[ \t]{0,9}([^\W\d_][^,\n:;]{1,118}),[^\n:]{0,160}?"
    r"\b[0-9]{5}[ ][^\W\d_][^\n:,;0-9]{1,60}(?=\n|$)"
)
_CITY = re.compile(r"\b[0-9]{5}[ ]([^\W\d_][^\n:,;.()0-9]{1,60})")
_NAME_END = re.compile(
    r"\s-\s|,|\(|\s[–—]\s|\.(?:\s|$)|\s(?:situ[ée]e?|sise?|pour|dont|domicili[ée]e?|montant|siret)\b",
    re.IGNORECASE,
)
_NO_NAME = re.compile(r"^(?:infructueu\w*|sans suite|declaree? \w+|neant|voir|cf|non attribu\w*)\b")
_AMOUNT = re.compile(
    r"(?P<before>[^\d\n]{0,40})(?<![\d.,])(?P<number>\d[\d \u00a0\u202f.]{0,15}(?:,\d{1,2})?)"
    r"[ \u00a0\u202f]?(?:€|euros?\b)[ \u00a0\u202f]{0,2}\(?(?P<tax>H\.?T|T\.?T\.?C|hors tax)?",
    re.IGNORECASE,
)
_NOT_AWARDED = re.compile(r"\b(?:maxi\w*|mini\w*|max|min|estim\w*|plafond|penalit\w*|tva)\b")
_TAX_BEFORE = re.compile(r"\b(HT|TTC|hors taxes?)\b", re.IGNORECASE)
_TENDERS = re.compile(
    r"nombre d['’ ]offres re[çc]ues?[ ]{0,3}:?[ ]{0,3}([0-9]{1,4})\b", re.IGNORECASE
)
_DATED = re.compile(
    r"date d['’ ]attribution[^\d\n]{0,30}([0-9]{1,2}/[0-9]{1,2}/(?:[0-9]{4}|[0-9]{2}))\b",
    re.IGNORECASE,
)
_SIRET = re.compile(r"(?<!\d)\d{3}[ .]?\d{3}[ .]?\d{3}[ .]?\d{5}(?!\d)", re.ASCII)


def awards_in(prose: str | None) -> tuple[Award, ...]:
    """The awards that the prose states plainly, by lot where it goes through the lots."""
    if not prose:
        return ()
    read = (_award(passage, lot) for lot, passage in _passages(prose[:_MAX_PROSE]))
    return tuple(award for award in read if award.winner or award.amount)[:_MAX_AWARDS]


def winner_name(raw: str | None) -> str | None:
    """A winner's name, or None where the field says that there is none (« Infructueux »)."""
    name = one_line(raw)
    if not name or len(name) < 2 or _NO_NAME.match(fold(name).text):
        return None
    return name[: 2 * _MAX_NAME]


def _passages(prose: str) -> list[tuple[str | None, str]]:
    headings = list(_LOT.finditer(prose))
    if not headings:
        return [(None, prose)]
    ends = [heading.start() for heading in headings[1:]] + [len(prose)]
    return [
        (lot_id(heading[1], index), prose[heading.start() : end])
        for index, (heading, end) in enumerate(zip(headings, ends, strict=True))
    ]


def _award(passage: str, lot: str | None) -> Award:
    tenders, dated = _TENDERS.search(passage), _DATED.search(passage)
    return Award(
        lot=lot,
        winner=_winner(passage),
        amount=_only_amount(passage),
        on=day(dated[1]) if dated else None,
        tenders=whole(tenders[1]) if tenders else None,
    )


def _winner(passage: str) -> Winner | None:
    found = _LABEL.search(passage) or _GRANTED.search(passage) or _ADDRESS_LINE.search(passage)
    if not found:
        return None
    name = winner_name(_NAME_END.split(found[1], maxsplit=1)[0].strip(" .-–"))
    # A phrase that goes on (« attribué à la suite de… ») is no name.
    if not name or len(name) > _MAX_NAME or not (name[0].isupper() or name[0].isdigit()):
        return None
    numbers = {number for match in _SIRET.findall(passage) if (number := clean_siret(match))}
    city = _CITY.search(passage[found.start(1) :].split("\n", 1)[0])
    return Winner(
        name=name,
        siret=numbers.pop() if len(numbers) == 1 else None,
        city=city[1].strip(" -–") if city else None,
    )


def _only_amount(passage: str) -> float | None:
    """The one amount without VAT, by what is written after it, else before it."""
    found = [
        (value, _tax(match))
        for match in _AMOUNT.finditer(passage)
        if (value := amount(match["number"]))
        and not _NOT_AWARDED.search(fold(match["before"]).text)
    ]
    without_tax = {value for value, tax in found if tax == "H"}
    if not without_tax and not any(tax == "T" for _, tax in found):
        without_tax = {value for value, _ in found}
    return without_tax.pop() if len(without_tax) == 1 else None


def _tax(match: re.Match[str]) -> str:
    """``H`` without VAT, ``T`` with it, nothing where it is not said."""
    if match["tax"]:
        return match["tax"][0].upper()
    said = _TAX_BEFORE.findall(match["before"])
    return said[-1][0].upper() if said else ""
