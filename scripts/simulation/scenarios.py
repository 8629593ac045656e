"""The scenarios: who tags, how wrongly, and what goes wrong besides."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from numpy.random import Generator

from classifiers.table import Row
from scripts.simulation.tags import Said, Staff
from scripts.simulation.world import Install, World, taken

Champion = Literal["shipped", "own", "small"]
Build = Callable[[World, Install, Said, Generator], list[Row]]

_TAGS = (50, 150, 450, 1_350)
_SECTORS = (
    "numerique",
    "sante_social_enfance",
    "conseil_juridique_finance",
    "transport_logistique",
)


@dataclass(frozen=True, slots=True)
class Scenario:
    """``staff`` of a simulation by its number; ``build`` gives the rows a challenger learns from.

    ``champion`` is the model that serves, by the number of the simulation: ``shipped``, learned
    from the open data; ``own``, from the install's own notices besides, without tags; ``small``,
    from a tenth of the open data.
    """

    name: str
    label: str
    simulations: int
    staff: Callable[[int], Staff]
    build: Build
    champion: Callable[[int], Champion] = lambda _: "own"


def everything(of: World, parts: Install, said: Said, random: Generator) -> list[Row]:
    """The shipped table, the install's own notices, its tags: what training learns from."""
    return taken(of, (*parts.base, *parts.later), said.label, said.weight)


def corrections(of: World, parts: Install, said: Said, random: Generator) -> list[Row]:
    """The tags alone: what training must never do."""
    kept = [index for index in parts.later if index in said.tagged]
    return taken(of, kept, said.label, said.weight)


def shuffled(of: World, parts: Install, said: Said, random: Generator) -> list[Row]:
    """A bug: each notice with the label of another."""
    rows = everything(of, parts, said, random)
    order = random.permutation(len(rows))
    return [
        replace(row, positive=rows[other].positive) for row, other in zip(rows, order, strict=True)
    ]


def wordless(of: World, parts: Install, said: Said, random: Generator) -> list[Row]:
    """A bug: the words were lost on the way, facts and buyer alone are learned from."""
    return [
        replace(row, views=replace(row.views, words=()))
        for row in everything(of, parts, said, random)
    ]


SCENARIOS: Sequence[Scenario] = (
    Scenario(
        "tags_30",
        "30 % of tags wrong",
        50,
        lambda number: Staff(_TAGS[number % len(_TAGS)], wrong=0.3),
        everything,
        lambda number: "shipped" if number % 3 == 0 else "own",
    ),
    Scenario("shuffled", "labels shuffled by a bug", 4, lambda _: Staff(150), shuffled),
    Scenario("wordless", "words lost by a bug", 4, lambda _: Staff(150), wordless),
    Scenario("corrections", "right tags alone, 300", 4, lambda _: Staff(300), corrections),
    Scenario("wrong", "every tag wrong", 4, lambda _: Staff(300, wrong=1.0), everything),
    Scenario(
        "sector",
        "one sector always tagged wrongly, frozen notices too",
        4,
        lambda number: Staff(400, sector=_SECTORS[number % len(_SECTORS)]),
        everything,
    ),
    Scenario("right", "right tags, 1,350", 8, lambda _: Staff(1_350), everything),
    Scenario(
        "history",
        "much more history than the champion had",
        8,
        lambda _: Staff(0),
        everything,
        lambda _: "small",
    ),
)
