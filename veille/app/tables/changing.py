"""One change of a domain table: read from a form, checked, kept with who made it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from veille.app.domain_tables import tables_in, tables_with
from veille.core.refusals import Refusal
from veille.core.table_checks import check_row, check_withdrawal
from veille.core.table_fields import FieldError
from veille.core.table_info import TableInfo, cells_of, changed_words
from veille.core.tables import Tables, read_row
from veille.store import audit, procedures
from veille.store import tables as edits
from veille.store.staff import Member
from veille.store.tables import Edit, NewEdit

LEAST_SOURCE = 3
"""Characters of a source: « ? » is none."""


class ChangeRefused(Refusal):
    """A change that cannot be made; ``column`` is the one to correct, where it is one."""

    def __init__(self, message: str, column: str | None = None) -> None:
        super().__init__(message)
        self.column = column


@dataclass(frozen=True, slots=True)
class Change:
    """A change that can be kept: what it makes of a row, and what was there (null: nothing)."""

    info: TableInfo
    edit: NewEdit
    before: Mapping[str, str] | None

    @property
    def label(self) -> str:
        """What the row is called."""
        return self.info.label(self.edit.cells)

    @property
    def words(self) -> tuple[tuple[str, str, str], ...]:
        """What changes, in words: column, before, after."""
        return tuple(changed_words(self.info, self.before, self.edit.cells))


def rows_of(tables: Tables, info: TableInfo) -> dict[str, dict[str, str]]:
    """The cells of every row, by key, in order."""
    return {row.key: cells_of(row) for row in tables.rows(info.name)}


def change_of(
    tables: Tables, info: TableInfo, typed: Mapping[str, str], key: str | None = None
) -> Change:
    """The change that a form asks for; ``key`` is that of the row it is about, null for a new one.

    Raises:
        ChangeRefused: a cell, the source or the row cannot be used, or nothing would change.
    """
    known = rows_of(tables, info)
    before = known.get(key) if key is not None else None
    if key is not None and before is None:
        raise ChangeRefused("cette ligne n’existe plus : rouvrir la table")
    cells = {
        field.column: before[field.column]
        if before is not None and field.key
        else _cell(info, field.column, typed)
        for field in info.fields
    }
    edit = _checked(tables, info, cells)
    if key is None and edit.key in known:
        raise ChangeRefused("cette ligne existe déjà : l’ouvrir pour la changer")
    if before is not None and all(before[name] == cell for name, cell in cells.items()):
        raise ChangeRefused("rien n’a changé")
    return Change(info, edit, before)


def withdrawal_of(tables: Tables, info: TableInfo, key: str, source: str) -> Change:
    """The withdrawal of a row; ``source`` says why.

    Raises:
        ChangeRefused: there is no such row, no reason, or something rests on it.
    """
    before = rows_of(tables, info).get(key)
    if before is None:
        raise ChangeRefused("cette ligne n’existe plus : rouvrir la table")
    cells = before | {"source": _cell(info, "source", {"source": source})}
    check_withdrawal(tables, info.name, key)
    edit = NewEdit(table=info.name, key=key, cells=before, withdrawn=True, source=cells["source"])
    return Change(info, edit, before)


def with_changes(session: Session, *changes: Change) -> Tables:
    """The tables as they would be."""
    return tables_with([*edits.standing(session), *(change.edit for change in changes)])


def keep(session: Session, change: Change, seen: int, member: Member, now: datetime) -> None:
    """Keep a change; ``seen`` is the number of the row's last edit when the form was opened.

    Raises:
        ChangeRefused: somebody changed the row in between.
    """
    if edits.last_id(session, change.edit.table, change.edit.key) != seen:
        raise ChangeRefused("quelqu’un a changé cette ligne entre-temps : la relire, recommencer")
    edits.add(session, [change.edit], member, now)
    _note(session, change, member, now)
    _after(session, change.info)


def keep_many(session: Session, changes: list[Change], member: Member, now: datetime) -> None:
    """Keep the changes of one table that a file asks for."""
    if not changes:
        return
    edits.add(session, [change.edit for change in changes], member, now)
    info = changes[0].info
    names = ", ".join(change.label for change in changes)
    audit.note(
        session, member, "table.import", info.title, now, detail=f"{len(changes)} : {names}"[:1000]
    )
    _after(session, info)


def take_back(
    session: Session, info: TableInfo, edit_id: int, member: Member, now: datetime
) -> Edit:
    """Undo an edit: the row is again what the one before made of it.

    Raises:
        ChangeRefused: it is no edit of this table, was undone, or the tables would not hold.
    """
    found = edits.get(session, edit_id)
    if found is None or found.table != info.name or found.undoes is not None:
        raise ChangeRefused("changement introuvable")
    before = tables_in(session)
    if found.undone or not edits.undo(session, found, member, now):
        raise ChangeRefused("ce changement est déjà annulé")
    _check_undone(tables_in(session), info, found, before)
    audit.note(
        session,
        member,
        "table.undo",
        f"{info.title} : {info.label(found.cells)}",
        now,
        detail=f"changement n° {found.id} de {found.author}",
    )
    _after(session, info)
    return found


def _check_undone(tables: Tables, info: TableInfo, edit: Edit, before: Tables) -> None:
    """What comes back must go with the rows of today, and what goes must not be rested on."""
    row = next((row for row in tables.rows(info.name) if row.key == edit.key), None)
    if row is not None:
        check_row(tables, row)
    elif edit.key in rows_of(before, info):
        check_withdrawal(before, info.name, edit.key)


def _cell(info: TableInfo, column: str, typed: Mapping[str, str]) -> str:
    field = next(field for field in info.fields if field.column == column)
    try:
        cell = field.read(typed.get(column, ""))
    except FieldError as refusal:
        raise ChangeRefused(f"{field.label} : {refusal}", column) from None
    except Refusal as refusal:
        raise ChangeRefused(str(refusal), column) from None
    if column == "source" and len(cell) < LEAST_SOURCE:
        raise ChangeRefused("Source : dire d’où vient la valeur, en quelques mots", column)
    return cell


def _checked(tables: Tables, info: TableInfo, cells: Mapping[str, str]) -> NewEdit:
    try:
        row = read_row(info.name, cells)
    except Refusal as refusal:
        raise ChangeRefused(_in_words(info, str(refusal))) from None
    check_row(tables, row)
    return NewEdit(table=info.name, key=row.key, cells=cells, source=cells["source"])


def _in_words(info: TableInfo, refusal: str) -> str:
    """The reason with the columns as people know them."""
    said = refusal.removeprefix(f"{info.name}, ")
    column, _, rest = said.partition("\u00a0:")
    labels = {field.column: field.label for field in info.fields}
    return f"{labels[column]} :{rest}" if column in labels else said


def _note(session: Session, change: Change, member: Member, now: datetime) -> None:
    what = "; ".join(f"{name} : {old} → {new}" for name, old, new in change.words)
    audit.note(
        session,
        member,
        "table.withdraw" if change.edit.withdrawn else "table.edit",
        f"{change.info.title} : {change.label}",
        now,
        detail=(change.edit.source if change.edit.withdrawn else what)[:1000],
    )


def _after(session: Session, info: TableInfo) -> None:
    """Judging finds by itself what a judging table changes; sectors are written in the cards."""
    if info.name == "sector_prefixes":
        procedures.mark_all_read_anew(session)
