"""An entry as one person is told it: as news, or as what became of what they were told."""

from dataclasses import replace

from newsletters.addressing import Item
from newsletters.history import History
from veille.core.editions import Entry, Section


def personal_entry(entry: Entry, item: Item, history: History) -> Entry:
    """The entry with the reasons why it is in the mail.

    Who was told an earlier version reads what changed since that one; who was told none reads a
    call that was just corrected as the call that it is.
    """
    entry = replace(entry, reasons=item.reasons)
    if item.before is None:
        return as_new(entry)
    changes = history.changes(entry.procedure_id, item.before, item.version)
    before = history.facts(entry.procedure_id, item.before)
    was_planned = before is not None and before.state == "planned"
    return replace(
        entry,
        section=_section(entry, was_planned=was_planned),
        changes=changes,
        announced=was_planned,
        withdrawn=history.is_withdrawn(entry.procedure_id, item.before, item.version),
    )


def _section(entry: Entry, *, was_planned: bool) -> Section:
    """Where a follow-up stands."""
    if entry.state == "awarded":
        return "award"
    if was_planned and entry.state in ("open", "closed"):
        return _call(entry)
    return "correction"


def as_new(entry: Entry) -> Entry:
    """A call that was corrected as the call that it is, for who was told nothing of it."""
    if entry.section != "correction" or entry.state not in ("open", "closed", "unknown"):
        return entry
    return replace(entry, section=_call(entry), corrected=True)


def _call(entry: Entry) -> Section:
    if entry.reserved is not None:
        return "reserved"
    return "clause" if entry.clause is not None else "opportunity"
