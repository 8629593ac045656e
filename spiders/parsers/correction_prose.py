"""The new deadline that a correction gives in prose: « Au lieu de …, lire 14/09/2026 à 12h00 ».

Read only where the sentence speaks of the reception of tenders or applications, and only where
all the dates it gives agree: a wrong deadline is worse than the old one.
"""

import re
from datetime import date, datetime, time

from veille.core.clock import PARIS, end_of_day
from veille.core.text import fold

_MAX_PROSE = 20_000
_REACH = 250

_MONTHS = (
    "janvier", "fevrier", "mars", "avril", "mai", "juin",
    "juillet", "aout", "septembre", "octobre", "novembre", "decembre",
)  # fmt: skip
_WEEKDAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
_SUBJECT = re.compile(
    r"\b(?:reception|remise|depot|envoi|transmission|presentation)s?(?: electroniques?)? "
    r"(?:des? |d une? |de l |de la |de leurs? |de vos )?"
    r"(?:offres?|plis?|candidatures?|propositions?|dossiers?|reponses?)\b"
    r"|\blimites? (?:de |des |d )?"
    r"(?:reception|remise|depot|reponses?|offres?|plis?|candidatures?)\b"
)
_OTHER_SUBJECT = re.compile(
    r"\b(?:visites?|questions?|renseignements?|complementaires?|retrait|validite|ouverture|"
    r"invitations?|echantillons?|demarrage|commencement)\b"
)
_NEW_DATE = re.compile(
    r"\b(?P<verb>lire|reporte\w{0,2}|repousse\w{0,2}|prolonge\w{0,2}|proroge\w{0,2}|decale\w{0,2}|"
    r"porte\w{0,2}|modifie\w{0,2}|remplace\w{0,2}|nouvelle date[^:.\n]{0,60}|desormais)"
    r"(?: du [^.;]{4,60}? (?=au |jusqu))?"
    r"(?:[ :\"«]|\b(?:au|le|jusqu|a|par|est|fixee?|lire|la date du)\b){0,8}"
    rf"(?:{_WEEKDAY} )?"
    r"(?P<day>[0-9]{1,2})(?:er)? ?[/. ] ?"
    rf"(?P<month>[0-9]{{1,2}}|{'|'.join(_MONTHS)}) ?[/. ] ?"
    r"(?P<year>[0-9]{4}|[0-9]{2})\b"
    r"(?P<time>[ ,]{0,3}(?:(?:a|avant|jusqu a) )?"
    r"(?:(?P<hour>[0-9]{1,2}) ?(?:heures?|h|:) ?(?P<minute>[0-9]{2})?|(?P<noon>midi)\b))?"
)
_OLD = re.compile(r"au lieu de\W{0,3}$")
_LOCAL = re.compile(r"^\W{0,3}(?:heures? )?locales?\b")


def new_deadline(prose: str | None) -> datetime | None:
    """The new limit for tenders or applications, Paris time; a day alone means its end."""
    if not prose:
        return None
    folded = fold(prose[:_MAX_PROSE]).text
    subjects = [match.span() for match in _SUBJECT.finditer(folded)]
    if not subjects:
        return None
    found = {
        _instant(match, folded[match.end() : match.end() + 20])
        for match in _NEW_DATE.finditer(folded)
        if not _OLD.search(folded, max(0, match.start() - 15), match.start())
        and _speaks_of_tenders(folded, subjects, match)
    }
    return found.pop() if len(found) == 1 else None


def speaks_of_tenders(heading: str | None) -> bool:
    """Whether a heading names the reception of tenders or applications."""
    return bool(_SUBJECT.search(fold((heading or "")[:500]).text))


def _speaks_of_tenders(folded: str, subjects: list[tuple[int, int]], match: re.Match[str]) -> bool:
    at = match.start("day")
    ends = [end for start, end in subjects if start < at and at - end <= _REACH]
    return bool(ends) and not _OTHER_SUBJECT.search(folded, ends[-1], at)


def _instant(match: re.Match[str], after: str) -> datetime | None:
    month, year = match["month"], int(match["year"])
    try:
        on = date(
            year if year > 99 else 2000 + year,
            int(month) if month.isdigit() else _MONTHS.index(month) + 1,
            int(match["day"]),
        )
        if match["noon"]:
            return datetime.combine(on, time(12), tzinfo=PARIS)
        if not match["hour"] or _LOCAL.search(after):
            return end_of_day(on)
        at = time(int(match["hour"]), int(match["minute"] or 0))
    except ValueError:
        return None
    return datetime.combine(on, at, tzinfo=PARIS) if 2000 <= on.year <= 2100 else None
