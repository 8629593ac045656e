"""Disjoint sets of indexes some of which are pinned: two different pins never meet."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field


@dataclass(slots=True)
class Parts:
    """A partition of ``range(len(pins))``; ``pins[i]`` is where staff put index ``i``, if they did.

    The root of a part is its lowest index.
    """

    pins: list[int | None]
    parent: list[int] = field(init=False)

    def __post_init__(self) -> None:
        self.parent = list(range(len(self.pins)))
        first: dict[int, int] = {}
        for index, pin in enumerate(self.pins):
            if pin is not None:
                self.join(first.setdefault(pin, index), index)

    def root(self, index: int) -> int:
        """The lowest index of the part that holds ``index``."""
        while self.parent[index] != index:
            self.parent[index] = self.parent[self.parent[index]]
            index = self.parent[index]
        return index

    def join(self, one: int, other: int) -> bool:
        """Join two parts; false, and nothing done, where staff keep them apart."""
        older, newer = sorted((self.root(one), self.root(other)))
        pins = {self.pins[older], self.pins[newer]} - {None}
        if len(pins) > 1:
            return False
        self.parent[newer] = older
        self.pins[older] = next(iter(pins), None)
        return True

    def join_all(self, sharing: Sequence[int]) -> None:
        """Join those who share a key, each to the oldest part that staff allow."""
        anchors: list[int] = []
        for index in sharing:
            if not any(self.join(anchor, index) for anchor in anchors):
                anchors.append(index)

    def members(self) -> list[list[int]]:
        """The parts, by their lowest index, each in ascending order."""
        parts: dict[int, list[int]] = defaultdict(list)
        for index in range(len(self.parent)):
            parts[self.root(index)].append(index)
        return list(parts.values())
