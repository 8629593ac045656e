"""What stands in nearly every notice and says nothing of clauses, in many hands.

Each sentence serves twice at most, so that nothing in the week sounds copied.
"""

from collections.abc import Mapping, Sequence

from .model import Case

_USES = 2


class Boilerplate:
    """Hands out each pool in order, then starts again, until every sentence has served.

    ``pools`` are sentences by name: ``appeals``, ``documents``, ``selections``.
    """

    def __init__(self, cases: Sequence[Case], pools: Mapping[str, list[str]]) -> None:
        fresh = [case for case in cases if not case.previous and case.form == "initial"]
        keys = [case.key for case in fresh]
        european = [case.key for case in fresh if case.dialect == "eforms"]
        self._appeals = _deal(pools["appeals"], european)
        self._documents = _deal(pools["documents"], keys[::3])
        self._selections = _deal(pools["selections"], keys[1::4])

    def appeal(self, case: Case) -> str:
        """A sentence on appeals, or nothing."""
        return self._appeals.get(case.key, "")

    def documents(self, case: Case) -> str:
        """A sentence on the documents and how to answer, or nothing."""
        return self._documents.get(case.key, "")

    def selection(self, case: Case) -> str:
        """A sentence on what candidates must show, or nothing."""
        return self._selections.get(case.key, "")


def _deal(pool: list[str], keys: list[str]) -> dict[str, str]:
    return dict(zip(keys, pool * _USES, strict=False))
