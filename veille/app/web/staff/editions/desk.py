"""One edition as staff see it: its entries, told and removed, what was chosen, how it is sent."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from newsletters.lines import EntryView
from newsletters.making import load, told_entry
from newsletters.ordering import in_reading_order
from newsletters.presentation import EditionView, GroupView, present
from veille.app.editing.naming import KINDS, period_of, territory_of
from veille.app.web.staff.editions.listing import standing, when
from veille.core.editions import SECTION_TITLES, Section
from veille.settings import Settings
from veille.store import edition_choices, editions
from veille.store.edition_choices import Choice
from veille.store.editions import StoredEdition


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskEntry:
    """An entry with what was chosen for it; ``lapsed``: it was removed, and has changed since."""

    view: EntryView
    choice: Choice | None
    removed: bool

    @property
    def lapsed(self) -> bool:
        """Whether it is told again although it was removed once."""
        held = self.choice is not None and self.choice.removed_version is not None
        return held and not self.removed


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskGroup:
    """The entries under one heading, in reading order."""

    heading: str | None
    entries: tuple[DeskEntry, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskSection:
    """A section: ``told`` counts its entries without those that were removed."""

    section: Section
    title: str
    told: int
    groups: tuple[DeskGroup, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """An edition on the desk; ``view`` is what readers are shown of it.

    ``others`` are the editions of other territories that go out in the same mail.
    """

    edition: StoredEdition
    kind: str
    territory: str
    period: str
    state: str
    tone: str
    when: str
    view: EditionView
    sections: tuple[DeskSection, ...]
    removed: int
    others: tuple[tuple[int, str], ...]

    @property
    def is_draft(self) -> bool:
        """Whether it can be changed."""
        return self.edition.state == "draft"

    @property
    def is_gone(self) -> bool:
        """Whether it was addressed to people."""
        return self.edition.addressed_at is not None


def desk(session: Session, settings: Settings, edition: StoredEdition) -> Desk:
    """The edition, as it is now.

    Raises:
        EditionError: what is stored of it cannot be read.
    """
    chosen = edition_choices.of(session, edition.id)
    told = load(session, edition)
    out = [told_entry(one, chosen) for one in editions.removed_entries(session, edition.id)]
    removed = frozenset(entry.procedure_id for entry in out)
    everything = replace(told, entries=in_reading_order((*told.entries, *out)))
    state, tone = standing(edition, hold=settings.hold)
    return Desk(
        edition=edition,
        kind=KINDS[edition.kind],
        territory=territory_of(edition),
        period=period_of(edition),
        state=state,
        tone=tone,
        when=when(edition),
        view=present(told),
        sections=tuple(
            DeskSection(
                section=one.section,
                title=SECTION_TITLES[one.section],
                told=len(told.section(one.section)),
                groups=tuple(_group(group, chosen, removed) for group in one.groups),
            )
            for one in present(everything).sections
        ),
        removed=len(removed),
        others=tuple(
            (one.id, territory_of(one))
            for one in editions.together(session, edition)
            if one.id != edition.id
        ),
    )


def _group(group: GroupView, chosen: Mapping[int, Choice], removed: frozenset[int]) -> DeskGroup:
    return DeskGroup(
        heading=group.heading,
        entries=tuple(
            DeskEntry(
                view=view,
                choice=chosen.get(view.procedure_id),
                removed=view.procedure_id in removed,
            )
            for view in group.entries
        ),
    )
