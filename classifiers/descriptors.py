"""What is bought, in one vocabulary: BOAMP descriptors, also for notices that carry CPV codes.

The table gives the descriptors that BOAMP uses for the purchases of a CPV prefix; the longest
known prefix of a code speaks. It lets a model learned from BOAMP judge TED notices alike.
"""

from functools import cache

from veille.core.notices import Notice
from veille.core.reference.cpv import clean
from veille.core.reference.tables import items, rows

_MOST_CODES = 60  # of one notice


def descriptors_of(notice: Notice) -> tuple[str, ...]:
    """The descriptors of a notice, each once: its own, else those that its CPV codes stand for."""
    if notice.descriptors:
        own = (item.code.strip() for item in notice.descriptors[:_MOST_CODES])
        return tuple(dict.fromkeys(own))
    codes = notice.all_cpv()[:_MOST_CODES]
    return tuple(dict.fromkeys(found for code in codes for found in descriptors_of_cpv(code)))


def descriptors_of_cpv(code: str) -> tuple[str, ...]:
    """The descriptors of the longest known prefix of a CPV code; none where it is no code."""
    digits = clean(code)
    if digits is None:
        return ()
    table = _table()
    found = (table.get(digits[:length]) for length in range(len(digits), 1, -1))
    return next((descriptors for descriptors in found if descriptors), ())


@cache
def _table() -> dict[str, tuple[str, ...]]:
    return {row["prefix"]: items(row["descriptors"]) for row in rows("cpv_descriptors")}
