"""The sentence that reads a list of groups: which come first, how many have any."""

from collections.abc import Sequence
from dataclasses import dataclass

from veille.core.french import NBSP, count, join, number, plural
from veille.core.observatory.figures import Group
from veille.core.observatory.sentences import FLAGGED

_MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Nouns:
    """How a list is spoken of: « concerne » or « concernent », « secteur », « secteurs »."""

    verb: str
    verbs: str
    noun: str
    several: str


def leading(when: str, groups: Sequence[Group], nouns: Nouns) -> str:
    """Which groups hold the flagged procedures, and which of them most."""
    kept = [one for one in groups if one.flagged]
    if not kept:
        return f"{when}, aucune consultation réservée ou avec une clause visible dans l’avis."
    start = f"les consultations {FLAGGED} {nouns.verbs}"
    if len(kept) == 1:
        if kept[0].flagged == 1:
            start = f"la seule consultation réservée ou avec une clause {nouns.verb}"
        return f"{when}, {start} un seul {nouns.noun}{NBSP}: {_named(kept[0])}."
    start = f"{when}, {start} {len(kept)} {nouns.several}{NBSP}:"
    first = _tied(kept)
    if len(first) == 1:
        return f"{start} d’abord {_named(kept[0])}, puis {_second(kept)}."
    return f"{start} à égalité {_several(first)}."


def kinds(when: str, groups: Sequence[Group], whole: int, of: tuple[str, str], none: str) -> str:
    """How the ``whole`` procedures fall into kinds, of which one may have several.

    ``of`` names them, one and many; ``none`` is said where there is none.
    """
    kept = [one for one in groups if one.procedures]
    if not whole or not kept:
        return f"{when}, {none}."
    shown = kept if len(kept) <= _MOST_NAMED + 1 else kept[:_MOST_NAMED]
    told = [f"{one.label} ({number(one.procedures)})" for one in shown]
    others = len(kept) - len(shown)
    if others:
        told.append(f"{others} autres types")
    return f"{when}, {count(whole, *of)}{NBSP}: {join(told)}."


def parts(when: str, groups: Sequence[Group], all_of_them: int, several: str) -> str:
    """How many of the parts of a territory have a flagged procedure, and which has most."""
    kept = [one for one in groups if one.flagged]
    if not kept:
        return (
            f"{when}, aucune des {all_of_them} {several} n’a de consultation réservée ou avec "
            "une clause visible dans l’avis."
        )
    have = plural(len(kept), "a", "ont")
    whole = f"les {all_of_them}" if len(kept) == all_of_them else f"{len(kept)} des {all_of_them}"
    return (
        f"{when}, {whole} {several} {have} au moins une consultation réservée ou avec une "
        f"clause{NBSP}: {_most(kept)}."
    )


def _most(kept: Sequence[Group]) -> str:
    first = _tied(kept)
    if len(first) == 1:
        return f"{first[0].label} en{NBSP}a le plus ({number(first[0].flagged)})"
    return f"le plus à égalité pour {_several(first)}"


def winners(when: str, known: int, groups: Sequence[Group]) -> str:
    """How many companies won a flagged procedure, and which won most."""
    if not known:
        return f"{when}, aucun titulaire de marché réservé ou avec clause n’est encore connu."
    won = count(known, "entreprise ou structure a", "entreprises ou structures ont")
    start = f"{when}, {won} remporté un marché réservé ou avec une clause"
    if not groups or groups[0].procedures < 2 or known == 1:
        return f"{start}."
    most = [one.label for one in groups if one.procedures == groups[0].procedures]
    if len(most) > _MOST_NAMED:
        return f"{start}, au plus {number(groups[0].procedures)} chacune."
    return f"{start}{NBSP}: le plus souvent {join(most)} ({number(groups[0].procedures)})."


def _tied(kept: Sequence[Group]) -> list[Group]:
    """Those that have as many as the first."""
    return [one for one in kept if one.flagged == kept[0].flagged]


def _several(tied: Sequence[Group]) -> str:
    held = number(tied[0].flagged)
    if len(tied) > _MOST_NAMED:
        return f"{len(tied)} d’entre eux ({held} chacun)"
    return f"{join([one.label for one in tied])} ({held} chacun)"


def _named(one: Group) -> str:
    return f"{one.label} ({number(one.flagged)})"


def _second(kept: Sequence[Group]) -> str:
    tied = _tied(kept[1:])
    return _named(tied[0]) if len(tied) == 1 else f"à égalité {_several(tied)}"


def buyers(when: str, known: int, flagged: int, groups: Sequence[Group]) -> str:
    """How many buyers have a flagged procedure, out of how many, and which has most."""
    if not known:
        return f"{when}, aucun acheteur connu."
    kept = [one for one in groups if one.flagged]
    if not flagged or not kept:
        none = "le seul acheteur lu n’a pas" if known == 1 else f"aucun des {known} acheteurs n’a"
        return f"{when}, {none} de consultation réservée ou avec une clause visible dans l’avis."
    have = plural(flagged, "a", "ont")
    some = f"{count(flagged, 'acheteur')} sur{NBSP}{number(known)}"
    whole = "le seul acheteur lu" if known == 1 else some
    return (
        f"{when}, {whole} {have} au moins une consultation réservée ou avec une clause{NBSP}: "
        f"{_most(kept)}."
    )
