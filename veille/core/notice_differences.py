"""What the texts of one notice say that those of the notice before did not: pure.

A short correction that is silent about a text does not take it back; one that repeats most of the
notice does.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from veille.core.differing import Part, difference
from veille.core.notices import Notice, Passage, passages
from veille.core.text import normalise

_Key = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class TextChange:
    """A text of a notice, by its field and lot, that is new, gone, or says something else."""

    field: str
    lot: str | None
    kind: Literal["added", "removed", "changed"]
    parts: tuple[Part, ...]


def text_changes(before: Notice, after: Notice) -> tuple[TextChange, ...]:
    """The texts that differ, in the order of the newer notice, then those that are gone.

    Boxes that were ticked or unticked are told as texts of the field ``declared``. Documents that
    staff found correct no text of a notice, and are left out.
    """
    old, new = _texts(before), _texts(after)
    said, said_anew = {_said(one) for one in old}, {_said(one) for one in new}
    is_whole = 2 * len(said & said_anew) >= len(said)
    gone = _grouped(one for one in old if _said(one) not in said_anew)
    found = []
    for one in new:
        if _said(one) in said:
            continue
        waiting = gone[one.field, one.lot]
        earlier = waiting.pop(0) if waiting and one.field != "declared" else None
        parts = difference(earlier.text if earlier else "", one.text)
        found.append(TextChange(one.field, one.lot, "changed" if earlier else "added", parts))
    left = [one for waiting in gone.values() for one in waiting] if is_whole else []
    return (
        *found,
        *(TextChange(one.field, one.lot, "removed", (Part("removed", one.text),)) for one in left),
    )


def _texts(notice: Notice) -> list[Passage]:
    boxes = [
        Passage(f"/declared/{place}/value", "declared", one.lot, f"{one.field} = {one.value}")
        for place, one in enumerate(notice.declared)
    ]
    return [*(one for one in passages(notice) if one.document is None), *boxes]


def _said(one: Passage) -> tuple[str, str | None, str]:
    """What is compared: case, accents and punctuation do not count."""
    return one.field, one.lot, normalise(one.text)


def _grouped(found: Iterable[Passage]) -> defaultdict[_Key, list[Passage]]:
    groups: defaultdict[_Key, list[Passage]] = defaultdict(list)
    for one in found:
        groups[one.field, one.lot].append(one)
    return groups
