"""Disjoint sets in which two pins never meet."""

from veille.core.disjoint import Parts


def test_joins_are_transitive_and_parts_go_by_their_lowest_index() -> None:
    parts = Parts([None] * 5)
    assert parts.join(3, 1)
    assert parts.join(4, 3)
    assert parts.members() == [[0], [1, 3, 4], [2]]
    assert parts.root(4) == 1


def test_one_pin_is_one_part_from_the_start() -> None:
    assert Parts([7, None, 7]).members() == [[0, 2], [1]]


def test_two_pins_stay_apart_even_through_a_third() -> None:
    parts = Parts([7, None, 8])
    assert parts.join(0, 1)
    assert not parts.join(1, 2)
    assert parts.members() == [[0, 1], [2]]


def test_sharing_a_key_joins_each_to_the_oldest_part_allowed() -> None:
    parts = Parts([7, 8, None])
    parts.join_all([0, 1, 2])
    assert parts.members() == [[0, 2], [1]]
