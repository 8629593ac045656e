"""Figures that staff add: the newest holds, the others stay, an undone entry counts no more."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.store.invented import NOW
from veille.core.observatory.reported import Reported
from veille.store import Store, observatory_figures, staff
from veille.store.observatory_figures import UnknownEntry
from veille.store.staff import Member, NewMember


@pytest.fixture
def session(store: Store) -> Iterator[Session]:
    with store.transaction() as session:
        yield session


def member(session: Session, organisation: str = "veille") -> Member:
    address = f"camille@{organisation}.example"
    new = NewMember(
        organisation=organisation,
        address=address,
        address_key=address,
        name="Camille Inventée",
        role="facilitator",
    )
    staff.add(session, new, NOW)
    found = staff.find(session, organisation, address)
    assert found is not None
    return found


def line(**changed: Any) -> Reported:
    facts: dict[str, Any] = {
        "number": 1,
        "manager": "PLIE inventé",
        "year": 2026,
        "sector": "",
        "values": {"hours": 100, "people": 4},
        "source": "bilan",
    }
    return Reported(**(facts | changed))


def held(session: Session) -> dict[str, int]:
    return {one.measure: one.value for one in observatory_figures.in_force(session, "veille")}


def test_the_newest_figure_holds_and_the_others_stay(session: Session) -> None:
    who = member(session)
    first = observatory_figures.add(session, who, "form", [line()], NOW)
    second = observatory_figures.add(session, who, "import", [line(values={"hours": 120})], NOW)
    assert held(session) == {"hours": 120, "people": 4}
    newest, oldest = observatory_figures.entries(session, "veille")
    assert (newest.id, newest.how, newest.figures, newest.holds) == (second, "import", 1, 1)
    assert (oldest.id, oldest.figures, oldest.holds, oldest.who) == (
        first,
        2,
        1,
        "Camille Inventée",
    )
    assert (oldest.managers, oldest.years) == (("PLIE inventé",), (2026,))


def test_undoing_an_entry_brings_back_what_it_replaced(session: Session) -> None:
    who = member(session)
    observatory_figures.add(session, who, "form", [line()], NOW)
    second = observatory_figures.add(session, who, "form", [line(values={"hours": 120})], NOW)
    observatory_figures.undo(session, "veille", second, "Sacha", NOW)
    assert held(session) == {"hours": 100, "people": 4}
    undone = observatory_figures.entries(session, "veille")[0]
    assert (undone.undone_by, undone.holds, undone.figures) == ("Sacha", 0, 1)
    with pytest.raises(UnknownEntry):
        observatory_figures.undo(session, "veille", second, "Sacha", NOW)


def test_sectors_and_years_are_figures_of_their_own(session: Session) -> None:
    who = member(session)
    lines = [line(), line(sector="nettoyage"), line(year=2025), line(manager="Autre")]
    observatory_figures.add(session, who, "import", lines, NOW)
    found = observatory_figures.in_force(session, "veille")
    assert len(found) == 8
    assert [one.year for one in found] == sorted(one.year for one in found)


def test_each_organisation_has_its_own(session: Session) -> None:
    entry = observatory_figures.add(session, member(session, "autre"), "form", [line()], NOW)
    assert observatory_figures.in_force(session, "veille") == []
    assert observatory_figures.entries(session, "veille") == []
    with pytest.raises(UnknownEntry):
        observatory_figures.undo(session, "veille", entry, "Sacha", NOW)
