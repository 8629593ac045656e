"""What staff chose for the procedures of an edition, apart from the entries that it froze.

A draft is composed anew; what was chosen is kept by procedure, and holds again.
"""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from veille.store import procedures, sql
from veille.store.models import ChoiceRow


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A choice about one procedure of an edition, and who made it last.

    ``added``: it is told although nothing else would have it told. ``removed_version``: up to that
    version it is not told, for ``reason``. ``note`` stands under its entry.
    """

    procedure_id: int
    by: str
    at: datetime
    added: bool = False
    removed_version: int | None = None
    reason: str | None = None
    note: str | None = None

    def removes(self, version: int) -> bool:
        """Whether this version of the procedure is not told."""
        return self.removed_version is not None and version <= self.removed_version

    @property
    def says_nothing(self) -> bool:
        """Whether the edition is as if nobody had chosen anything."""
        return not self.added and self.removed_version is None and self.note is None


def of(session: Session, edition_id: int) -> dict[int, Choice]:
    """What was chosen for an edition, by procedure."""
    columns = [getattr(ChoiceRow, name) for name in Choice.__dataclass_fields__]
    rows = session.execute(select(*columns).where(ChoiceRow.edition_id == edition_id))
    return {row.procedure_id: Choice(**row._mapping) for row in rows}


def put(session: Session, edition_id: int, choice: Choice) -> None:
    """Keep a choice in place of the one before about its procedure."""
    if choice.says_nothing:
        session.execute(
            delete(ChoiceRow).where(
                ChoiceRow.edition_id == edition_id,
                ChoiceRow.procedure_id == choice.procedure_id,
            )
        )
        return
    values = {name: getattr(choice, name) for name in Choice.__dataclass_fields__}
    statement = sql.insert(session, ChoiceRow).values(values | {"edition_id": edition_id})
    changed = {name: statement.excluded[name] for name in values if name != "procedure_id"}
    session.execute(
        statement.on_conflict_do_update(index_elements=["edition_id", "procedure_id"], set_=changed)
    )


def follow_merges(session: Session, edition_id: int) -> None:
    """What was chosen for a procedure that was merged since holds for what it became.

    Only for a draft that is about to be composed anew: its entries name what they were then.
    """
    current = procedures.resolve(session, of(session, edition_id))
    for old, new in current.items():
        if old == new:
            continue
        is_of = (ChoiceRow.edition_id == edition_id, ChoiceRow.procedure_id == old)
        if new in of(session, edition_id):
            session.execute(delete(ChoiceRow).where(*is_of))
        else:
            session.execute(update(ChoiceRow).where(*is_of).values(procedure_id=new))
