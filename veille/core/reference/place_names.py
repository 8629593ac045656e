"""Names of places as people write them: one spelling, and the names that a prose place holds."""

import re
from collections.abc import Iterator

from veille.core.text import normalise

MAX_LENGTH = 400
"""Characters of a place that are read: a longer one is no place."""

_ARTICLE = re.compile(r"^(?:l|le|la|les) (?=\w)")
_SAINT = re.compile(r"\bsaint(e?)\b")
_POSTCODE = re.compile(r"(?<!\d)(?:F ?- ?)?(\d{2} ?\d{3})(?!\d)")
_HARD_CUT = re.compile(r"[,;:/()\[\]|\n\r\t]+| [-–—] ")
# Between spaces only: a hyphen makes one name of « Caux-et-Sauzens ».
_SOFT_CUT = re.compile(r"\s(?:et|ou|[àa])\s", re.IGNORECASE)
_TAIL_CUT = re.compile(r"\s(?:de|du|des)\s|\sd['’]", re.IGNORECASE)
_LEADING = re.compile(
    r"^(?:(?:dans|sur|a|au|aux|en|de|du|des|d|l|la|le|les|f"
    r"|territoires?|communes?|villes?|mairie|centre ville|quartiers?|secteur"
    r"|departement|conseil departemental|prefecture|sdis"
    r"|communaute (?:d agglomeration|de communes|urbaine)|agglomeration|agglo|ca|cc|cu"
    r"|ccas|chu|ch|crous|cci|universite) )+"
)
_TRAILING = re.compile(r"(?: (?:cedex(?: \d{1,2})?|\d{1,2}|france|herault|occitanie))+$")


def plain_name(name: str) -> str:
    """``st jean de vedas`` for « Saint-Jean-de-Védas »: one spelling, article dropped."""
    return _ARTICLE.sub("", _SAINT.sub(r"st\1", normalise(name)))


def postcodes_in(text: str) -> tuple[str, ...]:
    """The postcodes written in ``text`` (``34500``, ``34 500``, ``F-34500``), in order."""
    return tuple(match.replace(" ", "") for match in _POSTCODE.findall(text[:MAX_LENGTH]))


def names_in(text: str) -> tuple[str, ...]:
    """What may be a place name in ``text``, in plain spelling, the longest pieces first.

    « 34500 Béziers CEDEX 2 » gives ``beziers``; « Sète, Agde et Béziers » its three names;
    « lycée de la mer à Sète » also gives ``sete``. A piece inside a longer name is never taken
    out of it: « rue de Lunel, Nîmes » does not give ``lunel``.
    """
    found: dict[str, None] = {}
    whole = _POSTCODE.sub(" ", text[:MAX_LENGTH])
    for piece in (whole, *_HARD_CUT.split(whole)):
        for part in (piece, *_SOFT_CUT.split(piece)):
            found |= dict.fromkeys(_spellings(normalise(part)))
    return tuple(found)


def tails_of(text: str) -> tuple[str, ...]:
    """What follows each « de » of the name of a body: « Régie des eaux de Sète » gives ``sete``."""
    whole = text[:MAX_LENGTH]
    ends = [match.end() for match in _TAIL_CUT.finditer(whole)]
    return tuple(dict.fromkeys(plain_name(whole[end:]) for end in ends))


def says_herault(text: str) -> bool:
    """Does ``text`` itself name the département, as « (34) » or « Hérault »?"""
    words = normalise(text[:MAX_LENGTH]).split()
    return "34" in words or "herault" in words


def _spellings(folded: str) -> Iterator[str]:
    """The piece as it is, then without what leads and trails it."""
    if not folded:
        return
    yield plain_name(folded)
    bare = _LEADING.sub("", folded)
    yield plain_name(bare)
    yield plain_name(_TRAILING.sub("", bare))
