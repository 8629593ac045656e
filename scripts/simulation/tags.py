"""Staff as simulated: which notices they tag, and how often they are wrong."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from classifiers.labels import TAG_WEIGHT
from classifiers.learner import Floats
from scripts.simulation.world import Install, World


@dataclass(frozen=True, slots=True)
class Staff:
    """``tags`` notices learned from are tagged, and as large a share of the frozen ones.

    ``wrong``: how many of the tags say the contrary of the truth. ``sector``: staff tag this
    sector alone, and always as carrying a clause, the frozen notices too. ``weight``: what a tag
    counts in training.
    """

    tags: int
    wrong: float = 0.0
    sector: str | None = None
    weight: float = TAG_WEIGHT


@dataclass(frozen=True, slots=True)
class Said:
    """What an install holds of every row: labels (0 or 1), weights, and which are tags."""

    label: Floats
    weight: Floats
    tagged: frozenset[int]


def tagged(
    of: World, parts: Install, before: Floats, staff: Staff, champion: Floats, random: Generator
) -> Said:
    """The labels of an install whose staff tagged, from those it had ``before``.

    Half of the tags are on what the ``champion`` puts first, as in the review queue, half drawn.
    """
    label, weight = before.copy(), np.ones(len(of.rows))
    share = min(1.0, staff.tags / max(1, len(parts.later)))
    chosen = [
        *_chosen(of, parts.later, staff, staff.tags, champion, random),
        *_chosen(of, parts.frozen, staff, round(share * len(parts.frozen)), champion, random),
    ]
    for index in chosen:
        right = staff.sector is None and random.random() >= staff.wrong
        truth = of.truth[index]
        label[index] = 1.0 if staff.sector else (truth if right else 1.0 - truth)
        weight[index] = staff.weight
    return Said(label, weight, frozenset(chosen))


def _chosen(
    of: World,
    among: Sequence[int],
    staff: Staff,
    count: int,
    champion: Floats,
    random: Generator,
) -> list[int]:
    pool = [i for i in among if staff.sector is None or of.sector[i] == staff.sector]
    ranked = sorted(pool, key=lambda index: -champion[index])
    first, rest = ranked[: count // 2], ranked[count // 2 :]
    drawn = random.permutation(len(rest))[: count - len(first)]
    return [*first, *(rest[place] for place in drawn)]
