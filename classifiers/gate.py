"""The gate: a challenger serves only when it beats the champion on notices neither learned from.

Those are an install's frozen set (one buyer in five, by hash) and the project's invented
challenges. The frozen set decides, the challenges can only refuse: labels of the frozen set that
are wrong in the same way as those learned from would praise the model that repeats them.
"""

import hashlib
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Literal

from classifiers.learner import Floats
from classifiers.measures import Ranking, difference
from veille.core.french import NBSP
from veille.core.notices import Buyer
from veille.core.text import normalise

Answer = Literal["promote", "keep", "undecided", "failed"]

LEAST_POSITIVES = 100
MARGIN = 0.0  # the lower bound of the difference of ``potential`` must be above it
CHALLENGE_LOSS = 0.05  # average precision that a challenger may lose on the challenges
_ONE_IN = 5
_SIREN = 9


@dataclass(frozen=True, slots=True)
class Exam:
    """The notices that models are compared on.

    ``positive`` (0 or 1) and ``buyers`` are those of the frozen notices, ``challenges`` the labels
    of the invented ones.
    """

    positive: Floats
    buyers: Sequence[Hashable]
    challenges: Floats


@dataclass(frozen=True, slots=True)
class Marks:
    """What one model says of an exam: both scores of the frozen notices, ``potential`` of the

    challenges.
    """

    potential: Floats
    likely: Floats
    challenges: Floats


@dataclass(frozen=True, slots=True)
class Compared:
    """Average precision of both models on the same notices; the difference, its 95 % interval."""

    champion: float
    challenger: float
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Decision:
    """What the gate says, and from what; nothing was compared where there was too little."""

    answer: Answer
    notices: int
    positives: int
    challenges: tuple[float, float]
    potential: Compared | None = None
    likely: Compared | None = None

    @property
    def promotes(self) -> bool:
        """Whether the challenger is to serve."""
        return self.answer == "promote"

    @property
    def sentence(self) -> str:
        """The decision in French, for staff."""
        return sentence_of(self.answer)


_SENTENCES: dict[Answer, str] = {
    "promote": f"le nouveau modèle fait mieux{NBSP}: il peut servir",
    "keep": f"le nouveau modèle ne fait pas mieux{NBSP}: l’ancien reste",
    "undecided": f"pas assez pour trancher{NBSP}: l’ancien reste",
    "failed": f"le nouveau modèle échoue aux épreuves{NBSP}: l’ancien reste",
}


def sentence_of(answer: Answer) -> str:
    """What an answer means, in French."""
    return _SENTENCES[answer]


def is_frozen(buyer: Buyer | None) -> bool:
    """Whether a buyer's notices are kept out of training, to compare models on.

    By its SIREN, else its name: the same buyer always falls on the same side.
    """
    if buyer is None:
        return False
    digits = "".join(char for char in buyer.siret or "" if char.isdigit())
    known = digits[:_SIREN] if len(digits) >= _SIREN else normalise(buyer.name or "")
    if not known:
        return False
    return hashlib.sha256(known.encode()).digest()[0] % _ONE_IN == 0


def decide(champion: Marks, challenger: Marks, exam: Exam) -> Decision:
    """Compare two models on the same exam, paired, by buyer.

    The challenger serves when its ``potential`` is better beyond what chance explains, its
    ``likely`` not worse, and it has not lost what the challenges ask.
    """
    size, positives = len(exam.positive), int(exam.positive.sum())
    asked = (
        Ranking(champion.challenges, exam.challenges).average_precision(),
        Ranking(challenger.challenges, exam.challenges).average_precision(),
    )
    if positives < LEAST_POSITIVES or positives == size:
        return Decision("undecided", size, positives, asked)
    potential = _compared(champion.potential, challenger.potential, exam)
    likely = _compared(champion.likely, challenger.likely, exam)
    answer: Answer = "keep"
    if asked[1] < asked[0] - CHALLENGE_LOSS:
        answer = "failed"
    elif potential.low > MARGIN and likely.value >= 0:
        answer = "promote"
    return Decision(answer, size, positives, asked, potential, likely)


def _compared(champion: Floats, challenger: Floats, exam: Exam) -> Compared:
    value, low, high = difference(challenger, champion, exam.positive, exam.buyers)
    return Compared(
        round(Ranking(champion, exam.positive).average_precision(), 4),
        round(Ranking(challenger, exam.positive).average_precision(), 4),
        value,
        low,
        high,
    )
