"""What the law expects of a call, what the contract could give and how a clause suits it, in words.

Nothing obliges a buyer to publish why there is no clause: what is not seen is a thing to check.
"""

from veille.core import explanations, french
from veille.core.bands import BAND_LABELS
from veille.core.editions import Entry

EXPECTED = "Clause attendue"

_AHEAD = ("opportunity", "planning")
_ESTIMATED = (*_AHEAD, "clause")
# The code is named once, at the end of the edition.
_SHORTER = {"(article": "(art.", " du code de la commande publique": ""}


def is_expected(entry: Entry) -> bool:
    """Whether the law expects a clause of a call or a planned purchase that shows none."""
    is_open = entry.section in _AHEAD and entry.clause is None
    return is_open and entry.obligation.answer == "expected"


def obligation(entry: Entry) -> str | None:
    """``Clause attendue, non vue dans l’avis (art. L2112-2-1) : …``; null where none is expected.

    The first sentence of the reason: what to check with the buyer is said once for all entries.
    """
    if not is_expected(entry) or not entry.obligation.why:
        return None
    sentence = entry.obligation.why.partition(". ")[0].rstrip(".")
    for long, short in _SHORTER.items():
        sentence = sentence.replace(long, short)
    return f"{sentence}."


def hours(entry: Entry) -> str | None:
    """``140 à 350 heures d’insertion``; null where the notice states the hours itself."""
    estimate = entry.hours
    is_stated = any(finding.hours for finding in entry.findings)
    if estimate is None or is_stated or entry.section not in _ESTIMATED:
        return None
    most = f"{french.hours(estimate.high)} d’insertion"
    if estimate.low == estimate.high:
        return most
    if estimate.low == 0:
        return f"jusqu’à {most}"
    return f"{french.number(estimate.low)} à{french.NBSP}{most}"


def potential(entry: Entry) -> str | None:
    """``fort``, ``moyen`` or ``faible``, where a model gave a score to a call without a clause."""
    return BAND_LABELS[entry.potential.band] if entry.potential else None


def potential_basis(entry: Entry) -> str | None:
    """``au moins 23 % des marchés de ce groupe portaient une clause``; of a low one, why it is."""
    found = entry.potential
    if found is None:
        return None
    if found.band == "low":
        return explanations.sentence(found.raised, found.lowered) if found.lowered else None
    share = french.number(100 * found.share, decimals=0)
    return f"au moins {share}{french.NBSP}% des marchés de ce groupe portaient une clause"


def explanation(entry: Entry) -> str | None:
    """``Ce qui a compté – pour : le mot « nettoyage »``; of a low potential its basis says it."""
    found = entry.potential
    if found is None or found.band == "low":
        return None
    reasons = explanations.sentence(found.raised, found.lowered)
    return f"Ce qui a compté – {reasons}." if reasons else None
