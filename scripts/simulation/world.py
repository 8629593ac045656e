"""What is known of January's notices, and how each simulated install shares the buyers out.

A buyer's notices are either learned from, frozen (the gate sees them) or held out (they alone say
which model is truly better).
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import numpy as np

from classifiers.challenges import challenges
from classifiers.features import Field, present
from classifiers.learner import Floats, Learner
from classifiers.table import Row
from classifiers.training import rows_of
from scripts.train_shipped import labelled_notices
from veille.core.notices import Notice
from veille.core.reference.sectors import sectors_of

LAST_DAY = date(2021, 1, 31)  # February stays unopened
MIDDLE = date(2021, 1, 16).toordinal()
_FROZEN, _HELD = 0.4, 0.25  # of the buyers; a fifth of one month holds too few clauses to decide
_SHARE = 0.3
DECLARED = 0.42  # of the clauses that texts state, those that the buyer's box shows too


@dataclass(frozen=True, slots=True)
class World:
    """Every notice as a row labelled with the truth; ``sector`` is the first of its sectors.

    ``challenges`` are rows too.
    """

    rows: tuple[Row, ...]
    sector: tuple[str, ...]
    challenges: tuple[Row, ...]
    fields: tuple[Field, ...]

    @property
    def truth(self) -> Floats:
        """The true label of each row, 0 or 1."""
        return np.array([row.positive for row in self.rows], dtype=np.float64)


@dataclass(frozen=True, slots=True)
class Install:
    """Indices of a world's rows, by what becomes of them in one simulated install."""

    base: tuple[int, ...]
    later: tuple[int, ...]
    frozen: tuple[int, ...]
    held: tuple[int, ...]

    @property
    def asked(self) -> tuple[int, ...]:
        """The rows that models are asked about."""
        return (*self.later, *self.frozen, *self.held)


def world(folder: Path) -> World:
    """The notices of January, read once."""
    pairs = list(labelled_notices(folder, LAST_DAY))
    notices = [notice for notice, _ in pairs]
    fields = present(notices, _SHARE * len(notices))
    learner = Learner()
    return World(
        rows=tuple(rows_of(pairs, fields, learner)),
        sector=tuple(_sector(notice) for notice in notices),
        challenges=tuple(rows_of(challenges(), fields, learner)),
        fields=fields,
    )


def install(of: World, seed: int) -> Install:
    """One install: its buyers shared out by a hash that the seed changes."""
    parts: dict[str, list[int]] = {"base": [], "later": [], "frozen": [], "held": []}
    for index, row in enumerate(of.rows):
        parts[_part(row, index, seed)].append(index)
    return Install(**{name: tuple(found) for name, found in parts.items()})


def observed(of: World, parts: Install, seed: int) -> Floats:
    """The labels that an install has without tags: all of the open data's, 42 % of its own.

    So much of what texts state is declared too; the rest of its own notices pass for negatives.
    """
    seen = np.random.default_rng([seed, 42]).random(len(of.rows)) < DECLARED
    seen[list(parts.base)] = True
    return of.truth * seen


def taken(of: World, indices: Sequence[int], said: Floats, weight: Floats) -> list[Row]:
    """The rows at ``indices`` with other labels and weights (both as long as the world)."""
    return [
        replace(of.rows[index], positive=bool(said[index]), weight=float(weight[index]))
        for index in indices
    ]


def _part(row: Row, index: int, seed: int) -> str:
    key = f"{seed} {row.buyer[0] if row.buyer else index}"
    place = int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") / 2**32
    if place < _FROZEN:
        return "frozen"
    if place < _FROZEN + _HELD:
        return "held"
    return "base" if (row.day or 0) < MIDDLE else "later"


def _sector(notice: Notice) -> str:
    codes = (item.code for item in notice.descriptors)
    return next(iter(sectors_of(notice.all_cpv(), codes)), "")
