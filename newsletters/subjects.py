"""Subject and preheader of a person's mail: what is inside, in the order in which it matters."""

from collections.abc import Sequence
from datetime import timedelta

from newsletters.ending_lines import counted
from newsletters.plain import cut, plain
from veille.core import french
from veille.core.editions import Edition, Entry
from veille.core.french import NBSP

URGENT_DAYS = 8
_TITLE = 60
_SHOWN_TITLES = 2
_CALLS = ("reserved", "clause", "opportunity", "planning", "renewal")


def personal_subject(edition: Edition) -> str:
    """``7 marchés, dont 2 réservés, 1 échéance sous 8 jours – du 9 au 15 novembre``."""
    sample = "[Exemple] " if edition.sample else ""
    parts = [*_parts(edition.entries), *filter(None, [counted(edition)])]
    what = ", ".join(parts) or _nothing(edition)
    return plain(f"{sample}{what} – {_when(edition)}")


def correction_subject(edition: Edition) -> str:
    """``Rectificatif : Nettoyage des locaux``, ``2 rectificatifs et 1 annulation``."""
    sample = "[Exemple] " if edition.sample else ""
    if len(edition.entries) == 1:
        (entry,) = edition.entries
        what = "Annulation" if entry.state == "cancelled" else "Rectificatif"
        return plain(f"{sample}{what}{NBSP}: {cut(entry.title, _TITLE)}")
    return plain(f"{sample}{french.join(_corrections(edition.entries))} d’avis déjà reçus")


def retraction_subject(edition: Edition) -> str:
    """``Classement corrigé : Nettoyage des locaux``."""
    sample = "[Exemple] " if edition.sample else ""
    first, *others = edition.entries
    more = f" et {french.count(len(others), 'autre')}" if others else ""
    return plain(f"{sample}Classement corrigé{NBSP}: {cut(first.title, _TITLE)}{more}")


def personal_preheader(edition: Edition) -> str:
    """The first titles: what the subject cannot say."""
    titles = [cut(entry.title, _TITLE) for entry in edition.entries[:_SHOWN_TITLES]]
    return " · ".join(titles) or french.capitalised(_read(edition))


def _parts(entries: Sequence[Entry]) -> list[str]:
    calls = [entry for entry in entries if entry.section in _CALLS]
    awards = [entry for entry in entries if entry.section == "award"]
    parts = _calls(calls) if calls else []
    parts += _corrections([entry for entry in entries if entry.section == "correction"])
    if awards:
        parts.append(french.count(len(awards), "attribution"))
    return parts


def _calls(calls: Sequence[Entry]) -> list[str]:
    total = len(calls)
    counts = (
        (sum(entry.section == "reserved" for entry in calls), "réservé", "réservés"),
        (sum(entry.section == "clause" for entry in calls), "avec clause", "avec clause"),
    )
    parts = [french.count(total, "marché")]
    found = [(number, one, many) for number, one, many in counts if number]
    if len(found) == 1 and found[0][0] == total:
        parts[0] += f" {french.plural(total, *found[0][1:])}"
    else:
        of_which = [french.count(*one) for one in found]
        parts += [f"dont {of_which[0]}", *of_which[1:]] if of_which else []
    urgent = sum(
        entry.days_left is not None and 0 <= entry.days_left <= URGENT_DAYS for entry in calls
    )
    if urgent:
        parts.append(f"{french.count(urgent, 'échéance')} sous {URGENT_DAYS}{NBSP}jours")
    return parts


def _corrections(entries: Sequence[Entry]) -> list[str]:
    cancelled = sum(entry.state == "cancelled" for entry in entries)
    corrected = len(entries) - cancelled
    found = []
    if corrected:
        found.append(french.count(corrected, "rectificatif"))
    if cancelled:
        found.append(french.count(cancelled, "annulation"))
    return found


def _nothing(edition: Edition) -> str:
    sources = edition.coverage.sources
    complete = bool(sources) and all(source.complete for source in sources)
    said = "Rien de nouveau" if complete else "Rien de nouveau, lecture incomplète"
    return f"{said}, {_read(edition)}"


def _read(edition: Edition) -> str:
    total = sum(source.notices_read for source in edition.coverage.sources)
    return french.count(total, "avis lu", "avis lus")


def _when(edition: Edition) -> str:
    last = edition.period_end - timedelta(days=1)
    if last == edition.period_start:
        return french.day_month(last)
    return french.period(edition.period_start, last, year=False)
