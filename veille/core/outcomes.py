"""What became of what a notice announced, as far as the data of its contracts say. In French.

Neutral: data say what was declared, never what was done or neglected.
"""

from collections.abc import Iterable, Sequence

from veille.core.contracts import Contract, Social
from veille.core.procedures import Facts
from veille.core.verdicts import Answer

SOCIAL_LABELS: dict[Social, str] = {
    "reserved": "Marché réservé",
    "clause": "Clause sociale",
    "criterion": "Critère social",
}
_NAMES = {"reserved": "Réservation", "clause": "Clause"}
_UNSAID = "Les données des contrats ne disent rien de considérations sociales."
_NONE = "Aucune considération sociale dans les données des contrats."


def social_labels(social: Sequence[Social] | None) -> tuple[str, ...]:
    """What a contract declares, in words; nothing where it does not say."""
    return () if social is None else tuple(SOCIAL_LABELS[one] for one in social)


def outcome(known: Facts, contracts: Sequence[Contract]) -> tuple[str, ...]:
    """Sentences on what was announced and what the contracts declare; none without a contract."""
    if not contracts:
        return ()
    declared = _declared(contracts)
    if declared is None:
        return (_UNSAID,)
    said = [
        sentence
        for name, answer in (("reserved", known.reserved.answer), ("clause", known.clause.answer))
        if (sentence := _sentence(name, answer, declared))
    ]
    if "criterion" in declared:
        said.append("Critère social déclaré au contrat.")
    return tuple(said) or (_NONE,)


def _declared(contracts: Iterable[Contract]) -> frozenset[str] | None:
    """What any of the contracts declares; null where none of them says."""
    told = [contract.social for contract in contracts if contract.social is not None]
    return frozenset(one for social in told for one in social) if told else None


def _sentence(name: str, answer: Answer, declared: frozenset[str]) -> str | None:
    word, is_declared = _NAMES[name], name in declared
    if answer == "no":
        return f"{word} déclarée au contrat, non vue dans les avis." if is_declared else None
    seen = "annoncée dans l’avis" if answer == "yes" else "incertaine dans l’avis"
    if is_declared:
        return f"{word} {seen}, déclarée au contrat."
    return f"{word} {seen}, non déclarée dans les données du contrat."
