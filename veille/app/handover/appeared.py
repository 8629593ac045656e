"""What became of a procedure that somebody took up: a clause that a later notice shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Literal

from veille.core.facts import facts_from_json
from veille.core.french import long_date
from veille.core.procedures import Facts
from veille.store.cards import StoredCard

Question = Literal["reserved", "clause"]

_WORDS: dict[Question, str] = {"clause": "clause vue", "reserved": "réservation vue"}
_QUESTIONS: tuple[Question, ...] = ("clause", "reserved")


@dataclass(frozen=True, slots=True)
class Appeared:
    """What a notice published on a day shows, that none before it did; ``where`` in words."""

    question: Question
    where: str
    on: date

    @property
    def words(self) -> str:
        """« clause vue dans le rectificatif du jeudi 12 novembre 2026 »."""
        return f"{_WORDS[self.question]} dans {self.where} du {long_date(self.on)}"


def appeared(versions: Sequence[StoredCard], since: date) -> tuple[Appeared, ...]:
    """What the versions of a procedure, oldest first, show anew from the day ``since`` on.

    What staff say by a tag is no notice, and what is seen in the first one was there before.
    """
    read = [(facts_from_json(one.facts), one) for one in versions]
    return tuple(
        Appeared(question, _where(before, after), stored.effective_on)
        for (before, _), (after, stored) in pairwise(read)
        if stored.cause == "publication" and stored.effective_on >= since
        for question in _QUESTIONS
        if getattr(before, question).answer == "no" and getattr(after, question).answer != "no"
    )


def _where(before: Facts, after: Facts) -> str:
    if after.state == "awarded":
        return "l’avis d’attribution"
    return "l’avis de marché" if before.state == "planned" else "le rectificatif"
