"""How often a contract may be renewed, where its prose says so plainly."""

import re

from veille.core.text import fold

_MAX_PROSE = 20_000
_MOST = 20
_WORDS = {"une": 1, "un": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6}
_HINTS = ("econdu", "enouvel")
_COUNT = rf"(?P<count>[0-9]{{1,2}}|{'|'.join(_WORDS)})"
_TIMES = re.compile(
    rf"\b(?:reconductible|reconduit|reconduite|renouvelable|renouvele|renouvelee)s?\b[^.;0-9]{{0,40}}?\b{_COUNT}"
    r"(?: \([a-z0-9]{1,6}\))? fois\b"
)
_NUMBER = re.compile(
    r"\bnombre (?:maximal |maximum )?(?:de periodes )?de (?:reconductions?|renouvellements?)"
    rf"(?: est)?(?: fixee?)?(?: a)?[ :]{{1,3}}{_COUNT}\b"
)


def renewals_in(*prose: str | None) -> int | None:
    """The number of renewals, or None where nothing is said or the sentences disagree."""
    found = {
        _WORDS.get(match["count"]) or int(match["count"])
        for text in prose
        if text and _may_speak(text.lower())
        for folded in (fold(text[:_MAX_PROSE]).text,)
        for pattern in (_TIMES, _NUMBER)
        for match in pattern.finditer(folded)
    }
    only = found.pop() if len(found) == 1 else None
    return only if only and only <= _MOST else None


def _may_speak(lowered: str) -> bool:
    return any(hint in lowered for hint in _HINTS)
