"""The simulated installs: buyers are shared out whole, tags are as right as they are said to be."""

import numpy as np
import pytest

from classifiers.labels import TAG_WEIGHT
from classifiers.table import Row
from classifiers.views import Views
from scripts.simulation.scenarios import SCENARIOS, corrections, everything, shuffled, wordless
from scripts.simulation.tags import Said, Staff, tagged
from scripts.simulation.world import DECLARED, MIDDLE, World, install, observed

ROWS = tuple(
    Row(
        Views(words=(number,), facts=(number % 7,)),
        positive=number % 10 == 0,
        day=MIDDLE + number % 20 - 10,
        buyer=(number % 211,),
    )
    for number in range(6_000)
)
WORLD = World(ROWS, tuple("numerique" if number % 3 else "" for number in range(6_000)), (), ())
PARTS = install(WORLD, 3)
BEFORE = observed(WORLD, PARTS, 3)
CHAMPION = np.linspace(0.0, 1.0, len(ROWS))


def said_by(staff: Staff) -> Said:
    return tagged(WORLD, PARTS, BEFORE, staff, CHAMPION, np.random.default_rng(1))


def wrong(said: Said, among: tuple[int, ...]) -> float:
    """The share of the tags among these rows that do not say the truth."""
    found = [index for index in among if index in said.tagged]
    return float(np.mean([said.label[index] != WORLD.truth[index] for index in found]))


def test_a_buyer_is_on_one_side_and_every_row_somewhere() -> None:
    sides = [(*PARTS.base, *PARTS.later), PARTS.frozen, PARTS.held]
    buyers = [{ROWS[index].buyer for index in side} for side in sides]
    assert sum(map(len, sides)) == len(ROWS)
    assert len(set.union(*buyers)) == sum(map(len, buyers))
    assert all((ROWS[index].day or 0) < MIDDLE for index in PARTS.base)
    assert install(WORLD, 3) == PARTS != install(WORLD, 4)


def test_without_tags_a_part_of_the_clauses_is_known() -> None:
    base, later = list(PARTS.base), list(PARTS.later)
    assert (BEFORE[base] == WORLD.truth[base]).all()
    assert (WORLD.truth >= BEFORE).all()
    known = BEFORE[later][WORLD.truth[later] == 1]
    assert known.mean() == pytest.approx(DECLARED, abs=0.15)


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_tags_are_as_wrong_as_staff_are_said_to_be(share: float) -> None:
    said = said_by(Staff(600, wrong=share))
    for among in (PARTS.later, PARTS.frozen):
        assert wrong(said, among) == pytest.approx(share, abs=0.08)
    assert len(said.tagged & set(PARTS.later)) == 600
    assert not said.tagged & set(PARTS.held)
    assert not said.tagged & set(PARTS.base)
    assert {said.weight[index] for index in said.tagged} == {TAG_WEIGHT}


def test_half_of_the_tags_are_on_what_the_champion_puts_first() -> None:
    said = said_by(Staff(200))
    first = sorted(PARTS.later, key=lambda index: -CHAMPION[index])[:100]
    assert set(first) <= said.tagged


def test_a_sector_is_always_tagged_wrongly() -> None:
    said = said_by(Staff(300, sector="numerique"))
    assert {WORLD.sector[index] for index in said.tagged} == {"numerique"}
    assert all(said.label[index] == 1.0 for index in said.tagged)


def test_what_each_challenger_learns_from() -> None:
    said, random = said_by(Staff(100)), np.random.default_rng(2)
    learned = {*PARTS.base, *PARTS.later}
    rows = everything(WORLD, PARTS, said, random)
    assert {row.views.words[0] for row in rows} == learned
    alone = {row.views.words[0] for row in corrections(WORLD, PARTS, said, random)}
    assert alone == said.tagged & set(PARTS.later)
    mixed = shuffled(WORLD, PARTS, said, random)
    assert sum(row.positive for row in mixed) == sum(row.positive for row in rows)
    assert [row.positive for row in mixed] != [row.positive for row in rows]
    assert all(not row.views.words for row in wordless(WORLD, PARTS, said, random))


def test_fifty_installs_have_three_tags_in_ten_wrong() -> None:
    [main] = [one for one in SCENARIOS if one.name == "tags_30"]
    assert main.simulations == 50
    assert {main.staff(number).wrong for number in range(50)} == {0.3}
