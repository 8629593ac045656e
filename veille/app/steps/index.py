"""Index: what can be found by the search is written into its index.

The step that notes versions does it for what changed; ``fill_index`` for what was there before the
index was, or before its content was another.
"""

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from veille.core.facts import facts_from_json
from veille.core.procedures import Procedure
from veille.core.search_entry import search_entry
from veille.store import cards, procedures, search_index
from veille.store.database import Store

BATCH = 500


def index(session: Session, read: Sequence[Procedure]) -> None:
    """Write the entries of these procedures; one without a card has none."""
    known = cards.load(session, [one.id for one in read])
    entries = []
    for procedure in read:
        if procedure.id in known:
            newest = known[procedure.id][-1]
            facts = facts_from_json(newest.facts)
            entries.append(search_entry(newest.card, newest.effective_on, facts, procedure.notices))
    search_index.write(session, entries)


def fill_index(store: Store, tell: Callable[[int], None] = lambda _: None) -> int:
    """Write what is missing, a batch a transaction; how many. Safe to stop and to run again."""
    done = 0
    while True:
        with store.transaction() as session:
            ids = search_index.to_index(session, BATCH)
            if not ids:
                return done
            found = list(procedures.load(session, ids))
            index(session, found)
            search_index.remove(session, set(ids) - {one.id for one in found})
        done += len(ids)
        tell(done)
