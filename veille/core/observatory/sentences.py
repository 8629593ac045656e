"""The sentence that reads each set of counts: what changed, out of how many, never more.

``when`` is « En 2026 » (``veille.core.observatory.ratios.when``). Every sentence is whole, ends
with a full stop, and holds for nothing, one and many.
"""

from collections.abc import Mapping

from veille.core.french import NBSP, count, join, number, plural
from veille.core.observatory.figures import Counts, Waits, quantiles
from veille.core.observatory.ratios import FEW, out_of, passes, than_before

FLAGGED = "réservées ou avec une clause"


def published(when: str, now: Counts, before: Counts | None, year_before: int) -> str:
    """How many consultations came out, were reserved, carry a clause; ``before`` is a whole year,

    null where it is not to be compared with.
    """
    if not now.procedures:
        return f"{when}, aucune consultation n’a été lue."
    start = f"{when}, {count(now.procedures, 'consultation publiée', 'consultations publiées')}"
    if not now.flagged:
        said = "aucune réservée, aucune avec une clause visible dans l’avis"
    else:
        reserved = count(now.reserved, "réservée") if now.reserved else "aucune réservée"
        clause = number(now.clause) if now.clause else "aucune"
        said = f"{reserved}, {clause} avec une clause sociale"
    compared = ""
    if before is not None and before.procedures:
        difference = than_before(now.flagged, before.flagged, year_before)
        compared = f", soit {number(now.flagged)} en tout, {difference}"
    return f"{start}{NBSP}: {said}{compared}."


def outside(when: str, now: Counts, before: Counts | None, year_before: int) -> str:
    """« En 2026, 4 marchés avec clause sur 10 ne sont ni des travaux ni des espaces verts, contre

    3 sur 10 en 2025. » Of the contracts with a clause whose sector is known.
    """
    part, whole = now.outside, now.placed
    if not whole:
        return f"{when}, aucun marché avec clause dont le secteur soit connu."
    return f"{when}, {_outside(part, whole)}{_against(now, before, year_before)}."


def _outside(part: int, whole: int) -> str:
    neither = "ni des travaux ni des espaces verts"
    if whole == 1:
        return f"le seul marché avec clause {'n’est ' + neither if part else _USUAL_ONE}"
    if part == 0:
        return f"les {whole} marchés avec clause sont tous des travaux ou des espaces verts"
    if part == whole:
        return f"aucun des {whole} marchés avec clause n’est fait de travaux ou d’espaces verts"
    if whole < FEW:
        verb = "n’est" if part == 1 else "ne sont"
        return f"{part} des {whole} marchés avec clause {verb} {neither}"
    share, _, rest = out_of(part, whole).rpartition(" sur")
    noun = plural(int(share[-1]), "marché")
    verb = "n’est" if noun == "marché" else "ne sont"
    return f"{share} {noun} avec clause sur{rest} {verb} {neither}"


_USUAL_ONE = "est fait de travaux ou d’espaces verts"


def _against(now: Counts, before: Counts | None, year: int) -> str:
    if before is None or not before.placed:
        return ""
    then = out_of(before.outside, before.placed)
    same = then == out_of(now.outside, now.placed) and min(now.placed, before.placed) >= FEW
    return f", comme en{NBSP}{year}" if same else f", contre {then} en{NBSP}{year}"


def trend(years: Mapping[int, Counts]) -> str:
    """From the first whole year to the last one."""
    kept = sorted(year for year, counts in years.items() if counts.procedures)
    if not kept:
        return "Aucune année entière n’a encore été lue."
    first, last = kept[0], kept[-1]
    if first == last:
        only = years[first]
        held = count(only.flagged, "consultation réservée ou avec clause", _FLAGGED_MANY)
        return f"Une seule année entière a été lue, {first}{NBSP}: {held}."
    moved = passes(years[last].flagged, years[first].flagged)
    return (
        f"De{NBSP}{first} à{NBSP}{last}, le nombre de consultations {FLAGGED} visible dans l’avis "
        f"{moved}."
    )


_FLAGGED_MANY = "consultations réservées ou avec clause"


def hours(when: str, now: Counts) -> str:
    """Hours stated; the estimates beside them, never added."""
    if not now.clause:
        return f"{when}, aucun avis avec clause, donc aucune heure annoncée."
    if now.with_hours:
        noun = plural(now.with_hours, "avis annonce", "avis annoncent")
        stated = f"{when}, {number(now.with_hours)} {noun} {count(now.hours, 'heure')} d’insertion"
    else:
        stated = f"{when}, aucun avis n’annonce d’heures d’insertion"
    if not now.clause_estimated:
        return f"{stated}."
    others = count(now.clause_estimated, "marché avec clause", "marchés avec clause")
    spread = f"de {number(now.clause_low)} à {number(now.clause_high)} heures"
    return (
        f"{stated}. Pour {others} sans heures annoncées, l’estimation va {spread}{NBSP}: "
        "elle ne s’y ajoute pas."
    )


def obligation(when: str, now: Counts) -> str:
    """What the law expects and what is seen in the notice; never that a buyer broke the law."""
    if not now.expected:
        return f"{when}, aucune consultation lue où la loi attende une clause de façon certaine."
    seen, unseen = now.expected_seen, now.expected_unseen
    start = (
        f"{when}, la loi attend une clause dans {count(now.expected, 'consultation lue', _READ)}"
    )
    if not unseen:
        return f"{start}{NBSP}: elle se voit {_in_all(now.expected)}."
    if not seen:
        return f"{start}{NBSP}: elle ne se voit {_in_none(now.expected)}. {_MAY_BE_ELSEWHERE}"
    return (
        f"{start}{NBSP}: elle se voit dans l’avis pour {number(seen)}, et pas pour "
        f"{number(unseen)}. {_MAY_BE_ELSEWHERE}"
    )


_READ = "consultations lues"
_MAY_BE_ELSEWHERE = (
    "Ce qui ne se voit pas dans l’avis peut être au dossier, ou relever d’une exception."
)


def _in_all(expected: int) -> str:
    return "dans l’avis" if expected == 1 else "dans tous les avis"


def _in_none(expected: int) -> str:
    return "pas dans l’avis" if expected == 1 else "dans aucun avis"


def waits(when: str, now: Waits) -> str:
    """Quartiles of the days left to answer."""
    found = quantiles(now.every)
    if found is None:
        return f"{when}, aucun délai de réponse n’est connu."
    read = sum(now.every.values())
    if read == 1:
        return f"{when}, un seul délai de réponse est connu{NBSP}: {count(found[1], 'jour')}."
    low, middle, high = found
    said = (
        f"{when}, la moitié des consultations laissent au plus {count(middle, 'jour')} pour "
        f"répondre, un quart au plus {number(low)}, un quart {number(high)} ou davantage"
    )
    flagged = quantiles(now.flagged)
    if flagged is None:
        return f"{said}."
    return f"{said} (délai médian des {FLAGGED}{NBSP}: {count(flagged[1], 'jour')})."


def chain(when: str, now: Counts) -> str:
    """From the announcement to the award."""
    if not now.procedures:
        return f"{when}, aucune consultation n’a été lue."
    parts = []
    if now.planned:
        announced = count(now.planned, "consultation annoncée", "consultations annoncées")
        led = number(now.planned_opened) if now.planned_opened else "aucune"
        parts.append(f"{announced} à l’avance, dont {led} déjà mise{_s(now.planned_opened)} en")
        parts[-1] += " concurrence"
    opened = count(now.opened, "mise en concurrence", "mises en concurrence")
    ended = number(now.opened_awarded) if now.opened_awarded else "aucune"
    parts.append(f"{opened}, dont {ended} avec un titulaire connu")
    if now.cancelled:
        parts.append(count(now.cancelled, "annulation"))
    return f"{when}{NBSP}: {join(parts)}."


def _s(quantity: int) -> str:
    return "s" if quantity > 1 else ""
