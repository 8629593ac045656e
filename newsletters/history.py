"""The versions of procedures as they were noted: what changed for a reader between two of them."""

from collections.abc import Mapping, Sequence
from functools import cache

from veille.core.cards import Card
from veille.core.changes import differences
from veille.core.facts import facts_from_json
from veille.core.procedures import Change, Facts
from veille.store.cards import StoredCard


class History:
    """The versions of some procedures; a version that was never noted is unknown."""

    def __init__(self, versions: Mapping[int, Sequence[StoredCard]]) -> None:
        self._versions = {
            procedure_id: {one.card.version: one for one in known}
            for procedure_id, known in versions.items()
        }
        self._facts = cache(self._read)
        self.changes = cache(self._changes)

    def facts(self, procedure_id: int, version: int) -> Facts | None:
        """The facts of a version as it was told; null when it is unknown."""
        return self._facts(procedure_id, version)

    def cards_before(self, procedure_id: int, version: int) -> list[Card]:
        """The cards of the versions before ``version``."""
        known = self._versions.get(procedure_id, {})
        return [one.card for number, one in known.items() if number < version]

    def is_withdrawn(self, procedure_id: int, before: int, after: int) -> bool:
        """Whether staff took back, between two versions, that it is reserved or has a clause."""
        old, new = self.facts(procedure_id, before), self.facts(procedure_id, after)
        if old is None or new is None:
            return False
        known = self._versions[procedure_id]
        by_staff = any(before < number <= after and one.cause == "tag"
                       for number, one in known.items())  # fmt: skip
        return by_staff and (
            (old.reserved.answer != "no" and new.reserved.answer == "no")
            or (old.clause.answer != "no" and new.clause.answer == "no")
        )

    def _read(self, procedure_id: int, version: int) -> Facts | None:
        stored = self._versions.get(procedure_id, {}).get(version)
        return None if stored is None else facts_from_json(stored.facts)

    def _changes(self, procedure_id: int, before: int, after: int) -> tuple[Change, ...]:
        """The told facts that differ between two versions, old and new."""
        old, new = self.facts(procedure_id, before), self.facts(procedure_id, after)
        return () if old is None or new is None else differences(old, new)
