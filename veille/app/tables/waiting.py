"""Whether everything is to be judged anew, since staff changed a table or the rules are new."""

from sqlalchemy.orm import Session

from veille.core.tables import Tables
from veille.store import judgings


def waits_for_judging(session: Session, tables: Tables) -> bool:
    """Whether everything was judged last by other rules or tables than today's."""
    from classifiers import rules_version  # the clock's own process asks, and judges nothing

    last = judgings.last(session)
    return last is not None and last[0] != rules_version(tables)
